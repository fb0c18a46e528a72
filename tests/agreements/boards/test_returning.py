"""Attested minutes that are given back: by whom, who corrects them, and what the desks say meanwhile."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from agreements.boards import services
from agreements.boards.agenda import MOST_OF_REASON, adjusting_waitings, meeting_duties
from agreements.boards.models import Meeting
from agreements.boards.states import Place
from governance.audit.models import Event
from governance.organisations.actors import Actor
from governance.organisations.happenings import details_of, sentence_of
from governance.workflow.refusals import NotAllowed
from tests.factories.boards import DECISION, BoardWorld, board_world
from tests.factories.organisations import TODAY, make_user, sign_in

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
    """The same given back."""
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


def desk(actor: Actor) -> tuple[list[str], list[str]]:
    """What the actor is to do with meetings, and what she waits for."""
    duties, waits = meeting_duties(actor, TODAY), adjusting_waitings(actor, TODAY)
    return [str(each.title) for each in duties], [str(each.turn) for each in waits]


def returned(world: BoardWorld) -> Meeting:
    """Minutes that the adjuster has given back."""
    return give_back(attested(world), world.acting(Place.MEMBER, world.state))


def to_attest(world: BoardWorld) -> list[str]:
    """What those wait for who have written the minutes."""
    return [f"{world.seat(Place.CHAIR).user.name} ska intyga protokollet"]


def test_minutes_that_come_back_are_the_secretarys_to_correct_until_a_decision_is_rewritten(world: BoardWorld) -> None:
    item = returned(world).items.get()
    (duty,) = meeting_duties(world.by_secretary(), TODAY)

    assert (duty.title, duty.text) == ("Rätta protokollet", f"Sammanträde 1. Återlämnat: {REASON}")
    assert duty.since == TODAY
    assert desk(world.by_secretary()) == desk(world.acting(Place.DEPUTY_CHAIR)) == (["Rätta protokollet"], [])
    assert desk(world.by_chair()) == (["Rätta protokollet", "Intyga protokollet"], [])
    assert desk(world.acting(Place.MEMBER, world.state)) == ([], [])

    world.decide(item)
    assert desk(world.by_secretary()) == (["Rätta protokollet"], []), "samma ord är ingen rättelse"
    words = "Styrelsen beslutar något annat."
    services.decide_item(item, outcome="decided", decision=words, by=world.by_secretary(), today=TODAY)

    assert desk(world.by_secretary()) == ([], to_attest(world))
    assert desk(world.by_chair()) == (["Intyga protokollet"], [])


def test_the_trail_tells_that_a_decision_was_corrected_and_why(world: BoardWorld) -> None:
    meeting = returned(world)
    services.decide_item(
        meeting.items.get(), outcome="noted", decision="Vi antecknar det.", by=world.by_secretary(), today=TODAY
    )

    event = Event.objects.about(meeting).get(kind="boards.meeting.correct_decision")
    assert sentence_of(event) == "Ett beslut i det återlämnade protokollet rättades"
    assert details_of(event)["before"] == {"returned_on": str(TODAY), "returned_because": REASON}


def test_corrected_attendance_is_a_correction_and_unchanged_attendance_is_none(world: BoardWorld) -> None:
    meeting, away = returned(world), world.seat(Place.DEPUTY, world.municipality)
    there = world.everybody()

    services.correct_attendance(meeting, present=there, by=world.by_secretary(), today=TODAY)
    assert desk(world.by_secretary()) == (["Rätta protokollet"], [])
    there = [seat for seat in there if seat.pk != away.pk]
    services.correct_attendance(meeting, present=there, by=world.by_secretary(), today=TODAY)

    assert desk(world.by_secretary()) == ([], to_attest(world))


def test_minutes_are_attested_anew_without_correction_where_the_adjuster_could_not(world: BoardWorld) -> None:
    meeting, other = returned(world), world.seat(Place.MEMBER, world.municipality)

    anew = services.attest_minutes(meeting, adjuster=other, by=world.by_chair(), today=TODAY)

    assert (anew.returned_on, anew.returned_because) == (None, "")
    waits = [f"{other.user.name} ska justera protokollet"]
    assert desk(world.by_secretary()) == desk(world.by_chair()) == ([], waits)


def test_the_page_of_returned_minutes_says_that_it_is_the_secretarys_turn(client: Client, world: BoardWorld) -> None:
    meeting = returned(world)
    address = reverse("boards:meeting", args=[world.board.partnership.slug, meeting.pk])
    sign_in(client, world.seat(Place.CHAIR))

    page = client.get(address)

    assert (page.context["turn"], page.context["turn_note"]) == (
        "styrelsens sekreterare",
        "ska rätta protokollet. Sedan intygas det på nytt",
    )
    assert "Protokollet är återlämnat. När det är rättat intygas det på nytt." in page.content.decode()
    steps = {each["name"]: each["primary"] for each in page.context["steps"]}
    assert steps == {"correct_attendance": False, "attest": False}


def test_a_long_reason_is_cut_on_the_desk(world: BoardWorld) -> None:
    minutes = attested(world)
    services.return_minutes(minutes, reason="ord " * 900, by=world.by_chair(), today=TODAY)

    (duty,) = meeting_duties(world.by_secretary(), TODAY)

    assert str(duty.text).endswith("ord…")
    assert len(str(duty.text)) < MOST_OF_REASON + 50
