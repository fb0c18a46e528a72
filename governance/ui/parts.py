"""What the components show, as small frozen values: pages fill them in, templates only show them.

A component reads attributes by name, so a model or another dataclass with the same names will do as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

Share = float | Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Something that waits for the reader (uppgift på Mitt bord)."""

    title: str
    url: str
    text: str = ""
    meta: str = ""
    due_on: date | None = None
    since: date | None = None  # shown where no rule gives a last day
    action: str = ""  # words of the filled button; at most one task on a page has one
    action_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """One choice among filters, as a link."""

    label: str
    url: str
    count: int | None = None
    current: bool = False
    status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of a bar; `fill` is a colour of the charts, 1 to 8 (7 done, 5 warning, 4 grey)."""

    label: str
    share: Share
    value: str = ""
    fill: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A key figure or a row of facts; `kind` is a class of the value, such as `strong` or `hash`."""

    label: str
    value: Any
    note: str = ""
    url: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A row to look over before a binding step, with a way back to change it."""

    label: str
    value: Any
    change_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Something that was checked: `ok` is true, false, or None for not tried."""

    title: str
    ok: bool | None = True
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule quoted word for word."""

    quote: str
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstruction:
    """One reason why a step cannot be taken: what, by which rule, who can mend it, by when."""

    title: str
    sentence: str = ""
    rule: Rule | None = None
    mended_by: str = ""
    how: str = ""
    link: str = ""
    by_when: date | None = None
    no_deadline: str = ""
    rows: Sequence[tuple[str, Any, Any]] = ()  # field, saved value, one's own: when somebody was before


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A stop on a route: which body, what it did or will do, and how far it is."""

    title: str
    note: str = ""
    status: str = "todo"
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One of several ways that a route takes after its trunk."""

    title: str
    stages: Sequence[Stage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One principal in the tile map."""

    code: str
    label: str
    url: str
    status: str
    status_label: str
    is_mine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many are in a state."""

    status: str
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day to keep, numbered in the year wheel and in the list."""

    on: date
    label: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One cause in "why did it change": an amount in öre, or a total when `is_total`."""

    label: str
    amount: Any
    note: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A line in the trail of an object."""

    sentence: str
    recorded_at: datetime
    occurred_on: date | None = None
    who: str = ""
    seat: str = ""
    number: int | None = None
    note: str = ""
    digest: str = ""
    url: str = ""
