"""Why a share changed, in words that fit the figures."""

import pytest

from budgets.pages.changes import Between, change_of, main_reason
from governance.lib.share_change import BudgetYear, ChangeTerms, change_terms
from governance.lib.sharing import BASE, Line, Principle

GROWS, SHRINKS = "att den gemensamma budgeten växer", "att den gemensamma budgeten minskar"
RESIDENTS, DIVISION = "att invånarantalen har ändrats", "att kostnaden delas på ett annat sätt"


def year(total: int, principle: Principle = BASE) -> BudgetYear:
    return BudgetYear("12", {"1280": 300, "1281": 100}, (Line("a", total, principle),))


def between(before: BudgetYear, after: BudgetYear) -> Between:
    return Between(before_year=2024, after_year=2025, before=before, after=after, is_adopted=True)


def terms(budget: int, population: int, principle: int = 0, rounding: int = 0) -> ChangeTerms:
    after = 1_000_000 + budget + population + principle + rounding
    return ChangeTerms("1280", 1_000_000, budget, population, principle, rounding, after)


@pytest.mark.parametrize(
    ("own", "told"),
    [
        (terms(352_476, -102_984), f"Mer än hela ökningen kommer av {GROWS}, men {RESIDENTS} drar ned."),
        (terms(300, -50, -60, -1), f"Mer än hela ökningen kommer av {GROWS}, men {RESIDENTS} och {DIVISION} drar ned."),
        (terms(1000, 0), f"Hela ökningen kommer av {GROWS}."),
        (terms(1000, 40, -40), f"Hela ökningen kommer av {GROWS}."),
        (terms(1000, 0, 0, -1), f"Bortsett från avrundningen kommer hela ökningen av {GROWS}."),
        (terms(900, 100), f"Nästan hela ökningen kommer av {GROWS}."),
        (terms(899, 101), f"Det mesta av ökningen kommer av {GROWS}."),
        (terms(500, 300, 200), f"Hälften av ökningen kommer av {GROWS}."),
        (terms(400, 300, 300), f"Den största orsaken är {GROWS}."),
        (terms(500, -1500), f"Mer än hela minskningen kommer av {RESIDENTS}, men {GROWS} drar upp."),
        (terms(0, -1000), f"Hela minskningen kommer av {RESIDENTS}."),
        (
            terms(-500, 1500),
            f"Mer än hela ökningen kommer av {RESIDENTS}, men att budgetens rader har ändrats drar ned.",
        ),
        (terms(0, 0), ""),
    ],
)
def test_reason_says_how_much_of_the_change_it_is(own: ChangeTerms, told: str) -> None:
    assert main_reason(own, between(year(1000), year(2000))) == told


def test_reason_of_a_fall_follows_the_shrinking_budget() -> None:
    years = between(year(2000), year(1000))

    assert (
        main_reason(terms(-1000, 100), years)
        == f"Mer än hela minskningen kommer av {SHRINKS}, men {RESIDENTS} drar upp."
    )
    assert main_reason(terms(-950, -50), years) == f"Nästan hela minskningen kommer av {SHRINKS}."


def test_budget_of_the_same_sum_is_not_said_to_grow() -> None:
    assert main_reason(terms(10, 0), between(year(1000), year(1000))) == (
        "Hela ökningen kommer av att budgetens rader har ändrats."
    )


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
