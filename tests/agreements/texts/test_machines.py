"""The machines as tables: every step, its sources and target, and who takes it."""

from typing import Any

import pytest

from agreements.texts.models import Agreement, AgreementVersion
from agreements.texts.states import AgreementState, VersionState
from governance.workflow.steps import steps_of

TABLES: dict[Any, dict[str, tuple[str, str, bool]]] = {
    Agreement: {
        "prepare": ("draft", "prepared", True),
        "rework": ("prepared", "draft", True),
        "make_ready": ("prepared", "ready_to_sign", True),
        "begin_signing": ("ready_to_sign", "partly_signed", True),
        "note_all_signed": ("ready_to_sign partly_signed", "awaiting_decisions", True),
        "stop_signing": ("ready_to_sign partly_signed", "draft", True),
        "sign_anew": ("partly_signed", "ready_to_sign", True),
        "bring_into_force": ("awaiting_decisions", "in_force", True),
        "begin_amendment": ("in_force", "under_amendment", True),
        "end_amendment": ("under_amendment", "in_force", True),
        "replace": ("in_force under_amendment", "replaced", True),
        "complete": ("in_force", "completed", True),
        "terminate": ("in_force under_amendment", "terminated", True),
        "abandon": ("draft prepared", "lapsed", False),
        "lapse": (
            "draft prepared ready_to_sign partly_signed awaiting_decisions in_force under_amendment",
            "lapsed",
            True,
        ),
    },
    AgreementVersion: {
        "freeze": ("drafting", "frozen", True),
        "supersede": ("frozen", "superseded", True),
    },
}
STATES = {Agreement: AgreementState, AgreementVersion: VersionState}
BY_SYSTEM_ALONE = {
    *("begin_signing", "note_all_signed", "stop_signing", "sign_anew", "bring_into_force", "end_amendment"),
    *("replace", "lapse"),
    "supersede",
}


@pytest.mark.parametrize("model", TABLES)
def test_machine_has_exactly_these_steps(model: Any) -> None:
    found = {
        name: (" ".join(sorted(step.sources)), step.target, step.by_system) for name, step in steps_of(model).items()
    }

    assert found == {
        name: (" ".join(sorted(sources.split())), target, by_system)
        for name, (sources, target, by_system) in TABLES[model].items()
    }


@pytest.mark.parametrize("model", TABLES)
def test_every_state_tells_whose_turn_it_is(model: Any) -> None:
    told = model.situations

    assert set(told) == set(STATES[model].values)
    assert all(str(each.turn) and str(each.asked) for each in told.values())


@pytest.mark.parametrize("model", TABLES)
def test_every_state_but_the_first_is_reached_by_a_step(model: Any) -> None:
    reached = {step.target for step in steps_of(model).values()}
    first = next(field for field in model._meta.fields if field.name == "state").default

    assert reached | {str(first)} == set(STATES[model].values)


@pytest.mark.parametrize("model", TABLES)
def test_consequences_are_nobodys_to_take(model: Any) -> None:
    closed = {name for name, step in steps_of(model).items() if step.permission.__name__ == "nobody"}

    assert closed == BY_SYSTEM_ALONE & set(steps_of(model))


@pytest.mark.parametrize("model", TABLES)
def test_every_guard_cites_its_rule_and_says_who_can_mend_it(model: Any) -> None:
    for step in steps_of(model).values():
        for guard in step.guards:
            assert guard.rule.label
            assert guard.about.endswith(".")
            assert str(guard.mended_by)
            assert str(guard.fulfilled)
