"""Attested minutes that are given back: by whom, who corrects them, and what the desks say meanwhile."""

from datetime import date, timedelta

import pytest

from agreements.boards import services
from agreements.boards.models import Meeting
from agreements.boards.states import Place
from governance.organisations.actors import Actor
from governance.workflow.refusals import NotAllowed
from tests.factories.boards import DECISION, BoardWorld, board_world
from tests.factories.organisations import TODAY, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]
REASON = "Beslutet löd annorlunda."


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def attested(world: BoardWorld, *, led_by: str = Place.CHAIR) -> Meeting:
    """The minutes of a meeting that the chair or the deputy chair led, at the State's member for adjusting."""
    away = (world.seat(Place.CHAIR),) if led_by == Place.DEPUTY_CHAIR else ()
    held = world.hold(world.meeting("Läget"), without=away)
    world.decide(held.items.get())
    adjuster = world.seat(Place.MEMBER, world.state)
    return services.attest_minutes(held, adjuster=adjuster, by=world.acting(led_by), today=TODAY)


def give_back(meeting: Meeting, by: Actor, today: date = TODAY) -> Meeting:
    return services.return_minutes(meeting, reason=REASON, by=by, today=today)


def test_only_the_adjuster_or_whoever_led_the_meeting_gives_its_minutes_back(world: BoardWorld) -> None:
    minutes = attested(world)
    others = (
        world.acting(Place.DEPUTY_CHAIR),
        world.by_secretary(),
        world.acting(Place.MEMBER, world.municipality),
    )

    for by in others:
        with pytest.raises(NotAllowed, match="justeraren eller den som ledde sammanträdet"):
            give_back(minutes, by)
    assert give_back(minutes, world.by_chair()).state == "held"
    assert give_back(attested(world), world.acting(Place.MEMBER, world.state)).state == "held"


def test_the_chair_gives_no_minutes_back_of_what_the_deputy_chair_led(world: BoardWorld) -> None:
    minutes = attested(world, led_by=Place.DEPUTY_CHAIR)

    with pytest.raises(NotAllowed):
        give_back(minutes, world.by_chair())
    assert give_back(minutes, world.acting(Place.DEPUTY_CHAIR)).state == "held"


def test_the_chair_gives_minutes_back_when_whoever_led_the_meeting_has_left(world: BoardWorld) -> None:
    minutes, later = attested(world, led_by=Place.DEPUTY_CHAIR), TODAY + timedelta(days=2)
    services.appoint(
        world.now(),
        place=Place.DEPUTY_CHAIR,
        user=make_user(),
        reference=DECISION,
        by=world.speaker(world.state, later),
        today=later,
    )

    assert give_back(minutes, world.by_chair(later), later).state == "held"
