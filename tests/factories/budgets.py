"""Budgets brought to where a test wants them, through the same acts as in life."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from budgets.models import ActionPlan, Budget, BudgetLine, CostPrinciple, Deviation, YearFrame
from budgets.populations import shipped_figures
from budgets.services import deviations, drafting, frames, handover, plans, principles
from governance.audit.actors import SYSTEM
from governance.decisions.models import Matter
from governance.decisions.queries import matter_for
from governance.decisions.services import hand_over
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Partnership, PopulationFigure
from governance.workflow.steps import perform
from workpackages.models import Service
from workpackages.services import create_service

from .decisions import actor_in, again, decide, make_deciding_partnership
from .organisations import LONG_AGO
from .telling import told_once

DRAFTED = date(2026, 1, 15)
HANDED = date(2026, 3, 27)
DECIDED = date(2026, 6, 15)
IN_YEAR = date(2027, 5, 4)
YEAR_OVER = date(2028, 1, 20)
LINES = (("Mina planer", "management", 9_840_000), ("Trygg utskrivning", "establishment", 3_200_000))


@told_once
def make_partnership(principals: int = 4) -> Partnership:
    """A partnership that can decide, with the shipped figures of its principals."""
    partnership = make_deciding_partnership(principals)
    load_populations(partnership)
    return partnership


def load_populations(partnership: Partnership) -> None:
    """Write the shipped figures of the partnership's principals, where they are missing."""
    codes = {each.organisation.code: each.organisation for each in partnership.principals.by_code()}
    known = set(PopulationFigure.objects.values_list("organisation_id", "reference_date"))
    PopulationFigure.objects.bulk_create(
        PopulationFigure(
            organisation=codes[code], reference_date=date.fromisoformat(day), population=residents, source="SCB"
        )
        for day, rows in shipped_figures().items()
        for code, _, residents, _ in rows
        if code in codes and (codes[code].pk, date.fromisoformat(day)) not in known
    )


def make_service(partnership: Partnership, name: str = "Mina planer") -> Service:
    """A shared service, or the one there is with that name."""
    found = Service.objects.filter(partnership=partnership, name=name).first()
    return found or create_service(
        partnership=partnership,
        name=name,
        benefit_for_individual="Den enskilde slipper berätta samma sak två gånger.",
        from_on=LONG_AGO,
        by=SYSTEM,
        today=DRAFTED,
    )


def sgd(partnership: Partnership, today: date = DRAFTED, role: str = SeatRole.SECRETARY) -> Actor:
    """Somebody in the steering group."""
    return actor_in(partnership, BodyKind.STEERING_GROUP, role, today=today)


def cs(partnership: Partnership, today: date = DRAFTED, role: str = SeatRole.SECRETARY) -> Actor:
    """Somebody in the joint political body."""
    return actor_in(partnership, BodyKind.JOINT_POLITICAL, role, today=today)


def make_plan(partnership: Partnership, year: int = 2027) -> ActionPlan:
    """A plan with one activity."""
    plan = plans.create_plan(partnership=partnership, year=year, by=SYSTEM, today=DRAFTED)
    plans.add_activity(plan, title="Gemensam årsplan", goals=["6.1"], responsible="SGD", by=SYSTEM, today=DRAFTED)
    return plan


@told_once
def make_draft(
    partnership: Partnership | None = None,
    *,
    year: int = 2027,
    lines: Sequence[tuple[str, str, int]] = LINES,
    today: date = DRAFTED,
) -> Budget:
    """A draft with plan, lines (in kronor) and calculation; one for a year that is over was begun before it."""
    partnership = partnership or make_partnership()
    begun = min(today, date(year - 1, 1, 15)) if year < today.year else today
    budget = drafting.create_budget(
        partnership=partnership, year=year, plan=make_plan(partnership, year), by=SYSTEM, today=begun
    )
    for name, phase, kronor in lines:
        drafting.add_line(
            budget,
            service=make_service(partnership, name),
            phase=phase,
            amount=Sek.of_kronor(kronor),
            by=SYSTEM,
            today=today,
        )
    drafting.set_calculation(budget, year=year + 1, amount=Sek.of_kronor(20_200_000), by=SYSTEM, today=today)
    return budget


