"""Template filters and tags for printed documents: Swedish figures, and tables and diagrams that number themselves."""

from datetime import UTC, datetime
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from governance.documents import swedish
from governance.lib.money import NO_BREAK_SPACE, thousands
from governance.lib.text import genitive as whose
from governance.lib.text import join_swedish

register = template.Library()


@register.filter
def ore(value: int | None, how: str = "") -> str:
    """1 252 213,29; with "+" a rise has its sign too."""
    return swedish.ore(value, plus=how == "+")


@register.filter
def kr(value: int | None, how: str = "") -> str:
    """1 252 213; with "+" a rise has its sign too."""
    return swedish.kronor(value, plus=how == "+")


@register.filter
def ppm(value: int | None, digits: int = 2) -> str:
    """25,47 from 254 700 parts per million."""
    return swedish.percent_of_ppm(value, digits)


@register.filter
def number(value: int | None) -> str:
    """1 421 781; nothing known is a dash."""
    return swedish.DASH if value is None else thousands(value)


@register.filter
def day(value: str | None) -> str:
    """2 mars 2026; no day is a dash."""
    return swedish.long_date(value)


@register.filter
def instant(value: str) -> str:
    """2 mars 2026 kl. 08.00, Swedish time."""
    return swedish.clock(value)


@register.filter
def any_has(rows: list[dict[str, Any]], name: str) -> bool:
    """Whether something stands in a column in any row, so that one without anything is left out."""
    return any(row.get(name) for row in rows)


@register.filter
def w3c(value: str) -> str:
    """2026-03-02T07:00:00Z, as the metadata of a PDF want it."""
    return datetime.fromisoformat(value).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@register.filter
def genitive(name: str) -> str:
    """Malmö stads, Höganäs."""
    return whose(name)


@register.filter
def nb(value: str) -> str:
    """Keep the words on one line."""
    return value.replace(" ", NO_BREAK_SPACE)


@register.filter
def blocks(value: str, size: int = 8) -> SafeString:
    """Set a long hash in groups on two lines, so that it can be read aloud and compared."""
    groups = [escape(value[i : i + size]) for i in range(0, len(value), size)]
    half = (len(groups) + 1) // 2
    return mark_safe(" ".join(groups[:half]) + "<br>" + " ".join(groups[half:]))  # noqa: S308 -- escaped above


@register.simple_tag(takes_context=True)
def table(context: template.Context, name: str = "") -> str:
    """Number this table: "Tabell 7"; under its name the text may point to it."""
    return numbered(context, "Tabell", name)


@register.simple_tag(takes_context=True)
def diagram(context: template.Context, name: str = "") -> str:
    """Number this diagram: "Diagram 3"."""
    return numbered(context, "Diagram", name)


def numbered(context: template.Context, kind: str, name: str) -> str:
    """Count tables and diagrams apart, in the order of the page."""
    counters: dict[str, Any] = context["numbers"]
    counters[kind] = counters.get(kind, 0) + 1
    if name:
        counters.setdefault("names", {})[name] = counters[kind]
    return f"{kind} {counters[kind]}"


@register.simple_tag(takes_context=True)
def numbers_of(context: template.Context, *names: str) -> str:
    """Name tables by their numbers: "2, 5, 6 och 7"; those that were left out are left out here too."""
    known = context["numbers"].get("names", {})
    return join_swedish([str(known[name]) for name in names if name in known])
