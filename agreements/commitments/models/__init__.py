from .commitments import Commitment
from .deviations import Deviation, DeviationAnswer
from .offers import Clearing, ConditionTarget, OfferCondition, OfferLevel
from .reports import Contribution, ProgressReport

__all__ = [
    "Clearing",
    "Commitment",
    "ConditionTarget",
    "Contribution",
    "Deviation",
    "DeviationAnswer",
    "OfferCondition",
    "OfferLevel",
    "ProgressReport",
]
