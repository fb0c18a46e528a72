import pytest

from agreements.texts.states import AgreementState
from tests.factories.agreements import WAY, agreement_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", WAY)
def test_agreement_is_brought_to_every_state_of_the_way(state: str) -> None:
    world = agreement_world(state)

    assert world.agreement.state == state
    assert [str(each) for each in world.parties] == ["Staten", "Region Aspen", "Almby kommun"]
    assert (world.agreement.agreed_version is not None) == (
        state not in (AgreementState.DRAFT, AgreementState.PREPARED)
    )
