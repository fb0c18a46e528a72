"""What packages tell the negotiation's room: whose turn it is while one lies before the parties, and what is next."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.negotiations.states import NegotiationState
from governance.lib.text import capitalise, count_in_words, join_swedish

from .. import permissions
from ..board import Board
from ..states import NEGOTIATORS, ConsentState, PackageState
from .packs import url_of

Told = tuple[str, str]


def in_state(board: Board, state: PackageState) -> list[Any]:
    """The packages in a state, as the reader may know them."""
    return [each for each in board.packages if each.state == state]


def turn_in(board: Board) -> Told | None:
    """Who is awaited and for what, while the parties negotiate; nothing when no package says."""
    if board.negotiation.state != NegotiationState.NEGOTIATING:
        return None
    if in_state(board, PackageState.AGREED):
        return capitalise(str(NEGOTIATORS)), _("kan låta parterna skriva avtal")
    laid = in_state(board, PackageState.LAID)
    if laid:
        return answers_awaited(laid)
    if in_state(board, PackageState.OUTDATED):
        return capitalise(str(NEGOTIATORS)), _("ska lägga fram ett nytt paket")
    return None


def answers_awaited(laid: list[Any]) -> Told:
    """Who is to answer the packages before the parties; when all have, the negotiators meet what they said."""
    unanswered = [each for each in laid if each.silent]
    if len(unanswered) > 1:
        return _("Parterna"), _("ska svara på paketen %s") % join_swedish([each.letter for each in unanswered])
    if unanswered:
        who = capitalise(count_in_words(unanswered[0].silent, _("part"), _("parter")))
        return who, _("ska svara på paket %s") % unanswered[0].letter
    return capitalise(str(NEGOTIATORS)), _("ska möta skälen till nej i paket %s") % laid[0].letter


def next_in(board: Board) -> Told | None:
    """What the reader does next, with its address; nothing when the negotiation's own step is the next."""
    if board.negotiation.state != NegotiationState.NEGOTIATING or in_state(board, PackageState.AGREED):
        return None
    return leaders_next(board) if board.is_leader else partys_next(board)


def leaders_next(board: Board) -> Told:
    """A package before the parties is followed; otherwise one is sketched, or one of the sketches laid."""
    at = [board.negotiation.partnership.slug, board.negotiation.pk]
    for package in in_state(board, PackageState.LAID):
        return _("Se svaren på paket %s") % package.letter, url_of(package, board)
    if in_state(board, PackageState.DRAFT):
        return _("Jämför paketen"), reverse("benefits:packages", args=at)
    new = reverse("benefits:package_new", args=at)
    ended = in_state(board, PackageState.OUTDATED)
    if ended:
        return _("Skissa ett nytt paket från %s") % ended[-1].letter, f"{new}?efter={ended[-1].number}"
    return _("Skissa ett paket"), new


def partys_next(board: Board) -> Told | None:
    """A party answers what lies before it, and values before anything does."""
    if board.mine is None or not permissions.may_value(board.mine, board.actor):
        return None
    for package in in_state(board, PackageState.LAID):
        if package.own_answer == ConsentState.ASKED:
            return _("Svara på paket %s") % package.letter, url_of(package, board)
    if board.mine.pk not in board.valued:
        at = [board.negotiation.partnership.slug, board.negotiation.pk]
        return _("Värdera alternativen"), reverse("benefits:valuations", args=at)
    return None
