"""A board's page: who sits there, when it meets next, what is open, and what stands between now and closing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Q, prefetch_related_objects
from django.utils.translation import gettext as _

from agreements.commitments.models import Commitment
from agreements.commitments.pages.listing import deviating_words
from agreements.commitments.queries import standing_commitments, waits_for_board, waits_for_parties, with_turns
from agreements.commitments.states import OPEN, TAKEN_UP, CommitmentState
from agreements.commitments.words import done_words, promise_words, unverified_words, with_parties_words
from governance.documents.models import Document
from governance.documents.shapes import CommitmentReportData
from governance.lib.dates import swedish_date
from governance.lib.text import capitalise, count, count_in_words, join_swedish
from governance.organisations.actors import Actor
from governance.organisations.kinds import OrganisationKind
from governance.organisations.models import Partnership
from governance.workflow.guards import Act
from governance.workflow.steps import view_step
from governance.workflow.together import read_together

from .. import permissions
from ..models import Appointment, Board
from ..services import may_appoint
from ..states import NEEDED_OF_STATE, OF_PARTY, PARTIES, SECRETARIAT, BoardState, Place

SHOWN = 8
MOST_NAMES = 3


def list_page(partnership: Partnership) -> dict[str, Any]:
    """Every board of a partnership with how many of its commitments are open, those at work first."""
    mine = Q(agreement__commitments__state__in=OPEN)
    found = Board.objects.filter(partnership=partnership).select_related("agreement", "body", "partnership")
    rows = list(found.annotate(open_count=Count("agreement__commitments", filter=mine)).order_by("state", "-pk"))
    active = [each for each in rows if each.state == BoardState.ACTIVE]
    theirs = with_the_parties(active)
    return {
        "rows": [
            {
                "board": each,
                "situation": Board.situations[each.state],
                "turn": PARTIES if each.pk in theirs else Board.situations[each.state].turn,
                "open": each.open_count,
            }
            for each in rows
        ],
        "active": len(active),
    }


def with_the_parties(boards: Sequence[Board]) -> set[int]:
    """The boards that have nothing to take up, since what deviates lies with the parties; one question, or none."""
    if not boards:
        return set()
    found = Commitment.objects.filter(state__in=TAKEN_UP).select_related("agreement")
    keys = [each.agreement_id for each in boards]
    amended = Q(agreement__kind="amendment", agreement__parent_id__in=keys)
    asked: dict[bool, set[Any]] = {True: set(), False: set()}
    for each in with_turns(found.filter(Q(agreement_id__in=keys) | amended)):
        asked[waits_for_board(each)].add(each.agreement.parent_id if each.agreement.is_amendment else each.agreement_id)
    return {each.pk for each in boards if each.agreement_id in asked[False] - asked[True]}


def board_page(board: Board, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the page shows."""
    standing = with_turns(standing_commitments(board.agreement)).select_related("principal__organisation")
    commitments, appointments, reports = read_together(
        [standing.order_by("due_on", "pk"), board.appointments.told(), reports_of(board)]
    )
    board.__dict__["waiting"] = [each for each in commitments if each.is_open]
    prefetch_related_objects([board], "accounts", "meetings")
    meetings = sorted(board.meetings.all(), key=lambda each: (each.held_on, each.number), reverse=True)[:SHOWN]
    next_meeting = min((each for each in meetings if each.is_coming), key=lambda each: each.held_on, default=None)
    rows = places(board, appointments, actor, today)
    prepares, decides = permissions.may_prepare(board, actor), permissions.may_decide(board, actor)
    return {
        "board": board,
        "agreement": board.agreement,
        "eyebrow": f"{board.agreement}: {board.agreement.title}",
        "lead": lead(board, commitments, today),
        "situation": {**situation(board, commitments, next_meeting), **forming(board, rows)},
        "is_forming": board.state == BoardState.FORMING,
        "is_full": all(row["held"] is not None for row in rows),
        "places": rows,
        "former": [each for each in appointments if each.ended_on is not None],
        "meetings": [{"meeting": each, "situation": each.situations[each.state]} for each in meetings],
        "next_meeting": next_meeting,
        "commitments": [row(each, today) for each in commitments if each.is_open],
        "realised": sum(each.state == CommitmentState.REALISED for each in commitments),
        "accounts": [
            {"round": each, "situation": each.situations[each.state]} for each in list(board.accounts.all())[:SHOWN]
        ],
        "closing": closing(board, actor, today),
        "reports": reports,
        "may_prepare": prepares and board.state == BoardState.ACTIVE,
        "may_begin": prepares and board.state == BoardState.FORMING,
        "may_close": decides and board.state == BoardState.ACTIVE,
    }


def lead(board: Board, commitments: list[Commitment], today: date) -> str:
    """The state in words."""
    opened = [each for each in commitments if each.is_open]
    if board.state == BoardState.FORMING:
        return _("Styrelsen bildas. Den börjar när avtalet gäller och alla platser är besatta.")
    if board.state == BoardState.CLOSED:
        return _("Alla åtaganden är realiserade. Styrelsen är avslutad.")
    if not opened:
        return _("Alla åtaganden är realiserade. Styrelsen kan avslutas.")
    late = sum(each.is_late(today) for each in opened)
    said = _("%(open)s av %(all)s åtaganden är öppna.") % {"open": len(opened), "all": len(commitments)}
    told = capitalise(count_in_words(late, "är försenat", "är försenade", neuter=True)) + "."
    return f"{said} {told if late else _('Inget är försenat.')}"


