"""What comes with the product: Skåne's 34 principals and their population (`data/README.md` says from where)."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from governance.audit.actors import Actor

from .models import Organisation, PopulationFigure
from .population_file import read_file
from .populations import Preview, import_population
from .services import register_organisation

DATA = Path(__file__).resolve().parent / "data"
SOURCE = "SCB, folkmängd i kommunerna den 31 december 2020–2025; regionen är summan av kommunerna (medföljer Samverk)"


@dataclass(frozen=True, slots=True)
class Missing:
    """What of that which comes with the product is not here yet: names of organisations, and figures a day."""

    organisations: tuple[str, ...]
    days: tuple[tuple[date, int], ...]

    @property
    def figures(self) -> int:
        """How many figures are missing."""
        return sum(count for _, count in self.days)

    @property
    def is_nothing(self) -> bool:
        """Whether all of it is here."""
        return not self.organisations and not self.days


def shipped_rows() -> list[dict[str, str]]:
    """The organisations as their file gives them, in the order of code."""
    with (DATA / "organisations.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def missing_here() -> Missing:
    """What would be added, without adding it."""
    rows = shipped_rows()
    codes = [row["code"] for row in rows]
    known = set(Organisation.objects.filter(code__in=codes).values_list("code", flat=True))
    figures = PopulationFigure.objects.filter(organisation__code__in=codes)
    held = set(figures.values_list("organisation__code", "reference_date"))
    days: dict[date, int] = {}
    for line in read_file((DATA / "populations.csv").read_bytes())[0]:
        if (line.code, line.reference_date) not in held:
            days[line.reference_date] = days.get(line.reference_date, 0) + 1
    return Missing(tuple(row["name"] for row in rows if row["code"] not in known), tuple(sorted(days.items())))


def load_shipped(*, by: Actor, today: date) -> Missing:
    """Register the organisations and figures that are not here yet, all or nothing; tells what was added."""
    with transaction.atomic():
        added = missing_here()
        load_shipped_organisations(by=by, today=today)
        load_shipped_populations(by=by, today=today)
    return added


def load_shipped_organisations(*, by: Actor, today: date) -> list[Organisation]:
    """Register Region Skåne and the 33 municipalities that are not there yet; returns all 34 in the order of code."""
    rows = shipped_rows()
    known = {each.code: each for each in Organisation.objects.filter(code__in=[row["code"] for row in rows])}
    return [known.get(row["code"]) or register_organisation(**row, by=by, today=today) for row in rows]


def load_shipped_populations(*, by: Actor, today: date) -> Preview:
    """Read in the population figures that come with the product; those that are there already are passed over.

    They are official: where the demonstration tells of a day before theirs, they are let through all the same.
    """
    data = (DATA / "populations.csv").read_bytes()
    return import_population(data, source=SOURCE, by=by, today=today, ahead=True)
