"""Planning, opening and stopping a round: who is named, on which mandate, and what stands in the way."""

from datetime import date, timedelta

import pytest

from agreements.signing.models import SigningRound
from agreements.signing.services import rounds
from agreements.signing.states import RoundState, SignatoryState
from agreements.texts.services import (
    acknowledge_version,
    edit_particulars,
    freeze_version,
    make_ready,
    new_version,
    object_to_version,
    prepare_agreement,
)
from agreements.texts.services.life import lapse_agreement
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.documents.shapes import AgreementData
from governance.lib.money import Sek
from governance.organisations.mandates import grant_mandate, revoke_mandate
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories import signing
from tests.factories.agreements import agreement_world
from tests.factories.organisations import TODAY, make_user

pytestmark = pytest.mark.django_db


def test_plan_suggests_one_signatory_a_party_on_its_newest_mandate() -> None:
    found = signing.planned_round()

    named = [(each.name, str(each.principal), each.role, each.basis, each.field) for each in found.signatories]
    assert named == [
        ("Karin Åkerlind", "Staten", "förhandlingsperson", "Regeringen 2026-09-11 § 2", "sign_1"),
        ("Mats Öberg", "Region Aspen", "regionstyrelsens ordförande", "RF 2026-09-01 § 94", "sign_2"),
        ("Åsa Lindqvist", "Almby kommun", "kommunstyrelsens ordförande", "KF 2026-09-28 § 112", "sign_3"),
    ]


def test_plan_needs_an_agreement_that_is_ready_to_sign() -> None:
    world = agreement_world(AgreementState.PREPARED)

    with pytest.raises(Refused, match="Avtalets läge är ”Under beredning”"):
        rounds.plan_round(world.agreement, last_on=signing.LAST, by=world.by_leader(), today=TODAY)

    assert not SigningRound.objects.exists()


def test_plan_is_the_leaders_alone() -> None:
    world = agreement_world(AgreementState.READY_TO_SIGN)

    for actor in (world.by_secretary(), world.by_speaker(world.region)):
        with pytest.raises(NotAllowed):
            rounds.plan_round(world.agreement, last_on=signing.LAST, by=actor, today=TODAY)


def test_an_agreement_has_one_round_at_a_time() -> None:
    found = signing.planned_round()

    with pytest.raises(Refused, match="redan en underskriftsomgång"):
        rounds.plan_round(found.now().agreement, last_on=signing.LAST, by=found.by_leader(), today=TODAY)


def test_open_needs_a_signatory_for_every_party() -> None:
    found = signing.planned_round()
    rounds.remove_signatory(found.signatory(found.world.region), by=found.by_leader(), today=TODAY)

    with pytest.raises(Refused, match=r"Ingen undertecknar för Region Aspen\."):
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)

    assert found.now().state == RoundState.PLANNED
    assert Event.objects.filter(kind="signing.signatory.remove").exists()


def test_open_needs_every_mandate_to_hold_that_day() -> None:
    found = signing.planned_round()
    revoke_mandate(found.mandates[found.world.region.pk], because="Ny ordförande", by=SYSTEM, today=TODAY)

    with pytest.raises(Refused, match="Mandatet för Mats Öberg, Region Aspen, är återkallat"):
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)
    with pytest.raises(Refused, match="gäller inte i dag"):
        rounds.open_round(found.now(), by=found.by_leader(), today=date(2028, 1, 1))


def test_open_needs_every_partys_amount_within_the_frame() -> None:
    found = signing.planned_round(frame=Sek.of_kronor(60_580_000))

    with pytest.raises(Refused) as refused:
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)

    (told,) = refused.value.refusals
    assert told.sentence == (
        "Staten ska betala 93\xa0200\xa0000\xa0kr, men mandatet för Karin Åkerlind stannar vid 60\xa0580\xa0000\xa0kr."
    )
    assert told.rule.requirement == "W-61"


def test_open_needs_an_answer_to_a_party_that_does_not_agree_to_the_text() -> None:
    found = signing.planned_round()
    party, by = found.world.party(found.world.region), found.world.by_speaker(found.world.region)
    text = found.now().text
    object_to_version(text, party, reasons="Tidplanen är för kort.", by=by, today=TODAY)

    with pytest.raises(Refused, match=r"Region Aspen godkänner inte version 1\.0: Tidplanen är för kort\."):
        rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)
    acknowledge_version(text, party, by=by, today=TODAY)

    assert rounds.open_round(found.now(), by=found.by_leader(), today=TODAY).state == RoundState.PREPARING


def test_party_says_no_to_a_text_that_is_being_signed_by_rejecting_it() -> None:
    found = signing.preparing_round()

    with pytest.raises(Refused, match="Undertecknandet är öppnat"):
        object_to_version(
            found.now().text,
            found.world.party(found.world.region),
            reasons="Tidplanen är för kort.",
            by=found.world.by_speaker(found.world.region),
            today=TODAY,
        )


def test_open_needs_days_left() -> None:
    found = signing.planned_round()

    with pytest.raises(Refused, match="har passerat"):
        rounds.open_round(found.now(), by=found.by_leader(), today=signing.LAST + timedelta(days=1))


def test_a_mandate_to_negotiate_alone_signs_nothing() -> None:
    found = signing.planned_round()
    other = grant_mandate(
        partnership=found.world.partnership,
        organisation=found.world.region.organisation,
        holder=make_user(),
        role="ledamot",
        subject="Avtalet",
        valid_from=date(2026, 1, 1),
        decision_reference="RS § 1",
        decided_on=TODAY,
        by=SYSTEM,
        today=TODAY,
    )

    with pytest.raises(Refused, match="får förhandla för Region Aspen men inte underteckna"):
        rounds.add_signatory(found.now(), other, group=1, by=found.by_leader(), today=TODAY)


