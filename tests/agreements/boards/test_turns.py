"""Whose turn it is: the board's, the parties', the secretary's or the chair's, as pages, lists and desk say it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.boards import services
from agreements.boards.agenda import adjusting_waitings, meeting_duties
from agreements.boards.states import Place
from agreements.commitments.models import Deviation
from agreements.commitments.services import deviations
from governance.organisations.actors import Actor
from governance.workflow.refusals import NotAllowed
from tests.factories.boards import DECISION, BoardWorld, board_world
from tests.factories.commitments import now
from tests.factories.organisations import TODAY, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


def told(world: BoardWorld) -> Deviation:
    """A deviation that the municipality has reported."""
    by = world.speaker(world.municipality)
    return deviations.report_deviation(now(world.housing), kind="late", description="Sent.", by=by, today=TODAY)


def asked(world: BoardWorld, deviation: Deviation) -> Deviation:
    """The same when the board has met and asked the parties."""
    held = world.hold(world.meeting())
    world.decide(held.items.get(deviation=deviation))
    given: dict[str, Any] = {"paragraph": "§ 1", "reason": "Vi frågar.", "proposal": "release"}
    return deviations.ask_parties(deviation, **given, by=world.by_chair(), today=TODAY)


def everybody_says_yes(world: BoardWorld, deviation: Deviation) -> None:
    for principal in world.base.base.principals:
        deviations.answer_deviation(deviation, principal, answer="yes", by=world.speaker(principal), today=TODAY)


def pages(client: Client, world: BoardWorld) -> tuple[str, str, str]:
    """The board's page, the list of boards, and the list of commitments."""
    slug = world.board.partnership.slug
    urls = (
        reverse("boards:board", args=[slug, world.board.pk]),
        reverse("boards:list", args=[slug]),
        reverse("commitments:list", args=[slug, world.board.agreement_id]),
    )
    one, two, three = (words(client.get(each)) for each in urls)
    return one, two, three


def test_deviation_is_the_boards_until_the_parties_are_asked_and_when_all_have_answered(
    client: Client, world: BoardWorld
) -> None:
    sign_in(client, world.seat(Place.SECRETARY))
    row = told(world)
    boards = "Styrelsen har ett åtagande att ta ställning till; inget sammanträde är planerat"

    page, listed, commitments = pages(client, world)
    assert boards in page
    assert "Verksam Styrelsen" in listed
    assert "Styrelsen har 1 åtagande att ta ställning till" in commitments

    row = asked(world, row)
    page, listed, commitments = pages(client, world)
    assert "Parterna har ett åtagande som avviker hos sig" in page
    assert "Avviker, hos parterna" in page
    assert "Verksam Parterna" in listed
    assert "Parterna har ett åtagande som avviker hos sig" in commitments
    assert "Avviker, hos parterna" in commitments

    everybody_says_yes(world, row)
    page, listed, commitments = pages(client, world)
    assert boards in page
    assert "hos parterna" not in page
    assert "Verksam Styrelsen" in listed
    assert "Styrelsen har 1 åtagande att ta ställning till" in commitments


def test_board_that_has_a_report_to_verify_is_not_told_to_wait_for_the_parties(
    client: Client, world: BoardWorld
) -> None:
    sign_in(client, world.seat(Place.SECRETARY))
    asked(world, told(world))
    world.report(world.money, 100_000)

    page, listed, commitments = pages(client, world)

    assert "Styrelsen har ett åtagande att ta ställning till" in page
    assert "Avviker, hos parterna" in page
    assert "Verksam Styrelsen" in listed
    assert "Styrelsen har 1 åtagande att ta ställning till" in commitments


def test_lists_show_what_is_reported_and_not_verified(client: Client, world: BoardWorld) -> None:
    sign_in(client, world.seat(Place.SECRETARY))
    world.report(world.housing, "40.5")
    world.report(world.money, 123_456)

    page, _listed, commitments = pages(client, world)

    for shown in (page, commitments):
        assert "Rapporterat sammanlagt 40,5 bostäder, inte verifierat än" in shown
        assert "Rapporterat sammanlagt 12,3456 %, inte verifierat än" in shown
    held = world.hold(world.meeting())
    for item, outcome in zip(held.items.order_by("order"), ("verified", "sent_back"), strict=True):
        world.decide(item, outcome)

    page, _listed, commitments = pages(client, world)

    assert "inte verifierat än" not in page + commitments


def test_parties_turn_is_told_with_the_boards_next_meeting(client: Client, world: BoardWorld) -> None:
    sign_in(client, world.seat(Place.SECRETARY))
    row = told(world)
    asked(world, row)
    world.meeting("Läget")

    page, _listed, _commitments = pages(client, world)

    assert "Parterna har ett åtagande som avviker hos sig. Styrelsen sammanträder den 20 oktober 2026" in page


