"""The years of a multi-year calculation as they would be shared: each row by the principle that applies to it then."""

from collections.abc import Iterable
from dataclasses import dataclass

from governance.lib.sharing import BASE, Line, budget_shares

from ..cost_sharing import Residents, usable_principles
from ..models import Budget, CostPrinciple, MultiYearLine


@dataclass(frozen=True, slots=True)
class CalculatedYear:
    """One year: its sum, and the lines it is shared by.

    `note` says how much goes by the base principle where a deviating one applies that year and rows do not tell it all.
    """

    total: int
    lines: tuple[Line, ...]
    note: str = ""

    def share(self, code: str, residents: Residents) -> int:
        """One principal's part; the parts add up to the sum."""
        return budget_shares(self.lines, region=residents.region, populations=residents.populations)[code]


def calculated_years(budget: Budget) -> dict[int, CalculatedYear]:
    """Every year of a budget's calculation, in order, by the principles in effect for that year."""
    by_year: dict[int, list[MultiYearLine]] = {}
    for row in budget.calculation.all():
        by_year.setdefault(row.year, []).append(row)
    return {year: calculated_year(rows, usable_principles(budget, year)) for year, rows in sorted(by_year.items())}


def calculated_year(rows: Iterable[MultiYearLine], applying: dict[str, CostPrinciple]) -> CalculatedYear:
    """A year from its rows; a stated sum stands instead of them, and what no row tells of goes by the base principle.

    Where the rows come to more than the stated sum they do not tell how it is made up, so all of it does.
    """
    stated, lines = None, []
    for row in rows:
        key = f"{row.service_id}:{row.phase}"
        if row.service_id is None:
            stated = row.amount_ore
        else:
            lines.append(Line(key, row.amount_ore, applying[key].as_principle() if key in applying else BASE))
    told = sum(line.amount for line in lines)
    if stated is None or stated == told:
        return CalculatedYear(told, tuple(lines))
    if not told or told > stated:
        return CalculatedYear(stated, (Line("", stated),), note_of((), applying))
    return CalculatedYear(stated, (*lines, Line("", stated - told)), note_of(lines, applying))


def note_of(lines: Iterable[Line], applying: dict[str, CostPrinciple]) -> str:
    """How much goes by the base principle where a stated sum is more than the lines tell."""
    if not applying:
        return ""
    return "enligt grundprincipen" if all(line.principle.is_base for line in lines) else "delvis enligt grundprincipen"
