"""One year of the 34 in the story: planned, prepared, decided, spent and closed."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from budgets.models import ActionPlan, Activity, Budget, BudgetLine, CostPrinciple, Deviation
from budgets.queries import budget_for
from budgets.services.drafting import add_line, create_budget, set_calculation, submit_budget
from budgets.services.frames import allocate, frame_of, record_outcome
from budgets.services.handover import hand_over_budget
from budgets.services.plans import add_activity, create_plan
from budgets.services.principles import compute_consent, propose_principle, put_principle_forward
from budgets.services.settlements import close_budget, settle_year
from budgets.states import DeviationKind, DeviationState, Phase
from governance.decisions.models import Matter
from governance.decisions.services import hand_over, matter_for, plan_meeting, register_ruling
from governance.decisions.states import RulingState
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.workflow.steps import perform
from workpackages.models import Service

from .assemblies import assemblies, association, bodies, ruling
from .calendar import REGION, Scene, at_most
from .cast import Cast
from .figures import ACTIVITIES, LATER, LINES, USED

ActOn = Callable[[date], None]
THIS_YEAR = 2
YEARLY_FEE = "meddelande"
"""A service that is paid for once a year, in January: its overrun shows early."""

WAITS = "Underlaget från leverantören dröjer."
WAITED = "Blev klar senare än planerat, för att underlaget från leverantören dröjde."
"""What is said of the year's late activity, while it is late and when it is done."""


