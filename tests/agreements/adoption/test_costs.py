from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.adoption import services
from agreements.adoption.models import Condition, CostForecast
from agreements.adoption.services.costs import follow_amendment
from agreements.adoption.states import ConditionKind
from agreements.texts import registry
from agreements.texts import services as texts
from agreements.texts.models import AgreementVersion
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.models import Body
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.adoption import AdoptionWorld, adoption_world, in_force_world
from tests.factories.agreements import left_alone
from tests.factories.decisions import again, seat_in
from tests.factories.organisations import TODAY, act_as

pytestmark = pytest.mark.django_db

BASE = 100_000_000  # öre, in the factory's agreement in force: a million kronor
LATER = TODAY + timedelta(days=30)


def tell(made: AdoptionWorld, kronor: int) -> CostForecast:
    """A forecast, told by the negotiator."""
    return services.register_cost_forecast(
        made.agreement,
        forecast_ore=Sek.of_kronor(kronor).ore,
        source="Rapport 3",
        by=made.world.by_leader(LATER),
        today=LATER,
    )


def test_forecast_within_the_cap_changes_nothing() -> None:
    made = in_force_world(cap=True)

    tell(made, 1_150_000)

    assert made.condition(ConditionKind.COST_CAP).state == "met"
    assert made.agreement.state == "in_force"


def test_forecast_above_the_cap_is_a_breach_and_no_silent_lapse() -> None:
    made = in_force_world(cap=True)

    tell(made, 1_150_001)
    services.settle(made.agreement, today=LATER + timedelta(days=3650))

    cap = made.condition(ConditionKind.COST_CAP)
    assert (cap.state, made.agreement.state) == ("breached", "in_force")
    assert "1\u00a0150\u00a0001\u00a0kr" in cap.reason
    assert (made.validity.breached, made.validity.in_force_on) == (1, TODAY)


def test_breach_is_taken_to_the_parties_and_settled_by_them() -> None:
    made = in_force_world(cap=True)
    leader = made.world.by_leader(LATER)
    tell(made, 1_300_000)
    cap = made.condition(ConditionKind.COST_CAP)

    with pytest.raises(Refused, match="hur parterna har fått veta"):
        services.raise_breach(cap, note=" ", by=leader, today=LATER)
    services.raise_breach(cap, note="Brev till alla parter", by=leader, today=LATER)
    assert again(cap).raised_on == LATER
    with pytest.raises(NotAllowed):
        services.agree_to_cost(
            cap, base_ore=130_000_000, evidence="T1", by=made.world.by_speaker(made.world.state), today=LATER
        )
    services.agree_to_cost(cap, base_ore=120_000_000, evidence="Tilläggsavtal 1", by=leader, today=LATER)

    assert (again(cap).state, again(cap).base_ore) == ("met", 120_000_000)
    assert made.validity.breached == 0


def test_lower_forecast_restores_the_cap() -> None:
    made = in_force_world(cap=True)
    tell(made, 1_300_000)

    tell(made, 1_100_000)

    assert made.condition(ConditionKind.COST_CAP).state == "met"
    with pytest.raises(Refused, match="inte överskridet"):
        services.raise_breach(
            made.condition(ConditionKind.COST_CAP), note="x", by=made.world.by_leader(LATER), today=LATER
        )


def test_forecast_above_the_cap_keeps_an_agreement_from_coming_into_force() -> None:
    made = adoption_world(opened=False)
    leader = made.world.by_leader()
    texts.stop_signing(made.agreement, reason="Tak.", by=SYSTEM, today=TODAY)
    services.add_cost_cap(made.agreement, base_ore=BASE, cap_ppm=150_000, by=leader, today=TODAY)
    version = texts.new_version(made.agreement, by=leader, today=TODAY)
    texts.freeze_version(version.agreement, by=leader, today=TODAY, change_note="Kostnadstak")
    texts.prepare_agreement(made.agreement, by=leader, today=TODAY)
    texts.make_ready(made.agreement, by=leader, today=TODAY)
    assert made.condition(ConditionKind.COST_CAP).state == "met"
    services.open_adoption(made.agreement, by=leader, today=TODAY)
    tell(made, 1_200_000)
    for each in made.world.principals:
        made.adopt(each, today=LATER, decided_on=TODAY, legal_force_on=TODAY)
    made.sign(today=LATER, on=TODAY)
    assert made.agreement.state == "awaiting_decisions"

    tell(made, 1_149_999)

    assert made.agreement.state == "in_force"


def test_forecast_is_told_by_those_who_lead_or_keep_the_accounts_of_its_board(monkeypatch: pytest.MonkeyPatch) -> None:
    made = in_force_world(cap=True)
    board, other = (
        Body.objects.create(partnership=made.world.partnership, kind="board", name=name)
        for name in ("Styrelsen för avtalet", "Styrelsen för ett annat avtal")
    )
    followed = {board.pk: frozenset({made.agreement.pk}), other.pk: frozenset[int]()}
    monkeypatch.setattr(registry, "BOARDS", [followed.get])
    keeper = act_as(seat_in(board, "controller"))
    outsiders = [act_as(seat_in(board, "member")), act_as(seat_in(other, "controller"))]

    services.register_cost_forecast(made.agreement, forecast_ore=BASE, source="Rapport", by=keeper, today=TODAY)
    for each in outsiders:
        with pytest.raises(NotAllowed):
            services.register_cost_forecast(made.agreement, forecast_ore=BASE, source="Rapport", by=each, today=TODAY)


