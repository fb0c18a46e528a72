"""What several acts need: who may, holding a draft, refusing in words."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models

from governance.audit.models import Event
from governance.audit.services import record
from governance.workflow.citations import Citation
from governance.workflow.guards import Act, Guard
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from governance.workflow.steps import lock

from .. import guards, permissions
from ..models import Budget

NO_LIMIT = "Ingen tidsgräns"


def refuse(sentence: str, rule: Citation, *, mended_by: str, title: str = "") -> Refused:
    """A refusal with one reason, ready to raise."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by, title=title, no_deadline=NO_LIMIT)])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: str) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(who)


def require(subject: Any, asked: Iterable[Guard], act: Act) -> None:
    """Raise Refused with what the guards answer."""
    if refusals := [each for each in (guard.ask(subject, act) for guard in asked) if each]:
        raise Refused(refusals)


def hold_draft(budget: Budget, *, by: Any, today: date) -> Budget:
    """Hold a budget whose lines are to be changed. Raises NotAllowed, or Refused when it is no draft any more."""
    held: Budget = lock(budget)
    require_right(held, by, permissions.may_prepare, permissions.WHO_PREPARES)
    require(held, [guards.budget_is_a_draft], Act(by, today))
    return held


def remove(row: Any, *, by: Any, today: date, **details: Any) -> Event:
    """Take a row of a draft away; the trail keeps what it said."""
    event = record(
        chain=row.chain,
        kind=f"{row._meta.label_lower}.remove",
        subject=row,
        by=by,
        occurred_on=today,
        details=details,
    )
    row.delete()
    return event


def same_version(row: Any, version: int | None) -> bool:
    """Whether nobody has changed the row since it was shown."""
    return version is None or row.version == version


def next_number(rows: models.QuerySet[Any], field: str) -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max(field))["highest"] or 0) + 1
