"""Who leads is appointed in the negotiation, serves today and need not abstain; nobody else sees what is private."""

from datetime import timedelta
from typing import Any

import pytest

from agreements.benefits import services
from agreements.benefits.models import Analysis, Package
from agreements.negotiations.models import Negotiation
from agreements.negotiations.permissions import may_lead
from agreements.negotiations.services import assess_conflict, declare_conflict, end_appointment, take_step
from agreements.texts.models import Agreement
from agreements.texts.permissions import may_lead as may_lead_text
from agreements.texts.permissions import may_write
from governance.organisations.kinds import SeatRole
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.benefits import BenefitWorld, benefit_world
from tests.factories.negotiations import negotiation_world, sit
from tests.factories.organisations import TODAY, act_as

from .pages import at, client_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


def abstains(world: BenefitWorld) -> None:
    """The chief negotiator declares a conflict, and it is assessed."""
    negotiator = world.negotiation.negotiation.negotiators.get(user=world.negotiation.leader.user)
    declared = declare_conflict(negotiator, what="Ägare", by=world.negotiation.negotiator(), today=TODAY)
    by = act_as(world.negotiation.second, TODAY)
    assess_conflict(declared, assessment="Jäv", must_abstain=True, by=by, today=TODAY)


def is_ended(world: BenefitWorld) -> None:
    """The chief negotiator's appointment has ended."""
    negotiator = world.negotiation.negotiation.negotiators.get(user=world.negotiation.leader.user)
    end_appointment(negotiator, until_on=TODAY - timedelta(days=1), by=world.negotiation.secretary(), today=TODAY)


def is_another(world: BenefitWorld) -> None:
    """The seat is held by somebody who never was appointed."""
    world.negotiation.leader = sit(world.negotiation.negotiators, SeatRole.MEMBER, "Nykomlingen")


@pytest.mark.parametrize("happens", [abstains, is_ended, is_another])
def test_who_does_not_lead_sees_nothing_private_and_does_nothing(happens: Any) -> None:
    world = benefit_world()
    laid, sketch = world.lay(), world.sketch("Hemlig skiss", 1)
    by = world.negotiation.negotiator()
    asked = services.ask_trade_finder(world.negotiation.again(), by=by, today=TODAY)
    happens(world)
    client, by = client_of(world.negotiation.leader), world.negotiation.negotiator()

    told = text_of(client.get(at(world, "packages")))
    assert "Hasselby universitet 5,5" not in told
    assert "Hemlig skiss" not in told
    assert "Andra förhandlaren kan handla" in told
    assert "Hasselby universitet 5,5" not in text_of(client.get(at(world, "package", laid.number)))
    for url in (at(world, "package", sketch.number), at(world, "analysis", asked.pk), at(world, "ask")):
        assert client.get(url).status_code == 404
    assert not Analysis.objects.visible_to(by).exists()
    with pytest.raises(NotAllowed, match="en förordnad förhandlingsperson utan jäv"):
        services.withdraw_package(laid, reason="Nej", by=by, today=TODAY)
    with pytest.raises(NotAllowed):
        services.lay_package(sketch, by=by, today=TODAY)
    with pytest.raises(NotAllowed):
        services.ask_trade_finder(world.negotiation.again(), by=by, today=TODAY)
    with pytest.raises(Refused, match=r"Andra förhandlaren kan handla\."):
        take_step(world.negotiation.again(), "pause", reason="Vila", by=by, today=TODAY)
    agreement = Agreement(partnership=world.negotiation.partnership, negotiation=world.negotiation.negotiation)
    assert not may_lead_text(agreement, by)
    assert not may_write(agreement, by)


def test_the_other_negotiator_sees_and_acts() -> None:
    world = benefit_world()
    laid = world.lay()
    abstains(world)
    by = act_as(world.negotiation.second, TODAY)

    assert "Hasselby universitet 5,5" in text_of(client_of(world.negotiation.second).get(at(world, "packages")))
    assert services.withdraw_package(laid, reason="Nytt", by=by, today=TODAY).state == "withdrawn"
    assert may_lead_text(Agreement(partnership=world.negotiation.partnership), by)


def test_a_negotiation_without_negotiators_is_prepared_but_shows_no_sums() -> None:
    world = BenefitWorld(negotiation_world("proposed"))
    world.value("university", range(11), shared=False)
    for each in world.negotiation.negotiation.negotiators.all():
        each.conflicts.all().delete()
        each.delete()
    by = world.negotiation.negotiator()

    assert may_lead(Negotiation.objects.get(), by)
    sketch = world.sketch()

    assert Package.objects.visible_to(by).get() == sketch
    told = text_of(client_of(world.negotiation.leader).get(at(world, "package", sketch.number)))
    assert "Summerat ur parternas egna värderingar i dag" not in told
    with pytest.raises(NotAllowed):
        services.ask_trade_finder(world.negotiation.again(), by=by, today=TODAY)
