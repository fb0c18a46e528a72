import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.lib.apportion import largest_remainder, round_half_away


def test_largest_remainder_answers_in_order_of_key() -> None:
    assert list(largest_remainder(10, {"b": 1, "a": 2}).items()) == [("a", 7), ("b", 3)]


def test_largest_remainder_is_exact_far_above_what_a_float_or_64_bits_hold() -> None:
    assert largest_remainder(10**30 + 1, {"a": 10**20, "b": 10**20}) == {
        "a": 5 * 10**29 + 1,
        "b": 5 * 10**29,
    }


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"),
    [(0, 3, 0), (1, 2, 1), (-1, 2, -1), (5, 2, 3), (-5, 2, -3), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (7, 1, 7)],
)
def test_round_half_away_rounds_as_people_do(numerator: int, denominator: int, rounded: int) -> None:
    assert round_half_away(numerator, denominator) == rounded


@given(st.integers(), st.integers(min_value=1))
def test_round_half_away_is_within_a_half_and_symmetric(numerator: int, denominator: int) -> None:
    rounded = round_half_away(numerator, denominator)

    assert 2 * abs(rounded * denominator - numerator) <= denominator
    assert round_half_away(-numerator, denominator) == -rounded
