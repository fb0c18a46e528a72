"""The financing plan: what each party pays, in öre that add up to the whole; and amounts carried to another month.

Two rules of rounding, and no other: shares of a cost are divided by the largest remainder, so that they add up; an
amount is carried from one price level to another as amount x index(then) / index(base), computed exactly and rounded
to whole öre, halves away from zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from governance.lib.apportion import largest_remainder, round_half_away
from governance.lib.dates import MONTHS
from governance.workflow.refusals import Refusal, Refused

from . import citations

if TYPE_CHECKING:
    from governance.organisations.models import Partnership

    from .content import AgreementText
    from .models import AgreementVersion, FinancingLine

WHOLE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """What a party pays, in öre; None where a share cannot be computed since the cost is not stated."""

    pk: int
    version: int
    party_id: int
    party_name: str
    what: str
    amount_ore: int | None
    share_ppm: int | None
    price_level_on: date | None
    index_series: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A financing plan as it adds up (finansieringsplan)."""

    rows: tuple[PlanRow, ...]
    cost_ore: int | None

    @property
    def total_ore(self) -> int:
        """What the parties pay together."""
        return sum(row.amount_ore or 0 for row in self.rows)

    @property
    def left_ore(self) -> int:
        """What nobody pays yet; less than zero when the parties pay too much."""
        return (self.cost_ore or 0) - self.total_ore

    @property
    def adds_up(self) -> bool:
        """Whether the parties pay the whole cost, to the öre."""
        return bool(self.rows) and self.cost_ore is not None and self.left_ore == 0


def plan_of(version: "AgreementVersion") -> Plan:
    """The plan of a version's rows; one question."""
    lines = list(version.financing.select_related("party__principal__organisation"))
    return make_plan(lines, version.cost_ore)


def plan_in(text: "AgreementText") -> Plan:
    """The plan that a frozen text says; no question."""
    rows = tuple(
        PlanRow(
            pk=0,
            version=0,
            party_id=0,
            party_name=row.party,
            what=row.what,
            amount_ore=row.amount_ore,
            share_ppm=row.share_ppm,
            price_level_on=None,
            index_series=row.index_series,
        )
        for row in text.financing
    )
    fixed = text.cost_ore is None and not any(row.share_ppm is not None for row in rows)
    return Plan(rows=rows, cost_ore=sum(row.amount_ore or 0 for row in rows) if fixed else text.cost_ore)


def make_plan(lines: Iterable["FinancingLine"], cost_ore: int | None) -> Plan:
    """Compute what each row pays; without a stated cost, fixed amounts alone are the cost."""
    lines = list(lines)
    shares = {line.pk: line.share_ppm for line in lines if line.share_ppm is not None}
    if cost_ore is None and lines and not shares:
        cost_ore = sum(line.amount_ore or 0 for line in lines)
    parts = share_out(cost_ore, shares) if cost_ore is not None else {}
    return Plan(
        rows=tuple(
            PlanRow(
                pk=line.pk,
                version=line.version,
                party_id=line.party_id,
                party_name=str(line.party),
                what=line.what,
                amount_ore=parts.get(line.pk) if line.share_ppm is not None else line.amount_ore,
                share_ppm=line.share_ppm,
                price_level_on=line.price_level_on,
                index_series=line.index_series,
            )
            for line in lines
        ),
        cost_ore=cost_ore,
    )


def share_out(cost_ore: int, shares: dict[int, int]) -> dict[int, int]:
    """Each share of the cost in öre; shares of the whole add up to it, by the largest remainder.

    Shares above the whole cannot add up: each is rounded by itself, and the plan shows what is too much.
    """
    if not shares:
        return {}
    rest = WHOLE - sum(shares.values())
    if rest < 0:
        return {key: round_half_away(cost_ore * ppm, WHOLE) for key, ppm in shares.items()}
    nobody = 0  # no row has the key 0
    parts = largest_remainder(cost_ore, {**shares, nobody: rest} if rest else shares)
    parts.pop(nobody, None)
    return parts


def carry(amount_ore: int, *, base: Decimal, then: Decimal) -> int:
    """Carry an amount to another price level: amount x index(then) / index(base), exact, halves away from zero."""
    exact = Fraction(amount_ore) * Fraction(then) / Fraction(base)
    return round_half_away(exact.numerator, exact.denominator)


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """An amount in another month's prices (omräknat belopp), with the figures that it rests on."""

    amount_ore: int
    base_month: date
    base_value: Decimal
    month: date
    value: Decimal
    source: str


def month_of(day: date) -> date:
    """The month of a day, as its first day."""
    return day.replace(day=1)


def month_name(day: date) -> str:
    """The month in words: "januari 2016"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def carry_to(partnership: "Partnership", *, amount_ore: int, series: str, price_level_on: date, on: date) -> Carried:
    """Carry an amount to the prices of the newest month known on a day. Raises Refused when a figure is missing."""
    from .models import IndexFigure  # noqa: PLC0415 -- models read guards, guards read this

    base_month = month_of(price_level_on)
    known = IndexFigure.objects.filter(partnership=partnership, series=series, month__lte=max(on, base_month))
    figures = {each.month: each for each in known}
    base = figures.get(base_month)
    if base is None:
        raise Refused(
            [
                Refusal(
                    f"Indextalet i serien {series} för {month_name(base_month)} är inte inlagt. "
                    "Utan det kan beloppet inte räknas om.",
                    citations.FIGURES_HAVE_SOURCE,
                    mended_by="förhandlingspersonerna eller kansliet: lägg in indextalet med sin källa",
                    no_deadline="Ingen tidsgräns",
                )
            ]
        )
    newest = figures[max(figures)]
    return Carried(
        amount_ore=carry(amount_ore, base=base.value, then=newest.value),
        base_month=base_month,
        base_value=base.value,
        month=newest.month,
        value=newest.value,
        source=newest.source,
    )
