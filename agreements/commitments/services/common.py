"""What several acts need: who may, holding the agreement, refusing in words, the next number."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from governance.workflow.citations import Citation
from governance.workflow.guards import Act, Guard
from governance.workflow.refusals import NotAllowed, Refusal, Refused

NO_LIMIT = "Ingen tidsgräns"


def refuse(sentence: str, rule: Citation, *, mended_by: str, title: str = "", how: str = "") -> Refused:
    """A refusal with one reason, ready to raise."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by, title=title, how=how, no_deadline=NO_LIMIT)])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def require(subject: Any, asked: Iterable[Guard], act: Act) -> None:
    """Raise Refused with what the guards answer."""
    if refusals := [each for each in (guard.ask(subject, act) for guard in asked) if each]:
        raise Refused(refusals)


def next_number(rows: models.QuerySet[Any]) -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max("number"))["highest"] or 0) + 1
