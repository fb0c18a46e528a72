"""The figures of a budget and its year as tables to take along."""

from decimal import Decimal

from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.sharing import ROUNDING_NOTE

from ..exports import Sheet
from ..models import YearFrame
from .budget import BudgetPage


def amount(ore: int | None) -> Sek | None:
    """Öre as an amount, where there are any."""
    return None if ore is None else Sek(ore)


def source_notes(page: BudgetPage) -> list[str]:
    """Where the residents come from, and how the öre are rounded."""
    notes = []
    if page.residents_on is not None:
        words = {"day": swedish_date(page.residents_on), "source": page.residents_source}
        notes.append(_("Invånare %(day)s. Källa: %(source)s.") % words)
    if page.residents_note:
        notes.append(page.residents_note)
    if page.corrected_note:
        notes.append(page.corrected_note)
    return [*notes, ROUNDING_NOTE]


def lines_sheet(page: BudgetPage) -> Sheet:
    """The lines beside those of the year before."""
    year = page.budget.year
    rows = [
        [
            row.service,
            row.phase,
            row.line.title if row.line else "",
            amount(row.before),
            amount(row.after),
            Sek(row.change),
            row.principle_words or _("grundprincipen"),
        ]
        for row in page.line_rows
    ]
    rows.append([_("Summa"), "", "", page.total_before, page.total, page.total_change, ""])
    columns = [
        _("Tjänst"),
        _("Fas"),
        _("Beskrivning"),
        _("%s, kr") % (year - 1),
        _("%s, kr") % year,
        _("Ändring, kr"),
        _("Kostnadsprincip"),
    ]
    return Sheet(name=_("Budgetrader %s") % year, columns=columns, rows=rows)


def shares_sheet(page: BudgetPage) -> Sheet:
    """One row a principal, the region first, then by number of residents."""
    year = page.budget.year
    rows = [
        [
            row.code,
            row.name,
            row.population,
            (Decimal(row.part.numerator) * 100 / Decimal(row.part.denominator)).quantize(Decimal("0.0001")),
            Sek(row.base),
            Sek(row.deviating),
            Sek(row.after),
            amount(row.before),
            amount(row.change),
        ]
        for row in page.shares
    ]
    sums = [
        "",
        _("Summa"),
        None,
        Decimal("100.0000"),
        Sek(sum(row.base for row in page.shares)),
        Sek(sum(row.deviating for row in page.shares)),
        Sek(sum(row.after for row in page.shares)),
        page.total_before,
        page.total_change,
    ]
    columns = [
        _("Kod"),
        _("Huvudman"),
        _("Invånare"),
        _("Andel, %"),
        _("Enligt grundprincipen, kr"),
        _("Enligt avvikande principer, kr"),
        _("%s, kr") % year,
        _("%s, kr") % (year - 1),
        _("Ändring, kr"),
    ]
    notes = source_notes(page)
    return Sheet(name=_("Andelar %s") % year, columns=columns, rows=[*rows, sums] if rows else [], notes=notes)


def outcome_sheet(frame: YearFrame) -> Sheet:
    """Every entry of a year's outcome, corrections too."""
    rows = [
        [
            entry.period.isoformat()[:7],
            entry.line.service.name,
            entry.line.get_phase_display(),
            entry.amount,
            entry.text,
        ]
        for entry in frame.outcomes.select_related("line__service")
    ]
    columns = [_("Månad"), _("Tjänst"), _("Fas"), _("Belopp, kr"), _("Text")]
    return Sheet(name=_("Utfall %s") % frame.year, columns=columns, rows=rows)
