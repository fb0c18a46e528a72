"""Letter (missiv) with cost-share sheet to one principal."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from governance.documents.canonical import canonical_json

from .common import (
    Head,
    Issuer,
    KeyFigure,
    MyShare,
    Parties,
    PopulationBasis,
    Reader,
    ShareRow,
    ShareSum,
    Step,
    Term,
    YearSum,
)


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
class PlannedActivity:
    """One activity of the plan: number, what, the strategic goals it serves, who answers for it, and by when."""

    number: str
    what: str
    goals: str
    responsible: str
    due_on: date | None


@dataclass(frozen=True, kw_only=True)
class PlanToAdopt:
    """The action plan that goes with the budget, whole: its years ("2027–2029"), its own words, its activities."""

    years: str
    summary: str
    activities: tuple[PlannedActivity, ...]


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
    plan: PlanToAdopt | None = None

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
