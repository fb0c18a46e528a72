"""What anybody may read, and what nobody outside may know of."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.negotiations.services.directive import publish_negotiation
from agreements.texts.states import AgreementState
from tests.factories.agreements import agreement_world
from tests.factories.negotiations import negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def test_nothing_public_says_so(client: Client) -> None:
    page = client.get(reverse("public:list"))

    assert page.status_code == 200
    assert "Inget är öppet för alla än" in page.content.decode()


def test_negotiation_is_shown_once_its_leaders_have_made_it_public(client: Client) -> None:
    world = negotiation_world()
    url = reverse("public:negotiation", args=[world.negotiation.pk])

    assert client.get(url).status_code == 404
    publish_negotiation(world.negotiation, is_public=True, by=world.negotiator(), today=TODAY)

    page = client.get(url).content.decode()
    assert world.negotiation.title in page
    assert world.negotiation.title in client.get(reverse("public:list")).content.decode()


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.READY_TO_SIGN, AgreementState.PARTLY_SIGNED])
def test_agreement_that_does_not_hold_is_not_shown(client: Client, state: str) -> None:
    world = agreement_world(state, is_public=True)

    assert client.get(reverse("public:agreement", args=[world.agreement.pk])).status_code == 404


def test_agreement_that_is_not_public_is_not_shown(client: Client) -> None:
    world = agreement_world(AgreementState.IN_FORCE, is_public=False)

    assert client.get(reverse("public:agreement", args=[world.agreement.pk])).status_code == 404


def test_public_agreement_shows_its_text_and_parties(client: Client) -> None:
    world = agreement_world(AgreementState.IN_FORCE, is_public=True)

    page = client.get(reverse("public:agreement", args=[world.agreement.pk])).content.decode()

    assert world.agreement.title in page
    assert all(each.organisation.name in page for each in world.principals)
    version = world.now().agreed_version
    assert version is not None
    assert version.text_sha256 in page


def test_pages_ask_the_same_however_much_is_public(client: Client) -> None:
    counts = []
    for _ in range(2):
        talk, pact = negotiation_world(), agreement_world(AgreementState.IN_FORCE, is_public=True)
        publish_negotiation(talk.negotiation, is_public=True, by=talk.negotiator(), today=TODAY)
        asked = []
        for name, keys in (("list", []), ("negotiation", [talk.negotiation.pk]), ("agreement", [pact.agreement.pk])):
            with CaptureQueriesContext(connection) as caught:
                assert client.get(reverse(f"public:{name}", args=keys)).status_code == 200
            asked.append(len(caught))
        counts.append(asked)

    assert counts[0] == counts[1]
    assert max(counts[0]) <= 8
