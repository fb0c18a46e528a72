"""Acts on what stands on an agenda, for as long as the meeting is coming."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.workflow import steps
from governance.workflow.acts import refuse, remove, require_right
from governance.workflow.refusals import Stale

from .. import citations, permissions
from ..models import AgendaItem, Meeting
from ..states import MeetingState

YOURSELF = "du själv: rätta uppgiften"
NEXT_TIME = "styrelsens sekreterare: ta upp det nästa gång"
LEAVE_OUT = "styrelsens sekreterare: ta bort ärendet om det inte ska tas upp den här gången"


@transaction.atomic
def edit_item(
    item: AgendaItem, *, title: str, text: str, by: Any, today: date, version: int | None = None
) -> AgendaItem:
    """Change what an item of the board's own says (ändra ett ärende); what it is about stays."""
    hold_agenda(item, by=by)
    require_own_words(item)
    require_title(title)
    changes = {"title": title.strip(), "text": text.strip()}
    edited: AgendaItem = steps.edit(item, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def remove_item(item: AgendaItem, *, by: Any, today: date, version: int | None = None) -> None:
    """Take an item off the agenda (ta bort); a report, a deviation or accounts wait for the next meeting again."""
    meeting = hold_agenda(item, by=by)
    held: AgendaItem = steps.lock(item)
    if version is not None and version != held.version:
        raise Stale(*steps.last_change(held))
    remove(held, by=by, today=today, title=held.title, text=held.text, meeting=meeting.number, meeting_id=meeting.pk)


def hold_agenda(item: AgendaItem, *, by: Any) -> Meeting:
    """Hold the meeting of an item while its agenda may change. Raises NotAllowed or Refused."""
    held: Meeting = steps.lock(item.meeting)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    require_coming(held)
    return held


def require_coming(meeting: Meeting) -> None:
    """Raise Refused where the agenda stands still."""
    if meeting.is_coming:
        return
    is_cancelled = meeting.state == MeetingState.CANCELLED
    what = _("Sammanträdet är inställt.") if is_cancelled else _("Sammanträdet är hållet.")
    words = f"{what} {_('Dagordningen ändras inte.')}"
    raise refuse(words, citations.CALLED_WITH_AGENDA, mended_by=NEXT_TIME)


def require_own_words(item: AgendaItem) -> None:
    """Raise Refused for what Samverk tells of a report, a deviation or accounts: the board is to read what is sent."""
    if not item.has_own_words:
        words = _("Samverk skriver vad ärendet gäller, efter det som har lämnats till styrelsen. Orden ändras inte.")
        raise refuse(words, citations.CALLED_WITH_AGENDA, mended_by=LEAVE_OUT)


def require_title(title: str) -> None:
    """Raise Refused for an item that does not say what it is about."""
    if not title.strip():
        raise refuse(_("Skriv vad ärendet gäller."), citations.CALLED_WITH_AGENDA, mended_by=YOURSELF)
