from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from budgets.services.settlements import settle_year
from tests.factories.budgets import adopted, make_partnership, sgd

from .pages import NOON, TODAY, as_sgd, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def test_form_of_a_deviation_is_not_shown_for_a_year_that_is_settled(client: Client) -> None:
    budget = adopted(make_partnership(3), year=2025)
    settle_year(budget, by=sgd(budget.partnership, TODAY), today=TODAY)

    refused = as_sgd(client, budget.partnership).get(
        reverse("budgets:deviation_new", args=[budget.partnership.slug, 2025])
    )

    assert refused.status_code == 409
    assert "Året 2025 är avräknat" in words(refused)
