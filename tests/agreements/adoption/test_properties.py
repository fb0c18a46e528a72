from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements.adoption import services
from agreements.adoption.models import Condition, Validity
from agreements.adoption.states import ConditionKind
from governance.decisions import services as decisions
from governance.organisations.models import Principal
from governance.workflow.refusals import Refused
from tests.factories.adoption import LAST, AdoptionWorld, adoption_world
from tests.factories.organisations import TODAY

COUNCILS = (1, 2)
WAY = (("adopt", 0, 0), ("adopt", 1, 0), ("adopt", 2, 0), ("force", 1, 0), ("force", 2, 0), ("sign", 0, 0))
"""What brings the agreement into force, if nothing comes between; drawn in every order."""
TROUBLE = ("reject", "remit", "correct_outcome", "correct_force", "answer", "confirm_no", "wait", "adopt", "force")
Act = tuple[str, int, int]


class Book:
    """What was told, kept by the test in its own words: the oracle."""

    def __init__(self) -> None:
        self.decisions: dict[int, str] = {0: "open", 1: "open", 2: "open"}
        self.force: dict[int, date | None] = {0: None, 1: None, 2: None}
        self.signed: date | None = None
        self.decided: dict[int, date | None] = {0: None, 1: None, 2: None}
        self.ended = ""

    def met_on(self, number: int) -> date | None:
        """The day on which a party's decision counts, by the words of the rule."""
        if self.decisions[number] != "adopted":
            return None
        day = self.force[number] if number in COUNCILS else self.decided[number]
        return day if day is not None and day <= LAST else None

    @property
    def days(self) -> list[date | None]:
        """When each of the four was met, or not."""
        return [*(self.met_on(number) for number in range(3)), self.signed]

    def expected(self) -> str:
        """Where the agreement must stand."""
        if self.ended:
            return self.ended
        if all(self.days):
            return "in_force"
        return "awaiting_decisions" if self.signed else "ready_to_sign"

    def close(self, today: date) -> None:
        """What cannot be undone."""
        if self.ended:
            return
        if all(self.days):
            self.ended = "in_force"
        elif today > LAST + timedelta(days=14):
            self.ended = "lapsed"


@st.composite
def stories(draw: Any) -> list[Act]:
    """The way in some order, with up to five other acts between, then the way once more for what was too early."""
    acts: list[Act] = list(draw(st.permutations(WAY)))
    others = st.tuples(st.sampled_from(TROUBLE), st.integers(0, 2), st.integers(1, 4))
    for other in draw(st.lists(others, max_size=5)):
        acts.insert(draw(st.integers(0, len(acts))), other)
    return [*acts, *draw(st.permutations(WAY))]


class TestValidity(TestCase):
    """Any acts in any order leave the agreement where its conditions say, and never where they do not."""

    made: AdoptionWorld

    @classmethod
    def setUpTestData(cls) -> None:
        """One agreement with its parties; every story begins from it."""
        cls.made = adoption_world()

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(stories())
    def test_validity_is_the_condition_set_in_every_order(self, acts: list[Act]) -> None:
        made, book, today = self.made, Book(), TODAY

        for act, number, days in acts:
            if act == "wait":
                today += timedelta(days=days * 6)
                services.settle(made.agreement, today=today)
                book.close(today)
            elif self.attempt(made, book, act, number, today):
                book.close(today)
            self.compare(made, book)
        event(f"{made.agreement.state}")

    def compare(self, made: AdoptionWorld, book: Book) -> None:
        """The agreement, the conditions and the counts against the book."""
        agreement, validity = made.agreement, made.validity
        assert agreement.state == book.expected()
        states = list(Condition.objects.filter(agreement=agreement).values_list("state", flat=True))
        assert (validity.required, validity.met) == (len(states), states.count("met"))
        assert (validity.in_force_on is not None) == (agreement.state == "in_force")
        if agreement.state == "in_force":
            assert set(states) == {"met"}
            assert agreement.in_force_on == max(day for day in book.days if day)
        if agreement.state == "lapsed":
            assert "failed" in states
        elif not book.ended:
            met = [each is not None for each in book.days]
            assert [self.state_of(made, number) == "met" for number in range(4)] == met

    def state_of(self, made: AdoptionWorld, number: int) -> str:
        """The state of one of the four conditions."""
        if number == 3:
            return made.condition(ConditionKind.SIGNATURES).state
        principal = made.world.principals[number]
        kind = ConditionKind.GOVERNMENT if number == 0 else ConditionKind.PARTY_DECISION
        return made.condition(kind, principal).state

    def attempt(self, made: AdoptionWorld, book: Book, act: str, number: int, today: date) -> bool:
        """Try one act and write it in the book; a refused one must change nothing."""
        principal = made.world.principals[number]
        before = list(Validity.objects.values_list("required", "met", "failed", "in_force_on"))
        try:
            told = getattr(self, act)(made, principal, number, today)
        except Refused:
            assert list(Validity.objects.values_list("required", "met", "failed", "in_force_on")) == before
            return False
        if told:
            told(book)
        return True

    def adopt(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """The party approves."""
        made.adopt(principal, today=today)

        def write(book: Book) -> None:
            book.decisions[number], book.decided[number], book.force[number] = "adopted", today, None

        return write

    def reject(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """The party says no."""
        made.decide(principal, "rejected", today=today)
        return lambda book: book.decisions.update({number: "rejected"})

    def remit(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """The party prepares it anew."""
        made.decide(principal, "remitted", today=today)
        return lambda book: book.decisions.update({number: "remitted"})

    def force(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """The party notes legal force."""
        made.gain_force(principal, on=today, today=today)
        return lambda book: book.force.update({number: today})

    def correct_outcome(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """An approval turns out to have been a rejection."""
        ruling = made.ruling(principal)
        if ruling.outcome != "adopted":
            return None
        change = {"outcome": "rejected", "reasons": "Avslaget.", "legal_force_on": None}
        by = made.world.by_speaker(principal, today)
        decisions.correct_ruling(ruling, changes=change, reason="Fel rad.", by=by, today=today)

        def write(book: Book) -> None:
            book.decisions[number], book.force[number] = "rejected", None

        return write

    def correct_force(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """Legal force had been noted too early."""
        by = made.world.by_speaker(principal, today)
        changes: dict[str, Any] = {"legal_force_on": None}
        decisions.correct_ruling(made.ruling(principal), changes=changes, reason="Överklagat.", by=by, today=today)
        return lambda book: book.force.update({number: None})

    def answer(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """The negotiators answer a rejection: a new round."""
        by = made.world.by_leader(today)
        decisions.answer_return(
            made.matter, made.ruling(principal), answer="Sänkt.", by=by, today=today, decided_on=today, paragraph="31"
        )

        def write(book: Book) -> None:
            book.decisions[number], book.force[number] = "open", None

        return write

    def confirm_no(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """Somebody who leads states that a party that said no will not decide anew."""
        kind = ConditionKind.GOVERNMENT if number == 0 else ConditionKind.PARTY_DECISION
        condition = made.condition(kind, principal)
        services.fail_condition(condition, reason="Omprövas inte.", by=made.world.by_leader(today), today=today)

        def write(book: Book) -> None:
            assert book.decisions[number] == "rejected" or today > LAST
            book.ended = "lapsed"

        return write

    def sign(self, made: AdoptionWorld, principal: Principal, number: int, today: date) -> Any:
        """Every party signs."""
        if made.agreement.state != "ready_to_sign" or today > LAST:
            return None
        made.sign(today=today)

        def write(book: Book) -> None:
            book.signed = today

        return write
