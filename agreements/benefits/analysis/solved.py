"""Search with SciPy's HiGHS, for tables with too many packages to try them all.

The Nash product is made linear: its logarithm is a sum of concave functions, each kept below its tangents. HiGHS then
gives a package and an upper bound. Tangents are added where the package lies, and the question is asked again, until
bound and package meet: then it is proved, within the tolerance of HiGHS. Otherwise the gap is told.
"""

from dataclasses import dataclass
from math import exp, inf, log

import numpy as np
from scipy.optimize import Bounds

from .findings import Findings, Found, Method
from .points import Choice, Gains, Point, Scale, Table, dominates
from .solver import TOLERANCE, Answer, Clock, Question, Rows, Vector
from .tried import ranked

LARGEST_LEAST, SMALLEST_LEAST = 1e-3, 1e-5
"""A package that gives somebody less than the least share is left to the bound: its product is no larger than that."""
TANGENTS = 12
MOST_ROUNDS = 12
CLOSE = 2 * TOLERANCE


@dataclass(slots=True)
class Search:
    """One search: the table, from where, the time there is, and what has been found on the way."""

    table: Table
    start: Gains
    question: Question
    efficient: dict[Point, bool]  # whether it is proved

    @property
    def count(self) -> int:
        """How many options there are."""
        return self.question.count

    def keep(self, point: Point | None) -> Point | None:
        """Lift a package until nothing is better for somebody and worse for nobody, and keep it."""
        if point is None:
            return None
        if point in self.efficient:
            return point
        lifted, is_proved = self.lift(point)
        self.efficient[lifted] = is_proved
        return lifted

    def lift(self, point: Point) -> tuple[Point, bool]:
        """The best for all together, with nobody below the package given; and whether that is proved."""
        answer = self.question.ask(self.question.worth.sum(axis=0), point.gains)
        if answer is None:
            return point, False
        return (answer.point if sum_of(self, answer.point) > sum_of(self, point) else point), answer.optimal


def sum_of(search: Search, point: Point) -> float:
    """All gains in parts of each party's largest value, added up."""
    return float(sum(gain / unit for gain, unit in zip(point.gains, search.question.unit, strict=True)))


def search(table: Table, start: Gains, most: int, *, seconds: float) -> Findings:
    """Look for the marked points and some more, each efficient and a true improvement on the start."""
    clock = Clock.of(seconds, seconds / 4)
    looking = Search(table, start, Question(table, clock), {})
    ideals = [ideal_of(looking, at) for at in range(len(table.parties))]
    scale = Scale(start, tuple(ideal for ideal, _, _ in ideals))
    known = all(is_proved for _, is_proved, _ in ideals)
    greatest = greatest_of(looking)
    kalai = kalai_of(looking, scale, known=known)
    nash = nash_of(looking, scale, kalai, known=known)
    points = [each for each in looking.efficient if dominates(each.gains, start)]
    return Findings(
        method=Method.SOLVED,
        combinations=table.combinations,
        start=start,
        ideal=scale.ideal,
        suggestions=tuple(ranked(points, scale)[:most]),
        efficient_count=None,
        efficient_proved=known and all(looking.efficient.values()),
        greatest=greatest,
        nash=nash,
        kalai=kalai,
        ideals=tuple(choice for _, _, choice in ideals) if all(choice for _, _, choice in ideals) else (),
    )


def ideal_of(search: Search, at: int) -> tuple[int, bool, Choice]:
    """The most that one party can get while nobody loses, whether that is proved, and where; the package is kept."""
    answer = search.question.ask(search.question.worth[at], search.start)
    if answer is None:
        return search.start[at], search.question.impossible, ()
    search.keep(answer.point)
    return max(answer.point.gains[at], search.start[at]), answer.optimal, answer.point.choice


def greatest_of(search: Search) -> Found | None:
    """The largest gain in all, among those whose values may be added up."""
    table, question = search.table, search.question
    if not table.summed:
        return None
    unit = float(question.unit[table.in_sum].max())
    answer = question.ask((question.worth * question.unit[:, None] / unit)[table.in_sum].sum(axis=0), search.start)
    if answer is None or (point := search.keep(answer.point)) is None:
        return None
    return judged(point, answer, table.total(point.gains) / unit)


