"""An offer that others have conditions on goes on stating what they asked for."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.commitments.services import offers
from governance.workflow.refusals import Refused
from tests.factories.commitments import CommitmentWorld, now
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def change(world: CommitmentWorld, offer: Any, **changes: Any) -> Any:
    """The party changes its offer."""
    return offers.change_offer(now(offer), by=world.speaker(offer.principal), today=TODAY, **changes)


@pytest.mark.parametrize("kind", ["sum", "level"])
def test_the_unit_of_an_offer_stays_while_others_ask_for_it(world: CommitmentWorld, kind: str) -> None:
    homes, rooms = (
        world.offer(each, quantity=Decimal(60), title=title)
        for each, title in ((world.base.municipality, "Bostäder"), (world.base.region, "Studentbostäder"))
    )
    money = world.money(world.base.state)
    world.needs(money, *((homes, rooms) if kind == "sum" else (rooms,)), kind=kind, least=60)

    with pytest.raises(Refused) as refused:
        change(world, rooms, unit="kvadratmeter")
    (refusal,) = refused.value.refusals
    assert refusal.sentence == (
        "Bud 3 (Staten) har ett villkor på det här budet, räknat i bostäder. Då ändras inte vad budet räknas i."
    )
    assert refusal.mended_by == "Staten: ta bort villkoret, eller du själv: ta tillbaka budet och lämna ett nytt"
    assert now(rooms).unit == "bostäder"

    assert change(world, rooms, unit="Bostäder ", quantity=Decimal(70)).promised == 70
    offers.withdraw_offer(now(money), by=world.speaker(world.base.state), today=TODAY)
    assert change(world, rooms, unit="kvadratmeter").unit == "kvadratmeter"


def test_the_measure_of_an_offer_stays_while_others_ask_for_it(world: CommitmentWorld) -> None:
    money, housing = world.money(world.base.state), world.offer(world.base.municipality)
    world.needs(housing, money, least=500_000, measure="share")
    amount = {"amount_ore": 100, "price_level_on": date(2026, 1, 1)}

    with pytest.raises(Refused, match="räknat i andel"):
        change(world, money, share_ppm=None, share_of="", **amount)

    assert change(world, money, **amount).share_ppm == 500_000


def test_a_count_of_offers_asks_for_no_unit(world: CommitmentWorld) -> None:
    homes, money = world.offer(world.base.municipality), world.money(world.base.state)
    world.needs(money, homes, kind="count")

    assert change(world, homes, unit="lägenheter").unit == "lägenheter"
