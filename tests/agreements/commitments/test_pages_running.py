"""Pages of commitments that hold: reports, deviations, the desk, the days to keep, and what they cost."""

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
from agreements.commitments.models import Commitment
from agreements.commitments.pages.panels import group, printed_rows
from agreements.commitments.services import deviations, progress
from tests.factories.commitments import CommitmentWorld, now
from tests.factories.organisations import TODAY

from .conftest import Running
from .pages import as_party, as_seat, at, on, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


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
    page = client.get(on("commitment", housing)).content.decode()
    assert f'class="lnk" href="{on("dispute", housing)}"' in page  # a way out, never the filled button

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
