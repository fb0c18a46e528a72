"""Every machine as a whole table: a step that is added, moved or opened to others shows here."""

from typing import Any

import pytest

from budgets.models import Activity, AnnualReport, Budget, CostPrinciple, Deviation, YearFrame
from budgets.states import (
    ActivityState,
    BudgetState,
    DeviationState,
    FrameState,
    PrincipleState,
    ReportState,
)
from governance.workflow.steps import steps_of

PREPARED = "at_ctb at_cs at_sgd recommended"
UNDER_WAY = f"{PREPARED} incomplete with_principals"
TABLES: dict[type[Any], dict[str, tuple[str, str, bool]]] = {
    Budget: {
        "submit": ("draft", "at_sgd", False),
        "pass_steering_group": ("at_sgd", "at_ctb", True),
        "pass_officials": ("at_ctb at_sgd", "at_cs", True),
        "recommend": ("at_cs at_ctb at_sgd", "recommended", True),
        "hand_over": ("recommended", "with_principals", True),
        "become_incomplete": ("with_principals", "incomplete", True),
        "resume": ("incomplete", "with_principals", True),
        "bring_into_force": ("incomplete with_principals", "in_force", True),
        "reopen": ("in_force", "with_principals", True),
        "close": ("in_force", "closed", False),
        "replace": (UNDER_WAY, "replaced", False),
        "withdraw": (f"draft {UNDER_WAY}", "withdrawn", True),
    },
    Activity: {
        "begin": ("late planned", "ongoing", False),
        "delay": ("ongoing planned", "late", False),
        "finish": ("late ongoing planned", "done", False),
    },
    YearFrame: {
        "allocate": ("open", "open", False),
        "correct_allocation": ("open", "open", False),
        "reallocate": ("open", "open", False),
        "record_outcome": ("open", "open", False),
        "import_outcome": ("open", "open", False),
        "correct_outcome": ("open", "open", False),
        "set_ceiling": ("open", "open", True),
        "settle": ("open", "closed", False),
    },
    Deviation: {
        "refer": ("reported", "at_cs", True),
        "accept_within_frame": ("at_cs", "within_frame", False),
        "take_note": ("at_cs", "noted", False),
        "ask_principals": ("at_cs", "with_principals", False),
        "deny": ("at_cs", "denied", False),
        "approve": ("with_principals", "approved", True),
        "fall": ("with_principals", "denied", True),
    },
    CostPrinciple: {
        "compute": ("computed proposed", "computed", False),
        "put_forward": ("computed", "being_decided", False),
        "take_effect": ("being_decided", "in_effect", True),
        "fall": ("being_decided computed proposed", "fallen", True),
        "end": ("in_effect", "ended", True),
    },
    AnnualReport: {
        "draft": ("collecting", "draft", False),
        "submit": ("draft", "at_cs", False),
        "send_back": ("at_cs", "draft", False),
        "establish": ("at_cs", "sealing", False),
        "note_sealed": ("sealing", "sealed", True),
        "dispatch": ("sealed", "dispatched", False),
        "note_receipted": ("dispatched", "receipted", True),
    },
}
STATES = {
    Budget: BudgetState,
    Activity: ActivityState,
    YearFrame: FrameState,
    Deviation: DeviationState,
    CostPrinciple: PrincipleState,
    AnnualReport: ReportState,
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
def test_every_guard_cites_its_rule_and_says_who_can_mend_it(model: Any) -> None:
    guards = [guard for step in steps_of(model).values() for guard in step.guards]

    for guard in guards:
        assert guard.rule.label
        assert guard.about.endswith(".")
        assert str(guard.mended_by)
        assert str(guard.fulfilled)
