"""What several acts need: holding an agreement and its draft, copying rows."""

from typing import Any

from django.db import models

from governance.workflow.acts import refuse, require_right
from governance.workflow.refusals import Stale
from governance.workflow.steps import last_change, lock

from .. import citations, permissions
from ..models import Agreement, AgreementVersion


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


def require_seen(row: Any, version: int | None) -> None:
    """Raise Stale when a row that is to be taken away is not as the one who asks saw it."""
    if version is not None and version != row.version:
        raise Stale(*last_change(row))


def copy_of(row: models.Model, **changes: Any) -> Any:
    """A new row with the same values but for the changes; not saved."""
    model = type(row)
    same = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in ("version", *changes)
    }
    return model(**same, **changes)
