"""Offers, their levels and conditions, and the clearing that makes them binding."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.commitments.models import Clearing, Commitment, ConditionTarget, OfferCondition
from agreements.commitments.services import clearing, offers
from agreements.texts.services import prepare_agreement
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.workflow import steps
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.commitments import CommitmentWorld, give_mandate, now
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def said(refused: Any) -> str:
    """The one sentence of a refusal."""
    (refusal,) = refused.value.refusals
    return str(refusal.sentence)


def test_an_offer_is_the_partys_own_and_binds_nobody(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.municipality, quantity=Decimal(28_550))

    assert (offer.number, offer.state, offer.promised, offer.is_open) == ("1", "offered", 28_550, False)
    assert list(offer.levels.values_list("number", "quantity")) == [(1, 28_550)]
    assert Event.objects.about(offer).get().kind == "commitments.commitment.offer"


def test_nobody_offers_for_another(world: CommitmentWorld) -> None:
    for actor in (world.leader(), world.speaker(world.base.region), world.by_board()):
        with pytest.raises(NotAllowed):
            offers.make_offer(
                world.agreement, world.base.municipality, title="Bostäder", by=actor, today=TODAY, quantity=1, unit="st"
            )

    assert not Commitment.objects.exists()


def test_an_offer_above_the_partys_mandate_is_refused(world: CommitmentWorld) -> None:
    principal = world.base.state
    principal.organisation.mandates.all().delete()
    give_mandate(principal, world.base.speakers[principal.pk].user, frame=Sek.of_kronor(10))

    assert world.base.agreement.negotiation_id is None  # no negotiation: the mandate is looked at when it clears
    offer = world.offer(principal, quantity=None, unit="", amount_ore=2_000, price_level_on=date(2026, 1, 1))
    line = clearing.preview_clearing(world.agreement, TODAY).lines[0]

    assert line.level == 0
    assert line.reasons == ("Staten erbjuder 20\u00a0kr i avtalet. Mandatets ram är 10\u00a0kr.",)
    with pytest.raises(Refused):
        world.clear()
    assert now(offer).state == "offered"


def test_without_a_live_mandate_nothing_clears(world: CommitmentWorld) -> None:
    world.offer(world.base.region)
    world.base.region.organisation.mandates.update(valid_until=TODAY - timedelta(days=1))

    (line,) = clearing.preview_clearing(world.agreement, TODAY).lines

    assert line.reasons == ("Ingen har ett gällande mandat att förhandla för Region Aspen.",)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": None}, "Ange en mängd, ett belopp eller en andel som är större än noll."),
        ({"quantity": Decimal(-1)}, "större än noll"),
        ({"unit": ""}, "Ange enheten som mängden räknas i"),
        ({"amount_ore": 1}, "Ange prisnivån för beloppet."),
        ({"share_ppm": 1_000_001}, "andelen högst 100 procent"),
        ({"value_elsewhere": True}, "Skriv vem som får nyttan"),
    ],
)
def test_an_offer_that_cannot_be_followed_is_refused_by_the_database(
    world: CommitmentWorld, fields: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        world.offer(world.base.region, **fields)

    assert sentence in " ".join(str(each.sentence) for each in refused.value.refusals)
    assert not Commitment.objects.exists()


def test_promises_that_wait_for_each_other_become_binding_at_once(world: CommitmentWorld) -> None:
    housing = world.offer(world.base.municipality, quantity=Decimal(28_550))
    money = world.money(world.base.state)
    alone = world.offer(world.base.region, title="Kollektivtrafik")
    world.needs(housing, money, least=500_000, measure="share")
    world.needs(money, housing, least=28_550)
    world.needs(alone, housing, least=30_000)
    assert now(housing).state == "conditional"

    preview = clearing.preview_clearing(world.agreement, TODAY)
    made = clearing.clear_offers(world.agreement, by=world.leader(), today=TODAY, fingerprint=preview.fingerprint)

    assert [line.commitment.pk for line in preview.binding] == [housing.pk, money.pk]
    assert preview.staying[0].reasons == (
        "Villkoret är inte uppfyllt: bud 1 (Almby kommun) når minst 30\u00a0000\u00a0bostäder. "
        "Det når 28\u00a0550\u00a0bostäder.",
    )
    assert (made.to_bind, made.bound, made.staying) == (2, 2, 1)
    assert [now(each).state for each in (housing, money, alone)] == ["agreed", "agreed", "conditional"]
    assert set(made.commitments.values_list("pk", flat=True)) == {housing.pk, money.pk}


def test_what_is_agreed_counts_for_the_next_clearing(world: CommitmentWorld) -> None:
    housing = world.offer(world.base.municipality)
    world.clear()
    late = world.offer(world.base.region, title="Kollektivtrafik")
    world.needs(late, housing, least=100)

    world.clear()

    assert now(late).state == "agreed"
    assert list(Clearing.objects.order_by("number").values_list("number", "bound")) == [(1, 1), (2, 1)]


def test_an_offer_becomes_binding_at_the_level_that_holds(world: CommitmentWorld) -> None:
    money = world.money(world.base.state, share=400_000)
    housing = world.offer(world.base.municipality, quantity=Decimal(20_000))
    offers.add_level(now(housing), quantity=Decimal(28_550), by=world.speaker(world.base.municipality), today=TODAY)
    world.needs(housing, money, least=500_000, measure="share")
    assert now(housing).promised == 28_550

    world.clear()

    bound = now(housing)
    assert (bound.state, bound.agreed_level, bound.promised) == ("agreed", 1, 20_000)


def test_a_level_that_gives_less_is_refused(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region)

    with pytest.raises(Refused) as refused:
        offers.add_level(offer, quantity=Decimal(50), by=world.speaker(world.base.region), today=TODAY)

    assert "Nivåerna ska stiga" in said(refused)


def test_the_highest_level_is_dropped_with_its_conditions(world: CommitmentWorld) -> None:
    other = world.offer(world.base.state)
    offer = world.offer(world.base.region)
    by = world.speaker(world.base.region)
    offers.add_level(now(offer), quantity=Decimal(200), by=by, today=TODAY)
    world.needs(offer, other)

    dropped: Any = offers.drop_level(now(offer), by=by, today=TODAY)

    assert (dropped.state, dropped.promised, dropped.levels.count()) == ("offered", 100, 1)
    assert not OfferCondition.objects.exists()
    with pytest.raises(Refused, match="minst en nivå"):
        offers.drop_level(now(offer), by=by, today=TODAY)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"sense": "at_most"}, "Villkoret ”högst” kan brytas"),
        ({"sense": "not"}, "Villkoret ”om de inte gör det”"),
        ({"threshold": Decimal(0)}, "större än noll"),
        ({"kind": "count", "threshold": Decimal(2)}, "kan aldrig uppfyllas"),
        ({"measure": "amount"}, "anges inte i det måttet"),
    ],
)
def test_a_condition_is_looked_at_when_it_is_entered(
    world: CommitmentWorld, fields: dict[str, Any], sentence: str
) -> None:
    offer, other = world.offer(world.base.region), world.offer(world.base.state)

    with pytest.raises(Refused) as refused:
        world.needs(offer, other, **fields)

    assert sentence in said(refused)
    assert not OfferCondition.objects.exists()
    assert now(offer).state == "offered"


def test_a_condition_on_oneself_is_refused_also_by_the_database(world: CommitmentWorld) -> None:
    offer, other = world.offer(world.base.region), world.offer(world.base.state)
    with pytest.raises(Refused, match="sig självt"):
        world.needs(offer, offer)
    row = world.needs(offer, other)

    with pytest.raises(IntegrityError), transaction.atomic():
        ConditionTarget.objects.create(condition=row, offer=offer, depends_on=offer)


def test_quantities_in_different_units_are_not_added(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region)
    homes, trains = world.offer(world.base.state), world.offer(world.base.municipality, unit="tåg i timmen")

    with pytest.raises(Refused, match="olika enheter"):
        world.needs(offer, homes, trains, kind="sum", least=10)


def test_conditions_taken_away_make_the_offer_plain_again(world: CommitmentWorld) -> None:
    offer, other = world.offer(world.base.region), world.offer(world.base.state)
    row = world.needs(offer, other)

    plain = offers.drop_condition(row, by=world.speaker(world.base.region), today=TODAY)

    assert plain.state == "offered"


def test_an_offer_taken_back_brings_down_those_that_rest_on_it(world: CommitmentWorld) -> None:
    offer, other = world.offer(world.base.region), world.offer(world.base.state)
    world.needs(offer, other)
    offers.withdraw_offer(now(other), by=world.speaker(world.base.state), today=TODAY, reason="Vi har ändrat oss.")

    (line,) = clearing.preview_clearing(world.agreement, TODAY).lines

    assert line.level == 0
    assert line.reasons[0].endswith("Budet blir inte bindande.")


def test_clearing_refuses_when_the_offers_changed_since_the_preview(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region)
    seen = clearing.preview_clearing(world.agreement, TODAY).fingerprint
    offers.change_offer(now(offer), quantity=Decimal(90), by=world.speaker(world.base.region), today=TODAY)

    with pytest.raises(Refused, match="har ändrats sedan"):
        clearing.clear_offers(world.agreement, by=world.leader(), today=TODAY, fingerprint=seen)

    assert now(offer).state == "offered"


def test_clearing_is_for_the_neutral_negotiators(world: CommitmentWorld) -> None:
    world.offer(world.base.region)

    for actor in (world.speaker(world.base.region), world.base.by_secretary()):
        with pytest.raises(NotAllowed):
            clearing.clear_offers(world.agreement, by=actor, today=TODAY)


def test_one_offer_is_never_made_binding_alone(world: CommitmentWorld) -> None:
    offer, other = world.offer(world.base.region), world.offer(world.base.state)
    world.clear()
    third = world.offer(world.base.municipality)

    with pytest.raises(Refused, match="klareras tillsammans"):
        steps.perform(third, "agree", by=world.leader(), today=TODAY, clearing=now(offer).clearing, level=1)

    assert [now(each).state for each in (offer, other, third)] == ["agreed", "agreed", "offered"]


@pytest.mark.parametrize("crash", [RuntimeError, KeyboardInterrupt])
@pytest.mark.parametrize("after", [1, 2])
def test_a_crash_in_the_middle_of_clearing_leaves_nothing(
    world: CommitmentWorld, monkeypatch: pytest.MonkeyPatch, crash: type[BaseException], after: int
) -> None:
    made = [world.offer(each) for each in world.base.principals]
    perform, calls, events = steps.perform, [], Event.objects.count()

    def falter(*args: Any, **named: Any) -> Any:
        calls.append(args)
        if len(calls) > after:
            raise crash
        return perform(*args, **named)

    monkeypatch.setattr(steps, "perform", falter)
    with pytest.raises(crash):
        world.clear()

    assert [now(each).state for each in made] == ["offered"] * 3
    assert not Clearing.objects.exists()
    assert Event.objects.count() == events


def test_the_database_refuses_a_clearing_that_binds_some(world: CommitmentWorld) -> None:
    world.offer(world.base.region)
    made = world.clear()

    with pytest.raises(IntegrityError), transaction.atomic():
        Clearing.objects.filter(pk=made.pk).update(to_bind=2)
    with pytest.raises(IntegrityError), transaction.atomic():
        Commitment.objects.update(clearing=None)


def test_clearing_lets_go_when_an_offer_was_forgotten(world: CommitmentWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    made = [world.offer(each) for each in world.base.principals]
    perform = steps.perform

    def forget(subject: Any, name: str, **named: Any) -> Any:
        return None if subject.pk == made[1].pk else perform(subject, name, **named)

    monkeypatch.setattr(steps, "perform", forget)
    with pytest.raises(Refused, match="samtidigt, eller inget"):
        world.clear()

    assert [now(each).state for each in made] == ["offered"] * 3


def test_an_incomplete_offer_stays_and_says_what_it_lacks(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region, counting_rule="", due_on=None)
    world.offer(world.base.state)

    made = world.clear()

    assert made.outcome["stays"] == {str(offer.pk): ["Det saknas: räkneregel och sista dag."]}


def test_an_offer_whose_last_day_has_passed_is_refused_with_the_reason(world: CommitmentWorld) -> None:
    yesterday = TODAY - timedelta(days=1)

    with pytest.raises(Refused, match="senast den 1 januari 2020, och den dagen har passerat") as refused:
        world.offer(world.base.region, due_on=date(2020, 1, 1))
    offer = world.offer(world.base.region, due_on=TODAY)
    with pytest.raises(Refused, match="den dagen har passerat"):
        offers.change_offer(offer, due_on=yesterday, by=world.speaker(world.base.region), today=TODAY)

    first = refused.value.refusals[0]
    assert (first.rule.requirement, first.mended_by) == (
        "C-01",
        "den ansvariga parten: ange en dag som inte har passerat",
    )
    assert (Commitment.objects.count(), now(offer).due_on) == (1, TODAY)


def test_an_offer_whose_last_day_has_come_and_gone_does_not_clear(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region, due_on=TODAY)
    other = world.offer(world.base.municipality)
    tomorrow = TODAY + timedelta(days=1)

    made = world.clear(tomorrow)

    why = "”Bostäder” skulle vara uppfyllt senast den 20 oktober 2026, och den dagen har passerat."
    assert made.outcome["stays"] == {str(offer.pk): [f"{why} Parten ska ange en ny dag."]}
    assert (now(offer).state, now(other).state) == ("offered", "agreed")


def test_a_clearing_is_dissolved_whole_and_says_why(world: CommitmentWorld) -> None:
    housing, money = world.offer(world.base.municipality), world.money(world.base.state)
    world.needs(housing, money, measure="share")
    made = world.clear()

    with pytest.raises(Refused, match="Skriv varför"):
        clearing.dissolve_clearing(made, reason=" ", by=world.leader(), today=TODAY)
    gone = clearing.dissolve_clearing(made, reason="Parterna vill pröva om.", by=world.leader(), today=TODAY)

    assert (gone.bound, gone.dissolved_on) == (0, TODAY)
    assert [now(housing).state, now(money).state] == ["conditional", "offered"]
    assert now(housing).clearing is None
    world.clear()
    assert now(housing).state == "agreed"


def test_offers_rest_when_the_agreement_is_signed(world: CommitmentWorld) -> None:
    offer = world.offer(world.base.region)
    world.clear()
    world.bring_into_force()
    running = now(offer)

    assert (running.state, running.under_way_from) == ("under_way", TODAY)
    with pytest.raises(Refused, match="Buden i det ändras inte längre"):
        world.offer(world.base.state)


def test_offers_that_did_not_clear_lapse_when_the_agreement_holds(world: CommitmentWorld) -> None:
    offer, other = world.offer(world.base.region), world.offer(world.base.state)
    world.needs(other, offer, least=1_000)
    world.clear()
    world.bring_into_force()

    assert (now(offer).state, now(other).state) == ("under_way", "lapsed")
    assert now(other).end_reason == "Budet blev inte bindande innan avtalet slöts."


def test_offers_may_still_change_while_the_agreement_is_prepared(world: CommitmentWorld) -> None:
    prepare_agreement(world.agreement, by=world.leader(), today=TODAY)

    assert world.offer(world.base.region).state == "offered"
