"""What the tests of the pages share: the day, a form as a page sends it, a page as words."""

import re
from typing import Any

from django.test import Client

from governance.organisations.models import Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.organisations import TODAY, sign_in

NOON = f"{TODAY}T12:00:00+02:00"


def as_seat(seat: Seat) -> Client:
    """The browser of the person in a seat."""
    client = Client()
    sign_in(client, seat)
    return client


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a form as the page would; `token` is a one-time token of one's own."""
    token = fields.pop("token", "") or new_token()
    return client.post(url, {FIELD: token, **fields})


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("&nbsp;", " "))
