from .issues import Issue, MandateLimit, Option
from .negotiations import Negotiation
from .parties import ConflictOfInterest, FinanceChange, GateConfirmation, GateRemark, Negotiator, Party
from .process import ChecklistItem, Milestone, Notice, Precedent, Session, SessionDecision

__all__ = [
    "ChecklistItem",
    "ConflictOfInterest",
    "FinanceChange",
    "GateConfirmation",
    "GateRemark",
    "Issue",
    "MandateLimit",
    "Milestone",
    "Negotiation",
    "Negotiator",
    "Notice",
    "Option",
    "Party",
    "Precedent",
    "Session",
    "SessionDecision",
]
