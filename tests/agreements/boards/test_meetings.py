"""Meetings: called with an agenda, held with deputies serving, decided by paragraph, adjusted and sealed."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from agreements.boards import services
from agreements.boards.models import AgendaItem, Attendance, Meeting
from agreements.boards.states import MeetingState, Place
from agreements.commitments.models import ProgressReport
from governance.audit.models import Event
from governance.documents.services import current_document
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from governance.workflow.steps import steps_of
from tests.factories.boards import DECISION, BoardWorld, board_world
from tests.factories.commitments import now
from tests.factories.organisations import TODAY, act_as, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def test_what_waits_for_the_board_stands_on_the_agenda_from_the_start(world: BoardWorld) -> None:
    report = world.report(world.housing, 40)

    first = world.meeting(called=False)
    second = world.meeting(called=False)

    assert [item.report for item in first.items.all()] == [report]
    assert not second.items.exists()


def test_items_of_a_cancelled_meeting_wait_for_the_next(world: BoardWorld) -> None:
    report = world.report(world.housing, 40)
    services.cancel_meeting(world.meeting(), reason="För få kan komma.", by=world.by_secretary(), today=TODAY)

    assert [item.report for item in world.meeting().items.all()] == [report]


def test_calling_needs_an_agenda(world: BoardWorld) -> None:
    meeting = world.meeting(called=False)

    with pytest.raises(Refused, match="Dagordningen är tom"):
        services.call_meeting(meeting, by=world.by_secretary(), today=TODAY)


def test_no_meeting_is_planned_more_than_two_years_ahead(world: BoardWorld) -> None:
    last = TODAY.replace(year=TODAY.year + 2)

    planned = services.plan_meeting(world.now(), held_on=last, by=world.by_secretary(), today=TODAY)
    with pytest.raises(Refused, match="Sammanträdet 21 oktober 2028 är mer än två år bort"):
        services.plan_meeting(world.now(), held_on=last + timedelta(days=1), by=world.by_secretary(), today=TODAY)

    assert list(world.board.meetings.all()) == [planned]


def test_a_meeting_is_not_held_before_its_day(world: BoardWorld) -> None:
    later = TODAY + timedelta(days=14)
    meeting = services.plan_meeting(world.now(), held_on=later, by=world.by_secretary(), today=TODAY)
    services.add_item(meeting, title="Läget", by=world.by_secretary(), today=TODAY)
    called = services.call_meeting(meeting, by=world.by_secretary(), today=TODAY)

    with pytest.raises(Refused, match="Sammanträdet är den 3 november 2026") as refused:
        world.hold(called)

    assert refused.value.refusals[0].by_when == later


def test_a_deputy_serves_when_the_member_is_away(world: BoardWorld) -> None:
    member = world.seat(Place.MEMBER, world.municipality)

    held = world.hold(world.meeting("Läget"), without=(member,))

    town = {row.role: (row.present, row.serving) for row in held.attendance.filter(principal=world.municipality)}
    others = held.attendance.filter(principal=world.state, role="ersättare").get()
    assert town == {"ledamot": (False, False), "ersättare": (True, True)}
    assert (others.present, others.serving) == (True, False)


def test_the_deputy_chair_leads_when_the_chair_is_away(world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"), without=(world.seat(Place.CHAIR),))

    assert held.chaired_by == world.seat(Place.DEPUTY_CHAIR)


def test_a_meeting_without_chair_or_majority_decides_nothing(world: BoardWorld) -> None:
    chairs = (world.seat(Place.CHAIR), world.seat(Place.DEPUTY_CHAIR))
    two_parties = tuple(
        world.seat(place, party)
        for party in (world.state, world.municipality)
        for place in (Place.MEMBER, Place.DEPUTY)
    )
    meeting = world.meeting("Läget")

    with pytest.raises(Refused, match="Varken ordföranden eller vice ordföranden"):
        world.hold(meeting, without=chairs)
    with pytest.raises(Refused, match="1 av 3 parter är företrädda"):
        world.hold(meeting, without=two_parties)

    assert Meeting.objects.get(pk=meeting.pk).state == "called"
    assert not Attendance.objects.exists()


def test_paragraphs_run_on_through_the_boards_life(world: BoardWorld) -> None:
    first, second = world.hold(world.meeting("Ett", "Två")), world.hold(world.meeting("Tre"))

    assert [item.paragraph for item in first.items.all()] == ["§\u00a01", "§\u00a02"]
    assert [item.paragraph for item in second.items.all()] == ["§\u00a03"]
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaItem.objects.filter(number=3).update(number=1)


def test_verifying_an_item_verifies_the_report_by_its_paragraph(world: BoardWorld) -> None:
    report = world.report(world.housing, 40)
    held = world.hold(world.meeting("Läget"))
    item = held.items.get(report=report)

    world.decide(item, "verified")

    answered = ProgressReport.objects.get(pk=report.pk)
    assert (answered.state, answered.paragraph, answered.answered_on) == ("verified", item.paragraph, held.held_on)
    assert now(world.housing).verified_value == 40


def test_a_report_is_sent_back_with_the_boards_words(world: BoardWorld) -> None:
    report = world.report(world.housing, 100)
    held = world.hold(world.meeting())
    item = held.items.get()

    services.decide_item(
        item, outcome="sent_back", decision="Underlaget visar 40.", by=world.by_secretary(), today=TODAY
    )

    assert ProgressReport.objects.get(pk=report.pk).note == "Underlaget visar 40."
    assert now(world.housing).state == "under_way"
    with pytest.raises(Refused, match="redan verkställt"):
        world.decide(AgendaItem.objects.get(pk=item.pk), "verified")


def test_a_postponed_report_comes_back(world: BoardWorld) -> None:
    report = world.report(world.housing, 40)
    held = world.hold(world.meeting())
    world.decide(held.items.get(), "postponed")

    assert [item.report for item in world.meeting().items.all()] == [report]


def test_decisions_are_written_only_between_meeting_and_adjusting(world: BoardWorld) -> None:
    meeting = world.meeting("Läget")

    with pytest.raises(Refused, match="när sammanträdet är hållet"):
        world.decide(meeting.items.get())
    held = world.hold(meeting)
    with pytest.raises(Refused, match="Beslut saknas i §"):
        world.minuted(held)
    with pytest.raises(Refused, match="hör inte till ärendet"):
        world.decide(held.items.get(), "verified")


def test_the_adjuster_served_and_is_not_the_chair(world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"))
    world.decide(held.items.get())

    for place, principal, sentence in (
        (Place.CHAIR, None, "en annan än den som ledde"),
        (Place.DEPUTY, world.municipality, "tjänstgjorde inte"),
    ):
        with pytest.raises(Refused, match=sentence):
            services.attest_minutes(held, adjuster=world.seat(place, principal), by=world.by_chair(), today=TODAY)


def test_the_minutes_are_sealed_when_both_have_answered_for_them_each_from_their_own_seat(world: BoardWorld) -> None:
    held = _decided(world)
    adjuster, later = world.seat(Place.MEMBER, world.state), TODAY + timedelta(days=3)

    with pytest.raises(NotAllowed):
        services.attest_minutes(held, adjuster=adjuster, by=world.by_secretary(), today=TODAY)
    attested = services.attest_minutes(held, adjuster=adjuster, by=world.by_chair(), today=TODAY)
    assert current_document("minutes", held) is None
    for other in (world.by_chair(), world.by_secretary(), world.acting(Place.MEMBER, world.municipality)):
        with pytest.raises(NotAllowed, match="den justerare som ordföranden har utsett"):
            services.adjust_minutes(attested, by=other, today=TODAY)
    services.adjust_minutes(attested, by=act_as(adjuster, later), today=later)

    document = current_document("minutes", held)
    assert document is not None
    told = document.frozen
    assert [(row["paragraph"], row["outcome"]) for row in told["items"]] == [("§\u00a01", "beslutat")]
    assert [(row["role"], row["name"], row["on"]) for row in told["adjusted"]] == [
        ("Ordförande", world.seat(Place.CHAIR).user.name, str(TODAY)),
        ("Justerare", adjuster.user.name, str(later)),
    ]
    assert "3 parter var företrädda" in told["lead"]


def test_the_adjuster_gives_wrong_minutes_back_with_a_reason(world: BoardWorld) -> None:
    held = _decided(world)
    adjuster = world.acting(Place.MEMBER, world.state)
    assert adjuster.seat is not None
    attested = services.attest_minutes(held, adjuster=adjuster.seat, by=world.by_chair(), today=TODAY)

    with pytest.raises(Refused, match="innan ordföranden har intygat"):
        world.decide(held.items.get())
    with pytest.raises(Refused, match="Skriv vad som ska rättas") as refused:
        services.return_minutes(attested, reason=" ", by=adjuster, today=TODAY)
    returned = services.return_minutes(attested, reason="Beslutet löd annorlunda.", by=adjuster, today=TODAY)

    assert refused.value.refusals[0].rule.requirement == "W-75"
    assert (returned.state, returned.adjuster, returned.attested_by) == ("held", None, None)
    world.decide(held.items.get())
    assert world.minuted(returned).state == "minuted"


def test_whoever_has_left_the_board_adjusts_nothing(world: BoardWorld) -> None:
    held, later = _decided(world), TODAY + timedelta(days=2)
    gone = world.seat(Place.MEMBER, world.state)
    services.appoint(
        world.now(),
        place=Place.MEMBER,
        principal=world.state,
        user=make_user(),
        reference=DECISION,
        by=world.speaker(world.state, later),
        today=later,
    )

    with pytest.raises(Refused, match="har lämnat sin plats"):
        services.attest_minutes(held, adjuster=gone, by=world.by_chair(later), today=later)


def test_the_database_seals_no_minutes_that_one_person_answers_for(world: BoardWorld) -> None:
    held = _decided(world)
    alone = {"adjusted_on": TODAY, "adjuster": world.seat(Place.MEMBER, world.state)}

    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=held.pk).update(state="minuted", **alone)
    with pytest.raises(IntegrityError), transaction.atomic():
        Meeting.objects.filter(pk=held.pk).update(
            state="minuted", attested_on=TODAY, attested_by=alone["adjuster"], **alone
        )


def test_the_minutes_keep_the_names_of_the_day(world: BoardWorld) -> None:
    was = str(world.seat(Place.CHAIR).user)
    held = world.minuted(_decided(world))
    later = TODAY + timedelta(days=400)
    services.appoint(
        world.now(),
        place=Place.CHAIR,
        user=make_user(name="Ny Ordförande"),
        reference=DECISION,
        by=world.speaker(world.state, later),
        today=later,
    )

    assert held.attendance.get(role="ordförande").name == was


def _decided(world: BoardWorld) -> Meeting:
    held = world.hold(world.meeting("Läget"))
    world.decide(held.items.get())
    return held


def test_attendance_is_corrected_until_the_chair_attests_and_the_trail_tells(world: BoardWorld) -> None:
    deputy, member = (world.seat(place, world.municipality) for place in (Place.DEPUTY, Place.MEMBER))
    held = world.hold(world.meeting("Läget"), without=(deputy,))
    there = [seat for seat in world.everybody() if seat.pk not in (member.pk, world.seat(Place.CHAIR).pk)]

    corrected = services.correct_attendance(held, present=there, by=world.by_secretary(), today=TODAY)

    town = {row.role: (row.present, row.serving) for row in held.attendance.filter(principal=world.municipality)}
    assert town == {"ledamot": (False, False), "ersättare": (True, True)}
    assert (corrected.state, corrected.chaired_by) == ("held", world.seat(Place.DEPUTY_CHAIR))
    told = json.loads(Event.objects.about(corrected).get(kind="boards.meeting.correct_attendance").details)
    assert told["added"] == [deputy.user.name]
    assert set(told["removed"]) == {member.user.name, world.seat(Place.CHAIR).user.name}
    with pytest.raises(Refused, match="Varken ordföranden eller vice ordföranden"):
        services.correct_attendance(corrected, present=[member], by=world.by_secretary(), today=TODAY)
    with pytest.raises(NotAllowed):
        services.correct_attendance(corrected, present=there, by=world.acting(Place.MEMBER, world.state), today=TODAY)
    world.decide(corrected.items.get())
    adjuster = world.seat(Place.MEMBER, world.state)
    attested = services.attest_minutes(corrected, adjuster=adjuster, by=world.acting(Place.DEPUTY_CHAIR), today=TODAY)
    with pytest.raises(WrongState):
        services.correct_attendance(attested, present=there, by=world.by_secretary(), today=TODAY)


def test_the_agenda_stands_still_after_the_meeting(world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"))

    with pytest.raises(Refused, match="Dagordningen ändras inte"):
        services.add_item(held, title="Mer", by=world.by_secretary(), today=TODAY)
    with pytest.raises(WrongState):
        services.cancel_meeting(held, reason="x", by=world.by_secretary(), today=TODAY)


def test_machine_has_exactly_these_steps() -> None:
    found = {name: (set(step.sources), step.target) for name, step in steps_of(Meeting).items()}

    assert found == {
        "call": ({"planned"}, "called"),
        "hold": ({"called"}, "held"),
        "correct_attendance": ({"held"}, "held"),
        "attest": ({"held"}, "attested"),
        "return_minutes": ({"attested"}, "held"),
        "adjust": ({"attested"}, "minuted"),
        "cancel": ({"planned", "called"}, "cancelled"),
    }
    assert set(Meeting.situations) == set(MeetingState.values)
