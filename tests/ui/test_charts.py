"""Figures are well-formed, keep to their frame, and need no style of their own."""

import math
import re
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.ui import charts
from governance.ui.gallery import deadlines, decided, example_page
from governance.ui.parts import Segment

TODAY = date(2026, 10, 20)
FIGURES = {
    "bar": charts.bar(Fraction(1, 3)),
    "term": charts.term_bar(Fraction(1, 2), Fraction(1, 4), Fraction(1, 2)),
    "stacked": charts.stacked_bar(example_page()["segments"], label="Förvaltning 70 %"),
    "wheel": charts.year_wheel([each.on for each in deadlines()], TODAY),
    "over time": charts.decisions_over_time(
        decided(), total=34, first=date(2026, 3, 27), last=date(2026, 11, 30), today=TODAY, label="19 av 34"
    ),
}


@pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES.keys())
def test_figure_is_well_formed_and_without_style(figure: str) -> None:
    root = ElementTree.fromstring(figure)  # noqa: S314 -- our own markup

    assert "style" not in {name for part in root.iter() for name in part.attrib}
    assert root.get("aria-hidden") == "true" or (root.get("role") == "img" and root.find("title") is not None)


@pytest.mark.parametrize(
    ("share", "width"), [(0, "0.0"), (Fraction(1, 3), "333.3"), (1, "1000.0"), (7, "1000.0"), (-1, "0.0")]
)
def test_bar_stays_within_its_frame(share: Fraction, width: str) -> None:
    assert f'class="f1" width="{width}"' in charts.bar(share)


def test_segments_lie_end_to_end() -> None:
    thirds = [Segment(label=str(i), share=Fraction(1, 3)) for i in range(3)]

    assert re.findall(r' x="([\d.]+)"', charts.segments_of(thirds, height=12)) == ["0.0", "333.3", "666.7"]


def test_labels_are_escaped() -> None:
    assert "<script>" not in charts.stacked_bar([], label="<script>")


@given(
    angles=st.lists(st.floats(0, 359.9), min_size=1, max_size=40).map(sorted),
    apart=st.floats(1, 20),
)
def test_marks_are_kept_apart_all_round_the_circle_and_in_order(angles: list[float], apart: float) -> None:
    placed = charts.spread(angles, apart)

    room = min(apart, 360 / len(angles))
    round_it = [*placed, placed[0] + 360]
    assert placed[0] == angles[0]
    assert all(later - earlier >= room - 1e-9 for earlier, later in pairwise(round_it))


def test_wheel_keeps_a_day_late_next_year_off_the_one_of_tomorrow() -> None:
    days = [TODAY + timedelta(1), *(TODAY + timedelta(364 - each) for each in (3, 2, 1, 0))]
    wheel = charts.year_wheel(days, TODAY)
    centres = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', wheel)]

    assert min(math.dist(a, b) for a, b in combinations(centres, 2)) > 23


def test_wheel_numbers_the_days_as_the_list_does_and_keeps_them_apart() -> None:
    days = [TODAY + timedelta(days=1), TODAY, TODAY + timedelta(days=2)]
    wheel = charts.year_wheel(days, TODAY)
    centres = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', wheel)]

    assert re.findall(r'class="wn"[^>]*>(\d)<', wheel) == ["2", "1", "3"]
    assert all(((ax - bx) ** 2 + (ay - by) ** 2) ** 0.5 > 23 for (ax, ay), (bx, by) in pairwise(centres))


def test_every_municipality_of_skane_has_a_place_of_its_own() -> None:
    assert len(charts.SKANE_TILES) == len(set(charts.SKANE_TILES.values())) == 33
    assert charts.tile_place("12") == "tile--region"
    assert charts.tile_place("2480") == ""
