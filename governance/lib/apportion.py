"""Divide a whole number by weights so that the parts add up to it exactly."""

from collections.abc import Mapping
from typing import Any, Protocol, TypeVar


class Sortable(Protocol):
    """What can stand in order, so that ties have one answer."""

    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Sortable)


def largest_remainder(whole: int, weights: Mapping[K, int]) -> dict[K, int]:
    """Give each key its rounded-down part and the units left over to the largest remainders, ties by key.

    The answer is in order of key and does not depend on the order of the weights. Integers alone: a float would
    lose units above 2**53, and a Fraction costs some twenty times as much.
    """
    keys = sorted(weights)
    total = sum(weights.values())
    if total <= 0 or min(weights.values()) < 0:
        raise ValueError("Andelstalen får inte vara negativa, och minst ett ska vara större än noll.")
    scaled = [whole * weights[key] for key in keys]
    parts = [product // total for product in scaled]
    if left := whole - sum(parts):
        remainders = [product % total for product in scaled]
        # A reversed sort is still stable, so equal remainders keep the order of their keys.
        for at in sorted(range(len(keys)), key=remainders.__getitem__, reverse=True)[:left]:
            parts[at] += 1
    return dict(zip(keys, parts, strict=True))


def round_half_away(numerator: int, denominator: int) -> int:
    """Round an exact quotient to a whole number, halves away from zero (the everyday rule); denominator > 0."""
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return rounded if numerator >= 0 else -rounded
