"""An agreement (avtal) as it is signed: parties, sections, money, times, commitments, and a field for everyone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from governance.documents.canonical import canonical_json

from .common import Head, Issuer


@dataclass(frozen=True, kw_only=True)
class AgreementPartyRow:
    """A party as the agreement names it; `role` is what it is in this agreement ("huvudman för vården")."""

    name: str
    organisation_number: str
    role: str
    represented_by: str
    mandate: str


@dataclass(frozen=True, kw_only=True)
class ClauseRow:
    """One numbered paragraph: "4.2" and its words."""

    number: str
    text: str


@dataclass(frozen=True, kw_only=True)
class SectionRow:
    """A section with its paragraphs; `must` marks one of the mandatory parts (AG-1), `tables` names what follows it.

    The tables are "parties", "commitments", "financing", "timetable" and "annexes"; each stands once in a document.
    """

    number: int
    title: str
    clauses: tuple[ClauseRow, ...]
    must: bool = False
    tables: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FinancingRow:
    """What a party pays: for what, its share in parts per million, the amount in öre, and the price level in words."""

    party: str
    what: str
    share_ppm: int | None
    amount: int | None
    price_level: str


@dataclass(frozen=True, kw_only=True)
class FinancingSum:
    """What all of it comes to; None where no figure was stated."""

    share_ppm: int | None
    amount: int | None


@dataclass(frozen=True, kw_only=True)
class TimetableRow:
    """A day to keep, what is done by then, and who answers for it."""

    on: date | None
    what: str
    who: str


@dataclass(frozen=True, kw_only=True)
class CommitmentRow:
    """A commitment (åtagande), ready to print: "28 550 bostäder", its last day, and what it depends on."""

    number: str
    party: str
    what: str
    quantity: str
    due_on: date | None
    condition: str


@dataclass(frozen=True, kw_only=True)
class AnnexRow:
    """An annex in the issue that is signed: number, title, issue, how it is changed later, and its paragraphs."""

    number: str
    title: str
    issue: str
    life: str = ""
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ConditionRow:
    """One thing that must be true before the agreement holds, and where it stood when the text was frozen."""

    label: str
    evidence: str
    state: str
    last_on: date | None


@dataclass(frozen=True, kw_only=True)
class SignatoryBox:
    """Where somebody signs: the field's name in the file, the party, and the person with role and mandate.

    `turn` says in words when that is ("först", "samtidigt med Almby kommun").
    """

    field: str
    label: str
    party: str
    person: str
    role: str
    mandate: str
    turn: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementData:
    """The agreement that everybody signs in one and the same file (AG-6)."""

    KIND: ClassVar[str] = "agreement"

    head: Head
    issuer: Issuer
    kind_name: str
    number: str
    text_version: str
    text_frozen_at: datetime
    text_sha256: str
    lead: str
    period: str
    holds: str
    parties: tuple[AgreementPartyRow, ...]
    sections: tuple[SectionRow, ...]
    signatories: tuple[SignatoryBox, ...]
    commitments: tuple[CommitmentRow, ...] = ()
    financing: tuple[FinancingRow, ...] = ()
    financing_sum: FinancingSum | None = None
    financing_note: str = ""
    timetable: tuple[TimetableRow, ...] = ()
    annexes: tuple[AnnexRow, ...] = ()
    conditions: tuple[ConditionRow, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
