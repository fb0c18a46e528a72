"""Figures of an index, entered with their source."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from governance.organisations.models import Partnership
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import citations, permissions
from ..financing import month_of
from ..models import IndexFigure


@transaction.atomic
def register_index_figure(
    *, partnership: Partnership, series: str, month: date, value: Decimal, source: str, by: Any, today: date
) -> IndexFigure:
    """Enter the value of an index in a month, with where it was read (indextal)."""
    figure = IndexFigure(
        partnership=partnership, series=series.strip(), month=month_of(month), value=value, source=source.strip()
    )
    require_right(figure, by, permissions.may_write, permissions.WHO_WRITES)
    if not figure.source:
        raise refuse("Ange var indextalet är läst.", citations.FIGURES_HAVE_SOURCE, mended_by="du själv: ange källan")
    steps.create(figure, by=by, today=today, series=figure.series, month=figure.month, value=value)
    return figure


@transaction.atomic
def correct_index_figure(
    figure: IndexFigure, *, value: Decimal, source: str, by: Any, today: date, version: int | None
) -> IndexFigure:
    """Correct a figure that was entered wrong; the trail keeps both values."""
    require_right(figure, by, permissions.may_write, permissions.WHO_WRITES)
    changes = {"value": value, "source": source.strip()}
    edited: IndexFigure = steps.edit(figure, by=by, today=today, version=version, changes=changes).subject
    return edited
