"""What the tests of the pages share: the day, a browser, a form as a page sends it, a page as words."""

import re
from datetime import date
from typing import Any

from django.test import Client

from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Body, Partnership, Principal, Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.decisions import registry_seat, seat_in
from tests.factories.organisations import sign_in

TODAY = date(2026, 10, 20)
NOON = f"{TODAY}T12:00:00+02:00"


def seat_of(partnership: Partnership, kind: str, role: str = SeatRole.SECRETARY) -> Seat:
    """A seat in one of the partnership's bodies."""
    return seat_in(Body.objects.get(partnership=partnership, kind=kind), role)


def as_sgd(client: Client, partnership: Partnership, role: str = SeatRole.SECRETARY) -> Client:
    """The browser of somebody in the steering group."""
    sign_in(client, seat_of(partnership, BodyKind.STEERING_GROUP, role))
    return client


def as_cs(client: Client, partnership: Partnership) -> Client:
    """The browser of the joint political body's secretary."""
    sign_in(client, seat_of(partnership, BodyKind.JOINT_POLITICAL))
    return client


def as_registrar(client: Client, principal: Principal) -> Client:
    """The browser of a principal's registrar."""
    sign_in(client, registry_seat(principal))
    return client


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a form as the page would; `token` is a one-time token of one's own."""
    token = fields.pop("token", "") or new_token()
    return client.post(url, {FIELD: token, **fields})


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " ").replace("&nbsp;", " "))


def element(html: str, tag: str, ident: str) -> str:
    """An element with its content, as it stands in the page."""
    start = html.index(f'<{tag} class="section" id="{ident}"')
    return html[start : html.index(f"</{tag}>", start) + len(f"</{tag}>")]
