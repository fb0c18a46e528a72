"""Every machine of commitments as a whole table: a step that is added, moved or opened to others shows here."""

from typing import Any

import pytest

from agreements.commitments.models import Commitment, Deviation, ProgressReport
from agreements.commitments.states import (
    AGREED_ONCE,
    CLOSED,
    DRAFTS,
    OFFERS,
    OPEN,
    CommitmentState,
    DeviationState,
    ReportState,
)
from governance.workflow.steps import steps_of

RUNNING = "reported under_way verified"
TABLES: dict[type[Any], dict[str, tuple[str, str, bool]]] = {
    Commitment: {
        "condition": ("offered", "conditional", True),
        "uncondition": ("conditional", "offered", False),
        "withdraw": ("conditional offered", "withdrawn", False),
        "agree": ("conditional offered", "agreed", True),
        "reopen": ("agreed", "offered", True),
        "lapse": (f"agreed conditional deviating disputed offered {RUNNING}", "lapsed", True),
        "begin": ("agreed", "under_way", True),
        "report": ("under_way verified", "reported", True),
        "verify": ("reported", "verified", True),
        "continue_work": ("reported", "under_way", True),
        "realise": ("under_way verified", "realised", True),
        "deviate": (RUNNING, "deviating", False),
        "dispute": (f"deviating {RUNNING}", "disputed", False),
        "resume": ("deviating disputed", "under_way", True),
        "supersede": (f"deviating disputed {RUNNING}", "renegotiated", True),
        "release": ("deviating disputed", "released", False),
    },
    ProgressReport: {
        "verify": ("waiting", "verified", False),
        "send_back": ("waiting", "sent_back", False),
    },
    Deviation: {
        "ask_parties": ("reported", "with_parties", False),
        "renegotiate": ("with_parties", "renegotiating", False),
        "carry_on": ("renegotiating reported with_parties", "continued", True),
        "supersede": ("renegotiating", "superseded", True),
        "release": ("with_parties", "released", False),
    },
}
STATES = {Commitment: CommitmentState, ProgressReport: ReportState, Deviation: DeviationState}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_the_machine_is_this_table(model: Any) -> None:
    found = {
        step.name: (" ".join(sorted(step.sources)), step.target, step.by_system) for step in steps_of(model).values()
    }

    assert {name: (" ".join(sorted(row[0].split())), *row[1:]) for name, row in TABLES[model].items()} == found


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_state_says_whose_turn_it_is(model: Any) -> None:
    assert set(model.situations) == set(STATES[model].values)
    assert all(str(each.turn) and str(each.asked) for each in model.situations.values())


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model.__name__)
def test_every_step_that_changes_what_others_rely_on_has_a_guard_or_is_the_systems(model: Any) -> None:
    bare = [step.name for step in steps_of(model).values() if not step.guards and not step.by_system]

    assert bare == (["deviate"] if model is Commitment else [])


def test_every_state_of_a_commitment_is_in_one_group() -> None:
    gone = {CommitmentState.WITHDRAWN, CommitmentState.LAPSED}

    assert set(OFFERS) | set(OPEN) | set(CLOSED) | gone == set(CommitmentState)
    assert not set(OFFERS) & set(AGREED_ONCE)
    assert set(AGREED_ONCE) == set(OPEN) | set(CLOSED)
    assert set(DRAFTS) == {*OFFERS, CommitmentState.AGREED}
