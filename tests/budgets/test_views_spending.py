import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from budgets.models import Allocation, Budget, Deviation, OutcomeEntry, Settlement, YearFrame
from budgets.services import frames
from budgets.services.deviations import report_deviation
from budgets.states import DeviationState, FrameState
from governance.lib.money import Sek
from governance.workflow.steps import perform
from governance.workflow.tokens import new_token
from tests.factories.budgets import (
    DRAFTED,
    adopted,
    frame_for,
    handed_over,
    line_of,
    make_partnership,
    sgd,
)

from .pages import TODAY, as_cs, as_registrar, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def budget() -> Budget:
    return adopted(make_partnership(3), year=2026)


def allocate(budget: Budget, amount: Sek) -> Allocation:
    frame, by = frame_for(budget), sgd(budget.partnership)
    return frames.allocate(frame, line=line_of(budget), amount=amount, purpose="Drift", by=by, today=DRAFTED)


def book(budget: Budget, amount: Sek, text: str = "") -> OutcomeEntry:
    frame, by = frame_for(budget), sgd(budget.partnership)
    period = TODAY.replace(year=frame.year)
    return frames.record_outcome(
        frame, line=line_of(budget), period=period, amount=amount, by=by, today=TODAY, text=text
    )


def table(rows: list[list[Any]]) -> bytes:
    workbook = Workbook()
    page: Any = workbook.active
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def step_of(deviation: Deviation, name: str) -> str:
    return reverse("budgets:deviation_step", args=[deviation.partnership.slug, deviation.pk, name])


def url(name: str, budget: Budget, *more: Any) -> str:
    return reverse(f"budgets:{name}", args=[budget.partnership.slug, 2026, *more])


def test_year_tells_what_is_left(client: Client, budget: Budget) -> None:
    allocate(budget, Sek.of_kronor(4_000_000))

    shown = words(as_sgd(client, budget.partnership).get(url("frame", budget)))

    assert "9 040 000 kr av 13 040 000 kr är kvar att fördela." in shown
    assert "Drift" in shown
    assert "31 december 2026 72 dagar kvar" in shown


def test_allocation_is_made_once(client: Client, budget: Budget) -> None:
    browser, token = as_sgd(client, budget.partnership), new_token()
    fields = {"line": line_of(budget).pk, "amount": "500 000", "purpose": "Drift", "on": "2026-10-20"}

    answers = [send(browser, url("allocate", budget), token=token, **fields).status_code for _ in range(2)]

    assert answers == [303, 409]
    assert Allocation.objects.get().amount == Sek.of_kronor(500_000)


