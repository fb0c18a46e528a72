"""A budget's lines beside those of the year before, the principles they are shared by, and the years to come."""

from collections.abc import Iterable
from datetime import MAXYEAR, date
from fractions import Fraction
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from governance.lib.money import NO_BREAK_SPACE, Sek
from governance.lib.sharing import Line, Principle
from governance.lib.swedish_order import swedish_key
from governance.lib.text import percent
from governance.organisations.actors import Actor
from governance.ui.parts import Segment
from governance.ui.templatetags.swedish import kr
from governance.workflow.together import Wish, read_wishes

from ..cost_sharing import principle_of
from ..models import Budget, BudgetLine, BudgetShare, CostPrinciple, MultiYearLine, SnapshotRow
from ..states import ADOPTED, OUT, Phase, PrincipleState
from .residents import corrected_since
from .rows import LineRow, YearSum, year_sum

PHASE_FILLS = {Phase.MANAGEMENT: 1, Phase.ESTABLISHMENT: 2, Phase.DECOMMISSION: 4}
NONE = 0
"""Stands for the budget of the year before, or the frozen residents, where there are none."""


def find_budget(actor: Actor, slug: str, year: int, number: int) -> Budget:
    """One version of a year's budget, if the actor may know of it."""
    return find_years(actor, slug, year, number)[0]


def find_years(actor: Actor, slug: str, year: int, number: int) -> tuple[Budget, Budget | None]:
    """The budget and the one of the year before that it is told against, in one query."""
    if year > MAXYEAR:
        raise Http404
    found = (
        Budget.objects.visible_to(actor)
        .filter(partnership__slug=slug, year__in=(year, year - 1))
        .select_related("partnership", "snapshot", "plan")
    )
    budget = previous = None
    for each in found:
        if (each.year, each.version_number) == (year, number):
            budget = each
        elif each.year == year - 1 and is_told_against(each, previous):
            previous = each
    if budget is None:
        raise Http404
    return budget, previous


def is_told_against(budget: Budget, other: Budget | None) -> bool:
    """Whether an earlier year's budget is the one to compare with: the adopted one, else what was handed over last."""
    if budget.state in ADOPTED:
        return True
    return budget.state in OUT and (other is None or other.state not in ADOPTED)


def amounts_of(budget: int, previous: int, snapshot: int, partnership: int) -> tuple[QuerySet[Any], ...]:
    """Lines and frozen shares of both budgets; the years to come, principles and corrected residents of the first."""
    over = (PrincipleState.FALLEN, PrincipleState.ENDED)
    shares = BudgetShare.objects.filter(budget_id__in=(budget, previous))
    principles = CostPrinciple.objects.filter(partnership_id=partnership).exclude(state__in=over)
    return (
        BudgetLine.objects.filter(budget_id__in=(budget, previous)).select_related("service", "principle"),
        shares.annotate(short_name=F("principal__organisation__short_name")),
        MultiYearLine.objects.filter(budget_id=budget).select_related("service"),
        principles.order_by("from_year", "pk"),
        corrected_since(snapshot),
    )


class Amounts(NamedTuple):
    """What `amounts_of` names, in its order."""

    lines: list[BudgetLine]
    shares: list[BudgetShare]
    years: list[MultiYearLine]
    principles: list[CostPrinciple]
    corrected: list[SnapshotRow]


