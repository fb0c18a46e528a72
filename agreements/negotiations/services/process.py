"""Acts along the way: sessions and their decisions, who was told what, the timetable, the checklists, precedents."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, remove, require_right

from .. import citations, permissions
from ..models import (
    ChecklistItem,
    Issue,
    Milestone,
    Negotiation,
    Notice,
    Party,
    Precedent,
    Session,
    SessionDecision,
)
from ..states import GOING_ON, Channel, DecisionLevel
from .common import hold, require_state, require_text, tell_parties


def assist(negotiation: Negotiation, by: Any, what: str) -> Negotiation:
    """Hold a negotiation that is going on, for those who keep its records."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, GOING_ON, what)
    return held


@transaction.atomic
def hold_session(
    negotiation: Negotiation,
    *,
    held_on: date,
    title: str,
    by: Any,
    today: date,
    notes: str = "",
    attended: Iterable[Party] = (),
    decisions: Sequence[tuple[str, str]] = (),
) -> Session:
    """Write down a session: who were there, what was said, and what was decided on which level (N-19)."""
    held = assist(negotiation, by, _("anteckna ett förhandlingstillfälle"))
    require_past(held_on, today)
    session = Session(
        negotiation=held,
        number=next_number(held.sessions.all()),
        held_on=held_on,
        title=require_text(title, _("Ange vad tillfället gällde.")),
        notes=notes.strip(),
    )
    present = list(attended)
    if any(party.negotiation_id != held.pk for party in present):
        message = "En närvarande part hör till en annan förhandling."
        raise ValueError(message)
    steps.create(session, by=by, today=today, parties=[party.name for party in present])
    session.attended.set(present)
    for level, text in decisions:
        log_decision(session, level=level, text=text, by=by, today=today)
    return session


def require_past(day: date, today: date) -> None:
    """Refuse what is said to have happened later than today."""
    if day > today:
        raise refuse(
            _("Dagen kan inte vara efter i dag."), citations.RIGHT_FIGURES, mended_by=_("du själv: rätta dagen")
        )


@transaction.atomic
def edit_session(
    session: Session,
    *,
    changes: dict[str, Any],
    by: Any,
    today: date,
    version: int | None = None,
    attended: Iterable[Party] | None = None,
) -> Session:
    """Put right what was written down of a session; the trail keeps what it said before."""
    assist(session.negotiation, by, _("ändra anteckningarna"))
    if "held_on" in changes:
        require_past(changes["held_on"], today)
    edited: Session = steps.edit(session, by=by, today=today, version=version, changes=changes).subject
    if attended is not None:
        edited.attended.set(attended)
    return edited


@transaction.atomic
def log_decision(
    session: Session, *, level: str, text: str, by: Any, today: date, issue: Issue | None = None
) -> SessionDecision:
    """Add a decision to the log, with its level."""
    held = assist(session.negotiation, by, _("anteckna ett beslut"))
    decision = SessionDecision(
        negotiation=held,
        session=session,
        number=next_number(held.decisions.all()),
        level=DecisionLevel(level),
        text=require_text(text, _("Skriv beslutet.")),
        issue=issue,
    )
    steps.create(decision, by=by, today=today, text=decision.text, level=str(decision.get_level_display()))
    return decision


@transaction.atomic
def log_notice(
    negotiation: Negotiation,
    *,
    what: str,
    by: Any,
    today: date,
    parties: Iterable[Party] | None = None,
    channel: str = Channel.SAMVERK,
    told_on: date | None = None,
) -> list[Notice]:
    """Write down that parties were told something: all of them, unless some are named (N-20)."""
    held = assist(negotiation, by, _("lämna information"))
    require_past(told_on or today, today)
    said = require_text(what, _("Skriv vad som berättades."))
    told = tell_parties(held, said, by=by, today=today, channel=Channel(channel), parties=parties, told_on=told_on)
    if not told:
        raise refuse(_("Det finns ingen part att informera."), citations.OPENLY_TOLD, mended_by=_("kansliet"))
    return told


