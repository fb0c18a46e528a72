"""Versions of a text: frozen with a fingerprint, never changed again, and what each party has agreed to."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from agreements.texts import services
from agreements.texts.content import text_of
from agreements.texts.models import Agreement, AgreementVersion, Section
from agreements.texts.redline import compare
from agreements.texts.services.versions import last_agreed
from agreements.texts.states import AgreementState, VersionState
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.documents.canonical import sha256
from governance.workflow.refusals import NotAllowed, Refused, Stale
from tests.factories.agreements import agreement_world, left_alone
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone() -> Any:
    with left_alone():
        yield


def section(version: AgreementVersion, number: int) -> Section:
    return version.sections.get(number=number)


def write(row: Section, text: str) -> None:
    services.edit_section(row, changes={"clauses": text}, by=SYSTEM, today=TODAY, version=None)


def test_agreement_begins_with_fifteen_sections() -> None:
    world = agreement_world()
    version = world.agreement.versions.get()

    titles = list(version.sections.values_list("number", "title"))

    assert len(titles) == 15
    assert titles[0] == (1, "Parter")
    assert titles[9:11] == [(10, "Data, juridik och personuppgifter"), (11, "Upphandling och tillstånd")]
    assert version.number == "1.0"


def test_agreement_on_building_has_its_own_middle() -> None:
    world = agreement_world()

    made = services.draft_agreement(
        partnership=world.partnership, parties=[], title="Spårväg", field="building", by=SYSTEM, today=TODAY
    )

    titles = list(made.versions.get().sections.values_list("title", flat=True))
    assert titles[9:11] == ["Markåtkomst", "Särskilt om planer och tillstånd"]
    assert made.number == "2026-02"


def test_frozen_text_holds_all_of_it_under_one_fingerprint() -> None:
    world = agreement_world()
    frozen = services.freeze_version(world.agreement, by=world.by_secretary(), today=TODAY, change_note="Först")

    text = text_of(frozen)

    assert frozen.state == VersionState.FROZEN
    assert frozen.text_sha256 == sha256(frozen.text) == text.fingerprint
    assert [each.name for each in text.parties] == ["Staten", "Region Aspen", "Almby kommun"]
    assert text.sections[3].paragraphs == (
        "Remisser ska kunna skickas digitalt mellan alla vårdgivare i länet.",
        "Funktionen är uppfylld när styrelsen har godkänt samtliga prov i bilaga 2.",
    )
    assert [(each.amount_ore, each.share_ppm) for each in text.financing] == [
        (9_320_000_000, 500_000),
        (6_058_000_000, 325_000),
        (3_262_000_000, 175_000),
    ]
    assert [each.number for each in text.annexes] == [1, 2]
    assert text.cost_ore == 18_640_000_000


def test_same_text_has_the_same_fingerprint_and_another_word_another() -> None:
    world = agreement_world("prepared")
    first = world.agreement.versions.get()
    same = services.new_version(world.agreement, by=SYSTEM, today=TODAY)
    assert text_of(same).fingerprint == first.text_sha256

    write(section(same, 4), "Remisser ska skickas.")

    assert text_of(AgreementVersion.objects.get(pk=same.pk)).fingerprint != first.text_sha256


def test_frozen_text_is_not_changed_in_any_of_its_parts() -> None:
    world = agreement_world("prepared")
    version = world.agreement.versions.get()
    party = world.parties[0]
    acts = [
        lambda: write(section(version, 1), "Annat."),
        lambda: services.add_section(version, title="Nytt", by=SYSTEM, today=TODAY),
        lambda: services.remove_section(section(version, 1), by=SYSTEM, today=TODAY),
        lambda: services.edit_version(version, changes={"cost_ore": 1}, by=SYSTEM, today=TODAY, version=None),
        lambda: services.add_financing_line(version, party=party, what="x", amount_ore=1, by=SYSTEM, today=TODAY),
        lambda: services.remove_row(version.financing.first(), by=SYSTEM, today=TODAY),  # type: ignore[arg-type]
        lambda: services.add_timetable_item(version, what="x", due_on=TODAY, by=SYSTEM, today=TODAY),
        lambda: services.add_annex(world.now(), title="x", by=SYSTEM, today=TODAY),
        lambda: services.write_annex(world.agreement.annexes.first(), text="x", by=SYSTEM, today=TODAY),  # type: ignore[arg-type]
        lambda: services.edit_particulars(world.now(), changes={"title": "x"}, by=SYSTEM, today=TODAY, version=None),
        lambda: services.remove_party(party, by=SYSTEM, today=TODAY),
        lambda: services.freeze_version(world.now(), by=SYSTEM, today=TODAY),
    ]

    for act in acts:
        with pytest.raises(Refused) as caught:
            act()
        assert "låst" in caught.value.refusals[0].title.lower() or "låst" in caught.value.refusals[0].sentence

    assert text_of(AgreementVersion.objects.get(pk=version.pk)).fingerprint == version.text_sha256


def test_text_that_somebody_changes_in_the_database_is_found() -> None:
    version = agreement_world("prepared").agreement.versions.get()

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE agreements_agreementversion SET text = REPLACE(text, '50', '55') WHERE id = %s", [version.pk]
        )

    assert not services.text_is_whole(AgreementVersion.objects.get(pk=version.pk))
    with pytest.raises(Refused, match="inte längre det fingeravtryck som den låstes med"):
        services.make_ready(Agreement.objects.get(pk=version.agreement_id), by=SYSTEM, today=TODAY)


def test_trail_keeps_the_fingerprint_of_what_was_frozen_and_not_the_text() -> None:
    version = agreement_world("prepared").agreement.versions.get()

    event = Event.objects.get(kind="agreements.agreementversion.freeze")

    assert version.text_sha256 in event.details
    assert "Remisser ska kunna skickas" not in event.details


def test_database_refuses_a_frozen_version_without_fingerprint() -> None:
    version = agreement_world("prepared").agreement.versions.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.filter(pk=version.pk).update(text_sha256="")
    with pytest.raises(IntegrityError), transaction.atomic():
        AgreementVersion.objects.create(agreement=version.agreement, number="1.0", order=9)


def test_next_version_supersedes_when_it_is_frozen_and_the_old_stays_readable() -> None:
    world = agreement_world("prepared")
    first = world.agreement.versions.get()
    draft = services.new_version(world.agreement, by=world.by_secretary(), today=TODAY)
    write(section(draft, 7), "Tjänsten är i drift senast den 31\u00a0december\u00a02028.")
    services.freeze_version(world.now(), by=world.by_secretary(), today=TODAY, change_note="Tidplan")

    old, new = world.agreement.versions.order_by("order")

    assert [(old.number, old.state), (new.number, new.state)] == [
        ("1.0", VersionState.SUPERSEDED),
        ("1.1", VersionState.FROZEN),
    ]
    assert text_of(old).fingerprint == first.text_sha256
    assert [change.ref for change in compare(old, new).changes] == ["§ 7.1", "§ 7.2"]


def test_only_one_version_is_written_at_a_time() -> None:
    world = agreement_world("prepared")
    services.new_version(world.agreement, by=SYSTEM, today=TODAY)

    with pytest.raises(Refused, match="Avtalet har redan en version som skrivs"):
        services.new_version(world.now(), by=SYSTEM, today=TODAY)


def test_party_agrees_to_a_frozen_text_for_itself_alone() -> None:
    world = agreement_world("prepared")
    version, party = world.agreement.versions.get(), world.party(world.region)

    for stranger in (world.by_speaker(world.state), world.by_leader()):
        with pytest.raises(NotAllowed):
            services.acknowledge_version(version, party, by=stranger, today=TODAY)
    agreed = services.acknowledge_version(version, party, by=world.by_speaker(world.region), today=TODAY)

    assert (agreed.party, agreed.version_of, agreed.agreed_on) == (party, version, TODAY)
    assert last_agreed(party) == version
    assert last_agreed(world.party(world.state)) is None
    with pytest.raises(Refused, match="Parten har redan godkänt den här versionen"):
        services.acknowledge_version(version, party, by=world.by_speaker(world.region), today=TODAY)


def test_party_sees_what_changed_since_it_last_agreed_and_not_since_the_last_version() -> None:
    world = agreement_world("prepared")
    party, speaker = world.party(world.region), world.by_speaker(world.region)
    services.acknowledge_version(world.agreement.versions.get(), party, by=speaker, today=TODAY)
    for number, words in ((7, "Klart 2028."), (9, "Styrelsen möts två gånger om året.")):
        draft = services.new_version(world.now(), by=SYSTEM, today=TODAY)
        write(section(draft, number), words)
        services.freeze_version(world.now(), by=SYSTEM, today=TODAY)

    newest = world.now().newest_version
    seen = last_agreed(party)

    assert newest is not None
    assert seen is not None
    assert (seen.number, newest.number) == ("1.0", "1.2")
    assert {change.ref.split(".")[0] for change in compare(seen, newest).changes} == {"§ 7", "§ 9"}


def test_superseded_or_unfinished_text_is_not_agreed_to() -> None:
    world = agreement_world("prepared")
    party, speaker = world.party(world.region), world.by_speaker(world.region)
    old = world.agreement.versions.get()
    draft = services.new_version(world.agreement, by=SYSTEM, today=TODAY)

    with pytest.raises(Refused, match=r"Version 1.1 är inte den låsta text som gäller nu."):
        services.acknowledge_version(draft, party, by=speaker, today=TODAY)
    services.freeze_version(world.now(), by=SYSTEM, today=TODAY)
    with pytest.raises(Refused, match=r"Version 1.0 är inte den låsta text som gäller nu."):
        services.acknowledge_version(old, party, by=speaker, today=TODAY)


def test_two_who_write_the_same_section_are_told_of_each_other() -> None:
    world = agreement_world()
    row = section(world.agreement.versions.get(), 4)
    seen = row.version
    services.edit_section(row, changes={"clauses": "Först."}, by=world.by_leader(), today=TODAY, version=seen)

    with pytest.raises(Stale) as caught:
        services.edit_section(row, changes={"clauses": "Sedan."}, by=world.by_secretary(), today=TODAY, version=seen)

    assert caught.value.refusals[0].rows == (("text", "Först.", "Sedan."),)
    assert section(world.agreement.versions.get(), 4).clauses == "Först."


def test_sections_are_added_removed_and_numbered_in_order() -> None:
    world = agreement_world()
    version = world.agreement.versions.get()
    services.add_section(version, title="Forskning", number=3, by=SYSTEM, today=TODAY)
    services.remove_section(section(version, 1), by=SYSTEM, today=TODAY)

    rows = list(version.sections.values_list("number", "title"))

    assert [number for number, _title in rows] == list(range(1, 16))
    assert rows[:3] == [(1, "Inledning"), (2, "Forskning"), (3, "Definitioner och avtalsstruktur")]


def test_only_those_who_hold_the_pen_write() -> None:
    world = agreement_world()
    row = section(world.agreement.versions.get(), 4)

    for actor in (world.by_speaker(world.state), world.by_speaker(world.municipality)):
        with pytest.raises(NotAllowed):
            services.edit_section(row, changes={"clauses": "x"}, by=actor, today=TODAY, version=None)


def test_signing_that_is_stopped_gives_the_text_back_to_be_written() -> None:
    world = agreement_world("partly_signed")

    held = services.stop_signing(world.agreement, reason="En part sa nej.", by=SYSTEM, today=TODAY)

    assert (held.state, held.agreed_version) == (AgreementState.DRAFT, None)
    assert services.new_version(held, by=world.by_secretary(), today=TODAY).number == "1.1"
