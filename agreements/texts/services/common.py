"""What several acts need: who may, holding a draft, refusing in words, copying rows."""

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

from .. import citations, permissions
from ..models import Agreement, AgreementVersion

NO_LIMIT = "Ingen tidsgräns"


def refuse(sentence: str, rule: Citation, *, mended_by: str, title: str = "") -> Refused:
    """A refusal with one reason, ready to raise."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by, title=title, no_deadline=NO_LIMIT)])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def require(subject: Any, asked: Iterable[Guard], act: Act) -> None:
    """Raise Refused with what the guards answer."""
    if refusals := [each for each in (guard.ask(subject, act) for guard in asked) if each]:
        raise Refused(refusals)


def hold_agreement(agreement: Agreement, *, by: Any) -> Agreement:
    """Hold an agreement whose text is to be changed. Raises NotAllowed, or Refused when it stands still."""
    held: Agreement = lock(agreement)
    require_right(held, by, permissions.may_write, permissions.WHO_WRITES)
    if not held.is_written:
        raise refuse(
            f"Läget är ”{held.get_state_display()}”. Då ändras inte avtalets text.",
            citations.AMENDED_OPENLY if held.is_binding else citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna: börja på ett tilläggsavtal, eller stoppa undertecknandet",
            title="Avtalets text ändras inte nu",
        )
    return held


def hold_draft(version: AgreementVersion, *, by: Any) -> AgreementVersion:
    """Hold a version that is to be changed, with its agreement. Raises NotAllowed, or Refused when it is frozen."""
    hold_agreement(version.agreement, by=by)
    held: AgreementVersion = lock(version)
    if not held.is_drafting:
        raise refuse(
            f"Version {held.number} är låst och ändras inte.",
            citations.TEXT_STANDS,
            mended_by="förhandlingspersonerna eller kansliet: gör en ny version",
            title="Texten är låst",
        )
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


def next_number(rows: models.QuerySet[Any], field: str) -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max(field))["highest"] or 0) + 1


def copy_of(row: models.Model, **changes: Any) -> Any:
    """A new row with the same values but for the changes; not saved."""
    model = type(row)
    same = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in ("version", *changes)
    }
    return model(**same, **changes)
