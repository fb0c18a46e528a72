"""What every act begins with: who may, refusing in words, asking guards; and the trail of a row that is taken away."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.audit.services import record

from .citations import Citation
from .guards import Act, Guard
from .refusals import NotAllowed, Refusal, Refused


def refuse(
    sentence: str, rule: Citation, *, mended_by: Any, title: str = "", how: str = "", by_when: date | None = None
) -> Refused:
    """A refusal with one reason, ready to raise; without a last day it says that there is none."""
    reason = Refusal(
        sentence, rule, mended_by=mended_by, title=title, how=how, by_when=by_when, no_deadline=_("Ingen tidsgräns")
    )
    return Refused([reason])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def require(subject: Any, asked: Iterable[Guard], act: Act) -> None:
    """Raise Refused with what the guards answer."""
    if refusals := [each for each in (guard.ask(subject, act) for guard in asked) if each]:
        raise Refused(refusals)


def next_number(rows: models.QuerySet[Any], field: str = "number") -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max(field))["highest"] or 0) + 1


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
