"""The whole way from an act to somebody's inbox, with the desk's real sources."""

import pytest

from agreements.adoption.services import open_adoption, raise_breach, register_cost_forecast
from agreements.adoption.states import ConditionKind
from governance.reminders.models import Message
from governance.reminders.turns import find_turns, tell_turns
from tests.factories.adoption import AdoptionWorld, adoption_world, in_force_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def look(made: AdoptionWorld) -> None:
    """Look at the partnership as the job does."""
    partnership = made.world.partnership
    tell_turns(partnership, find_turns(partnership, today=TODAY), today=TODAY)


def waiting(made: AdoptionWorld, seat_id: int) -> list[str]:
    """What a seat has been told and still is to do."""
    return list(Message.objects.live().filter(seat_id=seat_id).order_by("pk").values_list("title", flat=True))


def test_each_party_is_told_when_the_agreement_is_with_it_and_no_more_when_it_has_decided() -> None:
    made = adoption_world(opened=False)
    leader = made.world.leader.pk
    look(made)
    assert "Lämna över avtalet till parterna för beslut" in waiting(made, leader)

    open_adoption(made.agreement, by=made.world.by_leader(), today=TODAY)
    look(made)

    assert "Lämna över avtalet till parterna för beslut" not in waiting(made, leader)
    region = made.world.region
    speaker = made.world.speakers[region.pk].pk
    assert "Ange när Region Aspen behandlar ärendet" in waiting(made, speaker)
    made.adopt(region)
    look(made)
    assert "Ange när Region Aspen behandlar ärendet" not in waiting(made, speaker)


def test_negotiator_is_told_of_a_rejection_and_of_a_broken_cap() -> None:
    made = adoption_world()
    made.decide(made.world.region, "rejected")
    look(made)
    assert "Svara på skälen från Region Aspen" in waiting(made, made.world.leader.pk)

    held = in_force_world(cap=True)
    leader = held.world.by_leader()
    register_cost_forecast(held.agreement, forecast_ore=200_000_000, source="Rapport 3", by=leader, today=TODAY)
    look(held)
    assert "Ta upp kostnaden med parterna" in waiting(held, held.world.leader.pk)
    raise_breach(held.condition(ConditionKind.COST_CAP), note="Brev", by=leader, today=TODAY)
    look(held)
    assert "Ta upp kostnaden med parterna" not in waiting(held, held.world.leader.pk)
