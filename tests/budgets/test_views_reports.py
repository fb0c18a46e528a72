from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgets.annual import documents_of
from budgets.models import AnnualReport, Budget
from budgets.services import annual_reports, frames, settlements
from budgets.states import BudgetState, ReportState
from governance.documents.models import Dispatch, Document
from governance.documents.services import dispatch_document, seal_now
from governance.lib.money import Sek
from governance.organisations.models import Principal
from tests.factories.budgets import adopted, frame_for, handed_over, line_of, make_partnership, sgd, the_matter
from tests.factories.decisions import decide

from .pages import TODAY, as_cs, as_registrar, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def budget() -> Budget:
    """A year that is over and settled."""
    made = adopted(make_partnership(3), year=2025)
    by = sgd(made.partnership)
    frames.record_outcome(
        frame_for(made), line=line_of(made), period=TODAY.replace(year=2025), amount=Sek(500), by=by, today=TODAY
    )
    settlements.settle_year(made, by=by, today=TODAY)
    return made


def url(name: str, budget: Budget, *more: Any) -> str:
    return reverse(f"budgets:{name}", args=[budget.partnership.slug, budget.year, *more])


def step(client: Client, budget: Budget, name: str, **fields: Any) -> Any:
    report = AnnualReport.objects.get()
    return send(client, url("report_step", budget, name), row_version=report.version, **fields)


def test_report_goes_from_begun_to_established(client: Client, budget: Budget) -> None:
    writer, judge = as_sgd(client, budget.partnership), as_cs(Client(), budget.partnership)

    begun = send(writer, url("report_start", budget))
    drafted = step(writer, budget, "draft")
    early = step(writer, budget, "submit")
    report = AnnualReport.objects.get()
    texts = send(
        writer,
        url("report_texts", budget),
        row_version=report.version,
        outcome_text="Lägre utfall.",
        cooperation_text="Väl.",
        subject_0="Dröjde.",
    )
    submitted = step(writer, budget, "submit")
    not_mine = step(writer, budget, "establish", decided_on="2026-10-19", paragraph="§ 4")
    future = step(judge, budget, "establish", decided_on="2026-11-01", paragraph="§ 4")
    established = step(judge, budget, "establish", decided_on="2026-10-19", paragraph="§ 4")

    answers = (begun, drafted, early, texts, submitted, not_mine, future, established)
    assert [each.status_code for each in answers] == [303, 303, 409, 303, 303, 403, 409, 303]
    assert writer.get(url("report_texts", budget)).status_code == 409
    assert "Det som saknas: vad som förklarar utfallet" in words(early)
    held = AnnualReport.objects.get()
    assert (held.state, held.paragraph) == (ReportState.SEALING, "§ 4")
    assert held.explanations == [["Mina planer", "Dröjde."]]
    shown = words(judge.get(url("report", budget)))
    assert "0 av 3 rapporter är förseglade." in shown
    assert "0 av 3 årsrapporter klara." in shown


def test_report_can_be_sent_back_with_reasons(client: Client, budget: Budget) -> None:
    report = annual_reports.start_annual_report(budget, by=sgd(budget.partnership), today=TODAY)
    changes = {"outcome_text": "Lägre.", "cooperation_text": "Väl."}
    annual_reports.edit_report(report, changes=changes, by=sgd(budget.partnership), today=TODAY, version=report.version)
    writer, judge = as_sgd(client, budget.partnership), as_cs(Client(), budget.partnership)
    step(writer, budget, "draft")
    step(writer, budget, "submit")

    answer = step(judge, budget, "send_back", reason="Beskriv mer.")

    assert answer.status_code == 303
    assert "Lämnades tillbaka: Beskriv mer." in words(judge.get(url("report", budget)))


def established(budget: Budget) -> AnnualReport:
    by = sgd(budget.partnership)
    report = annual_reports.start_annual_report(budget, by=by, today=TODAY)
    annual_reports.order_reports(report, by=by, today=TODAY)
    return report


