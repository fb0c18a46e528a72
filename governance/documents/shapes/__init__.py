"""The shape of the data behind each kind of document: frozen, whole, and ready to print.

Amounts are whole öre; shares are parts per million or per mille; dates are dates. Sums, differences and every sentence
that depends on the data arrive ready-made: a template only formats. An empty text or tuple means "nothing to tell",
and the template then says so or leaves the part out. `None` for an amount prints as a dash.
"""

from .agreement import (
    AgreementData,
    AgreementPartyRow,
    AnnexRow,
    ClauseRow,
    CommitmentRow,
    ConditionRow,
    FinancingRow,
    FinancingSum,
    SectionRow,
    SignatoryBox,
    TimetableRow,
)
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
from .commitment_report import CommitmentDeviation, CommitmentProgress, CommitmentReportData, ToVerify
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
from .compiled_accounts import AccountsRow, CompiledAccountsData, UnitRow
from .minutes import AdjustedBy, MinutesData, MinutesItem, PresentRow
from .negotiation_status import (
    GateRow,
    NegotiationStatusData,
    PhaseStep,
    StatusDay,
    StatusDecision,
    StatusIssue,
    StatusPackage,
    StatusParty,
    Told,
)
from .plain_report import PlainReportData, PlainSection, PlainTable
from .share_letter import Ask, LetterLine, PlannedActivity, PlanToAdopt, ShareLetterData

Shape = (
    AnnualReportData
    | ShareLetterData
    | PlainReportData
    | AgreementData
    | MinutesData
    | CommitmentReportData
    | NegotiationStatusData
    | CompiledAccountsData
)

__all__ = [
    "AccountsRow",
    "ActivityRow",
    "AdjustedBy",
    "AgreementData",
    "AgreementPartyRow",
    "AnnexRow",
    "AnnualReportData",
    "Ask",
    "AuditPoint",
    "ClauseRow",
    "CommitmentDeviation",
    "CommitmentProgress",
    "CommitmentReportData",
    "CommitmentRow",
    "CompiledAccountsData",
    "ConditionRow",
    "DecidedBy",
    "DecisionRow",
    "DeviationRow",
    "Explanation",
    "FinancingRow",
    "FinancingSum",
    "GateRow",
    "GoalRow",
    "Head",
    "Issuer",
    "KeyDate",
    "KeyFigure",
    "LetterLine",
    "LineOutcome",
    "MinutesData",
    "MinutesItem",
    "MyShare",
    "NegotiationStatusData",
    "NextYear",
    "Notice",
    "OpenMatter",
    "Parties",
    "PhaseOutcome",
    "PhaseStep",
    "PlainReportData",
    "PlainSection",
    "PlainTable",
    "PlanToAdopt",
    "PlannedActivity",
    "PlannedLine",
    "PopulationBasis",
    "PresentRow",
    "Reader",
    "RulingRow",
    "SectionRow",
    "ServiceOutcome",
    "Shape",
    "ShareLetterData",
    "ShareRow",
    "ShareSum",
    "SignatoryBox",
    "StatusDay",
    "StatusDecision",
    "StatusIssue",
    "StatusPackage",
    "StatusParty",
    "Step",
    "Term",
    "TimetableRow",
    "ToVerify",
    "Told",
    "Totals",
    "TrailRow",
    "UnitRow",
    "YearSum",
]
