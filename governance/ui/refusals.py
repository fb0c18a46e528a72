"""From a refused step to the panel that explains it.

The workflow stands above this app, so a refusal is read by the names of its attributes; an `Obstruction` fits as well.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from .menu import address_of
from .parts import Obstruction, Rule
from .templatetags.swedish import in_days, near


def words_of(value: Any) -> str:
    """A role, body or text as words."""
    return str(getattr(value, "label", value) or "") if value else ""


def rule_of(citation: Any) -> Rule | None:
    """A citation as the quote, its place and where to read it."""
    if not citation:
        return None
    anchor, page = getattr(citation, "anchor", ""), address_of("rules")
    return Rule(
        quote=str(getattr(citation, "quote", "") or ""),
        label=str(getattr(citation, "label", "") or citation),
        url=str(getattr(citation, "url", "") or (f"{page}#{anchor}" if page and anchor else "")),
    )


def obstructions(refusals: Iterable[Any], today: date) -> list[tuple[Obstruction, str, str]]:
    """Each refusal as one row of the panel, with its last day and how far off that is, in words."""
    rows = []
    for refusal in refusals:
        title, sentence = str(getattr(refusal, "title", "") or ""), str(getattr(refusal, "sentence", "") or "")
        row = Obstruction(
            title=title or sentence,
            sentence=sentence if title else "",
            rule=rule_of(getattr(refusal, "rule", None)),
            mended_by=words_of(getattr(refusal, "mended_by", "")),
            how=str(getattr(refusal, "how", "") or ""),
            link=str(getattr(refusal, "link", "") or ""),
            by_when=getattr(refusal, "by_when", None),
            no_deadline=str(getattr(refusal, "no_deadline", "") or ""),
            rows=tuple(getattr(refusal, "rows", ())),
        )
        rows.append((row, near(row.by_when, today) if row.by_when else "", in_days(row.by_when, today)))
    return rows
