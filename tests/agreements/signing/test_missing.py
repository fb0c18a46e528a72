"""Parties that nobody signs for: the page and the refusal say whose registrar must register which mandate."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.signing.services import rounds
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.kinds import SeatRole
from governance.organisations.mandates import grant_mandate
from governance.organisations.models import Seat
from governance.workflow.refusals import Refused
from tests.agreements.signing.test_frames import negotiate
from tests.budgets.pages import NOON
from tests.factories import signing
from tests.factories.agreements import agreement_world
from tests.factories.organisations import TODAY, make_seat, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def without_mandates() -> signing.SigningWorld:
    """A round that is planned before anybody has a mandate to sign."""
    world = agreement_world(AgreementState.READY_TO_SIGN)
    planned = rounds.plan_round(world.now(), last_on=signing.LAST, by=world.by_leader(), today=TODAY)
    return signing.SigningWorld(world, planned, {})


def shown(found: signing.SigningWorld, seat: Seat, name: str = "round") -> str:
    """A page's source, as somebody is shown it."""
    client = Client()
    sign_in(client, seat)
    agreement = found.world.agreement
    page = client.get(reverse(f"signing:{name}", args=[agreement.partnership.slug, agreement.pk]))
    return page.content.decode()


def test_opening_without_mandates_names_the_registrars_who_can_mend_it() -> None:
    found = without_mandates()

    with pytest.raises(Refused) as refused:
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)

    (told,) = refused.value.refusals
    assert told.sentence == (
        "Ingen undertecknar för Staten, Region Aspen och Almby kommun. "
        "Inget gällande mandat att underteckna är registrerat för Staten, Region Aspen och Almby kommun."
    )
    assert "registratorn hos Almby kommun: registrera ett mandat att underteckna" in told.mended_by
    assert "förhandlingsperson" not in told.mended_by


def test_party_whose_mandate_is_left_out_of_the_list_is_mended_by_those_who_lead() -> None:
    found = signing.planned_round()
    rounds.remove_signatory(found.signatory(found.world.region), by=found.by_leader(), today=TODAY)

    with pytest.raises(Refused) as refused:
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)

    (told,) = refused.value.refusals
    assert told.mended_by.startswith("en förhandlingsperson: lägg till någon som har mandat")


def test_empty_list_says_why_and_leads_to_the_partys_mandates() -> None:
    found = without_mandates()
    made = negotiate(found)
    party = made.parties.get(principal=found.world.municipality)
    args = [found.world.partnership.slug, made.pk, party.pk]
    registrar = make_seat(body=found.world.speakers[found.world.municipality.pk].body, role=SeatRole.REGISTRAR)

    for name in ("round", "add"):
        page = shown(found, found.world.leader, name)
        assert "Ingen undertecknar för Almby kommun" in page
        assert "Registratorn hos Almby kommun registrerar det beslut" in page
        assert reverse("negotiations:party", args=args) in page
    assert "<select" not in page
    assert "Ingen mer har mandat att underteckna" in page
    assert reverse("negotiations:mandate_new", args=args) in shown(found, registrar)


def test_two_mandates_of_one_person_are_told_apart_in_the_choice() -> None:
    found = signing.planned_round()
    region = found.world.region
    grant_mandate(
        partnership=found.world.partnership,
        organisation=region.organisation,
        holder=found.seat_of(found.signatory(region)).user,
        role="regionstyrelsens ordförande",
        subject="Avtal om digitala remisser",
        valid_from=TODAY,
        decision_reference="RF 2026-10-12 § 101",
        decided_on=TODAY,
        may_sign=True,
        frame=Sek.of_kronor(70_000_000),
        by=SYSTEM,
        today=TODAY,
    )
    rounds.remove_signatory(found.signatory(region), by=found.by_leader(), today=TODAY)

    choices = shown(found, found.world.leader, "add")

    assert "RF 2026-10-12 § 101, ram 70\xa0000\xa0000\xa0kr, tills vidare" in choices
    assert "RF 2026-09-01 § 94, ingen beloppsgräns, till och med 31\xa0december\xa02027" in choices or (
        "RF 2026-09-01 § 94, ingen beloppsgräns, till och med 31 december 2027" in choices
    )
