"""What the tests of the pages share: the day, a browser, a form as a page sends it, a page as words."""

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.organisations.models import Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.benefits import BenefitWorld
from tests.factories.organisations import TODAY, sign_in

NOON = f"{TODAY}T12:00:00+02:00"


def at(world: BenefitWorld, name: str, *args: Any) -> str:
    return reverse(f"benefits:{name}", args=[world.slug, world.negotiation.negotiation.pk, *args])


def client_of(seat: Seat) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    sign_in(client, seat)
    return client


def post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {FIELD: new_token(), **data})


def text_of(response: Any) -> str:
    """What a page says, without marks and with plain spaces."""
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", body)


NEW_EACH_TIME = (
    rb'name="csrfmiddlewaretoken" value="[^"]+"',
    rb'name="engangskod" value="[^"]+"',
    'Händelse \\d+( · <span class="hash">[^<]+</span>)?'.encode(),  # a sequence does not turn back
    rb"(?<=/)\d+(?=/)",  # keys of what is linked: on PostgreSQL a sequence does not turn back
    rb"(?<=\?next=)[^\"&]*",  # the address of the page itself, to come back to
    rb"Analys \d+",
    rb"kl\.[^<0-9]{0,4}\d\d\.\d\d",
)


def steady(page: bytes) -> bytes:
    """A page without what differs between any two requests, whatever they are about: tokens, numbers of events."""
    for each in NEW_EACH_TIME:
        page = re.sub(each, b"", page)
    return page


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len(captured)
