"""Reads of boards that others ask for."""

from typing import Any

from django.db.models import QuerySet

from governance.organisations.models import Body

from .models import Board
from .states import BoardState


def board_body_of(agreement: Any) -> Body | None:
    """The body that follows an agreement, once its board is active; amendments are followed by the same one."""
    root_id = agreement.parent_id if agreement.kind == "amendment" and agreement.parent_id else agreement.pk
    board = Board.objects.filter(agreement_id=root_id).exclude(state=BoardState.FORMING).select_related("body").first()
    return board.body if board else None


def agreements_followed_by(body_id: int) -> QuerySet[Any]:
    """The keys of the agreements that a body follows, once it is active as their board."""
    return Board.objects.filter(body_id=body_id).exclude(state=BoardState.FORMING).values("agreement_id")


def led_by_board(body_id: int) -> frozenset[int] | None:
    """The keys of the agreements that a body leads as their board, once it is active; nothing for another body."""
    found = list(Board.objects.filter(body_id=body_id).values_list("agreement_id", "state"))
    return frozenset(key for key, state in found if state != BoardState.FORMING) if found else None
