import random
from fractions import Fraction
from itertools import pairwise

import pytest

from governance.lib.share_change import BudgetYear, ChangeTerms, change_terms
from governance.lib.sharing import BASE, Line, Principle, budget_shares
from tests.lib.figures import REGION, skane
from tests.lib.test_sharing import any_principle, exact_part, some_towns

TOWNS = {"1280": 3, "1281": 1}


def year(*lines: Line, towns: dict[str, int] = TOWNS, shares: dict[str, int] | None = None) -> BudgetYear:
    return BudgetYear(region="12", populations=towns, lines=lines, shares=shares)


def test_the_example_of_malmo_is_explained_to_the_ore() -> None:
    before = BudgetYear(REGION, skane("2024-12-31"), (Line("samtycke", 1_960_000_000),))
    after = BudgetYear(REGION, skane("2025-12-31"), (Line("samtycke", 2_100_000_000),))

    assert change_terms(before, after)["1280"] == ChangeTerms(
        code="1280", before=250822203, budget=17915872, population=834916, principle=0, rounding=-1, after=269572990
    )


def random_year(chance: random.Random, towns: dict[str, int], kept: list[Line]) -> BudgetYear:
    """Make a year that keeps some lines (perhaps with another amount or principle), drops some and adds some."""
    lines = {}
    for line in kept:
        if chance.random() < 0.7:
            same_payers = all(code == REGION or code in towns for code, _ in line.principle.parts_ppm)
            keeps = same_payers and chance.random() < 0.5
            amount = line.amount if chance.random() < 0.3 else chance.randint(0, 10**10)
            lines[line.key] = Line(line.key, amount, line.principle if keeps else any_principle(chance, towns))
    for _ in range(chance.randrange(4)):
        key = f"rad {chance.randrange(100)}"
        principle = BASE if chance.random() < 0.5 else any_principle(chance, towns)
        lines.setdefault(key, Line(key, chance.choice([0, 1, chance.randint(0, 10**10)]), principle))
    return BudgetYear(REGION, towns, tuple(lines.values()))


def unrounded(lines: list[tuple[int, Principle]], towns: dict[str, int], code: str) -> Fraction:
    """Tell an unrounded share of some lines in fractions; zero for who is not there."""
    named = towns if code == REGION else {code: 0} | towns
    return sum((amount * exact_part(principle, code, named) for amount, principle in lines), start=Fraction(0))


def test_terms_leave_no_remainder_in_a_thousand_random_cases() -> None:
    chance = random.Random(740)
    seen = {"joined": 0, "left": 0, "new line": 0, "ended line": 0, "principle": 0}
    for _ in range(1000):
        old_towns = some_towns(chance)
        new_towns = {code: max(1, number + chance.randint(-500, 900)) for code, number in old_towns.items()}
        if chance.random() < 0.5 and len(new_towns) > 1:
            del new_towns[chance.choice(sorted(new_towns))]
        if chance.random() < 0.5:
            new_towns[str(chance.randint(1300, 1399))] = chance.randint(1, 400_000)
        before = random_year(chance, old_towns, [])
        after = random_year(chance, new_towns, list(before.lines))

        terms = change_terms(before, after)

        old = {line.key: line for line in before.lines}
        new = {line.key: line for line in after.lines}
        had = budget_shares(before.lines, region=REGION, populations=old_towns)
        has = budget_shares(after.lines, region=REGION, populations=new_towns)
        sized = [(line.amount, old[key].principle if key in old else BASE) for key, line in new.items()]
        first = [(line.amount, line.principle) for line in old.values()]
        last = [(line.amount, line.principle) for line in new.values()]
        assert list(terms) == sorted({REGION, *old_towns, *new_towns})
        for code, term in terms.items():
            assert (term.before, term.after) == (had.get(code, 0), has.get(code, 0))
            assert term.change == term.after - term.before
            assert term.before + term.budget + term.population + term.principle + term.rounding == term.after
            # An independent walk in fractions; half an öre is the most that a rounded term may stray.
            walk = [
                unrounded(first, old_towns, code),
                unrounded(sized, old_towns, code),
                unrounded(sized, new_towns, code),
                unrounded(last, new_towns, code),
            ]
            told = (term.budget, term.population, term.principle)
            steps = [end - start for start, end in pairwise(walk)]
            assert all(abs(step - number) <= Fraction(1, 2) for step, number in zip(steps, told, strict=True))
        seen["joined"] += bool(new_towns.keys() - old_towns.keys())
        seen["left"] += bool(old_towns.keys() - new_towns.keys())
        seen["new line"] += bool(new.keys() - old.keys())
        seen["ended line"] += bool(old.keys() - new.keys())
        seen["principle"] += any(new[key].principle != old[key].principle for key in new.keys() & old.keys())
    assert min(seen.values()) > 100, seen


