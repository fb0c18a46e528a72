"""Whose residents a budget is shared by, of which day and from where."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from ..cost_sharing import Residents, frozen_residents
from ..models import Budget, SnapshotRow
from ..populations import figure_now, figures_of, principals_for


@dataclass(frozen=True, slots=True)
class Counted:
    """The residents with their day and source; no day where there are no figures for everybody."""

    residents: Residents
    on: date | None
    source: str


def counted(budget: Budget) -> Counted:
    """As frozen with the budget, or the newest figures that every principal has; one or two queries."""
    if budget.snapshot is not None:
        return Counted(frozen_residents(budget.snapshot), budget.snapshot.reference_date, budget.snapshot.source)
    principals = principals_for(budget.partnership, budget.year)
    by_day = figures_of(principals, until=budget.reference_date)
    needed = {each.organisation_id for each in principals}
    day = max((each for each, figures in by_day.items() if needed and figures.keys() >= needed), default=None)
    if day is None:
        return Counted(Residents(()), None, "")
    figures = by_day[day]
    rows = tuple(
        SnapshotRow(
            principal=each,
            code=each.organisation.code,
            name=each.organisation.name,
            group=each.group,
            population=figures[each.organisation_id].population,
        )
        for each in principals
    )
    return Counted(Residents(rows), day, "; ".join(sorted({figures[each].source for each in needed})))


def corrected_since(snapshot: int) -> QuerySet[SnapshotRow]:
    """The rows of a snapshot whose figure has been corrected since it was frozen, with what it is `now`."""
    rows = SnapshotRow.objects.filter(snapshot_id=snapshot).annotate(now=figure_now())
    return rows.filter(now__isnull=False).exclude(now=F("population"))
