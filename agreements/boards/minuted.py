"""Where a board takes a report or a deviation up and what its minutes say, as the acts of commitments ask."""

import re
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.commitments.minuted import Decided, TakenUp, TakeUp
from agreements.commitments.models import Deviation
from governance.audit.models import Event
from governance.lib.dates import swedish_date
from governance.organisations.happenings import details_of

from .models import AgendaItem, Board
from .states import COMING, BoardState, MeetingState

ACTS = tuple(f"commitments.deviation.{step}" for step in ("ask_parties", "carry_on", "release"))
PARAGRAPH = re.compile(r"\s*§?\s*(\d{1,4})\s*")


def items_about(subject: Any) -> QuerySet[AgendaItem]:
    """Every item about a report or a deviation, the newest first; those of cancelled meetings are none."""
    about = {"deviation" if isinstance(subject, Deviation) else "report": subject}
    found = AgendaItem.objects.filter(**about).exclude(meeting__state=MeetingState.CANCELLED)
    return found.select_related("meeting", "board__partnership").order_by("-meeting__held_on", "-pk")


def taken_up_at(subject: Any) -> TakenUp | None:
    """The newest meeting that has a report or a deviation on its agenda, with what it decided there."""
    item = items_about(subject).first()
    if item is None:
        return None
    return TakenUp(
        label=f"{where(item)}, {item.paragraph}" if item.number else where(item),
        url=reverse("boards:meeting", args=[item.board.partnership.slug, item.meeting_id]),
        on=item.meeting.held_on,
        paragraph=item.paragraph if item.number else "",
        decision=item.decision,
    )


def where(item: AgendaItem) -> str:
    """The meeting of an item, with its day."""
    return f"{item.meeting} den {swedish_date(item.meeting.held_on)}"


def board_above(subject: Any) -> Board | None:
    """The board in Samverk that follows the agreement of a report or a deviation, once it is active."""
    followed = Board.objects.filter(agreement=subject.commitment.agreement.root).exclude(state=BoardState.FORMING)
    return followed.select_related("partnership").first()


def number_of(paragraph: str) -> int | None:
    """The number of a paragraph as people write it: "§ 12" or "12"."""
    match = PARAGRAPH.fullmatch(paragraph)
    return int(match[1]) if match else None


def is_acted_on(item: AgendaItem, subject: Any) -> bool:
    """Whether the parties have been asked about a deviation by this very item, so that the next act needs another."""
    is_same_day = isinstance(subject, Deviation) and subject.taken_up_on == item.meeting.held_on
    return is_same_day and number_of(subject.paragraph) == item.number


def act_by(item: AgendaItem, deviation: Deviation) -> Event | None:
    """The act on a deviation that rests on an item, by its day and its paragraph; also when a later one followed."""
    acts = Event.objects.about(deviation).filter(kind__in=ACTS, occurred_on=item.meeting.held_on)
    mine = (each for each in acts if number_of(str(details_of(each).get("paragraph", ""))) == item.number)
    return next(mine, None)


def why_not_minuted(subject: Any, decided: Decided, on: date, paragraph: str) -> str | None:
    """Why a day and a paragraph are not what the board decided; nothing where they are, or where no board follows."""
    board = board_above(subject)
    if board is None:
        return None
    told = {"paragraph": f"§\u00a0{number_of(paragraph) or paragraph}", "day": swedish_date(on), "what": subject}
    item = items_about(subject).filter(board=board, number=number_of(paragraph), meeting__held_on=on).first()
    if item is None or item.number is None:
        return _("%(paragraph)s den %(day)s är inte ett ärende i styrelsens protokoll om %(what)s.") % told
    if not item.is_decided:
        return _("Beslutet i %(paragraph)s den %(day)s är inte skrivet.") % told
    if item.outcome != decided:
        return _("%(paragraph)s den %(day)s säger något annat: %(outcome)s.") % {
            **told,
            "outcome": item.get_outcome_display().lower(),
        }
    if is_acted_on(item, subject):
        return _("%(paragraph)s den %(day)s är redan verkställd: parterna är tillfrågade.") % told
    return None


def where_to_decide(subject: Any, decided: Decided) -> TakeUp | None:
    """Where the board is to decide; nothing once an item says so, or where no board follows."""
    board = board_above(subject)
    if board is None:
        return None
    items = list(items_about(subject).filter(board=board))
    if any(each.outcome == decided and not is_acted_on(each, subject) for each in items):
        return None
    waiting = next((each for each in items if not each.is_decided), None)
    return to_decide(waiting) if waiting is not None else to_put_on_an_agenda(board)


def to_decide(item: AgendaItem) -> TakeUp:
    """The way to an item that stands on an agenda and is not decided."""
    slug = item.board.partnership.slug
    if item.meeting.is_coming:
        return TakeUp(
            words=_("Ärendet står på dagordningen för %s.") % where(item).lower(),
            label=_("Till sammanträdet"),
            url=reverse("boards:meeting", args=[slug, item.meeting_id]),
        )
    return TakeUp(
        words=_("Styrelsen har tagit upp ärendet i %(paragraph)s, %(where)s. Skriv beslutet där.")
        % {"paragraph": item.paragraph, "where": where(item).lower()},
        label=_("Skriv beslutet"),
        url=reverse("boards:item", args=[slug, item.pk]),
    )


def to_put_on_an_agenda(board: Board) -> TakeUp:
    """The way to the next meeting's agenda, or to planning a meeting."""
    slug = board.partnership.slug
    coming = board.meetings.filter(state__in=COMING).order_by("held_on", "pk").first()
    words = _("Styrelsen har inte beslutat i ärendet.")
    if coming is None:
        url = reverse("boards:meeting_new", args=[slug, board.pk])
        return TakeUp(words=words, label=_("Ta upp det: planera ett sammanträde"), url=url)
    return TakeUp(
        words=words,
        label=_("Ta upp det vid sammanträdet den %s") % swedish_date(coming.held_on),
        url=reverse("boards:item_new", args=[slug, coming.pk]),
    )
