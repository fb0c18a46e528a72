"""The colours keep the contrast that WCAG asks for, also on tinted ground."""

import re
from pathlib import Path

import pytest

STYLES = Path(__file__).parents[2] / "governance" / "ui" / "static" / "ui"
TOKENS = dict(re.findall(r"--sv-([\w-]+): (#[0-9a-f]{3,6});", (STYLES / "samverk.css").read_text(encoding="utf-8")))
TEXT, SHAPE = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance, as WCAG defines it."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far two colours are apart, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("front", "ground", "least"),
    [
        *[
            (front, ground, TEXT)
            for front in ("ink", "ink-2", "accent")
            for ground in ("white", "paper", "accent-tint")
        ],
        ("done", "done-tint", TEXT),
        ("warn", "warn-tint", TEXT),
        ("stop", "stop-tint", TEXT),
        *[("ink", tint, TEXT) for tint in ("done-tint", "warn-tint", "stop-tint")],
        *[("ink-2", tint, TEXT) for tint in ("done-tint", "warn-tint", "stop-tint")],
        *[(signal, "white", TEXT) for signal in ("done", "warn", "stop")],
        *[("white", button, TEXT) for button in ("accent", "accent-hover", "accent-active")],
        ("line-2", "white", SHAPE),
    ],
)
def test_colour_can_be_told_from_its_ground(front: str, ground: str, least: float) -> None:
    assert contrast(TOKENS[front], TOKENS[ground]) >= least


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777", "#fff") < TEXT < contrast("#767676", "#fff")


def test_no_template_carries_style_or_script_of_its_own() -> None:
    pages = (Path(__file__).parents[2] / "templates").rglob("*.html")
    offenders = [
        page.name
        for page in pages
        if "pdf" not in page.parts and re.search(r"<style|\sstyle=|<script>|\son\w+=", page.read_text(encoding="utf-8"))
    ]

    assert offenders == []
