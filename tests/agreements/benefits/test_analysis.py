"""The trade finder against exhaustive search, written here once more in its plainest form."""

from fractions import Fraction
from itertools import product
from math import exp, log, prod
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.benefits.analysis import Findings, Method, Table, analyse, dominates
from agreements.benefits.analysis.points import MOST

LARGE = 10**13
TOLERANCE = 1e-5


@st.composite
def tables(draw: st.DrawFn, *, most: int = 40, parties: int = 4, issues: int = 4) -> Table:
    """Tables small enough to try every package twice."""
    who = range(1, draw(st.integers(1, parties)) + 1)
    sizes = draw(st.lists(st.integers(1, 3), min_size=1, max_size=issues))
    numbers = iter(range(100, 1000))
    options = tuple(tuple(next(numbers) for _ in range(size)) for size in sizes)
    value = st.integers(-most, most)
    values = {(party, each): draw(value) for party in who for issue in options for each in issue}
    summed = frozenset(party for party in who if draw(st.booleans()))
    return Table(tuple(who), options, values, summed)


def gains_of(table: Table, choice: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sum(table.values.get((party, option), 0) for option in choice) for party in table.parties)


def better_than_start(table: Table, start: tuple[int, ...]) -> dict[tuple[int, ...], tuple[int, ...]]:
    everything = {choice: gains_of(table, choice) for choice in product(*table.issues)}
    return {choice: gains for choice, gains in everything.items() if dominates(gains, start)}


def efficient(fair: dict[tuple[int, ...], tuple[int, ...]]) -> set[tuple[int, ...]]:
    return {gains for gains in fair.values() if not any(dominates(other, gains) for other in fair.values())}


def measures(fair: dict[Any, tuple[int, ...]], table: Table, start: tuple[int, ...]) -> dict[str, Any]:
    ideal = [max(gains[at] for gains in fair.values()) for at in range(len(start))]
    able = [at for at in range(len(start)) if ideal[at] > start[at]]

    def least(gains: tuple[int, ...]) -> Fraction:
        return min(Fraction(gains[at] - start[at], ideal[at] - start[at]) for at in able)

    return {
        "nash": max(prod(gains[at] - start[at] for at in able) for gains in fair.values()),
        "kalai": max(least(gains) for gains in fair.values()),
        "greatest": max(table.total(gains) for gains in fair.values()),
        "able": able,
        "ideal": ideal,
        "least": least,
    }


@given(tables(), st.data())
@settings(max_examples=200, deadline=None)
def test_every_suggestion_is_a_true_improvement_and_equals_exhaustive_search(table: Table, data: st.DataObject) -> None:
    start = (0,) * len(table.parties)
    if data.draw(st.booleans()):
        start = gains_of(table, tuple(data.draw(st.sampled_from(options)) for options in table.issues))
    fair = better_than_start(table, start)

    found = analyse(table, start, most=10_000)

    assert found.method == Method.TRIED
    assert {each.gains for each in found.suggestions} == efficient(fair)
    assert len({each.gains for each in found.suggestions}) == len(found.suggestions) == found.efficient_count
    assert all(dominates(each.gains, start) for each in found.suggestions)
    if not fair:
        assert (found.nash, found.kalai, found.greatest) == (None, None, None)
        assert found.start_is_efficient
        return
    best = measures(fair, table, start)
    assert found.kalai is not None
    assert found.kalai.proved
    assert best["least"](found.kalai.point.gains) == best["kalai"]
    if best["nash"] > 0:
        assert found.nash is not None
        gained = found.nash.point.gains
        assert prod(gained[at] - start[at] for at in best["able"]) == best["nash"]
    else:
        assert found.nash is None
    if table.summed:
        assert found.greatest is not None
        assert table.total(found.greatest.point.gains) == best["greatest"]
    else:
        assert found.greatest is None


