"""Why a share changed, in words that fit the figures."""

import pytest

from budgets.pages.changes import Between, change_of
from governance.lib.share_change import BudgetYear, change_terms
from governance.lib.sharing import BASE, Line, Principle


def year(total: int, principle: Principle = BASE) -> BudgetYear:
    return BudgetYear("12", {"1280": 300, "1281": 100}, (Line("a", total, principle),))


def between(before: BudgetYear, after: BudgetYear) -> Between:
    return Between(before_year=2024, after_year=2025, before=before, after=after, is_adopted=True)


@pytest.mark.parametrize("deviating_first", [True, False])
def test_both_years_are_told_in_the_same_measure(deviating_first: bool) -> None:
    years = [year(1000, Principle.by_region(500_000 - 1)), year(1000)]
    before, after = years if deviating_first else years[::-1]

    told = change_of(change_terms(before, after), between(before, after), "1280", "Malmö stad").terms

    assert [row.note.replace("\u00a0", " ") for row in (told[0], told[-1])] == ["37,500 % av hela budgeten"] * 2


def test_measure_is_the_half_of_the_municipalities_where_no_line_deviates() -> None:
    before, after = year(1000), year(2000)

    told = change_of(change_terms(before, after), between(before, after), "1280", "Malmö stad").terms

    assert {row.note.replace("\u00a0", " ") for row in (told[0], told[-1])} == {"75,000 % av kommunernas halva"}
