"""What the parties pay, in the agreement's own price level and carried to the newest prices known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.ui.templatetags.swedish import kr

from ..content import AgreementText, FinancingText
from ..financing import carry, month_name, month_of
from ..models import Agreement, IndexFigure
from ..redline import share_words


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyRow:
    """What a party pays: as agreed, and in the newest prices."""

    party: str
    what: str
    share: str
    amount: str
    price_level: str
    carried: str
    carried_note: str


def money_of(agreement: Agreement, text: AgreementText, today: date) -> dict[str, Any]:
    """The plan of a frozen text; one question when it has an index and holds, none otherwise."""
    series = {each.index_series for each in text.financing if each.index_series and agreement.is_binding}
    figures: dict[tuple[str, date], IndexFigure] = {}
    if series:
        known = IndexFigure.objects.filter(partnership_id=agreement.partnership_id, series__in=series)
        figures = {(each.series, each.month): each for each in known.filter(month__lte=today)}
    rows = [row_of(each, figures) for each in text.financing]
    missing = missing_figures(text, figures) if agreement.is_binding else []
    return {
        "plan": rows,
        "plan_cost": kr(Sek(text.cost_ore)) if text.cost_ore is not None else "",
        "plan_carried": any(row.carried for row in rows),
        "plan_missing": [*missing, *nothing_later(text, figures)],
    }


def nothing_later(text: AgreementText, figures: dict[tuple[str, date], IndexFigure]) -> list[str]:
    """The price levels after which no figure is known, each once: those amounts are the newest as they stand."""
    newest: dict[str, date] = {}
    for series, month in figures:
        newest[series] = max(month, newest.get(series, month))
    levels = {
        (each.index_series, month_of(date.fromisoformat(each.price_level_on)))
        for each in text.financing
        if each.index_series and each.price_level_on
    }
    return [
        _("Inget indextal i %(series)s efter %(month)s är inlagt.") % {"series": series, "month": month_name(month)}
        for series, month in sorted(levels & figures.keys())
        if newest[series] <= month
    ]


def missing_figures(text: AgreementText, figures: dict[tuple[str, date], IndexFigure]) -> list[str]:
    """The figures without which an amount cannot be carried, each once."""
    wanted = {
        (each.index_series, month_of(date.fromisoformat(each.price_level_on)))
        for each in text.financing
        if each.index_series and each.price_level_on
    }
    return [
        _("Indextalet i %(series)s för %(month)s är inte inlagt.") % {"series": series, "month": month_name(month)}
        for series, month in sorted(wanted - figures.keys())
    ]


def row_of(line: FinancingText, figures: dict[tuple[str, date], IndexFigure]) -> MoneyRow:
    """One line, carried to the newest month of its series when its figures are known."""
    level = date.fromisoformat(line.price_level_on) if line.price_level_on else None
    base = figures.get((line.index_series, month_of(level))) if level is not None else None
    carried = note = ""
    if base is not None and line.amount_ore is not None:
        newest = max((each for each in figures.values() if each.series == line.index_series), key=by_month)
        if newest.month > base.month:
            carried = kr(Sek(carry(line.amount_ore, base=base.value, then=newest.value)))
            note = _("%(series)s %(month)s") % {"series": line.index_series, "month": month_name(newest.month)}
    return MoneyRow(
        party=line.party,
        what=line.what,
        share=share_words(line.share_ppm) if line.share_ppm is not None else "",
        amount=kr(Sek(line.amount_ore)) if line.amount_ore is not None else "–",
        price_level=month_name(level) if level is not None else "",
        carried=carried,
        carried_note=note,
    )


def by_month(figure: IndexFigure) -> date:
    """Sort key of a figure."""
    return figure.month