def test_receiver_alone_confirms_once_with_a_diary_number(
    client: Client, budget: Budget, weasyprint_libraries: None
) -> None:
    document = seal_now(documents_of(established(budget))[1])
    assert document.principal is not None
    sent = dispatch_document(document, principal=document.principal, by=sgd(budget.partnership), today=TODAY)
    receipt = reverse("budgets:receipt", args=[budget.partnership.slug, sent.pk])
    other = budget.partnership.principals.exclude(pk=document.principal.pk).order_by("pk")[0]
    mine = as_registrar(client, document.principal)

    page = mine.get(url("report", budget))
    assert receipt in page.content.decode()
    assert f"Kvittera {document.title}" in words(mine.get("/mitt-bord/"))
    assert as_registrar(Client(), other).get(receipt).status_code == 403
    assert as_sgd(Client(), budget.partnership).get(receipt).status_code == 403
    answers = [send(mine, receipt, diary_number="KS 2026/412").status_code for _ in range(2)]

    assert answers == [303, 409]
    assert "Läget är ”kvitterat”" in words(mine.get(receipt))
    held = Dispatch.objects.get()
    assert (held.received_on, held.diary_number) == (TODAY, "KS 2026/412")
    assert "20 oktober, KS 2026/412" in words(mine.get(url("report", budget)))


def letter_to(budget: Budget, principal: Principal) -> Dispatch:
    """A letter of the budget that has been sent to a principal; how it is sealed is tried elsewhere."""
    document = Document.objects.about(budget).get(principal=principal)
    return Dispatch.objects.create(document=document, principal=principal, sent_on=TODAY, sent_by="Styrgruppen")


@pytest.mark.parametrize("ended_by", ["a decision", "a closed year"])
def test_letter_is_asked_for_until_its_principal_has_decided_or_the_year_is_closed(
    client: Client, ended_by: str
) -> None:
    held = handed_over(make_partnership(3))
    first, second = list(held.partnership.principals.by_code())[:2]
    sent = letter_to(held, first)
    letter_to(held, second)
    asks = f"Kvittera {sent.document.title}"
    mine, theirs = as_registrar(client, first), as_registrar(Client(), second)
    assert asks in words(mine.get("/mitt-bord/"))

    if ended_by == "a decision":
        decide(next(each for each in the_matter(held).principal_rulings() if each.principal == first))
    else:
        Budget.objects.filter(pk=held.pk).update(state=BudgetState.CLOSED, adopted_on=TODAY)

    assert asks not in words(mine.get("/mitt-bord/"))
    assert ("Kvittera" in words(theirs.get("/mitt-bord/"))) == (ended_by == "a decision")
    assert mine.get(reverse("budgets:receipt", args=[held.partnership.slug, sent.pk])).status_code == 200


def test_registrar_states_the_day_a_letter_arrived(client: Client) -> None:
    held = handed_over(make_partnership(3))
    principal = held.partnership.principals.by_code()[0]
    sent = letter_to(held, principal)
    Dispatch.objects.update(sent_on=TODAY.replace(day=12))
    mine, receipt = as_registrar(client, principal), reverse("budgets:receipt", args=[held.partnership.slug, sent.pk])

    early, ahead = (send(mine, receipt, received_on=f"2026-10-{day}") for day in (11, 21))
    stated = send(mine, receipt, received_on="2026-10-14", diary_number="KS 2026/9")

    assert (early.status_code, ahead.status_code, stated.status_code) == (409, 409, 303)
    assert "Det är före 12 oktober 2026, då dokumentet skickades." in words(early)
    assert Dispatch.objects.get().received_on == TODAY.replace(day=14)


def test_receipt_of_a_letter_shows_the_way_of_its_budget(client: Client) -> None:
    held = handed_over(make_partnership(3))
    principal = held.partnership.principals.by_code()[0]
    sent = letter_to(held, principal)

    page = as_registrar(client, principal).get(reverse("budgets:receipt", args=[held.partnership.slug, sent.pk]))

    way = [str(label) for label, _url in page.context["crumbs"]]
    assert way[-4:] == ["Budget", "Budget 2027", "Missiv", "Kvittera"]


def test_report_page_lists_everyone_and_marks_ones_own(client: Client, budget: Budget) -> None:
    established(budget)
    principal = budget.partnership.principals.order_by("pk")[1]

    page = as_registrar(client, principal).get(url("report", budget))
    shown = words(page)

    assert shown.count("förseglas") == 3
    assert [row.name for row in page.context["rows"]] == ["Region Skåne", "Staffanstorp", "Svalöv"]
    assert f"{principal.organisation.name} (din huvudman)" in shown
    assert "Börja på årsrapporten" not in words(client.get(reverse("budgets:reports", args=[budget.partnership.slug])))


def test_step_before_its_time_is_explained(client: Client, budget: Budget) -> None:
    established(budget)

    answer = as_sgd(client, budget.partnership).get(url("report_step", budget, "dispatch"))

    assert answer.status_code == 200
    assert "Läget är ”Insamling”." in words(answer)
