"""What is used stays within each line and the year, whichever way money is moved, corrected or adopted anew."""

from datetime import date
from typing import Any

import pytest

from budgets.models import Allocation, Budget, Deviation, YearFrame
from budgets.services import deviations, frames, settlements
from budgets.spending import standing_of, standings
from governance.lib.money import Sek
from governance.workflow.refusals import Refused
from governance.workflow.steps import perform
from tests.factories import budgets as make
from tests.factories.decisions import decide

pytestmark = pytest.mark.django_db
kr = Sek.of_kronor
TODAY = make.IN_YEAR
NEW_YEAR = date(2028, 1, 4)
OTHER = "Trygg utskrivning"


def give(budget: Budget, kronor: int, name: str = OTHER) -> Allocation:
    by, line = make.cs(budget.partnership, TODAY), make.line_of(budget, name)
    return frames.allocate(budget, line=line, amount=kr(kronor), purpose="Drift", by=by, today=TODAY)


def correct(wrong: Allocation, kronor: int) -> Allocation:
    by = make.cs(wrong.frame.partnership, TODAY)
    return frames.correct_allocation(wrong, right_amount=kr(kronor), reason="Fel", by=by, today=TODAY)


def use(held: Budget | YearFrame, budget: Budget, kronor: int, on: date = TODAY, name: str = OTHER) -> None:
    by, line = make.sgd(budget.partnership, on), make.line_of(budget, name)
    frames.record_outcome(held, line=line, period=on, amount=kr(kronor), by=by, today=on)


def raised(kind: str) -> list[tuple[str, int | None]]:
    return [(str(each.line), each.amount_ore) for each in Deviation.objects.filter(kind=kind)]


def provisional(budget: Budget) -> YearFrame:
    by = make.sgd(budget.partnership, NEW_YEAR)
    return frames.open_provisional_frame(partnership=budget.partnership, year=2028, by=by, today=NEW_YEAR)


def next_budget(budget: Budget, *lines: tuple[str, str, int]) -> Budget:
    """The next year's budget, adopted when its year has begun."""
    given: dict[str, Any] = {"lines": lines} if lines else {}
    return make.adopted(
        budget.partnership,
        year=2028,
        today=date(2027, 1, 15),
        on=date(2027, 3, 20),
        decided=date(2028, 2, 1),
        **given,
    )


def test_an_allocation_is_not_corrected_beyond_its_line() -> None:
    budget = make.adopted()
    wrong = give(budget, 1)

    with pytest.raises(Refused) as refused:
        correct(wrong, 3_200_001)

    (refusal,) = refused.value.refusals
    assert refusal.rule.requirement == "A-06"
    assert "Det fattas 1 kr på raden, men det ryms i budgeten." in refusal.sentence.replace("\u00a0", " ")
    correct(wrong, 3_200_000)
    correct(wrong, 0)
    assert standing_of(make.frame_for(budget), make.line_of(budget, OTHER)).room == kr(3_200_000)


def test_an_allocation_of_an_earlier_budget_is_corrected_within_the_new_line() -> None:
    budget = make.adopted()
    frame, by = provisional(budget), make.cs(budget.partnership, NEW_YEAR)
    line = make.line_of(budget, OTHER)
    wrong = frames.allocate(frame, line=line, amount=kr(1), purpose="Drift", by=by, today=NEW_YEAR)
    next_budget(budget, ("Mina planer", "management", 9_000_000), (OTHER, "establishment", 500_000))

    with pytest.raises(Refused, match="men det ryms i budgeten"):
        correct(wrong, 500_001)
    correct(wrong, 500_000)


def test_money_that_is_used_and_moved_away_is_raised_and_stops_the_settlement() -> None:
    budget = make.adopted()
    use(budget, budget, 3_200_000)
    frames.reallocate(
        budget,
        from_line=make.line_of(budget, OTHER),
        to_line=make.line_of(budget),
        amount=kr(300_000),
        reason="Försening",
        by=make.cs(budget.partnership, TODAY),
        today=TODAY,
    )

    assert raised("line_outcome") == [("Trygg utskrivning, etablering", 30_000_000)]
    with pytest.raises(Refused, match="Avvikelser som inte är prövade: AV-2027-01"):
        settlements.settle_year(budget, by=make.sgd(budget.partnership, make.YEAR_OVER), today=make.YEAR_OVER)


def test_what_was_used_beyond_the_lines_of_a_budget_adopted_later_is_raised_once() -> None:
    budget = make.adopted()
    frame = provisional(budget)
    use(frame, budget, 3_200_500, NEW_YEAR)
    assert raised("line_outcome") == [("Trygg utskrivning, etablering", 50_000)]

    own = next_budget(budget, ("Mina planer", "management", 9_000_000), (OTHER, "establishment", 3_200_100))
    assert raised("line_outcome") == [("Trygg utskrivning, etablering", 50_000)]
    use(own, own, 100, NEW_YEAR)

    assert raised("line_outcome") == [("Trygg utskrivning, etablering", 50_000)]
    use(own, own, 1, NEW_YEAR)
    assert raised("line_outcome") == [("Trygg utskrivning, etablering", 50_100)]


def test_what_all_have_approved_stays_when_the_years_own_budget_is_adopted() -> None:
    budget = make.adopted()
    frame, by = provisional(budget), make.cs(budget.partnership, NEW_YEAR)
    wanted = deviations.report_deviation(
        frame,
        kind="overrun",
        title="Dyrare upphandling",
        amount=kr(1_000_000),
        line=make.line_of(budget),
        by=by,
        today=NEW_YEAR,
    )
    perform(wanted, "refer", by=by, today=NEW_YEAR)
    matter = deviations.ask_principals(wanted, reason="Behövs", paragraph="31", by=by, today=NEW_YEAR)
    for ruling in matter.principal_rulings():
        decide(ruling, today=NEW_YEAR)

    own = next_budget(budget)

    frame = make.frame_for(own)
    assert frame.ceiling == kr(14_040_000) == Sek.total(row.frame for row in standings(frame))
