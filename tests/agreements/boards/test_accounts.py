"""A year's accounts: requested, told by each party, compiled, approved by paragraph, sealed and sent."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.boards import services
from agreements.boards.models import AccountsRound, PartyAccounts
from agreements.boards.states import AccountsState, PartyAccountsState, Place
from governance.documents.services import current_document
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import perform, steps_of
from tests.factories.boards import BoardWorld, board_world
from tests.factories.commitments import now
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
YEAR = TODAY.year
DUE = TODAY + timedelta(days=30)
FIGURES: dict[str, Any] = {"budget_ore": 100, "cost_ore": 90, "financing_due_ore": 50, "financing_paid_ore": 50}


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def requested(world: BoardWorld, **changes: Any) -> AccountsRound:
    given = {"year": YEAR, "due_on": DUE, **changes}
    return services.request_accounts(world.now(), by=world.by_secretary(), today=TODAY, **given)


def part_of(accounts: AccountsRound, principal: Any) -> PartyAccounts:
    return accounts.parties.select_related("principal__organisation").get(principal=principal)


def approved(world: BoardWorld) -> AccountsRound:
    accounts = services.compile_accounts(world.account(), by=world.by_secretary(), today=TODAY, summary="Ett lugnt år.")
    held = world.hold(world.meeting())
    world.decide(held.items.get(accounts=accounts), "approved")
    return AccountsRound.objects.get(pk=accounts.pk)


def test_every_party_is_asked_once_a_year(world: BoardWorld) -> None:
    accounts = requested(world)

    assert {each.principal_id for each in accounts.parties.all()} == {each.pk for each in world.base.base.principals}
    with pytest.raises(Refused, match="redan begärd"):
        requested(world)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"year": YEAR + 1}, "ett år då avtalet har gällt"),
        ({"year": YEAR - 1}, "ett år då avtalet har gällt"),
        ({"due_on": TODAY - timedelta(days=1)}, "redan varit"),
    ],
)
def test_a_request_that_cannot_be_right_is_refused(world: BoardWorld, changes: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        requested(world, **changes)

    assert not AccountsRound.objects.exists()


def test_each_party_tells_its_own_year(world: BoardWorld) -> None:
    town = part_of(requested(world), world.municipality)

    for actor in (world.speaker(world.state), world.by_secretary(), world.acting(Place.MEMBER, world.state)):
        with pytest.raises(NotAllowed):
            services.submit_accounts(town, **FIGURES, by=actor, today=TODAY)
    told = services.submit_accounts(
        town, **FIGURES, by=world.acting(Place.MEMBER, world.municipality), today=TODAY, comment=" Klart. "
    )

    assert (told.state, told.cost_ore, told.comment, told.received_on) == ("received", 90, "Klart.", TODAY)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"cost_ore": None}, "Fyll i alla fyra beloppen"), ({"budget_ore": -1}, "mindre än noll")],
)
def test_figures_that_cannot_be_right_are_refused(world: BoardWorld, changes: dict[str, Any], sentence: str) -> None:
    town = part_of(requested(world), world.municipality)

    with pytest.raises(Refused, match=sentence):
        services.submit_accounts(town, **{**FIGURES, **changes}, by=world.speaker(world.municipality), today=TODAY)


def test_units_are_of_ones_own_commitments(world: BoardWorld) -> None:
    town = part_of(requested(world), world.municipality)
    by = world.speaker(world.municipality)

    with pytest.raises(Refused, match="egna åtaganden"):
        services.submit_accounts(town, **FIGURES, units={now(world.money): Decimal(1)}, by=by, today=TODAY)
    told = services.submit_accounts(town, **FIGURES, units={now(world.housing): Decimal(40)}, by=by, today=TODAY)
    told = services.submit_accounts(told, **FIGURES, units={now(world.housing): Decimal(41)}, by=by, today=TODAY)

    assert [unit.value for unit in told.units.all()] == [41]


def test_compiling_waits_for_every_party_and_names_those_that_are_missing(world: BoardWorld) -> None:
    accounts = requested(world)
    services.submit_accounts(
        part_of(accounts, world.municipality), **FIGURES, by=world.speaker(world.municipality), today=TODAY
    )

    with pytest.raises(Refused, match="Redovisning saknas från Staten och Region Aspen") as refused:
        services.compile_accounts(accounts, by=world.by_secretary(), today=TODAY)

    assert refused.value.refusals[0].by_when == DUE


def test_compiled_accounts_stand_still_until_they_are_opened_again(world: BoardWorld) -> None:
    accounts = services.compile_accounts(world.account(), by=world.by_secretary(), today=TODAY)
    town = part_of(accounts, world.municipality)

    with pytest.raises(Refused, match="sammanställd"):
        services.submit_accounts(town, **FIGURES, by=world.speaker(world.municipality), today=TODAY)
    with pytest.raises(Refused, match="Skriv vad som ska rättas"):
        services.reopen_accounts(accounts, reason=" ", by=world.by_secretary(), today=TODAY)
    services.reopen_accounts(accounts, reason="Fel belopp.", by=world.by_secretary(), today=TODAY)
    told = services.submit_accounts(town, **FIGURES, by=world.speaker(world.municipality), today=TODAY)

    assert told.cost_ore == 90


def test_approval_is_an_item_of_a_held_meeting(world: BoardWorld) -> None:
    accounts = services.compile_accounts(world.account(), by=world.by_secretary(), today=TODAY)

    with pytest.raises(Refused, match="inte ett ärende i protokollet"):
        services.approve_accounts(accounts, paragraph="§ 1", on=TODAY, by=world.by_secretary(), today=TODAY)
    meeting = world.meeting()
    held = world.hold(meeting)
    item = held.items.get(accounts=accounts)
    world.decide(item, "approved")

    done = AccountsRound.objects.get(pk=accounts.pk)
    assert (done.state, done.paragraph, done.approved_on) == ("approved", item.paragraph, TODAY)


def test_accounts_that_the_board_sends_back_are_opened_again(world: BoardWorld) -> None:
    accounts = services.compile_accounts(world.account(), by=world.by_secretary(), today=TODAY)
    held = world.hold(world.meeting())

    world.decide(held.items.get(accounts=accounts), "sent_back")

    assert AccountsRound.objects.get(pk=accounts.pk).state == "requested"


def test_the_compiled_accounts_add_up_to_the_ore(world: BoardWorld) -> None:
    accounts = approved(world)

    document = current_document("compiled_accounts", accounts)
    assert document is not None
    told = document.frozen
    assert told["total"]["cost"] == sum(row["cost"] for row in told["rows"]) == 6 * 900_000_01
    assert told["total"]["left"] == told["total"]["budget"] - told["total"]["cost"]
    assert told["approved"]["paragraph"] == accounts.paragraph
    assert told["sent_to"][0] == "Regeringen, för staten"
    assert [row["during_year"] for row in told["units"]] == ["40\u00a0bostäder", "–"]


def test_sending_waits_for_the_seal(world: BoardWorld) -> None:
    accounts = approved(world)

    with pytest.raises(Refused, match="Dokumentet förseglas"):
        services.send_accounts(accounts, by=world.by_secretary(), today=TODAY)


def test_sent_accounts_reach_every_party(world: BoardWorld) -> None:
    accounts = approved(world)
    document = current_document("compiled_accounts", accounts)
    assert document is not None
    seal_as_if(document)

    sent = services.send_accounts(accounts, by=world.by_secretary(), today=TODAY)

    assert {each.principal_id for each in sent} == {each.pk for each in world.base.base.principals}
    assert AccountsRound.objects.get(pk=accounts.pk).sent_on == TODAY


def seal_as_if(document: Any) -> None:
    from django.utils import timezone

    from governance.audit.actors import SYSTEM

    file: dict[str, Any] = {"sha256": "a" * 64, "size": 9, "pages": 1, "signatures": 1, "signer": "b" * 64}
    perform(document, "seal", by=SYSTEM, today=TODAY, sealed_at=timezone.now(), **file)


def test_the_database_holds_received_accounts_whole(world: BoardWorld) -> None:
    town = part_of(world.account(), world.municipality)

    with pytest.raises(IntegrityError), transaction.atomic():
        PartyAccounts.objects.filter(pk=town.pk).update(cost_ore=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        PartyAccounts.objects.filter(pk=town.pk).update(cost_ore=-1)


def test_machines_have_exactly_these_steps() -> None:
    whole = {name: (set(step.sources), step.target) for name, step in steps_of(AccountsRound).items()}
    part = {name: (set(step.sources), step.target) for name, step in steps_of(PartyAccounts).items()}

    assert whole == {
        "compile": ({"requested"}, "compiled"),
        "reopen": ({"compiled"}, "requested"),
        "approve": ({"compiled"}, "approved"),
        "send": ({"approved"}, "sent"),
    }
    assert part == {"submit": ({"requested", "received"}, "received")}
    assert set(AccountsRound.situations) == set(AccountsState.values)
    assert set(PartyAccounts.situations) == set(PartyAccountsState.values)
