"""A party's finances change late (N-14), and no offer is ever made binding outside a mandate."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from agreements.commitments.models import Commitment
from agreements.commitments.services import clearing, offers
from agreements.negotiations.services.parties import register_finance_change, withdraw_party
from agreements.texts.services import draft_agreement
from governance.lib.money import Sek
from governance.workflow.refusals import Refused
from tests.factories.commitments import COMPLETE, now
from tests.factories.negotiations import NegotiationWorld, negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
FRAME = 8_000_000  # kronor, the city's


@pytest.fixture
def room() -> NegotiationWorld:
    """A negotiation between the State, a region and a city, all with mandates."""
    return negotiation_world(keys=("state", "region", "city"))


@pytest.fixture
def agreement(room: NegotiationWorld) -> Any:
    """The draft that they negotiate."""
    return draft_agreement(negotiation=room.again(), title="Avtal om hälsodata", by=room.negotiator(), today=TODAY)


def offer(room: NegotiationWorld, agreement: Any, key: str, kronor: int | None = None, **fields: Any) -> Any:
    """An offer of a party, in money or in dwellings."""
    money = {"amount_ore": kronor * 100, "price_level_on": date(2026, 1, 1)} if kronor else {}
    things = {} if kronor else {"quantity": Decimal(100), "unit": "bostäder"}
    given = {"title": f"Bud från {key}", **COMPLETE, **money, **things, **fields}
    principal = room.parties[key].principal
    return offers.make_offer(agreement, principal, by=room.speaker(key), today=TODAY, **given)


def clear(room: NegotiationWorld, agreement: Any) -> Any:
    """Clear what holds."""
    return clearing.clear_offers(agreement, by=room.negotiator(), today=TODAY)


def test_an_offer_above_the_frame_is_refused_when_it_is_made(room: NegotiationWorld, agreement: Any) -> None:
    offer(room, agreement, "city", FRAME - 1)

    with pytest.raises(Refused, match="mer än mandatets ram"):
        offer(room, agreement, "city", 2)

    assert Commitment.objects.count() == 1


def test_a_seat_without_mandate_offers_nothing(room: NegotiationWorld, agreement: Any) -> None:
    room.parties["city"].principal.organisation.mandates.update(valid_until=date(2026, 10, 1))

    with pytest.raises(Refused, match="inget gällande mandat"):
        offer(room, agreement, "city")


def test_a_party_that_has_left_offers_no_more_than_its_mandate_allows(room: NegotiationWorld, agreement: Any) -> None:
    register_finance_change(
        room.party("city"), what="Mindre ram", new_frame=Sek.of_kronor(5), by=room.speaker("city"), today=TODAY
    )
    free = offer(room, agreement, "city")
    withdraw_party(room.party("city"), because="Nytt uppdrag", by=room.speaker("city"), today=TODAY)

    with pytest.raises(Refused, match="mer än mandatets ram, 5"):
        offer(room, agreement, "city", 6)
    room.parties["city"].principal.organisation.mandates.update(valid_until=date(2026, 10, 1))
    with pytest.raises(Refused, match="inget gällande mandat"):
        offers.change_offer(now(free), quantity=Decimal(101), by=room.speaker("city"), today=TODAY)


def test_changed_finances_flag_drafts_and_hold_them_back(room: NegotiationWorld, agreement: Any) -> None:
    money = offer(room, agreement, "state", 100_000_000)
    housing, free = offer(room, agreement, "city"), offer(room, agreement, "region")
    given: dict[str, Any] = {"kind": "level", "measure": "amount", "threshold": Decimal(50_000_000_00)}
    offers.add_condition(housing, others=[money], by=room.speaker("city"), today=TODAY, **given)

    register_finance_change(
        room.party("state"),
        what="Budgeten är minskad",
        new_frame=Sek.of_kronor(60_000_000),
        by=room.speaker("state"),
        today=TODAY,
    )

    assert [now(each).is_flagged for each in (money, housing, free)] == [True, True, False]
    assert now(money).flag_reason == "Statens ekonomi har ändrats: Budgeten är minskad."
    clear(room, agreement)
    assert [now(each).state for each in (money, housing, free)] == ["offered", "conditional", "agreed"]


def test_a_party_confirms_only_what_its_new_frame_allows(room: NegotiationWorld, agreement: Any) -> None:
    money = offer(room, agreement, "state", 100_000_000)
    by = room.speaker("state")
    register_finance_change(
        room.party("state"), what="Mindre ram", new_frame=Sek.of_kronor(60_000_000), by=by, today=TODAY
    )

    with pytest.raises(Refused, match="mer än mandatets ram"):
        offers.confirm_offer(now(money), by=by, today=TODAY)
    offers.change_offer(now(money), amount_ore=60_000_000_00, by=by, today=TODAY)

    assert not now(money).is_flagged
    clear(room, agreement)
    assert (now(money).state, now(money).amount_ore) == ("agreed", 60_000_000_00)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_becomes_binding_outside_a_mandate(room: NegotiationWorld, agreement: Any, seed: int) -> None:
    """Offers, changes of finances, changed offers and clearings in any order."""
    dice = random.Random(seed)
    frame = {"city": FRAME, "region": 60_000_000}
    for _ in range(14):
        key = dice.choice(sorted(frame))
        kind = dice.choice(("offer", "offer", "change", "finances", "clear"))
        mine = Commitment.objects.offers().filter(principal=room.parties[key].principal)
        try:
            if kind == "offer":
                offer(room, agreement, key, dice.randint(1, frame[key] + 1_000))
            elif kind == "change" and (held := mine.first()):
                amount = dice.randint(1, 2 * frame[key] + 1) * 100
                offers.change_offer(held, amount_ore=amount, by=room.speaker(key), today=TODAY)
            elif kind == "finances":
                lower = dice.randint(1, frame[key])
                given: dict[str, Any] = {"what": "Ändrat", "new_frame": Sek.of_kronor(lower)}
                register_finance_change(room.party(key), by=room.speaker(key), today=TODAY, **given)
                frame[key] = lower
            else:
                before = set(Commitment.objects.filter(state="agreed").values_list("pk", flat=True))
                clear(room, agreement)
                for each in Commitment.objects.filter(state="agreed").exclude(pk__in=before):
                    party = next(name for name in frame if room.parties[name].principal.pk == each.principal_id)
                    agreed = Commitment.objects.filter(principal=each.principal, state="agreed")
                    total = sum(one.amount_ore or 0 for one in agreed)
                    assert total <= frame[party] * 100
                    assert each.flagged_on is None
        except Refused:
            continue
