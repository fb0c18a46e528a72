from datetime import date
from typing import Any

import pytest

from governance.audit.actors import SYSTEM
from governance.decisions.models import Matter, Ruling
from governance.decisions.states import MatterState, RulingState
from governance.organisations.kinds import BodyKind
from governance.workflow.machines import describe
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from governance.workflow.steps import perform, steps_of
from tests.factories.decisions import HANDED, TODAY, actor_in, again, keeper_of, matter_out

pytestmark = pytest.mark.django_db

FACTS: dict[str, Any] = {"decided_on": TODAY, "paragraph": "§ 12", "reasons": "Mer underlag."}
RULING_DETAILS: dict[str, dict[str, Any]] = {
    "plan": {"next_meeting_on": date(2026, 11, 24)},
    "adopt": FACTS,
    "reject": FACTS,
    "remit": FACTS,
    "send_back": FACTS,
    "give_answer": {"answer": "Svar.", "decided_on": TODAY, "paragraph": "31"},
    "take_back": {"reason": "Fel."},
}
OPEN = {"not_started", "in_preparation", "remitted"}
RULING_TABLE = {
    "plan": (OPEN, "in_preparation"),
    "adopt": (OPEN, "adopted"),
    "reject": (OPEN, "rejected"),
    "remit": (OPEN, "remitted"),
    "send_back": (OPEN, "sent_back"),
    "give_answer": ({"rejected", "sent_back"}, "superseded"),
    "take_back": ({"adopted", "rejected", "remitted", "sent_back"}, "in_preparation"),
}
MATTER_TABLE = {
    "become_ready": ({"preparing"}, "ready"),
    "conclude": ({"preparing"}, "adopted"),
    "hand_over": ({"ready"}, "with_principals"),
    "become_incomplete": ({"with_principals"}, "incomplete"),
    "resume": ({"incomplete"}, "with_principals"),
    "adopt": ({"with_principals"}, "adopted"),
    "reopen": ({"adopted"}, "with_principals"),
    "withdraw": ({"preparing", "ready", "with_principals", "incomplete"}, "withdrawn"),
}
MATTER_DETAILS: dict[str, dict[str, Any]] = {"hand_over": {"handed_over_on": HANDED}, "withdraw": {"reason": "Skäl."}}
BY_GUARDS = {
    ("preparing", "become_ready"): False,
    ("preparing", "conclude"): False,
    ("ready", "hand_over"): True,
    ("with_principals", "become_incomplete"): False,
    ("incomplete", "resume"): True,
    ("with_principals", "adopt"): False,
    ("adopted", "reopen"): True,
}


def put_ruling(ruling: Ruling, state: str) -> Ruling:
    """The ruling as if it stood in a state; the table asks what can be done from there."""
    is_decided = state in {"adopted", "rejected", "remitted", "sent_back", "superseded"}
    facts = {"decided_on": TODAY, "paragraph": "§ 1", "reasons": "Skäl.", "outcome": "rejected"} if is_decided else {}
    answered = {"answer": "Svar.", "answered_on": TODAY} if state == "superseded" else {}
    Ruling.objects.filter(pk=ruling.pk).update(state=state, **facts, **answered)
    return again(ruling)


@pytest.mark.parametrize("step", sorted(RULING_TABLE))
def test_ruling_takes_a_step_from_its_own_states_alone(step: str) -> None:
    ruling = matter_out(2).principal_rulings()[0]
    registrar = keeper_of(ruling)
    cs = actor_in(ruling.matter.partnership, BodyKind.JOINT_POLITICAL)
    sources, target = RULING_TABLE[step]
    found = {}

    for state in RulingState.values:
        standing = put_ruling(ruling, state)
        by = cs if step == "give_answer" else registrar
        try:
            found[state] = perform(standing, step, by=by, today=TODAY, **RULING_DETAILS[step]).subject.state
        except WrongState:
            found[state] = "refused"
        Ruling.objects.filter(pk=ruling.pk).update(
            state="not_started", decided_on=None, paragraph="", reasons="", outcome="", answer="", answered_on=None
        )

    assert found == {state: target if state in sources else "refused" for state in RulingState.values}


@pytest.mark.parametrize("step", sorted(MATTER_TABLE))
def test_matter_takes_a_step_from_its_own_states_alone(step: str) -> None:
    matter = matter_out(2)
    sources, target = MATTER_TABLE[step]
    found, wanted = {}, {}

    for state in MatterState.values:
        closed = TODAY if state in {"adopted", "withdrawn"} else None
        Matter.objects.filter(pk=matter.pk).update(state=state, closed_on=closed, handed_over_on=HANDED)
        before = state
        try:
            event = perform(again(matter), step, by=SYSTEM, today=TODAY, **MATTER_DETAILS.get(step, {}))
            found[state] = event.subject.state
        except WrongState:
            found[state] = "wrong state"
        except Refused:
            found[state] = "refused by guard"
            assert again(matter).state == before
        passes = BY_GUARDS.get((state, step), True)
        wanted[state] = (target if passes else "refused by guard") if state in sources else "wrong state"

    # all bodies have passed it, so what stands in the way is the rulings of the principals or the kind of route
    if step == "become_ready":
        wanted["preparing"] = target
    assert found == wanted


def test_tables_name_every_step_and_every_state_has_its_situation() -> None:
    assert set(steps_of(Ruling)) == set(RULING_TABLE)
    assert set(steps_of(Matter)) == set(MATTER_TABLE)
    for model in (Ruling, Matter):
        machine = describe(model)
        assert all(state["turn"] and state["asked"] for state in machine["states"])
        assert all(step["who"] and step["label"] for step in machine["steps"])
        assert all(guard["cites"] and guard["about"] for step in machine["steps"] for guard in step["guards"])


@pytest.mark.parametrize("step", [name for name, step in MATTER_TABLE.items() if name not in ("hand_over", "withdraw")])
def test_consequences_are_taken_by_nobody(step: str) -> None:
    matter = matter_out(1)

    for by in (
        actor_in(matter.partnership, BodyKind.JOINT_POLITICAL),
        actor_in(matter.partnership, BodyKind.STEERING_GROUP),
        keeper_of(matter.principal_rulings()[0]),
    ):
        with pytest.raises(NotAllowed):
            perform(matter, step, by=by, today=TODAY)


@pytest.mark.parametrize("step", ["hand_over", "withdraw"])
def test_matter_is_led_by_those_who_carry_it(step: str) -> None:
    matter = matter_out(2)
    other = matter_out(2)

    for by in (
        keeper_of(matter.principal_rulings()[0]),
        actor_in(matter.partnership, BodyKind.STEERING_GROUP, "member"),
        actor_in(matter.partnership, BodyKind.ASSOCIATION_BOARD),
        actor_in(other.partnership, BodyKind.STEERING_GROUP),
    ):
        with pytest.raises(NotAllowed):
            perform(matter, step, by=by, today=TODAY, **MATTER_DETAILS[step])
