"""The pages: the list, a commitment, offers and conditions, clearing, reports and deviations."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.commitments.agenda import (
    answer_days,
    answer_duties,
    board_duties,
    deadlines,
    leader_duties,
    party_duties,
)
from agreements.commitments.models import Clearing, Commitment, OfferCondition
from agreements.commitments.pages.panels import group, printed_rows
from agreements.commitments.services import clearing, deviations, progress
from governance.organisations.models import Principal, Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.commitments import CommitmentWorld, board_is, now, world_in_force
from tests.factories.organisations import TODAY, make_seat, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def noon(time_machine: Any) -> None:
    """Let the clock stand on the day of the world."""
    time_machine.move_to(f"{TODAY}T12:00:00+02:00", tick=False)


@pytest.fixture
def running(db: None) -> Iterator[tuple[CommitmentWorld, Any, Any]]:
    """Dwellings and money that are both under way."""
    made = world_in_force()
    with board_is(made[0].board):
        yield made


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a form as the page would."""
    return client.post(url, {FIELD: new_token(), **fields})


def at(name: str, world: CommitmentWorld, *more: Any) -> str:
    """An address about the world's agreement."""
    return reverse(f"commitments:{name}", args=[world.base.partnership.slug, world.base.agreement.pk, *more])


def on(name: str, commitment: Commitment, *more: Any) -> str:
    """An address about a commitment."""
    return reverse(f"commitments:{name}", args=[commitment.partnership.slug, commitment.pk, *more])


def as_seat(client: Client, seat: Seat) -> Client:
    """The browser of somebody."""
    sign_in(client, seat)
    return client


def as_party(client: Client, world: CommitmentWorld, principal: Principal) -> Client:
    """The browser of a party's representative."""
    return as_seat(client, world.base.speakers[principal.pk])


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


Running = tuple[CommitmentWorld, Any, Any]


def test_report_verify_and_realise_on_the_pages(running: Running, client: Client) -> None:
    world, housing, _money = running
    as_party(client, world, world.base.municipality)
    given: dict[str, Any] = {
        "as_of": "2026-10-20",
        "text": "Alla inflyttade.",
        "evidence": "KS 2026/12",
        "version": housing.version,
    }
    assert client.get(on("report", housing)).status_code == 200
    assert send(client, on("report", housing), **given, value="100").status_code == 303
    assert "Verifierat av styrelsen: 0 av 100 bostäder." in words(client.get(on("commitment", housing)))

    as_seat(client, world.chair)
    report = housing.reports.get()
    page = client.get(on("verify", housing, report.pk))
    assert "KS 2026/12" in words(page)
    decided = {"on": "2026-10-20", "paragraph": "§ 14", "version": report.version}
    assert send(client, on("verify", housing, report.pk), **{**decided, "paragraph": ""}).status_code == 422
    assert send(client, on("verify", housing, report.pk), **decided).status_code == 303

    text = words(client.get(on("commitment", housing)))
    assert "Verifierat av styrelsen: 100 av 100 bostäder." in text
    assert "§ 14" in text
    assert now(housing).state == "realised"


def test_a_report_with_another_partys_part_names_it(running: Running, client: Client) -> None:
    world, housing, _money = running
    housing.contributors.add(world.base.region)
    as_party(client, world, world.base.municipality)
    given: dict[str, Any] = {"as_of": "2026-10-20", "text": "x", "evidence": "y", "value": "40"}

    wrong = send(client, on("report", housing), **given, **{f"part_{world.base.region.pk}": "41"})
    assert wrong.status_code == 422
    assert "De andras bidrag är större" in words(wrong)
    send(client, on("report", housing), **given, **{f"part_{world.base.region.pk}": "9"})

    assert "varav Region Aspen 9 bostäder" in words(client.get(on("commitment", housing)))


