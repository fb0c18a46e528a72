"""Acts on deviations: raised, tried by the joint body, and where it takes that, approved by every principal."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from governance.audit.actors import SYSTEM
from governance.decisions import services as decisions
from governance.decisions.models import Matter, Route
from governance.decisions.routes import ALL_DECIDE, CS_RECOMMENDS
from governance.decisions.states import RulingState
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import citations, permissions
from ..models import BudgetLine, Deviation, YearFrame
from ..populations import who_bears
from ..spending import outcome_of, standings
from ..states import DeviationKind, DeviationState, FrameState

ROUTE = "E-08"


@transaction.atomic
def report_deviation(  # noqa: PLR0913 -- an act is told all at once
    frame: YearFrame,
    *,
    kind: str,
    title: str,
    by: Any,
    today: date,
    amount: Sek | None = None,
    description: str = "",
    line: BudgetLine | None = None,
    from_line: BudgetLine | None = None,
) -> Deviation:
    """Report something that does not go by the budget (anmäla avvikelse).

    A request for a larger frame (overrun) names the line it is for; a larger move names both lines.
    """
    held: YearFrame = steps.lock(frame)
    shell = Deviation(partnership_id=held.partnership_id, frame=held)
    require_right(shell, by, permissions.may_report_deviation, permissions.WHO_ALLOCATES)
    require_open(held)
    if not title.strip():
        raise refuse("Skriv vad avvikelsen gäller.", citations.LARGER_CHANGE, mended_by="du själv: skriv en rubrik")
    needs_line = kind in (DeviationKind.OVERRUN, DeviationKind.REALLOCATION)
    if needs_line and (line is None or amount is None or amount <= Sek(0)):
        raise refuse(
            "Ange raden och beloppet som avvikelsen gäller.",
            citations.LARGER_CHANGE,
            mended_by="du själv: välj rad och belopp",
        )
    if kind == DeviationKind.REALLOCATION and from_line is None:
        raise refuse("Ange vilken rad medlen ska flyttas från.", citations.REALLOCATION, mended_by="du själv: välj rad")
    return raise_deviation(
        held,
        kind=kind,
        title=title,
        description=description,
        amount=amount,
        line=line,
        from_line=from_line,
        by=by,
        today=today,
    )


def require_open(frame: YearFrame) -> None:
    """Raise Refused for a year that is settled: nothing more is tried there, and its total is no longer changed."""
    if frame.state == FrameState.CLOSED and frame.closed_on is not None:
        raise refuse(
            f"Året {frame.year} avräknades {swedish_date(frame.closed_on)}. En avvikelse anmäls medan året är öppet.",
            citations.BOOKS_CLOSED,
            mended_by="styrgruppen: ta upp det i budgeten för ett senare år",
            title=f"Året {frame.year} är avräknat",
        )


def raise_deviation(  # noqa: PLR0913 -- an act is told all at once
    frame: YearFrame,
    *,
    kind: str,
    title: str,
    by: Any,
    today: date,
    amount: Sek | None = None,
    description: str = "",
    line: BudgetLine | None = None,
    from_line: BudgetLine | None = None,
) -> Deviation:
    """Write a deviation with its number (AV-2026-01); the caller has looked at who may."""
    held: YearFrame = steps.lock(frame)
    count = Deviation.objects.filter(partnership_id=held.partnership_id, number__startswith=f"AV-{held.year}-").count()
    deviation = Deviation(
        partnership_id=held.partnership_id,
        frame=held,
        line=line,
        from_line=from_line,
        number=f"AV-{held.year}-{count + 1:02}",
        kind=DeviationKind(kind),
        title=title.strip()[:200],
        description=description.strip(),
        amount_ore=None if amount is None else amount.ore,
        reported_on=today,
    )
    steps.create(deviation, by=by, today=today, kind_of=str(kind), amount=amount)
    return deviation


def raise_outcome_deviations(frame: YearFrame, *, today: date) -> list[Deviation]:
    """Raise what has been used beyond a line or the whole budget; what was raised before is not raised again."""
    found = []
    rows = standings(frame)
    for row in rows:
        excess = row.outcome - row.frame
        if row.is_overrun:
            found.append(_raise_excess(frame, DeviationKind.LINE_OUTCOME, row.line, excess, today=today))
    total = outcome_of(frame) - frame.ceiling
    if total > Sek(0):
        found.append(_raise_excess(frame, DeviationKind.TOTAL_OUTCOME, None, total, today=today))
    return [each for each in found if each is not None]


def _raise_excess(
    frame: YearFrame, kind: DeviationKind, line: BudgetLine | None, excess: Sek, *, today: date
) -> Deviation | None:
    """Raise the part of an excess that has not been raised; one that nobody has tried yet grows instead."""
    earlier = list(same_line(Deviation.objects.filter(frame=frame, kind=kind), line).order_by("pk"))
    unseen = excess - Sek(sum(each.amount_ore or 0 for each in earlier))
    if unseen <= Sek(0):
        return None
    waiting = next((each for each in earlier if each.state == DeviationState.REPORTED), None)
    if waiting is not None:
        changes = {"amount_ore": (waiting.amount_ore or 0) + unseen.ore}
        grown: Deviation = steps.edit(
            waiting, by=SYSTEM, today=today, version=None, changes=changes, kind="grow"
        ).subject
        return grown
    title = f"Utfall över raden: {line}" if line else f"Utfall över hela budgeten {frame.year}"
    return raise_deviation(frame, kind=kind, title=title, amount=unseen, line=line, by=SYSTEM, today=today)


def same_line(deviations: QuerySet[Deviation], line: BudgetLine | None) -> QuerySet[Deviation]:
    """Those about a service and phase, whichever of the year's budgets the line was of; or about none."""
    if line is None:
        return deviations.filter(line=None)
    return deviations.filter(line__service=line.service_id, line__phase=line.phase)


