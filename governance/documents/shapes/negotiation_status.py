"""Negotiation status (förhandlingsstatus): where a negotiation stands, told alike to everybody."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from governance.documents.canonical import canonical_json

from .common import Head, Issuer, KeyFigure, Notice, TrailRow


@dataclass(frozen=True, kw_only=True)
class PhaseStep:
    """One phase on the way: behind us, here, or ahead."""

    name: str
    place: Literal["done", "here", "ahead"]


@dataclass(frozen=True, kw_only=True)
class StatusParty:
    """A party: name, role, the level it acts on, and until when its mandate holds ("saknas" when it has none)."""

    name: str
    role: str
    level: str
    mandate: str


@dataclass(frozen=True, kw_only=True)
class GateRow:
    """One party's answers to the gates, in their order: the day confirmed, or what is missing."""

    party: str
    answers: tuple[str, ...]
    missing: tuple[bool, ...]


@dataclass(frozen=True, kw_only=True)
class StatusIssue:
    """An issue on the table and the options between which the parties choose; never what anybody values them at."""

    number: str
    title: str
    kind: str
    options: tuple[str, ...]
    chosen: str = ""


@dataclass(frozen=True, kw_only=True)
class StatusPackage:
    """A package that has been laid before the parties: where it stands, and what each party has answered."""

    number: str
    title: str
    state: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class StatusDecision:
    """A decision along the way, on its level (N-19)."""

    on: date
    level: str
    text: str


@dataclass(frozen=True, kw_only=True)
class StatusDay:
    """A day of the timetable: planned, done (None: not yet), and whether it is late."""

    planned_on: date
    title: str
    done_on: date | None
    state: str
    late: bool = False


@dataclass(frozen=True, kw_only=True)
class Told:
    """Who was told what, when and how (N-20)."""

    on: date
    to: str
    what: str
    how: str


@dataclass(frozen=True, kw_only=True)
class NegotiationStatusData:
    """Negotiation status (förhandlingsstatus) without any party's private figures."""

    KIND: ClassVar[str] = "negotiation_status"

    head: Head
    issuer: Issuer
    number: str
    as_of: date
    lead: str
    facts: tuple[tuple[str, str], ...]
    figures: tuple[KeyFigure, ...]
    notices: tuple[Notice, ...]
    phases: tuple[PhaseStep, ...]
    parties: tuple[StatusParty, ...]
    gates: tuple[str, ...]
    gate_rows: tuple[GateRow, ...]
    issues: tuple[StatusIssue, ...]
    sessions: tuple[StatusDecision, ...]
    timetable: tuple[StatusDay, ...]
    told: tuple[Told, ...]
    trail: tuple[TrailRow, ...] = ()
    packages: tuple[StatusPackage, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
