"""What a higher app tells commitments: which board follows an agreement."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from governance.organisations.models import Body

BoardSource = Callable[[Any], Body | None]
"""Answers with the body that follows an agreement (never an amendment), or nothing while there is none."""

FollowedSource = Callable[[int], QuerySet[Any]]
"""Answers with the keys of the agreements (never amendments) that a body follows."""

BOARDS: list[BoardSource] = []
FOLLOWED: list[FollowedSource] = []


def board_source(source: BoardSource) -> BoardSource:
    """Tell which board follows an agreement; called in `AppConfig.ready` by the app of the boards."""
    if source not in BOARDS:
        BOARDS.append(source)
    return source


def followed_source(source: FollowedSource) -> FollowedSource:
    """Tell which agreements a body follows; called in `AppConfig.ready` by the app of the boards."""
    if source not in FOLLOWED:
        FOLLOWED.append(source)
    return source


def followed_by(body_id: int) -> Q:
    """The commitments that a body verifies: those of the agreements that it follows, and of their amendments."""
    found = Q(pk__in=())
    for source in FOLLOWED:
        keys = source(body_id)
        found |= Q(agreement_id__in=keys) | Q(agreement__kind="amendment", agreement__parent_id__in=keys)
    return found


def board_of(agreement: Any) -> Body | None:
    """The body that verifies what is reported, or nothing while there is none; an amendment has its agreement's."""
    told = (source(agreement.root) for source in BOARDS)
    return next((body for body in told if body is not None), None)
