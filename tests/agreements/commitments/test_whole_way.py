"""From offers to realised, through the agreement's own adoption: conditions, cost cap, amounts in today's prices."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.adoption import services as adoption
from agreements.adoption.states import ConditionKind
from agreements.commitments.services import deviations, offers, progress
from agreements.texts import services as texts
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind
from governance.workflow.refusals import Refused
from tests.factories.adoption import AdoptionWorld
from tests.factories.agreements import left_alone
from tests.factories.commitments import CommitmentWorld, board_is, commitment_world, now
from tests.factories.organisations import TODAY, sign_in

pytestmark = pytest.mark.django_db
COST = Sek.of_kronor(1_000_000)


def ready_to_decide(world: CommitmentWorld) -> AdoptionWorld:
    """The agreement made ready, with a cost cap of 15 % and a matter with each party."""
    base = world.base
    adoption.add_cost_cap(base.now(), base_ore=COST.ore, cap_ppm=150_000, by=base.by_leader(), today=TODAY)
    with left_alone():
        texts.freeze_version(base.now(), by=base.by_leader(), today=TODAY, change_note="Första")
        texts.prepare_agreement(base.now(), by=base.by_leader(), today=TODAY)
        texts.make_ready(base.now(), by=base.by_leader(), today=TODAY)
    made = AdoptionWorld(base)
    adoption.set_conditions(made.agreement, today=TODAY)
    adoption.open_adoption(made.agreement, by=base.by_leader(), today=TODAY)
    return made


def everybody_decides(made: AdoptionWorld) -> None:
    """Every party's own body adopts, councils gain legal force, and all sign."""
    for each in made.world.principals:
        made.adopt(each, legal_force_on=None)
        if each.organisation.bodies.filter(kind=BodyKind.COUNCIL).exists():
            made.gain_force(each, on=TODAY, today=TODAY)
    made.sign()


@pytest.fixture
def world(db: None) -> Iterator[CommitmentWorld]:
    """Three parties with mandates, a draft agreement and its board."""
    made = commitment_world()
    with board_is(made.board):
        yield made


def test_commitments_begin_by_themselves_when_the_last_condition_is_met(world: CommitmentWorld) -> None:
    housing, money = world.offer(world.base.municipality), world.money(world.base.state)
    world.needs(housing, money, least=500_000, measure="share")
    world.needs(money, housing, least=100)
    world.clear()
    late = world.offer(world.base.region, title="Sent bud")
    made = ready_to_decide(world)
    assert [now(each).state for each in (housing, money, late)] == ["agreed", "agreed", "offered"]

    everybody_decides(made)

    assert made.agreement.state == "in_force"
    assert [now(each).state for each in (housing, money, late)] == ["under_way", "under_way", "lapsed"]


def test_a_forecast_in_a_deviation_is_held_to_the_cost_cap(world: CommitmentWorld) -> None:
    housing = world.offer(world.base.municipality)
    world.clear()
    made = ready_to_decide(world)
    everybody_decides(made)
    by = world.speaker(world.base.municipality)

    deviations.report_deviation(
        now(housing),
        kind="cost",
        description="Marken är dyrare.",
        forecast=Sek.of_kronor(1_150_001),
        by=by,
        today=TODAY,
    )

    assert made.condition(ConditionKind.COST_CAP).state == "breached"
    assert now(housing).state == "deviating"
    assert made.agreement.state == "in_force"


def test_an_agreement_that_lapses_takes_its_commitments_along(world: CommitmentWorld) -> None:
    housing = world.offer(world.base.municipality)
    world.clear()

    texts.abandon_agreement(world.agreement, reason="Parterna går skilda vägar.", by=world.leader(), today=TODAY)

    assert now(housing).state == "lapsed"


def test_the_agreement_is_completed_when_everything_is_realised(world: CommitmentWorld) -> None:
    housing = world.offer(world.base.municipality)
    world.clear()
    everybody_decides(ready_to_decide(world))
    with pytest.raises(Refused, match=r"1 åtagande är öppet: 1\. Bostäder"):
        texts.complete_agreement(world.agreement, by=SYSTEM, today=TODAY)

    progress.verify_report(world.report(housing, 100), "§ 2", by=world.by_board(), today=TODAY)

    assert texts.complete_agreement(world.agreement, by=SYSTEM, today=TODAY).state == "completed"


def test_an_amount_is_also_told_in_todays_prices(world: CommitmentWorld, client: Client, time_machine: Any) -> None:
    time_machine.move_to(f"{TODAY}T12:00:00+02:00", tick=False)
    money = world.money(world.base.state, share=500_000)
    offers.change_offer(
        money,
        amount_ore=1_000_000_00,
        price_level_on=date(2016, 1, 1),
        index_series="KPI",
        by=world.speaker(world.base.state),
        today=TODAY,
    )
    sign_in(client, world.base.leader)
    url = reverse("commitments:commitment", args=[world.base.partnership.slug, money.pk])
    assert "Indextalet i serien KPI för januari 2016 är inte inlagt." in client.get(url).content.decode()
    for month, value in ((date(2016, 1, 1), Decimal("310")), (date(2026, 8, 1), Decimal("418.5"))):
        given: dict[str, Any] = {"series": "KPI", "month": month, "value": value, "source": "SCB"}
        texts.register_index_figure(partnership=world.base.partnership, by=world.leader(), today=TODAY, **given)

    page = client.get(url).content.decode().replace("\u00a0", " ")

    assert "1 350 000 kr i prisnivå augusti 2026 (SCB)" in page
