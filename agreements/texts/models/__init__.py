from .agreements import Agreement, AgreementParty
from .annexes import Annex, AnnexIssue, TemplateSection
from .financing import FinancingLine, IndexFigure
from .versions import Acknowledgement, AgreementVersion, Objection, Section, TimetableItem

__all__ = [
    "Acknowledgement",
    "Agreement",
    "AgreementParty",
    "AgreementVersion",
    "Annex",
    "AnnexIssue",
    "FinancingLine",
    "IndexFigure",
    "Objection",
    "Section",
    "TemplateSection",
    "TimetableItem",
]
