from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """Which sign a state carries on pages; shape and word say the same."""

    DONE = "done"
    WORK = "work"
    TODO = "todo"
    BACK = "back"
    LATE = "late"
    WARN = "warn"
    STOP = "stop"
    NO = "no"
    LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Situation:
    """What a state means to its readers (läge): whose turn it is and what is asked of them."""

    turn: str
    asked: str
    tone: Tone = Tone.WORK
