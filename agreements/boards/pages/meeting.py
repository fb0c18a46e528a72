"""A meeting's page: the agenda before, paragraphs and decisions after, who was there, the sealed minutes."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.commitments.states import DeviationState
from governance.audit.models import Event
from governance.documents.services import current_document
from governance.documents.shapes import MinutesData
from governance.lib.dates import swedish_date
from governance.lib.text import capitalise, count
from governance.organisations.actors import Actor
from governance.organisations.happenings import details_of
from governance.ui.parts import Fact
from governance.workflow.steps import may_take, steps_of

from .. import permissions
from ..minuted import is_acted_on
from ..models import AgendaItem, Attendance, Meeting
from ..states import ItemKind, MeetingState, Outcome
from ..words import step_words

TONES = {"verified": "done", "approved": "done", "decided": "done", "noted": "done", "sent_back": "back"}
CHAIR = gettext_lazy("styrelsens ordförande")
PRIMARY = ("call", "hold", "attest", "adjust")


def meeting_page(meeting: Meeting, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the page shows."""
    items = list(meeting.items.select_related("report", "deviation", "accounts").order_by("order"))
    attendance = list(meeting.attendance.all())
    prepares = permissions.may_prepare(meeting, actor)
    minutes = current_document(MinutesData.KIND, meeting) if meeting.state == MeetingState.MINUTED else None
    return {
        "meeting": meeting,
        "lead": lead(meeting, items),
        **turn(meeting, items, attendance, today),
        "due": meeting.held_on if meeting.is_coming else None,
        "items": [item_row(each, prepares=prepares) for each in items],
        "attendance": attendance,
        "facts": facts(meeting, attendance),
        "minutes": minutes,
        "returned": returned(meeting) if prepares and meeting.is_returned else None,
        "may_prepare": prepares,
        "may_add": prepares and meeting.is_coming,
        "may_decide": prepares and meeting.state == MeetingState.HELD,
        "steps": open_steps(meeting, items, actor),
    }


def lead(meeting: Meeting, items: list[AgendaItem]) -> str:
    """The state in words."""
    day = swedish_date(meeting.held_on)
    if meeting.is_coming:
        return _("Styrelsen sammanträder den %(day)s. %(items)s på dagordningen.") % {
            "day": day,
            "items": capitalise(count(len(items), "ärende står", "ärenden står")),
        }
    if meeting.state == MeetingState.CANCELLED:
        return _("Sammanträdet den %(day)s är inställt: %(why)s") % {"day": day, "why": meeting.cancelled_because}
    left = sum(not each.is_decided for each in items)
    said = _("Sammanträdet hölls den %s.") % day
    if left:
        return f"{said} {_('Beslut saknas i %s.') % count(left, 'ärende', 'ärenden')}"
    if meeting.is_returned:
        return f"{said} {_('Protokollet är återlämnat. När det är rättat intygas det på nytt.')}"
    more = {
        MeetingState.HELD: _("Den som ledde sammanträdet kan intyga protokollet."),
        MeetingState.ATTESTED: _("Protokollet är intygat. Det förseglas när justeraren också har gjort det."),
        MeetingState.MINUTED: _("Protokollet är justerat."),
    }
    return f"{said} {more[MeetingState(meeting.state)]}"


def turn(meeting: Meeting, items: list[AgendaItem], attendance: list[Attendance], today: date) -> dict[str, Any]:
    """Whose turn it is: its leader's once every item of a meeting that was held is decided, then the adjuster's.

    Minutes that were given back are the secretary's first.
    """
    told = Meeting.situations[meeting.state]
    if meeting.is_returned:
        return {"turn": told.turn, "turn_note": _("ska rätta protokollet. Sedan intygas det på nytt")}
    if meeting.state == MeetingState.HELD and items and all(each.is_decided for each in items):
        leader = permissions.leader_of(meeting, today)
        who = leader.user.name if leader else CHAIR
        return {"turn": who, "turn_note": _("ska intyga protokollet och utse justerare")}
    if meeting.state == MeetingState.ATTESTED:
        names = {row.seat_id: row.name for row in attendance}
        return {"turn": names.get(meeting.adjuster_id or 0, told.turn), "turn_note": told.asked}
    return {"turn": told.turn, "turn_note": told.asked}


def returned(meeting: Meeting) -> dict[str, str] | None:
    """Who last gave the minutes back to be corrected, and why; nothing where nobody has."""
    event = Event.objects.about(meeting).filter(kind="boards.meeting.return_minutes").first()
    if event is None:
        return None
    return {"reason": str(details_of(event).get("reason", "")), "who": event.actor_name}


def item_row(item: AgendaItem, *, prepares: bool) -> dict[str, Any]:
    """One item, with how it went, and whether what was decided of a deviation is still to be carried out."""
    deviation = item.deviation
    decided = item.kind == ItemKind.DEVIATION and item.outcome == Outcome.DECIDED
    is_left = deviation is not None and deviation.is_open and not is_acted_on(item, deviation)
    return {
        "item": item,
        "status": TONES.get(item.outcome, "todo"),
        "words": item.get_outcome_display() if item.outcome else _("Inte beslutat"),
        "to_carry_out": prepares and decided and is_left,
        "is_asked": deviation is not None and deviation.state != DeviationState.REPORTED,
    }


def facts(meeting: Meeting, attendance: list[Attendance]) -> list[Fact]:
    """Day, place, called, who led it and who adjusted."""
    names = {row.seat_id: row.name for row in attendance}
    found = [Fact(label=_("Dag"), value=swedish_date(meeting.held_on))]
    if meeting.place:
        found.append(Fact(label=_("Plats"), value=meeting.place))
    if meeting.called_on:
        found.append(Fact(label=_("Kallat"), value=swedish_date(meeting.called_on)))
    if meeting.chaired_by_id in names:
        found.append(Fact(label=_("Leddes av"), value=names[meeting.chaired_by_id]))
    if meeting.attested_on:
        found.append(Fact(label=_("Intygat av den som ledde"), value=swedish_date(meeting.attested_on)))
    if meeting.adjusted_on:
        found.append(Fact(label=_("Justerat"), value=swedish_date(meeting.adjusted_on)))
    if meeting.adjuster_id in names:
        found.append(Fact(label=_("Justerare"), value=names[meeting.adjuster_id]))
    return found


def open_steps(meeting: Meeting, items: list[AgendaItem], actor: Actor) -> list[dict[str, Any]]:
    """The steps that start here and that the reader may take, the one to take next as the filled button."""
    found = []
    for name, step in steps_of(Meeting).items():
        if meeting.state not in step.sources or not may_take(meeting, step, actor):
            continue
        ready = name != "attest" or (all(each.is_decided for each in items) and not meeting.is_returned)
        found.append({"name": name, "label": step_words(name, step), "primary": name in PRIMARY and ready})
    return found
