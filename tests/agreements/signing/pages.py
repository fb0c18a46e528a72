"""What the tests of signing's pages have in common: an address, and somebody's browser."""

from typing import Any

from django.test import Client
from django.urls import reverse

from governance.organisations.models import Seat
from tests.factories import signing
from tests.factories.organisations import sign_in


def url(found: signing.SigningWorld, name: str, *more: Any) -> str:
    agreement = found.world.agreement
    return reverse(f"signing:{name}", args=[agreement.partnership.slug, agreement.pk, *more])


def browser(seat: Seat) -> Client:
    client = Client()
    sign_in(client, seat)
    return client