class BudgetLines:
    """The lines of a budget and of the one it is told against; all amounts are read when one is first asked for."""

    def __init__(self, budget: Budget, previous: Budget | None, *, actor: Actor, today: date) -> None:
        self.budget = budget
        self.previous = previous
        self.actor = actor
        self.today = today

    @cached_property
    def _amounts(self) -> Amounts:
        """What `amounts_of` names, in one query."""
        budget, previous = self.budget, self.previous.pk if self.previous else NONE
        keys = (budget.pk, previous, budget.snapshot_id or NONE, budget.partnership_id)
        return Amounts(*read_wishes(Wish("budgets.amounts", amounts_of, keys))[0])

    def of_each(self, rows: Iterable[Any]) -> dict[int, list[Any]]:
        """Rows of the two budgets by budget, each of which knows its own."""
        budgets = {each.pk: each for each in (self.budget, self.previous) if each is not None}
        found: dict[int, list[Any]] = {pk: [] for pk in budgets}
        for row in rows:
            row.budget = budgets[row.budget_id]
            found[row.budget_id].append(row)
        return found

    @cached_property
    def lines(self) -> dict[int, list[BudgetLine]]:
        """The lines of both years."""
        return self.of_each(self._amounts.lines)

    @property
    def own_lines(self) -> list[BudgetLine]:
        """The lines of this budget."""
        return self.lines[self.budget.pk]

    @cached_property
    def total(self) -> Sek:
        """The sum of the lines, which is the frozen sum once there is one."""
        return Sek(sum(line.amount_ore for line in self.own_lines))

    @cached_property
    def total_before(self) -> Sek | None:
        """The sum of the year before."""
        if self.previous is None:
            return None
        return Sek(sum(line.amount_ore for line in self.lines[self.previous.pk]))

    @property
    def total_change(self) -> Sek | None:
        """How much more or less the budget is."""
        return None if self.total_before is None else self.total - self.total_before

    @property
    def principles(self) -> list[CostPrinciple]:
        """Deviating principles that apply to the year or are on their way."""
        return [each for each in self._amounts.principles if each.from_year <= self.budget.year]

    @cached_property
    def in_effect(self) -> dict[str, CostPrinciple]:
        """Those in effect, by line; of several, the one from the latest year."""
        return {line_key(each): each for each in self.principles if each.state == PrincipleState.IN_EFFECT}

    @cached_property
    def applying(self) -> dict[str, CostPrinciple]:
        """Those that share a line."""
        return self.in_effect

    @cached_property
    def proposed(self) -> dict[str, CostPrinciple]:
        """Those on their way, by line."""
        return {line_key(each): each for each in self.principles if each.state != PrincipleState.IN_EFFECT}

    def sharing(self, line: BudgetLine) -> Principle:
        """What a line is shared by: as frozen, else what is in effect."""
        return principle_of(line, {} if line.shared_by else self.applying)

    def as_lines(self, budget: Budget) -> tuple[Line, ...]:
        """A budget's lines as cost sharing reads them."""
        return tuple(Line(line.key, line.amount_ore, self.sharing(line)) for line in self.lines[budget.pk])

    @cached_property
    def line_rows(self) -> list[LineRow]:
        """This year's lines beside those of the year before, by service; what has ended is there too."""
        after = {line.key: line for line in self.own_lines}
        before = {line.key: line for line in self.lines[self.previous.pk]} if self.previous else {}
        keys = sorted({**before, **after}, key=lambda key: place_of(after.get(key) or before[key]))
        rows: list[LineRow] = []
        for key in keys:
            line, old = after.get(key), before.get(key)
            shown: BudgetLine = line or old  # type: ignore[assignment]  # the key is of one of them
            principle, words = self.principle_of(line) if line else (None, "")
            rows.append(
                LineRow(
                    line=line,
                    service=shown.service.name,
                    phase=str(Phase(shown.phase).label),
                    before=old.amount_ore if old else None,
                    after=line.amount_ore if line else None,
                    is_repeated=bool(rows) and rows[-1].service == shown.service.name,
                    principle=principle,
                    principle_words=words,
                )
            )
        return rows

    def principle_of(self, line: BudgetLine) -> tuple[CostPrinciple | None, str]:
        """The deviating principle that a line is shared by, or that is proposed for it."""
        if not self.sharing(line).is_base:
            return line.principle or self.applying.get(line.key), _("avvikande princip")
        proposed = self.proposed.get(line.key)
        return (proposed, _("avvikande princip föreslagen")) if proposed else (None, "")

    @cached_property
    def phase_segments(self) -> list[Segment]:
        """What the money goes to, per phase."""
        total = self.total.ore
        sums = {phase: sum(line.amount_ore for line in self.own_lines if line.phase == phase) for phase in PHASE_FILLS}
        return [
            Segment(
                label=str(phase.label),
                share=Fraction(amount, total),
                value=f"{kr(Sek(amount))} ({percent(amount, total, decimals=0)})",
                fill=PHASE_FILLS[phase],
            )
            for phase, amount in sums.items()
            if amount
        ]

    @property
    def calculation_rows(self) -> list[MultiYearLine]:
        """Every row of the multi-year calculation."""
        return self._amounts.years

    @cached_property
    def calculation(self) -> list[YearSum]:
        """The multi-year calculation, a sum a year."""
        years: dict[int, list[MultiYearLine]] = {}
        for row in self.calculation_rows:
            years.setdefault(row.year, []).append(row)
        return [year_sum(year, rows) for year, rows in sorted(years.items())]

    @cached_property
    def later_years(self) -> list[YearSum]:
        """The years after this one."""
        return [each for each in self.calculation if each.year > self.budget.year]

    @cached_property
    def calculation_words(self) -> str:
        """The years after this one, each with its sum, and what is said of them."""
        told = [f"{each.year}{NO_BREAK_SPACE}{kr(Sek(each.total))}" for each in self.later_years]
        notes = dict.fromkeys(each.note for each in self.later_years if each.note)
        return " ".join([f"{', '.join(told)}.", *notes]) if told else ""


def place_of(line: BudgetLine) -> tuple[Any, int]:
    """The order of lines: by service in Swedish order, then as a service lives: establishment, management, end."""
    return swedish_key(line.service.name), Phase.values.index(line.phase)


def line_key(principle: CostPrinciple) -> str:
    """The line that a principle is for."""
    return f"{principle.service_id}:{principle.phase}"
