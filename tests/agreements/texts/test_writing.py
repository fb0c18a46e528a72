"""Writing on the pages: section by section, particulars, money, parties, annexes and the template."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from agreements.texts import services
from agreements.texts.models import FinancingLine
from governance.audit.actors import SYSTEM
from tests.factories.agreements import agreement_world, left_alone
from tests.factories.organisations import TODAY

from .pages import NOON, as_seat, send, words
from .views import leader, section, url

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False), left_alone():
        yield


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


def test_draft_without_parties_asks_for_them_first() -> None:
    world = agreement_world()
    bare = services.draft_agreement(partnership=world.partnership, parties=[], title="Tomt", by=SYSTEM, today=TODAY)

    said = words(leader(world).get(url("agreement", world, bare.pk)))

    assert "Avtalet skrivs. Det har inga parter än. Sex obligatoriska delar återstår." in said
    assert said.index("Lägg till parter") < said.index("Skriv texten")


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


def test_particulars_stand_under_the_money_once_nothing_is_asked_for() -> None:
    placed = []
    for state in ("prepared", "in_force"):
        world = agreement_world(state)
        page = leader(world).get(url("agreement", world)).content.decode()
        placed.append((page.count('id="h-om"'), page.index('id="h-om"') < page.index("<aside")))

    assert placed == [(1, False), (1, True)]
