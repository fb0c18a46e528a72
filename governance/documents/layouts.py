"""The kinds of documents we can print: template, style sheets, pictures, and the version of their form.

The form of a sealed document is a sealed room: a change that shows gets a new version here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from . import charts, progress_charts
from .shapes import (
    AgreementData,
    AnnualReportData,
    CommitmentReportData,
    CompiledAccountsData,
    MinutesData,
    NegotiationStatusData,
    PlainReportData,
    ShareLetterData,
)

TEXT_WIDTH = 470.5  # the text area of a page, in points
COLUMN, HALF = 354, 225

Data = dict[str, Any]


@dataclass(frozen=True)
class Layout:
    """How one kind of data becomes a document."""

    kind: str
    code: str
    name: str
    plural: str
    version: int
    pictures: Callable[[Data], dict[str, str]]
    dated: bool = False  # one of each day: the next day's is another document, not a later edition

    @property
    def template(self) -> str:
        """The page, under templates/pdf."""
        return f"{self.kind}.html"

    @property
    def template_version(self) -> str:
        """What is stored with each document, and part of its identifier."""
        return f"{self.kind}/{self.version}"


def columns(data: Data) -> dict[str, bool]:
    """Which columns of the table of shares have something to tell; the year before gives way when all do."""
    rows = data.get("shares", [])
    deviating = any(row["deviating"] for row in rows)
    back = any(row["back"] is not None for row in rows)
    before = any(row["before"] is not None for row in rows)
    return {"deviating": deviating, "back": back, "before": before and not (deviating and back)}


def report_pictures(data: Data) -> dict[str, str]:
    """The charts of an annual report."""
    ahead = data["next_year"] or {"years": [], "year": data["year"] + 1}
    return {
        "cover": charts.band(data, TEXT_WIDTH, 118),
        "mine": charts.mine(data, HALF),
        "waterfall": charts.waterfall(data, HALF),
        "wide_waterfall": charts.waterfall(data, COLUMN, 96),
        "bullets": charts.bullets(data, TEXT_WIDTH),
        "phases": charts.phases(data, HALF),
        "goals": charts.goals(data, TEXT_WIDTH),
        "adopted": charts.adopted(data, TEXT_WIDTH),
        "years": charts.years(ahead["years"], ahead["year"], COLUMN),
    }


def letter_pictures(data: Data) -> dict[str, str]:
    """The charts of a letter with its cost-share sheet."""
    return {
        "band": charts.band(data, TEXT_WIDTH, 44),
        "wide_waterfall": charts.waterfall(data, COLUMN, 96),
        "years": charts.years(data["years"], data["year"], COLUMN),
    }


def commitment_pictures(data: Data) -> dict[str, str]:
    """How far each commitment has come, and when each is due."""
    return {
        "commitments": progress_charts.commitments(data, TEXT_WIDTH),
        "timeline": progress_charts.timeline(data, TEXT_WIDTH),
    }


def accounts_pictures(data: Data) -> dict[str, str]:
    """Each party's cost against its budget."""
    return {"accounts": progress_charts.accounts(data, TEXT_WIDTH)}


def no_pictures(data: Data) -> dict[str, str]:
    """A plain report and an agreement are words and tables alone."""
    return {}


LAYOUTS = {
    layout.kind: layout
    for layout in (
        Layout(AnnualReportData.KIND, "AR", "Årsrapport", "årsrapporter", 3, report_pictures),
        Layout(ShareLetterData.KIND, "KF", "Missiv med kostnadsfördelning", "missiv", 3, letter_pictures),
        Layout(PlainReportData.KIND, "LR", "Rapport", "rapporter", 2, no_pictures),
        Layout(AgreementData.KIND, "AV", "Avtal", "avtal", 2, no_pictures),
        Layout(MinutesData.KIND, "PR", "Protokoll", "protokoll", 2, no_pictures),
        Layout(CommitmentReportData.KIND, "AT", "Åtaganderapport", "åtaganderapporter", 2, commitment_pictures, True),
        Layout(NegotiationStatusData.KIND, "FS", "Förhandlingsstatus", "förhandlingsstatus", 2, no_pictures, True),
        Layout(CompiledAccountsData.KIND, "SR", "Sammanställd redovisning", "redovisningar", 2, accounts_pictures),
    )
}
