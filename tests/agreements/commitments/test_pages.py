"""The pages: the list, a commitment, offers and conditions, clearing, reports and deviations."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.commitments.models import Clearing, Commitment, OfferCondition
from agreements.commitments.services import clearing
from governance.workflow.tokens import FIELD, new_token
from tests.factories.commitments import CommitmentWorld, now
from tests.factories.organisations import TODAY, make_seat

from .pages import as_party, as_seat, at, on, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


OFFER = {
    "title": "Bostäder i influensområdet",
    "quantity": "28 550",
    "unit": "bostäder",
    "counting_rule": "En bostad räknas när den har slutbesked.",
    "due_on": "2035-12-31",
    "owner_role": "Exploateringschefen",
}


def test_an_empty_list_says_what_would_fill_it(world: CommitmentWorld, client: Client) -> None:
    page = as_seat(client, world.base.leader).get(at("list", world))

    assert page.status_code == 200
    assert "Ingen part har lämnat något bud än." in words(page)


def test_a_party_offers_and_reads_its_offer(world: CommitmentWorld, client: Client) -> None:
    as_party(client, world, world.base.municipality)
    assert client.get(at("new", world)).status_code == 200

    answer = send(client, at("new", world), **OFFER)

    offer: Any = Commitment.objects.get()
    assert (answer.status_code, answer.url) == (303, on("commitment", offer))
    assert (offer.quantity, offer.principal) == (28_550, world.base.municipality)
    page = client.get(answer.url)
    assert "Almby kommun erbjuder 28 550 bostäder. Ingen är bunden än." in words(page)


def test_an_offer_asks_for_what_few_need_below_the_rest_and_opens_it_when_it_matters(
    world: CommitmentWorld, client: Client
) -> None:
    as_seat(client, world.base.speakers[world.base.state.pk])

    bare = client.get(at("new", world)).content.decode()
    told = send(client, at("new", world), **{**OFFER, "title": "", "description": "I centrum."}).content.decode()
    wrong = send(client, at("new", world), **OFFER, value_elsewhere="on").content.decode()

    assert '<details class="more"><summary>Beskrivning, motprestation' in bare
    assert bare.index('name="owner_role"') < bare.index('<details class="more">') < bare.index('name="description"')
    for opened in (told, wrong):
        assert '<details class="more" open>' in opened
    assert "Skriv vem som får nyttan." in wrong
    made = world.offer(world.base.state, counting_area="Centrum")
    assert '<details class="more" open>' in client.get(on("edit", made)).content.decode()


def test_a_party_reads_why_a_day_that_has_passed_is_refused(world: CommitmentWorld, client: Client) -> None:
    as_party(client, world, world.base.municipality)

    answer = send(client, at("new", world), **{**OFFER, "due_on": "2020-01-01"})

    assert answer.status_code == 409
    assert "senast den 1 januari 2020, och den dagen har passerat" in words(answer)
    assert "Bostäder i influensområdet" in answer.content.decode()
    assert not Commitment.objects.exists()


def test_a_double_click_makes_one_offer(world: CommitmentWorld, client: Client) -> None:
    as_party(client, world, world.base.municipality)
    token = new_token()

    for _ in range(2):
        client.post(at("new", world), {FIELD: token, **OFFER})

    assert Commitment.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"quantity": "", "unit": ""}, "Ange en mängd, ett belopp eller en andel."),
        ({"quantity": "många"}, "Skriv ett tal, till exempel 28 550 eller 12,5."),
        ({"quantity": "10", "unit": ""}, "Ange enheten som mängden räknas i."),
        ({"amount": "100"}, "Ange prisnivån för beloppet."),
        ({"share_ppm": "101"}, "högst 100 procent"),
        ({"value_elsewhere": "on"}, "Skriv vem som får nyttan."),
        ({"due_on": "igår"}, "år-månad-dag"),
    ],
)
def test_an_offer_with_something_missing_is_asked_again(
    world: CommitmentWorld, client: Client, fields: dict[str, str], sentence: str
) -> None:
    as_party(client, world, world.base.municipality)

    answer = send(client, at("new", world), **{**OFFER, **fields})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Bostäder i influensområdet" in answer.content.decode()
    assert not Commitment.objects.exists()


def test_others_than_the_party_read_who_may(world: CommitmentWorld, client: Client) -> None:
    offer = world.offer(world.base.municipality)
    as_party(client, world, world.base.state)

    for name in ("edit", "withdraw", "condition_new", "level_new", "confirm", "level_drop"):
        assert client.get(on(name, offer)).status_code == 403
        assert send(client, on(name, offer)).status_code == 403
    assert now(offer).state == "offered"


def test_what_one_may_not_know_of_is_not_there(world: CommitmentWorld, client: Client) -> None:
    offer = world.offer(world.base.municipality)
    as_seat(client, make_seat())

    for url in (at("list", world), at("clear", world), on("commitment", offer), on("edit", offer)):
        assert client.get(url).status_code == 404
    assert client.get(reverse("commitments:find", args=["commitment", offer.pk])).status_code == 404


def test_an_offer_is_changed_on_the_version_that_was_seen(world: CommitmentWorld, client: Client) -> None:
    offer = world.offer(world.base.municipality)
    as_party(client, world, world.base.municipality)
    assert client.get(on("edit", offer)).status_code == 200

    late = send(client, on("edit", offer), **{**OFFER, "version": offer.version - 1})
    done = send(client, on("edit", offer), **{**OFFER, "version": offer.version})

    assert (late.status_code, done.status_code) == (409, 303)
    assert now(offer).promised == 28_550


def test_a_condition_is_asked_in_plain_words(world: CommitmentWorld, client: Client) -> None:
    offer, money = world.offer(world.base.municipality), world.money(world.base.state)
    as_party(client, world, world.base.municipality)
    given: dict[str, Any] = {"level": 1, "kind": "level", "others": money.pk, "sense": "at_least", "measure": "share"}
    assert client.get(on("condition_new", offer)).status_code == 200

    answer = send(client, on("condition_new", offer), **given, threshold="50")

    assert answer.status_code == 303
    assert OfferCondition.objects.get().threshold == 500_000
    assert "Om bud 2 (Staten) når minst 50 %" in words(client.get(on("commitment", offer)))
    assert "Om bud 2 (Staten) når minst 50 %" in words(client.get(at("list", world)))


def test_a_condition_that_could_be_broken_by_more_is_refused_where_it_was(
    world: CommitmentWorld, client: Client
) -> None:
    offer, money = world.offer(world.base.municipality), world.money(world.base.state)
    as_party(client, world, world.base.municipality)
    given: dict[str, Any] = {"level": 1, "kind": "level", "others": money.pk, "measure": "share", "threshold": "50"}

    answer = send(client, on("condition_new", offer), **given, sense="at_most")

    assert answer.status_code == 409
    assert "Villkoret ”högst” kan brytas av att någon gör mer än väntat." in words(answer)
    assert not OfferCondition.objects.exists()
    own = send(client, on("condition_new", offer), **{**given, "others": offer.pk, "sense": "at_least"})
    assert own.status_code == 422


def test_a_condition_is_taken_away(world: CommitmentWorld, client: Client) -> None:
    offer, money = world.offer(world.base.municipality), world.money(world.base.state)
    row = world.needs(offer, money, measure="share")
    as_party(client, world, world.base.municipality)
    assert client.get(on("condition_drop", offer, row.pk)).status_code == 200

    send(client, on("condition_drop", offer, row.pk))

    assert now(offer).state == "offered"
    assert client.get(on("condition_drop", offer, row.pk)).status_code == 404


def test_levels_are_added_and_dropped(world: CommitmentWorld, client: Client) -> None:
    offer = world.offer(world.base.municipality)
    as_party(client, world, world.base.municipality)

    assert send(client, on("level_new", offer), quantity="50").status_code == 409
    assert send(client, on("level_new", offer), quantity="150").status_code == 303
    assert "Nivå 2: 150 bostäder" in words(client.get(on("commitment", offer)))
    assert send(client, on("level_drop", offer)).status_code == 303

    assert now(offer).promised == 100


def test_clearing_shows_what_becomes_binding_and_what_stays_before_the_act(
    world: CommitmentWorld, client: Client
) -> None:
    housing, money = world.offer(world.base.municipality), world.money(world.base.state, share=400_000)
    world.needs(housing, money, least=500_000, measure="share")
    as_seat(client, world.base.leader)

    page = client.get(at("clear", world))

    text = words(page)
    assert "Ett bud håller och blir bindande. Ett blir kvar." in text
    assert "bud 2 (Staten) når minst 50 %. Det når 40 %." in text
    fingerprint = re.search(r'name="fingerprint" value="([0-9a-f]{64})"', page.content.decode())
    assert fingerprint is not None
    answer = send(client, at("clear", world), fingerprint=fingerprint[1])
    made = Clearing.objects.get()
    assert answer.url == at("clearing", world, made.pk)
    assert [now(each).state for each in (housing, money)] == ["conditional", "agreed"]
    assert "Det når 40 %." in words(client.get(answer.url))


def test_clearing_on_an_old_preview_is_refused_and_shows_the_new(world: CommitmentWorld, client: Client) -> None:
    offer = world.offer(world.base.municipality)
    as_seat(client, world.base.leader)

    answer = send(client, at("clear", world), fingerprint="0" * 64)

    assert answer.status_code == 409
    assert "Buden har ändrats sedan förhandsvisningen." in words(answer)
    seen = clearing.preview_clearing(world.agreement, TODAY).fingerprint
    assert seen in answer.content.decode()
    assert now(offer).state == "offered"


def test_a_party_may_look_at_the_preview_and_not_clear(world: CommitmentWorld, client: Client) -> None:
    world.offer(world.base.municipality)
    as_party(client, world, world.base.municipality)

    assert "Buden klareras av en förhandlingsperson" in words(client.get(at("clear", world)))
    assert send(client, at("clear", world), fingerprint="x").status_code == 403
    assert not Clearing.objects.exists()


def test_a_clearing_is_dissolved_from_its_page(world: CommitmentWorld, client: Client) -> None:
    offer = world.offer(world.base.municipality)
    made = world.clear()
    as_seat(client, world.base.leader)
    assert "Lös upp klareringen" in words(client.get(at("clearing", world, made.pk)))

    assert send(client, at("dissolve", world, made.pk), reason="").status_code == 422
    assert send(client, at("dissolve", world, made.pk), reason="Pröva om.").status_code == 303

    assert now(offer).state == "offered"
    assert "Pröva om." in words(client.get(at("clearing", world, made.pk)))
