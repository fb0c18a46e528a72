"""A signatory is replaced: the same text is signed anew, and what the parties have decided about it stands."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from agreements.adoption import services as adoption
from agreements.signing.models import SigningRound
from agreements.signing.services import replacing, rounds
from agreements.signing.states import RoundState, SignatoryState
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.organisations.mandates import grant_mandate
from governance.organisations.models import Mandate
from governance.workflow.refusals import NotAllowed, Refused
from tests.budgets.pages import NOON, send, words
from tests.factories import signing
from tests.factories.adoption import AdoptionWorld
from tests.factories.organisations import TODAY, make_user

from .pages import browser, url

pytestmark = pytest.mark.django_db
WHY = "Ordföranden har lämnat sitt uppdrag."


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def other_mandate(found: signing.SigningWorld, **fields: Any) -> Mandate:
    """Somebody else whom the region lets sign for it."""
    given: dict[str, Any] = {
        "holder": make_user(name="Lena Sjö"),
        "role": "vice ordförande",
        "subject": "Avtal om digitala remisser",
        "valid_from": date(2026, 1, 1),
        "valid_until": date(2027, 6, 30),
        "decision_reference": "RF 2026-10-12 § 101",
        "decided_on": date(2026, 10, 12),
        "may_sign": True,
        "frame": Sek.of_kronor(100_000_000),
        **fields,
    }
    region = found.world.region
    return grant_mandate(
        partnership=found.world.partnership, organisation=region.organisation, by=SYSTEM, today=TODAY, **given
    )


def decided(found: signing.SigningWorld) -> AdoptionWorld:
    """The region's council has approved the text, and its decision has legal force."""
    adoption.open_adoption(found.world.now(), by=found.by_leader(), today=TODAY)
    made = AdoptionWorld(found.world)
    made.adopt(found.world.region, legal_force_on=TODAY)
    return made


def replace(found: signing.SigningWorld, mandate: Mandate, by: Any = None) -> SigningRound:
    """The leader replaces the one who signs for the region."""
    named = found.signatory(found.world.region)
    return replacing.replace_signatory(named, mandate, reason=WHY, by=by or found.by_leader(), today=TODAY)


def test_replacing_keeps_the_text_and_what_is_decided_about_it() -> None:
    found = signing.open_round(groups=(1, 2, 3))
    made, text = decided(found), found.now().text
    signing.sign_here(found, found.signatory(found.world.state))
    assert found.world.now().state == AgreementState.PARTLY_SIGNED

    planned = replace(found, other_mandate(found))

    agreement, old = found.world.now(), found.now()
    assert (planned.text, planned.number, planned.state, planned.last_on) == (text, 2, "planned", old.last_on)
    assert (agreement.state, agreement.agreed_version) == (AgreementState.READY_TO_SIGN, text)
    assert made.condition("party_decision", found.world.region).state == "met"
    assert (made.matter.state, made.validity.met) == ("with_principals", 1)
    assert (old.state, old.stop_reason) == (RoundState.STOPPED, WHY)
    assert [each.state for each in found.signatories] == ["signed", "ended", "ended"]
    named = [(each.name, each.group, each.state, each.signed_at) for each in planned.signatories.in_order()]
    assert named == [
        ("Karin Åkerlind", 1, "waiting", None),
        ("Lena Sjö", 2, "waiting", None),
        ("Åsa Lindqvist", 3, "waiting", None),
    ]
    assert rounds.open_round(planned, by=found.by_leader(), today=TODAY).state == RoundState.PREPARING
    assert Event.objects.filter(kind="signing.signinground.give_way").count() == 1


def test_replacing_is_the_leaders_alone_and_asks_for_a_reason() -> None:
    found = signing.open_round()
    mandate, named = other_mandate(found), found.signatory(found.world.region)

    with pytest.raises(NotAllowed):
        replace(found, mandate, by=found.world.by_speaker(found.world.region))
    with pytest.raises(Refused, match="Skriv varför"):
        replacing.replace_signatory(named, mandate, reason=" ", by=found.by_leader(), today=TODAY)

    assert found.now().state == RoundState.OPEN
    assert SigningRound.objects.count() == 1


def test_one_who_has_signed_is_not_replaced_nor_by_another_partys_mandate() -> None:
    found = signing.open_round()
    state = found.mandates[found.world.state.pk]
    with pytest.raises(Refused, match="Mandatet är inte"):
        replace(found, state)
    signing.sign_here(found, found.signatory(found.world.region))

    with pytest.raises(Refused, match="Bara den som inte har undertecknat kan bytas ut") as refused:
        replace(found, other_mandate(found))

    assert refused.value.refusals[0].rule.requirement == "W-155"
    assert found.signatory(found.world.region).state == SignatoryState.SIGNED


def test_a_list_that_is_planned_is_changed_as_it_is() -> None:
    found = signing.planned_round()

    with pytest.raises(Refused, match="En undertecknare byts i en omgång som har börjat"):
        replace(found, other_mandate(found))


def test_leader_replaces_from_the_page_which_says_what_stands_and_what_is_given_anew() -> None:
    found = signing.open_round()
    decided(found)
    signing.sign_here(found, found.signatory(found.world.state))
    mandate, named = other_mandate(found), found.signatory(found.world.region)
    client, page = browser(found.world.leader), url(found, "replace", named.pk)

    listed = client.get(url(found, "round")).content.decode()
    asked = words(client.get(page))
    done = send(client, page, mandate=mandate.pk, reason=WHY, version=named.version)

    assert f'href="{page}"' in listed
    assert url(found, "replace", found.signatory(found.world.state).pk) not in listed
    assert "Beslut som står fast" in asked
    assert "Region Aspen: Regionfullmäktige 20 oktober 2026, § 112, laga kraft 20 oktober 2026" in asked
    assert "gör det igen i den nya: Karin Åkerlind, Staten" in asked
    assert "RF 2026-10-12 § 101, ram 100 000 000 kr, till och med 30 juni 2027" in asked
    assert done.status_code == 303
    assert found.world.now().state == AgreementState.READY_TO_SIGN
    assert browser(found.seat_of(named)).get(page).status_code == 403


def test_stopping_and_rejecting_name_the_decisions_that_fall() -> None:
    found = signing.open_round()
    named = found.signatory(found.world.region)
    pages = (
        (browser(found.world.leader), url(found, "stop")),
        (browser(found.seat_of(named)), url(found, "reject", named.pk)),
    )
    before = [words(client.get(page)) for client, page in pages]
    decided(found)

    after = [words(client.get(page)) for client, page in pages]

    for text in before:
        assert "Ingen part har beslutat om texten än, så inget beslut faller." in text
    for text in after:
        assert "Beslut som faller" in text
        assert "Region Aspen: Regionfullmäktige 20 oktober 2026, § 112, laga kraft 20 oktober 2026" in text
    assert "Byt undertecknare i stället." in after[0]