def test_overrun_is_refused_in_place_with_asked_left_and_missing(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    fields = {"line": line_of(budget).pk, "amount": "13 277 500", "purpose": "Drift", "on": "2026-10-20"}

    answer = send(browser, url("allocate", budget), **fields)

    shown = words(answer)
    assert answer.status_code == 409
    assert "Beloppet ryms inte i budgeten" in shown
    assert "Du ville fördela 13 277 500 kr. Kvar att fördela är 13 040 000 kr. Det fattas 237 500 kr." in shown
    assert "Budgeten får inte överskridas utan godkännande av de 34 huvudmännen" in shown
    assert "Ingen tidsgräns. Pengarna kan inte användas förrän det är klart." in shown
    assert 'value="13 277 500"' in answer.content.decode()
    assert "Under tiden gäller Budget 2026, version 1 är taket: 13 040 000 kr." in shown
    assert "Redan uppfyllt Raden hör till årets budget" in shown
    assert "Beloppet ryms på raden" not in shown
    assert not Allocation.objects.exists()
    assert frame_for(budget).allocated == Sek(0)


def test_allocation_is_corrected_by_a_row_that_points_to_it(client: Client, budget: Budget) -> None:
    first = allocate(budget, Sek.of_kronor(100))
    browser = as_sgd(client, budget.partnership)

    shown = words(browser.get(url("allocation_correct", budget, first.pk)))
    answer = send(browser, url("allocation_correct", budget, first.pk), right_amount="0", reason="Fel rad")

    assert "Den första uppgiften står kvar och rättelsen pekar på den." in shown
    assert answer.status_code == 303
    assert [each.amount.ore for each in Allocation.objects.order_by("pk")] == [10_000, -10_000]
    assert frame_for(budget).allocated == Sek(0)
    correction = Allocation.objects.get(corrects=first)
    assert browser.get(url("allocation_correct", budget, correction.pk)).status_code == 404


def test_money_is_moved_between_lines(client: Client, budget: Budget) -> None:
    giving, getting = line_of(budget), line_of(budget, "Trygg utskrivning")
    browser = as_sgd(client, budget.partnership)
    fields = {"from_line": giving.pk, "to_line": getting.pk, "reason": "Dyrare", "on": "2026-10-20"}

    small = send(browser, url("reallocate", budget), amount="100 000", **fields)
    large = send(browser, url("reallocate", budget), amount="1 000 000", **fields)

    assert small.status_code == 303
    assert large.status_code == 409
    shown = words(large)
    assert "Under tiden gäller Budget 2026, version 1 är taket: 13 040 000 kr." in shown
    assert "Redan uppfyllt Flytten är mellan två rader i årets budget" in shown
    assert "prövad och dokumenterad" not in shown
    assert 'value="1 000 000"' in large.content.decode()
    assert [move.amount for move in frame_for(budget).reallocations.all()] == [Sek.of_kronor(100_000)]


def test_outcome_beyond_a_line_is_booked_and_raised(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    fields = {"line": line_of(budget).pk, "month": "3", "amount": "10 000 000", "text": "Faktura"}

    answer = send(browser, url("outcome_new", budget), **fields)

    assert answer.status_code == 303
    assert OutcomeEntry.objects.get().amount == Sek.of_kronor(10_000_000)
    raised = Deviation.objects.get()
    assert raised.amount == Sek.of_kronor(160_000)
    assert raised.number in words(browser.get(url("frame", budget)))


def test_outcome_of_the_largest_amounts_is_added_up_and_beyond_them_refused(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    fields = {"line": line_of(budget).pk, "month": "3", "amount": "100 000 000 000", "text": "Faktura"}

    answers = [send(browser, url("outcome_new", budget), **fields) for _ in range(12)]
    refused = send(browser, url("outcome_new", budget), **{**fields, "amount": "100 000 000 000,01"})

    assert {each.status_code for each in answers} == {303}
    assert refused.status_code == 422
    assert "Beloppet under ”Belopp” är för stort" in words(refused)
    seen = [browser.get(reverse("budgets:frames", args=[budget.partnership.slug])), browser.get(url("frame", budget))]
    assert [page.status_code for page in seen] == [200, 200]
    assert "1 200 000 000 000" in words(seen[1])


def test_repayment_lowers_the_outcome(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    fields = {"line": line_of(budget).pk, "month": "3", "amount": "250,50", "is_repayment": "on"}

    assert send(browser, url("outcome_new", budget), **fields).status_code == 303
    assert OutcomeEntry.objects.get().amount == Sek(-25_050)


def test_outcome_is_corrected(client: Client, budget: Budget) -> None:
    entry = book(budget, Sek(500))
    browser = as_sgd(client, budget.partnership)

    answer = send(browser, url("outcome_correct", budget, entry.pk), right_amount="7", reason="Fel belopp")

    assert answer.status_code == 303
    assert sorted(each.amount.ore for each in OutcomeEntry.objects.all()) == [200, 500]


def test_outcome_file_is_looked_at_and_read_in_once(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    data = table([["Tjänst", "Fas", "Månad", "Belopp"], ["Mina planer", "Förvaltning", "2026-03", 1000.5]])

    looked = send(browser, url("outcome_import", budget), file=SimpleUploadedFile("u.xlsx", data))
    answers = [send(browser, url("outcome_import", budget), **looked.context["confirm"].initial) for _ in range(2)]

    assert looked.status_code == 200
    assert [each.status_code for each in answers] == [303, 409]
    assert "Filen är redan inläst" in words(answers[1])
    assert OutcomeEntry.objects.get().amount == Sek(100_050)


def test_outcome_file_that_repeats_what_is_booked_is_told_so_before_it_is_read_in(
    client: Client, budget: Budget
) -> None:
    book(budget, Sek.of_kronor(1000))
    head = ["Tjänst", "Fas", "Månad", "Belopp", "Text"]
    data = table([head, ["Mina planer", "Förvaltning", TODAY.month, 1000, "Igen"]])
    browser = as_sgd(client, budget.partnership)

    looked = send(browser, url("outcome_import", budget), file=SimpleUploadedFile("u.xlsx", data))
    answer = send(browser, url("outcome_import", budget), **looked.context["confirm"].initial)

    assert "Filen upprepar det som redan är bokfört 1 rad, tillsammans 1 000 kr" in words(looked)
    assert "Läs in utfallet ändå" in words(looked)
    assert 'data-l="Nu:">1\u00a0000,00</td>' in looked.content.decode()
    assert answer.status_code == 303


def test_allocation_file_is_looked_at_and_read_in_once(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    data = table(
        [
            ["Tjänst", "Fas", "Belopp", "Ändamål", "Beslutad", "Paragraf"],
            ["Mina planer", "Förvaltning", 1000.5, "Licenser", None, "§ 18"],
        ]
    )

    looked = send(browser, url("allocation_import", budget), file=SimpleUploadedFile("f.xlsx", data))
    sent = looked.context["confirm"].initial
    before = Allocation.objects.count()
    answers = [send(browser, url("allocation_import", budget), **sent) for _ in range(2)]

    assert (looked.status_code, before) == (200, 0)
    assert "§ 18" in words(looked)
    assert [each.status_code for each in answers] == [303, 409]
    assert "är redan fördelat med samma belopp och dag" in words(answers[1])
    made = Allocation.objects.get()
    assert (made.amount, made.purpose, made.paragraph) == (Sek(100_050), "Licenser", "§ 18")


def test_outcome_list_goes_on_by_key_and_downloads(client: Client, budget: Budget) -> None:
    for _ in range(51):
        book(budget, Sek(100), text="=1+1")
    browser = as_sgd(client, budget.partnership)

    first = browser.get(url("outcome", budget))
    rest = browser.get(url("outcome", budget) + first.context["more_url"])
    saved: Any = load_workbook(io.BytesIO(browser.get(url("outcome_file", budget, "xlsx")).content)).active

    for odd in ("²", "9" * 4301):
        assert browser.get(url("outcome", budget), {"fore": odd}).status_code == 200
    assert (len(first.context["rows"]), len(rest.context["rows"])) == (50, 1)
    assert rest.context["more_url"] == ""
    assert saved["E2"].data_type == "s"
    assert saved.max_row == 52


def test_principals_people_see_the_money_and_cannot_spend_it(client: Client, budget: Budget) -> None:
    principal = budget.partnership.principals.order_by("pk")[0]
    browser = as_registrar(client, principal)

    page = browser.get(url("frame", budget))

    assert page.status_code == 200
    assert url("allocate", budget) not in page.content.decode()
    for name in (
        "allocate",
        "allocation_import",
        "reallocate",
        "outcome_new",
        "outcome_import",
        "deviation_new",
        "settle",
    ):
        assert browser.get(url(name, budget)).status_code == 403


def test_year_without_a_budget_opens_on_the_last_adopted_one(client: Client) -> None:
    partnership = make_partnership(3)
    adopted(partnership, year=2025)
    handed_over(partnership, year=2026)
    browser = as_sgd(client, partnership)

    shown = words(browser.get(reverse("budgets:frames", args=[partnership.slug])))
    answer = send(browser, reverse("budgets:frame_open", args=[partnership.slug, 2026]))

    assert "Öppna 2026 med taket" in shown
    assert answer.status_code == 303
    assert "Budgeten för 2025 gäller så länge." in words(browser.get(answer.url))
    assert YearFrame.objects.get(year=2026).is_provisional


def test_deviation_is_reported_referred_and_tried(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    fields = {"kind": "overrun", "title": "Dyrare drift", "line": line_of(budget).pk, "amount": "650 000"}

    made = send(browser, url("deviation_new", budget), **fields)
    deviation = Deviation.objects.get()
    referred = send(browser, step_of(deviation, "refer"), row_version=deviation.version)
    refused = browser.get(step_of(deviation, "deny"))
    judge = as_cs(Client(), budget.partnership)
    trial = {"row_version": deviation.version + 1, "on": "2026-10-19", "paragraph": "§ 18", "reason": "För dyrt."}
    noted = send(judge, step_of(deviation, "take_note"), **trial)
    denied = send(judge, step_of(deviation, "deny"), **trial)

    assert [each.status_code for each in (made, referred, refused, noted, denied)] == [303, 303, 403, 409, 303]
    assert "det räcker inte att notera den" in words(noted)
    held = Deviation.objects.get()
    assert (held.state, held.paragraph, held.assessment) == (DeviationState.DENIED, "§ 18", "För dyrt.")
    page = words(judge.get(reverse("budgets:deviation", args=[budget.partnership.slug, held.pk])))
    assert "Avvikelsen nekades" in page
    assert "Ingen avvikelse väntar på svar." in words(
        judge.get(reverse("budgets:deviations", args=[budget.partnership.slug]))
    )


def test_trial_with_an_empty_form_says_nothing_of_what_is_not_written(client: Client, budget: Budget) -> None:
    by, cs = sgd(budget.partnership), as_cs(client, budget.partnership)
    deviation = report_deviation(frame_for(budget), kind="other", title="Sent", by=by, today=TODAY)
    perform(deviation, "refer", by=by, today=TODAY)

    shown = words(cs.get(step_of(deviation, "accept_within_frame")))

    assert "Avvikelsen ryms inom budgeten" in shown
    assert "Prövningen har paragraf och skäl" not in shown


def test_deviation_beyond_the_frame_asks_every_principal(client: Client, budget: Budget) -> None:

    by, line = sgd(budget.partnership), line_of(budget)
    deviation = report_deviation(
        frame_for(budget), kind="overrun", title="Mer", line=line, amount=Sek(100), by=by, today=TODAY
    )
    send(as_sgd(client, budget.partnership), step_of(deviation, "refer"), row_version=deviation.version)
    browser = as_cs(Client(), budget.partnership)
    asked = {"on": "2026-10-19", "paragraph": "§ 18", "reason": "Nödvändigt", "decide_by": "2026-12-15"}

    answer = send(browser, step_of(deviation, "ask_principals"), row_version=deviation.version + 1, **asked)

    assert answer.status_code == 303
    assert "Se hur huvudmännen har svarat" in words(browser.get(answer.url))
    assert Deviation.objects.get().state == DeviationState.WITH_PRINCIPALS


def test_settlement_tells_why_not_yet_and_then_each_part(client: Client) -> None:
    partnership = make_partnership(3)
    budget = adopted(partnership, year=2025)
    book(budget, Sek.of_kronor(1_000_000))
    slug = partnership.slug
    browser = as_sgd(client, partnership)
    settle = reverse("budgets:settle", args=[slug, 2025])
    with time_machine.travel("2025-12-01T12:00:00+01:00", tick=False):
        early = browser.get(settle)

    answer = send(browser, settle, row_version=frame_for(budget).version)

    assert "Året 2025 är inte slut" in words(early)
    assert "Ingen: vänta till årets slut Senast 1 januari 2026 om 31 dagar" in words(early)
    assert answer.status_code == 303
    made = Settlement.objects.get()
    assert sum(row.back_ore for row in made.rows.all()) == made.left.ore == 1_204_000_000
    shown = words(browser.get(answer.url))
    assert "12 040 000 kr användes inte och går tillbaka till de 3 huvudmännen" in shown
    assert frame_for(budget).state == FrameState.CLOSED
    file = browser.get(reverse("budgets:settlement_file", args=[slug, 2025, "csv"]))
    assert file.content.decode("utf-8-sig").splitlines()[-1] == ";Summa;13040000,00;1000000,00;12040000,00"


def test_year_costs_the_same_with_20_and_200_rows(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    frame, line, by = frame_for(budget), line_of(budget), sgd(budget.partnership)
    counts = []
    for rows in (20, 180):
        for _ in range(rows):
            frames.allocate(frame, line=line, amount=Sek(100), purpose="Drift", by=by, today=TODAY)
        for name in ("frame", "outcome"):
            browser.get(url(name, budget))
            with CaptureQueriesContext(connection) as caught:
                assert browser.get(url(name, budget)).status_code == 200
            counts.append(len(caught))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 14
