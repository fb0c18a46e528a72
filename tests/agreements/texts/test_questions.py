import pytest

from agreements.negotiations import services
from agreements.negotiations.models import Negotiation
from governance.workflow.refusals import Refused
from governance.workflow.steps import steps_of
from tests.factories.negotiations import negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def test_implementation_waits_for_an_agreement_that_holds() -> None:
    world = negotiation_world("agreeing")

    with pytest.raises(Refused, match="Inget avtal ur förhandlingen gäller än"):
        services.take_step(world.again(), "implement", by=world.negotiator(), today=TODAY)

    assert world.again().state == "agreeing"
    assert "an_agreement_is_in_force" in [guard.name for guard in steps_of(Negotiation)["implement"].guards]
