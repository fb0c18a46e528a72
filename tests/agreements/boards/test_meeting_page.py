"""A meeting's page: what is written on the agenda and in the decisions, as it was written."""

import pytest
from django.test import Client
from django.urls import reverse

from agreements.boards import services
from agreements.boards.models import Meeting
from agreements.boards.states import Place
from tests.factories.boards import BoardWorld, board_world
from tests.factories.organisations import TODAY, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def page(client: Client, world: BoardWorld, meeting: Meeting) -> str:
    """The page as its own members see it."""
    sign_in(client, world.seat(Place.MEMBER, world.municipality))
    return client.get(reverse("boards:meeting", args=[world.board.partnership.slug, meeting.pk])).content.decode()


def test_line_breaks_of_an_item_are_kept_and_nothing_else_is(client: Client, world: BoardWorld) -> None:
    text = "Bakgrund: <b>marken</b>.\n\n" + "ord " * 70 + "\r\nFörslag: vänta."
    meeting = world.meeting(called=False)
    services.add_item(meeting, title="Läget", text=text, by=world.by_secretary(), today=TODAY)

    shown = page(client, world, meeting)

    assert "Bakgrund: &lt;b&gt;marken&lt;/b&gt;.<br><br>ord " in shown
    assert "ord <br>Förslag: vänta.</small>" in shown


def test_line_breaks_of_a_decision_are_kept(client: Client, world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"))
    words = "Styrelsen beslutar\natt vänta & se."
    services.decide_item(held.items.get(), outcome="decided", decision=words, by=world.by_secretary(), today=TODAY)

    assert '<p class="small">Styrelsen beslutar<br>att vänta &amp; se.</p>' in page(client, world, held)
