"""A board from set up to closed: peopled by State and parties, open as long as any commitment is."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.boards import services
from agreements.boards.models import Appointment, Board
from agreements.boards.states import Place
from agreements.commitments.registry import board_of
from governance.audit.actors import SYSTEM
from governance.organisations.models import Seat
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import steps_of, why_not
from tests.factories.boards import DECISION, BoardWorld, board_world, formed_board
from tests.factories.commitments import now
from tests.factories.organisations import TODAY, act_as, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def test_the_same_agreement_has_one_board() -> None:
    base, board = formed_board()

    again = services.form_board(base.agreement, by=base.leader(), today=TODAY)

    assert again == board
    assert board.body.kind == "board"


def test_only_negotiators_and_the_state_set_a_board_up() -> None:
    base, board = formed_board()
    Board.objects.filter(pk=board.pk).delete()

    with pytest.raises(NotAllowed):
        services.form_board(base.agreement, by=base.speaker(base.base.municipality), today=TODAY)
    assert services.form_board(base.agreement, by=base.speaker(base.base.state), today=TODAY).pk != board.pk


def test_a_board_waits_for_every_place_and_names_who_is_missing() -> None:
    _base, board = formed_board()

    with pytest.raises(Refused, match="ordförande, vice ordförande, ledamot från Staten") as refused:
        services.activate_board(board, by=SYSTEM, today=TODAY)

    assert refused.value.refusals[0].rule.requirement == "W-130"
    assert "ersättare från Almby kommun" in str(refused.value)


def test_each_party_appoints_for_itself_and_the_state_for_all() -> None:
    base, board = formed_board()
    state, town = base.base.state, base.base.municipality
    given: dict[str, Any] = {"user": make_user(), "reference": DECISION, "today": TODAY}

    with pytest.raises(NotAllowed):
        services.appoint(board, place=Place.MEMBER, principal=town, by=base.speaker(state), **given)
    with pytest.raises(NotAllowed):
        services.appoint(board, place=Place.CHAIR, by=base.speaker(town), **given)
    with pytest.raises(Refused, match="Ledamot och ersättare utses av en part"):
        services.appoint(board, place=Place.MEMBER, by=base.speaker(state), **given)

    assert not Appointment.objects.exists()


def test_an_appointment_rests_on_a_decision() -> None:
    base, board = formed_board()

    with pytest.raises(Refused, match="Ange beslutet"):
        services.appoint(
            board, place=Place.CHAIR, user=make_user(), reference=" ", by=base.speaker(base.base.state), today=TODAY
        )


def test_a_successor_takes_the_place_and_the_history_stays(world: BoardWorld) -> None:
    before = world.appointment(Place.CHAIR)
    later = TODAY.replace(year=2028)

    services.appoint(
        world.now(),
        place=Place.CHAIR,
        user=make_user(name="Ny Ordförande"),
        reference="Regeringen 2028-10-01",
        by=world.speaker(world.state, later),
        today=later,
    )

    former = Appointment.objects.select_related("seat__user").get(pk=before.pk)
    assert former.seat.user == before.seat.user
    assert former.ended_on == former.seat.until_on == later.replace(day=19)
    assert str(world.appointment(Place.CHAIR).seat.user) == "Ny Ordförande"
    assert Seat.objects.on(later).filter(body=world.board.body, role="chair").count() == 1


def test_the_database_lets_one_hold_a_place(world: BoardWorld) -> None:
    twin = world.appointment(Place.CHAIR)
    seat = Seat.objects.create(user=make_user(), body=world.board.body, role="chair", from_on=TODAY)

    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            board=twin.board, place=Place.CHAIR, seat=seat, reference="x", appointed_on=TODAY, order=0
        )


def test_the_boards_people_verify_only_once_it_is_active() -> None:
    forming = board_world(active=False)

    assert board_of(forming.agreement) is None
    services.activate_board(forming.now(), by=forming.by_chair(), today=TODAY)
    assert board_of(forming.agreement) == forming.board.body


def test_closing_is_refused_while_a_commitment_is_open_and_says_which(world: BoardWorld) -> None:
    with pytest.raises(Refused) as refused:
        services.close_board(world.now(), by=world.by_chair(), today=TODAY)

    first = refused.value.refusals[0]
    assert first.sentence == "2 åtaganden är inte realiserade: 1. Bostäder och 2. Medfinansiering."
    assert (first.rule.requirement, first.by_when) == ("C-02", world.housing.due_on)
    assert world.now().state == "active"


def test_closing_completes_the_agreement(world: BoardWorld) -> None:
    world.verified(world.housing, 100)
    world.verified(world.money, 500_000)
    meeting = world.decided_to_close()

    closed = services.close_board(world.now(), by=world.by_chair(), today=TODAY)

    item = meeting.items.get(kind="closing")
    assert (closed.state, closed.closed_on, closed.closing_paragraph) == ("closed", TODAY, item.paragraph)
    assert (now(world.housing).state, now(world.money).state) == ("realised", "realised")
    assert world.agreement.state == "completed"


def test_only_the_chair_closes(world: BoardWorld) -> None:
    for actor in (world.by_secretary(), world.acting(Place.MEMBER, world.state), world.speaker(world.state)):
        with pytest.raises(NotAllowed):
            services.close_board(world.now(), by=actor, today=TODAY)


def test_the_deputy_chair_acts_for_the_chair_but_a_partys_deputy_does_not(world: BoardWorld) -> None:
    meeting = world.hold(world.meeting("Läget"), without=(world.seat(Place.CHAIR),))
    world.decide(meeting.items.get())
    adjuster = world.seat(Place.MEMBER, world.state)

    with pytest.raises(NotAllowed):
        services.attest_minutes(
            meeting, adjuster=adjuster, by=world.acting(Place.DEPUTY, world.municipality), today=TODAY
        )
    done = services.attest_minutes(meeting, adjuster=adjuster, by=world.acting(Place.DEPUTY_CHAIR), today=TODAY)
    assert (done.state, done.attested_by) == ("attested", world.seat(Place.DEPUTY_CHAIR))


def test_closing_waits_for_a_decision_in_adjusted_minutes(world: BoardWorld) -> None:
    world.verified(world.housing, 100)
    world.verified(world.money, 500_000)

    with pytest.raises(Refused, match="inte beslutat om sin avslutning"):
        services.close_board(world.now(), by=world.by_chair(), today=TODAY)


def test_closing_waits_for_accounts_and_minutes(world: BoardWorld) -> None:
    world.verified(world.housing, 100)
    world.verified(world.money, 500_000)
    world.decided_to_close()
    world.account()
    world.meeting("Ett till")

    with pytest.raises(Refused) as refused:
        services.close_board(world.now(), by=world.by_chair(), today=TODAY)

    assert [each.sentence for each in refused.value.refusals] == [
        "Redovisningen för 2026 är inte skickad.",
        "Protokollet är inte justerat för sammanträde 4.",
    ]


def test_the_database_itself_refuses_to_close_over_an_open_commitment(world: BoardWorld) -> None:
    closing = {"state": "closed", "closed_on": TODAY, "closing_paragraph": "§ 1"}

    with pytest.raises(IntegrityError), transaction.atomic():
        Board.objects.filter(pk=world.board.pk).update(**closing)

    world.verified(world.housing, 100)
    world.verified(world.money, 500_000)
    assert Board.objects.filter(pk=world.board.pk).update(**closing) == 1


def test_an_agreement_with_a_board_is_completed_by_closing_it(world: BoardWorld) -> None:
    world.verified(world.housing, 100)
    world.verified(world.money, 500_000)

    refusals = why_not(world.agreement, "complete", Act(world.by_chair(), TODAY))

    assert [each.rule.requirement for each in refusals] == ["C-02"]
    assert "När den avslutas slutförs avtalet" in refusals[0].sentence


def test_a_member_acts_from_the_seat_of_the_board_alone(world: BoardWorld) -> None:
    outsider = act_as(world.base.base.leader)

    with pytest.raises(NotAllowed):
        services.plan_meeting(world.now(), held_on=TODAY, by=outsider, today=TODAY)
    with pytest.raises(NotAllowed):
        services.plan_meeting(
            world.now(), held_on=TODAY, by=world.acting(Place.MEMBER, world.municipality), today=TODAY
        )


def test_machine_has_exactly_these_steps() -> None:
    found = {name: (step.sources, step.target, step.by_system) for name, step in steps_of(Board).items()}

    assert found == {
        "activate": (("forming",), "active", True),
        "close": (("active",), "closed", False),
    }
