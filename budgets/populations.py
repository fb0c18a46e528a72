"""Whose residents count, on which day; and how they are frozen with a version."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Subquery

from governance import organisations
from governance.lib.dates import swedish_date
from governance.lib.money import thousands
from governance.organisations.kinds import OrganisationKind, PrincipalGroup
from governance.organisations.models import Partnership, PopulationFigure, Principal
from governance.organisations.queries import is_current

if TYPE_CHECKING:
    from .models import PopulationSnapshot

HANDED_IN = "fanns inte när budgeten lämnades in"
COMPUTED = "fanns inte än när andelarna räknades fram"
"""What is said of the figures that the rule points at: of a budget, and of a principle whose year has no budget."""
SHIPPED = Path(organisations.__file__).resolve().parent / "data" / "populations.csv"


def principals_for(partnership: Partnership, year: int) -> list[Principal]:
    """Those that are principals when the budget year begins, the region first, then by code."""
    found = partnership.principals.on(date(year, 1, 1)).select_related("organisation")
    return sorted(found, key=lambda each: (each.group != PrincipalGroup.REGION, each.organisation.code))


def principals_of(budget: Any) -> list[Principal]:
    """The principals that share a budget: as frozen, or as they would be."""
    if budget.snapshot_id is None:
        return principals_for(budget.partnership, budget.year)
    return [row.principal for row in budget.snapshot.rows.select_related("principal__organisation")]


def who_bears(frame: Any, today: date) -> list[Principal]:
    """The principals that bear a year's cost and can decide on the day.

    One that has come since does not pay the year; one that has left can no longer register a decision.
    """
    own = frame.budget.year == frame.year
    payers = principals_of(frame.budget) if own else principals_for(frame.partnership, frame.year)
    return [each for each in payers if is_current(each, today)]


def figures_of(principals: Iterable[Principal], *, until: date) -> dict[date, dict[int, PopulationFigure]]:
    """The figures of these principals by day as they stand now, corrections and all, for days until (and with) one."""
    wanted = {each.organisation_id for each in principals}
    by_day: dict[date, dict[int, PopulationFigure]] = defaultdict(dict)
    for figure in PopulationFigure.objects.current().filter(organisation_id__in=wanted, reference_date__lte=until):
        by_day[figure.reference_date][figure.organisation_id] = figure
    return by_day


def usable_date(partnership: Partnership, year: int, wanted: date) -> date | None:
    """The wanted day, or the newest before it on which every principal has a figure (A-03)."""
    principals = principals_for(partnership, year)
    needed = {each.organisation_id for each in principals}
    by_day = figures_of(principals, until=wanted)
    return max((day for day, figures in by_day.items() if needed and figures.keys() >= needed), default=None)


def freeze_population(
    partnership: Partnership, year: int, *, wanted: date, today: date, because: str = HANDED_IN
) -> "PopulationSnapshot | None":
    """Freeze the residents of every principal for a budget year; nothing when there are no figures to freeze.

    Where the figures of the wanted day do not exist yet, the newest are used, and the snapshot says so, and when it was
    that they did not exist (`because`).
    """
    from .models import PopulationSnapshot, SnapshotRow  # noqa: PLC0415 -- models need guards, guards need us

    day = usable_date(partnership, year, wanted)
    if day is None:
        return None
    principals = principals_for(partnership, year)
    figures = figures_of(principals, until=wanted)[day]
    snapshot = PopulationSnapshot.objects.create(
        partnership=partnership,
        wanted_date=wanted,
        reference_date=day,
        source="; ".join(sorted({figures[each.organisation_id].source for each in principals}))[:300],
        note=newest_note(wanted, day, because),
        frozen_on=today,
    )
    SnapshotRow.objects.bulk_create(
        SnapshotRow(
            snapshot=snapshot,
            principal=each,
            code=each.organisation.code,
            name=each.organisation.name,
            group=each.group,
            population=figures[each.organisation_id].population,
        )
        for each in principals
    )
    return snapshot


def figure_now() -> Subquery:
    """What a frozen row's figure is now, to be read beside it."""
    current = PopulationFigure.objects.current().filter(
        organisation=OuterRef("principal__organisation"), reference_date=OuterRef("snapshot__reference_date")
    )
    return Subquery(current.values("population")[:1])


def corrected_note(rows: Iterable[Any]) -> str:
    """Which figures have been corrected since they were frozen, for such rows with what the figure is `now`."""
    told = [f"{row.name} hade {thousands(row.population)}, rättat till {thousands(row.now)}" for row in rows]
    return f"Invånartal som har rättats sedan de frystes: {'; '.join(told)}. De frysta gäller här." if told else ""


def newest_note(wanted: date, used: date, because: str) -> str:
    """What is said when other figures than those the rule points at are used."""
    if wanted == used:
        return ""
    return f"Invånartal för {swedish_date(wanted)} {because}. De senaste, från {swedish_date(used)}, används i stället."


def figures_on(day: date) -> list[tuple[str, str, int, bool]]:
    """Code, name, residents and whether it is the region, for a day: registered ones first, else those shipped.

    A municipality's code begins with its region's, so that figures of other regions do not come in between.
    """
    kinds = (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)
    current = PopulationFigure.objects.current().select_related("organisation")
    found = current.filter(reference_date=day, organisation__kind__in=kinds)
    rows = [
        (each.organisation.code, each.organisation.name, each.population, each.organisation.kind == kinds[0])
        for each in found
        if each.organisation.code
    ]
    for region in sorted(code for code, _, _, is_region in rows if is_region):
        group = sorted(row for row in rows if row[0].startswith(region))
        if len(group) > 1:
            return group
    return sorted(shipped_figures().get(day.isoformat(), []))


@cache
def shipped_figures() -> dict[str, list[tuple[str, str, int, bool]]]:
    """The figures that come with the product, by day; the region's code has two digits, a municipality's four."""
    by_day: dict[str, list[tuple[str, str, int, bool]]] = defaultdict(list)
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = (row["code"], row["name"], int(row["population"]), len(row["code"]) == 2)
            by_day[row["reference_date"]].append(known)
    return dict(by_day)
