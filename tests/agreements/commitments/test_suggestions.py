"""A package's share as the beginning of an offer: one's own, of what is laid, and never another's sketch."""

import re
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.benefits.models import PackageShare
from agreements.commitments.models import Commitment
from agreements.commitments.suggestions import suggested_offers
from agreements.texts import services as texts
from governance.workflow.tokens import FIELD, new_token
from tests.factories.benefits import agreed_world, benefit_world
from tests.factories.organisations import TODAY, sign_in

pytestmark = pytest.mark.django_db
FOUR = ("state", "region", "city", "town")


def test_a_party_begins_from_its_own_share_of_a_package_that_is_laid() -> None:
    world = benefit_world()
    agreement = SimpleNamespace(negotiation_id=world.negotiation.again().pk)
    party = world.negotiation.party("region")
    actor = world.negotiation.speaker("region")
    package = world.sketch()
    before = suggested_offers(agreement, party.principal, actor)

    laid = world.lay(package)

    share = PackageShare.objects.get(package=laid, party=party)
    [found] = suggested_offers(agreement, party.principal, actor)
    assert before == []
    assert (found.key, found.is_agreed) == (str(laid.pk), False)
    assert found.initial["share_ppm"] == share.share_ppm
    assert found.initial["title"] == f"Medfinansiering enligt paket {laid.letter}"
    assert suggested_offers(SimpleNamespace(negotiation_id=None), party.principal, actor) == []


def test_agreed_package_alone_is_suggested_when_there_is_one() -> None:
    world = benefit_world(keys=FOUR)
    world.lay(world.sketch("Ett annat", 1))
    agreed = world.accept(world.lay())
    agreement = SimpleNamespace(negotiation_id=agreed.negotiation_id)

    [found] = suggested_offers(
        agreement, world.negotiation.party("region").principal, world.negotiation.speaker("region")
    )

    assert (found.key, found.is_agreed) == (str(agreed.pk), True)


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


def test_offer_is_filled_in_from_the_agreed_package_on_the_page(client: Client) -> None:
    world, agreed = agreed_world(keys=FOUR)
    made = texts.draft_agreement(
        negotiation=agreed.negotiation, package=agreed, title="Ramavtal", by=world.negotiation.negotiator(), today=TODAY
    )
    page = reverse("commitments:new", args=[world.slug, made.pk])
    rest = {"counting_rule": "Betalt mot faktura.", "due_on": "2028-12-31", "owner_role": "Ekonomichef"}

    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        sign_in(client, world.negotiation.speakers["region"])
        asked = client.get(page)
        filled = client.get(f"{page}?paket={agreed.pk}")
        form = filled.context["form"]
        given = {name: form[name].value() for name in ("title", "share_of")}
        share = re.search(r'name="share_ppm" value="([^"]+)"', filled.content.decode())
        assert share is not None
        sent = client.post(f"{page}?paket={agreed.pk}", {FIELD: new_token(), **given, "share_ppm": share[1], **rest})

    assert "Parterna är överens om ett paket." in words(asked)
    assert f'href="?paket={agreed.pk}"' in asked.content.decode()
    assert "30 % (6 000 000 kr) av kostnaden, enligt paket A" in words(asked)
    assert "Budet är ifyllt från ett paket" in words(filled)
    assert sent.status_code == 303
    offer = Commitment.objects.get()
    assert (offer.share_ppm, offer.principal) == (300_000, world.negotiation.party("region").principal)
