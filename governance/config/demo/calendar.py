"""The days of the story: when each act happens, in which order, and when each assembly meets."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Scene:
    """One act of the story: on which day, and what is done; scenes of the same day keep their order."""

    on: date
    act: Callable[[date], object]


def play(scenes: Iterable[Scene], *, until: date) -> int:
    """Let everything happen that has happened by a day, in order; returns how many acts that were."""
    past = sorted((scene for scene in scenes if scene.on <= until), key=lambda scene: scene.on)
    for scene in past:
        scene.act(scene.on)
    return len(past)


def at_most(day: date, last: date) -> date:
    """The day, or the last one if it lies beyond: what must have happened by then has."""
    return min(day, last)


def weekday(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=(7 - day.weekday()) % 7) if day.weekday() > 4 else day


@dataclass(frozen=True, slots=True)
class Meeting:
    """When a principal's assembly decides on a budget, and when its registrar tells of it."""

    code: str
    noted_on: date | None
    decides_on: date | None
    paragraph: int
    diary_number: str


MONTHS = ((6, 8), (6, 15), (6, 22), (9, 7), (9, 14), (9, 28), (10, 12), (10, 26), (11, 9), (11, 16), (11, 23))
LATE = ((12, 8), (12, 15))
NEVER_PLANNED = ("1272", "1277", "1291")
REMITTER, SENDER = "1270", "1265"
REGION = "12"


def diary_number(code: str, year: int, number: int) -> str:
    """A number as the principal's own registry writes it."""
    return f"RS {year}-{number:06d}" if code == REGION else f"KS {year}/{number}"


def meetings(year: int, codes: list[str], *, everybody_has_decided: bool) -> list[Meeting]:
    """Spread the assemblies over the year before the budget year; a year that is over has two late ones.

    In a year that is still being decided, three principals have named no meeting.
    """
    before = year - 1
    spread = sorted(codes, key=lambda code: (int(code) * 7919 + year * 31) % 104_729)
    found = []
    for place, code in enumerate(spread):
        month, day = MONTHS[min(place // 3, len(MONTHS) - 1)]
        decides = weekday(date(before, month, day) + timedelta(days=place % 3))
        if code == REGION:
            decides = weekday(date(before, 11, 24))
        elif code == REMITTER and not everybody_has_decided:
            decides = date(before, 10, 5)
        elif code == SENDER and not everybody_has_decided:
            decides = date(before, 9, 28)
        elif everybody_has_decided and place in (5, 17):
            decides = weekday(date(before, *LATE[place > 5]))
        absent = code in NEVER_PLANNED and not everybody_has_decided
        number = int(code) * 17 % 900 + 100
        found.append(
            Meeting(
                code=code,
                noted_on=None if absent else date(before, 4, 7) + timedelta(days=place * 2),
                decides_on=None if absent else decides,
                paragraph=int(code) * 13 % 110 + 21,
                diary_number=diary_number(code, before, number),
            )
        )
    return found
