"""What boards mean to a negotiation: its status tells nothing private, and it ends when every board has."""

import json

import pytest

from agreements.benefits.services import withdraw_package
from agreements.boards import services
from agreements.boards.questions import every_board_has_closed
from agreements.boards.reports.negotiation import receivers, where_it_stands
from agreements.negotiations.models import Negotiation
from agreements.texts.models import Agreement
from governance.documents.models import Document
from governance.documents.render import page_html
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import steps_of
from tests.factories.benefits import benefit_world
from tests.factories.boards import board_world
from tests.factories.negotiations import negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
PRIVATE = 7_391_284
BEFORE = "Förhandlingspersonerna ska skriva klart direktivet och samla parterna."


def test_the_status_names_whose_confirmation_is_missing() -> None:
    world = negotiation_world("initiating")
    confirmed = world.party("region").confirmations.filter(withdrawn_on__isnull=True).count()

    told = services.order_negotiation_status(world.again(), by=world.negotiator(), today=TODAY).frozen

    rows = {row["party"]: row["missing"] for row in told["gate_rows"]}
    assert rows["Region Aspen"].count(False) == confirmed
    assert [step["place"] for step in told["phases"]] == ["here", "ahead", "ahead", "ahead", "ahead"]
    assert len(told["parties"]) == world.again().parties.count()


def test_the_status_tells_packages_the_parties_answers_and_what_the_state_has_chosen() -> None:
    world = benefit_world()
    lead, by = world.negotiation.again(), world.negotiation.negotiator()
    world.accept(world.lay(), "region")

    told = services.order_negotiation_status(lead, by=by, today=TODAY).frozen

    (package,) = told["packages"]
    answers = dict(package["answers"])
    assert package["state"] == "Framlagt för parterna"
    assert answers["Samtycker"] == "Region Aspen"
    assert "Staten" in answers["Har inte svarat"]
    assert any(issue["chosen"] for issue in told["issues"])
    days = {answer for row in told["gate_rows"] for answer in row["answers"]}
    assert days == {"15 sep 2026"}


def test_a_sketch_that_was_given_up_is_not_in_the_status() -> None:
    world = benefit_world(valued=False)
    lead, by = world.negotiation.again(), world.negotiation.negotiator()
    withdraw_package(world.sketch("Hemlig skiss"), reason="Övergiven", by=by, today=TODAY)
    withdraw_package(world.lay(world.sketch("Framlagt")), reason="Nytt läge", by=by, today=TODAY)

    told = services.order_negotiation_status(lead, by=by, today=TODAY).frozen

    assert [each["title"] for each in told["packages"]] == ["Framlagt"]


def test_a_status_frozen_before_packages_were_told_is_still_printed() -> None:
    world = negotiation_world("initiating")
    told = services.order_negotiation_status(world.again(), by=world.negotiator(), today=TODAY).frozen
    del told["packages"]
    for issue in told["issues"]:
        del issue["chosen"]

    shown = page_html(json.dumps(told))

    assert "Sakfrågor och alternativ" in shown
    assert "Paket och parternas svar" not in shown


def test_no_private_valuation_is_in_the_status() -> None:
    world = benefit_world()
    lead, by = world.negotiation.again(), world.negotiation.negotiator()
    before = services.order_negotiation_status(lead, by=by, today=TODAY).frozen
    world.value("company", [PRIVATE] * len(world.options()), shared=False)

    after = services.order_negotiation_status(lead, by=by, today=TODAY)

    assert str(PRIVATE) not in after.data
    assert {key: value for key, value in after.frozen.items() if key != "head"} == {
        key: value for key, value in before.items() if key != "head"
    }
    assert Document.objects.filter(kind="negotiation_status", current=True).count() == 1


def test_only_those_who_keep_the_records_order_the_status() -> None:
    world = negotiation_world("initiating")

    with pytest.raises(NotAllowed):
        services.order_negotiation_status(world.again(), by=world.speaker("region"), today=TODAY)


def test_concluding_asks_whether_every_board_has_closed() -> None:
    asked = [guard.check for guard in steps_of(Negotiation)["conclude"].guards]

    assert every_board_has_closed.check in asked


def test_a_negotiation_waits_for_the_boards_of_its_agreements() -> None:
    world, board = negotiation_world("implementing"), board_world()
    Agreement.objects.filter(pk=board.agreement.pk).update(negotiation=world.negotiation)
    act = Act(world.negotiator(), TODAY)

    refusal = every_board_has_closed.ask(world.again(), act)
    assert refusal is not None
    assert refusal.sentence == "Ramavtal 2026-01 är ”gällande”."
    assert refusal.rule.requirement == "C-02"

    board.verified(board.housing, 100)
    board.verified(board.money, 500_000)
    board.decided_to_close()
    services.close_board(board.now(), by=board.by_chair(), today=TODAY)
    assert every_board_has_closed.ask(world.again(), act) is None


@pytest.mark.parametrize(
    ("state", "lead"),
    [
        (
            "proposed",
            "Förhandlingen är föreslagen. Förhandlingspersonerna ska skriva klart direktivet och samla parterna.",
        ),
        ("negotiating", "Parterna förhandlar om vad som ger störst nytta."),
        ("agreeing", "Parterna skriver avtal och fattar sina beslut."),
        ("implementing", "Avtalets styrelse följer åtagandena tills alla är uppfyllda."),
        ("paused", "Förhandlingen är pausad. Förhandlingspersonerna ska återuppta eller avbryta förhandlingen."),
        ("concluded", "Förhandlingen är avslutad. Alla åtaganden är uppfyllda."),
        ("aborted", "Förhandlingen är avbruten."),
    ],
)
def test_the_status_says_first_who_does_what(state: str, lead: str) -> None:
    assert where_it_stands(Negotiation(state=state)) == lead


def test_what_all_parties_were_told_names_none_of_them() -> None:
    everybody = frozenset({"Staten", "Region Aspen"})

    assert receivers(["Staten", "Region Aspen"], everybody) == "Alla parter"
    assert receivers(["Staten"], everybody) == "Staten"
    assert receivers(["Staten"], frozenset({"Staten"})) == "Staten"
