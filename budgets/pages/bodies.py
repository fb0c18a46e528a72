"""What stands once for every principal on a budget's page, built without a template: there are 34 on every visit."""

from collections.abc import Iterable

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

from governance.ui import charts
from governance.ui.templatetags.swedish import number, ore_exact, ore_signed

from .rows import ShareRow


def shares_body(rows: Iterable[ShareRow], *, with_change: bool) -> SafeString:
    """The rows of the table of shares."""
    return SafeString("\n".join(share_markup(row, with_change=with_change) for row in rows))


def share_markup(row: ShareRow, *, with_change: bool) -> str:
    """One principal: residents, bar, part of the whole, amount, and the change from the year before."""
    tinted, mine = (' class="is-me"', ' <span class="me">(din huvudman)</span>') if row.is_mine else ("", "")
    bar = "" if row.is_region else charts.bar(row.bar)
    change = f'<td class="r delta">{ore_signed(row.change)}</td>' if with_change else ""
    return (
        f'<tr{tinted}><th scope="row">{escape(row.name)}{mine}</th>'
        f'<td class="r inv" data-l="Invånare:">{number(row.population)}</td><td class="barcell full">{bar}</td>'
        f'<td class="r pc" data-l="Andel, %:">{row.percent_words}</td>'
        f'<td class="r strong">{ore_exact(row.after)}</td>{change}</tr>'
    )


def options(rows: Iterable[ShareRow], *, chosen: str) -> SafeString:
    """The principals to choose from."""
    return SafeString("".join(option_markup(row, is_chosen=row.code == chosen) for row in rows))


def option_markup(row: ShareRow, *, is_chosen: bool) -> str:
    """One principal in the choice."""
    selected = " selected" if is_chosen else ""
    return f'<option value="{escape(row.code)}"{selected}>{escape(row.name)}</option>'