def test_a_larger_budget_alone_is_all_budget() -> None:
    terms = change_terms(year(Line("a", 800)), year(Line("a", 1600)))

    assert terms == {
        "12": ChangeTerms("12", 400, 400, 0, 0, 0, 800),
        "1280": ChangeTerms("1280", 300, 300, 0, 0, 0, 600),
        "1281": ChangeTerms("1281", 100, 100, 0, 0, 0, 200),
    }


def test_the_same_deviating_principle_in_both_years_explains_nothing() -> None:
    principle = Principle.by_region(600_000)

    terms = change_terms(year(Line("a", 1000, principle)), year(Line("a", 2000, principle)))

    assert terms["12"] == ChangeTerms("12", 600, 600, 0, 0, 0, 1200)


def test_a_new_principle_alone_is_all_principle() -> None:
    terms = change_terms(year(Line("a", 1000)), year(Line("a", 1000, Principle.by_parts({"1281": 1_000_000}))))

    assert terms["12"] == ChangeTerms("12", 500, 0, 0, -500, 0, 0)
    assert terms["1281"] == ChangeTerms("1281", 125, 0, 0, 875, 0, 1000)


def test_a_new_line_is_budget_and_what_it_deviates_is_principle() -> None:
    terms = change_terms(year(), year(Line("a", 1000, Principle.by_region(600_000))))

    assert terms["12"] == ChangeTerms("12", 0, 500, 0, 100, 0, 600)
    assert terms["1280"] == ChangeTerms("1280", 0, 375, 0, -75, 0, 300)


def test_a_line_that_ends_takes_all_its_cost_as_budget() -> None:
    terms = change_terms(year(Line("a", 1000, Principle.by_region(600_000))), year())

    assert terms["12"] == ChangeTerms("12", 600, -600, 0, 0, 0, 0)


def test_who_joins_had_nothing_and_who_leaves_has_nothing() -> None:
    before = year(Line("a", 800), towns={"1280": 3, "1281": 1})
    after = year(Line("a", 800), towns={"1280": 3, "1282": 1})

    terms = change_terms(before, after)

    assert terms["1280"] == ChangeTerms("1280", 300, 0, 0, 0, 0, 300)
    assert terms["1281"] == ChangeTerms("1281", 100, 0, -100, 0, 0, 0)
    assert terms["1282"] == ChangeTerms("1282", 0, 0, 100, 0, 0, 100)


def test_shares_once_frozen_are_the_ones_explained() -> None:
    before = year(Line("a", 801), shares={"12": 401, "1280": 299, "1281": 101})

    terms = change_terms(before, year(Line("a", 801)))

    assert terms["1280"] == ChangeTerms("1280", 299, 0, 0, 0, 1, 300)
    assert terms["1281"] == ChangeTerms("1281", 101, 0, 0, 0, -1, 100)


@pytest.mark.parametrize(
    "shares",
    [{"12": 400, "1280": 300, "1281": 99}, {"12": 400, "1280": 100, "1281": 300}, {"12": 400, "1299": 400}],
)
def test_frozen_shares_that_cannot_come_from_the_lines_are_refused(shares: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="De frysta andelarna stämmer inte med årets budgetrader"):
        change_terms(year(Line("a", 800), shares=shares), year(Line("a", 800)))


def test_a_line_told_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="Varje budgetrad får förekomma en gång per år"):
        change_terms(year(Line("a", 1), Line("a", 2)), year())
