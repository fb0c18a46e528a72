"""What the tests of the pages share: the day, a browser, a form as a page sends it, a page as words."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from governance.organisations.models import Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.negotiations import NegotiationWorld
from tests.factories.organisations import TODAY, sign_in

NOON = f"{TODAY}T12:00:00+02:00"


def browser(seat: Seat) -> Client:
    """A browser of the person, acting from the seat."""
    client = Client()
    sign_in(client, seat)
    return client


def url(world: NegotiationWorld, name: str, *more: Any) -> str:
    """A page of the world's negotiation."""
    return reverse(f"negotiations:{name}", args=[world.partnership.slug, world.negotiation.pk, *more])


def send(client: Client, address: str, **fields: Any) -> Any:
    """Post a form as the page would; `token` is a one-time token of one's own."""
    token = fields.pop("token", "") or new_token()
    return client.post(address, {FIELD: token, **fields})


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode().replace("\u00ad", "")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("&nbsp;", " "))
