import random
import re
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from governance.lib.sharing import BASE, WHOLE, Line, Principle, base_shares, budget_shares, consent_set, shares
from tests.lib.figures import REGION, populations, skane, totals


def test_ten_million_kronor_are_shared_as_the_worked_example() -> None:
    parts = base_shares(1_000_000_000, region=REGION, populations=skane("2020-12-31"))

    assert len(parts) == 34
    assert sum(parts.values()) == 1_000_000_000
    assert {code: parts[code] for code in ("12", "1280", "1283", "1281", "1257", "1275")} == {
        "12": 500_000_000,
        "1280": 125_221_329,
        "1283": 53_723_505,
        "1281": 45_324_169,
        "1257": 3_761_149,
        "1275": 2_690_494,
    }


@given(totals, populations)
def test_base_shares_add_up_and_are_exact_to_the_ore(total: int, populations: dict[str, int]) -> None:
    parts = base_shares(total, region=REGION, populations=populations)
    group = total // 2
    residents = sum(populations.values())

    assert sum(parts.values()) == total
    assert list(parts) == [REGION, *sorted(populations)]
    assert parts[REGION] - (total - parts[REGION]) in {0, 1}
    assert all(0 <= parts[code] - group * number // residents <= 1 for code, number in populations.items())


@given(totals, populations, st.data())
def test_base_shares_never_fall_when_residents_rise(
    total: int, populations: dict[str, int], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(sorted(populations)))
    grown = populations | {code: populations[code] + data.draw(st.integers(min_value=1, max_value=1_000_000))}

    before = base_shares(total, region=REGION, populations=populations)
    after = base_shares(total, region=REGION, populations=grown)

    assert after[code] >= before[code]


@given(
    st.integers(min_value=0, max_value=200), st.lists(st.integers(1, 30), min_size=2, max_size=6), st.integers(1, 30)
)
def test_base_shares_of_few_ore_never_fall_when_residents_rise(total: int, numbers: list[int], growth: int) -> None:
    towns = {str(1200 + at): number for at, number in enumerate(numbers)}

    before = base_shares(total, region=REGION, populations=towns)
    after = base_shares(total, region=REGION, populations=towns | {"1200": towns["1200"] + growth})

    assert after["1200"] >= before["1200"]


@given(totals, populations, st.randoms(use_true_random=False))
def test_base_shares_do_not_depend_on_the_order_of_input(
    total: int, populations: dict[str, int], order: random.Random
) -> None:
    shuffled = dict(order.sample(sorted(populations.items()), k=len(populations)))

    assert list(base_shares(total, region=REGION, populations=shuffled).items()) == list(
        base_shares(total, region=REGION, populations=populations).items()
    )


def test_equal_remainders_go_by_code() -> None:
    assert base_shares(9, region="12", populations={"1230": 5, "1214": 5, "1231": 5}) == {
        "12": 5,
        "1214": 2,
        "1230": 1,
        "1231": 1,
    }


def test_a_larger_total_can_lower_one_share_by_an_ore() -> None:
    """The paradox of the largest remainder, known and accepted: the cost-share sheet says so."""
    towns = {"1214": 6, "1230": 6, "1231": 2}

    ten = base_shares(20, region="12", populations=towns)
    eleven = base_shares(22, region="12", populations=towns)

    assert ten == {"12": 10, "1214": 4, "1230": 4, "1231": 2}
    assert eleven == {"12": 11, "1214": 5, "1230": 5, "1231": 1}


@pytest.mark.parametrize(
    ("total", "populations", "sentence"),
    [
        (-1, {"1280": 1}, "Beloppet att dela ska vara ett helt antal ören, noll eller mer."),
        (1.5, {"1280": 1}, "Beloppet att dela ska vara ett helt antal ören, noll eller mer."),
        (1, {}, "Det behövs minst en kommun med invånartal för att dela kostnaden."),
        (1, {"1280": 1, "12": 1}, "Regionen (12) ska inte räknas bland kommunerna."),
        (
            1,
            {"1280": 0, "1281": -1, "1282": 1.0, "1283": 1, "1284": True},
            "Invånartalet ska vara ett heltal större än noll. Rätta: 1280, 1281, 1282, 1284.",
        ),
    ],
)
def test_base_shares_refuse_what_cannot_be_shared(total: int, populations: dict[str, int], sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        base_shares(total, region="12", populations=populations)


def any_principle(chance: random.Random, towns: dict[str, int]) -> Principle:
    """Draw a principle: the region's part, or parts close to or far from the base principle."""
    if chance.random() < 0.3:
        return Principle.by_region(chance.choice([0, 1, 499_999, 500_000, 500_001, WHOLE, chance.randrange(WHOLE)]))
    payers = [REGION, *towns]
    if chance.random() < 0.5:
        parts = base_shares(WHOLE, region=REGION, populations=towns)
        for _ in range(chance.randrange(6)):
            giver, taker = chance.choice(payers), chance.choice(payers)
            moved = chance.randint(0, parts[giver])
            parts[giver] -= moved
            parts[taker] += moved
        return Principle.by_parts(parts)
    cuts = sorted(chance.choices(range(WHOLE + 1), k=len(payers) - 1))
    return Principle.by_parts(
        {code: high - low for code, low, high in zip(payers, [0, *cuts], [*cuts, WHOLE], strict=True)}
    )


def exact_part(principle: Principle, code: str, towns: dict[str, int]) -> Fraction:
    """Tell an unrounded share in fractions, written the plain way."""
    if principle.region_ppm is None:
        return Fraction(dict(principle.parts_ppm).get(code, 0), WHOLE)
    region = Fraction(principle.region_ppm, WHOLE)
    return region if code == REGION else (1 - region) * Fraction(towns[code], sum(towns.values()))


def some_towns(chance: random.Random) -> dict[str, int]:
    numbers = chance.sample(range(1200, 1300), k=chance.randint(1, 33))
    return {str(code): chance.choice([chance.randint(1, 10), chance.randint(1, 400_000)]) for code in numbers}


def test_consent_set_equals_an_exhaustive_check_on_a_thousand_principles() -> None:
    chance = random.Random(713)
    sizes = set()
    for _ in range(1000):
        towns = some_towns(chance)
        principle = any_principle(chance, towns)
        total = Fraction(chance.randint(1, 10**12))

        rising = {
            code
            for code in (REGION, *towns)
            if exact_part(principle, code, towns) * total > exact_part(BASE, code, towns) * total
        }

        assert consent_set(principle, region=REGION, populations=towns) == rising
        sizes.add(len(rising))
    assert {0, 1, 2} < sizes


def test_consent_set_names_those_who_pay_more_and_only_those() -> None:
    towns = {"1280": 3, "1281": 1}

    def asked(principle: Principle) -> set[str]:
        return set(consent_set(principle, region="12", populations=towns))

    assert asked(BASE) == set()
    assert asked(Principle.by_region(600_000)) == {"12"}
    assert asked(Principle.by_region(400_000)) == {"1280", "1281"}
    assert asked(Principle.by_parts({"12": 500_000, "1280": 375_000, "1281": 125_000})) == set()
    assert asked(Principle.by_parts({"12": 500_000, "1280": 374_999, "1281": 125_001})) == {"1281"}
    assert asked(Principle.by_parts({"1281": WHOLE})) == {"1281"}


def test_shares_of_a_thousand_principles_add_up_and_are_near_exact() -> None:
    chance = random.Random(734)
    for _ in range(1000):
        towns = some_towns(chance)
        principle = any_principle(chance, towns)
        total = chance.choice([0, 1, chance.randint(0, 100), chance.randint(0, 10**13)])

        parts = shares(principle, total, region=REGION, populations=towns)

        assert sum(parts.values()) == total
        assert list(parts) == [REGION, *sorted(towns)]
        assert all(abs(part - exact_part(principle, code, towns) * total) < 2 for code, part in parts.items())
        assert all(part >= 0 for part in parts.values())


@given(totals, populations)
def test_the_base_principle_is_one_of_the_principles(total: int, populations: dict[str, int]) -> None:
    assert shares(BASE, total, region=REGION, populations=populations) == base_shares(
        total, region=REGION, populations=populations
    )


def test_who_is_not_named_pays_nothing_and_no_ore_strays_there() -> None:
    towns = {"1280": 3, "1281": 1, "1282": 5}
    parts = shares(Principle.by_parts({"1280": 333_333, "1281": 666_667}), 100, region="12", populations=towns)

    assert parts == {"12": 0, "1280": 33, "1281": 67, "1282": 0}
    assert shares(Principle.by_region(0), 7, region="12", populations=towns)["12"] == 0
    assert shares(Principle.by_region(WHOLE), 7, region="12", populations=towns)["12"] == 7


def test_a_principle_refuses_parts_that_are_not_a_whole() -> None:
    with pytest.raises(ValueError, match="tillsammans bli exakt 100 procent"):
        Principle.by_parts({"12": 500_000, "1280": 499_999})
    with pytest.raises(ValueError, match="Delen för 1280 ska vara mellan 0 och 100 procent"):
        Principle.by_parts({"12": 1_000_001, "1280": -1} | {"12": 999_999})
    with pytest.raises(ValueError, match="Delen för regionen ska vara mellan 0 och 100 procent"):
        Principle.by_region(1_000_001)
    with pytest.raises(ValueError, match="Ange antingen regionens del eller en del för varje huvudman"):
        Principle.by_parts({})
    with pytest.raises(ValueError, match="Ange antingen regionens del eller en del för varje huvudman"):
        Principle(region_ppm=500_000, parts_ppm=(("12", WHOLE),))
    with pytest.raises(ValueError, match="Varje huvudman ska stå en gång"):
        Principle(parts_ppm=(("1280", 500_000), ("12", 500_000)))


def test_a_principle_refuses_who_is_not_a_principal() -> None:
    stranger = Principle.by_parts({"12": 500_000, "0180": 500_000})

    with pytest.raises(ValueError, match="nämner den som inte är huvudman: 0180"):
        shares(stranger, 1, region="12", populations={"1280": 1})
    with pytest.raises(ValueError, match="nämner den som inte är huvudman: 0180"):
        consent_set(stranger, region="12", populations={"1280": 1})


@pytest.mark.parametrize(
    ("principle", "sentence"),
    [
        (BASE, "Regionen betalar hälften. Kommunerna delar den andra hälften efter invånartal."),
        (Principle.by_region(600_000), "Regionen betalar 60\u00a0%. Kommunerna delar resten efter invånartal."),
        (Principle.by_region(612_500), "Regionen betalar 61,25\u00a0%. Kommunerna delar resten efter invånartal."),
        (Principle.by_region(333_333), "Regionen betalar 33,3333\u00a0%. Kommunerna delar resten efter invånartal."),
        (Principle.by_region(0), "Kommunerna delar hela kostnaden efter invånartal."),
        (Principle.by_region(WHOLE), "Regionen betalar hela kostnaden."),
        (Principle.by_parts({"12": 1, "1280": 999_999}), "Kostnaden delas i fasta delar mellan 2 huvudmän."),
        (Principle.by_parts({"12": WHOLE, "1280": 0}), "Kostnaden delas i fasta delar mellan 1 huvudman."),
    ],
)
def test_a_principle_tells_itself_and_survives_storage(principle: Principle, sentence: str) -> None:
    assert principle.describe() == sentence
    assert Principle.from_data(principle.as_data()) == principle
    assert principle.is_base == (principle == BASE)


@given(populations, st.lists(st.tuples(st.integers(0, 10**12), st.integers(0, WHOLE)), max_size=8))
def test_budget_shares_add_up_to_the_budget(populations: dict[str, int], rows: list[tuple[int, int]]) -> None:
    lines = [Line(str(at), amount, Principle.by_region(ppm)) for at, (amount, ppm) in enumerate(rows)]

    parts = budget_shares(lines, region=REGION, populations=populations)

    assert sum(parts.values()) == sum(amount for amount, _ in rows)
    assert parts.keys() == {REGION, *populations}


@given(populations, st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
def test_budget_shares_of_the_base_principle_are_those_of_the_total(
    populations: dict[str, int], amounts: list[int]
) -> None:
    assume(sum(amounts) > 0)
    lines = [Line(str(at), amount) for at, amount in enumerate(amounts)]

    assert budget_shares(lines, region=REGION, populations=populations) == base_shares(
        sum(amounts), region=REGION, populations=populations
    )


@pytest.mark.parametrize(
    ("principle", "summary"),
    [
        (Principle.by_region(400_000), "regionen 40 procent"),
        (Principle.by_region(405_500), "regionen 40,55 procent"),
        (Principle.by_region(0), "regionen 0 procent"),
        (Principle.by_parts({"12": 400_000, "1280": 600_000}), "fasta delar för 2 huvudmän"),
    ],
)
def test_summary_tells_the_share_within_a_heading(principle: Principle, summary: str) -> None:
    assert principle.summary == summary
