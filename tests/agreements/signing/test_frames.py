"""A lower frame told late (N-14) holds signatures back, when the round is opened and when each one signs."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.commitments.models import Clearing, Commitment
from agreements.commitments.services import following, offers
from agreements.negotiations.models import Negotiation, Negotiator, Party
from agreements.negotiations.services.parties import register_finance_change
from agreements.signing import frames
from agreements.signing.services import rounds
from agreements.signing.states import RoundState, SignatoryState
from agreements.texts.models import Agreement
from governance.lib.money import Sek
from governance.organisations.kinds import PartnershipKind
from governance.organisations.models import Mandate
from governance.workflow.refusals import Refused
from tests.budgets.pages import NOON, words
from tests.factories import signing
from tests.factories.commitments import COMPLETE
from tests.factories.organisations import TODAY, sign_in

pytestmark = pytest.mark.django_db
LOWER = Sek.of_kronor(1_000_000)


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def negotiate(found: signing.SigningWorld) -> Negotiation:
    """Let the agreement belong to a negotiation that goes on."""
    partnership = found.world.partnership
    assert partnership.kind == PartnershipKind.NEGOTIATION
    made = Negotiation.objects.create(
        partnership=partnership,
        number="1",
        title="Digitala remisser",
        frame_ore=0,
        directive_reference="D1",
        directive_decided_on=TODAY - timedelta(days=100),
        state="agreeing",
        state_since=TODAY,
    )
    Negotiator.objects.create(
        negotiation=made,
        user=found.world.leader.user,
        appointment="Regeringsbeslut",
        appointed_on=TODAY - timedelta(days=100),
        from_on=TODAY - timedelta(days=100),
    )
    for order, principal in enumerate(found.world.principals):
        Party.objects.create(negotiation=made, principal=principal, level="national", order=order, joined_on=TODAY)
    Agreement.objects.filter(pk=found.world.agreement.pk).update(negotiation=made)
    return made


def tell(found: signing.SigningWorld, made: Negotiation, frame: Sek | None = LOWER, today: date = TODAY) -> None:
    """The municipality tells that its finances have changed."""
    party = made.parties.get(principal=found.world.municipality)
    by = found.world.by_speaker(found.world.municipality, today)
    register_finance_change(party, what="Skatteintäkterna faller", new_frame=frame, by=by, today=today)


def promise(found: signing.SigningWorld) -> Commitment:
    """Something that the municipality has promised in the agreement."""
    agreement = found.world.now()
    clearing = Clearing.objects.create(
        partnership=found.world.partnership, agreement=agreement, number=1, cleared_on=TODAY, to_bind=1, bound=1
    )
    return Commitment.objects.create(
        partnership=found.world.partnership,
        agreement=agreement,
        clearing=clearing,
        principal=found.world.municipality,
        number="1",
        title="Anslutna enheter",
        quantity=10,
        unit="enheter",
        offered_on=TODAY,
        agreed_on=TODAY,
        agreed_level=1,
        state="agreed",
        **COMPLETE,
    )


def page(found: signing.SigningWorld, name: str = "signing:round") -> str:
    """A page as the leader reads it."""
    client = Client()
    sign_in(client, found.world.leader)
    agreement = found.world.agreement
    return words(client.get(reverse(name, args=[agreement.partnership.slug, agreement.pk])))


def test_a_lower_frame_told_late_stops_the_round_from_opening() -> None:
    found = signing.planned_round(frame=Sek.of_kronor(100_000_000))
    tell(found, negotiate(found))

    with pytest.raises(Refused) as refused:
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)

    (told,) = refused.value.refusals
    assert re.sub(r"\s", " ", str(told.sentence)) == (
        "Almby kommun ska betala 32 620 000 kr, men anmälde den 20 oktober 2026 att ramen är 1 000 000 kr."
    )
    assert told.rule.requirement == "W-61"
    assert found.now().state == RoundState.PLANNED


def test_a_lower_frame_told_while_one_signs_holds_that_partys_signature_back() -> None:
    found = signing.open_round()
    tell(found, negotiate(found))

    with pytest.raises(Refused, match="anmälde den 20 oktober 2026 att ramen är"):
        signing.say_yes(found, found.signatory(found.world.municipality))
    signing.say_yes(found, found.signatory(found.world.region))

    assert found.signatory(found.world.municipality).state == SignatoryState.TURN
    assert found.signatory(found.world.region).state == SignatoryState.SIGNING


def test_a_frame_that_is_told_does_not_widen_a_mandate_nor_reach_a_later_one() -> None:
    found = signing.planned_round(frame=Sek.of_kronor(40_000_000))
    made = negotiate(found)
    tell(found, made, Sek.of_kronor(90_000_000))
    signatory = found.signatory(found.world.municipality)

    assert frames.frame_fault(signatory, 39_000_000_00) == ""
    assert "stannar vid" in frames.frame_fault(signatory, 41_000_000_00)
    signatory.mandate.decided_on = TODAY + timedelta(days=1)
    tell(found, made, LOWER)
    assert frames.frame_fault(signatory, 39_000_000_00) == ""


@pytest.mark.parametrize("name", ["signing:round", "agreements:agreement"])
def test_pages_say_what_the_frame_is_and_who_can_mend_it(name: str) -> None:
    found = signing.planned_round()
    before = page(found, name)
    tell(found, negotiate(found))

    after = page(found, name)

    assert "att ramen är" not in before
    assert "anmälde den 20 oktober 2026 att ramen är 1 000 000 kr." in after
    assert "Kan lösas av parten: besluta om ett mandat med större ram" in after


def test_agreement_without_a_round_says_so_too() -> None:
    found = signing.planned_round()
    tell(found, negotiate(found))
    rounds.SigningRound.objects.update(state="stopped", stopped_on=TODAY, stop_reason="Fel dag.")

    assert "anmälde den 20 oktober 2026 att ramen är" in page(found, "agreements:agreement")


def test_what_is_promised_is_flagged_while_the_agreement_is_signed_and_holds_signatures_back() -> None:
    found = signing.open_round()
    made, promised = negotiate(found), promise(found)
    tell(found, made, None)
    promised.refresh_from_db(fields=["flagged_on", "flag_reason"])
    region = found.signatory(found.world.region)

    assert promised.flagged_on == TODAY
    with pytest.raises(Refused, match="1 överenskommet åtagande är flaggat") as refused:
        signing.say_yes(found, region)
    assert refused.value.refusals[0].rule.requirement == "N-14"
    for name in ("signing:round", "agreements:agreement"):
        assert "Kan lösas av de" in page(found, name)
    offers.confirm_offer(promised, by=found.world.by_speaker(found.world.municipality), today=TODAY)
    assert signing.say_yes(found, region).state == SignatoryState.SIGNING


def test_what_is_flagged_when_the_agreement_begins_to_hold_holds_with_it() -> None:
    found = signing.planned_round()
    made, promised = negotiate(found), promise(found)
    agreements = Agreement.objects.filter(pk=found.world.agreement.pk)
    agreements.update(state="awaiting_decisions")
    tell(found, made, None)
    flagged = Commitment.objects.get()
    agreements.update(state="in_force", in_force_on=TODAY)

    following.begin_commitments(found.world.now(), by=found.by_leader(), today=TODAY)

    begun = Commitment.objects.get()
    assert flagged.flagged_on == TODAY
    assert (begun.pk, begun.state, begun.flagged_on) == (promised.pk, "under_way", None)


def test_review_tells_the_frame_as_the_party_told_it_and_leads_to_the_mandate() -> None:
    found = signing.open_round()
    Mandate.objects.update(frame_ore=Sek.of_kronor(40_000_000).ore)
    made, signatory = negotiate(found), found.signatory(found.world.municipality)
    address = reverse("signing:review", args=[found.world.partnership.slug, found.world.agreement.pk, signatory.pk])
    client = Client()
    sign_in(client, found.seat_of(signatory))
    before = client.get(address)
    tell(found, made)

    after = client.get(address)

    party = made.parties.get(principal=found.world.municipality)
    assert "Mandatets ram 40 000 000 kr" in words(before)
    assert "Mandatets ram 1 000 000 kr, enligt vad parten anmälde 20 oktober 2026" in words(after)
    seen = reverse("negotiations:party", args=[found.world.partnership.slug, made.pk, party.pk])
    assert f'href="{seen}#h-mandat"' in after.content.decode()
