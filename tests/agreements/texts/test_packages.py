"""An agreement drafted from what the parties have agreed to in their negotiation."""

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from agreements.texts import services
from agreements.texts.content import text_of
from agreements.texts.financing import plan_of
from agreements.texts.models import Agreement
from governance.workflow.refusals import Refused
from tests.factories.agreements import left_alone
from tests.factories.benefits import agreed_world, benefit_world
from tests.factories.organisations import TODAY

from .pages import NOON, as_seat, send, words

pytestmark = pytest.mark.django_db
FOUR = ("state", "region", "city", "town")


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False), left_alone():
        yield


def test_agreed_package_gives_parties_choices_and_money() -> None:
    world, package = agreed_world(keys=FOUR)
    negotiation = world.negotiation.again()

    made = services.draft_agreement(
        negotiation=negotiation, package=package, title="Ramavtal", by=world.negotiation.negotiator(), today=TODAY
    )

    version = made.versions.get()
    text = text_of(version)
    assert [each.name for each in text.parties] == ["Staten", "Region Aspen", "Almby kommun", "Lindö kommun"]
    assert text.sections[3].paragraphs[1] == "Gemensam infrastruktur: En nationell plattform."
    assert len(text.sections[3].paragraphs) == 1 + package.choices.count()
    plan = plan_of(version)
    assert plan.cost_ore == package.cost_ore
    assert [row.amount_ore for row in plan.rows] == [1_000_000_000, 600_000_000, 200_000_000, 200_000_000]
    assert plan.adds_up
    assert made.negotiation == negotiation


def test_package_that_not_all_have_agreed_to_makes_no_agreement() -> None:
    world = benefit_world(keys=FOUR)
    laid = world.lay()

    with pytest.raises(Refused, match="är inte överenskommet"):
        services.draft_agreement(
            negotiation=world.negotiation.again(),
            package=laid,
            title="Ramavtal",
            by=world.negotiation.negotiator(),
            today=TODAY,
        )
    assert not Agreement.objects.exists()


def test_page_begins_an_agreement_from_the_negotiation() -> None:
    world, _package = agreed_world(keys=FOUR)
    client = as_seat(world.negotiation.leader)
    page = reverse("agreements:new", args=[world.slug])
    negotiation = world.negotiation.again()
    fields = {
        "kind": "framework",
        "title": "Ramavtal om remisser",
        "field": "health",
        "detail_level": "framework",
        "sign_order": "decide_first",
        "negotiation": negotiation.pk,
    }

    assert client.get(page, {"forhandling": "9" * 4301}).status_code == 200
    shown = client.get(f"{page}?forhandling={negotiation.pk}")
    made = send(client, page, **fields)

    assert f'value="{negotiation.pk}" selected' in shown.content.decode()
    assert made.status_code == 303
    told = words(client.get(reverse("agreements:text", args=[world.slug, Agreement.objects.get().pk])))
    assert "10 000 000 kr" in told
    assert "Staten Andel av den samlade kostnaden 50 %" in told
