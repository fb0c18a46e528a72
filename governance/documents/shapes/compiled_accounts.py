"""Compiled yearly accounts (sammanställd årsredovisning) under an agreement."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from governance.documents.canonical import canonical_json

from .annual_report import DecidedBy
from .common import Head, Issuer, KeyFigure, TrailRow


@dataclass(frozen=True, kw_only=True)
class AccountsRow:
    """One party's year: cost against budget (and what is left of it), financing due and paid (and what is left)."""

    party: str
    budget: int
    cost: int
    left: int
    financing_due: int
    financing_paid: int
    unpaid: int
    received_on: date
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class UnitRow:
    """One commitment: promised, done during the year, verified in all, left; every figure ready to print."""

    number: str
    party: str
    title: str
    promised: str
    during_year: str
    verified: str
    left: str


@dataclass(frozen=True, kw_only=True)
class CompiledAccountsData:
    """Compiled yearly accounts (sammanställd årsredovisning), sent to the Government and every party."""

    KIND: ClassVar[str] = "compiled_accounts"

    head: Head
    issuer: Issuer
    agreement: str
    year: int
    approved: DecidedBy | None
    lead: str
    figures: tuple[KeyFigure, ...]
    summary: tuple[str, ...]
    rows: tuple[AccountsRow, ...]
    total: AccountsRow
    units: tuple[UnitRow, ...]
    sent_to: tuple[str, ...]
    method: tuple[str, ...]
    trail: tuple[TrailRow, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
