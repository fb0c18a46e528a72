"""What the trade finder found, and how sure it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from .points import Choice, Gains, Point, Table


class Method(StrEnum):
    """How the packages were searched."""

    TRIED = "tried"  # every package was tried
    SOLVED = "solved"  # HiGHS, mixed integer programming


@dataclass(frozen=True, slots=True)
class Found:
    """One point that was looked for, and how far from the best it can be at most.

    `gap` is relative: 0.01 means that nothing is more than one per cent better. None means that it is not known.
    """

    point: Point
    proved: bool
    gap: float | None

    def as_data(self) -> dict[str, Any]:
        """As it is kept."""
        return {"choice": list(self.point.choice), "proved": self.proved, "gap": self.gap}

    @classmethod
    def of(cls, table: Table, data: Mapping[str, Any] | None) -> "Found | None":
        """Read what was kept, in a table of today."""
        if data is None:
            return None
        return cls(table.point(data["choice"]), bool(data["proved"]), data["gap"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """The result of one search (analys).

    `suggestions` are efficient and true improvements on `start`; `efficient_count` is how many there are in all, None
    where not all were looked for.
    """

    method: Method
    combinations: int
    start: Gains
    ideal: Gains
    suggestions: tuple[Point, ...]
    efficient_count: int | None
    efficient_proved: bool
    greatest: Found | None
    nash: Found | None
    kalai: Found | None
    ideals: tuple[Choice, ...] = ()  # for each party the package that is best for it; empty when none is better

    @property
    def start_is_efficient(self) -> bool:
        """Whether nothing is better for somebody and worse for nobody; said only when it is proved."""
        return not self.suggestions and self.efficient_proved

    def as_data(self) -> dict[str, Any]:
        """As it is kept: choices and proofs, no party's gain."""
        marked = {name: getattr(self, name) for name in ("greatest", "nash", "kalai")}
        return {
            "method": self.method.value,
            "combinations": self.combinations,
            "suggestions": [list(each.choice) for each in self.suggestions],
            "efficient_count": self.efficient_count,
            "efficient_proved": self.efficient_proved,
            "ideals": [list(each) for each in self.ideals],
            **{name: found.as_data() if found else None for name, found in marked.items()},
        }
