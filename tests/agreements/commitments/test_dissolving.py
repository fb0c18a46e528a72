"""Clearings are dissolved in the order that nothing is left binding on a condition that no longer holds."""

from typing import Any

import pytest

from agreements.commitments import questions
from agreements.commitments.services import clearing
from governance.workflow import steps
from governance.workflow.guards import Act
from governance.workflow.refusals import Refused
from tests.factories.commitments import CommitmentWorld, now
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def dissolve(world: CommitmentWorld, made: Any) -> Any:
    """The negotiator dissolves a clearing."""
    return clearing.dissolve_clearing(made, reason="Parterna vill pröva om.", by=world.leader(), today=TODAY)


def test_a_clearing_that_later_ones_rest_on_is_dissolved_after_them(world: CommitmentWorld) -> None:
    money = world.money(world.base.state)
    first = world.clear()
    housing = world.offer(world.base.municipality)
    world.needs(housing, money, least=500_000, measure="share")
    second = world.clear()
    trains = world.offer(world.base.region, title="Tåg")
    world.needs(trains, housing, least=100)
    third = world.clear()

    with pytest.raises(Refused) as refused:
        dissolve(world, first)
    (refusal,) = refused.value.refusals
    assert refusal.sentence == (
        "2 åtaganden blev bindande på villkor av det som klareringen gjorde bindande: 2. Bostäder och 3. Tåg. "
        "Lös upp klarering 3 och 2 först."
    )
    assert refusal.mended_by == "förhandlingspersonerna: lös upp klarering 3 och 2 först"
    assert [now(each).state for each in (money, housing, trains)] == ["agreed"] * 3

    for made in (third, second, first):
        dissolve(world, made)
    assert [now(each).state for each in (money, housing, trains)] == ["offered", "conditional", "conditional"]


def test_a_clearing_is_dissolved_when_others_are_enough_without_it(world: CommitmentWorld) -> None:
    money = world.money(world.base.state)
    first = world.clear()
    more, housing = world.money(world.base.region), world.offer(world.base.municipality)
    world.needs(housing, money, more, kind="count", least=1)
    world.clear()

    dissolve(world, first)

    assert [now(each).state for each in (money, more, housing)] == ["offered", "agreed", "agreed"]
    assert questions.drafts_still_stand(world.agreement, Act(world.leader(), TODAY)) is None


def test_signing_waits_for_what_is_agreed_on_a_condition_that_fails(world: CommitmentWorld) -> None:
    money = world.money(world.base.state)
    world.clear()
    housing = world.offer(world.base.municipality)
    world.needs(housing, money, least=500_000, measure="share")
    world.clear()
    act = Act(world.leader(), TODAY)
    assert questions.drafts_still_stand(world.agreement, act) is None

    steps.perform(now(money), "reopen", by=world.leader(), today=TODAY, reason="Ensamt.")  # as it could once be

    refusal: Any = questions.drafts_still_stand(world.agreement, act)
    assert str(refusal.sentence).replace("\u00a0", " ") == (
        "1 överenskommet åtagande har ett villkor som inte längre är uppfyllt: 2. Bostäder. "
        "Villkoret är inte uppfyllt: bud 1 (Staten) når minst 50 %. Budet blir inte bindande."
    )
    assert refusal.mended_by == "förhandlingspersonerna: lös upp klarering 2"
