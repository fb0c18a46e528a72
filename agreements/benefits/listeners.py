"""What benefits do when something has happened to a party; it may run twice and then changes nothing."""

from django.db import transaction
from django.utils import timezone

from agreements.negotiations.models import Party
from governance.audit.models import Event

from .services.late_change import follow_departure


def hear(event: Event) -> None:
    """Follow a party that has left the negotiation."""
    if event.kind == "negotiations.party.leave":
        party: Party = event.subject
        with transaction.atomic():
            follow_departure(party, today=event.occurred_on or timezone.localdate())
