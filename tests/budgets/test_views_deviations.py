from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgets.agenda import deviation_duties
from budgets.models import Deviation
from budgets.services.deviations import report_deviation
from budgets.services.settlements import settle_year
from governance.lib.money import Sek
from governance.workflow.steps import perform
from tests.factories.budgets import adopted, cs, frame_for, line_of, make_partnership, sgd, the_matter
from tests.factories.decisions import decide

from .pages import TODAY, as_cs, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_form_of_a_deviation_is_not_shown_for_a_year_that_is_settled(client: Client) -> None:
    budget = adopted(make_partnership(3), year=2025)
    settle_year(budget, by=sgd(budget.partnership, TODAY), today=TODAY)

    refused = as_sgd(client, budget.partnership).get(
        reverse("budgets:deviation_new", args=[budget.partnership.slug, 2025])
    )

    assert refused.status_code == 409
    assert "Året 2025 är avräknat" in words(refused)


def larger_frame() -> Deviation:
    """A larger frame that waits to be tried by the joint body."""
    budget = adopted(make_partnership(3), year=2026, today=date(2025, 1, 15), on=date(2025, 3, 27), decided=TODAY)
    by = sgd(budget.partnership, TODAY)
    wanted = report_deviation(
        frame_for(budget), kind="overrun", title="Mer", line=line_of(budget), amount=Sek(100), by=by, today=TODAY
    )
    referred: Deviation = perform(wanted, "refer", by=by, today=TODAY).subject
    return referred


def ask(client: Client, wanted: Deviation, **fields: str) -> Any:
    address = reverse("budgets:deviation_step", args=[wanted.partnership.slug, wanted.pk, "ask_principals"])
    trial = {"on": "2026-10-19", "paragraph": "§ 18", "reason": "Nödvändigt", "row_version": wanted.version}
    return send(as_cs(client, wanted.partnership), address, **trial, **fields)


def test_principals_are_not_asked_to_answer_by_a_day_that_has_been(client: Client) -> None:
    wanted = larger_frame()

    late = ask(client, wanted, decide_by="2026-10-19")
    in_time = ask(client, wanted, decide_by="2026-10-20")

    assert (late.status_code, in_time.status_code) == (409, 303)
    assert "Sista dagen för beslut, 19 oktober 2026, har redan varit." in words(late)


def test_last_day_that_the_principals_were_given_is_on_the_page(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    wanted = larger_frame()
    address = ask(client, wanted, decide_by="2026-12-15").url

    with django_assert_max_num_queries(12):
        asked = words(client.get(address))
    decide(the_matter(wanted).principal_rulings()[0], outcome="rejected", today=TODAY, reasons="För dyrt.")
    answered = words(client.get(address))

    assert "0 av 3 har antagit Vems tur 3 huvudmän ska var och en fatta sitt beslut Senast 15 december 2026" in asked
    assert "Ingen tidsgräns" not in asked
    turn = "Centralt samverkansorgan (CS) ska svara på skälen från Region Skåne"
    assert f"Hos huvudmännen. {turn}" in answered
    assert f"Vems tur {turn}" in answered


def test_desk_tells_since_when_a_deviation_waits_for_those_whose_turn_it_is() -> None:
    budget = adopted(make_partnership(3), year=2026)
    by, reported_on = sgd(budget.partnership, TODAY), TODAY - timedelta(days=60)
    frame = frame_for(budget)
    found = report_deviation(frame, kind="other", title="Sent", by=by, today=reported_on)

    before = deviation_duties(by, TODAY)
    perform(found, "refer", by=by, today=TODAY - timedelta(days=3))
    after = deviation_duties(cs(budget.partnership, TODAY), TODAY)

    assert [each.since for each in before] == [reported_on]
    assert [each.since for each in after] == [TODAY - timedelta(days=3)]
