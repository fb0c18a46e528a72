import pytest

from governance.lib import text


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (["a", "b", "c"], "a, b och c")],
)
def test_join_swedish_puts_och_before_the_last(parts: list[str], sentence: str) -> None:
    assert text.join_swedish(parts) == sentence


@pytest.mark.parametrize(
    ("given", "key"),
    [("", None), ("17", 17), ("²", None), ("٣", None), ("-1", None), ("9" * 18, 10**18 - 1), ("9" * 4301, None)],
)
def test_key_in_reads_what_a_key_can_be_and_nothing_else(given: str, key: int | None) -> None:
    assert text.key_in(given) == key


def test_join_swedish_takes_another_word() -> None:
    assert text.join_swedish(["a", "b", "c"], "eller") == "a, b eller c"


def test_you_yourself_has_another_form_after_av() -> None:
    who = "Staten: ta bort villkoret, eller du själv: ta tillbaka budet"

    assert text.after_av("du själv: skriv skälet") == "dig själv: skriv skälet"
    assert text.after_av(who) == "Staten: ta bort villkoret, eller dig själv: ta tillbaka budet"
    assert text.after_av("styrgruppen") == "styrgruppen"


def test_numbers_are_spelt_out_to_twelve() -> None:
    assert [text.number_word(number) for number in (0, 1, 3, 12, 13, 1200)] == [
        *("noll", "en", "tre", "tolv", "13", "1\u00a0200"),
    ]
    assert text.number_word(1, neuter=True) == "ett"
    assert text.number_word(-1) == "\u22121"


def test_counts_follow_the_number() -> None:
    assert text.count(1, "dag", "dagar") == "1 dag"
    assert text.count(0, "dag", "dagar") == "0 dagar"
    assert text.count(1234, "dag", "dagar") == "1\u00a0234 dagar"
    assert text.count_in_words(3, "sak", "saker") == "tre saker"
    assert text.count_in_words(1, "beslut", "beslut", neuter=True) == "ett beslut"
    assert text.capitalise(text.count_in_words(3, "sak i Malmö", "saker i Malmö")) == "Tre saker i Malmö"


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("Malmö stad", "Malmö stads"),
        ("Region Skåne", "Region Skånes"),
        ("Kommunernas hus", "Kommunernas hus"),
        ("Max", "Max"),
        ("SCHULZ", "SCHULZ"),
    ],
)
def test_genitive_adds_s_where_there_is_none(name: str, whose: str) -> None:
    assert text.genitive(name) == whose


@pytest.mark.parametrize(
    ("part", "whole", "decimals", "shown"),
    [
        (365644, 1428626, 3, "25,594\u00a0%"),
        (1, 2, 0, "50\u00a0%"),
        (1, 8, 0, "13\u00a0%"),
        (1, 3, 1, "33,3\u00a0%"),
        (-1, 3, 1, "\u221233,3\u00a0%"),
        (-1, 10000, 1, "0,0\u00a0%"),
        (100, 5, 1, "2\u00a0000,0\u00a0%"),
    ],
)
def test_percent_is_exact_and_rounded_once(part: int, whole: int, decimals: int, shown: str) -> None:
    assert text.percent(part, whole, decimals=decimals) == shown


@pytest.mark.parametrize(("name", "expected"), [("SGD Skåne", "SGD-Skane"), ("2026-01", "2026-01"), ("a/b?c", "a-b-c")])
def test_names_are_fit_for_an_address(name: str, expected: str) -> None:
    assert text.in_ascii(name) == expected
