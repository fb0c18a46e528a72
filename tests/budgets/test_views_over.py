"""An outcome beyond the whole frame is told where one looks, and what may still be allocated then."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import Budget, Deviation
from budgets.services import frames
from budgets.states import DeviationKind
from governance.lib.money import Sek
from governance.workflow.steps import perform
from tests.factories.budgets import adopted, frame_for, line_of, make_partnership, sgd

from .pages import TODAY, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def over() -> Budget:
    """A year of 13 040 000 kr that has used 1 257 220 kr more."""
    budget = adopted(make_partnership(3), year=2026)
    book(budget, 14_297_220)
    return budget


def book(budget: Budget, kronor: int) -> None:
    amount, by = Sek.of_kronor(kronor), sgd(budget.partnership, TODAY)
    frames.record_outcome(frame_for(budget), line=line_of(budget), period=TODAY, amount=amount, by=by, today=TODAY)


def address(name: str, budget: Budget) -> str:
    return reverse(f"budgets:{name}", args=[budget.partnership.slug, 2026])


def total_of(budget: Budget) -> Deviation:
    return Deviation.objects.get(kind=DeviationKind.TOTAL_OUTCOME)


def test_year_leads_with_what_is_used_beyond_its_frame(client: Client, over: Budget) -> None:
    told = total_of(over)

    page = as_sgd(client, over.partnership).get(address("frame", over))

    shown = words(page)
    assert f"Utfallet är 1 257 220 kr över ramen ( {told.number} ). 13 040 000 kr av" in shown
    assert "Mer är använt än ramen Ramen är 13 040 000 kr och utfallet 14 297 220 kr." in shown
    assert "Öppen utfall över ramen" in shown
    assert "ska lämna avvikelsen till prövning" in shown
    assert "Använt inom ramen 13 040 000 kr" in shown
    assert "Använt över ramen 1 257 220 kr" in shown
    assert f'href="{reverse("budgets:deviation", args=[over.partnership.slug, told.pk])}"' in page.content.decode()


def test_row_tells_how_much_is_used_beyond_it_and_which_deviation_tells_of_it(client: Client, over: Budget) -> None:
    told = Deviation.objects.get(kind=DeviationKind.LINE_OUTCOME)

    shown = words(as_sgd(client, over.partnership).get(address("frame", over)))

    assert f"utfall över raden 4 457 220 kr, {told.number}" in shown


def test_turn_is_with_those_who_try_the_overrun(client: Client, over: Budget) -> None:
    perform(total_of(over), "refer", by=sgd(over.partnership, TODAY), today=TODAY)

    shown = words(as_sgd(client, over.partnership).get(address("frame", over)))

    assert "ska pröva avvikelsen" in shown
    assert "följer upp fördelning och utfall" not in shown


def test_more_is_allocated_within_the_frame_with_a_warning(client: Client, over: Budget) -> None:
    browser = as_sgd(client, over.partnership)
    fields = {"line": line_of(over, "Trygg utskrivning").pk, "amount": "100", "purpose": "Drift", "on": "2026-10-19"}

    asked, read = browser.get(address("allocate", over)), browser.get(address("allocation_import", over))
    sent = send(browser, address("allocate", over), **fields)

    for each in (asked, read):
        assert "Kvar att fördela, 13 040 000 kr, räknas mot det som är fördelat, inte mot utfallet." in words(each)
    assert sent.status_code == 303


def test_year_within_its_frame_says_nothing_of_it(client: Client) -> None:
    budget = adopted(make_partnership(3), year=2026)
    book(budget, 13_040)
    browser = as_sgd(client, budget.partnership)

    for each in ("frame", "allocate"):
        assert "över ramen" not in words(browser.get(address(each, budget)))


def test_lists_of_years_mark_the_one_that_is_over(client: Client, over: Budget) -> None:
    browser = as_sgd(client, over.partnership)

    for each in ("frames", "overview"):
        assert "utfall över ramen" in words(browser.get(reverse(f"budgets:{each}", args=[over.partnership.slug])))


def test_year_that_is_over_costs_no_more_to_show(client: Client, over: Budget) -> None:
    browser = as_sgd(client, over.partnership)
    browser.get(address("frame", over))

    with CaptureQueriesContext(connection) as caught:
        browser.get(address("frame", over))

    assert len(caught) <= 12
