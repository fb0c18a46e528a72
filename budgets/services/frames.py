"""Acts on a year's money: what may be used, who gets it, what it was moved to and used for."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import citations, permissions
from ..models import Allocation, Budget, BudgetLine, OutcomeEntry, Reallocation, YearFrame
from ..queries import last_adopted
from ..spending import granted_of
from ..states import DeviationKind
from .corrections import to_correct
from .deviations import raise_deviation, raise_outcome_deviations


def lift_frame(budget: Budget, *, ceiling: Sek, because: str, today: date) -> YearFrame:
    """Let the year's frame follow what all principals have decided; open it where the year has none.

    What they have approved beyond it comes on top. Where more has been allocated already than the new ceiling (on an
    earlier year's budget), the ceiling stays at what is allocated and the difference is raised as a deviation, so that
    it is seen and never hidden; and so is what has been used beyond the new lines.
    """
    frame = YearFrame.objects.filter(partnership_id=budget.partnership_id, year=budget.year).first()
    if frame is None:
        frame = YearFrame(
            partnership_id=budget.partnership_id, year=budget.year, budget=budget, ceiling_ore=ceiling.ore
        )
        steps.create(frame, by=SYSTEM, today=today, ceiling=ceiling, because=because)
        return frame
    held: YearFrame = steps.lock(frame)
    ceiling += granted_of(held)
    above = held.allocated - ceiling
    if above > Sek(0):
        ceiling = held.allocated
    held = steps.perform(
        held, "set_ceiling", by=SYSTEM, today=today, budget=budget, ceiling=ceiling, because=because
    ).subject
    if above > Sek(0):
        raise_deviation(
            held,
            kind=DeviationKind.OVERRUN,
            title=f"Mer är fördelat än budgeten {budget.year}",
            description="Medel fördelades på förra årets budget innan årets var fastställd.",
            amount=above,
            by=SYSTEM,
            today=today,
        )
    raise_outcome_deviations(held, today=today)
    return held


@transaction.atomic
def open_provisional_frame(*, partnership: Partnership, year: int, by: Any, today: date) -> YearFrame:
    """Open a year whose budget is not adopted: the last adopted budget stays as the ceiling (A-15)."""
    budget = last_adopted(partnership, year)
    if budget is None:
        raise refuse(
            f"Det finns ingen fastställd budget före {year} att ha som tak.",
            citations.RETURNED,
            mended_by="huvudmännen: fastställ en budget",
        )
    frame = YearFrame(partnership=partnership, year=year, budget=budget, ceiling_ore=budget.total.ore)
    require_right(frame, by, permissions.may_prepare, permissions.WHO_PREPARES)
    if YearFrame.objects.filter(partnership=partnership, year=year).exists():
        raise refuse(f"Årets ram {year} är redan öppnad.", citations.RETURNED, mended_by="ingen: ramen finns")
    steps.create(frame, by=by, today=today, ceiling=budget.total, because=str(budget))
    return frame


def frame_of(budget: Budget) -> YearFrame:
    """The frame of the budget's own year. Raises Refused where the budget is not adopted."""
    frame = YearFrame.objects.filter(partnership_id=budget.partnership_id, year=budget.year).first()
    if frame is None:
        raise refuse(
            f"{budget} är inte fastställd av alla huvudmän. Inga medel kan användas än.",
            citations.NEVER_EXCEEDED,
            mended_by="de huvudmän som inte har beslutat",
            title="Budgeten är inte fastställd",
        )
    return frame


@transaction.atomic
def allocate(  # noqa: PLR0913 -- an act is told all at once
    budget: Budget | YearFrame,
    *,
    line: BudgetLine,
    amount: Sek,
    purpose: str,
    by: Any,
    today: date,
    paragraph: str = "",
    on: date | None = None,
    version: int | None = None,
) -> Allocation:
    """Set money aside for a purpose within a line (fördela); beyond the total it is refused until all approve (E-08).

    `budget` is the year's budget, or its frame. The frame's row is held, so that nobody else counts on the same money.
    """
    if amount <= Sek(0):
        raise refuse(
            "Beloppet ska vara större än noll.", citations.CS_ALLOCATES, mended_by="du själv: ange ett annat belopp"
        )
    if not purpose.strip():
        raise refuse("Skriv vad pengarna ska gå till.", citations.CS_ALLOCATES, mended_by="du själv: skriv ändamålet")
    frame = budget if isinstance(budget, YearFrame) else frame_of(budget)
    event = steps.perform(
        frame,
        "allocate",
        by=by,
        today=today,
        version=version,
        occurred_on=on,
        line=line,
        amount=amount,
        purpose=purpose.strip(),
        paragraph=paragraph.strip(),
        on=on,
    )
    return Allocation.objects.create(
        frame=event.subject,
        line=line,
        amount_ore=amount.ore,
        purpose=purpose.strip(),
        decided_on=on or today,
        paragraph=paragraph.strip(),
        event_number=event.id,
    )


@transaction.atomic
def correct_allocation(
    allocation: Allocation, *, right_amount: Sek, reason: str, by: Any, today: date, seen: Sek | None = None
) -> Allocation:
    """Correct an allocation to the right amount (zero takes it back): a new row and event that point to the first.

    `seen` is what the actor saw that it stands at; None only where no person looked.
    """
    frame = steps.lock(allocation.frame)
    difference = to_correct(allocation, right_amount, seen=seen)
    event = steps.perform(
        frame,
        "correct_allocation",
        by=by,
        today=today,
        corrects=allocation.event_number,
        allocation=allocation,
        amount=difference,
        reason=reason,
    )
    return Allocation.objects.create(
        frame=event.subject,
        line=allocation.line,
        amount_ore=difference.ore,
        purpose=f"Rättelse: {reason.strip()}"[:300],
        decided_on=today,
        corrects=allocation,
        event_number=event.id,
    )


@transaction.atomic
def reallocate(  # noqa: PLR0913 -- an act is told all at once
    budget: Budget | YearFrame,
    *,
    from_line: BudgetLine,
    to_line: BudgetLine,
    amount: Sek,
    reason: str,
    by: Any,
    today: date,
    paragraph: str = "",
    on: date | None = None,
    version: int | None = None,
) -> Reallocation:
    """Move money between two lines (omfördela); beyond the threshold the joint body has tried it first (A-06).

    A line may give what it has not allocated. Where that has been used already, it is raised as a deviation.
    """
    frame = budget if isinstance(budget, YearFrame) else frame_of(budget)
    event = steps.perform(
        frame,
        "reallocate",
        by=by,
        today=today,
        version=version,
        occurred_on=on,
        from_line=from_line,
        to_line=to_line,
        amount=amount,
        reason=reason,
        paragraph=paragraph.strip(),
        on=on,
    )
    moved = Reallocation.objects.create(
        frame=event.subject,
        from_line=from_line,
        to_line=to_line,
        amount_ore=amount.ore,
        reason=reason.strip(),
        decided_on=on or today,
        paragraph=paragraph.strip(),
        event_number=event.id,
    )
    raise_outcome_deviations(event.subject, today=today)
    return moved


@transaction.atomic
def record_outcome(
    budget: Budget | YearFrame,
    *,
    line: BudgetLine,
    period: date,
    amount: Sek,
    by: Any,
    today: date,
    text: str = "",
) -> OutcomeEntry:
    """Book what was used on a line in a month (registrera utfall); too much is booked, and raised as a deviation."""
    frame = budget if isinstance(budget, YearFrame) else frame_of(budget)
    month = period.replace(day=1)
    event = steps.perform(
        frame, "record_outcome", by=by, today=today, line=line, period=month, amount=amount, text=text.strip()
    )
    entry = OutcomeEntry.objects.create(
        frame=event.subject,
        line=line,
        period=month,
        amount_ore=amount.ore,
        text=text.strip(),
        event_number=event.id,
    )
    raise_outcome_deviations(event.subject, today=today)
    return entry


@transaction.atomic
def correct_outcome(
    outcome: OutcomeEntry, *, right_amount: Sek, reason: str, by: Any, today: date, seen: Sek | None = None
) -> OutcomeEntry:
    """Correct an outcome to the right amount: a new row and event that point to the first.

    `seen` is what the actor saw that it stands at; None only where no person looked.
    """
    frame = steps.lock(outcome.frame)
    difference = to_correct(outcome, right_amount, seen=seen)
    event = steps.perform(
        frame,
        "correct_outcome",
        by=by,
        today=today,
        corrects=outcome.event_number,
        outcome=outcome,
        amount=difference,
        reason=reason,
    )
    entry = OutcomeEntry.objects.create(
        frame=event.subject,
        line=outcome.line,
        period=outcome.period,
        amount_ore=difference.ore,
        text=f"Rättelse: {reason.strip()}"[:200],
        corrects=outcome,
        event_number=event.id,
    )
    raise_outcome_deviations(event.subject, today=today)
    return entry
