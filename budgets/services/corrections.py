"""What corrections have made of an allocation or an outcome."""

from governance.lib.money import Sek

from ..models import Allocation, OutcomeEntry


def standing_amount(row: Allocation | OutcomeEntry) -> Sek:
    """The amount that holds now: the first with everything that has corrected it."""
    return row.amount + Sek.total(each.amount for each in row.corrections.all())
