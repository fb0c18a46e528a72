"""Where the board takes a report or a deviation up, told by the app of the boards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenUp:
    """Where the board takes a report or a deviation up; paragraph and decision are "" until there are any."""

    label: str
    url: str
    on: date
    paragraph: str = ""
    decision: str = ""


AgendaSource = Callable[[Any], TakenUp | None]
"""Answers with the newest meeting that has a report or a deviation on its agenda, or nothing."""

AGENDAS: list[AgendaSource] = []


def agenda_source(source: AgendaSource) -> AgendaSource:
    """Tell where something is taken up; called in `AppConfig.ready` by the app of the boards."""
    if source not in AGENDAS:
        AGENDAS.append(source)
    return source


def taken_up(subject: Any) -> TakenUp | None:
    """Where the board takes a report or a deviation up, or nothing while no meeting has it."""
    told = (source(subject) for source in AGENDAS)
    return next((each for each in told if each is not None), None)
