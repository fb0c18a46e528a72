from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from governance.decisions.models import Matter
from governance.decisions.outcomes import wanted_state
from governance.decisions.services import answer_return, correct_ruling, register_ruling, tally
from governance.decisions.states import RulingState
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind
from governance.workflow.refusals import Refused
from tests.factories.decisions import TODAY, actor_in, again, keeper_of, matter_out

OUTCOMES = ["adopted", "rejected", "remitted", "sent_back"]
FACTS: dict[str, Any] = {"decided_on": TODAY, "paragraph": "12", "reasons": "Skäl."}


def expected(states: list[str]) -> str:
    """The rule in other words than the code's: one refusal stops, everybody's yes finishes, the rest goes on."""
    if {"rejected", "sent_back"} & set(states):
        return "incomplete"
    return "adopted" if set(states) == {"adopted"} else "with_principals"


@given(
    st.lists(st.sampled_from([each for each in RulingState.values if each != "superseded"]), min_size=1, max_size=34)
)
def test_wanted_state_is_the_same_in_any_order(states: list[str]) -> None:
    found = wanted_state(states)

    assert found == expected(states)
    assert wanted_state(sorted(states)) == wanted_state(sorted(states, reverse=True)) == found


class TestAdoption(TestCase):
    """Any acts in any order leave the matter where its rulings say."""

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(
            st.tuples(st.integers(0, 2), st.sampled_from([*OUTCOMES, "answer", "correct"]), st.sampled_from(OUTCOMES)),
            max_size=10,
        )
    )
    def test_state_is_a_function_of_the_rulings(self, acts: list[tuple[int, str, str]]) -> None:
        matter = matter_out(3)
        cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL)
        people = [keeper_of(ruling) for ruling in matter.principal_rulings()]
        seen_adopted = False

        for number, act, other in acts:
            done = self.attempt(again(matter), number, act, other, people, cs)
            now = again(matter)
            states = [each.state for each in now.principal_rulings()]
            assert now.state == expected(states)
            assert tally(now).adopted == states.count("adopted")
            assert now.closed_on == (TODAY if now.state == "adopted" else None)
            if seen_adopted:
                assert not done, "a decision of all is not undone where the subject does not let itself be opened again"
            seen_adopted = now.state == "adopted"

    def attempt(self, matter: Matter, number: int, act: str, other: str, people: list[Actor], cs: Actor) -> bool:
        """Try one act; a refused one changes nothing."""
        ruling = matter.principal_rulings()[number]
        try:
            if act == "answer":
                answer_return(matter, ruling, answer="Svar.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")
            elif act == "correct":
                if ruling.outcome == other:
                    return False
                change = {"outcome": other, "reasons": "Skäl."}
                correct_ruling(ruling, changes=change, reason="Fel.", by=people[number], today=TODAY)
            else:
                register_ruling(ruling, outcome=act, by=people[number], today=TODAY, **FACTS)
        except Refused:
            return False
        return True


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_order_of_the_decisions_does_not_matter(order: tuple[int, ...]) -> None:
    matter = matter_out(3)
    outcomes = ["adopted", "remitted", "adopted"]
    rulings = matter.principal_rulings()

    for number in order:
        people = keeper_of(rulings[number])
        facts = {**FACTS, "decided_on": date(2026, 10, 1 + number)}
        register_ruling(rulings[number], outcome=outcomes[number], by=people, today=TODAY, **facts)

    assert again(matter).state == "with_principals"
    assert tally(matter).adopted == 2
