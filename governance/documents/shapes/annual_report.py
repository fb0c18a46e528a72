"""Annual report (årsrapport) to one principal."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from governance.documents.canonical import canonical_json

from .common import (
    Head,
    Issuer,
    KeyDate,
    KeyFigure,
    MyShare,
    Notice,
    Parties,
    PopulationBasis,
    Reader,
    ShareRow,
    ShareSum,
    Step,
    Term,
    TrailRow,
    YearSum,
)


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
    """A decision of the coordinating body: `kind` "Inom ram", "Rekommendation" or "Avvikelse", `decided_by` "CS"."""

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
    """Annual report (årsrapport) to one principal: how and on what the joint money was used (§ 7.4).

    `provisional` says that it is not established and shows how things stand on the day it is issued.
    """

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
    provisional: bool = False

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