def judged(point: Point, answer: Answer, value: float, *, known: bool = True) -> Found:
    """Say how far from the bound a value is at most."""
    over = max(answer.bound - value, 0.0)
    gap = over / abs(value) if value else (None if over > CLOSE else 0.0)
    return Found(point, proved=known and answer.optimal and over <= CLOSE * max(1.0, abs(value)), gap=gap)


def shares(search: Search, scale: Scale) -> tuple[Vector, Vector]:
    """For those that can gain: the share of its best that each option is worth, and the share counted from."""
    question, able = search.question, list(scale.able)
    span = np.array([scale.ideal[at] - scale.start[at] for at in able], float)
    worth = question.worth[able] * question.unit[able][:, None] / span[:, None]
    return worth, np.array([scale.start[at] for at in able], float) / span


def kalai_of(search: Search, scale: Scale, *, known: bool) -> Found | None:
    """As much as can be to the one that gets least of its best; then as much as can be to all together."""
    if not scale.able:
        return None
    worth, low = shares(search, scale)
    size = len(worth)
    rows = Rows(np.hstack([worth, -np.ones((size, 1))]), low, np.full(size, inf))
    answer = search.question.ask(np.append(np.zeros(search.count), 1.0), search.start, rows, Bounds([0.0], [1.0]))
    if answer is None:
        return None
    least = float(scale.smallest(answer.point.gains))
    even = Rows(worth, low + least - TOLERANCE, np.full(size, inf))
    fuller = search.question.ask(worth.sum(axis=0), search.start, even)
    best = answer.point
    if fuller is not None and scale.smallest(fuller.point.gains) >= scale.smallest(best.gains):
        best = fuller.point
    point = search.keep(best)
    if point is None:
        return None
    return judged(point, answer, float(scale.smallest(point.gains)), known=known)


def nash_of(search: Search, scale: Scale, kalai: Found | None, *, known: bool) -> Found | None:
    """The largest product of gains, by tangents; nothing when none was found that is better for all that can gain."""
    if not scale.able or kalai is None:
        return None
    best, value = kalai.point, log_product(scale, kalai.point)
    least = min(max(exp(value), SMALLEST_LEAST), LARGEST_LEAST)
    tangents = [{least ** (step / (TANGENTS - 1)) for step in range(TANGENTS)} for _ in scale.able]
    bound = 0.0
    for _ in range(MOST_ROUNDS):
        answer = below_tangents(search, scale, tangents, least)
        if answer is None:
            break
        bound = min(bound, answer.bound)
        if (found := log_product(scale, answer.point)) > value:
            best, value = answer.point, found
        if bound - value <= CLOSE or search.question.clock.is_over:
            break
        for places, part in zip(tangents, scale.ratios(answer.point.gains), strict=True):
            places.add(max(float(part), least))
    return judged_nash(search, scale, best, max(bound, log(least)), known=known) if value > -inf else None


def log_product(scale: Scale, point: Point) -> float:
    """The logarithm of the product of shares; minus infinity when somebody gains nothing."""
    parts = [float(each) for each in scale.ratios(point.gains)]
    return sum(map(log, parts)) if min(parts) > 0 else -inf


def judged_nash(search: Search, scale: Scale, found: Point, bound: float, *, known: bool) -> Found | None:
    """Lift the point, and say how much larger the geometric mean of the gains can be at most."""
    point = search.keep(found)
    if point is None:
        return None
    over = max(bound - log_product(scale, point), 0.0)
    return Found(point, proved=known and over <= CLOSE, gap=exp(over / len(scale.able)) - 1)


def below_tangents(search: Search, scale: Scale, tangents: list[set[float]], least: float) -> Answer | None:
    """The package with the largest sum of logarithms, each held below its tangents."""
    worth, low = shares(search, scale)
    size = len(worth)
    rows, high = [], []
    for at, places in enumerate(tangents):
        for place in sorted(places):
            row = np.zeros(search.count + size)
            row[: search.count] = -worth[at] / place
            row[search.count + at] = 1.0
            rows.append(row)
            high.append(log(place) - 1 - low[at] / place)
    floor = np.hstack([worth, np.zeros((size, size))])
    conditions = Rows(
        np.vstack([np.array(rows), floor]),
        np.concatenate([np.full(len(rows), -inf), low + least]),
        np.concatenate([np.array(high), np.full(size, inf)]),
    )
    aim = np.concatenate([np.zeros(search.count), np.ones(size)])
    spare = Bounds(np.full(size, 2 * log(least)), np.zeros(size))
    return search.question.ask(aim, search.start, conditions, spare)
