"""What several kinds of documents share."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class AuditPoint:
    """Where the event log (händelselogg) stood when the data were frozen."""

    number: int
    head: str
    recorded_at: datetime


@dataclass(frozen=True, kw_only=True)
class Head:
    """What every document carries; made by `documents.services`, never by hand."""

    kind: str
    doc_id: str
    version: int
    title: str
    diary_number: str
    issued_on: date
    frozen_at: datetime
    verify_url: str
    demo: bool
    demo_note: str = ""
    audit: AuditPoint | None = None


@dataclass(frozen=True, kw_only=True)
class Issuer:
    """Who sends the document; `cover_lines` stand above the title, `partnership` is spelt out in the text."""

    name: str
    short_name: str
    partnership: str
    cover_lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Parties:
    """How many they are: 34 = Region Skåne and 33 kommuner; `lead_name` is "" when nobody stands outside the group."""

    count: int
    lead_name: str
    group_count: int
    group_noun: str = "kommuner"


@dataclass(frozen=True, kw_only=True)
class Reader:
    """The principal that the document is addressed to; `body` is who decides there (kommunfullmäktige)."""

    code: str
    name: str
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyFigure:
    """One of two to four figures under the lead: value ready to print ("3,55 mnkr"), and what it is."""

    value: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One thing the reader must know: bold beginning, the rest, and the chapter (1-9) that tells more, if any."""

    strong: str
    text: str
    chapter: int | None = None


@dataclass(frozen=True, kw_only=True)
class Term:
    """One part of a change between two years; the parts add up to the change, to the öre."""

    name: str
    why: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of how a share is computed: letter, what, calculation in words and signs, amount."""

    mark: str
    what: str
    how: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class ShareRow:
    """One principal's share; `group_ppm` is None for the one that is no part of the group. `back` only in reports."""

    code: str
    name: str
    population: int | None
    group_ppm: int | None
    base: int
    deviating: int
    sum: int
    back: int | None = None
    before: int | None = None
    mine: bool = False


@dataclass(frozen=True, kw_only=True)
class ShareSum:
    """A sum row under the shares: "33 kommuner", "Alla 34"."""

    label: str
    population: int | None
    group_ppm: int | None
    base: int
    deviating: int
    sum: int
    back: int | None = None
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class PopulationBasis:
    """Which figures the shares rest on; `source` as it is cited ("SCB, folkmängd 31 december 2023")."""

    day: date
    source: str


@dataclass(frozen=True, kw_only=True)
class MyShare:
    """The reader's own sums. `before` and `change` are None in a first year; `outcome` and `back` only in reports."""

    budget: int
    before: int | None = None
    change: int | None = None
    outcome: int | None = None
    back: int | None = None


@dataclass(frozen=True, kw_only=True)
class YearSum:
    """One year of the multi-year calculation; `settled` is True for an adopted budget, False for a calculation.

    `note` says how the year is shared where that is not row by row ("enligt grundprincipen").
    """

    year: int
    total: int
    mine: int | None
    settled: bool
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class KeyDate:
    """A day ahead, what happens, and what to know about it."""

    on: date
    what: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TrailRow:
    """One step on the document's way: when it was recorded, what, who; the day stated where that is another."""

    at: datetime
    what: str
    who: str
    stated_on: date | None = None