def test_opening_freezes_the_text_the_mandates_and_the_conditions_in_one_document() -> None:
    found = signing.preparing_round(groups=(1, 2, 2))

    document = found.now().document
    assert document is not None
    frozen = document.frozen
    assert found.now().state == RoundState.PREPARING
    assert document.kind == AgreementData.KIND
    assert document.doc_id == "Remisser-AV-2026-01"
    assert frozen["text_sha256"] == found.now().text.text_sha256
    assert [len(section["clauses"]) > 0 for section in frozen["sections"]] == [True] * 15
    assert frozen["sections"][3]["clauses"][1]["number"] == "4.2"
    assert [row["amount"] for row in frozen["financing"]] == [9_320_000_000, 6_058_000_000, 3_262_000_000]
    assert frozen["financing_sum"] == {"amount": 18_640_000_000, "share_ppm": 1_000_000}
    assert [box["turn"] for box in frozen["signatories"]] == [
        "Undertecknar i steg 1 av 2",
        "Undertecknar i steg 2 av 2",
        "Undertecknar i steg 2 av 2",
    ]
    assert frozen["annexes"][0]["paragraphs"] == ["Remiss: en begäran om vård."]
    tables = [name for section in frozen["sections"] for name in section["tables"]]
    assert sorted(tables) == ["annexes", "commitments", "financing", "parties", "timetable"]


def test_list_of_signatories_stands_still_once_the_round_has_begun() -> None:
    found = signing.preparing_round()
    signatory = found.signatories[0]

    for act in (
        lambda: rounds.set_group(signatory, 2, by=found.by_leader(), today=TODAY),
        lambda: rounds.remove_signatory(signatory, by=found.by_leader(), today=TODAY),
        lambda: rounds.add_signatory(found.now(), signatory.mandate, group=1, by=found.by_leader(), today=TODAY),
    ):
        with pytest.raises(Refused, match="Omgången har börjat"):
            act()


def test_stopping_asks_for_a_reason_and_puts_the_agreement_back_to_be_written() -> None:
    found = signing.preparing_round()

    with pytest.raises(Refused, match="Skriv varför"):
        rounds.stop_round(found.now(), reason=" ", by=found.by_leader(), today=TODAY)
    rounds.stop_round(found.now(), reason="Fel belopp i § 6", by=found.by_leader(), today=TODAY)

    stopped = found.now()
    assert (stopped.state, stopped.stop_reason, stopped.stopped_on) == (RoundState.STOPPED, "Fel belopp i § 6", TODAY)
    assert {each.state for each in found.signatories} == {SignatoryState.ENDED}
    assert found.world.now().state == AgreementState.DRAFT


def test_sealing_of_a_round_that_was_stopped_opens_nothing() -> None:
    found = signing.preparing_round()
    rounds.stop_round(found.now(), reason="Fel belopp", by=found.by_leader(), today=TODAY)

    signing.work(found)

    assert found.now().state == RoundState.STOPPED
    assert {each.state for each in found.signatories} == {SignatoryState.ENDED}


def test_after_a_stop_a_changed_text_is_signed_in_a_new_edition() -> None:
    found = signing.preparing_round()
    rounds.stop_round(found.now(), reason="Fel belopp", by=found.by_leader(), today=TODAY)
    agreement = found.world.now()
    new_version(agreement, by=found.by_leader(), today=TODAY)
    renamed = {"number": "2026-99"}  # its document is the same all the same
    edit_particulars(found.world.now(), changes=renamed, by=found.by_leader(), today=TODAY, version=None)
    freeze_version(found.world.now(), by=found.by_leader(), today=TODAY)
    prepare_agreement(found.world.now(), by=SYSTEM, today=TODAY)
    make_ready(found.world.now(), by=SYSTEM, today=TODAY)

    planned = rounds.plan_round(found.world.now(), last_on=signing.LAST, by=found.by_leader(), today=TODAY)
    again = rounds.open_round(planned, by=found.by_leader(), today=TODAY)

    assert (again.number, again.text.number) == (2, "1.1")
    assert again.document is not None
    assert (again.document.doc_id, again.document.edition) == ("Remisser-AV-2026-01", 2)
    assert found.now().state == RoundState.STOPPED


def test_round_stops_with_an_agreement_that_lapses() -> None:
    found = signing.preparing_round()

    lapse_agreement(found.world.now(), reason="Ett villkor föll", by=SYSTEM, today=TODAY)

    assert found.now().state == RoundState.STOPPED
    assert found.world.now().state == AgreementState.LAPSED


def test_agreement_that_nobody_has_begun_to_sign_can_be_taken_back_with_a_reason() -> None:
    world = agreement_world(AgreementState.READY_TO_SIGN)

    with pytest.raises(NotAllowed):
        rounds.take_back_agreement(world.agreement, reason="x", by=world.by_speaker(world.region), today=TODAY)
    with pytest.raises(Refused, match="Skriv varför"):
        rounds.take_back_agreement(world.agreement, reason=" ", by=world.by_leader(), today=TODAY)
    rounds.take_back_agreement(world.agreement, reason="Stavfel", by=world.by_leader(), today=TODAY)

    assert world.now().state == AgreementState.DRAFT
