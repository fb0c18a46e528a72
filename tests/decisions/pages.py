"""What the tests of the pages share: a browser, a form as a page sends it, a page as words."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from governance.decisions.models import Matter, Ruling
from governance.organisations.models import Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.decisions import (
    again,
)
from tests.factories.organisations import sign_in


def browse(client: Client, seat: Seat) -> Client:
    """The browser of the person in the seat."""
    sign_in(client, seat)
    return client


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a form as the page would."""
    given = {name: "" if value is None else str(value) for name, value in fields.items()}
    return client.post(url, {FIELD: new_token(), **given})


def text_of(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = re.sub(r"<script.*?</script>", "", response.content.decode(), flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ")


def url(name: str, matter: Matter, *more: Any) -> str:
    return reverse(f"decisions:{name}", args=[matter.partnership.slug, matter.pk, *more])


def ruling_of(matter: Matter, name: str) -> Ruling:
    return next(each for each in again(matter).principal_rulings() if each.principal_name == name)
