from typing import Any

import pytest

from agreements.adoption.models import Condition
from agreements.adoption.states import ConditionKind, ConditionState
from agreements.texts.models import Agreement
from governance.audit.actors import SYSTEM
from governance.workflow.machines import describe
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from governance.workflow.steps import perform, steps_of
from tests.factories.adoption import AdoptionWorld, adoption_world, in_force_world
from tests.factories.decisions import again
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db

SHOWN: dict[str, Any] = {"met_on": TODAY, "evidence": "Protokoll 4, § 2"}
DETAILS: dict[str, dict[str, Any]] = {
    "meet": SHOWN,
    "take_back": {"reason": "Fel."},
    "fail": {"reason": "Går inte."},
    "breach": {"reason": "För dyrt."},
    "restore": SHOWN,
}
TABLE = {
    "meet": ({"pending"}, "met"),
    "take_back": ({"met"}, "pending"),
    "fail": ({"pending"}, "failed"),
    "breach": ({"met"}, "breached"),
    "restore": ({"breached"}, "met"),
}
WHILE_HELD = ("breach", "restore")


def put(condition: Condition, state: str) -> Condition:
    """The condition as if it stood in a state."""
    facts: dict[str, Any] = {"met_on": TODAY, "evidence": "x", "failed_on": TODAY, "reason": "x"}
    Condition.objects.filter(pk=condition.pk).update(state=state, **facts)
    found: Condition = again(condition)
    return found


def cap_of(made: AdoptionWorld) -> Condition:
    """The agreement's cost cap."""
    return made.condition(ConditionKind.COST_CAP)


@pytest.mark.parametrize("step", sorted(TABLE))
def test_condition_takes_a_step_from_its_own_states_alone(step: str) -> None:
    made = in_force_world(cap=True)
    condition = cap_of(made)
    if step not in WHILE_HELD:
        Agreement.objects.filter(pk=made.world.agreement.pk).update(state="awaiting_decisions", in_force_on=None)
    sources, target = TABLE[step]
    found = {}

    for state in ConditionState.values:
        try:
            found[state] = perform(put(condition, state), step, by=SYSTEM, today=TODAY, **DETAILS[step]).subject.state
        except WrongState:
            found[state] = "refused"

    assert found == {state: target if state in sources else "refused" for state in ConditionState.values}


def test_table_names_every_step_and_every_state_has_its_situation() -> None:
    assert set(steps_of(Condition)) == set(TABLE)
    machine = describe(Condition)
    assert all(state["turn"] and state["asked"] for state in machine["states"])
    assert all(step["who"] and step["label"] and step["guards"] for step in machine["steps"])
    assert all(guard["cites"] and guard["about"] for step in machine["steps"] for guard in step["guards"])


@pytest.mark.parametrize("step", WHILE_HELD)
def test_cap_is_broken_by_its_forecast_and_by_nobody(step: str) -> None:
    made = in_force_world(cap=True)
    condition = put(cap_of(made), "met" if step == "breach" else "breached")

    with pytest.raises(NotAllowed):
        perform(condition, step, by=made.world.by_leader(), today=TODAY, **DETAILS[step])


@pytest.mark.parametrize("step", ["meet", "take_back", "fail"])
def test_conditions_are_noted_by_those_who_lead(step: str) -> None:
    made = adoption_world()
    condition = put(made.condition("government"), "met" if step == "take_back" else "pending")

    for by in (made.world.by_secretary(), made.world.by_speaker(made.world.state)):
        with pytest.raises(NotAllowed):
            perform(condition, step, by=by, today=TODAY, **DETAILS[step])


@pytest.mark.parametrize("step", ["meet", "take_back", "fail"])
def test_nothing_moves_when_the_agreement_holds(step: str) -> None:
    made = in_force_world()
    condition = put(made.condition("government"), "met" if step == "take_back" else "pending")

    with pytest.raises(Refused, match="Avtalets läge är ”gällande”"):
        perform(condition, step, by=SYSTEM, today=TODAY, **DETAILS[step])


@pytest.mark.parametrize("step", WHILE_HELD)
def test_cap_of_an_agreement_on_its_way_is_not_broken(step: str) -> None:
    made = in_force_world(cap=True)
    condition = put(cap_of(made), "met" if step == "breach" else "breached")
    Agreement.objects.filter(pk=made.world.agreement.pk).update(state="awaiting_decisions", in_force_on=None)

    with pytest.raises(Refused, match="Avtalet gäller inte"):
        perform(condition, step, by=SYSTEM, today=TODAY, **DETAILS[step])