def test_the_way_of_a_deviation_on_the_pages(running: Running, client: Client) -> None:
    world, housing, _money = running
    as_party(client, world, world.base.municipality)
    assert client.get(on("deviate", housing)).status_code == 200
    answer = send(
        client, on("deviate", housing), kind="late", description="Marken sätter sig.", expected_on="2038-06-30"
    )
    row = housing.deviations.get()
    assert answer.url == on("deviation", housing, row.pk)

    as_seat(client, world.chair)
    decided = {"on": "2026-10-20", "paragraph": "§ 3", "reason": "Styrelsen ser ingen annan väg."}
    assert send(client, on("ask", housing, row.pk), **decided, proposal="release").status_code == 303
    refused = send(client, on("release", housing, row.pk), **decided)
    assert refused.status_code == 409
    assert "Alla parter har inte svarat ja: Staten, Region Aspen och Almby kommun." in words(refused)

    for principal in world.base.principals:
        as_party(client, world, principal)
        assert "Styrelsen föreslår parterna att" in words(client.get(on("deviation", housing, row.pk)))
        assert send(client, on("answer", housing, row.pk), answer="no").status_code == 422
        assert send(client, on("answer", housing, row.pk), answer="yes").status_code == 303
    as_seat(client, world.chair)
    assert send(client, on("release", housing, row.pk), **decided).status_code == 303

    assert now(housing).state == "released"
    assert "Frånträtt. Styrelsen ser ingen annan väg." in words(client.get(on("commitment", housing)))


def test_a_party_disputes(running: Running, client: Client) -> None:
    world, housing, _money = running
    as_party(client, world, world.base.state)

    assert send(client, on("dispute", housing), reason="").status_code == 422
    assert send(client, on("dispute", housing), reason="Räknar studentrum.").status_code == 303

    assert now(housing).state == "disputed"


def test_the_list_shows_late_first_and_sums_per_party(running: Running, client: Client, time_machine: Any) -> None:
    world, _housing, money = running
    Commitment.objects.filter(pk=money.pk).update(due_on="2026-10-01")
    as_seat(client, world.chair)

    text = words(client.get(at("list", world)))

    assert "Inget av 2 åtaganden är realiserat. Ett är sent." in text
    assert text.index("2. Medfinansiering") < text.index("1. Bostäder")
    assert "Försenat, pågår" in text
    assert "Staten" in text


