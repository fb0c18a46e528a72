"""Charts of promises: how far each has come, when each is due, cost against budget; drawn as in `charts`."""

from collections.abc import Callable
from datetime import date

from .charts import ACCENT, BOLD, INK, LIGHT, MUTED, OUTLINE, QUIET, WHITE, Data, box, fit, line, svg, words
from .swedish import long_date, millions, percent_of_permille

ROW = 18.0
HIGHEST = 176.0  # how high the rings of one day may stand
TOGETHER = 6  # rows of a chart that a page never parts


def commitments(data: Data, width: float, gutter: float = 190, right: float = 96) -> str:
    """Each promise as an outlined bar: verified filled dark, reported but not verified light."""
    rows = data["commitments"]
    if not rows:
        return ""
    room = width - gutter - right
    drawn = ""
    for first in range(0, len(rows), TOGETHER):
        drawn += some_commitments(rows[first : first + TOGETHER], width, gutter, room, key=first == 0)
    return drawn


def some_commitments(rows: list[Data], width: float, gutter: float, room: float, *, key: bool) -> str:
    """As many of the promises as stand together; the first of them have the key above."""
    body, y, told = "", 0.0, []
    if key:
        body = words(gutter, 8, "Ram: utlovat. Mörkt: verifierat. Ljust: rapporterat.", more=QUIET)
        body += words(width, 8, "Verifierat", "end", QUIET)
        y = 14.0
    for row in rows:
        verified = min(row["verified_permille"], 1000)
        reported = min(max(row["reported_permille"], verified), 1000)
        body += words(0, y + 11, fit(f"{row['number']}. {row['title']}", gutter - 6))
        body += box(gutter, y + 2, room, 12, WHITE, OUTLINE)
        body += box(gutter, y + 2, room * reported / 1000, 12, LIGHT) if reported > verified else ""
        body += box(gutter, y + 2, room * verified / 1000, 12, ACCENT) if verified else ""
        body += words(width, y + 11, f"{percent_of_permille(verified)} %", "end", BOLD)
        told.append(f"{row['title']} {percent_of_permille(verified)} procent verifierat")
        y += ROW
    return svg(width, y, f"Hur långt varje åtagande har kommit: {'; '.join(told)}.", body)


def timeline(data: Data, width: float) -> str:
    """The last days on one line of years: filled when done, open when not, crossed when late."""
    rows = sorted((row for row in data["commitments"] if row["due_on"]), key=lambda row: row["due_on"])
    if not rows:
        return ""
    today = date.fromisoformat(data["as_of"])
    days = [date.fromisoformat(row["due_on"]) for row in rows]
    first, last = date(min(today, *days).year, 1, 1), date(max(today, *days).year + 1, 1, 1)
    scale = (width - 8) / (last - first).days

    def at(day: date) -> float:
        return 4 + (day - first).days * scale

    slots = [int(at(day) // 11) for day in days]
    highest = max(slots.count(slot) for slot in slots)
    step = min(11.0, HIGHEST / highest)
    heights: dict[int, int] = {}
    marks = ""
    for row, day, slot in zip(rows, days, slots, strict=True):
        heights[slot] = heights.get(slot, 0) + 1
        marks += due_mark(at(day), 4 - heights[slot] * step, min(4.0, step * 0.42), row)
    base = 30 + highest * step
    body = f'<g transform="translate(0 {base:.1f})">{marks}</g>' + years(first, last, at, base, width)
    body += line(at(today), 10, at(today), base, INK, 1)
    near_end = at(today) > width - 90
    body += words(
        at(today) + (-4 if near_end else 4), 16, long_date(data["as_of"]), "end" if near_end else "start", BOLD
    )
    told = ", ".join(f"{row['title']} {long_date(row['due_on'])}" for row in rows)
    return svg(width, base + 18, f"Sista dag för varje åtagande: {told}.", body)


def due_mark(x: float, y: float, r: float, row: Data) -> str:
    """One commitment over its day: a filled dot when realised, a ring when open, a cross in it when late."""
    look = f'fill="{WHITE if row["open"] else ACCENT}" stroke="{INK if row["late"] else ACCENT}"'
    drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:.2g}" {look} stroke-width="1"/>'
    if row["late"]:
        arm = r * 0.65
        path = f"M{x - arm:.1f} {y - arm:.1f}l{2 * arm:.1f} {2 * arm:.1f}m0 {-2 * arm:.1f}l{-2 * arm:.1f} {2 * arm:.1f}"
        drawn += f'<path d="{path}" stroke="{INK}" stroke-width="1"/>'
    return drawn


def years(first: date, last: date, at: Callable[[date], float], base: float, width: float) -> str:
    """The axis: a rule and the year where each begins, thinned so that they never meet."""
    body = line(0, base, width, base, MUTED)
    many = last.year - first.year
    every = max(1, -(-many * 30 // int(width)))
    for year in range(first.year, last.year):
        x = at(date(year, 1, 1))
        body += line(x, base, x, base + 4)
        if (year - first.year) % every == 0:
            body += words(x + 2, base + 12, str(year), more=QUIET)
    return body


def accounts(data: Data, width: float, gutter: float = 150) -> str:
    """Budget (outlined) and cost (dark) for each party."""
    rows = data["rows"]
    top = max((max(row["budget"], row["cost"]) for row in rows), default=0)
    if top <= 0:
        return ""
    scale = (width - 92 - gutter) / top
    drawn = ""
    for first in range(0, len(rows), TOGETHER):
        drawn += some_accounts(rows[first : first + TOGETHER], width, gutter, scale, key=first == 0)
    return drawn


def some_accounts(rows: list[Data], width: float, gutter: float, scale: float, *, key: bool) -> str:
    """As many of the parties as stand together; the first of them have the key above."""
    body, y = "", 0.0
    if key:
        body = words(gutter, 8, "Ram: budget. Fylld: kostnad.", more=QUIET)
        body += words(width - 44, 8, "Kostnad", "end", QUIET) + words(width, 8, "Budget", "end", QUIET)
        y = 14.0
    for row in rows:
        body += words(0, y + 11, fit(row["party"], gutter - 4))
        body += box(gutter, y + 2, row["budget"] * scale, 12, WHITE, f'stroke="{MUTED}" stroke-width=".75"')
        body += box(gutter, y + 5, row["cost"] * scale, 6, ACCENT)
        body += words(width - 44, y + 11, millions(row["cost"]), "end", BOLD)
        body += words(width, y + 11, millions(row["budget"]), "end")
        y += ROW
    told = "; ".join(
        f"{row['party']} budget {millions(row['budget'])}, kostnad {millions(row['cost'])}" for row in rows
    )
    return svg(width, y, f"Budget och kostnad per part, miljoner kronor. {told}.", body)
