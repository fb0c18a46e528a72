import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.lib.money import LARGEST_ORE, MAX_ORE, Sek, TooLarge, thousands

amounts = st.integers(min_value=-MAX_ORE, max_value=MAX_ORE).map(Sek)


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1252213.29", 125221329),
        ("1252213,29", 125221329),
        ("1 252 213,29", 125221329),
        ("1\u00a0252\u00a0213,29", 125221329),
        ("1\u202f252\u202f213,29", 125221329),
        ("1 252 213,29 kr", 125221329),
        ("1252213,29kr", 125221329),
        ("  10\u00a0000 KR ", 1000000),
        ("0", 0),
        ("0,00", 0),
        ("0,05", 5),
        ("0,5", 50),
        ("007", 700),
        ("10000000.00", 1000000000),
        ("100 000 000 000,00", LARGEST_ORE),
        ("0" * 50 + "1", 100),
    ],
)
def test_parse_reads_amounts_as_people_write_them(text: str, ore: int) -> None:
    assert Sek.parse(text) == Sek(ore)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Beloppet saknas. Ange ett belopp i kronor, till exempel 1 252 213,29."),
        (" \u00a0", "Beloppet saknas. Ange ett belopp i kronor, till exempel 1 252 213,29."),
        ("-5", "Beloppet får inte vara negativt: -5."),
        ("\u2212 1 000,00 kr", "Beloppet får inte vara negativt: \u2212 1 000,00 kr."),
        ("tio", "”tio” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("-tio", "”-tio” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("1.000.000", "”1.000.000” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("1,000.50", "”1,000.50” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("12 34", "”12 34” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("5,", "”5,” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        (",50", "”,50” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("1e6", "”1e6” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("nan", "”nan” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("Infinity", "”Infinity” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("\u0661\u0662", "”\u0661\u0662” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("5 kr kr", "”5 kr kr” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("x" * 50, f"”{'x' * 40}…” är inte ett belopp. Skriv till exempel 1 252 213,29."),
        ("1.005", "Beloppet får ha högst två decimaler: 1.005."),
        ("10,000", "Beloppet får ha högst två decimaler: 10,000."),
    ],
)
def test_parse_refuses_with_a_clear_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        Sek.parse(text)


@pytest.mark.parametrize("text", ["100000000000.01", "92233720368547758.07", "9" * 18, "9" * 10_000])
def test_parse_refuses_what_could_not_be_added_up(text: str) -> None:
    largest = "100\u00a0000\u00a0000\u00a0000,00"

    with pytest.raises(TooLarge, match=rf"^Beloppet är för stort\. Det största som kan anges är {largest} kronor\.$"):
        Sek.parse(text)


def test_parse_reads_all_that_a_column_holds_where_nothing_is_added_up() -> None:
    assert Sek.parse("92233720368547758.07", most=MAX_ORE) == Sek(MAX_ORE)
    with pytest.raises(TooLarge):
        Sek.parse("92233720368547758.08", most=MAX_ORE)


def test_the_database_can_add_up_as_many_of_the_largest_amounts_as_there_could_be() -> None:
    assert 900_000 * LARGEST_ORE < MAX_ORE


@pytest.mark.parametrize(
    ("ore", "plain", "swedish", "signed", "kronor"),
    [
        (125221329, "1252213.29", "1\u00a0252\u00a0213,29", "+1\u00a0252\u00a0213,29", "1\u00a0252\u00a0213"),
        (0, "0.00", "0,00", "0,00", "0"),
        (-1, "-0.01", "\u22120,01", "\u22120,01", "0"),
        (49, "0.49", "0,49", "+0,49", "0"),
        (50, "0.50", "0,50", "+0,50", "1"),
        (-50, "-0.50", "\u22120,50", "\u22120,50", "\u22121"),
        (150, "1.50", "1,50", "+1,50", "2"),
        (250, "2.50", "2,50", "+2,50", "3"),
        (99999, "999.99", "999,99", "+999,99", "1\u00a0000"),
        (-100000, "-1000.00", "\u22121\u00a0000,00", "\u22121\u00a0000,00", "\u22121\u00a0000"),
    ],
)
def test_amounts_are_written_for_machines_and_for_readers(
    ore: int, plain: str, swedish: str, signed: str, kronor: str
) -> None:
    amount = Sek(ore)

    assert (amount.plain(), amount.swedish(), amount.signed(), amount.kronor()) == (plain, swedish, signed, kronor)
    assert str(amount) == swedish


@given(st.integers(min_value=0, max_value=MAX_ORE).map(Sek))
def test_parse_reads_back_what_was_written(amount: Sek) -> None:
    assert Sek.parse(amount.plain(), most=MAX_ORE) == amount
    assert Sek.parse(amount.swedish(), most=MAX_ORE) == amount


def test_arithmetic_keeps_to_whole_ore() -> None:
    assert Sek(150) + Sek(50) == Sek.of_kronor(2)
    assert Sek(150) - Sek(200) == Sek(-50)
    assert 3 * Sek(7) == Sek(7) * 3 == Sek(21)
    assert -Sek(5) == Sek(-5)
    assert abs(Sek(-5)) == Sek(5)
    assert Sek.total([Sek(1), Sek(2)]) == Sek(3)
    assert Sek.total([]) == Sek(0)
    assert Sek(1) < Sek(2) <= Sek(2)
    assert not Sek(0)
    assert Sek(-1)


def test_arithmetic_refuses_bare_numbers() -> None:
    with pytest.raises(TypeError):
        Sek(1) + 1  # type: ignore[operator]
    with pytest.raises(TypeError):
        Sek(1) * 0.5  # type: ignore[operator]
    with pytest.raises(TypeError):
        Sek(1) < 2  # type: ignore[operator]  # noqa: B015 -- the comparison itself is what raises


def test_an_amount_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Sek(1).ore = 2  # type: ignore[misc]


def test_split_gives_the_last_ore_to_the_largest_remainders_and_ties_by_key() -> None:
    assert Sek(100).split({"c": 1, "a": 1, "b": 1}) == {"a": Sek(34), "b": Sek(33), "c": Sek(33)}
    assert Sek(10).split({"a": 1, "b": 5}) == {"a": Sek(2), "b": Sek(8)}
    assert Sek(7).split({"a": 0, "b": 3}) == {"a": Sek(0), "b": Sek(7)}


@given(amounts, st.dictionaries(st.integers(), st.integers(min_value=0, max_value=10**12), min_size=1))
def test_split_adds_up_and_is_never_an_ore_from_exact(amount: Sek, weights: dict[int, int]) -> None:
    total = sum(weights.values())
    if total == 0:
        with pytest.raises(ValueError, match="minst ett ska vara större än noll"):
            amount.split(weights)
        return

    parts = amount.split(weights)

    assert Sek.total(parts.values()) == amount
    assert all(abs(parts[key].ore * total - amount.ore * weight) < total for key, weight in weights.items())


def test_split_gives_amounts_like_any_other() -> None:
    part = Sek(3).split({"a": 1})["a"]

    assert part == Sek(3)
    assert hash(part) == hash(Sek(3))
    assert type(part) is Sek


@pytest.mark.parametrize("weights", [{}, {"a": 0}, {"a": 2, "b": -1}])
def test_split_refuses_weights_that_cannot_divide(weights: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="Andelstalen får inte vara negativa"):
        Sek(1).split(weights)


def test_thousands_are_parted_by_no_break_spaces() -> None:
    assert thousands(1234567) == "1\u00a0234\u00a0567"
    assert thousands(-1234) == "\u22121\u00a0234"
    assert thousands(999) == "999"