@told_once
def submitted(partnership: Partnership | None = None, **fields: Any) -> Budget:
    """A budget that has been handed in."""
    budget = make_draft(partnership, **fields)
    today = fields.get("today", DRAFTED)
    drafting.submit_budget(budget, by=sgd(budget.partnership, today), today=today)
    return again(budget)


def the_matter(budget: Any) -> Matter:
    """The subject's matter, read anew."""
    found = matter_for(budget)
    assert found is not None
    return found


@told_once
def recommended(partnership: Partnership | None = None, **fields: Any) -> Budget:
    """A budget that every body on the way has passed."""
    budget = submitted(partnership, **fields)
    for ruling in the_matter(budget).trunk_rulings():
        decide(ruling, today=fields.get("today", DRAFTED))
    return again(budget)


@told_once
def handed_over(partnership: Partnership | None = None, *, on: date = HANDED, **fields: Any) -> Budget:
    """A budget that is with the principals."""
    budget = recommended(partnership, **fields)
    handover.hand_over_budget(budget, by=sgd(budget.partnership, on), today=on)
    return again(budget)


@told_once
def adopted(partnership: Partnership | None = None, *, decided: date = DECIDED, **fields: Any) -> Budget:
    """A budget that all principals have adopted."""
    budget = handed_over(partnership, **fields)
    for ruling in the_matter(budget).principal_rulings():
        decide(ruling, today=decided)
    return again(budget)


def principle_asked(
    partnership: Partnership,
    rule: Principle,
    year: int = 2027,
    *,
    service: str = "Trygg utskrivning",
    phase: str = "establishment",
) -> Matter:
    """A deviating principle that lies with the councils whose principals pay more: their matter."""
    by = sgd(partnership)
    proposed = principles.propose_principle(
        service=make_service(partnership, service),
        phase=phase,
        principle=rule,
        from_year=year,
        reason="Ojämn användning",
        by=by,
        today=DRAFTED,
    )
    principles.compute_consent(proposed, by=by, today=DRAFTED)
    last = principles.day_to_propose(year, DRAFTED)
    matter = principles.put_principle_forward(again(proposed), by=by, today=DRAFTED, decide_by=last)
    for ruling in matter.trunk_rulings():
        decide(ruling, today=DRAFTED)
    hand_over(again(matter), by=cs(partnership), today=DRAFTED)
    found: Matter = again(matter)
    return found


def principle_in_effect(partnership: Partnership, rule: Principle, year: int = 2027, **line: str) -> CostPrinciple:
    """A deviating principle that every council whose principal pays more has adopted."""
    matter = principle_asked(partnership, rule, year, **line)
    for ruling in matter.principal_rulings():
        decide(ruling, today=DRAFTED)
    return CostPrinciple.objects.get(pk=matter.subject_key)


def frame_for(budget: Budget) -> YearFrame:
    """The year's frame, read anew."""
    return frames.frame_of(budget)


def line_of(budget: Budget, name: str = "Mina planer") -> BudgetLine:
    """The line of a service."""
    return budget.lines.select_related("service").get(service__name=name)


def approval_asked(budget: Budget, *, today: date = IN_YEAR) -> Matter:
    """A larger frame that the joint body has asked for: the matter in which those who bear the year approve it."""
    by = cs(budget.partnership, today)
    wanted = deviations.report_deviation(
        frame_for(budget), kind="overrun", title="Mer", amount=Sek(100), line=line_of(budget), by=by, today=today
    )
    referred: Deviation = perform(wanted, "refer", by=by, today=today).subject
    return deviations.ask_principals(referred, reason="Behövs", paragraph="31", by=by, today=today)
