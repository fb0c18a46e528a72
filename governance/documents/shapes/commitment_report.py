"""Commitment report (åtaganderapport) to a board."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from governance.documents.canonical import canonical_json

from .common import Head, Issuer, KeyFigure, Notice, TrailRow


@dataclass(frozen=True, kw_only=True)
class CommitmentProgress:
    """One commitment, every figure in its own measure and ready to print; per mille of the promise for the picture.

    `left` is "" when nothing is.
    """

    number: str
    party: str
    title: str
    promised: str
    reported: str
    verified: str
    left: str
    reported_permille: int
    verified_permille: int
    due_on: date | None
    state: str
    paragraph: str
    late: bool = False
    open: bool = True
    counting_rule: str = ""


@dataclass(frozen=True, kw_only=True)
class CommitmentDeviation:
    """A deviation from a commitment: when it was told, what happened, how it stands and whose turn it is."""

    commitment: str
    party: str
    told_on: date
    kind: str
    what: str
    state: str
    whose_turn: str


@dataclass(frozen=True, kw_only=True)
class ToVerify:
    """A progress report that waits for the board."""

    commitment: str
    party: str
    told_on: date
    value: str
    evidence: str


@dataclass(frozen=True, kw_only=True)
class CommitmentReportData:
    """Commitment report (åtaganderapport): what was promised, reported, verified and is left, what is late."""

    KIND: ClassVar[str] = "commitment_report"

    head: Head
    issuer: Issuer
    agreement: str
    as_of: date
    lead: str
    figures: tuple[KeyFigure, ...]
    notices: tuple[Notice, ...]
    commitments: tuple[CommitmentProgress, ...]
    to_verify: tuple[ToVerify, ...]
    deviations: tuple[CommitmentDeviation, ...]
    method: tuple[str, ...]
    trail: tuple[TrailRow, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
