from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from governance.accounts.models import User

from ..kinds import BodyKind, OrganisationKind
from ..models import Seat, SeatQuerySet

FIRST_SHOWN = 8
PRINCIPALS = (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Group:
    """Seats that stand together in a list: those of one partnership, or of the principals."""

    name: str
    seats: tuple[Seat, ...]


def demonstration_seats(today: date) -> SeatQuerySet:
    """The seats of people who exist for show, as they are held today."""
    held = Seat.objects.on(today).filter(user__is_demo=True, user__is_active=True)
    return held.select_related("user", "body__organisation", "body__partnership")


def demonstration_staff() -> QuerySet[User]:
    """The example people who run the installation and have no seat."""
    return User.objects.filter(is_demo=True, is_active=True, is_staff=True, seats=None).order_by("name", "pk")


def where(seat: Seat) -> str:
    """The heading that a seat stands under: its partnership, or what sort of organisation it speaks for."""
    body: Any = seat.body
    if body.partnership_id:
        return str(body.partnership.name)
    return _("Huvudmännen") if is_principal_kind(seat) else _("Andra organisationer")


def is_principal_kind(seat: Seat) -> bool:
    """Whether the seat speaks for a region or a municipality."""
    return seat.body.organisation is not None and seat.body.organisation.kind in PRINCIPALS


def find_demonstration_seats(today: date, words: str) -> list[Group]:
    """The example people by partnership and organisation, those of partnerships first; `words` narrows the list."""
    found = demonstration_seats(today)
    for word in words.split()[:6]:
        found = found.filter(
            Q(user__name__icontains=word)
            | Q(body__name__icontains=word)
            | Q(body__abbreviation__icontains=word)
            | Q(body__organisation__name__icontains=word)
            | Q(body__partnership__name__icontains=word)
        )
    ordered = found.order_by(
        "body__partnership__name",
        "-body__organisation__kind",
        "body__organisation__name",
        "body__name",
        "role",
        "user__name",
        "pk",
    )
    seats = sorted(ordered, key=lambda seat: seat.body.partnership_id is None and 1 + (not is_principal_kind(seat)))
    return [Group(name, tuple(group)) for name, group in groupby(seats, key=where)]


def example_seats(today: date) -> list[Seat]:
    """A handful of people to begin with: one from each body of the partnerships, then a registrar."""
    seats = list(demonstration_seats(today).order_by("body__partnership__pk", "body__pk", "pk")[:300])
    first: dict[int, Seat] = {}
    for seat in seats:
        if seat.body.partnership_id:
            first.setdefault(seat.body_id, seat)
    registrars = [seat for seat in seats if seat.body.kind == BodyKind.REGISTRY]
    malmo = [seat for seat in registrars if seat.body.organisation and seat.body.organisation.code == "1280"]
    return [*list(first.values())[: FIRST_SHOWN - 1], *(malmo or registrars)[:1]]
