import pytest

from agreements.negotiations import services
from agreements.negotiations.models import Negotiation
from agreements.texts.services import draft_agreement
from governance.audit.actors import SYSTEM
from governance.workflow.refusals import Refused
from governance.workflow.steps import steps_of
from tests.factories.agreements import bring_to, draft_with_text, left_alone
from tests.factories.negotiations import NegotiationWorld, negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def test_implementation_waits_for_an_agreement_that_holds() -> None:
    world = negotiation_world("agreeing")

    with pytest.raises(Refused, match="Inget avtal ur förhandlingen gäller än"):
        services.take_step(world.again(), "implement", by=world.negotiator(), today=TODAY)

    assert world.again().state == "agreeing"
    assert "an_agreement_is_in_force" in [guard.name for guard in steps_of(Negotiation)["implement"].guards]


def leaves(world: NegotiationWorld, key: str) -> bool:
    services.withdraw_party(world.party(key), because="Nytt uppdrag", by=world.speaker(key), today=TODAY)
    return world.party(key).left_on == TODAY


@pytest.mark.parametrize("state", ["ready_to_sign", "partly_signed", "awaiting_decisions", "in_force"])
def test_party_does_not_leave_what_an_agreement_that_is_signed_or_holds_came_from(state: str) -> None:
    world = negotiation_world("agreeing")
    those = [world.parties[key].principal for key in ("state", "region", "city")]
    made = draft_with_text(world.partnership, those, negotiation=world.again())
    with left_alone():
        bring_to(made, state)

    with pytest.raises(Refused, match=r"Almby kommun är part i .*2026-01, som är i läget .*lämna förhandlingen\."):
        leaves(world, "city")

    assert world.party("city").left_on is None
    assert leaves(world, "town")


def test_party_leaves_while_the_agreement_is_written() -> None:
    world = negotiation_world("agreeing")
    draft_agreement(partnership=world.partnership, negotiation=world.again(), title="Avtal", by=SYSTEM, today=TODAY)

    assert leaves(world, "city")
