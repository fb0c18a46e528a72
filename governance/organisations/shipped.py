"""What comes with the product: Skåne's 34 principals and their population (`data/README.md` says from where)."""

import csv
from datetime import date
from pathlib import Path

from governance.audit.actors import Actor

from .models import Organisation
from .populations import Preview, import_population
from .services import register_organisation

DATA = Path(__file__).resolve().parent / "data"
SOURCE = "SCB, folkmängd i kommunerna den 31 december 2020–2025; regionen är summan av kommunerna (medföljer Samverk)"


def load_shipped_organisations(*, by: Actor, today: date) -> list[Organisation]:
    """Register Region Skåne and the 33 municipalities that are not there yet; returns all 34 in the order of code."""
    with (DATA / "organisations.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {each.code: each for each in Organisation.objects.filter(code__in=[row["code"] for row in rows])}
    return [known.get(row["code"]) or register_organisation(**row, by=by, today=today) for row in rows]


def load_shipped_populations(*, by: Actor, today: date) -> Preview:
    """Read in the population figures that come with the product; those that are there already are passed over."""
    return import_population((DATA / "populations.csv").read_bytes(), source=SOURCE, by=by, today=today)
