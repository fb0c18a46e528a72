"""Reads for the pages: each of so many queries whatever the number of rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, join_swedish

from .kinds import PrincipalGroup
from .models import (
    Body,
    Organisation,
    Partnership,
    PartnershipGroupObjectPermission,
    PopulationFigure,
    Principal,
    Seat,
    current,
)

POWERS = (
    ("prepares", _("bereder")),
    ("recommends", _("rekommenderar")),
    ("decides_within_frame", _("beslutar inom fastställd ram")),
    ("decides_as_sovereign", _("beslutar suveränt")),
)


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body with its powers as a sentence and those who sit there today."""

    body: Body
    powers: str
    seats: tuple[Seat, ...]


@dataclass(frozen=True, slots=True)
class PrincipalGroupRows:
    """The principals of one group, those of today first."""

    label: str
    principals: tuple[Principal, ...]
    now: int


def powers_of(body: Body) -> str:
    """What a body may do, spelt out: "Bereder och rekommenderar"."""
    held = [words for name, words in POWERS if getattr(body, name)]
    return capitalise(join_swedish(held)) if held else _("Inga egna befogenheter")


def partnership_list(partnerships: QuerySet[Partnership], today: date) -> QuerySet[Partnership]:
    """Partnerships with how many principals and bodies each has today."""
    return partnerships.annotate(
        principal_count=Count("principals", filter=principal_on(today), distinct=True),
        body_count=Count("bodies", distinct=True),
    )


def principal_on(today: date) -> Q:
    """Principals of today, asked through the partnership."""
    return Q(principals__from_on__lte=today) & (
        Q(principals__until_on__isnull=True) | Q(principals__until_on__gte=today)
    )


def seats_today(today: date) -> "Prefetch[Any]":
    """The seats that are held today, with their people, ready beside each body."""
    held = Seat.objects.filter(current(today)).select_related("user").order_by("role", "user__name")
    return Prefetch("seats", queryset=held, to_attr="held_seats")


def body_rows(bodies: QuerySet[Body], today: date) -> list[BodyRow]:
    """Bodies with powers and people; two queries."""
    found: Any = bodies.select_related("organisation").prefetch_related(seats_today(today))
    return [BodyRow(body, powers_of(body), tuple(body.held_seats)) for body in found]


def is_current(row: Any, today: date) -> bool:
    """Whether the period of a row, both ends included, holds the day."""
    return bool(row.from_on <= today and (row.until_on is None or row.until_on >= today))


def principals_by_group(partnership: Partnership, today: date) -> list[PrincipalGroupRows]:
    """Every principal there is or has been, by group, in Swedish order; one query."""
    found = list(partnership.principals.select_related("organisation").order_by("organisation__short_name", "from_on"))
    return [
        PrincipalGroupRows(capitalise(str(label)), rows, sum(is_current(each, today) for each in rows))
        for value, label in PrincipalGroup.choices
        if (rows := tuple(each for each in found if each.group == value))
    ]


def insight_rows(partnership: Partnership, today: date) -> list[tuple[Body, date | None]]:
    """The bodies outside that have insight, with the last day of it; one query."""
    granted = PartnershipGroupObjectPermission.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=today), content_object=partnership
    )
    found = granted.select_related("group__body__organisation").order_by("group__body__name")
    return [(each.group.body, each.expires_on) for each in found]


@dataclass(frozen=True, slots=True)
class DayOfFigures:
    """The population figures of one day: how many, the sum of the municipalities, the source."""

    reference_date: date
    count: int
    source: str
    imported_at: Any


def days_of_figures() -> list[DayOfFigures]:
    """The days for which there are figures, newest first; one query."""
    days = (
        PopulationFigure.objects.current()
        .values("reference_date")
        .annotate(count=Count("pk"), source=Max("source"), imported_at=Max("imported_at"))
        .order_by("-reference_date")
    )
    return [DayOfFigures(**each) for each in days]


def figures_on(day: date) -> QuerySet[PopulationFigure]:
    """The figures of a day as they stand now, in the order of the codes; one query."""
    return (
        PopulationFigure.objects.current()
        .filter(reference_date=day)
        .select_related("organisation", "corrects")
        .order_by("organisation__code")
    )


def corrected_on(day: date) -> QuerySet[PopulationFigure]:
    """The figures of a day that have been corrected, each with what succeeded it; one query."""
    wrong = PopulationFigure.objects.filter(reference_date=day).exclude(corrected_by=None)
    return wrong.select_related("organisation", "corrected_by").order_by("organisation__code", "pk")


def organisation_list(words: str) -> QuerySet[Organisation]:
    """Organisations in Swedish order; `words` narrows by name or code."""
    found = Organisation.objects.all()
    return found.filter(Q(name__icontains=words) | Q(code=words) | Q(organisation_number=words)) if words else found