def situation(board: Board, commitments: list[Commitment], next_meeting: Any) -> dict[str, Any]:
    """State, whose turn, and the next day to keep."""
    told = Board.situations[board.state]
    days = [each.due_on for each in commitments if each.is_open and each.due_on]
    due = next_meeting.held_on if next_meeting else min(days, default=None)
    return {
        "state": board.get_state_display(),
        "tone": told.tone,
        "turn": PARTIES if lies_with_parties(board, commitments) else told.turn,
        "turn_note": next_words(board, commitments, next_meeting) or told.asked,
        "due": due if board.state != BoardState.CLOSED else None,
    }


def forming(board: Board, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Whose turn it is while the board is formed: those with a place to fill, by name, and then the secretary's."""
    if board.state != BoardState.FORMING:
        return {}
    parties = [row["party"].organisation for row in rows if row["party"]]
    state = next((str(each.short_name) for each in parties if each.kind == OrganisationKind.STATE), _("Staten"))
    vacant = [
        str(row["party"].organisation.short_name) if row["party"] else state for row in rows if row["held"] is None
    ]
    names = list(dict.fromkeys(vacant))
    if not names:
        return {"turn": SECRETARIAT, "turn_note": _("ska börja styrelsens arbete när avtalet gäller"), "due": None}
    return {
        "turn": join_swedish(names) if len(names) <= MOST_NAMES else count(len(names), "part", "parter"),
        "turn_note": _("ska utse %s") % count_in_words(len(vacant), "person", "personer"),
        "due": None,
    }


def next_words(board: Board, commitments: list[Commitment], next_meeting: Any) -> str:
    """What an active board has to take up, and when it meets."""
    if lies_with_parties(board, commitments):
        return parties_words(commitments, next_meeting)
    waiting = sum(waits_for_board(each) for each in commitments)
    if board.state != BoardState.ACTIVE or not (waiting or next_meeting):
        return ""
    told = _("har %s att ta ställning till") % count_in_words(waiting, "åtagande", "åtaganden", neuter=True)
    if next_meeting is None:
        return _("%s; inget sammanträde är planerat") % told
    met = _("sammanträder den %s") % swedish_date(next_meeting.held_on)
    return _("%(told)s och %(met)s") % {"told": told, "met": met} if waiting else met


def lies_with_parties(board: Board, commitments: list[Commitment]) -> bool:
    """Whether the board has nothing to take up, since what deviates lies with the parties."""
    if board.state != BoardState.ACTIVE or any(waits_for_board(each) for each in commitments):
        return False
    return any(waits_for_parties(each) for each in commitments)


def parties_words(commitments: list[Commitment], next_meeting: Any) -> str:
    """What the parties have to answer or to negotiate, and when the board meets."""
    told = _("har %s hos sig") % deviating_words(sum(waits_for_parties(each) for each in commitments))
    if next_meeting is None:
        return told
    return _("%(told)s. Styrelsen sammanträder den %(day)s") % {"told": told, "day": swedish_date(next_meeting.held_on)}


def places(board: Board, appointments: list[Appointment], actor: Actor, today: date) -> list[dict[str, Any]]:
    """Every place of the board: who holds it, or that nobody does, and whether the reader may appoint."""
    current = {(each.place, each.principal_id): each for each in appointments if each.ended_on is None}
    closed = board.state == BoardState.CLOSED
    whole = not closed and may_appoint(board, None, actor)
    rows = [
        {"place": Place(place), "party": None, "held": current.get((place, None)), "may_appoint": whole}
        for place in (*NEEDED_OF_STATE, Place.SECRETARY)
    ]
    mine = actor.principal_in(board.partnership_id)
    for party in board.parties:
        is_mine = mine is not None and mine.pk == party.principal_id
        may = is_mine and not closed and may_appoint(board, party.principal, actor)
        rows += [
            {
                "place": Place(place),
                "party": party.principal,
                "held": current.get((place, party.principal_id)),
                "may_appoint": may,
                "is_mine": is_mine,
            }
            for place in OF_PARTY
        ]
    return rows


def row(commitment: Commitment, today: date) -> dict[str, Any]:
    """One open commitment."""
    late = commitment.is_late(today)
    told = commitment.situations[commitment.state]
    words = _("Försenat") if late else commitment.get_state_display()
    return {
        "commitment": commitment,
        "promised": promise_words(commitment),
        "left": done_words(commitment, commitment.left),
        "unverified": unverified_words(commitment),
        "status": "late" if late else told.tone,
        "words": with_parties_words(words) if waits_for_parties(commitment) else words,
    }


def closing(board: Board, actor: Actor, today: date) -> dict[str, Any] | None:
    """What stands between now and closing, each with its rule; nothing for a board that is not at work."""
    if board.state != BoardState.ACTIVE:
        return None
    view = view_step(board, "close", Act(actor, today))
    items = [{"words": each.sentence, "rule": each.rule, "by": each.mended_by} for each in view.refusals]
    return {
        "left": items,
        "done": view.fulfilled,
        "words": count(len(items), "sak återstår", "saker återstår") if items else _("Inget återstår"),
    }


def reports_of(board: Board) -> Any:
    """The commitment reports made so far, newest first."""
    found = Document.objects.about(board).filter(kind=CommitmentReportData.KIND)
    return found.defer("data").order_by("-issued_on", "-pk")[:SHOWN]
