"""The day that a person states for an act: it has been, and it is not before what the act is about began."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.lib.dates import swedish_date

from .citations import DAYS_IN_ORDER
from .refusals import Refusal


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first day on which an act can have been done (tidigaste dag), and what happened then: "då … lämnades in"."""

    on: date
    because: str


def impossible_day(subject: Any, step: str, stated: date | None, today: date) -> Refusal | None:
    """Why something cannot have been done on the day that is stated, or nothing.

    What the day is called and what it may not precede is told by the model (`Versioned.stated_day`, `began`).
    """
    if stated is None or stated == today:
        return None
    said = swedish_date(stated) + (f" under ”{subject.stated_day}”" if subject.stated_day else "")
    if stated > today:
        return _refusal(f"{said} har inte varit än. I dag är det {swedish_date(today)}.")
    began: Beginning | None = subject.began(step)
    if began is not None and stated < began.on:
        return _refusal(f"{said} kan inte stämma. Det är före {swedish_date(began.on)}, {began.because}.")
    return None


def _refusal(sentence: str) -> Refusal:
    return Refusal(
        sentence,
        DAYS_IN_ORDER,
        mended_by="du själv: rätta dagen",
        title="Dagen kan inte stämma",
        no_deadline="Ingen tidsgräns",
    )
