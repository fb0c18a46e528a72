"""What several acts need: a negotiation that goes on, and events that hold no private value."""

from datetime import date
from typing import Any

from agreements.negotiations.states import GOING_ON
from governance.audit.models import Event
from governance.audit.services import record
from governance.workflow.acts import refuse
from governance.workflow.citations import ORDER_OF_STEPS
from governance.workflow.refusals import Stale
from governance.workflow.steps import last_change


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
