"""The shape of the data behind each kind of document: frozen, whole, and ready to print.

Amounts are whole öre; shares are parts per million or per mille; dates are dates. Sums, differences and every sentence
that depends on the data arrive ready-made: a template only formats. An empty text or tuple means "nothing to tell",
and the template then says so or leaves the part out. `None` for an amount prints as a dash.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar, Literal

from .canonical import canonical_json


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
    """How many they are: 34 = Region Skåne and 33 kommuner. `lead_name` is "" when no single principal carries a half."""

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
    """One year of the multi-year calculation; `settled` is True for an adopted budget, False for a calculation."""

    year: int
    total: int
    mine: int | None
    settled: bool


@dataclass(frozen=True, kw_only=True)
class KeyDate:
    """A day ahead, what happens, and what to know about it."""

    on: date
    what: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class TrailRow:
    """One step on the document's way: when, what, who."""

    at: datetime
    what: str
    who: str


# --- annual report ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class DecidedBy:
    """Which body established the document, when, and in which paragraph ("§ 6")."""

    body: str
    on: date
    paragraph: str


@dataclass(frozen=True, kw_only=True)
class Totals:
    """All principals together: adopted budget, outcome, what is left, and that as per mille of the budget."""

    budget: int
    outcome: int
    left: int
    left_permille: int


@dataclass(frozen=True, kw_only=True)
class LineOutcome:
    """One budget line (service and phase): adopted, moved within the year, frame after that, outcome, left."""

    phase: str
    budget: int
    moved: int
    frame: int
    outcome: int
    left: int


@dataclass(frozen=True, kw_only=True)
class ServiceOutcome:
    """One service: its lines and their sums; `mine` is the reader's part of the outcome, `short` fits a chart."""

    name: str
    short: str
    budget: int
    frame: int
    outcome: int
    left: int
    mine: int
    lines: tuple[LineOutcome, ...]


@dataclass(frozen=True, kw_only=True)
class PhaseOutcome:
    """Outcome per phase: all, the reader's part, and per mille of the whole."""

    name: str
    outcome: int
    mine: int
    permille: int


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """Why an outcome became what it did: about what (bold), and the sentence."""

    subject: str
    text: str


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """A decision of the coordinating body; `kind` is "Inom ram", "Rekommendation", "Avvikelse"; `decided_by` "CS", "de 34"."""

    on: date
    paragraph: str
    what: str
    kind: str
    decided_by: str


@dataclass(frozen=True, kw_only=True)
class RulingRow:
    """How one principal decided the budget; `on` is None when no decision has been registered."""

    code: str
    name: str
    body: str
    on: date | None
    paragraph: str
    state: str
    late: bool = False
    mine: bool = False


@dataclass(frozen=True, kw_only=True)
class DeviationRow:
    """A deviation, its amount (None when no money moved), how it was tried, and its state."""

    number: str
    what: str
    amount: int | None
    trial: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ActivityRow:
    """One activity of the action plan."""

    number: str
    name: str
    responsible: str
    state: Literal["Klar", "Pågår", "Försenad", "Ej påbörjad"]
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class GoalRow:
    """One strategic goal and its activities; `ref` is its section in the strategy ("6.1")."""

    ref: str
    name: str
    activities: tuple[ActivityRow, ...]


@dataclass(frozen=True, kw_only=True)
class OpenMatter:
    """A question that waits: number, question, whose turn, by when (None: no day set), state."""

    number: str
    what: str
    whose_turn: str
    by_when: date | None
    state: str


@dataclass(frozen=True, kw_only=True)
class PlannedLine:
    """One line of next year's budget."""

    service: str
    phase: str
    budget: int


@dataclass(frozen=True, kw_only=True)
class NextYear:
    """Next year: `text` says in a sentence or two what stands ("Budgeten 2026 är 29 940 000 kr. ...")."""

    year: int
    text: str
    total: int
    mine: int
    lines: tuple[PlannedLine, ...] = ()
    years: tuple[YearSum, ...] = ()
    dates: tuple[KeyDate, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AnnualReportData:
    """Annual report (årsrapport) to one principal: how and on what the joint money was used (§ 7.4)."""

    KIND: ClassVar[str] = "annual_report"

    head: Head
    issuer: Issuer
    parties: Parties
    reader: Reader
    year: int
    decided: DecidedBy | None
    lead: str
    figures: tuple[KeyFigure, ...]
    notices: tuple[Notice, ...]
    totals: Totals
    mine: MyShare
    terms: tuple[Term, ...]
    services: tuple[ServiceOutcome, ...]
    phases: tuple[PhaseOutcome, ...]
    outcome_text: str
    explanations: tuple[Explanation, ...]
    population: PopulationBasis
    principle_text: tuple[str, ...]
    derivation: tuple[Step, ...]
    shares: tuple[ShareRow, ...]
    share_sums: tuple[ShareSum, ...]
    decisions: tuple[DecisionRow, ...]
    rulings: tuple[RulingRow, ...]
    rulings_text: str
    deadline: date
    deviations: tuple[DeviationRow, ...]
    deviations_text: str
    goals: tuple[GoalRow, ...]
    goals_text: str
    cooperation_text: str
    open_matters: tuple[OpenMatter, ...]
    next_year: NextYear | None
    sources_text: str
    trail: tuple[TrailRow, ...]

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)


# --- letter (missiv) ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing that the principal is asked to decide: what, by when, and by which rule."""

    what: str
    by_when: date
    rule: str


@dataclass(frozen=True, kw_only=True)
class LetterLine:
    """One budget line in the cost-share sheet: `principle` in words, all principals' amount, the reader's."""

    service: str
    phase: str
    principle: str
    budget: int
    mine: int


@dataclass(frozen=True, kw_only=True)
class ShareLetterData:
    """Letter (missiv) with cost-share sheet (kostnadsfördelning), handed over to one principal (§ 7.1, § 7.3.4)."""

    KIND: ClassVar[str] = "share_letter"

    head: Head
    issuer: Issuer
    parties: Parties
    reader: Reader
    year: int
    lead: str
    figures: tuple[KeyFigure, ...]
    asks: tuple[Ask, ...]
    text: tuple[str, ...]
    how_to_answer: tuple[str, ...]
    contact: tuple[str, ...]
    enclosures: tuple[str, ...]
    signed_by: tuple[str, ...]
    total: int
    lines: tuple[LetterLine, ...]
    mine: MyShare
    terms: tuple[Term, ...]
    population: PopulationBasis
    principle_text: tuple[str, ...]
    derivation: tuple[Step, ...]
    shares: tuple[ShareRow, ...]
    share_sums: tuple[ShareSum, ...]
    years: tuple[YearSum, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)


# --- plain report (lägesrapport, protokoll) -----------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PlainTable:
    """A table of ready-made cells; `numeric` names the columns (from 0) whose figures stand to the right."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlainSection:
    """A heading with paragraphs, points and tables under it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    points: tuple[str, ...] = ()
    tables: tuple[PlainTable, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlainReportData:
    """A report or record without a layout of its own: status report (lägesrapport), minutes (protokoll)."""

    KIND: ClassVar[str] = "plain_report"

    head: Head
    issuer: Issuer
    lead: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[PlainSection, ...]
    figures: tuple[KeyFigure, ...] = ()
    trail: tuple[TrailRow, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)


Shape = AnnualReportData | ShareLetterData | PlainReportData
