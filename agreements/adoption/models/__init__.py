"""An agreement's validity: the conditions, how they stand together, and the cost forecasts that a cap is held to."""

from .conditions import Condition, ConditionQuerySet
from .costs import CostForecast
from .validity import Validity

__all__ = ["Condition", "ConditionQuerySet", "CostForecast", "Validity"]
