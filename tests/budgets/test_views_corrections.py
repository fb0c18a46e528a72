"""Correcting an allocation or an outcome on its page: what the form begins with, and what it takes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgets.models import Allocation, Budget, OutcomeEntry
from budgets.services import frames
from governance.lib.money import Sek
from tests.factories.budgets import adopted, frame_for, line_of, make_partnership, sgd

from .pages import TODAY, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def budget() -> Budget:
    return adopted(make_partnership(3), year=2026)


def book(budget: Budget, amount: Sek) -> OutcomeEntry:
    frame, by = frame_for(budget), sgd(budget.partnership, TODAY)
    return frames.record_outcome(frame, line=line_of(budget), period=TODAY, amount=amount, by=by, today=TODAY)


def url(name: str, row: Any) -> str:
    return reverse(f"budgets:{name}_correct", args=[row.frame.partnership.slug, 2026, row.pk])


def test_correction_of_an_outcome_begins_with_what_corrections_have_made_of_it(client: Client, budget: Budget) -> None:
    entry = book(budget, Sek.of_kronor(100))
    browser = as_sgd(client, budget.partnership)
    send(browser, url("outcome", entry), right_amount="70", reason="Fel belopp")

    page = browser.get(url("outcome", entry)).content.decode()

    assert 'value="70"' in page
    assert 'value="100"' not in page


def test_correction_of_a_repayment_takes_the_right_repayment(client: Client, budget: Budget) -> None:
    entry = book(budget, -Sek.of_kronor(5_000))
    browser = as_sgd(client, budget.partnership)
    page = browser.get(url("outcome", entry)).content.decode()

    answer = send(browser, url("outcome", entry), right_amount="50 000", is_repayment="on", reason="En nolla för lite")

    assert 'value="5 000"' in page.replace("\u00a0", " ")
    assert "checked" in page
    assert answer.status_code == 303
    assert Sek.total(each.amount for each in OutcomeEntry.objects.all()) == -Sek.of_kronor(50_000)


def test_cost_that_was_booked_as_a_repayment_is_corrected_to_a_cost(client: Client, budget: Budget) -> None:
    entry = book(budget, -Sek.of_kronor(5_000))

    answer = send(as_sgd(client, budget.partnership), url("outcome", entry), right_amount="5 000", reason="Fel tecken")

    assert answer.status_code == 303
    assert Sek.total(each.amount for each in OutcomeEntry.objects.all()) == Sek.of_kronor(5_000)


def test_correction_of_what_somebody_has_corrected_meanwhile_shows_both_values(client: Client, budget: Budget) -> None:
    by = sgd(budget.partnership, TODAY)
    entry = book(budget, Sek.of_kronor(100))
    allocation = frames.allocate(
        budget, line=line_of(budget), amount=Sek.of_kronor(100), purpose="Drift", by=by, today=TODAY
    )
    browser, pages = as_sgd(client, budget.partnership), (url("outcome", entry), url("allocation", allocation))
    seen = [browser.get(page).context["form"].initial["seen"] for page in pages]
    frames.correct_outcome(entry, right_amount=Sek.of_kronor(80), reason="Fel", by=by, today=TODAY)
    frames.correct_allocation(allocation, right_amount=Sek.of_kronor(80), reason="Fel", by=by, today=TODAY)

    stopped = [
        send(browser, page, right_amount="90", reason="Fel", seen=ore) for page, ore in zip(pages, seen, strict=True)
    ]

    for page in stopped:
        assert page.status_code == 409
        for part in ("Någon hann före dig", "Sekreterare, Styrgrupp SGD", "80 kr", "90 kr"):
            assert part in words(page)
    assert (OutcomeEntry.objects.count(), Allocation.objects.count()) == (2, 2)
    insisted = send(browser, pages[0], right_amount="90", reason="Fel", seen=stopped[0].context["form"].data["seen"])
    assert insisted.status_code == 303
    assert Sek.total(each.amount for each in OutcomeEntry.objects.all()) == Sek.of_kronor(90)
