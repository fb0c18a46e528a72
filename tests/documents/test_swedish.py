import pytest

from governance.documents import swedish


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (swedish.ore(125_221_329), "1 252 213,29"),
        (swedish.ore(-5), "−0,05"),
        (swedish.ore(5, plus=True), "+0,05"),
        (swedish.ore(None), "–"),
        (swedish.kronor(50), "1"),
        (swedish.kronor(-49), "0"),
        (swedish.kronor(-50, plus=True), "−1"),
        (swedish.kronor(None), "–"),
        (swedish.millions(2_862_000_000), "28,62"),
        (swedish.percent_of_ppm(254_704), "25,47"),
        (swedish.percent_of_ppm(None), "–"),
        (swedish.percent_of_permille(65), "6,5"),
        (swedish.long_date("2026-03-02"), "2 mars 2026"),
        (swedish.long_date(None), "–"),
        (swedish.clock("2026-07-02T22:05:00+00:00"), "3 juli 2026 kl. 00.05"),
    ],
)
def test_figures_and_dates_are_printed_as_swedes_write_them(shown: str, expected: str) -> None:
    assert shown.replace("\u00a0", " ") == expected
