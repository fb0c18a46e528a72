"""One glossary: docs/glossary.md is read by people in the repository and by the page Ordlista."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from governance.lib.swedish_order import swedish_key


@dataclass(frozen=True, slots=True)
class Entry:
    """A word: in the code, in Swedish, and what it means."""

    english: str
    swedish: str
    meaning: str


def read_table(markdown: str) -> list[Entry]:
    """The rows of the first three-column table in a markdown text; the head and the ruler are not rows."""
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in markdown.splitlines()
        if line.lstrip().startswith("|")
    ]
    return [Entry(*cells) for cells in rows[2:] if len(cells) == 3]


@cache
def terms(path: Path | None = None) -> tuple[Entry, ...]:
    """Every word, in Swedish order (å, ä, ö last)."""
    text = (path or settings.BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8")
    return tuple(sorted(read_table(text), key=lambda entry: swedish_key(entry.swedish)))
