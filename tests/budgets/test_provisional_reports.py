"""A report made before it is established: it says so wherever it is met, and follows the year until it is."""

from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command

from budgets.models import AnnualReport, Budget
from budgets.reports.annual import report_builder
from budgets.services import annual_reports, frames
from governance.documents.models import Document
from governance.documents.services import open_document, seal_now
from governance.lib.money import Sek
from tests.documents.samples import head
from tests.factories import budgets as make
from tests.factories.decisions import again

pytestmark = pytest.mark.django_db
LATER = make.IN_YEAR + timedelta(days=20)


def spend(budget: Budget, ore: int) -> None:
    frames.record_outcome(
        budget,
        line=make.line_of(budget),
        period=make.IN_YEAR,
        amount=Sek(ore),
        by=make.sgd(budget.partnership, make.IN_YEAR),
        today=make.IN_YEAR,
    )


def ordered(budget: Budget, today: date) -> list[Document]:
    report = AnnualReport.objects.filter(budget=budget).first() or annual_reports.start_annual_report(
        budget, by=make.sgd(budget.partnership), today=today
    )
    return annual_reports.order_reports(report, by=make.sgd(budget.partnership), today=today)


def test_title_and_data_say_that_it_is_not_established_and_of_which_day() -> None:
    first, second = ordered(make.adopted(make.make_partnership(2)), make.IN_YEAR)

    assert [first.title, second.title] == [
        f"Årsrapport 2027 till {name} – EJ FASTSTÄLLD, läget den 4 maj 2027" for name in ("Region Skåne", "Svalöv")
    ]
    assert first.is_provisional
    assert first.frozen["head"]["title"] == first.title


def test_unchanged_year_gives_the_same_document_on_another_day() -> None:
    budget = make.adopted(make.make_partnership(2))
    spend(budget, 100)

    first, later = ordered(budget, make.IN_YEAR), ordered(budget, LATER)

    assert later == first
    assert Document.objects.filter(kind="annual_report").count() == 2


def test_changed_year_gives_the_next_edition_and_then_stands_again() -> None:
    budget = make.adopted(make.make_partnership(2))
    first = ordered(budget, make.IN_YEAR)
    spend(budget, 100)

    second, third = ordered(budget, LATER), ordered(budget, LATER)

    assert [(each.edition, each.supersedes) for each in second] == [(2, first[0]), (2, first[1])]
    assert [each.title.partition(", ")[2] for each in second] == ["läget den 24 maj 2027"] * 2
    assert third == second


def test_established_report_supersedes_and_is_handed_out_whatever_comes_after() -> None:
    budget = make.adopted(make.make_partnership(2))
    early = ordered(budget, make.IN_YEAR)
    AnnualReport.objects.update(state="sealing", decided_on=make.YEAR_OVER, paragraph="§ 6")
    report = again(AnnualReport.objects.get())
    by = make.sgd(budget.partnership, make.YEAR_OVER)

    final = annual_reports.order_reports(report, by=by, today=make.YEAR_OVER, renew=True)
    spend(budget, 100)
    later = list(annual_reports.order_reports(report, by=by, today=make.YEAR_OVER + timedelta(days=9)))

    assert [(each.edition, each.supersedes) for each in final] == [(2, early[0]), (2, early[1])]
    assert [each.title for each in final] == [
        "Årsrapport 2027 till Region Skåne",
        "Årsrapport 2027 till Svalöv",
    ]
    assert not any(each.is_provisional for each in final)
    assert later == final


def test_command_writes_the_new_edition_and_the_same_file_when_nothing_has_changed(tmp_path: Path) -> None:
    budget = make.adopted(make.make_partnership(2))

    def written(folder: str) -> tuple[bytes, str]:
        remarks = StringIO()
        options = ("--year=2027", "--principal=1214", f"--out={tmp_path / folder}")
        call_command("annual_report", *options, stdout=StringIO(), stderr=remarks)
        return (tmp_path / folder / "1214.pdf").read_bytes(), remarks.getvalue()

    with time_machine.travel("2027-05-04T12:00:00+02:00", tick=False):
        first, told = written("a")
    with time_machine.travel("2027-05-24T12:00:00+02:00", tick=False):
        same, _ = written("b")
        spend(budget, 100)
        changed, _ = written("c")
    with time_machine.travel("2028-01-24T12:00:00+02:00", tick=False):
        _, told_after = written("d")

    assert same == first
    assert changed != first
    current = Document.objects.current().get(kind="annual_report", principal__organisation__code="1214")
    assert current.edition == 3
    assert "det står på varje sida att de inte är fastställda" in told
    assert told_after.startswith("Observera: årsrapporten är inte fastställd.")


def test_lists_and_verification_show_that_it_is_not_established(client: object) -> None:
    budget = make.adopted(make.make_partnership(2))
    document = seal_now(ordered(budget, make.IN_YEAR)[1])

    page = client.get(f"/verify/{document.doc_id}/")  # type: ignore[attr-defined]

    assert "Årsrapport, ej fastställd" in page.content.decode()
    assert open_document(document).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("ore", "today", "figure", "label"),
    [
        (1_000_000_00, make.IN_YEAR, "92,3 %", "av budgeten är inte använt än"),
        (1_000_000_00, make.YEAR_OVER, "92,3 %", "av budgeten användes inte"),
        (13_170_400_00, make.IN_YEAR, "1,0 %", "mer än budgeten har använts"),
        (13_170_400_00, make.YEAR_OVER, "1,0 %", "mer än budgeten användes"),
    ],
)
def test_what_is_left_is_told_as_the_year_stands(ore: int, today: date, figure: str, label: str) -> None:
    budget = make.adopted(make.make_partnership(2))
    spend(budget, ore)
    report = annual_reports.start_annual_report(budget, by=make.sgd(budget.partnership), today=today)

    told = report_builder(report, today=today)("1214")(head())

    last = told.figures[-1]
    assert (last.value.replace("\u00a0", " "), last.label) == (figure, label)
    over = "Det är 130 400 kr mer än budgeten." in told.lead.replace("\u00a0", " ")
    assert over == (ore > 13_040_000_00)
