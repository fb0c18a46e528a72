"""Every address of the negotiations, asked by those who take part, by strangers, and with nonsense."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.negotiations import services
from agreements.negotiations.urls import urlpatterns
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from tests.factories.negotiations import NegotiationWorld, negotiation_world
from tests.factories.organisations import TODAY

from .addresses import examples
from .pages import NOON, browser, send

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def full_world() -> NegotiationWorld:
    """A negotiation with a row of everything."""
    world = negotiation_world("negotiating")
    on: dict[str, Any] = {"by": SYSTEM, "today": TODAY}
    services.hold_session(world.again(), held_on=TODAY, title="Möte", **on)
    services.add_milestone(world.again(), phase="negotiating", planned_on=TODAY, title="Dag", **on)
    option = world.issues[0].options.first()
    assert option is not None
    services.limit_mandate(world.party("region"), option=option, reason="Nej.", **on)
    return world


def addresses(world: NegotiationWorld) -> list[tuple[str, str]]:
    return [(name, reverse(name, kwargs=keys)) for name, keys in examples(world.partnership)]


def keys_of(world: NegotiationWorld) -> list[Any]:
    return [world.partnership.slug, world.negotiation.pk]


def test_every_address_has_an_example(full_world: NegotiationWorld) -> None:
    named = {f"negotiations:{pattern.name}" for pattern in urlpatterns}

    assert named - {name for name, _ in addresses(full_world)} == {"negotiations:start"}


def test_stranger_meets_404_everywhere_and_a_visitor_is_sent_to_sign_in(full_world: NegotiationWorld) -> None:
    stranger, visitor = browser(negotiation_world("proposed").leader), Client()
    before = Event.objects.count()

    for name, address in addresses(full_world):
        assert stranger.get(address).status_code == 404, name
        assert send(stranger, address).status_code == 404, name
        assert visitor.get(address).status_code == 302, name

    assert Event.objects.count() == before


def test_no_page_breaks_for_anybody_who_takes_part(full_world: NegotiationWorld) -> None:
    world = full_world
    before = Event.objects.count()
    for seat in (world.leader, world.office, world.government, world.speakers["state"], world.registrars["region"]):
        client = browser(seat)
        for name, address in addresses(world):
            assert client.get(address).status_code in (200, 302, 403, 404), (name, seat)
    assert Event.objects.count() == before, "a page that is only read wrote something"


def test_nonsense_is_answered_and_shown_as_text(full_world: NegotiationWorld) -> None:
    hostile = "\"'><script>alert(1)</script>{{7*7}}%s"
    fields = "title what text reason because frame new_frame subject role holder kind gate phase planned_on told_on"
    sent = dict.fromkeys(fields.split(), hostile)
    client = browser(full_world.office)

    for name, address in addresses(full_world):
        if name in ("negotiations:milestone_remove", "negotiations:step"):
            continue
        answer = send(client, address, **sent)
        assert answer.status_code in (200, 302, 303, 403, 404, 409, 422), name
        assert b"<script>alert(1)" not in answer.content, name

    assert full_world.again().state == "negotiating"
    assert b"<script>alert(1)" not in client.get(reverse("negotiations:issues", args=keys_of(full_world))).content
