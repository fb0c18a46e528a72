import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.lib import dates


def test_deadlines_of_a_budget_year_are_those_of_the_strategy() -> None:
    assert dates.nine_months_before(2027) == date(2026, 4, 1)
    assert dates.reminder_day(2027) == date(2026, 3, 31)
    assert dates.adoption_deadline(2027) == date(2026, 11, 30)
    assert dates.reference_date(2027) == date(2025, 12, 31)
    assert dates.reference_date(2022) == date(2020, 12, 31)


@pytest.mark.parametrize(
    ("announced_on", "until"),
    [
        (date(2026, 11, 2), date(2026, 11, 23)),
        (date(2026, 12, 15), date(2027, 1, 5)),
        (date(2024, 2, 9), date(2024, 3, 1)),
        (date(2025, 2, 8), date(2025, 3, 1)),
    ],
)
def test_appeal_until_suggests_three_weeks(announced_on: date, until: date) -> None:
    assert dates.appeal_until(announced_on) == until


def test_dates_are_written_in_swedish() -> None:
    assert dates.swedish_date(date(2026, 3, 2)) == "2 mars 2026"
    assert dates.swedish_day(date(2026, 10, 20)) == "20 oktober"
    assert dates.swedish_short(date(2026, 10, 12)) == "12 okt"
    assert dates.swedish_short(date(2026, 3, 27)) == "27 mars"
    assert dates.swedish_short_date(date(2026, 12, 31)) == "31 dec 2026"


@pytest.mark.parametrize(
    ("days", "left", "when"),
    [
        (15, "15 dagar kvar", "om 15 dagar"),
        (2, "2 dagar kvar", "om 2 dagar"),
        (1, "1 dag kvar", "i morgon"),
        (0, "i dag", "i dag"),
        (-1, "1 dag sen", "i går"),
        (-5, "5 dagar sen", "för 5 dagar sedan"),
        (1500, "1\u00a0500 dagar kvar", "om 1\u00a0500 dagar"),
    ],
)
def test_sentences_tell_how_a_deadline_stands(days: int, left: str, when: str) -> None:
    today = date(2026, 10, 20)

    assert dates.days_left_sentence(today + timedelta(days=days), today) == left
    assert dates.when_sentence(today + timedelta(days=days), today) == when


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (date(2024, 2, 28), date(2024, 3, 1), 2),
        (date(2025, 2, 28), date(2025, 3, 1), 1),
        (date(2024, 1, 1), date(2025, 1, 1), 366),
        (date(2026, 11, 30), date(2026, 10, 20), -41),
    ],
)
def test_days_between_counts_calendar_days(start: date, end: date, days: int) -> None:
    assert dates.days_between(start, end) == days


def test_parse_iso_date_reads_leap_days() -> None:
    assert dates.parse_iso_date(" 2024-02-29 ") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Datumet saknas. Skriv år, månad och dag som 2026-11-30."),
        ("2025-02-29", "Datumet 2025-02-29 finns inte i kalendern."),
        ("2026-13-01", "Datumet 2026-13-01 finns inte i kalendern."),
        ("0000-01-01", "Datumet 0000-01-01 finns inte i kalendern."),
        ("20261130", "”20261130” är inte ett datum. Skriv år, månad och dag som 2026-11-30."),
        ("2026-W48-1", "”2026-W48-1” är inte ett datum. Skriv år, månad och dag som 2026-11-30."),
        ("30/11 2026", "”30/11 2026” är inte ett datum. Skriv år, månad och dag som 2026-11-30."),
        (
            "\u0662\u0660\u0662\u0666-11-30",
            "”\u0662\u0660\u0662\u0666-11-30” är inte ett datum. Skriv år, månad och dag som 2026-11-30.",
        ),
    ],
)
def test_parse_iso_date_refuses_with_a_clear_sentence(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        dates.parse_iso_date(text)


@given(st.dates())
def test_parse_iso_date_reads_back_every_day(day: date) -> None:
    assert dates.parse_iso_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("day", "angle"),
    [(date(2026, 1, 1), 0), (date(2026, 4, 1), 90), (date(2026, 7, 1), 180), (date(2024, 2, 15), 30 + 30 * 14 / 29)],
)
def test_wheel_angle_begins_at_the_top_with_january(day: date, angle: float) -> None:
    assert dates.wheel_angle(day) == pytest.approx(angle)


@given(st.dates())
def test_wheel_angle_stays_within_its_month(day: date) -> None:
    assert 30 * (day.month - 1) <= dates.wheel_angle(day) < 30 * day.month


def test_wheel_point_turns_clockwise() -> None:
    assert dates.wheel_point(0, 100) == (150, 50)
    assert dates.wheel_point(90, 100) == (250, 150)
    assert dates.wheel_point(180, 100) == (150, 250)
    assert dates.wheel_point(270, 100, centre=100) == (0, 100)
