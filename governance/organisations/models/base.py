from datetime import date

from django.db.models import Q


def partnership_chain(partnership_id: int) -> str:
    """The name of a partnership's chain in the trail."""
    return f"partnership:{partnership_id}"


def current(today: date) -> Q:
    """Rows whose period (both ends included) holds the day."""
    return Q(from_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gte=today))
