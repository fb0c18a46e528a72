"""Charts of promises: how far each has come, when each is due, cost against budget; drawn as in `charts`."""

from collections.abc import Callable
from datetime import date

from .charts import ACCENT, BOLD, INK, LIGHT, MUTED, OUTLINE, QUIET, RULE, WHITE, Data, box, fit, line, svg, words
from .swedish import long_date, millions, percent_of_permille

ROW = 18.0


def commitments(data: Data, width: float, gutter: float = 190, right: float = 96) -> str:
    """Each promise as an outlined bar: verified filled dark, reported but not verified light."""
    rows = data["commitments"]
    if not rows:
        return ""
    room = width - gutter - right
    body = words(gutter, 8, "Ram: utlovat. Mörkt: verifierat. Ljust: rapporterat.", more=QUIET)
    body += words(width, 8, "Verifierat", "end", QUIET)
    y, told = 14.0, []
    for row in rows:
        verified = min(row["verified_permille"], 1000)
        reported = min(max(row["reported_permille"], verified), 1000)
        body += words(0, y + 11, fit(f"{row['number']} {row['title']}", gutter - 6))
        body += box(gutter, y + 2, room, 12, WHITE, OUTLINE)
        body += box(gutter, y + 2, room * reported / 1000, 12, LIGHT) if reported > verified else ""
        body += box(gutter, y + 2, room * verified / 1000, 12, ACCENT) if verified else ""
        body += words(width, y + 11, f"{percent_of_permille(verified)} %", "end", BOLD)
        told.append(f"{row['title']} {percent_of_permille(verified)} procent verifierat")
        y += ROW
    return svg(width, y + 2, f"Hur långt varje åtagande har kommit: {'; '.join(told)}.", body)


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

    heights: dict[int, int] = {}
    marks = ""
    for row, day in zip(rows, days, strict=True):
        slot = int(at(day) // 11)
        heights[slot] = heights.get(slot, 0) + 1
        marks += due_mark(at(day), heights[slot], row)
    base = 30 + max(heights.values()) * 11.0
    body = f'<g transform="translate(0 {base:.1f})">{marks}</g>' + years(first, last, at, base, width)
    body += line(at(today), 10, at(today), base, INK, 1)
    near_end = at(today) > width - 90
    body += words(
        at(today) + (-4 if near_end else 4), 16, long_date(data["as_of"]), "end" if near_end else "start", BOLD
    )
    told = ", ".join(f"{row['title']} {long_date(row['due_on'])}" for row in rows)
    return svg(width, base + 18, f"Sista dag för varje åtagande: {told}.", body)


def due_mark(x: float, height: int, row: Data) -> str:
    """One commitment over its day: a filled dot when realised, a ring when open, a cross in it when late."""
    y = 4 - height * 11.0
    look = f'fill="{WHITE if row["open"] else ACCENT}" stroke="{INK if row["late"] else ACCENT}"'
    drawn = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" {look} stroke-width="1"/>'
    if row["late"]:
        drawn += f'<path d="M{x - 2.6:.1f} {y - 2.6:.1f}l5.2 5.2m0 -5.2l-5.2 5.2" stroke="{INK}" stroke-width="1"/>'
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
    scale = (width - 84 - gutter) / top
    body = words(gutter, 8, "Ram: budget. Fylld: kostnad.", more=QUIET)
    body += words(width - 40, 8, "Kostnad", "end", QUIET) + words(width, 8, "Budget", "end", QUIET)
    y = 14.0
    for row in rows:
        body += words(0, y + 11, fit(row["party"], gutter - 4))
        body += box(gutter, y + 2, row["budget"] * scale, 12, WHITE, f'stroke="{MUTED}" stroke-width=".75"')
        body += box(gutter, y + 5, row["cost"] * scale, 6, ACCENT)
        body += words(width - 40, y + 11, millions(row["cost"]), "end", BOLD)
        body += words(width, y + 11, millions(row["budget"]), "end")
        y += ROW
    told = "; ".join(
        f"{row['party']} budget {millions(row['budget'])}, kostnad {millions(row['cost'])}" for row in rows
    )
    body += line(0, y + 2, width, y + 2, RULE)
    return svg(width, y + 4, f"Budget och kostnad per part, miljoner kronor. {told}.", body)
