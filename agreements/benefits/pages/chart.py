"""Packages as points: how much is gained in all, and how much of its best the party gets that gets least."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 640, 380
LEFT, RIGHT, TOP, BOTTOM = 56, 24, 40, 56
GAP, ASIDE, LETTER = 16.0, 12.0, 7.4
AWAY = tuple(away for step in range(12) for away in (-10.0 - step * GAP, 20.0 + step * GAP))
"""How far above and below its dot a name may stand, the nearest first."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One package: `x` and `y` are its place, `name` is written beside it when there is one."""

    x: float
    y: float
    name: str = ""
    kind: str = "dot"  # dot, mark (a point that stands out), pick (a package that exists)


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where an axis goes, and the words at its ends."""

    low: float
    high: float
    words: Sequence[str]
    title: str

    def place(self, value: float) -> float:
        """Where a value lies, as a part of the axis."""
        return (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5


def front(dots: Sequence[Dot]) -> list[Dot]:
    """The dots that no other passes both to the right and upwards, from the left."""
    best: list[Dot] = []
    for each in sorted(dots, key=lambda dot: (-dot.x, -dot.y)):
        if not best or each.y > best[-1].y:
            best.append(each)
    return best[::-1]


def across(axis: Axis, value: float) -> float:
    """The place along the page."""
    return LEFT + axis.place(value) * (WIDTH - LEFT - RIGHT)


def upward(axis: Axis, value: float) -> float:
    """The place up the page."""
    return HEIGHT - BOTTOM - axis.place(value) * (HEIGHT - TOP - BOTTOM)


def frontier_chart(dots: Sequence[Dot], across_by: Axis, upward_by: Axis, *, label: str) -> SafeString:
    """The packages and the efficient frontier; the table beside it says the same in figures."""
    edge = " ".join(f"{across(across_by, each.x):.1f},{upward(upward_by, each.y):.1f}" for each in front(dots))
    marks = format_html_join(
        "",
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>',
        (
            (each.kind, f"{across(across_by, each.x):.1f}", f"{upward(upward_by, each.y):.1f}", size_of(each))
            for each in sorted(dots, key=lambda dot: ("dot", "pick", "mark").index(dot.kind))
        ),
    )
    return format_html(
        '<svg class="front" viewBox="0 0 {} {}" role="img" aria-label="{}"><title>{}</title>{}'
        '<polyline class="line" points="{}"/>{}{}</svg>',
        WIDTH,
        HEIGHT,
        label,
        label,
        frame_of(across_by, upward_by),
        edge,
        marks,
        names_of(dots, across_by, upward_by),
    )


def size_of(dot: Dot) -> int:
    """How large a dot is drawn."""
    return 4 if dot.kind == "dot" else 8


def frame_of(across_by: Axis, upward_by: Axis) -> SafeString:
    """The two axes with their words."""
    floor, wall, last = HEIGHT - BOTTOM, WIDTH - RIGHT, len(across_by.words) - 1
    below = [
        (LEFT + at * (wall - LEFT) // last, floor + 20, anchor(at, last), words)
        for at, words in enumerate(across_by.words)
    ]
    steps = len(upward_by.words) - 1
    beside = [(LEFT - 8, floor - at * (floor - TOP) // steps, words) for at, words in enumerate(upward_by.words)]
    return format_html(
        '<path class="axis" fill="none" d="M{} {}V{}H{}"/>{}{}<text x="{}" y="{}" text-anchor="end">{}</text>'
        '<text x="{}" y="{}">{}</text>',
        *(LEFT, TOP, floor, wall),
        format_html_join("", '<text class="quiet" x="{}" y="{}" text-anchor="{}">{}</text>', below),
        format_html_join(
            "", '<text class="quiet" x="{}" y="{}" text-anchor="end" dominant-baseline="middle">{}</text>', beside
        ),
        *(wall, HEIGHT - 12, across_by.title, LEFT + 8, TOP - 22, upward_by.title),
    )


def anchor(at: int, last: int) -> str:
    """Words at the ends of an axis stay within the picture."""
    return "start" if at == 0 else "end" if at == last else "middle"


@dataclass(frozen=True, slots=True)
class Label:
    """A dot's name and the room it takes: from `left` to `right`, around the line `y`."""

    name: str
    left: float
    right: float
    y: float
    is_before: bool

    def covers(self, other: "Label") -> bool:
        """Whether it lies over another."""
        return abs(self.y - other.y) < GAP and self.left < other.right and other.left < self.right


def label_at(name: str, x: float, y: float) -> Label:
    """A name after its dot, or before it where the picture ends."""
    width = len(name) * LETTER
    is_before = x + ASIDE + width > WIDTH
    left = x - ASIDE - width if is_before else x + ASIDE
    return Label(name, left, left + width, y, is_before)


def names_of(dots: Sequence[Dot], across_by: Axis, upward_by: Axis) -> SafeString:
    """The names of the dots that have one, each in the nearest place above or below where it covers no other."""
    placed: list[Label] = []
    for each in sorted((dot for dot in dots if dot.name), key=lambda dot: (-dot.y, dot.x)):
        x, y = across(across_by, each.x), upward(upward_by, each.y)
        tried = [label_at(each.name, x, y + away) for away in AWAY if TOP < y + away < HEIGHT - BOTTOM - 4]
        free = (label for label in tried if not any(label.covers(other) for other in placed))
        placed.append(next(free, tried[0]))
    rows = (
        (f"{each.right if each.is_before else each.left:.1f}", f"{each.y:.1f}", end_of(each), each.name)
        for each in placed
    )
    return format_html_join("", '<text x="{}" y="{}" text-anchor="{}">{}</text>', rows)


def end_of(label: Label) -> str:
    """From which end a name is written."""
    return "end" if label.is_before else "start"
