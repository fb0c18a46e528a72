import pytest

from agreements.negotiations.states import NegotiationState
from tests.factories.negotiations import REACHED, negotiation_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("reached", REACHED)
def test_world_reaches_its_state_with_every_party(reached: str) -> None:
    world = negotiation_world(reached)

    assert world.negotiation.state == reached
    assert len(world.parties) == 8
    assert world.negotiation.checklist.exists()
    assert NegotiationState(reached) in REACHED