def desk(actor: Actor) -> tuple[list[str], list[str]]:
    """What the actor is to do with meetings, and what she waits for."""
    duties, waits = meeting_duties(actor, TODAY), adjusting_waitings(actor, TODAY)
    return [str(each.title) for each in duties], [str(each.turn) for each in waits]


def test_desks_of_secretary_and_chair_show_it(client: Client, world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"))
    for item in held.items.all():
        world.decide(item)

    sign_in(client, world.seat(Place.SECRETARY))
    secretary = words(client.get(reverse("desk")))
    sign_in(client, world.seat(Place.CHAIR))
    chair = words(client.get(reverse("desk")))

    assert "Skriv besluten" not in secretary + chair
    assert f"{world.seat(Place.CHAIR).user.name} ska intyga protokollet" in secretary
    assert "Intyga protokollet" in chair


def test_secretary_writes_the_chair_attests_and_the_adjuster_adjusts(world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"))
    assert desk(world.by_secretary()) == (["Skriv besluten"], [])
    assert desk(world.by_chair()) == (["Skriv besluten"], [])

    for item in held.items.all():
        world.decide(item)

    to_attest = [f"{world.seat(Place.CHAIR).user.name} ska intyga protokollet"]
    assert desk(world.by_secretary()) == ([], to_attest)
    assert desk(world.by_chair()) == (["Intyga protokollet"], [])
    assert desk(world.acting(Place.MEMBER, world.municipality)) == ([], [])
    assert desk(world.acting(Place.DEPUTY_CHAIR)) == ([], to_attest)

    adjuster = world.acting(Place.MEMBER, world.municipality)
    assert adjuster.seat is not None
    attested = services.attest_minutes(held, adjuster=adjuster.seat, by=world.by_chair(), today=TODAY)
    waits = [f"{adjuster.seat.user.name} ska justera protokollet"]

    assert desk(world.by_secretary()) == desk(world.by_chair()) == ([], waits)
    assert desk(adjuster) == (["Justera protokollet"], [])
    assert desk(world.acting(Place.MEMBER, world.state)) == ([], [])

    services.adjust_minutes(attested, by=adjuster, today=TODAY)

    assert desk(world.acting(Place.MEMBER, world.municipality)) == ([], [])
    assert desk(world.by_secretary()) == desk(world.by_chair()) == ([], [])


def test_only_whoever_led_the_meeting_is_asked_to_attest_its_minutes(client: Client, world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"), without=(world.seat(Place.CHAIR),))
    world.decide(held.items.get())
    deputy, adjuster = world.seat(Place.DEPUTY_CHAIR), world.seat(Place.MEMBER, world.state)
    sign_in(client, world.seat(Place.CHAIR))
    page = client.get(reverse("boards:meeting", args=[world.board.partnership.slug, held.pk]))

    assert desk(world.by_chair()) == ([], [f"{deputy.user.name} ska intyga protokollet"])
    assert desk(world.acting(Place.DEPUTY_CHAIR)) == (["Intyga protokollet"], [])
    assert page.context["turn"] == deputy.user.name
    assert "attest" not in [each["name"] for each in page.context["steps"]]
    with pytest.raises(NotAllowed, match="den som ledde sammanträdet"):
        services.attest_minutes(held, adjuster=adjuster, by=world.by_chair(), today=TODAY)
    attested = services.attest_minutes(held, adjuster=adjuster, by=world.acting(Place.DEPUTY_CHAIR), today=TODAY)
    assert attested.attested_by == deputy


def test_the_chair_attests_what_a_deputy_chair_led_who_has_left(world: BoardWorld) -> None:
    held, later = world.hold(world.meeting("Läget"), without=(world.seat(Place.CHAIR),)), TODAY + timedelta(days=2)
    world.decide(held.items.get())
    services.appoint(
        world.now(),
        place=Place.DEPUTY_CHAIR,
        user=make_user(),
        reference=DECISION,
        by=world.speaker(world.state, later),
        today=later,
    )
    adjuster, chair = world.seat(Place.MEMBER, world.state), world.by_chair(later)

    assert desk(chair) == (["Intyga protokollet"], [])
    attested = services.attest_minutes(held, adjuster=adjuster, by=chair, today=later)
    assert attested.attested_by == chair.seat


def test_the_desk_has_a_last_day_for_a_meeting_only_until_it_is_held(client: Client, world: BoardWorld) -> None:
    coming = world.meeting("Läget")
    (before,) = meeting_duties(world.by_secretary(), TODAY)
    held = world.hold(coming)
    sign_in(client, world.seat(Place.SECRETARY))
    page = client.get(reverse("boards:meeting", args=[world.board.partnership.slug, held.pk]))
    (after,) = meeting_duties(world.by_secretary(), TODAY)

    assert (before.due_on, before.since) == (TODAY, None)
    assert (after.due_on, after.since) == (page.context["due"], TODAY) == (None, TODAY)
