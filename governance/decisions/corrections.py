"""Adding to and correcting what was registered: a new event that points to the first, nothing is struck out."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.lib.dates import appeal_until as suggested_appeal
from governance.workflow.guards import Act, Guard
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from governance.workflow.steps import edit, lock, perform, steps_of

from . import citations, guards
from .models import Ruling, bare_paragraph
from .outcomes import fresh, settle_matter
from .permissions import may_register
from .states import DECIDED, EXPLAINED, RETURNED, RulingState

STEPS = {
    RulingState.ADOPTED: "adopt",
    RulingState.REJECTED: "reject",
    RulingState.REMITTED: "remit",
    RulingState.SENT_BACK: "send_back",
}
FACTS = (
    "decided_on",
    "paragraph",
    "diary_number",
    "minutes",
    "announced_on",
    "appeal_until",
    "legal_force_on",
    "reasons",
)
CORRECTABLE = (*DECIDED, RulingState.SUPERSEDED)


def kind_of(ruling: Ruling, outcome: str) -> dict[str, Any]:
    """What the trail needs besides to say whether something was prepared, recommended or adopted."""
    return {"kind": ruling.kind} if outcome == RulingState.ADOPTED else {}


def first_entry(ruling: Ruling) -> Event:
    """The event that registered the decision which now stands; what corrections point to."""
    kinds = [f"decisions.ruling.{step}" for step in STEPS.values()]
    return Event.objects.about(ruling).filter(kind__in=kinds, corrects__isnull=True)[:1].get()


def require_right(ruling: Ruling, by: Any) -> None:
    """Raise NotAllowed for others than those who may register."""
    if not by.is_system and not may_register(ruling, by):
        raise NotAllowed(steps_of(Ruling)["adopt"].who)


def require(ruling: Ruling, asked: list[Guard], act: Act) -> None:
    """Raise Refused with what the guards answer."""
    if refusals := [each for each in (guard.ask(ruling, act) for guard in asked) if each]:
        raise Refused(refusals)


def require_decided(ruling: Ruling) -> None:
    """Raise Refused when there is nothing registered to correct."""
    if ruling.state not in CORRECTABLE:
        sentence = _("Här finns inget registrerat beslut att rätta eller komplettera.")
        raise Refused([Refusal(sentence, citations.CORRECTING, mended_by=_("du själv: registrera beslutet"))])


def last_day_to_appeal(ruling: Ruling, announced_on: date | None, stated: date | None) -> date | None:
    """The stated day; three weeks from the announcement where none is, or where it was reckoned from a former one."""
    former = ruling.announced_on
    reckoned = former is not None and former != announced_on and stated == suggested_appeal(former)
    if stated is not None and not reckoned:
        return stated
    return suggested_appeal(announced_on) if announced_on else None


def corrected_facts(ruling: Ruling, changes: dict[str, Any], outcome: str) -> dict[str, Any]:
    """What is registered once the changes are made; what follows from a changed fact follows here too.

    Legal force that was noted for an adoption is not that of another outcome.
    """
    facts = {name: changes.get(name, getattr(ruling, name)) for name in FACTS}
    facts["paragraph"] = bare_paragraph(facts["paragraph"])
    facts["appeal_until"] = last_day_to_appeal(ruling, facts["announced_on"], facts["appeal_until"])
    no_longer_adopted = ruling.outcome == RulingState.ADOPTED != outcome
    if no_longer_adopted and facts["legal_force_on"] == ruling.legal_force_on:
        facts["legal_force_on"] = None
    return facts


@transaction.atomic
def correct_ruling(
    ruling: Ruling, *, changes: dict[str, Any], reason: str, by: Any, today: date, version: int | None = None
) -> Event:
    """Correct a wrong entry (rätta): the new event points to the first one and says why.

    `changes` may hold any of the registered facts and `outcome`; another outcome takes the entry back and registers the
    right one, and the matter follows.
    """
    held_matter = lock(ruling.matter)
    held: Ruling = lock(ruling)
    held.matter = held_matter
    require_right(held, by)
    require_decided(held)
    unknown = set(changes) - {*FACTS, "outcome"}
    if unknown:
        message = f"Kan inte rättas: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    outcome = RulingState(changes.get("outcome") or held.outcome)
    facts = corrected_facts(held, changes, outcome)
    act = Act(by, today, version, {**facts, "outcome": outcome, "reason": reason})
    asked = [guards.reason_is_given, guards.something_is_changed, guards.the_decision_can_be_found]
    asked.append(guards.the_days_come_in_order)
    require(held, [*asked, guards.reasons_are_given] if outcome in EXPLAINED else asked, act)
    first = first_entry(held)
    if outcome == held.outcome:
        changed = {name: value for name, value in facts.items() if value != getattr(held, name)}
        event = edit(
            held, by=by, today=today, version=version, changes=changed, kind="correct", corrects=first.pk, reason=reason
        )
        return followed(event, today=today)
    was_returned = held.state in RETURNED
    taken = perform(held, "take_back", by=by, today=today, version=version, corrects=first.pk, reason=reason)
    settle_matter(taken.subject, today=today, resumed=was_returned)
    event = perform(
        held,
        STEPS[outcome],
        by=by,
        today=today,
        occurred_on=facts["decided_on"],
        corrects=first.pk,
        **facts,
        **kind_of(held, outcome),
    )
    settle_matter(event.subject, today=today)
    return event


@transaction.atomic
def note_legal_force(
    ruling: Ruling, *, legal_force_on: date, by: Any, today: date, version: int | None = None
) -> Event:
    """Note that a decision has gained legal force (laga kraft); a person says so after asking, it is not computed."""
    lock(ruling.matter)
    held: Ruling = lock(ruling)
    require_right(held, by)
    require_decided(held)
    require(held, [guards.the_days_come_in_order], Act(by, today, version, {"legal_force_on": legal_force_on}))
    changes = {"legal_force_on": legal_force_on}
    event = edit(held, by=by, today=today, version=version, changes=changes, kind="note_legal_force")
    return followed(event, today=today)


def followed(event: Event, *, today: date) -> Event:
    """Let the subject know that the facts of a principal's decision have changed."""
    ruling: Ruling = event.subject
    if ruling.principal_id:
        matter = fresh(ruling.matter_id)
        matter.follower.ruling_changed(matter, ruling, today=today)
    return event


@transaction.atomic
def note_received(ruling: Ruling, *, received_on: date, by: Any, today: date, version: int | None = None) -> Event:
    """Note when a principal received the matter (mottaget)."""
    held: Ruling = lock(ruling)
    require_right(held, by)
    return edit(held, by=by, today=today, version=version, changes={"received_on": received_on}, kind="note_received")
