"""What the annual report's common chapters tell."""

from datetime import date

import pytest

from budgets.models import Activity, Budget, Deviation
from budgets.reports.annual import how_many_wait, report_builder
from budgets.reports.chapters import goals_text
from budgets.services import annual_reports, frames
from budgets.states import ActivityState, DeviationState
from governance.lib.money import Sek
from governance.organisations.models import Principal
from tests.documents.samples import head
from tests.factories import budgets as make
from tests.factories.decisions import again, decide

pytestmark = pytest.mark.django_db
kr = Sek.of_kronor


def test_decisions_tell_allocations_as_corrected_and_not_those_that_were_taken_back() -> None:
    budget, today = make.adopted(), make.IN_YEAR
    cs, line = make.cs(budget.partnership, today), make.line_of(budget)
    for purpose, wrong, right in (("Fel", 5_000_000, [0]), ("Drift", 4_000_000, [40, 400_000]), ("Stöd", 7, [])):
        given = frames.allocate(budget, line=line, amount=kr(wrong), purpose=purpose, paragraph="4", by=cs, today=today)
        for amount in right:
            frames.correct_allocation(given, right_amount=kr(amount), reason="Fel", by=cs, today=today)
    report = annual_reports.start_annual_report(budget, by=make.sgd(budget.partnership, today), today=today)

    told = report_builder(report, today=today)("12")(head())

    assert [row.what.replace("\u00a0", " ") for row in told.decisions] == [
        "400 000 kr till Mina planer, förvaltning: Drift",
        "7 kr till Mina planer, förvaltning: Stöd",
    ]


@pytest.mark.parametrize(
    ("states", "told"),
    [
        (["noted"], "Den är prövad."),
        (["reported"], "Den väntar på svar."),
        (["noted", "noted"], "Alla är prövade."),
        (["noted", "reported"], "En väntar på svar."),
    ],
)
def test_notice_of_deviations_speaks_of_one_or_of_several(states: list[str], told: str) -> None:
    assert how_many_wait([Deviation(state=DeviationState(state)) for state in states]) == told


def test_activities_are_counted_in_words_in_both_sentences() -> None:
    activities = [Activity(state=ActivityState.DONE)] * 8 + [Activity(state=ActivityState.LATE)]

    assert goals_text(activities) == (
        "Handlingsplanen har nio aktiviteter under strategins fem mål. Åtta är klara och en är försenad."
    )


def test_open_matters_name_the_body_whose_turn_it_is() -> None:
    budget, today = make.adopted(), make.IN_YEAR
    make.submitted(budget.partnership, year=2028, today=today)
    report = annual_reports.start_annual_report(budget, by=make.sgd(budget.partnership, today), today=today)

    (row,) = report_builder(report, today=today)("12")(head()).open_matters

    assert row.whose_turn == make.the_matter(Budget.objects.get(year=2028)).trunk_rulings()[0].body.full_name


@pytest.mark.parametrize(
    ("left", "told"), [(0, "Alla 4 har godkänt"), (1, "Alla 3 som var huvudmän när frågan ställdes har godkänt")]
)
def test_an_approval_names_how_many_were_asked(left: int, told: str) -> None:
    budget, today = make.adopted(), make.YEAR_OVER
    gone = budget.partnership.principals.order_by("-pk").values_list("pk", flat=True)[:left]
    Principal.objects.filter(pk__in=list(gone)).update(until_on=date(2027, 12, 31))
    for ruling in again(make.approval_asked(budget, today=today)).principal_rulings():
        decide(ruling, today=today)
    report = annual_reports.start_annual_report(budget, by=make.sgd(budget.partnership, today), today=today)

    text = report_builder(report, today=today)("12")(head()).deviations_text

    number = Deviation.objects.get(state="approved").number
    assert text == f"Budgeten får inte överskridas utan godkännande av alla 4. {told} {number}."
