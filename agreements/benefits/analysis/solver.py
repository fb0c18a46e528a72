"""One question to HiGHS: which package, one option an issue, is worth most, when nobody gets less than a floor."""

from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from .points import Choice, Gains, Point, Table

Vector = NDArray[np.float64]
TOLERANCE = 1e-6
"""How exactly HiGHS keeps a condition, in parts of a party's largest value; whole numbers are compared afterwards."""
MOST_CUTS = 25
OPTIMAL, IMPOSSIBLE = 0, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """A package found, and the most that the question's measure can be at all."""

    point: Point
    bound: float
    optimal: bool


@dataclass(slots=True)
class Clock:
    """The time that is left for all questions of one search."""

    until: float
    each: float

    @classmethod
    def of(cls, seconds: float, each: float) -> "Clock":
        """Begin now."""
        return cls(monotonic() + seconds, each)

    def left(self) -> float:
        """Seconds for the next question."""
        return max(min(self.until - monotonic(), self.each), 0.05)

    @property
    def is_over(self) -> bool:
        """Whether there is no time for more."""
        return monotonic() >= self.until


@dataclass(frozen=True, slots=True)
class Rows:
    """Conditions in the form low <= matrix · (options, extra) <= high."""

    matrix: Vector
    low: Vector
    high: Vector


class Question:
    """A table as HiGHS reads it: a variable that is nought or one for each option, and room for extra ones."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self.table, self.clock = table, clock
        self.impossible = False  # whether the last question was proved to have no answer
        self.sizes = [len(options) for options in table.issues]
        self.count = sum(self.sizes)
        whole = np.concatenate(table.blocks).T  # one row a party, one column an option
        largest = np.abs(whole).max(axis=1)
        self.unit: Vector = np.where(largest > 0, largest, 1).astype(float)
        self.worth: Vector = whole / self.unit[:, None]
        self.pick = np.zeros((len(self.sizes), self.count))
        for issue, (start, size) in enumerate(zip(np.cumsum([0, *self.sizes]), self.sizes, strict=False)):
            self.pick[issue, start : start + size] = 1

    def ask(self, aim: Vector, floor: Gains, extra: Rows | None = None, spare: Bounds | None = None) -> Answer | None:
        """Make `aim` (over options, then extra variables) as large as can be; nothing when no package will do.

        What HiGHS says is tried in whole numbers. A package that falls below the floor by less than its tolerance is
        forbidden, and the question asked again.
        """
        forbidden: list[Choice] = []
        while len(forbidden) < MOST_CUTS:
            answer = self.once(aim, floor, extra, spare, forbidden)
            if answer is None or all(have >= least for have, least in zip(answer.point.gains, floor, strict=True)):
                return answer
            forbidden.append(answer.point.choice)
        return None

    def once(
        self, aim: Vector, floor: Gains, extra: Rows | None, spare: Bounds | None, forbidden: list[Choice]
    ) -> Answer | None:
        """One run of HiGHS."""
        more = len(aim) - self.count
        low, high = np.zeros(len(aim)), np.ones(len(aim))
        if spare is not None:
            low[self.count :], high[self.count :] = spare.lb, spare.ub
        result = milp(
            -aim,
            integrality=np.concatenate([np.ones(self.count), np.zeros(more)]),
            bounds=Bounds(low, high),
            constraints=[self.one_each(more), self.at_least(floor, more), *self.rest(extra, forbidden, more)],
            options={"time_limit": self.clock.left(), "mip_rel_gap": 0.0},
        )
        self.impossible = result.status == IMPOSSIBLE
        if result.x is None:
            return None
        bound = -result.fun if result.mip_dual_bound is None else -result.mip_dual_bound
        return Answer(self.table.point(self.choice(result.x)), float(bound), result.status == OPTIMAL)

    def one_each(self, more: int) -> LinearConstraint:
        """One option in every issue."""
        return LinearConstraint(np.pad(self.pick, ((0, 0), (0, more))), 1, 1)

    def at_least(self, floor: Gains, more: int) -> LinearConstraint:
        """Nobody below the floor."""
        return LinearConstraint(np.pad(self.worth, ((0, 0), (0, more))), np.array(floor) / self.unit, np.inf)

    def rest(self, extra: Rows | None, forbidden: list[Choice], more: int) -> list[LinearConstraint]:
        """What the question adds, and packages that are not to be given again."""
        found = [] if extra is None else [LinearConstraint(extra.matrix, extra.low, extra.high)]
        options = [option for issue in self.table.issues for option in issue]
        for choice in forbidden:
            row = np.array([[float(option in choice) for option in options] + [0.0] * more])
            found.append(LinearConstraint(row, -np.inf, len(choice) - 1))
        return found

    def choice(self, answer: Sequence[float]) -> Choice:
        """The options that were chosen."""
        found, start = [], 0
        for options in self.table.issues:
            found.append(options[int(np.argmax(answer[start : start + len(options)]))])
            start += len(options)
        return tuple(found)
