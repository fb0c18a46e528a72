"""What the list of commitments says while the agreement is on its way, and what is told before it is made ready."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.commitments.pages.panels import group
from agreements.texts.states import AgreementState
from tests.factories.agreements import bring_to, left_alone
from tests.factories.commitments import CommitmentWorld, commitment_world
from tests.factories.organisations import TODAY, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]
CLEARING = "Se vilka bud som håller tillsammans"


@pytest.fixture
def world(db: None) -> CommitmentWorld:
    """Two parties' offers in a draft."""
    made = commitment_world()
    made.offer(made.base.municipality)
    made.offer(made.base.region, title="Spår")
    return made


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


def listed(client: Client, world: CommitmentWorld) -> Any:
    """The list of the agreement's commitments."""
    return client.get(reverse("commitments:list", args=[world.base.partnership.slug, world.base.agreement.pk]))


def bring(world: CommitmentWorld, state: str) -> None:
    with left_alone():
        bring_to(world.agreement, state)


def test_whoever_makes_an_agreement_ready_is_told_which_offers_lapse(client: Client, world: CommitmentWorld) -> None:
    bring(world, AgreementState.PREPARED)
    sign_in(client, world.base.leader)
    keys = [world.base.partnership.slug, world.base.agreement.pk]

    told = words(client.get(reverse("agreements:step", args=[*keys, "make_ready"])))

    assert "Två bud är inte klarerade" in told
    assert "om det inte klareras medan avtalet skrivs: 1. Bostäder och 2. Spår. Inget åtagande är bindande." in told
    items: Any = group(world.agreement, world.leader(), TODAY)
    assert "1. Bostäder och 2. Spår" in str(items.items[1].note)


def test_nothing_is_said_when_every_offer_is_cleared(client: Client, world: CommitmentWorld) -> None:
    world.clear()
    bring(world, AgreementState.PREPARED)
    sign_in(client, world.base.leader)

    told = client.get(
        reverse("agreements:step", args=[world.base.partnership.slug, world.base.agreement.pk, "make_ready"])
    )

    assert told.context["warnings"] == []


def test_the_list_says_that_the_agreement_does_not_hold_yet(client: Client, world: CommitmentWorld) -> None:
    bring(world, AgreementState.READY_TO_SIGN)
    sign_in(client, world.base.speakers[world.base.state.pk])

    page = listed(client, world)

    assert (page.context["state"], page.context["turn"]) == ("Avtalet gäller inte än", "Förhandlingspersonerna")
    assert page.context["turn_note"] == "ska öppna undertecknandet"
    assert "Det som inte är klarerat förfaller när avtalet börjar gälla." in words(page)
    assert CLEARING not in words(page)


@pytest.mark.parametrize("state", [AgreementState.PREPARED, AgreementState.AWAITING_DECISIONS])
def test_what_is_agreed_is_not_followed_up_before_the_agreement_holds(
    client: Client, world: CommitmentWorld, state: str
) -> None:
    world.clear()
    bring(world, state)
    sign_in(client, world.base.leader)

    page = listed(client, world)

    assert (page.context["state"], page.context["turn"]) == ("Avtalet gäller inte än", "Parterna")
    assert "genomför och rapporterar" not in words(page)


def test_the_list_follows_the_commitments_once_the_agreement_holds(client: Client, world: CommitmentWorld) -> None:
    world.clear()
    world.bring_into_force()
    sign_in(client, world.base.leader)

    page = listed(client, world)

    assert (page.context["state"], page.context["turn_note"]) == ("Följs upp", "genomför och rapporterar")


def test_offers_of_a_draft_lie_with_the_negotiators(client: Client, world: CommitmentWorld) -> None:
    sign_in(client, world.base.speakers[world.base.state.pk])

    page = listed(client, world)

    assert (page.context["state"], page.context["turn"]) == ("Förhandlas", "Förhandlingspersonerna")
    assert CLEARING in words(page)
