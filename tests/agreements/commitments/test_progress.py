"""Progress, verification by the board, and when a commitment is realised."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.commitments import questions
from agreements.commitments.models import Commitment
from agreements.commitments.queries import open_commitments
from agreements.commitments.services import progress
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.commitments import CommitmentWorld, board_is, now, world_in_force
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
World = tuple[CommitmentWorld, Any, Any]


@pytest.fixture
def running(db: None) -> Iterator[World]:
    """Dwellings and money that are both under way."""
    made = world_in_force()
    with board_is(made[0].board):
        yield made


def test_reported_is_not_realised(running: World) -> None:
    world, housing, _money = running

    report = world.report(housing, 100)

    reported = now(housing)
    assert (report.state, reported.state, reported.verified_value) == ("waiting", "reported", 0)
    assert reported.realised_on is None


def test_the_board_verifies_and_what_is_left_goes_on(running: World) -> None:
    world, housing, _money = running
    report = world.report(housing, 40)

    progress.verify_report(report, "§ 12", by=world.by_board(), today=TODAY)

    verified = now(housing)
    assert (verified.state, verified.verified_value, verified.left) == ("verified", 40, 60)
    assert (verified.verified_on, verified.verified_paragraph) == (TODAY, "§ 12")


def test_a_commitment_is_realised_when_the_verified_quantity_reaches_the_promise(running: World) -> None:
    world, housing, _money = running
    for value, paragraph in ((40, "§ 12"), (100, "§ 30")):
        progress.verify_report(world.report(housing, value), paragraph, by=world.by_board(), today=TODAY)

    realised = now(housing)
    assert (realised.state, realised.realised_on, realised.left) == ("realised", TODAY, 0)
    assert world.base.agreement.pk is not None


def test_verifying_needs_a_paragraph(running: World) -> None:
    world, housing, _money = running
    report = world.report(housing, 100)

    with pytest.raises(Refused, match="Ange paragrafen"):
        progress.verify_report(report, " ", by=world.by_board(), today=TODAY)
    with pytest.raises(Refused, match="framåt i tiden"):
        progress.verify_report(report, "§ 1", by=world.by_board(), today=TODAY, on=TODAY + timedelta(days=1))

    assert now(housing).state == "reported"


def test_only_the_board_verifies(running: World) -> None:
    world, housing, _money = running
    report = world.report(housing, 100)

    for actor in (world.speaker(world.base.municipality), world.speaker(world.base.state), world.leader()):
        with pytest.raises(NotAllowed):
            progress.verify_report(report, "§ 1", by=actor, today=TODAY)


def test_only_the_responsible_party_reports(running: World) -> None:
    world, housing, _money = running

    for actor in (world.speaker(world.base.state), world.by_board(), world.leader()):
        with pytest.raises(NotAllowed):
            progress.report_progress(
                housing, as_of=TODAY, value=Decimal(1), text="x", evidence="y", by=actor, today=TODAY
            )


def test_a_report_is_sent_back_with_reasons_and_reported_anew(running: World) -> None:
    world, housing, _money = running
    sent = progress.send_back_report(
        world.report(housing, 100), "§ 4", reason="Underlaget visar 40.", by=world.by_board(), today=TODAY
    )

    assert (sent.state, sent.note, now(housing).state) == ("sent_back", "Underlaget visar 40.", "under_way")
    progress.verify_report(world.report(housing, 40), "§ 9", by=world.by_board(), today=TODAY)
    assert now(housing).verified_value == 40


def test_a_later_report_may_correct_downwards(running: World) -> None:
    world, housing, _money = running
    for value in (60, 50):
        progress.verify_report(world.report(housing, value), "§ 1", by=world.by_board(), today=TODAY)

    assert (now(housing).state, now(housing).verified_value) == ("verified", 50)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"as_of": TODAY + timedelta(days=1)}, "framåt i tiden"),
        ({"evidence": " "}, "Ange underlaget"),
        ({"value": Decimal(-1)}, "mindre än noll"),
    ],
)
def test_a_report_that_cannot_be_right_is_refused(running: World, fields: dict[str, Any], sentence: str) -> None:
    world, housing, _money = running
    given: dict[str, Any] = {"as_of": TODAY, "value": Decimal(1), "text": "x", "evidence": "y", **fields}

    with pytest.raises(Refused, match=sentence):
        progress.report_progress(housing, by=world.speaker(housing.principal), today=TODAY, **given)

    assert now(housing).state == "under_way"
    assert not housing.reports.exists()


def test_one_report_waits_at_a_time(running: World) -> None:
    world, housing, _money = running
    world.report(housing, 10)

    with pytest.raises(Refused, match="väntar redan"):
        world.report(housing, 20)


def test_contributions_of_others_are_part_of_the_whole(running: World) -> None:
    world, housing, _money = running
    others = {world.base.region: Decimal(9)}

    with pytest.raises(Refused, match="större än det sammanlagda"):
        world.report(housing, 5, contributions=others)
    report = world.report(housing, 40, contributions=others)

    assert list(report.contributions.values_list("principal_id", "value")) == [(world.base.region.pk, 9)]


def test_an_offer_cannot_be_reported(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region)

    with pytest.raises(Refused, match="Åtagandet är ”erbjudet”"):
        world.report(offer, 1)


def test_late_is_computed_from_the_day(running: World) -> None:
    _world, housing, _money = running
    after = date(2036, 1, 1)

    assert not housing.is_late(housing.due_on)
    assert housing.is_late(after)
    assert Commitment.objects.late(after).count() == 2
    assert not Commitment.objects.late(TODAY).exists()


def test_completing_the_agreement_waits_for_every_commitment(running: World) -> None:
    world, housing, money = running
    act = Act(world.by_board(), TODAY)

    refusal: Any = questions.nothing_is_open(world.agreement, act)
    assert "2 åtaganden är öppna: 1. Bostäder och 2. Medfinansiering" in str(refusal.sentence)
    assert (refusal.rule.requirement, refusal.by_when) == ("C-02", housing.due_on)

    progress.verify_report(world.report(housing, 100), "§ 1", by=world.by_board(), today=TODAY)
    assert list(open_commitments(world.agreement)) == [money]
    progress.verify_report(world.report(money, 500_000), "§ 2", by=world.by_board(), today=TODAY)
    assert questions.nothing_is_open(world.agreement, act) is None


def test_the_database_refuses_realised_without_verification(running: World) -> None:
    _world, housing, _money = running

    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=housing.pk).update(**{"state": "realised"}, realised_on=TODAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.filter(pk=housing.pk).update(verified_value=3)
