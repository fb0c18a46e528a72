"""Charts as SVG in points, drawn at the size they print: a text of 8 is 8 pt on paper.

Readable in grey: dark = outcome or rise, white with outline = budget or fall, tint = the rest. Every value is written
out. `<title>` becomes the alternative text, so it carries the figures; a table beside the chart carries them too.
"""

from datetime import date, timedelta
from html import escape
from typing import Any

from governance.lib.dates import SHORT_MONTHS, swedish_day
from governance.lib.money import thousands
from governance.lib.text import count

from .swedish import kronor, long_date, millions, ore, percent_of_permille

INK, MUTED, RULE, ACCENT, MIDDLE, LIGHT = "#182226", "#4a575d", "#c3c9c8", "#0e5362", "#5d98a5", "#a9cbd2"
WHITE = "#fff"
OUTLINE = f'stroke="{INK}" stroke-width=".75"'
BOLD = 'font-weight="700"'
QUIET = f'fill="{MUTED}"'
LETTER = 4.3  # the mean width of a letter at 8 pt, a little on the safe side
Data = dict[str, Any]


def svg(width: float, height: float, title: str, body: str) -> str:
    """One picture with its alternative text."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height:g}pt"'
        f' viewBox="0 0 {width} {height:g}" font-family="Rapport" font-size="8" fill="{INK}">'
        f"<title>{escape(title)}</title>{body}</svg>"
    )


def words(x: float, y: float, text: str, anchor: str = "start", more: str = "") -> str:
    """A line of text."""
    turn = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}"{turn}{" " + more if more else ""}>{escape(text)}</text>'


def box(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    """A filled rectangle."""
    size = f'width="{max(width, 0):.2f}" height="{height:.2f}"'
    return f'<rect x="{x:.2f}" y="{y:.2f}" {size} fill="{fill}"{" " + more if more else ""}/>'


def line(x1: float, y1: float, x2: float, y2: float, colour: str = MUTED, width: float = 0.5) -> str:
    """A straight line."""
    place = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {place} stroke="{colour}" stroke-width="{width}"/>'


def fit(text: str, width: float) -> str:
    """Shorten a name that would run into the bars; the table beside has it whole."""
    room = int(width / LETTER)
    return text if len(text) <= room else text[: room - 1].rstrip() + "…"


def band(data: Data, width: float, height: float) -> str:
    """All principals as one band: those outside the group first, then the reader's own, then the rest by size."""
    total = sum(row["sum"] for row in data["shares"])
    if total <= 0:
        return ""
    rows = sorted(data["shares"], key=lambda row: (row["group_ppm"] is not None, not row["mine"], -row["sum"]))
    x, bars, labels = 0.0, "", []
    for row in rows:
        wide = row["sum"] / total * width
        fill = ACCENT if row["mine"] else INK if row["group_ppm"] is None else LIGHT
        bars += box(x, 0, wide - min(0.9, wide * 0.4), height, fill)
        if row["mine"] or row["group_ppm"] is None:
            labels.append((x, row["name"], row["sum"], row["mine"]))
        x += wide
    named = {label[1] for label in labels}
    others = [row for row in rows if row["name"] not in named]
    if others:
        rest = sum(row["sum"] for row in others)
        start = (total - rest) / total * width
        labels.append((start, f"{len(others)} {data['parties']['group_noun']}", rest, False))
    title = f"{thousands(total // 100)} kronor delade mellan {len(rows)} huvudmän: "
    title += ", ".join(f"{name} {kronor(amount)} kr" for _, name, amount, _ in labels) + "."
    return svg(width, height + 28, title, bars + band_labels(labels, width, height))


def band_labels(labels: list[tuple[float, str, int, bool]], width: float, height: float) -> str:
    """Name the parts under the band, each where its part begins, pushed apart where they would meet."""
    out, free, edge = "", 0.0, width
    spans = [max(len(name), len(kronor(amount)) + 3) * LETTER + 10 for _, name, amount, _ in labels]
    for index, ((x, name, amount, mine), span) in enumerate(zip(labels, spans, strict=True)):
        place = max(min(x, edge - sum(spans[index:])), free)
        free = place + span
        out += words(place, height + 14, name, more=BOLD if mine else "")
        out += words(place, height + 25, f"{kronor(amount)} kr", more=BOLD if mine else QUIET)
    return out


