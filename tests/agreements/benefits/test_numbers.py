import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.benefits.forms.numbers import read_percent, read_value, written
from agreements.benefits.guards import difference_in_words, in_percent
from agreements.benefits.models.valuations import MOST_ORE, MOST_POINTS
from agreements.benefits.pages.chart import BOTTOM, HEIGHT, LETTER, WIDTH, Axis, Dot, front, frontier_chart
from agreements.benefits.pages.matrix import cell_of
from agreements.benefits.pages.packs import millions
from agreements.benefits.states import Unit


@given(st.integers(-MOST_ORE, MOST_ORE))
def test_kronor_are_read_as_they_are_written(value: int) -> None:
    assert read_value(written(value, Unit.ORE), Unit.ORE) == value


@given(st.integers(-MOST_POINTS, MOST_POINTS))
def test_points_are_read_as_they_are_written(value: int) -> None:
    assert read_value(written(value, Unit.POINTS), Unit.POINTS) == value


@given(st.integers(0, 1_000_000))
def test_per_cents_are_read_as_they_are_written(ppm: int) -> None:
    assert read_percent(in_percent(ppm)) == ppm


def refusal(work: Callable[[], int | None]) -> str | None:
    """The sentence with which something was refused, or nothing."""
    try:
        work()
    except ValueError as error:
        return str(error)
    return None


@given(st.text(max_size=30), st.sampled_from(list(Unit)))
def test_anything_typed_is_a_number_nothing_or_a_sentence(text: str, unit: str) -> None:
    told = refusal(lambda: read_value(text, unit))

    assert told is None or told.endswith(".")


@given(st.text(max_size=30))
def test_anything_typed_as_a_share_is_millionths_or_a_sentence(text: str) -> None:
    told = refusal(lambda: read_percent(text))

    assert told is None or told.endswith(".")


@pytest.mark.parametrize("text", ["33,33333", "−5", "1e2", "NaN", "hälften", "5 5 %,"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"andel"):
        read_percent(text)


@pytest.mark.parametrize(
    ("total", "said"),
    [
        (1_000_000, None),
        (999_999, "Andelarna summerar till 99,9999 %. Det är 0,0001 procentenheter för lite."),
        (1_500_000, "Andelarna summerar till 150 %. Det är 50 procentenheter för mycket."),
    ],
)
def test_difference_from_the_whole_is_told(total: int, said: str | None) -> None:
    assert difference_in_words(total) == said


@pytest.mark.parametrize(
    ("ore", "words"),
    [(31_200_000_000, "312"), (140_000_000, "1,4"), (-250_000_000, "−2,5"), (0, "0"), (900_000_000, "9")],
)
def test_millions_are_told_for_comparing(ore: int, words: str) -> None:
    assert millions(ore) == words


@pytest.mark.parametrize(
    ("value", "level"), [(None, None), (-5, 0), (0, 0), (1, 1), (33, 1), (34, 2), (67, 3), (100, 3)]
)
def test_levels_are_thirds_of_the_largest(value: int | None, level: int | None) -> None:
    assert cell_of(value, 100).level == level


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=30))
def test_frontier_passes_every_dot_that_no_other_passes(places: list[tuple[int, int]]) -> None:
    dots = [Dot(float(x), float(y)) for x, y in places]

    found = {(each.x, each.y) for each in front(dots)}

    assert found == {
        (a.x, a.y) for a in dots if not any((b.x >= a.x and b.y > a.y) or (b.x > a.x and b.y >= a.y) for b in dots)
    }


def test_chart_has_words_no_style_and_escaped_names() -> None:
    axis = Axis(0, 10, ["0", "10"], "nytta")

    drawn = frontier_chart([Dot(1, 1), Dot(9, 2, "<b>Paket</b>", "pick")], axis, axis, label="Två paket")

    assert 'role="img" aria-label="Två paket"' in drawn
    assert "style=" not in drawn
    assert "&lt;b&gt;Paket" in drawn


def test_names_in_the_chart_cover_neither_each_other_nor_the_axis() -> None:
    axis = Axis(0, 10, ["0", "10"], "Nytta")
    dots = [
        Dot(5, 9.9, "Kalai–Smorodinsky"),
        Dot(7.5, 9.9, "Störst nytta"),
        Dot(5.2, 9.8, "Paket A"),
        Dot(0, 0, "Paket B"),
    ]

    drawn = str(frontier_chart(dots, axis, axis, label="Fyra paket"))

    found = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" text-anchor="(start|end)">([^<]+)</text>', drawn)
    boxes = []
    for x, y, end, name in found[-4:]:
        width = len(name) * LETTER
        left = float(x) - width if end == "end" else float(x)
        boxes.append((left, left + width, float(y)))
    for at, (left, right, y) in enumerate(boxes):
        assert left >= 0
        assert right <= WIDTH
        assert y < HEIGHT - BOTTOM
        assert all(abs(y - other) >= 16 or right <= begin or end <= left for begin, end, other in boxes[at + 1 :])
