from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from governance.lib.money import Sek
from governance.ui.templatetags import swedish

TODAY = date(2026, 10, 20)


def plain(text: str) -> str:
    """No-break spaces as underscores, so that a test shows where they are."""
    return text.replace("\u00a0", "_")


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("kr", 2_100_000_000, "21_000_000_kr"),
        ("kr", Sek(269_572_990), "2_695_729,90_kr"),
        ("kr", -5, "−0,05_kr"),
        ("kr", None, "–"),
        ("kr_signed", 18_750_787, "+187_507,87_kr"),
        ("kr_signed", 0, "0_kr"),
        ("kronor", Sek(984_000_049), "9_840_000"),
        ("kronor", 984_000_050, "9_840_001"),
        ("kronor_signed", -70_000_000, "−700_000"),
        ("kronor_signed", -49, "0"),
        ("ore", 125_221_329, "1_252_213,29"),
        ("ore_signed", -1, "−0,01"),
        ("ore_signed", Sek(0), "0,00"),
        ("number", 1_433_082, "1_433_082"),
        ("number", -1234, "−1_234"),
        ("number_signed", 2280, "+2_280"),
        ("percent", Fraction(7, 10), "70_%"),
        ("permille", Decimal("0.0084"), "8,4_‰"),
        ("ppm", 128_368, "12,84_%"),
        ("decimal", 0.125, "0,13"),
        ("in_words", 3, "tre"),
        ("in_words", 34, "34"),
        ("filesize", 412_400, "412_kB"),
        ("filesize", 1_240_000, "1,2_MB"),
        ("filesize", 12, "12_byte"),
        ("day", date(2026, 3, 2), "2_mars_2026"),
        ("daymonth", date(2026, 10, 29), "29_oktober"),
        ("shortday", date(2026, 10, 12), "12_okt"),
        ("iso", date(2026, 3, 2), "2026-03-02"),
        ("day", datetime(2026, 12, 31, 23, 30, tzinfo=UTC), "1_januari_2027"),
        ("moment", datetime(2026, 10, 1, 8, 2, tzinfo=UTC), "1_oktober_2026 kl._10.02"),
        ("section", 94, "§_94"),
        ("section", "", "–"),
        ("keep", "KS 2026/820", "KS_2026/820"),
    ],
)
def test_filter_writes_the_swedish_way(name: str, value: Any, shown: str) -> None:
    filters = swedish.register.filters

    assert plain(filters[name](value)) == shown


@pytest.mark.parametrize(
    ("until", "left", "distance", "past"),
    [
        (date(2026, 11, 30), "41_dagar kvar", "om_41_dagar", False),
        (date(2026, 10, 21), "1_dag kvar", "i_morgon", False),
        (TODAY, "i_dag", "i_dag", False),
        (date(2026, 10, 12), "8_dagar sen", "för_8_dagar_sedan", True),
        (None, "ingen tidsgräns", "", False),
    ],
)
def test_days_are_told_from_the_given_day(until: date | None, left: str, distance: str, past: bool) -> None:
    told = (swedish.days_left(until, TODAY), swedish.in_days(until, TODAY), swedish.is_past(until, TODAY))

    assert (plain(told[0]), plain(told[1]), told[2]) == (left, distance, past)


def test_near_names_the_year_only_when_it_is_another() -> None:
    assert plain(swedish.near(date(2026, 11, 30), TODAY)) == "30_november"
    assert plain(swedish.near(date(2027, 4, 1), TODAY)) == "1_april_2027"
    assert plain(swedish.shortnear(date(2026, 11, 30), TODAY)) == "30_nov"
    assert plain(swedish.shortnear(date(2027, 11, 30), TODAY)) == "30_nov_2027"
    assert swedish.shortnear(None, TODAY) == "–"


def test_percent_rounds_a_fraction_half_up() -> None:
    assert plain(swedish.percent(Fraction(367_924, 2 * 1_433_082), 2)) == "12,84_%"
    assert plain(swedish.percent(Fraction(1, 200), 0)) == "1_%"


def test_fingerprint_is_grouped_for_the_eye() -> None:
    assert swedish.fingerprint("4be177c093fa1d28", 3) == "4be1 77c0 93fa"