def mine(data: Data, width: float, gutter: float = 92) -> str:
    """What the reader's own money was used for, a bar a service."""
    services = data["services"]
    top = max((service["mine"] for service in services), default=0)
    if top <= 0:
        return ""
    body, y = "", 0.0
    for service in services:
        body += words(0, y + 11.2, fit(service["short"], gutter - 4)) + words(
            width, y + 11.2, kronor(service["mine"]), "end"
        )
        body += box(gutter, y + 3, service["mine"] / top * (width - gutter - 50), 10.5, ACCENT)
        y += 15
    told = ", ".join(f"{service['name']} {kronor(service['mine'])} kr" for service in services)
    return svg(width, y, f"Vad pengarna från {data['reader']['name']} användes till: {told}.", body)


def signed(amount: int) -> str:
    """A term with its sign, in kronor, or in öre when it is less than one krona."""
    if abs(amount) >= 100:
        return kronor(amount, plus=True)
    return ore(amount, plus=True)


def waterfall(data: Data, width: float, gutter: float = 84) -> str:
    """Why the share changed: from last year's through each term to this year's, on a scale that is cut and says so."""
    before, now, terms = data["mine"]["before"], data["mine"]["budget"], data["terms"]
    if before is None or not terms:
        return ""
    points, run = [before, now], before
    for term in terms:
        run += term["amount"]
        points.append(run)
    low, high = min(points), max(points)
    low = max(low - max((high - low) * 35 // 100, 1), 0)
    right = width - 58
    scale = (right - gutter) / max(high - low, 1)

    def bar(y: float, start: int, end: int, look: tuple[str, str], name: str, value: str, weight: str) -> str:
        x1, x2 = (gutter + (point - low) * scale for point in sorted((start, end)))
        drawn = box(x1, y + 3, max(x2 - x1, 0.8), 10.5, *look)
        return drawn + words(0, y + 11.2, name, more=weight) + words(width, y + 11.2, value, "end", weight)

    def zigzag(y: float) -> str:
        if low == 0:
            return ""
        path = f"M{gutter + 5:.1f} {y + 1.5:.1f}l3 4.5l-3 4.5l3 4.5"
        return f'<path d="{path}" stroke="{WHITE}" stroke-width="1.6" fill="none"/>'

    def leader(y: float, at: int) -> str:
        x = gutter + (at - low) * scale
        return line(x, y - 4, x, y + 3)

    year, row, y, run = data["year"], 17.5, 0.0, before
    body = bar(y, low, before, (MUTED, ""), f"Andel {year - 1}", kronor(before), BOLD) + zigzag(y)
    for term in terms:
        y += row
        up = term["amount"] >= 0
        look = (ACCENT, "") if up else (WHITE, OUTLINE)
        body += leader(y, run)
        body += bar(y, run, run + term["amount"], look, fit(term["name"], gutter), signed(term["amount"]), "")
        run += term["amount"]
    y += row
    body += leader(y, run) + bar(y, low, now, (INK, ""), f"Andel {year}", kronor(now), BOLD) + zigzag(y)
    told = ", ".join(f"{term['name'].lower()} {signed(term['amount'])} kr" for term in terms)
    title = f"Varför andelen ändrades: från {kronor(before)} kr {year - 1} till {kronor(now)} kr {year}: {told}."
    return svg(width, y + row, title, body)


def phases(data: Data, width: float) -> str:
    """One bar of phases, dark to light; a part too thin for its name has it below, at the right edge."""
    looks = [(INK, "", WHITE), (LIGHT, "", INK), (WHITE, OUTLINE, INK), (MIDDLE, "", INK)]
    rows = [phase for phase in data["phases"] if phase["permille"] > 0]
    if not rows:
        return ""
    x, body, below = 0.0, "", 0
    whole = sum(phase["permille"] for phase in rows)
    for index, phase in enumerate(rows):
        fill, more, letters = looks[index % len(looks)]
        wide = phase["permille"] / whole * width
        share = f"{percent_of_permille(phase['permille'])} %"
        body += box(x + 0.4, 14, wide - 0.8, 28, fill, more)
        if wide > max(len(phase["name"]) * LETTER, 40):
            body += words(x, 9, phase["name"]) + words(x + 6, 31, share, more=f'fill="{letters}" {BOLD}')
        else:
            body += words(width, 54 + 11 * below, f"{phase['name']} {share}", "end")
            below += 1
        x += wide
    told = ", ".join(f"{phase['name'].lower()} {percent_of_permille(phase['permille'])} procent" for phase in rows)
    return svg(width, 47 + 11 * below, f"Utfall per fas: {told}.", body)


def bullets(data: Data, width: float, gutter: float = 153) -> str:
    """Budget (outlined) and outcome (dark) per service."""
    services = data["services"]
    top = max((max(service["frame"], service["outcome"]) for service in services), default=0)
    if top <= 0:
        return ""
    scale = (width - 78 - gutter) / top
    body = words(gutter, 8, "Ram: budget efter omfördelning. Fylld: utfall.", more=QUIET)
    body += words(width - 36, 8, "Utfall", "end", QUIET) + words(width, 8, "Budget", "end", QUIET)
    y = 14.0
    for service in services:
        body += words(0, y + 11, fit(service["name"], gutter - 4))
        body += box(gutter, y + 2, service["frame"] * scale, 12, WHITE, f'stroke="{MUTED}" stroke-width=".75"')
        body += box(gutter, y + 5, service["outcome"] * scale, 6, ACCENT)
        body += words(width - 36, y + 11, millions(service["outcome"]), "end", BOLD)
        body += words(width, y + 11, millions(service["frame"]), "end")
        if service["outcome"] > service["frame"]:
            body += over_mark(gutter + service["outcome"] * scale, y, limit=width - 72)
        y += 18
    told = "; ".join(f"{s['name']} budget {millions(s['frame'])}, utfall {millions(s['outcome'])}" for s in services)
    return svg(width, y + 2, f"Budget och utfall per tjänst, miljoner kronor. {told}.", body)


def over_mark(x: float, y: float, *, limit: float) -> str:
    """Say in words that the outcome passed the line; inside the bar when there is no room beside it."""
    text = "över delposten"
    if x + 5 + len(text) * LETTER <= limit:
        return words(x + 5, y + 11, text, more=BOLD)
    return words(x - 4, y + 11, text, "end", f'fill="{WHITE}" font-size="6.5" {BOLD}')


STATES = ("Klar", "Pågår", "Försenad", "Ej påbörjad")


def mark(x: float, y: float, state: str) -> str:
    """One activity: filled = done, half = under way, crossed = late, empty = not begun."""
    if state == "Klar":
        return box(x, y, 11, 11, ACCENT, f'stroke="{ACCENT}" stroke-width=".75"')
    frame = box(x, y, 11, 11, WHITE, OUTLINE)
    if state == "Pågår":
        return frame + box(x, y + 5.5, 11, 5.5, ACCENT)
    if state == "Försenad":
        return frame + f'<path d="M{x:.1f} {y:.1f}l11 11m0 -11l-11 11" stroke="{INK}" stroke-width="1"/>'
    return frame


def goals(data: Data, width: float, gutter: float = 190) -> str:
    """One square an activity, a row a goal."""
    rows = [goal for goal in data["goals"] if goal["activities"]]
    if not rows:
        return ""
    body, y, told = "", 0.0, []
    per_row = int((width - gutter - 62) // 16)
    for goal in rows:
        acts = sorted(goal["activities"], key=lambda act: STATES.index(act["state"]))
        done = sum(act["state"] == "Klar" for act in acts)
        body += words(0, y + 10, goal["ref"], more=QUIET) + words(22, y + 10, fit(goal["name"], gutter - 26))
        for index, act in enumerate(acts):
            body += mark(gutter + index % per_row * 16, y + 1 + index // per_row * 16, act["state"])
        body += words(width, y + 10, f"{done} av {len(acts)} klara", "end")
        told.append(f"{goal['name']} {done} av {len(acts)} aktiviteter klara")
        y += 18 + (len(acts) - 1) // per_row * 16
    body += line(0, y, width, y, RULE)
    x = gutter
    for state in STATES:
        body += mark(x, y + 6, state) + words(x + 15, y + 15, state)
        x += 24 + len(state) * 4.6
    return svg(width, y + 20, f"Läget i handlingsplanen per strategiskt mål: {'; '.join(told)}.", body)


def adopted(data: Data, width: float) -> str:
    """When the principals adopted the budget: a stack of dots a week, the last day as a line."""
    days = sorted(date.fromisoformat(row["on"]) for row in data["rulings"] if row["on"])
    if not days:
        return ""
    deadline = date.fromisoformat(data["deadline"])
    first, last = days[0].replace(day=1), max(days[-1], deadline) + timedelta(days=16)
    scale = (width - 8) / (last - first).days
    tallest = max(stack_heights(days).values())
    base = max(62.0, 22 + tallest * 8.6)

    def at(day: date) -> float:
        return 4 + (day - first).days * scale

    body, stacked = months(first, last, at, base), dict.fromkeys(stack_heights(days), 0)
    body += line(0, base, width, base)
    body += line(at(deadline), 10, at(deadline), base, INK, 1)
    label = f"{swedish_day(deadline)}, sista dag"
    body += words(at(deadline) - 4, 16, label, "end", BOLD)
    for day in days:
        week = day.isocalendar()[:2]
        stacked[week] += 1
        x = min(max(at(date.fromisocalendar(*week, 3)), 4), width - 4)
        late = day > deadline
        look = f'fill="{WHITE}" stroke="{INK}"' if late else f'fill="{ACCENT}" stroke="{ACCENT}"'
        body += f'<circle cx="{x:.1f}" cy="{base + 2.5 - stacked[week] * 8.6:.1f}" r="3.5" {look} stroke-width="1"/>'
    tardy = sum(day > deadline for day in days)
    if tardy:
        body += words(at(deadline) + 5, 16, count(tardy, "sent beslut", "sena beslut"))
    title = f"När huvudmännen fastställde budget {data['year']}: {len(days) - tardy} beslut till och med den "
    title += f"{long_date(deadline.isoformat())}, {tardy} senare. Första beslutet {long_date(days[0].isoformat())}, "
    return svg(width, base + 16, title + f"det sista {long_date(days[-1].isoformat())}.", body)


def stack_heights(days: list[date]) -> dict[tuple[int, int], int]:
    """How many decisions fell in each week."""
    heights: dict[tuple[int, int], int] = {}
    for day in days:
        week = day.isocalendar()[:2]
        heights[week] = heights.get(week, 0) + 1
    return heights


def months(first: date, last: date, at: Any, base: float) -> str:
    """The time axis: a short rule and the name where each month begins."""
    body, day = "", first
    while day < last:
        body += line(at(day), base, at(day), base + 4)
        if (last - day).days > 12:
            body += words(at(day) + 2, base + 12, SHORT_MONTHS[day.month - 1], more=QUIET)
        day = (day + timedelta(days=32)).replace(day=1)
    return body


def years(rows: list[Data], highlight: int, width: float, height: float = 84) -> str:
    """Total over the years; adopted solid, calculated outlined, the year in question in the accent."""
    top = max((row["total"] for row in rows), default=0)
    if top <= 0:
        return ""
    step, body, base = min(width / len(rows), 90), "", height - 24
    for index, row in enumerate(rows):
        tall = row["total"] / top * (base - 14)
        x = index * step
        look = (WHITE, OUTLINE) if not row["settled"] else (ACCENT, "") if row["year"] == highlight else (INK, "")
        kind = "budget" if row["settled"] else "kalkyl"
        body += box(x + 1, base - tall, step - 16, tall, *look) + words(
            x + 1, base - tall - 4, millions(row["total"]), more=BOLD
        )
        body += words(x + 1, base + 11, str(row["year"])) + words(x + 1, base + 21, kind, more=QUIET)
    told = ", ".join(
        f"{row['year']} {millions(row['total'])} ({'budget' if row['settled'] else 'kalkyl'})" for row in rows
    )
    title = f"Den totala budgeten per år, miljoner kronor: {told}."
    return svg(width, height, title, body + line(0, base, width, base, INK, 0.75))


def qr(url: str, size: float) -> str:
    """A QR code as one path of horizontal runs: small, and quick to draw."""
    import segno  # noqa: PLC0415 -- only documents draw codes

    rows = [list(row) for row in segno.make(url, error="m", micro=False).matrix]
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = max(end, x + 1)
    frame = f'width="{size}pt" height="{size}pt" viewBox="0 0 {len(rows)} {len(rows)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>'
        f'<title>QR-kod till {escape(url)}</title><path d="{"".join(runs)}" fill="#000"/></svg>'
    )
