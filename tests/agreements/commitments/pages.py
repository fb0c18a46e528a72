"""What the tests of the commitments' pages share: addresses, a form as a page sends it, a page as words."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from agreements.commitments.models import Commitment
from governance.organisations.models import Principal, Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.commitments import CommitmentWorld
from tests.factories.organisations import sign_in


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a form as the page would."""
    return client.post(url, {FIELD: new_token(), **fields})


def at(name: str, world: CommitmentWorld, *more: Any) -> str:
    """An address about the world's agreement."""
    return reverse(f"commitments:{name}", args=[world.base.partnership.slug, world.base.agreement.pk, *more])


def on(name: str, commitment: Commitment, *more: Any) -> str:
    """An address about a commitment."""
    return reverse(f"commitments:{name}", args=[commitment.partnership.slug, commitment.pk, *more])


def as_seat(client: Client, seat: Seat) -> Client:
    """The browser of somebody."""
    sign_in(client, seat)
    return client


def as_party(client: Client, world: CommitmentWorld, principal: Principal) -> Client:
    """The browser of a party's representative."""
    return as_seat(client, world.base.speakers[principal.pk])
