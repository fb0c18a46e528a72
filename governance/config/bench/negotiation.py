from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from agreements.benefits.analysis import Findings, Method, Table, analyse

from .measure import Figure, wall

PARTIES, ISSUES, OPTIONS = 8, 12, 4
TURNS = 3


def valued(seed: int, *, issues: int = ISSUES) -> Table:
    """Made-up values of parties that want different things; the same for the same seed."""
    who = tuple(range(1, PARTIES + 1))
    shape = tuple(tuple(issue * 10 + option for option in range(OPTIONS)) for issue in range(1, issues + 1))
    low = 300 + 200 * (seed % 3)
    values = {
        (party, each): ((party * 7_919 + each * 104_729 + party * each * (31 + seed)) % (low + 1_000) - low) * 100_000
        for party in who
        for issue in shape
        for each in issue
    }
    return Table(who, shape, values, frozenset(who[:6]))


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What a piece of work gives, and its seconds by the clock."""
    kept: list[Any] = []
    seconds = wall(lambda: kept.append(work()))
    return kept[0], seconds


def figures() -> Iterator[Figure]:
    """The trade finder on 8 parties x 12 issues x 4 options: seconds, and how far from proved it is at most."""
    runs: list[tuple[Findings, float]] = [timed(lambda seed=seed: analyse(valued(seed))) for seed in range(TURNS)]  # type: ignore[misc]
    assert all(found.method == Method.SOLVED and found.suggestions for found, _ in runs)  # noqa: S101 -- the whole work
    what = f"Analys av {PARTIES} parter × {ISSUES} frågor × {OPTIONS} alternativ"
    yield Figure(what, round(median(seconds for _, seconds in runs), 2), "sekunder", 20)
    marked = [each for found, _ in runs for each in (found.greatest, found.kalai, found.nash)]
    gap = max(1.0 if each is None or each.gap is None else each.gap for each in marked)
    yield Figure(f"{what}: gap till det bästa möjliga", round(gap * 100, 3), "procent", 0.1)
    small, seconds = timed(lambda: analyse(valued(0, issues=5)))
    assert small.method == Method.TRIED  # noqa: S101 -- every package is tried
    yield Figure("Analys där alla 1 024 paket prövas, medan man väntar", round(seconds, 2), "sekunder", 2)
