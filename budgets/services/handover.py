"""From recommended to adopted: handing over to each of the principals, and what their decisions bring about."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.decisions import services as decisions
from governance.decisions.models import Matter, Ruling
from governance.decisions.states import RulingState
from governance.documents.models import Dispatch, Document
from governance.documents.services import dispatch_document, order_document
from governance.documents.shapes import ShareLetterData
from governance.lib.money import Sek
from governance.workflow import steps
from governance.workflow.acts import refuse

from .. import citations
from ..cost_sharing import freeze_shares
from ..models import Budget, YearFrame
from ..queries import last_adopted
from ..reports.letters import letter_builder
from ..spending import granted_of
from ..states import BudgetState
from .frames import frame_of, lift_frame


@transaction.atomic
def hand_over_budget(
    budget: Budget, *, by: Any, today: date, on: date | None = None, version: int | None = None
) -> Matter:
    """Put the budget before each of the principals (lämna över): frozen shares, a matter with each, a sealed letter.

    `on` is the day it was done, where it is recorded afterwards. Late is flagged, never refused (E-05).
    """
    if on is not None and on > today:
        raise refuse(
            "Dagen för överlämnandet ligger i framtiden.", citations.NINE_MONTHS, mended_by="du själv: rätta dagen"
        )
    held = freeze_and_step(budget, by=by, today=today, on=on or today, version=version)
    matter = decisions.matter_for(held)
    if matter is None:
        raise refuse(
            "Budgeten har inget ärende.", citations.WITHIN_FRAME, mended_by="styrgruppen: lämna in budgeten på nytt"
        )
    decided: Matter = decisions.hand_over(matter, by=by, today=today, occurred_on=on).subject
    order_letters(held, by=by, today=today)
    return decided


def freeze_and_step(budget: Budget, *, by: Any, today: date, on: date, version: int | None = None) -> Budget:
    """Freeze the shares and take the step; what is refused is undone with the shares."""
    held: Budget = steps.lock(budget)
    if held.state == BudgetState.RECOMMENDED and not held.shares.exists():
        freeze_shares(held)
    late = on > held.handover_deadline
    stepped: Budget = steps.perform(
        held, "hand_over", by=by, today=today, version=version, occurred_on=on, on=on, late=late
    ).subject
    return stepped


def order_letters(budget: Budget, *, by: Any, today: date) -> list[Document]:
    """Order a sealed letter with its cost-share sheet to each of the principals; asking again gives the same ones."""
    build = letter_builder(budget)
    return [
        order_document(
            kind=ShareLetterData,
            partnership=budget.partnership,
            subject=budget,
            title=f"Handlingsplan och budget {budget.year} för beslut",
            period=f"{budget.year}-{budget.version_number}",
            build=build(share.code),
            by=by,
            today=today,
            principal=share.principal,
            diary_number=budget.diary_number,
            batch=letter_batch(budget),
        )
        for share in budget.shares.select_related("principal__organisation")
    ]


def letter_batch(budget: Budget) -> str:
    """The name of the batch of jobs that seals the letters."""
    return f"share-letters-{budget.pk}"


def dispatch_letter(document: Document, *, today: date) -> Dispatch | None:
    """Send a sealed letter on its way as soon as it is sealed; receipt is the principal's own act.

    It goes with the handover, whose day may have been stated afterwards; when it was sealed is told by the trail.
    """
    if document.principal is None:
        return None
    handed_over = Budget.objects.filter(pk=document.subject_key).values_list("handed_over_on", flat=True).first()
    sent_on = min(handed_over or today, today)
    with transaction.atomic():
        return dispatch_document(document, principal=document.principal, by=SYSTEM, today=today, occurred_on=sent_on)


def dispatch_letters(budget: Budget, *, today: date) -> list[Dispatch]:
    """Send every sealed letter that is not sent yet; safe to ask at any time, in case a process died in between."""
    waiting = Document.objects.about(budget).current().sealed().filter(kind=ShareLetterData.KIND, dispatches=None)
    sent = [dispatch_letter(document, today=today) for document in waiting.select_related("principal")]
    return [each for each in sent if each is not None]


def bring_into_force(budget: Budget, matter: Matter, *, today: date) -> YearFrame:
    """All principals have adopted: the budget is the frame of its year, in the transaction of the last decision."""
    on = last_decision(matter) or today
    late = on > budget.adoption_deadline
    held: Budget = steps.perform(
        budget, "bring_into_force", by=SYSTEM, today=today, occurred_on=on, on=on, late=late
    ).subject
    return lift_frame(held, ceiling=Sek(held.total_ore or 0), because=str(held), today=today)


def last_decision(matter: Matter) -> date | None:
    """The day of the last principal's decision."""
    return max((each.decided_on for each in matter.principal_rulings() if each.decided_on), default=None)


def follow_corrected_day(budget: Budget, matter: Matter, *, today: date) -> None:
    """A principal's decision day was set right after all had adopted: the day of the adoption follows, openly."""
    if not budget.is_adopted or any(each.state != RulingState.ADOPTED for each in matter.principal_rulings()):
        return
    on = last_decision(matter)
    if on == budget.adopted_on:
        return
    first = Event.objects.about(budget).filter(kind="budgets.budget.bring_into_force").first()
    steps.edit(
        budget,
        by=SYSTEM,
        today=today,
        version=None,
        changes={"adopted_on": on},
        kind="correct_adoption_day",
        corrects=first.pk if first else None,
        reason="En huvudmans beslutsdag rättades",
    )


def reopen(budget: Budget, *, today: date) -> YearFrame:
    """An entry was wrong: not all have adopted it, and the last adopted budget is the ceiling again, or nothing is."""
    held: Budget = steps.perform(budget, "reopen", by=SYSTEM, today=today).subject
    before, frame = last_adopted(held.partnership, held.year), frame_of(held)
    held_back: YearFrame = steps.perform(
        frame,
        "set_ceiling",
        by=SYSTEM,
        today=today,
        budget=before or held,
        ceiling=before.total + granted_of(frame) if before else Sek(0),
        because="En registrering rättades: alla har inte antagit budgeten",
    ).subject
    return held_back


def become_incomplete(budget: Budget, ruling: Ruling, *, today: date) -> None:
    """A principal has rejected or sent back: the budget goes back with the reasons, other decisions hold (A-15)."""
    steps.perform(
        budget, "become_incomplete", by=SYSTEM, today=today, principal=ruling.principal_name, reasons=ruling.reasons
    )
