"""Closing a year: what was not used goes back, to each principal by the principles that shared the cost."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.workflow import steps

from ..models import Budget, Settlement, SettlementRow, YearFrame
from ..reports.facts import Facts
from ..spending import standings
from .frames import frame_of


def outcome_shares(facts: Facts, frame: YearFrame) -> dict[str, int]:
    """Each principal's part of the outcome: by the same principles and residents as the budget, exact in öre.

    Lines of the same principle are added up first, so that öre are rounded once for each. What has come back on a line
    counts against the others of its principle. What was used on no line of the budget goes by the base principle.
    """
    pools: dict[Principle, int] = {}
    for row in standings(frame):
        rule = facts.rule_of(row.line.key)
        pools[rule] = pools.get(rule, 0) + row.outcome.ore
    sums = dict.fromkeys(facts.names, 0)
    for rule, ore in pools.items():
        for code in sums:
            sums[code] += facts.part_of(rule, ore, code)
    return sums


@transaction.atomic
def settle_year(year: Budget | YearFrame, *, by: Any, today: date, version: int | None = None) -> Settlement:
    """Close the year's books and tell each principal's part of what was not used (avräkna); made once.

    `year` is the year's frame (whose version is meant), or its budget. Raises Refused while the year is going on, has
    no budget of its own, or a deviation waits for an answer.
    """
    held: YearFrame = steps.lock(year if isinstance(year, YearFrame) else frame_of(year))
    budget = held.budget
    facts = Facts(budget)
    outcome = Sek(sum(row.outcome.ore for row in standings(held)))
    steps.perform(held, "settle", by=by, today=today, version=version, outcome=outcome, left=budget.total - outcome)
    settlement = Settlement.objects.create(
        partnership_id=budget.partnership_id,
        frame=held,
        budget=budget,
        made_on=today,
        budget_ore=budget.total.ore,
        outcome_ore=outcome.ore,
    )
    used = outcome_shares(facts, held)
    SettlementRow.objects.bulk_create(
        SettlementRow(
            settlement=settlement,
            principal=share.principal,
            code=code,
            name=share.name,
            budget_ore=share.total_ore,
            outcome_ore=used[code],
            back_ore=share.total_ore - used[code],
        )
        for code, share in facts.shares.items()
    )
    return settlement


@transaction.atomic
def close_budget(budget: Budget, *, by: Any, today: date, version: int | None = None) -> Budget:
    """End a year that is over and settled (stänga budgetåret)."""
    closed: Budget = steps.perform(budget, "close", by=by, today=today, version=version).subject
    return closed
