"""Search by trying every package: exact, for tables small enough."""

import numpy as np

from .findings import Findings, Found, Method
from .points import Gains, Matrix, Point, Scale, Table


def all_gains(table: Table) -> Matrix:
    """Every package's gains, one row a package, in the order of `Table.choices`."""
    found: Matrix = np.zeros((1, len(table.parties)), np.int64)
    for block in table.blocks:
        found = (found[:, None, :] + block[None, :, :]).reshape(-1, found.shape[1])
    return found


def choice_at(table: Table, row: int) -> tuple[int, ...]:
    """The package that stands in a row."""
    places = np.unravel_index(row, [len(options) for options in table.issues])
    return tuple(options[int(place)] for options, place in zip(table.issues, places, strict=True))


def efficient_rows(gains: Matrix) -> list[int]:
    """The rows that no other row dominates; of equal rows the first.

    Rows are taken in falling order of their sum: a row that dominates another has a larger sum and comes before it.
    """
    kept: Matrix = np.empty_like(gains)
    rows: list[int] = []
    for row in np.argsort(-gains.sum(axis=1), kind="stable"):
        if not (kept[: len(rows)] >= gains[row]).all(axis=1).any():
            kept[len(rows)] = gains[row]
            rows.append(int(row))
    return sorted(rows)


def search(table: Table, start: Gains, most: int) -> Findings:
    """Try every package; everything said of it is proved."""
    gains = all_gains(table)
    floor = np.array(start, np.int64)
    rational = np.flatnonzero((gains >= floor).all(axis=1) & (gains > floor).any(axis=1))
    fair = gains[rational]
    scale = Scale(start, tuple(max([low, *map(int, fair[:, at])]) for at, low in enumerate(start)))
    best = [int(rational[row]) for row in fair.argmax(axis=0)] if len(fair) else []
    efficient = [int(rational[row]) for row in efficient_rows(fair)]
    points = [Point(choice_at(table, row), tuple(map(int, gains[row]))) for row in efficient]
    return Findings(
        method=Method.TRIED,
        combinations=table.combinations,
        start=start,
        ideal=scale.ideal,
        suggestions=tuple(ranked(points, scale)[:most]),
        efficient_count=len(points),
        efficient_proved=True,
        greatest=proved(greatest_of(points, table, scale)),
        nash=proved(nash_of(points, scale)),
        kalai=proved(kalai_of(points, scale)),
        ideals=tuple(choice_at(table, row) for row in best),
    )


def proved(point: Point | None) -> Found | None:
    """What was found by trying all is the best there is."""
    return None if point is None else Found(point, proved=True, gap=0.0)


def ranked(points: list[Point], scale: Scale) -> list[Point]:
    """The most even first: by the share of the one that gets least, then by all shares added up, then by choice."""
    return sorted(points, key=lambda each: (-scale.smallest(each.gains), -sum(scale.ratios(each.gains)), each.choice))


def kalai_of(points: list[Point], scale: Scale) -> Point | None:
    """The point where the one that gets least of its best gets as much as can be; of equals the largest sum."""
    return ranked(points, scale)[0] if points else None


def nash_of(points: list[Point], scale: Scale) -> Point | None:
    """The point with the largest product of gains; nothing when no package is better for all that can gain."""
    best = max((scale.nash(each.gains) for each in points), default=0)
    if best <= 0:
        return None
    return min((each for each in points if scale.nash(each.gains) == best), key=lambda each: each.choice)


def greatest_of(points: list[Point], table: Table, scale: Scale) -> Point | None:
    """The point with the largest gain in all, among those that may be added up; of equals the most even."""
    if not points or not table.summed:
        return None
    most = max(table.total(each.gains) for each in points)
    return kalai_of([each for each in points if table.total(each.gains) == most], scale)
