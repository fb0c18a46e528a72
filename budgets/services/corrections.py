"""What corrections have made of an allocation or an outcome, and whether it is as it was shown."""

from governance.audit.models import Event
from governance.lib.money import Sek
from governance.workflow.refusals import Stale
from governance.workflow.steps import by_whom

from ..models import Allocation, OutcomeEntry


def standing_amount(row: Allocation | OutcomeEntry) -> Sek:
    """The amount that holds now: the first with everything that has corrected it."""
    return row.amount + Sek.total(each.amount for each in row.corrections.all())


def to_correct(row: Allocation | OutcomeEntry, right_amount: Sek, *, seen: Sek | None) -> Sek:
    """The difference to the right amount. Raises Stale with both values when the row does not stand at what was seen.

    The caller holds the year's frame. `seen` is None only where no person looked.
    """
    standing = standing_amount(row)
    if seen is not None and seen != standing:
        latest = row.corrections.order_by("pk").last()
        event = Event.objects.filter(pk=latest.event_number).first() if latest else None
        raise Stale(*by_whom(event), rows=(("belopp i ören", standing.ore, right_amount.ore),))
    return right_amount - standing
