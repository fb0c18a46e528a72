"""The pages: what is missing, what changed, writing section by section, and who finds nothing."""

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.texts import registry, services
from agreements.texts.models import Agreement, AgreementVersion, FinancingLine, Section
from agreements.texts.states import AgreementState, VersionState
from governance.audit.actors import SYSTEM
from tests.factories.agreements import SECTIONS, AgreementWorld, agreement_world, draft_with_text, left_alone
from tests.factories.organisations import TODAY, make_seat

from .pages import NOON, as_seat, send, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False), left_alone():
        yield


def url(name: str, world: AgreementWorld, *more: Any) -> str:
    return reverse(f"agreements:{name}", args=[world.partnership.slug, *(more or (world.agreement.pk,))])


def leader(world: AgreementWorld) -> Client:
    return as_seat(world.leader)


def section(world: AgreementWorld, number: int) -> Section:
    return Section.objects.select_related("version_of").get(
        version_of__agreement=world.agreement, version_of__state=VersionState.DRAFTING, number=number
    )


def version_with_changes(world: AgreementWorld, **sections: str) -> AgreementVersion:
    draft = services.new_version(world.now(), by=SYSTEM, today=TODAY)
    for number, text in sections.items():
        row = draft.sections.get(number=int(number.removeprefix("s")))
        services.edit_section(row, changes={"clauses": text}, by=SYSTEM, today=TODAY, version=None)
    return services.freeze_version(world.now(), by=SYSTEM, today=TODAY, change_note="Statens andel, tidplan")


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


def test_section_is_written_and_the_next_one_follows() -> None:
    world = agreement_world()
    row = section(world, 4)
    client = leader(world)
    fields = {"title": row.title, "part": row.part, "clauses": "Ett.\r\n\r\nTvå.", "version": row.version}

    assert "Vad som ska åstadkommas" in words(client.get(url("section", world, row.pk)))
    saved = send(client, url("section", world, row.pk), **fields, next="1")

    assert saved.status_code == 303
    assert saved.headers["Location"] == url("section", world, section(world, 5).pk)
    assert section(world, 4).clauses == "Ett.\n\nTvå."


def test_section_that_another_changed_shows_both_and_keeps_what_was_typed() -> None:
    world = agreement_world()
    row = section(world, 4)
    fields = {"title": row.title, "part": row.part, "version": row.version}
    one, other = leader(world), as_seat(world.secretary)
    send(one, url("section", world, row.pk), **fields, clauses="Den förstas ord.")

    refused = send(other, url("section", world, row.pk), **fields, clauses="Den andras ord.")

    assert refused.status_code == 409
    told = words(refused)
    assert "Den förstas ord." in told
    assert "Den andras ord." in told
    assert f'name="version" value="{row.version + 1}"' in refused.content.decode()
    assert section(world, 4).clauses == "Den förstas ord."


def test_wrong_particulars_are_asked_for_again_with_everything_that_was_typed() -> None:
    world = agreement_world()
    fields = {
        "title": "Nytt namn",
        "number": "2026-09",
        "detail_level": "detail",
        "sign_order": "sign_first",
        "period_from": "2027-01-01",
        "period_until": "2026-01-01",
        "version": world.agreement.version,
    }

    refused = send(leader(world), url("particulars", world), **fields)
    saved = send(leader(world), url("particulars", world), **{**fields, "period_until": "2030-12-31"})

    assert (refused.status_code, saved.status_code) == (422, 303)
    assert "Avtalet kan inte upphöra innan det börjar gälla." in words(refused)
    assert 'value="Nytt namn"' in refused.content.decode()
    assert (world.now().title, world.now().sign_order) == ("Nytt namn", "sign_first")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"share": "femtio"}, "Skriv andelen i procent"),
        ({"share": "0"}, "Andelen ska vara större än 0"),
        ({"share": "100,00001"}, "högst fyra decimaler"),
        ({"share": "101"}, "högst 100 procent"),
        ({"share": "50", "amount": "100"}, "Ange en andel eller ett belopp, inte båda."),
        ({}, "Ange en andel eller ett belopp, inte båda."),
        ({"amount": "tolv"}, "är inte ett belopp"),
        ({"share": "50", "index_series": "KPIF"}, "har en prisnivå"),
    ],
)
def test_financing_that_is_not_a_number_is_refused_in_words(typed: dict[str, str], sentence: str) -> None:
    world = agreement_world()
    before = FinancingLine.objects.count()

    refused = send(leader(world), url("financing_new", world), party=world.parties[0].pk, what="Andel", **typed)

    assert refused.status_code == 422
    assert sentence in words(refused)
    assert FinancingLine.objects.count() == before


