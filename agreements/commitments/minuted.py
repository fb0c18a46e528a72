"""Where the board takes a report or a deviation up and what it decided there, told by the app of the boards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
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


class Decided(StrEnum):
    """What a board is to have decided before somebody acts on it."""

    VERIFIED = "verified"
    SENT_BACK = "sent_back"
    ON_DEVIATION = "decided"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp:
    """Where a board is to decide what it has not decided (ta upp)."""

    words: str
    label: str
    url: str


DecisionSource = Callable[[Any, Decided, date, str], str | None]
"""Answers why a day and a paragraph are not a board's decision; nothing where they are, or where there is no board."""

TakeUpSource = Callable[[Any, Decided], TakeUp | None]
"""Answers where the board is to decide; nothing once it has, or where there is no board."""

DECISIONS: list[DecisionSource] = []
TAKE_UPS: list[TakeUpSource] = []


def minutes_source(decisions: DecisionSource, take_ups: TakeUpSource) -> None:
    """Tell what minutes say and where to take something up; called in `AppConfig.ready` by the app of the boards."""
    if decisions not in DECISIONS:
        DECISIONS.append(decisions)
        TAKE_UPS.append(take_ups)


def why_not_decided(subject: Any, decided: Decided, on: date, paragraph: str) -> str | None:
    """Why a day and a paragraph are not what the board decided of a report or a deviation, or nothing."""
    told = (source(subject, decided, on, paragraph) for source in DECISIONS)
    return next((each for each in told if each is not None), None)


def to_take_up(subject: Any, decided: Decided) -> TakeUp | None:
    """Where the board is to decide of a report or a deviation first, or nothing when there is a decision to act on."""
    told = (source(subject, decided) for source in TAKE_UPS)
    return next((each for each in told if each is not None), None)
