"""A report or record without a layout of its own."""

from dataclasses import dataclass
from typing import ClassVar

from governance.documents.canonical import canonical_json

from .common import Head, Issuer, KeyFigure, TrailRow


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
