"""The machine of a negotiation as a whole table: a step that is added, moved or opened to others shows here."""

from agreements.negotiations.models import Negotiation
from agreements.negotiations.states import NegotiationState
from governance.workflow.steps import steps_of

GOING = "agreeing implementing initiating negotiating"
TABLE = {
    "initiate": ("proposed", "initiating", False),
    "begin_negotiating": ("initiating", "negotiating", False),
    "reopen_initiation": ("negotiating", "initiating", False),
    "begin_agreeing": ("negotiating", "agreeing", False),
    "reopen_negotiating": ("agreeing", "negotiating", False),
    "implement": ("agreeing", "implementing", True),
    "conclude": ("implementing", "concluded", True),
    "pause": (GOING, "paused", False),
    "resume_initiating": ("paused", "initiating", False),
    "resume_negotiating": ("paused", "negotiating", False),
    "resume_agreeing": ("paused", "agreeing", False),
    "resume_implementing": ("paused", "implementing", False),
    "abort": ("agreeing initiating negotiating paused proposed", "aborted", False),
}


def test_machine_has_exactly_these_steps() -> None:
    found = {
        name: (" ".join(sorted(step.sources)), step.target, step.by_system)
        for name, step in steps_of(Negotiation).items()
    }

    assert found == TABLE


def test_every_state_tells_whose_turn_it_is() -> None:
    assert set(Negotiation.situations) == set(NegotiationState.values)
    assert all(str(each.turn) and str(each.asked) for each in Negotiation.situations.values())


def test_every_state_but_the_first_is_reached_by_a_step() -> None:
    reached = {step.target for step in steps_of(Negotiation).values()}

    assert reached | {"proposed"} == set(NegotiationState.values)


def test_negotiation_ends_by_implementation_alone() -> None:
    """N-21: it may not end in round-table talks."""
    assert steps_of(Negotiation)["conclude"].sources == ("implementing",)


def test_every_guard_cites_its_rule_and_says_who_can_mend_it() -> None:
    guards = [guard for step in steps_of(Negotiation).values() for guard in step.guards]

    assert guards
    for guard in guards:
        assert guard.rule.label
        assert guard.about.endswith(".")
        assert str(guard.mended_by)
        assert str(guard.fulfilled)


def test_each_gate_is_a_guard_of_its_own() -> None:
    asked = [guard.rule.requirement for guard in steps_of(Negotiation)["begin_negotiating"].guards]

    assert asked[:9] == ["P-07", "P-02", "N-03", "N-04", "N-05", "N-06", "N-07", "N-10", "N-13"]
