"""The list of everyone's decision as rows of a table, built without a template: there are 34 of them on every visit."""

from collections.abc import Iterable

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

from governance.ui.templatetags.components import status

from .presentation import Row


def body_of(rows: Iterable[Row]) -> SafeString:
    """The body of the table."""
    return SafeString("\n".join(row_markup(row) for row in rows))


def row_markup(row: Row) -> str:
    """One principal: name, state, decision or meeting, own diary number and legal force."""
    url, name = escape(row.url), escape(row.name)
    tinted, mine = "", ""
    if row.is_mine:
        tinted, mine = ' class="is-me"', f' <span class="me">(din {escape(row.ruling.matter.words.one)})</span>'
    return (
        f'<tr id="{escape(row.anchor)}"{tinted}><th scope="row"><a href="{url}">{name}</a>{mine}</th>'
        f'<td>{status(row.tone, row.state)}</td><td class="full">{decision_markup(row)}</td>'
        f'<td class="full num" data-l="Diarienummer:">{escape(row.ruling.diary_number)}</td>'
        f'<td class="full" data-l="Laga kraft:">{escape(row.legal_force)}</td></tr>'
    )


def decision_markup(row: Row) -> str:
    """What was decided or is planned, with what is missing and where the reasons can be read."""
    parts: list[str] = [escape(row.text)]
    if row.warning:
        parts.append(f" {status('warn', row.warning)}")
    if row.has_reasons:
        whose = f'<span class="sr"> från {escape(row.name)}</span>'
        parts.append(f'<small class="blk"><a href="{escape(row.url)}">Läs skälen{whose}</a></small>')
    if row.second:
        parts.append(f'<small class="blk">{escape(row.second)}</small>')
    return "".join(parts)