@given(tables(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_solver_finds_what_exhaustive_search_finds(table: Table, data: st.DataObject) -> None:
    start = (0,) * len(table.parties)
    if data.draw(st.booleans()):
        start = gains_of(table, tuple(data.draw(st.sampled_from(options)) for options in table.issues))
    fair = better_than_start(table, start)

    found = analyse(table, start, most_tried=0, seconds=30)

    assert found.method == Method.SOLVED
    assert {each.gains for each in found.suggestions} <= efficient(fair)
    assert bool(found.suggestions) == bool(fair)
    if not fair:
        assert found.start_is_efficient
        return
    best = measures(fair, table, start)
    assert list(found.ideal) == best["ideal"]
    assert found.kalai is not None
    assert found.kalai.proved
    assert float(best["least"](found.kalai.point.gains)) == pytest.approx(float(best["kalai"]), abs=TOLERANCE)
    if table.summed:
        assert found.greatest is not None
        assert found.greatest.proved
        assert table.total(found.greatest.point.gains) == best["greatest"]
    if best["nash"] > 0:
        assert found.nash is not None
        assert found.nash.proved
        gained = found.nash.point.gains
        mine = sum(log(gained[at] - start[at]) for at in best["able"])
        assert mine == pytest.approx(log(best["nash"]), abs=TOLERANCE)
    else:
        assert found.nash is None


@given(tables(parties=3, issues=3), st.integers(1, LARGE))
@settings(max_examples=40, deadline=None)
def test_large_amounts_are_compared_to_the_last_ore(table: Table, factor: int) -> None:
    values = {key: value * factor + (key[0] + key[1]) % 3 - 1 for key, value in table.values.items()}
    large = Table(table.parties, table.issues, values, table.summed)
    start = (0,) * len(table.parties)

    for found in (analyse(large, most=1000), analyse(large, most_tried=0, seconds=30)):
        assert all(dominates(each.gains, start) for each in found.suggestions)
        assert all(each.gains == gains_of(large, each.choice) for each in found.suggestions)


def test_an_unsolved_gap_is_told_and_holds() -> None:
    table = hard_table(parties=6, issues=10)

    found = analyse(table, seconds=0.4)

    assert found.method == Method.SOLVED
    assert all(dominates(each.gains, (0,) * 6) for each in found.suggestions)
    whole = analyse(table, seconds=60)
    for name in ("greatest", "kalai", "nash"):
        hasty, patient = getattr(found, name), getattr(whole, name)
        if hasty is not None and hasty.gap is not None:
            assert hasty.proved <= (hasty.gap < TOLERANCE)
            if name == "greatest":
                most = table.total(hasty.point.gains) * (1 + hasty.gap)
                assert table.total(patient.point.gains) <= most * (1 + TOLERANCE)


def hard_table(parties: int, issues: int, options: int = 4) -> Table:
    """A made-up table where parties want different things; the same every time."""
    shape = tuple(tuple(issue * 10 + option for option in range(options)) for issue in range(1, issues + 1))
    who = tuple(range(1, parties + 1))
    values = {
        (party, each): ((party * 7919 + each * 104_729 + party * each * 31) % 2_001 - 700) * 10_000
        for party in who
        for issue in shape
        for each in issue
    }
    return Table(who, shape, values, frozenset(who))


def test_eight_parties_twelve_issues_four_options() -> None:
    table = hard_table(parties=8, issues=12)

    found = analyse(table)

    assert found.combinations == 4**12
    assert found.method == Method.SOLVED
    assert found.suggestions
    assert found.greatest is not None
    assert found.kalai is not None
    assert found.nash is not None
    assert exp(0) - 1 <= (found.nash.gap or 0.0) < 0.05


def test_what_is_kept_holds_no_partys_gain() -> None:
    table = Table((1, 2), ((11, 12), (21, 22)), {(1, 11): 777_777, (2, 12): 555_555, (2, 21): 5, (1, 22): 3})

    kept = analyse(table).as_data()

    assert "777777" not in str(kept)
    assert set(kept) == {
        "method",
        "combinations",
        "suggestions",
        "efficient_count",
        "efficient_proved",
        "greatest",
        "nash",
        "kalai",
        "ideals",
    }


def test_a_table_no_package_can_be_made_of_is_refused() -> None:
    with pytest.raises(ValueError, match="minst ett alternativ i varje fråga"):
        Table((1,), ((), (2,)), {})
    with pytest.raises(ValueError, match="för stor"):
        Table((1,), ((2,),), {(1, 2): MOST + 1})
    with pytest.raises(ValueError, match="ett värde för varje part"):
        analyse(Table((1,), ((2,),), {}), (0, 0))
    with pytest.raises(ValueError, match="ett alternativ i varje fråga"):
        Table((1,), ((2,),), {}).point((3,))


def test_a_search_for_better_than_the_best_says_so() -> None:
    table = Table((1, 2), ((11, 12),), {(1, 11): 5, (2, 11): 5, (1, 12): 1, (2, 12): 9}, frozenset((1, 2)))

    found = analyse(table, (5, 5))

    assert found.start_is_efficient
    assert isinstance(found, Findings)
