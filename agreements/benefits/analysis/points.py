"""Valuations as a table, and what a package is worth in it; whole numbers, so that nothing is rounded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

import numpy as np
from numpy.typing import NDArray

Gains = tuple[int, ...]
Choice = tuple[int, ...]
Matrix = NDArray[np.int64]

MOST = 10**15
"""No single value is larger, so that sums over a hundred issues stay whole in 64 bits."""


@dataclass(frozen=True)
class Table:
    """What every option is worth to every party against today (värderingstabell); what is not valued is worth nothing.

    `issues` holds each issue's options in order. `summed` are the parties whose values may be added up, since they
    count in the same unit. Values are whole: öre, or points.
    """

    parties: tuple[int, ...]
    issues: tuple[tuple[int, ...], ...]
    values: Mapping[tuple[int, int], int]
    summed: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a table that no package can be made of."""
        if not self.parties or not self.issues or not all(self.issues):
            raise ValueError("Det behövs minst en part och minst ett alternativ i varje fråga.")
        if any(abs(value) > MOST for value in self.values.values()):
            raise ValueError("En värdering är för stor.")

    @property
    def combinations(self) -> int:
        """How many packages there are."""
        return prod(len(options) for options in self.issues)

    @cached_property
    def blocks(self) -> list[Matrix]:
        """For each issue, its options' values: one row an option, one column a party."""
        return [
            np.array([[self.values.get((party, option), 0) for party in self.parties] for option in options], np.int64)
            for options in self.issues
        ]

    @cached_property
    def in_sum(self) -> NDArray[np.bool_]:
        """Which columns may be added up."""
        return np.array([party in self.summed for party in self.parties])

    def gains(self, choice: Sequence[int]) -> Gains:
        """What a package, one option an issue, is worth to each party."""
        return tuple(sum(self.values.get((party, option), 0) for option in choice) for party in self.parties)

    def point(self, choice: Sequence[int]) -> "Point":
        """A package with its gains. Raises ValueError for one that is not made of this table's options."""
        if len(choice) != len(self.issues) or any(
            option not in options for option, options in zip(choice, self.issues, strict=True)
        ):
            raise ValueError("Paketet har inte ett alternativ i varje fråga.")
        return Point(tuple(choice), self.gains(choice))

    def choices(self) -> Iterator[Choice]:
        """Every package there is, in order."""
        return product(*self.issues)

    def total(self, gains: Sequence[int]) -> int:
        """The gain of those that count in the same unit, added up."""
        return sum(gain for party, gain in zip(self.parties, gains, strict=True) if party in self.summed)


@dataclass(frozen=True, slots=True)
class Point:
    """A package and what it is worth to each party (punkt)."""

    choice: Choice
    gains: Gains


def dominates(better: Sequence[int], than: Sequence[int]) -> bool:
    """Whether it is better for somebody and worse for nobody."""
    pairs = list(zip(better, than, strict=True))
    return all(new >= old for new, old in pairs) and any(new > old for new, old in pairs)


@dataclass(frozen=True, slots=True)
class Scale:
    """From where each party counts and how far it can get (från nuläge till bästa utfall).

    A party that cannot gain at all, while nobody loses, takes no part in the measures.
    """

    start: Gains
    ideal: Gains

    @property
    def able(self) -> tuple[int, ...]:
        """The places of those that can gain."""
        return tuple(at for at, (low, high) in enumerate(zip(self.start, self.ideal, strict=True)) if high > low)

    def ratio(self, gains: Sequence[int], at: int) -> Fraction:
        """How much of its best a party gets."""
        return Fraction(gains[at] - self.start[at], self.ideal[at] - self.start[at])

    def ratios(self, gains: Sequence[int]) -> list[Fraction]:
        """How much of their best those that can gain get."""
        return [self.ratio(gains, at) for at in self.able]

    def smallest(self, gains: Sequence[int]) -> Fraction:
        """The share of the one that gets least of its best: what Kalai and Smorodinsky make as large as can be."""
        return min(self.ratios(gains), default=Fraction(0))

    def nash(self, gains: Sequence[int]) -> int:
        """The product of what each gains: what Nash makes as large as can be."""
        return prod(max(gains[at] - self.start[at], 0) for at in self.able) if self.able else 0