class Year:
    """Tells one budget year; `place` is its position in the story (0 the year before last, 3 next year)."""

    def __init__(self, cast: Cast, year: int, place: int, *, until: date) -> None:
        self.cast, self.year, self.place, self.until = cast, year, place, until
        self.amounts = LINES[place]
        self.over = place < 3

    @property
    def budget(self) -> Budget:
        """The year's budget as it stands."""
        found = budget_for(self.cast.partnership, self.year)
        assert found is not None  # noqa: S101 -- the story has begun it
        return found

    def matter(self) -> Matter:
        """The matter that carries the budget to the principals."""
        found = matter_for(self.budget)
        assert found is not None  # noqa: S101 -- submitted earlier in the story
        return found

    def service(self, key: str) -> Service:
        """A service of the story by its short key."""
        return self.cast.services[key]

    def line(self, key: tuple[str, Phase]) -> BudgetLine:
        """A line of the year's budget."""
        return self.budget.lines.get(service=self.service(key[0]), phase=key[1])

    def scenes(self) -> Iterator[Scene]:
        """Everything that happens with the year's budget, from its first draft to its closing."""
        before = self.year - 1
        yield Scene(date(before - 1, 12, 10), self.draft)
        yield Scene(date(before, 1, 20), self.submit)
        yield from bodies(self.cast, self.year, self.matter)
        yield Scene(date(before, 3, 27), self.hand_over)
        yield from association(self.cast, self.year, self.matter)
        yield from assemblies(self.cast, self.year, self.matter, over=self.over)
        if self.over:
            yield from self.work()
            yield from self.spending()
        if self.place < 2:
            yield from self.closing()

    def draft(self, on: date) -> None:
        """The controller writes plan, budget and calculation."""
        by = self.cast.act("controller", on)
        plan = create_plan(
            partnership=self.cast.partnership,
            year=self.year,
            summary="Aktiviteterna och deras tider är påhittade och visar hur en handlingsplan ser ut i Samverk.",
            by=by,
            today=on,
        )
        for planned in ACTIVITIES:
            add_activity(
                plan,
                title=planned.title,
                goals=planned.goals,
                responsible="Styrgrupp SGD",
                service=self.service(planned.service),
                due_on=date(self.year, planned.month, 28),
                by=by,
                today=on,
            )
        budget = create_budget(
            partnership=self.cast.partnership,
            year=self.year,
            plan=plan,
            diary_number=f"SGD {self.year - 1}/{self.year % 100:02}",
            by=by,
            today=on,
        )
        for (key, phase), kronor in self.amounts.items():
            add_line(budget, service=self.service(key), phase=phase, amount=Sek.of_kronor(kronor), by=by, today=on)
        for ahead, per_cent in LATER:
            for (key, phase), kronor in self.amounts.items():
                amount = Sek.of_kronor(kronor * per_cent // 100 // 1000 * 1000)
                set_calculation(
                    budget,
                    year=self.year + ahead,
                    service=self.service(key),
                    phase=phase,
                    amount=amount,
                    by=by,
                    today=on,
                )

    def submit(self, on: date) -> None:
        """The secretary hands the draft in."""
        submit_budget(self.budget, by=self.cast.act("sgd", on), today=on)

    def hand_over(self, on: date) -> None:
        """The secretary puts the budget before each of the 34, nine months ahead."""
        hand_over_budget(self.budget, by=self.cast.act("sgd", on), today=on)

    def work(self) -> Iterator[Scene]:
        """The activities of the plan go on through the year; in each year one is late."""
        for number, planned in enumerate(ACTIVITIES):
            late = number == (self.year + 1) % len(ACTIVITIES)
            begins = date(self.year, max(planned.month - 3, 1), 10)
            yield Scene(begins, self.move_activity(planned.title, "begin"))
            ends = date(self.year, planned.month, 26)
            if not late:
                yield Scene(ends, self.move_activity(planned.title, "finish"))
                continue
            yield Scene(ends, self.move_activity(planned.title, "delay", note=WAITS))
            yield Scene(ends + timedelta(days=110), self.move_activity(planned.title, "finish", note=WAITED))

    def move_activity(self, title: str, step: str, *, note: str = "") -> ActOn:
        """Take a step with one activity; a late one says why, and what became of it when it is done."""

        def act(on: date) -> None:
            plan: ActionPlan | None = self.budget.plan
            activity = Activity.objects.get(plan=plan, title=title)
            perform(activity, step, by=self.cast.act("sgd", on), today=on, note=note)

        return act

    def spending(self) -> Iterator[Scene]:
        """Money is allocated in three rounds and used month by month; one line costs more than planned."""
        for month, part in ((1, 50), (4, 30), (9, 15)):
            yield Scene(date(self.year, month, 16), self.allocate_part(month, part))
        for month in range(1, 13):
            told = date(self.year + month // 12, month % 12 + 1, 12)
            yield Scene(told, self.book(month))
        tried = date(self.year, 2, 20)
        yield Scene(max(tried, self.until - timedelta(days=25)) if self.place == THIS_YEAR else tried, self.assess)
        yield Scene(date(self.year + 1, 1, 14), self.assess)

    def allocate_part(self, month: int, part: int) -> ActOn:
        """The joint political body allocates a part of every line."""

        def act(on: date) -> None:
            for key, kronor in self.amounts.items():
                allocate(
                    self.budget,
                    line=self.line(key),
                    amount=Sek.of_kronor(kronor * part // 100),
                    purpose=f"{self.service(key[0]).name}, {'första' if month == 1 else 'nästa'} delen av året",
                    paragraph=f"§ {month + 3}",
                    by=self.cast.act("cs", on),
                    today=on,
                )

        return act

    def book(self, month: int) -> ActOn:
        """The controller books what a month has cost."""

        def act(on: date) -> None:
            by = self.cast.act("controller", on)
            for key, kronor in self.amounts.items():
                whole = kronor * 100 * USED[key] // 1000
                amount = Sek(whole * month // 12 - whole * (month - 1) // 12)
                if key[0] == YEARLY_FEE:
                    amount = Sek(whole if month == 1 else 0)
                if amount == Sek(0):
                    continue
                record_outcome(
                    self.budget, line=self.line(key), period=date(self.year, month, 1), amount=amount, by=by, today=on
                )

        return act

    def assess(self, on: date) -> None:
        """The joint political body looks at the deviations that have come up and takes note of them."""
        waiting = Deviation.objects.filter(frame=frame_of(self.budget), kind=DeviationKind.LINE_OUTCOME)
        for deviation in waiting.filter(state=DeviationState.REPORTED):
            perform(deviation, "refer", by=self.cast.act("sgd", on), today=on)
            if self.place == THIS_YEAR:
                continue  # this year's waits for the joint body, so that it can be seen
            perform(
                deviation,
                "take_note",
                by=self.cast.act("cs", on),
                today=on,
                reason="Äldre uppgifter behövde flyttas för hand. Den totala budgeten hålls.",
                paragraph="§ 38",
                on=on,
            )

    def closing(self) -> Iterator[Scene]:
        """The year is settled and closed when it is over."""
        yield Scene(at_most(date(self.year + 1, 1, 20), self.until), self.settle)
        yield Scene(at_most(date(self.year + 1, 1, 23), self.until), self.close)

    def settle(self, on: date) -> None:
        """What was not used goes back to each principal."""
        settle_year(self.budget, by=self.cast.act("controller", on), today=on)

    def close(self, on: date) -> None:
        """The budget year is closed."""
        close_budget(self.budget, by=self.cast.act("sgd", on), today=on)


def established_principle(cast: Cast, year: int) -> Iterator[Scene]:
    """A deviating principle that is in effect: the region carries more, so the region's assembly alone decided."""

    def propose(on: date) -> None:
        made = propose_principle(
            service=cast.services["hjalpmedel"],
            phase=Phase.MANAGEMENT,
            principle=Principle.by_region(600_000),
            from_year=year,
            reason="Regionens verksamheter står för större delen av förskrivningen.",
            by=cast.act("sgd", on),
            today=on,
        )
        compute_consent(made, by=cast.act("controller", on), today=on)
        put_principle_forward(made, by=cast.act("sgd", on), today=on)

    def matter() -> Matter:
        found = matter_for(CostPrinciple.objects.get(service=cast.services["hjalpmedel"]))
        assert found is not None  # noqa: S101 -- put forward earlier
        return found

    def recommend(on: date) -> None:
        register_ruling(
            ruling(matter(), "cs"),
            outcome=RulingState.ADOPTED,
            decided_on=on,
            paragraph="§ 44",
            by=cast.act("cs", on),
            today=on,
        )
        hand_over(matter(), by=cast.act("cs", on), today=on)

    def decide(on: date) -> None:
        register_ruling(
            ruling(matter(), "principals", REGION),
            outcome=RulingState.ADOPTED,
            decided_on=on - timedelta(days=4),
            paragraph="§ 61",
            diary_number=f"RS {on.year}-000417",
            announced_on=on - timedelta(days=2),
            by=cast.act(REGION, on),
            today=on,
        )

    yield Scene(date(year - 2, 9, 3), propose)
    yield Scene(date(year - 2, 9, 18), recommend)
    yield Scene(date(year - 2, 11, 27), decide)


def proposed_principle(cast: Cast, year: int) -> Iterator[Scene]:
    """A deviating principle on its way: the municipalities carry more, so each of their assemblies is asked."""

    def propose(on: date) -> None:
        made = propose_principle(
            service=cast.services["utskrivning"],
            phase=Phase.MANAGEMENT,
            principle=Principle.by_region(400_000),
            from_year=year,
            reason="Tjänsten används mest av kommunernas mottagande verksamheter.",
            by=cast.act("sgd", on),
            today=on,
        )
        compute_consent(made, by=cast.act("controller", on), today=on)
        put_principle_forward(made, by=cast.act("sgd", on), today=on)

    def matter() -> Matter:
        found = matter_for(CostPrinciple.objects.get(service=cast.services["utskrivning"]))
        assert found is not None  # noqa: S101 -- put forward earlier
        return found

    def recommend(on: date) -> None:
        register_ruling(
            ruling(matter(), "cs"),
            outcome=RulingState.ADOPTED,
            decided_on=on,
            paragraph="§ 27",
            by=cast.act("cs", on),
            today=on,
        )
        hand_over(matter(), by=cast.act("cs", on), today=on)

    def plan(on: date) -> None:
        for code in ("1214", "1230", "1281", "1283"):
            plan_meeting(
                ruling(matter(), "principals", code),
                next_meeting_on=date(on.year, 12, 14),
                diary_number=f"KS {on.year}/{int(code) % 700 + 40}",
                by=cast.act(code, on),
                today=on,
            )

    yield Scene(date(year - 2, 9, 10), propose)
    yield Scene(date(year - 2, 9, 25), recommend)
    yield Scene(date(year - 2, 10, 15), plan)
