"""What a higher app tells commitments: which board follows an agreement."""

from collections.abc import Callable
from typing import Any

from governance.organisations.models import Body

BoardSource = Callable[[Any], Body | None]
"""Answers with the body that follows an agreement (never an amendment), or nothing while there is none."""

BOARDS: list[BoardSource] = []


def board_source(source: BoardSource) -> BoardSource:
    """Tell which board follows an agreement; called in `AppConfig.ready` by the app of the boards."""
    if source not in BOARDS:
        BOARDS.append(source)
    return source


def board_of(agreement: Any) -> Body | None:
    """The body that verifies what is reported, or nothing while there is none; an amendment has its agreement's."""
    told = (source(agreement.root) for source in BOARDS)
    return next((body for body in told if body is not None), None)