@transaction.atomic
def note_read(party: Party, *, by: Any, today: date) -> int:
    """Note that one's own party has read what it was told; how many were unread is answered."""
    hold(party.negotiation)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    unread = party.notices.filter(read_on__isnull=True)
    count = unread.update(read_on=today)
    if count:
        from governance.audit.services import record  # noqa: PLC0415 -- used here alone

        record(
            chain=party.chain,
            kind="negotiations.party.read",
            subject=party,
            by=by,
            occurred_on=today,
            details={"count": count},
        )
    return count


# The timetable -------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_milestone(
    negotiation: Negotiation, *, phase: str, planned_on: date, title: str, by: Any, today: date
) -> Milestone:
    """Add a day to the timetable: it warns when it has gone by, and stops nothing (N-11, N-12)."""
    held = assist(negotiation, by, _("ändra tidplanen"))
    name = require_text(title, _("Ange milstolpen."))
    milestone = Milestone(negotiation=held, phase=phase, planned_on=planned_on, title=name)
    steps.create(milestone, by=by, today=today)
    return milestone


@transaction.atomic
def edit_milestone(
    milestone: Milestone, *, changes: dict[str, Any], by: Any, today: date, version: int | None = None
) -> Milestone:
    """Move a day of the timetable, or change its words."""
    assist(milestone.negotiation, by, _("ändra tidplanen"))
    edited: Milestone = steps.edit(milestone, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def complete_milestone(
    milestone: Milestone, *, by: Any, today: date, done_on: date | None = None, version: int | None = None
) -> Milestone:
    """Note that a milestone is reached."""
    assist(milestone.negotiation, by, _("ändra tidplanen"))
    require_past(done_on or today, today)
    changes = {"done_on": done_on or today}
    event = steps.edit(milestone, by=by, today=today, version=version, changes=changes, kind="complete")
    completed: Milestone = event.subject
    return completed


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Any, today: date) -> None:
    """Take a day out of the timetable."""
    assist(milestone.negotiation, by, _("ändra tidplanen"))
    remove(milestone, by=by, today=today, title=milestone.title)


# Checklists and precedents -------------------------------------------------------------------------------------------


@transaction.atomic
def answer_checklist(
    item: ChecklistItem,
    *,
    answered: bool,
    by: Any,
    today: date,
    answer: str = "",
    version: int | None = None,
) -> ChecklistItem:
    """Answer whether a success factor is seen to, and how (N-27); an open one stops nothing."""
    assist(item.negotiation, by, _("svara på checklistan"))
    changes = {"answered": answered, "answer": answer.strip(), "answered_on": today if answered else None}
    event = steps.edit(item, by=by, today=today, version=version, changes=changes, kind="answer")
    saved: ChecklistItem = event.subject
    return saved


@transaction.atomic
def add_precedent(
    negotiation: Negotiation,
    *,
    title: str,
    reference: str,
    by: Any,
    today: date,
    finance_model: str = "",
    lessons: str = "",
) -> Precedent:
    """Add an earlier negotiation, evaluation or finance model to learn from (N-24, N-26)."""
    held = assist(negotiation, by, _("lägga till en förebild"))
    precedent = Precedent(
        negotiation=held,
        title=require_text(title, _("Ange förebilden.")),
        reference=require_text(reference, _("Ange var förebilden finns.")),
        finance_model=finance_model.strip(),
        lessons=lessons.strip(),
    )
    steps.create(precedent, by=by, today=today)
    return precedent


@transaction.atomic
def edit_precedent(
    precedent: Precedent, *, changes: dict[str, Any], by: Any, today: date, version: int | None = None
) -> Precedent:
    """Change what is told of a precedent."""
    assist(precedent.negotiation, by, _("ändra en förebild"))
    edited: Precedent = steps.edit(precedent, by=by, today=today, version=version, changes=changes).subject
    return edited
