"""The shape of the data behind each kind of document: frozen, whole, and ready to print.

Amounts are whole öre; shares are parts per million or per mille; dates are dates. Sums, differences and every sentence
that depends on the data arrive ready-made: a template only formats. An empty text or tuple means "nothing to tell",
and the template then says so or leaves the part out. `None` for an amount prints as a dash.
"""

from .annual_report import (
    ActivityRow,
    AnnualReportData,
    DecidedBy,
    DecisionRow,
    DeviationRow,
    Explanation,
    GoalRow,
    LineOutcome,
    NextYear,
    OpenMatter,
    PhaseOutcome,
    PlannedLine,
    RulingRow,
    ServiceOutcome,
    Totals,
)
from .common import (
    AuditPoint,
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
from .plain_report import PlainReportData, PlainSection, PlainTable
from .share_letter import Ask, LetterLine, ShareLetterData

Shape = AnnualReportData | ShareLetterData | PlainReportData

__all__ = [
    "ActivityRow",
    "AnnualReportData",
    "Ask",
    "AuditPoint",
    "DecidedBy",
    "DecisionRow",
    "DeviationRow",
    "Explanation",
    "GoalRow",
    "Head",
    "Issuer",
    "KeyDate",
    "KeyFigure",
    "LetterLine",
    "LineOutcome",
    "MyShare",
    "NextYear",
    "Notice",
    "OpenMatter",
    "Parties",
    "PhaseOutcome",
    "PlainReportData",
    "PlainSection",
    "PlainTable",
    "PlannedLine",
    "PopulationBasis",
    "Reader",
    "RulingRow",
    "ServiceOutcome",
    "Shape",
    "ShareLetterData",
    "ShareRow",
    "ShareSum",
    "Step",
    "Term",
    "Totals",
    "TrailRow",
    "YearSum",
]
