"""What a year is settled by: its own frame and its own budget, whatever stands in for it meanwhile."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgets.models import Budget, Settlement, YearFrame
from budgets.pages.frames import FramePage
from budgets.reports.annual import report_builder
from budgets.reports.facts import Facts
from budgets.services import annual_reports, drafting, frames, settlements
from budgets.services.settlements import outcome_shares
from budgets.spending import outcome_of, standings
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.workflow.refusals import Refused, Stale
from governance.workflow.steps import perform
from tests.documents.samples import head
from tests.factories import budgets as make
from tests.factories.decisions import again

from .pages import as_sgd, send, words

pytestmark = pytest.mark.django_db
kr = Sek.of_kronor
NEXT_OVER = date(2029, 1, 20)
OWN_BUDGET_MISSING = "Budgeten för 2028 är inte fastställd av alla huvudmän. Det är inte beslutat hur kostnaden delas."


def provisional(budget: Budget, year: int = 2028) -> YearFrame:
    """The year after on an earlier budget, with something used."""
    today = date(year, 1, 4)
    by = make.sgd(budget.partnership, today)
    return frames.open_provisional_frame(partnership=budget.partnership, year=year, by=by, today=today)


def test_a_year_on_an_earlier_budget_is_not_settled_and_neither_is_the_earlier_year() -> None:
    budget = make.adopted()
    frame, by = provisional(budget), make.sgd(budget.partnership, NEXT_OVER)

    with pytest.raises(Refused) as refused:
        settlements.settle_year(frame, by=by, today=NEXT_OVER)

    (refusal,) = refused.value.refusals
    assert (refusal.sentence, refusal.rule.requirement) == (OWN_BUDGET_MISSING, "A-15")
    assert refusal.mended_by == "styrgruppen: lägg fram en budget för året. Huvudmännen: anta den"
    assert {each.state for each in YearFrame.objects.all()} == {"open"}
    assert not Settlement.objects.exists()


def test_the_page_of_a_year_on_an_earlier_budget_says_why_it_is_not_settled(client: Client) -> None:
    partnership = make.make_partnership(3)
    frame = provisional(make.adopted(partnership, year=2024), 2025)
    url = reverse("budgets:settle", args=[partnership.slug, 2025])

    answer = send(as_sgd(client, partnership), url, row_version=frame.version)

    assert answer.status_code == 409
    assert OWN_BUDGET_MISSING.replace("2028", "2025") in words(answer)
    assert [again(each).state for each in YearFrame.objects.all()] == ["open", "open"]


def test_a_year_that_is_over_can_still_be_given_its_own_budget_and_is_then_settled() -> None:
    before = make.adopted()
    partnership, by = before.partnership, make.sgd(before.partnership, NEXT_OVER)
    with pytest.raises(Refused, match="2028 är över"):
        drafting.create_budget(partnership=partnership, year=2028, by=by, today=NEXT_OVER)
    frame = provisional(before)

    drafting.withdraw_budget(
        drafting.create_budget(partnership=partnership, year=2028, by=by, today=NEXT_OVER),
        reason="Görs om",
        by=by,
        today=NEXT_OVER,
    )
    own = make.adopted(partnership, year=2028, today=NEXT_OVER, on=NEXT_OVER, decided=NEXT_OVER)
    settlement = settlements.settle_year(again(frame), by=by, today=NEXT_OVER)

    assert (settlement.frame, settlement.budget, settlement.left) == (frame, own, own.total)


def test_a_year_is_settled_in_the_version_of_its_frame_that_was_shown() -> None:
    budget = make.adopted()
    frame, by = make.frame_for(budget), make.sgd(budget.partnership, make.YEAR_OVER)
    shown: dict[str, Any] = {"by": by, "today": make.YEAR_OVER, "version": frame.version}
    frames.record_outcome(
        frame, line=make.line_of(budget), period=make.IN_YEAR, amount=budget.total, by=by, today=make.IN_YEAR
    )

    with pytest.raises(Stale):
        settlements.settle_year(frame, **shown)


def test_what_was_used_on_a_line_that_the_later_budget_lacks_is_settled_with_the_rest() -> None:
    before = make.adopted()
    frame, by = provisional(before), make.sgd(before.partnership, NEXT_OVER)
    line = make.line_of(before, "Trygg utskrivning")
    frames.record_outcome(frame, line=line, period=date(2028, 1, 1), amount=kr(50_000), by=by, today=date(2028, 1, 5))
    own = make.adopted(
        before.partnership,
        year=2028,
        today=date(2027, 1, 15),
        on=date(2027, 3, 20),
        decided=date(2028, 2, 1),
        lines=[("Mina planer", "management", 8_000_000)],
    )
    frame = again(frame)

    rows = {str(row.line): (row.budget, row.frame, row.outcome, row.left) for row in standings(frame)}
    assert rows == {
        "Mina planer, förvaltning": (kr(8_000_000), kr(8_000_000), kr(0), kr(8_000_000)),
        "Trygg utskrivning, etablering": (kr(0), kr(0), kr(50_000), kr(-50_000)),
    }
    assert outcome_of(frame) == Sek.total(row.outcome for row in standings(frame)) == kr(50_000)
    assert FramePage(frame).standings == standings(frame)
    deviation = frame.deviations.get()
    assert (deviation.kind, deviation.amount, str(deviation.line)) == ("line_outcome", kr(50_000), str(line))
    perform(deviation, "refer", by=by, today=NEXT_OVER)
    perform(
        deviation,
        "take_note",
        by=make.cs(before.partnership, NEXT_OVER),
        today=NEXT_OVER,
        reason="Avslutades",
        paragraph="3",
    )

    settlement = settlements.settle_year(frame, by=by, today=NEXT_OVER)

    assert (settlement.outcome_ore, settlement.left) == (5_000_000, kr(7_950_000))
    used = {row.code: row.outcome_ore for row in settlement.rows.all()}
    assert (used["12"], sum(used.values())) == (2_500_000, 5_000_000)
    told = report_builder(annual_reports.start_annual_report(own, by=by, today=NEXT_OVER), today=NEXT_OVER)("1214")(
        head()
    )
    assert told.totals.outcome == sum(service.outcome for service in told.services) == 5_000_000
    assert sum(service.mine for service in told.services) == told.mine.outcome == used["1214"]


def test_a_year_with_money_on_no_line_is_settled_where_every_line_deviates() -> None:
    before = make.adopted()
    frame, by = provisional(before), make.sgd(before.partnership, NEXT_OVER)
    line = make.line_of(before)
    frames.record_outcome(frame, line=line, period=date(2028, 1, 1), amount=Sek(3), by=by, today=date(2028, 1, 5))
    make.principle_in_effect(before.partnership, Principle.by_region(600_000), 2028)
    make.adopted(
        before.partnership,
        year=2028,
        today=date(2027, 1, 15),
        on=date(2027, 3, 20),
        decided=date(2028, 2, 1),
        lines=[("Trygg utskrivning", "establishment", 8_000_000)],
    )

    assert sum(outcome_shares(Facts(again(frame).budget), again(frame)).values()) == 3
