"""What several acts need: holding a draft, and whether it is as it was shown."""

from datetime import date
from typing import Any

from governance.workflow.acts import require, require_right
from governance.workflow.guards import Act
from governance.workflow.steps import lock

from .. import guards, permissions
from ..models import Budget


def hold_draft(budget: Budget, *, by: Any, today: date) -> Budget:
    """Hold a budget whose lines are to be changed. Raises NotAllowed, or Refused when it is no draft any more."""
    held: Budget = lock(budget)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    require(held, [guards.budget_is_a_draft], Act(by, today))
    return held


def same_version(row: Any, version: int | None) -> bool:
    """Whether nobody has changed the row since it was shown."""
    return version is None or row.version == version
