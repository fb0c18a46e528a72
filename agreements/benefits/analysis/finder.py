"""The trade finder: which packages are better for somebody and worse for nobody, and which of them stand out."""

from collections.abc import Sequence

from . import tried
from .findings import Findings
from .points import Point, Table, dominates

MOST_TRIED = 5_000
"""With so many packages or fewer, every one is tried; with more, HiGHS is asked."""


def analyse(
    table: Table,
    start: Sequence[int] | None = None,
    *,
    most: int = 12,
    seconds: float = 60.0,
    most_tried: int = MOST_TRIED,
) -> Findings:
    """Look for packages that improve on `start`: what each party has today (nothing), or in a package given.

    Every suggestion is checked in whole numbers before it is told. Raises ValueError when `start` is not one number
    for each party.
    """
    begin = tuple(start) if start is not None else (0,) * len(table.parties)
    if len(begin) != len(table.parties):
        raise ValueError("Utgångsläget ska ha ett värde för varje part.")
    if table.combinations <= most_tried:
        found = tried.search(table, begin, most)
    else:
        from . import solved  # noqa: PLC0415 -- SciPy is slow to import, and most processes never search

        found = solved.search(table, begin, most, seconds=seconds)
    check(found.suggestions, table, begin)
    return found


def check(points: Sequence[Point], table: Table, start: Sequence[int]) -> None:
    """See once more, in whole numbers, that everything told is a true improvement. Raises AssertionError."""
    for each in points:
        if table.gains(each.choice) != each.gains or not dominates(each.gains, start):
            message = "Ett förslag var ingen förbättring."
            raise AssertionError(message)
