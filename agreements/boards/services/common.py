"""What several acts need: who may, refusing in words, the next number."""

from collections.abc import Callable
from typing import Any

from django.db import models

from governance.workflow.citations import Citation
from governance.workflow.refusals import NotAllowed, Refusal, Refused

NO_LIMIT = "Ingen tidsgräns"


def refuse(sentence: str, rule: Citation, *, mended_by: str) -> Refused:
    """A refusal with one reason, ready to raise."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by, no_deadline=NO_LIMIT)])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def next_number(rows: models.QuerySet[Any], field: str = "number") -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max(field))["highest"] or 0) + 1
