"""Where a board takes a report or a deviation up, as the pages of commitments ask."""

from typing import Any

from django.urls import reverse

from agreements.commitments.minuted import TakenUp
from agreements.commitments.models import Deviation
from governance.lib.dates import swedish_date

from .models import AgendaItem
from .states import MeetingState


def taken_up_at(subject: Any) -> TakenUp | None:
    """The newest meeting that has a report or a deviation on its agenda, with what it decided there."""
    about = {"deviation" if isinstance(subject, Deviation) else "report": subject}
    found = AgendaItem.objects.filter(**about).exclude(meeting__state=MeetingState.CANCELLED)
    item = found.select_related("meeting", "board__partnership").order_by("-meeting__held_on", "-pk").first()
    if item is None:
        return None
    where = f"{item.meeting} den {swedish_date(item.meeting.held_on)}"
    return TakenUp(
        label=f"{where}, {item.paragraph}" if item.number else where,
        url=reverse("boards:meeting", args=[item.board.partnership.slug, item.meeting_id]),
        on=item.meeting.held_on,
        paragraph=item.paragraph if item.number else "",
        decision=item.decision,
    )