@pytest.mark.parametrize(("ore", "source", "said"), [(-1, "R", "mindre än noll"), (BASE, " ", "var prognosen kommer")])
def test_forecast_without_figure_or_source_is_refused(ore: int, source: str, said: str) -> None:
    made = in_force_world(cap=True)

    with pytest.raises(Refused, match=said):
        services.register_cost_forecast(
            made.agreement, forecast_ore=ore, source=source, by=made.world.by_leader(), today=TODAY
        )


def test_cap_is_a_cost_and_a_percentage() -> None:
    made = adoption_world(opened=False)
    texts.stop_signing(made.agreement, reason="Tak.", by=SYSTEM, today=TODAY)
    leader = made.world.by_leader()

    with pytest.raises(Refused, match="större än noll"):
        services.add_cost_cap(made.agreement, base_ore=0, cap_ppm=150_000, by=leader, today=TODAY)
    with pytest.raises(Refused, match="mellan 0 och 1 000"):
        services.add_cost_cap(made.agreement, base_ore=BASE, cap_ppm=10_000_001, by=leader, today=TODAY)
    with pytest.raises(Refused, match="inget kostnadstak"):
        tell(made, 1)


def test_an_agreement_has_one_cost_cap() -> None:
    made = adoption_world(opened=False)
    texts.stop_signing(made.agreement, reason="Tak.", by=SYSTEM, today=TODAY)
    given: dict[str, Any] = {"base_ore": BASE, "by": made.world.by_leader(), "today": TODAY}
    cap = services.add_cost_cap(made.agreement, cap_ppm=150_000, **given)

    with pytest.raises(Refused, match="har redan ett kostnadstak: Kostnaden stiger inte mer än 15 procent"):
        services.add_cost_cap(made.agreement, cap_ppm=50_000, **given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Condition.objects.create(agreement=cap.agreement, kind="cost_cap", label="5 %", base_ore=BASE, cap_ppm=50_000)
    services.remove_condition(cap, by=given["by"], today=TODAY)

    assert services.add_cost_cap(made.agreement, cap_ppm=50_000, **given).cap_ppm == 50_000


def amend(made: AdoptionWorld, change: Callable[[AgreementVersion], Any]) -> None:
    """An amendment, changed somehow, comes into force."""
    leader = made.world.by_leader(LATER)
    amendment = texts.start_amendment(made.agreement, reason="Kostnaden har stigit.", by=leader, today=LATER)
    change(amendment.versions.get())
    with left_alone():
        texts.freeze_version(amendment, by=leader, today=LATER, change_note="Ny kostnad")
        texts.prepare_agreement(again(amendment), by=leader, today=LATER)
        texts.make_ready(again(amendment), by=leader, today=LATER)
        texts.note_all_signed(again(amendment), by=SYSTEM, today=LATER)
        held = texts.bring_into_force(again(amendment), by=SYSTEM, today=LATER)
    follow_amendment(held, today=LATER)


def state_cost(version: AgreementVersion) -> None:
    """The whole cost is another."""
    texts.edit_version(version, changes={"cost_ore": 130_000_000}, by=SYSTEM, today=LATER, version=None)


def state_amounts(version: AgreementVersion) -> None:
    """No whole cost is stated: each party pays a fixed amount, and they add up to 1 300 000 kronor."""
    texts.edit_version(version, changes={"cost_ore": None}, by=SYSTEM, today=LATER, version=None)
    for line, amount_ore in zip(version.financing.all(), (70_000_000, 40_000_000, 20_000_000), strict=True):
        changes = {"amount_ore": amount_ore, "share_ppm": None}
        texts.edit_financing_line(line, changes=changes, by=SYSTEM, today=LATER, version=None)


@pytest.mark.parametrize("change", [state_cost, state_amounts])
def test_amendment_that_agrees_on_a_higher_cost_settles_the_breach(change: Callable[[AgreementVersion], None]) -> None:
    made = in_force_world(cap=True)
    tell(made, 1_300_000)
    assert made.condition(ConditionKind.COST_CAP).state == "breached"

    amend(made, change)

    cap = made.condition(ConditionKind.COST_CAP)
    assert (cap.state, cap.base_ore) == ("met", 130_000_000)
    assert made.validity.breached == 0


def test_amendment_that_leaves_the_cost_leaves_the_cap_as_it_was_agreed_since() -> None:
    made = in_force_world(cap=True)
    tell(made, 1_300_000)
    cap, leader = made.condition(ConditionKind.COST_CAP), made.world.by_leader(LATER)
    services.agree_to_cost(cap, base_ore=120_000_000, evidence="Brev från alla parter", by=leader, today=LATER)

    amend(made, lambda version: None)

    assert made.condition(ConditionKind.COST_CAP).base_ore == 120_000_000
