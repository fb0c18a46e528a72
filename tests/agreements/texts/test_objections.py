"""A party that does not agree to a frozen text says so, and why; it stands in the way until it is answered."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from agreements.signing import questions
from agreements.texts import agenda, registry, services
from agreements.texts.models import AgreementVersion, Objection
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations.happenings import SENTENCES
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.agreements import AgreementWorld, agreement_world, left_alone
from tests.factories.organisations import TODAY

from .pages import NOON, as_seat, send, words

pytestmark = pytest.mark.django_db
WHY = "Paragraf 7 ger oss för kort tid"
SENTENCE = f"Region Aspen godkänner inte version 1.0: {WHY}."


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False), left_alone():
        yield


def url(name: str, world: AgreementWorld, *more: Any) -> str:
    return reverse(f"agreements:{name}", args=[world.partnership.slug, *(more or (world.agreement.pk,))])


def frozen(world: AgreementWorld) -> AgreementVersion:
    return world.agreement.versions.get(state="frozen")


def objected(world: AgreementWorld) -> Objection:
    by = world.by_speaker(world.region)
    return services.object_to_version(frozen(world), world.party(world.region), reasons=f" {WHY} ", by=by, today=TODAY)


def titles(found: list[Any]) -> list[str]:
    return [str(each.title) for each in found]


def test_party_says_no_for_itself_alone_with_its_reasons_and_once() -> None:
    world = agreement_world("prepared")
    party, by = world.party(world.region), world.by_speaker(world.region)

    for stranger in (world.by_speaker(world.state), world.by_leader()):
        with pytest.raises(NotAllowed):
            services.object_to_version(frozen(world), party, reasons=WHY, by=stranger, today=TODAY)
    with pytest.raises(Refused, match="Skriv varför ni inte godkänner texten"):
        services.object_to_version(frozen(world), party, reasons="  ", by=by, today=TODAY)
    said = objected(world)

    assert (said.party, said.version_of, said.objected_on, said.reasons) == (party, frozen(world), TODAY, WHY)
    assert WHY in str(Event.objects.get(kind="agreements.objection.create").details)
    assert "agreements.objection.create" in SENTENCES
    with pytest.raises(Refused, match="Parten har redan sagt att den inte godkänner den här versionen"):
        objected(world)


def test_party_that_has_agreed_does_not_say_no_to_the_same_text() -> None:
    world = agreement_world("prepared")
    services.acknowledge_version(
        frozen(world), world.party(world.region), by=world.by_speaker(world.region), today=TODAY
    )

    with pytest.raises(Refused, match=r"Ni har redan godkänt version 1\.0"):
        objected(world)


def test_text_that_nobody_may_change_any_more_is_not_objected_to() -> None:
    world = agreement_world("partly_signed")

    with pytest.raises(Refused, match="Texten godkänns innan den undertecknas"):
        objected(world)


def test_party_that_says_no_stands_in_the_way_until_it_agrees() -> None:
    world = agreement_world("prepared")
    objected(world)

    with pytest.raises(Refused) as caught:
        services.make_ready(world.now(), by=world.by_leader(), today=TODAY)
    [told] = caught.value.refusals
    services.acknowledge_version(
        frozen(world), world.party(world.region), by=world.by_speaker(world.region), today=TODAY
    )

    assert (told.sentence, told.rule.requirement) == (SENTENCE, "W-47")
    assert told.mended_by == "förhandlingspersonerna: lås en ny version, eller parten själv: godkänn texten"
    assert services.make_ready(world.now(), by=world.by_leader(), today=TODAY).state == AgreementState.READY_TO_SIGN


def test_new_version_answers_an_objection() -> None:
    world = agreement_world("prepared")
    objected(world)
    services.new_version(world.now(), by=SYSTEM, today=TODAY)
    services.freeze_version(world.now(), by=SYSTEM, today=TODAY)

    assert not Objection.objects.standing().exists()
    assert services.make_ready(world.now(), by=world.by_leader(), today=TODAY).state == AgreementState.READY_TO_SIGN


def test_those_who_lead_and_write_are_asked_to_answer_and_the_party_is_asked_no_more() -> None:
    world = agreement_world("prepared")
    objected(world)

    asked = ["Svara på invändningen från Region Aspen mot Ramavtal 2026-01, version 1.0"]
    for actor in (world.by_leader(), world.by_secretary()):
        [duty] = agenda.answering_duties(actor, TODAY)
        assert ([duty.title], duty.text, duty.since) == (asked, WHY, TODAY)
    assert agenda.writing_duties(world.by_leader(), TODAY) == []
    assert agenda.answering_duties(world.by_speaker(world.region), TODAY) == []
    assert agenda.reading_duties(world.by_speaker(world.region), TODAY) == []
    assert len(agenda.reading_duties(world.by_speaker(world.state), TODAY)) == 1

    services.new_version(world.now(), by=SYSTEM, today=TODAY)

    assert agenda.answering_duties(world.by_leader(), TODAY) == []
    assert titles(agenda.writing_duties(world.by_leader(), TODAY)) == ["Gör Ramavtal 2026-01 klart att underteckna"]


def test_party_says_no_on_the_page_and_all_parties_see_why() -> None:
    world = agreement_world("prepared")
    client = as_seat(world.speakers[world.region.pk])
    page = url("object", world, frozen(world).pk)

    assert page in client.get(url("agreement", world)).content.decode()
    assert page in client.get(url("acknowledge", world, frozen(world).pk)).content.decode()
    assert "Säg nej till version 1.0" in words(client.get(page))
    without = send(client, page, reasons="  ")
    said = send(client, page, reasons=WHY)

    assert (without.status_code, said.status_code) == (422, 303)
    other = words(as_seat(world.speakers[world.state.pk]).get(url("agreement", world)))
    assert f"Region Aspen 20 oktober 2026: {WHY} Godkänner inte version 1.0" in other
    assert f"Parterna godkänner texten Region Aspen: {WHY} · Kan lösas av förhandlingspersonerna" in other
    mine = client.get(url("agreement", world)).content.decode()
    assert page not in mine
    assert url("acknowledge", world, frozen(world).pk) in mine
    leader = words(as_seat(world.leader).get(url("agreement", world)))
    assert "Förhandlingspersonerna Ska svara på invändningen från Region Aspen" in leader
    assert "0 av 3 parter har godkänt version 1.0. Region Aspen godkänner inte version 1.0." in leader
    assert as_seat(world.leader).get(page).status_code == 403


def test_desk_of_those_who_lead_leads_to_the_objection() -> None:
    world = agreement_world("prepared")
    objected(world)

    desk = as_seat(world.leader).get(reverse("desk"))

    assert "Svara på invändningen från Region Aspen mot Ramavtal 2026-01, version 1.0" in words(desk)
    assert f'href="{url("agreement", world)}#besked"' in desk.content.decode()


def test_answer_that_was_no_and_then_yes_tells_both() -> None:
    world = agreement_world("prepared")
    objected(world)
    services.acknowledge_version(
        frozen(world), world.party(world.region), by=world.by_speaker(world.region), today=TODAY
    )

    told = words(as_seat(world.leader).get(url("agreement", world)))

    assert f"Region Aspen 20 oktober 2026 · Hade invänt 20 oktober 2026: {WHY} Godkänner version 1.0" in told


def test_no_to_an_older_text_is_still_told() -> None:
    world = agreement_world("prepared")
    objected(world)
    services.new_version(world.now(), by=SYSTEM, today=TODAY)
    services.freeze_version(world.now(), by=SYSTEM, today=TODAY)

    told = words(as_seat(world.leader).get(url("agreement", world)))

    assert f"Region Aspen Godkände inte version 1.0 20 oktober 2026: {WHY} Inget besked än" in told


def test_text_that_is_ready_to_sign_may_be_said_no_to_until_the_signing_is_opened() -> None:
    world = agreement_world("ready_to_sign")
    client = as_seat(world.speakers[world.region.pk])
    page = url("object", world, frozen(world).pk)
    assert page in client.get(url("agreement", world)).content.decode()

    registry.readiness("object", lambda _agreement, act: questions.everybody_has_signed(world.agreement, act))
    refused = send(client, page, reasons=WHY)

    assert refused.status_code == 409
    assert page not in client.get(url("agreement", world)).content.decode()
    assert questions.text_is_not_signed_on(world.agreement, Act(SYSTEM, TODAY)) is None


def test_party_that_has_said_no_is_not_taken_out_of_the_agreement() -> None:
    world = agreement_world("prepared")
    objected(world)
    draft = services.new_version(world.now(), by=SYSTEM, today=TODAY)
    for row in [*draft.financing.all(), *draft.timetable.all()]:
        services.remove_row(row, by=SYSTEM, today=TODAY)

    with pytest.raises(Refused, match="har sagt vad den tycker om en version"):
        services.remove_party(world.party(world.region), by=world.by_leader(), today=TODAY)
