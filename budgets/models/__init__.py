from .annual_reports import AnnualReport
from .budgets import Budget
from .deviations import Deviation
from .frames import Allocation, OutcomeEntry, Reallocation, YearFrame
from .lines import BudgetLine, MultiYearLine
from .plans import ActionPlan, Activity, BudgetTerms
from .principles import CostPrinciple, PrincipleShare
from .settlements import Settlement, SettlementRow
from .shares import BudgetShare, PopulationSnapshot, SnapshotRow

__all__ = [
    "ActionPlan",
    "Activity",
    "Allocation",
    "AnnualReport",
    "Budget",
    "BudgetLine",
    "BudgetShare",
    "BudgetTerms",
    "CostPrinciple",
    "Deviation",
    "MultiYearLine",
    "OutcomeEntry",
    "PopulationSnapshot",
    "PrincipleShare",
    "Reallocation",
    "Settlement",
    "SettlementRow",
    "SnapshotRow",
    "YearFrame",
]
