"""How many questions the pages ask: the same whatever the number of rows."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.negotiations import services
from agreements.negotiations.registry import PANELS
from governance.audit.actors import SYSTEM
from tests.factories.negotiations import CAST, NegotiationWorld, confirm_all, negotiation_world
from tests.factories.organisations import TODAY

from .pages import NOON, browser, url

pytestmark = pytest.mark.django_db
FEW = ("state", "region")
LISTS = "parties issues sessions notices timetable checklist negotiators precedents".split()


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture(autouse=True)
def _without_panels_of_higher_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agreements.negotiations.registry.PANELS", [])
    assert isinstance(PANELS, list)


def asked(client: Client, address: str) -> int:
    """How many questions a page asks, once what is remembered is remembered."""
    client.get(address)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def filled(world: NegotiationWorld, times: int) -> NegotiationWorld:
    """A negotiation with more of everything that its pages list."""
    on: dict[str, Any] = {"by": SYSTEM, "today": TODAY}
    parties = [world.party(key) for key in world.parties]
    for number in range(times):
        services.add_milestone(world.again(), phase="agreeing", planned_on=TODAY, title=f"Dag {number}", **on)
        services.add_precedent(world.again(), title=f"Förebild {number}", reference="SOU", **on)
        services.log_notice(world.again(), what=f"Nyhet {number}", **on)
        session = services.hold_session(
            world.again(), held_on=TODAY, title="Möte", attended=parties, decisions=[("parties", "Ja.")] * 2, **on
        )
        assert session.decisions.count() == 2
        services.register_finance_change(parties[-1], what="Mindre.", **on)
        issue = services.add_issue(world.again(), title=f"Fråga {number}", kind="other", **on)
        option = services.add_option(issue, title="Ett", **on)
        for party in parties:
            services.limit_mandate(party, option=option, reason="Nej.", **on)
    return world


def test_room_costs_the_same_with_two_parties_and_with_eight() -> None:
    counts = []
    for keys in (FEW, tuple(CAST)):
        world = negotiation_world("initiating", keys=keys)
        confirm_all(world, but=(("region", 3),))
        services.tell_why_not(world.party("region"), 3, text="Väntar.", by=world.speaker("region"), today=TODAY)
        counts.append(asked(browser(world.leader), url(world, "room")))

    assert counts[0] == counts[1] <= 8


def test_pages_cost_the_same_with_one_row_and_with_many() -> None:
    counts = []
    for keys, times in ((FEW, 1), (tuple(CAST), 3)):
        world = filled(negotiation_world(keys=keys), times)
        client = browser(world.speakers["region"])
        of_party = asked(client, url(world, "party", world.parties["region"].pk))
        pages = {name: asked(client, url(world, name)) for name in ("directive", *LISTS)}
        counts.append({**pages, "party": of_party})

    assert counts[0] == counts[1]
    assert counts[0].pop("party") <= 12
    assert {name: count for name, count in counts[0].items() if count > 8} == {}


def test_list_costs_the_same_with_one_negotiation_and_with_three() -> None:
    world = negotiation_world("initiating")
    client, address = browser(world.leader), reverse("negotiations:list", args=[world.partnership.slug])
    start = reverse("negotiations:start")
    first = (asked(client, address), asked(client, start))

    for number in range(2):
        services.register_negotiation(partnership=world.partnership, title=f"F {number}", by=SYSTEM, today=TODAY)

    assert (asked(client, address), asked(client, start)) == first
    assert max(first) <= 8