def test_plan_that_does_not_sum_is_told_where_it_is_written() -> None:
    world = agreement_world()
    client = leader(world)
    party = world.parties[2]

    added = send(client, url("financing_new", world), party=party.pk, what="Drift", amount="1 000 000,50")

    assert added.status_code == 303
    told = words(client.get(url("text", world)))
    assert "187 400 000,50 kr och kostnaden 186 400 000 kr: 1 000 000,50 kr är för mycket." in told
    assert "Summerar inte" in words(client.get(url("agreement", world)))


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


def test_draft_without_parties_asks_for_them_first() -> None:
    world = agreement_world()
    bare = services.draft_agreement(partnership=world.partnership, parties=[], title="Tomt", by=SYSTEM, today=TODAY)

    said = words(leader(world).get(url("agreement", world, bare.pk)))

    assert "Avtalet skrivs. Det har inga parter än. Sex obligatoriska delar återstår." in said
    assert said.index("Lägg till parter") < said.index("Skriv texten")


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


def test_new_agreement_is_begun_and_found_in_the_list() -> None:
    world = agreement_world()
    client = leader(world)
    page = reverse("agreements:new", args=[world.partnership.slug])
    fields = {
        "kind": "object",
        "title": "Objektavtal om anslutning",
        "number": "",
        "field": "health",
        "detail_level": "detail",
        "sign_order": "decide_first",
        "legal_basis": "hamburg",
        "parent": world.agreement.pk,
    }

    made = send(client, page, **fields)
    taken = send(client, page, **{**fields, "number": "2026-01"})

    assert (made.status_code, taken.status_code) == (303, 409)
    assert "Ett annat avtal har redan det numret." in words(taken)
    told = words(client.get(reverse("agreements:list", args=[world.partnership.slug])))
    assert "Objektavtal om anslutning Objektavtal 2026-02, version 1.0, hör till 2026-01" in told
    assert "Inget avtal gäller än. 2 är på väg." in told
    assert as_seat(world.speakers[world.state.pk]).get(page).status_code == 403


def test_annexes_stand_with_the_text_and_before_the_money() -> None:
    world = agreement_world()
    client = leader(world)
    [version] = world.agreement.versions.all()

    written = client.get(url("text", world)).content.decode()
    read = client.get(url("version", world, version.pk)).content.decode()

    places = [written.index(f'id="{each}"') for each in ("h-avsnitt", "h-bilagor", "h-plan", "h-tider")]
    assert places == sorted(places)
    assert '<a href="#bilaga-1">Bilaga 1 Begrepp</a>' in read


def test_parties_are_added_and_removed() -> None:
    world = agreement_world()
    bare = services.draft_agreement(partnership=world.partnership, title="Tomt", by=SYSTEM, today=TODAY)
    client = leader(world)
    page = url("parties", world, bare.pk)

    added = send(client, page, principal=world.region.pk, role="Driver tjänsten")
    party = bare.parties.get()
    removed = send(client, url("party_remove", world, party.pk), version=party.version)
    kept = send(client, url("party_remove", world, world.parties[0].pk))

    assert [each.status_code for each in (added, removed, kept)] == [303, 303, 409]
    assert not bare.parties.exists()
    assert "står i finansieringsplanen eller tidplanen" in words(kept)


