"""Minutes (protokoll) of a board's meeting."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from governance.documents.canonical import canonical_json

from .common import Head, Issuer, TrailRow


@dataclass(frozen=True, kw_only=True)
class PresentRow:
    """One person of the board: name, role, party ("" for the whole board's own), and whether he or she served."""

    name: str
    role: str
    party: str
    presence: str
    serving: bool = False


@dataclass(frozen=True, kw_only=True)
class MinutesItem:
    """An item with its paragraph ("§ 12"): what it was about and what the board decided."""

    paragraph: str
    title: str
    text: tuple[str, ...]
    decision: tuple[str, ...]
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AdjustedBy:
    """Who says that the minutes are right: as what, name, party, and when."""

    role: str
    name: str
    party: str
    on: date


@dataclass(frozen=True, kw_only=True)
class MinutesData:
    """Minutes (protokoll): the meeting, who was there, each item with § and decision, adjusted by whom."""

    KIND: ClassVar[str] = "minutes"

    head: Head
    issuer: Issuer
    agreement: str
    lead: str
    held_on: date
    place: str
    facts: tuple[tuple[str, str], ...]
    present: tuple[PresentRow, ...]
    items: tuple[MinutesItem, ...]
    adjusted: tuple[AdjustedBy, ...]
    trail: tuple[TrailRow, ...] = ()

    def to_canonical_json(self) -> str:
        """The bytes that are hashed, stored, attached and rendered."""
        return canonical_json(self)
