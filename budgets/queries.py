"""Reads that cross several relations; each is a fixed number of queries, however many rows there are."""

from dataclasses import dataclass

from django.db.models import Exists, Max, Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from governance.lib.money import Sek
from governance.organisations.models import Partnership

from .models import Budget, CostPrinciple, YearFrame
from .models.budgets import BudgetQuerySet
from .models.principles import NO_YEAR
from .states import FROZEN, PrincipleState


@dataclass(frozen=True, slots=True)
class Ceiling:
    """What may be used in a year (tak), and the adopted budget it rests on."""

    year: int
    amount: Sek
    budget: Budget

    @property
    def is_provisional(self) -> bool:
        """Whether an earlier year's budget is the ceiling (A-15)."""
        return self.budget.year != self.year


def last_adopted(partnership: Partnership, year: int) -> Budget | None:
    """The year's adopted budget, or the newest before it."""
    return Budget.objects.adopted().filter(partnership=partnership, year__lte=year).order_by("-year").first()


def ceiling_for(partnership: Partnership, year: int) -> Ceiling | None:
    """What may be used in a year: its frame, else the last adopted budget's total; nothing before the first one."""
    frame = YearFrame.objects.filter(partnership=partnership, year=year).select_related("budget").first()
    if frame is not None:
        return Ceiling(year, frame.ceiling, frame.budget)
    budget = last_adopted(partnership, year)
    return None if budget is None else Ceiling(year, budget.total, budget)


def budget_for(partnership: Partnership, year: int) -> Budget | None:
    """The budget that stands for a year: adopted, else the one under work."""
    found = Budget.objects.filter(partnership=partnership, year=year).select_related("snapshot", "plan")
    return found.adopted().first() or found.under_work().first()


def frozen_for(principle: CostPrinciple) -> list[Budget]:
    """The budgets whose frozen shares a principle would have changed: from its first year to that of the next one."""
    row = CostPrinciple.objects.in_effect().filter(
        partnership_id=principle.partnership_id, service_id=principle.service_id, phase=principle.phase
    )
    following = row.filter(from_year__gt=principle.from_year).aggregate(first=Min("from_year"))["first"]
    found = Budget.objects.filter(
        partnership_id=principle.partnership_id, state__in=FROZEN, year__gte=principle.from_year
    )
    return list((found.filter(year__lt=following) if following else found).order_by("year", "version_number"))


def too_late(found: QuerySet[CostPrinciple]) -> QuerySet[CostPrinciple]:
    """Principles with whether some budget is `frozen_for` them, so that they cannot be put forward (`is_too_late`)."""
    row = {name: OuterRef(name) for name in ("partnership", "service", "phase")}
    later = CostPrinciple.objects.in_effect().filter(**row, from_year__gt=OuterRef("from_year"))
    following = Subquery(later.order_by("from_year").values("from_year")[:1])
    frozen = Budget.objects.filter(
        partnership=OuterRef("partnership"),
        state__in=FROZEN,
        year__gte=OuterRef("from_year"),
        year__lt=Coalesce(OuterRef("following_year"), NO_YEAR),
    )
    return found.annotate(following_year=following).annotate(is_too_late=Exists(frozen))


def rival_of(principle: CostPrinciple) -> CostPrinciple | None:
    """Another principle for the same row and first year that is being decided: one of them would end the other."""
    found = CostPrinciple.objects.filter(
        partnership_id=principle.partnership_id,
        service_id=principle.service_id,
        phase=principle.phase,
        from_year=principle.from_year,
        state=PrincipleState.BEING_DECIDED,
    )
    return found.exclude(pk=principle.pk).select_related("service").first()


def first_open_year(partnership_id: int, *, ahead: int = 0) -> int:
    """The first year that a principle decided from now on can share: after every budget that has been handed over."""
    found = Budget.objects.filter(partnership_id=partnership_id, state__in=FROZEN)
    return max(ahead, (found.aggregate(last=Max("year"))["last"] or 0) + 1)


def budgets_of(partnership: Partnership) -> BudgetQuerySet:
    """A partnership's budgets with their sums, newest first."""
    found: BudgetQuerySet = Budget.objects.filter(partnership=partnership).with_total()
    return found.select_related("plan", "partnership").order_by("-year", "-version_number")