def measured(client: Client, url: str) -> int:
    """How many questions a page costs, after one visit."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(url).status_code == 200
    return len(seen)


def test_the_pages_cost_the_same_however_many_rows(running: Running, client: Client) -> None:
    world, housing, _money = running
    as_seat(client, world.chair)
    few = measured(client, at("list", world)), measured(client, on("commitment", housing))
    for number in range(3, 9):
        extra = now(housing)
        extra.pk, extra.number, extra._state.adding = None, str(number), True
        extra.save()
    for value in (10, 20, 30):
        progress.verify_report(world.report(housing, value), "§ 1", by=world.by_board(), today=TODAY)

    many = measured(client, at("list", world)), measured(client, on("commitment", housing))

    assert many[0] <= few[0] <= 8
    assert many[1] <= few[1] <= 12


def test_the_preview_costs_the_same_however_many_offers(world: CommitmentWorld, client: Client) -> None:
    first = world.offer(world.base.state)
    as_seat(client, world.base.leader)
    few = measured(client, at("clear", world))
    for principal in world.base.principals * 2:
        world.needs(world.offer(principal), first)

    assert measured(client, at("clear", world)) <= few + 2


def test_the_trail_leads_to_the_page(running: Running, client: Client) -> None:
    world, housing, _money = running
    report = world.report(housing, 10)
    as_seat(client, world.chair)

    for kind, key in (("commitment", housing.pk), ("progressreport", report.pk)):
        assert client.get(reverse("commitments:find", args=[kind, key]))["Location"] == on("commitment", housing)
    assert client.get(reverse("commitments:find", args=["nothing", 1])).status_code == 404


def test_what_waits_stands_on_the_desk(running: Running) -> None:
    world, housing, _money = running
    world.report(housing, 10)

    assert [str(each.title) for each in board_duties(world.by_board(), TODAY)] == ["Verifiera en lägesrapport"]
    assert board_duties(world.leader(), TODAY) == []
    Commitment.objects.filter(pk=housing.pk).update(due_on="2026-01-01")
    assert party_duties(world.speaker(world.base.municipality), TODAY) == []
    report = housing.reports.get()
    progress.send_back_report(report, "§ 1", reason="Fel siffra.", by=world.by_board(), today=TODAY)
    (duty,) = party_duties(world.speaker(world.base.municipality), TODAY)
    assert str(duty.title) == "Rapportera hur långt åtagandet har kommit"
    assert party_duties(world.speaker(world.base.state), TODAY) == []


def test_a_question_from_the_board_stands_on_each_partys_desk_with_its_day(running: Running) -> None:
    world, housing, _money = running
    by = world.speaker(world.base.municipality)
    told = deviations.report_deviation(housing, kind="late", description="Sent.", by=by, today=TODAY)
    assert [str(each.title) for each in board_duties(world.by_board(), TODAY)] == ["Ta ställning till en avvikelse"]
    given: dict[str, Any] = {"paragraph": "§ 1", "reason": "Fråga.", "answer_by": date(2026, 12, 1)}
    asked = deviations.ask_parties(told, proposal="release", by=world.by_board(), today=TODAY, **given)
    state = world.base.state

    (duty,) = answer_duties(world.speaker(state), TODAY)
    (day,) = answer_days(frozenset({world.base.partnership.pk}), TODAY)
    deviations.answer_deviation(asked, state, answer="yes", by=world.speaker(state), today=TODAY)

    assert (str(duty.title), duty.due_on) == ("Svara styrelsen om en avvikelse", date(2026, 12, 1))
    assert (day.on, day.url) == (date(2026, 12, 1), on("deviation", housing, told.pk))
    assert answer_duties(world.speaker(state), TODAY) == []
    assert len(answer_duties(world.speaker(world.base.region), TODAY)) == 1


def test_the_last_days_of_open_commitments_are_days_to_keep(running: Running) -> None:
    world, housing, money = running
    progress.verify_report(world.report(money, 500_000), "§ 1", by=world.by_board(), today=TODAY)

    (day,) = deadlines(frozenset({world.base.partnership.pk}), TODAY)

    assert (day.on, str(day.title), day.url) == (housing.due_on, "1. Bostäder", on("commitment", housing))


def test_offers_to_clear_stand_on_the_negotiators_desk(world: CommitmentWorld) -> None:
    world.offer(world.base.state)

    (duty,) = leader_duties(world.leader(), TODAY)

    assert str(duty.title) == "Klarera parternas bud"


def test_the_agreement_prints_what_was_agreed(world: CommitmentWorld) -> None:
    housing, money = world.offer(world.base.municipality), world.money(world.base.state)
    stays = world.offer(world.base.region)
    world.needs(housing, money, least=500_000, measure="share")
    world.needs(stays, housing, least=1_000)
    world.clear()

    rows = printed_rows(world.agreement.newest_version)

    assert [(each.number, each.party, each.quantity) for each in rows] == [
        ("1", "Almby kommun", "100\u00a0bostäder"),
        ("2", "Staten", "50\u00a0% av kostnaden"),
    ]
    assert rows[0].condition == "Om åtagande 2 når minst 50\u00a0%"


def test_the_agreements_page_tells_of_its_commitments(world: CommitmentWorld, client: Client) -> None:
    world.offer(world.base.municipality)
    as_seat(client, world.base.leader)

    page = client.get(reverse("agreements:agreement", args=[world.base.partnership.slug, world.base.agreement.pk]))

    told: Any = group(world.agreement, world.leader(), TODAY)
    assert [str(each.title) for each in told.items] == ["Bindande åtaganden", "Bud att klarera"]
    assert "1 bud är inte bindande än." in words(page)
