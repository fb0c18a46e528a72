"""What benefits do when a party has left, or a negotiation ended; it may run twice and then changes nothing."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from governance.audit.models import Event

from .services.consenting import settle_all
from .services.late_change import follow_departure
from .services.packaging import end_with_negotiation

FOLLOWED: dict[str, Callable[..., Any]] = {
    "negotiations.party.leave": follow_departure,
    "negotiations.negotiation.abort": end_with_negotiation,
    "negotiations.negotiation.begin_negotiating": settle_all,
    "negotiations.negotiation.resume_negotiating": settle_all,
    "negotiations.negotiation.resume_agreeing": settle_all,
}


def hear(event: Event) -> None:
    """Follow a party that has left the negotiation, and a negotiation that goes on or ended without agreement."""
    follow = FOLLOWED.get(event.kind)
    if follow is not None:
        with transaction.atomic():
            follow(event.subject, today=event.occurred_on or timezone.localdate())