def test_party_is_asked_about_before_it_is_removed() -> None:
    world = agreement_world()
    client, party = leader(world), world.parties[1]
    page = url("party_remove", world, party.pk)

    listed = client.get(url("parties", world)).content.decode()
    asked = client.get(page)
    services.edit_party(party, changes={"role": "Driver tjänsten"}, by=SYSTEM, today=TODAY, version=None)
    seen_before = send(client, page, version=party.version)

    assert f'href="{page}"' in listed
    assert f'action="{page}"' not in listed
    assert "Ta bort Region Aspen ur avtalet?" in words(asked)
    assert "Någon hann före dig" in words(seen_before)
    assert world.agreement.parties.count() == 3
    assert as_seat(world.speakers[world.state.pk]).get(page).status_code == 403


def test_annex_of_the_board_is_changed_and_adopted_while_the_agreement_holds() -> None:
    world = agreement_world("in_force")
    terms, rules = world.agreement.annexes.order_by("number")
    client = as_seat(world.secretary)

    assert client.get(url("annex_write", world, terms.pk)).status_code == 404
    written = send(client, url("annex_write", world, rules.pk), text="Tvåhundra.", change_note="Gräns", version=1)
    adopted = send(client, url("annex_adopt", world, rules.pk), decision_reference="§ 12")

    assert (written.status_code, adopted.status_code) == (303, 303)
    told = words(client.get(url("annex", world, rules.pk)))
    assert "Utgåva 2" in told
    assert "§ 12" in told
    old = words(client.get(f"{url('annex', world, rules.pk)}?utgava=1"))
    assert "En verksamhet räknas när den har skickat hundra remisser." in old


def test_template_is_made_ones_own_and_used() -> None:
    world = agreement_world()
    client = leader(world)
    slug = world.partnership.slug
    home = reverse("agreements:template", args=[slug])
    assert "Samverks femton avsnitt" in words(client.get(home))

    send(client, reverse("agreements:template_own", args=[slug]))
    added = send(client, reverse("agreements:template_new", args=[slug]), title="Forskning", part="", guidance="")
    row = world.partnership.agreement_template.get(number=10)
    gone = send(client, reverse("agreements:template_remove", args=[slug, row.pk]))
    made = services.draft_agreement(partnership=world.partnership, title="Nytt", by=SYSTEM, today=TODAY)

    assert (added.status_code, gone.status_code) == (303, 303)
    titles = list(made.versions.get().sections.values_list("title", flat=True))
    assert len(titles) == 15
    assert titles[-1] == "Forskning"
    assert "Data, juridik och personuppgifter" not in titles


def test_index_figure_needs_a_source_and_is_one_a_month() -> None:
    world = agreement_world()
    client = leader(world)
    page = reverse("agreements:figure_new", args=[world.partnership.slug])
    fields = {"series": "KPIF", "month": "2026-01", "value": "123,4", "source": "SCB, läst 2026-10-20"}

    missing = send(client, page, **{**fields, "source": ""})
    saved = send(client, page, **fields)
    twice = send(client, page, **fields)
    wrong = send(client, page, **{**fields, "month": "januari"})

    assert [each.status_code for each in (missing, saved, twice, wrong)] == [422, 303, 409, 422]
    assert "Serien har redan ett indextal för månaden." in words(twice)
    assert "123,4" in words(client.get(reverse("agreements:figures", args=[world.partnership.slug])))


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


def test_particulars_stand_under_the_money_once_nothing_is_asked_for() -> None:
    placed = []
    for state in ("prepared", "in_force"):
        world = agreement_world(state)
        page = leader(world).get(url("agreement", world)).content.decode()
        placed.append((page.count('id="h-om"'), page.index('id="h-om"') < page.index("<aside")))

    assert placed == [(1, False), (1, True)]
