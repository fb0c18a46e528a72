"""Figures as SVG without style attributes: pure functions from data to markup, the same on a page and in a PDF.

Every figure that says something has a role, a title and a description; those beside the same words in a table row are
hidden from screen readers. Text is at least 12 px in the figure's own scale.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from governance.lib.dates import WHEEL_MONTHS, wheel_angle, wheel_point

from .parts import Segment, Share
from .templatetags.swedish import daymonth

WIDTH = 1000


def length(share: Share, whole: int = WIDTH) -> str:
    """A share of the whole as an attribute: never outside it, one decimal, no float noise."""
    if isinstance(share, Fraction):  # the quotient of whole numbers, rounded once
        parts, of = share.numerator, share.denominator
        return f"{min(max(parts, 0), of) * whole / of:.1f}"
    return f"{float(min(max(share, 0), 1) * whole):.1f}"


def hidden(content: SafeString, *, height: int = 12, name: str = "bar") -> SafeString:
    """A stretching bar that only repeats what stands beside it in words."""
    return format_html(
        '<svg class="{}" viewBox="0 0 1000 {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        "{}</svg>",
        name,
        height,
        content,
    )


@lru_cache(maxsize=4096)
def bar(share: Share, *, fill: int = 1) -> SafeString:
    """One value against the largest, in a table row."""
    rects = format_html(
        '<rect class="f0" width="1000" height="12"/><rect class="f{}" width="{}" height="12"/>', fill, length(share)
    )
    return hidden(rects)


def term_bar(start: Share, end: Share, zero: Share = 0, *, fill: int = 1) -> SafeString:
    """A term of a change: from where it starts to where it ends, with the line of nothing drawn."""
    left, right = sorted((Fraction(start), Fraction(end)))
    rects = format_html(
        '<rect class="f0" width="1000" height="24"/><rect class="f{}" x="{}" width="{}" height="24"/>'
        '<path class="axis" d="M{} 0V24"/>',
        fill,
        length(left),
        length(right - left),
        length(zero),
    )
    return hidden(rects, height=24)


def segments_of(segments: Sequence[Segment], *, height: int) -> SafeString:
    """Parts laid end to end; numbers alone, so nothing needs escaping."""
    starts = accumulate((Fraction(part.share) for part in segments), initial=Fraction(0))
    return SafeString(
        "".join(
            f'<rect class="f{int(part.fill)} seg" x="{length(start)}" width="{length(part.share)}" height="{height}"/>'
            for part, start in zip(segments, starts, strict=False)
        )
    )


def pace_bar(segments: Sequence[Segment]) -> SafeString:
    """Parts of a whole that is not yet full, such as decisions made out of 34."""
    ground = SafeString('<rect class="f0" width="1000" height="12"/>')
    return hidden(ground + segments_of(segments, height=12))


def stacked_bar(segments: Sequence[Segment], *, label: str, size: str = "md") -> SafeString:
    """The parts of a whole, side by side; the key stands below in words."""
    height = {"md": 20, "lg": 44}[size]
    return format_html(
        '<svg class="bar bar--{}" viewBox="0 0 1000 {}" preserveAspectRatio="none" role="img" aria-label="{}">'
        "<title>{}</title>{}</svg>",
        size,
        height,
        label,
        label,
        segments_of(segments, height=height),
    )


def swatch(fill: int) -> SafeString:
    """The colour of a part, in the key."""
    return format_html(
        '<svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">'
        '<rect class="f{}" width="10" height="10" rx="1"/></svg>',
        fill,
    )


# The year wheel ------------------------------------------------------------------------------------------------------

OUTER, INNER, ORBIT, NUDGE = 120, 88, 135, 11


def month_of_wheel(month: int, *, is_now: bool) -> SafeString:
    """One twelfth of the ring, with its name."""
    gap = 0.8
    start, end = (month - 1) * 30 + gap, month * 30 - gap
    outer = (*wheel_point(start, OUTER), *wheel_point(end, OUTER))
    inner = (*wheel_point(end, INNER), *wheel_point(start, INNER))
    middle = wheel_point((start + end) / 2, (OUTER + INNER) / 2)
    return format_html(
        '<path class="{}" d="M{} {}A120 120 0 0 1 {} {}L{} {}A88 88 0 0 0 {} {}Z"/>'
        '<text class="{}" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text>',
        *("f6" if is_now else "f0", *outer, *inner),
        *("wm wm-now" if is_now else "wm", *middle, WHEEL_MONTHS[month - 1]),
    )


@lru_cache(maxsize=12)
def months_of_wheel(current: int) -> SafeString:
    """The whole ring, the same for all on any day of a month."""
    return format_html_join("", "{}", ((month_of_wheel(month, is_now=month == current),) for month in range(1, 13)))


def spread(angles: Sequence[float], apart: float) -> list[float]:
    """Keep marks on a circle from covering each other: the same order, at least so far apart, also the last and first.

    Angles are degrees in rising order, below 360 after the first; where all have no room, they stand evenly.
    """
    apart = min(apart, 360 / max(len(angles), 1))
    placed: list[float] = []
    for angle in angles:
        placed.append(max(angle, placed[-1] + apart) if placed else angle)
    last = len(placed) - 1
    return [min(angle, placed[0] + 360 - apart * (last - at + 1)) for at, angle in enumerate(placed)]


def year_wheel(days: Sequence[date], today: date, *, list_stands: str = "nedanför") -> SafeString:
    """The coming twelve months as a ring (årshjul): the days to keep, numbered as in the list beside it."""
    months = months_of_wheel(today.month)
    now = wheel_angle(today)
    hand = "M{} {}L{} {}L{} {}Z".format(*wheel_point(now, 86), *wheel_point(now - 3.5, 71), *wheel_point(now + 3.5, 71))
    order = sorted(range(len(days)), key=lambda i: (wheel_angle(days[i]) - now) % 360)
    placed = spread([(wheel_angle(days[i]) - now) % 360 for i in order], NUDGE)
    marks = [(*wheel_point(now + angle, ORBIT), i + 1) for i, angle in zip(order, placed, strict=True)]
    dots = format_html_join(
        "",
        '<circle class="f1" cx="{}" cy="{}" r="11.5"/>'
        '<text class="wn" x="{}" y="{}" text-anchor="middle" dominant-baseline="central">{}</text>',
        ((x, y, x, y, number) for x, y, number in marks),
    )
    count = f" Datumen 1 till {len(days)} står i listan {list_stands}." if days else ""
    label = f"Årshjul. I dag är det {daymonth(today)}.{count}"
    return format_html(
        '<svg class="wheel" viewBox="0 0 300 300" role="img" aria-label="{}"><title>{}</title>{}'
        '<path class="now-line" d="{}"/>{}'
        '<text class="wc" x="150" y="146" text-anchor="middle">{}</text>'
        '<text class="ws" x="150" y="168" text-anchor="middle">i dag</text></svg>',
        *(label, label, months, hand, dots, daymonth(today)),
    )


# A line over time ----------------------------------------------------------------------------------------------------


def decisions_over_time(
    decided: Sequence[date], *, total: int, first: date, last: date, today: date, label: str
) -> SafeString:
    """How many have decided, day by day, against the even pace that would be done on the last day.

    The figure stretches with the page; the numbers at its axes are text beside it, so that they do not.
    """
    days = max((last - first).days, 1)

    def x(on: date) -> str:
        return length(Fraction((on - first).days, days))

    def y(count: int) -> str:
        return length(1 - Fraction(count, max(total, 1)), 240)

    until = [on for on in sorted(decided) if on <= today]
    steps = "".join(f"H{x(on)}V{y(i)}" for i, on in enumerate(until, start=1))
    return format_html(
        '<svg class="plot__figure" viewBox="0 0 1000 240" preserveAspectRatio="none" role="img" aria-label="{}">'
        '<title>{}</title><path class="grid" d="M0 0H1000M0 120H1000M0 240H1000"/><path class="l2" d="M0 240L1000 0"/>'
        '<path class="l1" d="M0 240{}H{}"/><path class="l3" d="M{} 0V240"/></svg>',
        *(label, label, steps, x(today), x(today)),
    )


# The tile map --------------------------------------------------------------------------------------------------------

# Where each municipality of Skåne stands, roughly as on a map: SCB code -> (column, row).
# Region Skåne (12) lies across the top.
SKANE_TILES: dict[str, tuple[int, int]] = {
    **{"1278": (2, 2), "1257": (4, 2), "1273": (6, 2)},
    **{"1284": (1, 3), "1292": (2, 3), "1276": (3, 3), "1275": (4, 3), "1293": (5, 3), "1256": (6, 3), "1272": (7, 3)},
    **{"1283": (1, 4), "1260": (2, 4), "1277": (3, 4), "1267": (4, 4), "1266": (5, 4), "1290": (6, 4)},
    **{"1282": (1, 5), "1214": (2, 5), "1285": (3, 5), "1265": (4, 5), "1270": (5, 5), "1291": (6, 5)},
    **{"1262": (1, 6), "1261": (2, 6), "1281": (3, 6), "1263": (4, 6), "1264": (5, 6), "1286": (6, 6)},
    **{"1280": (1, 7), "1231": (2, 7), "1230": (3, 7), "1233": (2, 8), "1287": (3, 8)},
}


def tile_place(code: str) -> str:
    """The class that puts a principal in its place on the map; none for one that is not in Skåne."""
    if code in SKANE_TILES:
        column, row = SKANE_TILES[code]
        return f"c{column} r{row}"
    return "tile--region" if code == "12" else ""
