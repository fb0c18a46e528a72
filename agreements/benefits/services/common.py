"""What several acts need: who may, refusing in words, and events that hold no private value."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import models

from agreements.negotiations.states import GOING_ON
from governance.audit.models import Event
from governance.audit.services import record
from governance.workflow.citations import ORDER_OF_STEPS, Citation
from governance.workflow.refusals import NotAllowed, Refusal, Refused, Stale
from governance.workflow.steps import last_change

NO_LIMIT = "Ingen tidsgräns"


def refuse(sentence: str, rule: Citation, *, mended_by: str, title: str = "") -> Refused:
    """A refusal with one reason, ready to raise."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by, title=title, no_deadline=NO_LIMIT)])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def require_going_on(negotiation: Any) -> None:
    """Refuse to change what belongs to a negotiation that is over."""
    if negotiation.state not in GOING_ON:
        raise refuse(
            f"Förhandlingen är i läget ”{negotiation.get_state_display()}”. Det går inte att ändra underlaget längre.",
            ORDER_OF_STEPS,
            mended_by="ingen: förhandlingen är över",
        )


def require_version(subject: Any, version: int | None) -> None:
    """Raise Stale when somebody changed the row after it was shown."""
    if version is not None and version != subject.version:
        raise Stale(*last_change(subject))


def tell(subject: Any, kind: str, *, by: Any, today: date) -> Event:
    """One event of an act whose content is not for everyone: that it was done, by whom and when; no content."""
    return record(
        chain=subject.chain, kind=f"{subject._meta.label_lower}.{kind}", subject=subject, by=by, occurred_on=today
    )


def next_number(rows: models.QuerySet[Any]) -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max("number"))["highest"] or 0) + 1
