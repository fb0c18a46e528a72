from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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

    turn: Any  # text, perhaps translated when shown
    asked: Any
    tone: Tone = Tone.WORK
