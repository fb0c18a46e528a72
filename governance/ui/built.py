"""Parts that stand many times on a page, built without a template: each item costs a string, not a rendering."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

from . import charts
from .parts import Chip, Tile

REGION = "12"


@lru_cache(maxsize=256)
def icon(name: str, kind: str = "") -> SafeString:
    """An icon of the sprite; always beside words, therefore silent."""
    classes = f"ic {escape(kind)}" if kind else "ic"
    return SafeString(
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        f'<use href="#i-{escape(name)}"/></svg>'
    )


def tiles(items: Iterable[Tile]) -> SafeString:
    """Skåne, square by square; each links to its row in the list below."""
    return SafeString(f'<ul class="tiles">{"".join(tile_of(tile) for tile in items)}</ul>')


def tile_of(tile: Tile) -> str:
    """One square: sign and name, three letters of it on a phone, and the state for those who do not see the colour."""
    label = escape(tile.label)
    place = f" {found}" if (found := charts.tile_place(tile.code)) else ""
    short = "" if tile.code == REGION else f'<span class="s" aria-hidden="true">{escape(tile.label[:3])}</span>'
    mine, said = (" is-me", ", din huvudman") if tile.is_mine else ("", "")
    return (
        f'<li class="tile tile--{escape(tile.status)}{place}{mine}"><a href="{escape(tile.url)}">'
        f'{icon(f"st-{tile.status}")}<span class="l">{label}</span>{short}'
        f'<span class="sr">: {escape(tile.status_label)}{said}</span></a></li>'
    )


def chips(items: Sequence[Chip], label: str, target: str = "") -> SafeString:
    """Filters as links; with `target` (a CSS selector) htmx swaps only that part."""
    listed = "".join(f"<li>{chip_of(chip, number, target)}</li>" for number, chip in enumerate(items, start=1))
    return SafeString(f'<nav aria-label="{escape(label)}"><ul class="chips">{listed}</ul></nav>')


def chip_of(chip: Chip, number: int, target: str) -> str:
    """One filter: its sign, its words and how many rows it gives."""
    url, part = escape(chip.url), escape(target)
    current = ' aria-current="true"' if chip.current else ""
    swap = ""
    if target:
        swap = (
            f' id="{part.replace("#", "")}-{number}" hx-get="{url}" hx-target="{part}" hx-select="{part}" '
            'hx-swap="outerHTML" hx-push-url="true"'
        )
    sign = icon(f"st-{chip.status}") if chip.status else ""
    count = "" if chip.count is None else f" {chip.count}"
    return f'<a href="{url}"{current}{swap}>{sign}{escape(chip.label)}{count}</a>'
