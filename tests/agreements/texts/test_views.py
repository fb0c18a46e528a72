"""The pages: what is missing, what changed, writing section by section, and who finds nothing."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.texts import registry, services
from agreements.texts.models import Agreement
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from tests.factories.agreements import SECTIONS, AgreementWorld, agreement_world, draft_with_text, left_alone
from tests.factories.organisations import TODAY, make_seat

from .pages import NOON, as_seat, send, words
from .views import leader, section, url, version_with_changes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False), left_alone():
        yield


@pytest.mark.parametrize("state", AgreementState.values)
def test_page_answers_in_every_state(state: str) -> None:
    ended = {
        "replaced": lambda held: services.life.succeed(held, held, today=TODAY, on=TODAY),
        "completed": lambda held: services.complete_agreement(held, by=SYSTEM, today=TODAY),
        "terminated": lambda held: services.terminate_agreement(held, reason="Klart.", by=SYSTEM, today=TODAY),
        "lapsed": lambda held: services.lapse_agreement(held, reason="Ett villkor föll.", by=SYSTEM, today=TODAY),
    }
    world = agreement_world("in_force" if state in ended else state)
    if state in ended:
        ended[state](world.agreement)

    for client in (leader(world), as_seat(world.speakers[world.region.pk])):
        page = client.get(url("agreement", world))
        assert page.status_code == 200
        assert str(AgreementState(state).label) in words(page)


def test_draft_tells_what_is_missing_and_leads_to_the_text() -> None:
    world = agreement_world()
    row = section(world, 7)
    services.edit_section(row, changes={"clauses": ""}, by=SYSTEM, today=TODAY, version=None)

    page = leader(world).get(url("agreement", world))

    told = words(page)
    assert "1. Obligatoriska delar" in told
    assert "Principer för funktion § 4 Klar" in told
    assert "Ansvarsfördelning § 5, 8 Klar" in told
    assert "Tidplan Inget avsnitt med den här delen har text Saknas" in told
    assert "Avtalet skrivs. En obligatorisk del återstår." in told
    assert url("text", world) in page.content.decode()


def test_party_sees_what_changed_since_it_last_agreed() -> None:
    world = agreement_world("prepared")
    speaker = world.speakers[world.municipality.pk]
    first = world.agreement.versions.get()
    services.acknowledge_version(
        first, world.party(world.municipality), by=world.by_speaker(world.municipality), today=TODAY
    )
    version_with_changes(world, s9=f"{SECTIONS[8]}\n\nStyrelsen möts två gånger om året.")
    version_with_changes(world, s7=SECTIONS[6].replace("2027", "2028"))

    page = as_seat(speaker).get(url("agreement", world))

    told = words(page)
    assert "Ändrat sedan ni senast godkände version 1.0 jämförd med 1.2 · 2 ändringar" in told
    assert "senast den Borttaget: 31 december 2027 Tillagt: 31 december 2028 ." in told
    assert "§ 9.3 Organisation och samverkan Tillagt: Styrelsen möts två gånger om året." in told
    assert "Läs och godkänn version 1.2" in told
    assert "Staten Inget besked än" in told
    assert "Almby kommun (ni) 20 oktober 2026 Godkände version 1.0" in told


def test_party_that_never_agreed_is_asked_to_read_it_all() -> None:
    world = agreement_world("prepared")
    version_with_changes(world, s9="Styrelsen möts.")

    told = words(as_seat(world.speakers[world.state.pk]).get(url("agreement", world)))

    assert "Ni har inte godkänt någon version av texten än. Läs den hela." in told


def test_negotiator_sees_what_changed_since_the_version_before() -> None:
    world = agreement_world("prepared")
    version_with_changes(world, s9="Styrelsen möts.")

    told = words(leader(world).get(url("agreement", world)))

    assert "Ändrat sedan version 1.0" in told
    assert "Statens andel, tidplan" in told


def test_party_agrees_once_and_then_nothing_has_changed() -> None:
    world = agreement_world("prepared")
    version = world.agreement.versions.get()
    client = as_seat(world.speakers[world.region.pk])
    page = url("acknowledge", world, version.pk)

    assert client.get(page).status_code == 200
    agreed = send(client, page, remark="Vi läser bilaga 2 igen.")
    again = send(client, page, remark="")

    assert (agreed.status_code, again.status_code) == (303, 409)
    told = words(client.get(url("agreement", world)))
    assert "Ni godkände version 1.0 den 20 oktober 2026. Inget har ändrats sedan dess." in told
    assert "Vi läser bilaga 2 igen." in told
    assert leader(world).get(page).status_code == 403


def test_text_is_frozen_with_a_note_and_then_written_in_a_new_version() -> None:
    world = agreement_world()
    client = as_seat(world.secretary)
    draft = world.agreement.versions.get()

    without = send(client, url("freeze", world), change_note="", version=draft.version)
    frozen = send(client, url("freeze", world), change_note="Första utkastet", version=draft.version)
    again = client.get(url("freeze", world))
    begun = send(client, url("new_version", world))

    assert [each.status_code for each in (without, frozen, again, begun)] == [422, 303, 404, 303]
    assert begun.headers["Location"] == url("text", world)
    assert list(world.agreement.versions.values_list("number", "state")) == [("1.1", "drafting"), ("1.0", "frozen")]


def test_step_says_what_stands_in_the_way_and_what_is_fulfilled() -> None:
    world = agreement_world("prepared")
    version_with_changes(world, s7=" ")
    client = leader(world)

    page = client.get(url("step", world, world.agreement.pk, "make_ready"))
    sent = send(client, url("step", world, world.agreement.pk, "make_ready"), version=world.now().version)

    for each in (page, sent):
        told = words(each)
        assert "Avtalet saknar tidplan." in told
        assert "avtalen som minimum behöver hantera principer för funktion" in told
        assert "Texten är låst" in told
    assert (page.status_code, sent.status_code) == (200, 409)
    assert world.now().state == AgreementState.PREPARED


def test_locking_warns_of_what_is_not_written_and_text_leads_there() -> None:
    world = agreement_world()
    services.edit_section(section(world, 7), changes={"clauses": ""}, by=SYSTEM, today=TODAY, version=None)
    client = leader(world)

    assert "1 avsnitt saknar text." in words(client.get(url("freeze", world)))
    assert "Skriv § 7 Tidplan" in words(client.get(url("text", world)))


def test_making_ready_tells_who_has_not_agreed_and_is_no_filled_button_before() -> None:
    world = agreement_world("prepared")
    client, step = leader(world), url("step", world, world.agreement.pk, "make_ready")
    [version] = world.agreement.versions.all()
    for principal in (world.state, world.region):
        by = world.by_speaker(principal)
        services.acknowledge_version(version, world.party(principal), by=by, today=TODAY)

    assert "Almby kommun har inte godkänt version 1.0 än." in words(client.get(step))
    assert f'ds-button" href="{step}"' not in client.get(url("agreement", world)).content.decode()

    services.acknowledge_version(
        version, world.party(world.municipality), by=world.by_speaker(world.municipality), today=TODAY
    )

    assert "Alla parter har godkänt den." in words(client.get(step))
    assert f'ds-button" href="{step}"' in client.get(url("agreement", world)).content.decode()


def test_agreement_becomes_ready_from_its_page() -> None:
    world = agreement_world("prepared")
    client = leader(world)
    page = client.get(url("agreement", world))
    assert "Gör avtalet klart att underteckna" in words(page)

    sent = send(client, url("step", world, world.agreement.pk, "make_ready"), version=world.agreement.version)

    assert sent.status_code == 303
    assert world.now().state == AgreementState.READY_TO_SIGN
    assert "Ska undertecknas" in words(client.get(url("agreement", world)))


def test_consequences_have_no_page_of_their_own() -> None:
    world = agreement_world("awaiting_decisions")

    for name in ("bring_into_force", "lapse", "replace", "note_all_signed", "nonsens"):
        assert leader(world).get(url("step", world, world.agreement.pk, name)).status_code == 404


def test_amendment_is_begun_from_the_page_and_shows_where_it_belongs() -> None:
    world = agreement_world("in_force")
    client = leader(world)
    asked = send(client, url("amendment", world), reason="", version=world.agreement.version)
    made = send(client, url("amendment", world), reason="Dyrare.", title="", version=world.agreement.version)

    assert (asked.status_code, made.status_code) == (422, 303)
    amendment = Agreement.objects.get(parent=world.agreement)
    assert "Ändrar Ramavtal 2026-01" in words(client.get(url("agreement", world, amendment.pk)))
    told = words(client.get(url("agreement", world)))
    assert "Ändras av Tilläggsavtal 2026-01-T1" in told
    assert "Avtalet gäller. Ett tilläggsavtal är på väg." in told


def test_versions_are_read_and_compared() -> None:
    world = agreement_world("prepared")
    first = world.agreement.versions.get()
    second = version_with_changes(world, s7="Klart 2031.")
    client = as_seat(world.speakers[world.region.pk])

    whole = words(client.get(url("version", world, first.pk)))
    compared = words(client.get(url("compare", world, second.pk)))
    chosen = client.get(f"{url('compare', world, first.pk)}?med={second.pk}")

    assert "§ 7 Tidplan" in whole
    assert "7.2 Anslutningen av kommunerna är klar senast den 30 juni 2029." in whole
    assert "93 200 000 kr" in whole
    assert "från version 1.0 till version 1.1" in compared
    assert "från version 1.0 till version 1.1" in words(chosen)
    assert client.get(url("compare", world, first.pk)).status_code == 404
    assert client.get(f"{url('compare', world, second.pk)}?med=nonsens").status_code == 404


def test_outsiders_find_nothing() -> None:
    world, other = agreement_world("prepared"), agreement_world()
    version = world.agreement.versions.get()
    stranger = as_seat(other.leader)
    nobody = as_seat(make_seat())
    pages = [
        url("agreement", world),
        url("text", world),
        url("particulars", world),
        url("version", world, version.pk),
        url("compare", world, version.pk),
        url("acknowledge", world, version.pk),
        url("section", world, version.sections.first().pk),  # type: ignore[union-attr]
        url("annex", world, world.agreement.annexes.first().pk),  # type: ignore[union-attr]
        reverse("agreements:list", args=[world.partnership.slug]),
        reverse("agreements:find", args=["agreement", world.agreement.pk]),
    ]

    assert {client.get(each).status_code for client in (stranger, nobody) for each in pages} == {404}
    swapped = reverse("agreements:agreement", args=[other.partnership.slug, world.agreement.pk])
    assert stranger.get(swapped).status_code == 404


@pytest.mark.parametrize("number", [0, 2**31, 2**63 - 1, 2**63, 10**40])
def test_a_number_that_no_agreement_has_leads_nowhere(number: int) -> None:
    world = agreement_world()

    assert leader(world).get(url("agreement", world, number)).status_code == 404


def test_parties_read_everything_and_write_nothing() -> None:
    world = agreement_world()
    client = as_seat(world.speakers[world.state.pk])
    row = section(world, 4)

    assert client.get(url("text", world)).status_code == 200
    assert "Lås version" not in words(client.get(url("text", world)))
    for page in (url("particulars", world), url("parties", world), url("section", world, row.pk), url("freeze", world)):
        assert client.get(page).status_code == 403
        assert send(client, page).status_code == 403


@pytest.mark.parametrize("state", ["draft", "prepared", "in_force"])
def test_agreement_page_costs_the_same_with_one_and_with_many_versions(
    state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = agreement_world(state)
    client = as_seat(world.speakers[world.region.pk])
    ours, all_of_it = [], []
    for more in (1, 5):
        for number in range(more):
            add_to(world, number)
        client.get(url("agreement", world))
        all_of_it.append(queries_of(client, url("agreement", world)))
        with monkeypatch.context() as alone:
            for name in ("PANELS", "GROUPS", "TURNS", "ACTIONS"):
                alone.setattr(registry, name, [])
            ours.append(queries_of(client, url("agreement", world)))

    assert ours[0] == ours[1] <= 12
    assert all_of_it[0] == all_of_it[1] <= 12


def add_to(world: AgreementWorld, number: int) -> None:
    """One more version, or one more agreement beside it."""
    held = world.now()
    if not held.is_written:
        services.draft_agreement(partnership=world.partnership, title="x", parent=held, by=SYSTEM, today=TODAY)
        return
    newest = held.newest_version
    assert newest is not None
    if newest.is_drafting:
        services.freeze_version(held, by=SYSTEM, today=TODAY, change_note=f"{number}")
        held = world.now()
    services.new_version(held, by=SYSTEM, today=TODAY)
    if held.state == AgreementState.PREPARED:
        services.freeze_version(world.now(), by=SYSTEM, today=TODAY, change_note=f"{number}")


def queries_of(client: Client, page: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(page).status_code == 200
    return len(caught)


def test_list_costs_the_same_with_one_and_with_three_agreements() -> None:
    world = agreement_world()
    client = leader(world)
    page = reverse("agreements:list", args=[world.partnership.slug])
    counts = []
    for more in (0, 2):
        for _ in range(more):
            draft_with_text(world.partnership, list(world.principals))
        client.get(page)
        counts.append(queries_of(client, page))

    assert counts[0] == counts[1] <= 8


def test_text_page_costs_the_same_whatever_it_holds() -> None:
    world = agreement_world()
    client = leader(world)
    counts = []
    for more in (0, 4):
        for number in range(more):
            services.add_annex(world.now(), title=f"B{number}", text="x", by=SYSTEM, today=TODAY)
            services.add_section(world.now().newest_version, title=f"S{number}", by=SYSTEM, today=TODAY)  # type: ignore[arg-type]
        client.get(url("text", world))
        counts.append(queries_of(client, url("text", world)))

    assert counts[0] == counts[1] <= 12