@transaction.atomic
def ask_principals(
    deviation: Deviation,
    *,
    reason: str,
    paragraph: str,
    by: Any,
    today: date,
    on: date | None = None,
    decide_by: date | None = None,
    version: int | None = None,
) -> Matter:
    """Let the joint body ask every principal that bears the year's cost to approve (begära godkännande, E-07)."""
    day = on or today
    held: Deviation = steps.perform(
        deviation,
        "ask_principals",
        by=by,
        today=today,
        version=version,
        occurred_on=day,
        reason=reason,
        paragraph=paragraph,
        on=day,
        decide_by=decide_by,
    ).subject
    matter = decisions.open_matter(
        partnership=held.partnership,
        route=approval_route(held.partnership),
        title=f"Godkännande av avvikelse {held.number}: {held.title}"[:300],
        subject=held,
        by=by,
        today=today,
        decide_by=decide_by,
        principals=who_bears(held.frame, today),
    )
    decisions.register_ruling(
        matter.trunk_rulings()[0],
        outcome=RulingState.ADOPTED,
        decided_on=day,
        paragraph=paragraph,
        by=by,
        today=today,
    )
    handed: Matter = decisions.hand_over(Matter.objects.get(pk=matter.pk), by=by, today=today, occurred_on=on).subject
    return handed


def approval_route(partnership: Partnership) -> Route:
    """The way of a request beyond the adopted budget: the joint body asks, each of the principals approves."""
    found = Route.objects.filter(partnership=partnership, code=ROUTE).order_by("-version").first()
    if found is not None:
        return found
    stages = [dict(CS_RECOMMENDS), {**ALL_DECIDE, "deadline": ""}]
    return Route.objects.create(
        partnership=partnership, code=ROUTE, name="Godkännande utöver fastställd budget", stages=stages
    )


def approve_deviation(deviation: Deviation, *, today: date) -> Deviation:
    """Every principal has approved: what was asked for is added to the year's frame."""
    held: Deviation = steps.perform(deviation, "approve", by=SYSTEM, today=today).subject
    if held.kind == DeviationKind.OVERRUN and held.amount is not None and held.line is not None:
        frame: YearFrame = steps.lock(held.frame)
        steps.perform(
            frame,
            "set_ceiling",
            by=SYSTEM,
            today=today,
            budget=frame.budget,
            ceiling=frame.ceiling + held.amount,
            because=f"Alla huvudmän har godkänt {held.number}",
        )
    return held
