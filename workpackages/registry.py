"""What higher apps tell of a service: why it is still needed after a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from governance.workflow.refusals import Refusal

Need = Callable[[Any, date], Refusal | None]

NEEDS: dict[Need, None] = {}


def needed_by(need: Need) -> Need:
    """Add a question asked before a service is taken out of use; called in `AppConfig.ready`."""
    NEEDS[need] = None
    return need


def why_needed(service: Any, until_on: date) -> list[Refusal]:
    """Everything that still needs the service after the day."""
    return [told for told in (need(service, until_on) for need in NEEDS) if told]
