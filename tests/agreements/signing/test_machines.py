"""Every machine as a whole table: a step that is added, moved or opened to others shows here."""

from typing import Any

import pytest

from agreements.signing import permissions
from agreements.signing.models import Checkout, Signatory, SigningRound
from agreements.signing.states import CheckoutState, RoundState, SignatoryState
from governance.workflow.steps import steps_of

TABLES: dict[type[Any], dict[str, tuple[str, str, bool]]] = {
    SigningRound: {
        "open": ("planned", "preparing", False),
        "note_sealed": ("preparing", "open", True),
        "complete": ("open", "completed", True),
        "stop": ("open planned preparing", "stopped", True),
        "give_way": ("open preparing", "stopped", False),
    },
    Signatory: {
        "give_turn": ("waiting", "turn", True),
        "confirm": ("turn", "signing", False),
        "check_out": ("turn", "turn", False),
        "hand_in": ("turn", "signing", False),
        "note_signed": ("signing", "signed", True),
        "return_turn": ("signing", "turn", True),
        "reject": ("turn waiting", "rejected", False),
        "withdraw": ("signed", "withdrawn", False),
        "end": ("signing turn waiting", "ended", True),
    },
    Checkout: {
        "hand_in": ("out", "handed_in", True),
        "give_back": ("out", "given_back", True),
        "run_out": ("out", "run_out", True),
    },
}
STATES = {SigningRound: RoundState, Signatory: SignatoryState, Checkout: CheckoutState}


@pytest.mark.parametrize("model", TABLES)
def test_machine_has_exactly_these_steps(model: Any) -> None:
    found = {
        name: (" ".join(sorted(step.sources)), step.target, step.by_system) for name, step in steps_of(model).items()
    }

    assert found == TABLES[model]


@pytest.mark.parametrize("model", TABLES)
def test_every_state_tells_whose_turn_it_is(model: Any) -> None:
    told = model.situations

    assert set(told) == set(STATES[model].values)
    assert all(str(each.turn) and str(each.asked) for each in told.values())


@pytest.mark.parametrize("model", TABLES)
def test_every_guard_says_what_it_is_for_and_who_can_mend_it(model: Any) -> None:
    guards = [guard for step in steps_of(model).values() for guard in step.guards]

    for guard in guards:
        assert guard.rule.label
        assert str(guard.mended_by)
        assert str(guard.fulfilled)
        assert guard.about.endswith(".")


def test_only_the_person_herself_takes_the_steps_of_a_signature() -> None:
    steps = steps_of(Signatory)

    own = {name for name, step in steps.items() if step.permission is permissions.is_the_signatory}
    assert own == {"confirm", "check_out", "hand_in", "reject", "withdraw"}
    assert not any(steps[name].by_system for name in own)
