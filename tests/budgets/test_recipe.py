"""The recipe beside a change (räkna själv): whoever follows its printed figures gets to the terms of the table."""

import re
from fractions import Fraction

import pytest

from budgets.pages.recipe import half, recipe
from governance.lib.apportion import round_half_away
from governance.lib.share_change import BudgetYear, change_terms
from governance.lib.sharing import BASE, Line, Principle

REGION, MALMO = "12", "1280"
SIXTY, SEVENTY = Principle.by_region(600_000), Principle.by_region(701_250)
FIXED = Principle.by_parts({REGION: 250_000, MALMO: 400_000, "1281": 350_000})
LABELS = {"Budgeten": "budget", "Invånarna": "population", "Kostnadsprincipen": "principle"}
DIFFERENCE = "skillnaden mellan andelen nu och förut"


def year(residents: int, *lines: Line) -> BudgetYear:
    return BudgetYear(REGION, {MALMO: residents, "1281": 1_062_982}, lines)


def number(text: str) -> Fraction:
    return Fraction(re.sub(r"\s", "", text).replace("−", "-").replace(",", "."))


def follow(steps: tuple[str, ...]) -> dict[str, int]:
    """Do what the steps say, with nothing but the figures in them; gives each term in whole öre."""
    text = " ".join(steps)
    then, now = (
        number(match[1]) / number(match[2]) if match else Fraction(0)
        for match in (re.search(rf"{word} ([\d\s]+) av ([\d\s]+)", text) for word in ("förut", "nu"))
    )
    shares = {"andelen förut": then, "andelen nu": now, DIFFERENCE: now - then}

    def factor(words: str) -> Fraction:
        part = re.match(r"([\d,]+)\s%(?: av )?", words)
        of = words[part.end() :] if part else words
        return (number(part[1]) / 100 if part else Fraction(1)) * (shares[of] if of else 1)

    sums = dict.fromkeys(LABELS.values(), Fraction(0))
    for label, told in re.findall(rf"({'|'.join(LABELS)}): (.*?)\.(?= |$)", text):
        amount = number(re.search(r"(−?[\d\s]+(?:,\d+)?)\skr", told)[1])  # type: ignore[index]
        first, _, less = told.partition(", minus samma belopp gånger ")
        whole = factor(first.partition(" gånger ")[2]) if " gånger " in first else Fraction(1)
        sums[LABELS[label]] += amount * (whole - (factor(less) if less else 0))
    ore = {name: kronor * 100 for name, kronor in sums.items()}
    return {name: round_half_away(exact.numerator, exact.denominator) for name, exact in ore.items()}


@pytest.mark.parametrize("code", [REGION, MALMO])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([Line("a", 2_100_000_000)], [Line("a", 2_240_000_001)]),
        ([Line("a", 2_100_000_000), Line("b", 5_000)], [Line("a", 1_999_999_999), Line("c", 700)]),
        (
            [Line("a", 1_962_000_000), Line("b", 138_000_000, SIXTY)],
            [Line("a", 2_098_000_000), Line("b", 142_000_000, SIXTY)],
        ),
        ([Line("a", 1_000_000), Line("b", 333_333)], [Line("a", 1_100_000), Line("b", 444_444, SEVENTY)]),
        ([Line("a", 1_000_000, SIXTY), Line("b", 7)], [Line("a", 1_100_000, SEVENTY), Line("c", 99_999, SIXTY)]),
        ([Line("a", 1_000_000, SIXTY), Line("b", 500_001, FIXED)], [Line("a", 1_100_000), Line("b", 600_000, SIXTY)]),
        ([Line("a", 1_000_000, BASE), Line("b", 500_001, SIXTY)], [Line("a", 1_100_000, FIXED)]),
    ],
)
def test_whoever_follows_the_recipe_gets_the_terms(before: list[Line], after: list[Line], code: str) -> None:
    then, now = year(365_644, *before), year(368_001, *after)
    told = recipe(then, now, code, "Malmö stad", year=2027, names={})

    terms = change_terms(then, now)[code]

    assert follow(told) == {name: getattr(terms, name) for name in LABELS.values()}


def test_whoever_joins_or_leaves_has_no_part_of_the_residents_that_year() -> None:
    small = BudgetYear(REGION, {"1281": 1_062_982}, (Line("a", 1_000_000), Line("b", 70_000, SIXTY)))
    large = year(365_644, Line("a", 1_100_000), Line("b", 80_000, SIXTY))

    for then, now in ((small, large), (large, small)):
        terms = change_terms(then, now)[MALMO]
        told = recipe(then, now, MALMO, "Malmö stad", year=2027, names={})
        assert follow(told) == {name: getattr(terms, name) for name in LABELS.values()}


def test_rows_that_deviate_are_told_one_by_one_with_their_own_amounts() -> None:
    then = year(365_644, Line("a", 1_962_000_000), Line("b", 138_000_000, SIXTY))
    now = year(365_644, Line("a", 2_098_000_000), Line("b", 142_000_000, SIXTY))

    told = recipe(then, now, MALMO, "Malmö stad", year=2027, names={"b": "Hjälpmedelsöversikten, förvaltning"})

    assert [re.sub(r"\s", " ", step) for step in told] == [
        "Malmö stads andel av invånarna: förut 365 644 av 1 428 626, nu 365 644 av 1 428 626.",
        "Budgeten: halva ändringen av raderna enligt grundprincipen (680 000 kr) gånger andelen förut.",
        "Invånarna: hälften av samma rader 2027 (10 490 000 kr) gånger skillnaden mellan andelen nu och förut.",
        "Rader med avvikande princip räknas var för sig. Resultaten läggs till samma orsak.",
        "Hjälpmedelsöversikten, förvaltning. Budgeten: ändringen (40 000 kr) gånger 40 % av andelen förut. "
        "Invånarna: 2027 års belopp (1 420 000 kr) gånger 40 % av skillnaden mellan andelen nu och förut.",
        "Avrundningen är det som blir kvar när andelarna båda åren har avrundats till hela ören.",
    ]


def test_half_of_an_odd_ore_is_told_in_full() -> None:
    assert [half(ore).replace("\u00a0", " ") for ore in (3, -100_001, 200)] == ["0,015 kr", "−500,005 kr", "1 kr"]
