from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from governance.accounts.models import User
from governance.workflow.reading import read_of

from .kinds import SeatRole
from .models import PartnershipGroupObjectPermission, Principal, Seat

T = TypeVar("T")


def seats_of(user_id: int, today: date) -> QuerySet[Seat]:
    """Every seat that a person holds on a day."""
    held = Seat.objects.on(today).filter(user_id=user_id)
    return held.select_related("body__organisation", "body__partnership").order_by("pk")


def principals_of(user_id: int, today: date) -> QuerySet[Principal]:
    """Every principal, in whichever partnership, whose organisation has a body that a person sits in on a day."""
    held = Seat.objects.on(today).filter(user_id=user_id)
    found = Principal.objects.filter(organisation_id__in=held.values("body__organisation_id"))
    return found.select_related("organisation", "partnership").order_by("pk")


@dataclass(frozen=True)
class Actor:
    """A person and the seat he or she acts from (aktör); with neither, a visitor.

    What one may see follows from all one's seats; what one may do, from the seat one acts from. Both are read once.
    """

    user: User | AnonymousUser
    seat: Seat | None
    today: date

    is_system = False

    @property
    def is_person(self) -> bool:
        """Whether somebody is signed in."""
        return bool(self.user.is_authenticated)

    @property
    def user_key(self) -> str:
        """The person's key as text."""
        return str(self.user.pk or "")

    @property
    def user_name(self) -> str:
        """The person's name."""
        return self.user.name if isinstance(self.user, User) else "Besökare"

    @property
    def seat_key(self) -> str:
        """The seat's key as text."""
        return str(self.seat.pk) if self.seat else ""

    @cached_property
    def seat_label(self) -> str:
        """The seat in words."""
        return self.seat.label if self.seat else ""

    @cached_property
    def seats(self) -> list[Seat]:
        """Every seat the person holds today; one query."""
        if not self.is_person:
            return []
        return read_of("seats", seats_of, key=self.user.pk or 0, today=self.today)

    @cached_property
    def body_ids(self) -> frozenset[int]:
        """The bodies one sits in."""
        return frozenset(seat.body_id for seat in self.seats)

    @cached_property
    def organisation_ids(self) -> frozenset[int]:
        """The organisations one sits for."""
        return frozenset(seat.body.organisation_id for seat in self.seats if seat.body.organisation_id)

    @cached_property
    def principals(self) -> list[Principal]:
        """The principals one sits for, in whichever partnership; one query.

        One that has left is among them for as long as it may read; longer reading is given as insight.
        """
        if not self.organisation_ids:
            return []
        found = read_of("principals", principals_of, key=self.user.pk, today=self.today)
        return [each for each in found if each.sight_ends_on is None or each.sight_ends_on >= self.today]

    @cached_property
    def granted_kinds(self) -> dict[int, str]:
        """Partnerships one has insight into through a body, and their kinds; no query where no body has a group."""
        groups = [seat.body.group_id for seat in self.seats if seat.body.group_id]
        if not groups:
            return {}
        live = Q(expires_on__isnull=True) | Q(expires_on__gte=self.today)
        granted = PartnershipGroupObjectPermission.objects.filter(
            live, group_id__in=groups, permission__codename="view_partnership"
        )
        return dict(granted.values_list("content_object_id", "content_object__kind"))

    @cached_property
    def granted_ids(self) -> frozenset[int]:
        """Partnerships one has insight into through a body."""
        return frozenset(self.granted_kinds)

    @cached_property
    def partnership_kinds(self) -> frozenset[str]:
        """The kinds of the partnerships that one may know of; asks no more than `partnership_ids`."""
        bodies = {seat.body.partnership.kind for seat in self.seats if seat.body.partnership}
        return frozenset(bodies | {each.partnership.kind for each in self.principals} | {*self.granted_kinds.values()})

    @cached_property
    def partnership_ids(self) -> frozenset[int]:
        """Every partnership one may know of."""
        bodies = {seat.body.partnership_id for seat in self.seats if seat.body.partnership_id}
        return frozenset(bodies | {each.partnership_id for each in self.principals} | self.granted_ids)

    def recall(self, key: str, read: Callable[[], T]) -> T:
        """Read something for this actor once a request, though several ask for it."""
        if key not in self.__dict__:
            self.__dict__[key] = read()
        return cast(T, self.__dict__[key])

    def may_see(self, partnership_id: int) -> bool:
        """Whether the partnership exists for this actor."""
        return partnership_id in self.partnership_ids

    def sits_in(self, body_id: int | None) -> bool:
        """Whether the seat acted from is in the body."""
        return self.seat is not None and body_id is not None and self.seat.body_id == body_id

    def sits_as(self, *roles: SeatRole) -> bool:
        """Whether the seat acted from has one of the roles."""
        return self.seat is not None and self.seat.role in roles

    def seated_for(self, partnership_id: int) -> list[Principal]:
        """The principals in a partnership whose own body the seat acted from is in: past ones too, while they read."""
        if self.seat is None or not self.seat.body.organisation_id or self.seat.body.partnership_id:
            return []
        home = self.seat.body.organisation_id
        return [
            each for each in self.principals if (each.partnership_id, each.organisation_id) == (partnership_id, home)
        ]

    def own_principals(self, partnership_id: int) -> list[Principal]:
        """What the seat acted from speaks for in a partnership: today's principal, then one whose time is to come."""
        mine = (
            each for each in self.seated_for(partnership_id) if each.until_on is None or each.until_on >= self.today
        )
        return sorted(mine, key=lambda each: each.from_on > self.today)

    def principal_in(self, partnership_id: int) -> Principal | None:
        """The principal that the seat acted from speaks for in a partnership today, or nothing."""
        return next((each for each in self.own_principals(partnership_id) if each.from_on <= self.today), None)

    def speaks_for(self, principal_id: int | None, partnership_id: int) -> bool:
        """Whether the seat acted from is the principal's own, also before its first day but not after its last.

        A principal that is to come decides and receives what concerns its time before that has begun.
        """
        return any(each.pk == principal_id for each in self.own_principals(partnership_id))

    def receives_for(self, principal_id: int | None, partnership_id: int) -> bool:
        """Whether the seat acted from receives what is sent to the principal: also after its last day, while it reads.

        The report of its last year comes in the year after.
        """
        return any(each.pk == principal_id for each in self.seated_for(partnership_id))


def actor_for(user: User, *, today: date, seat_id: int | None = None) -> Actor:
    """The person acting from the chosen seat, or from the first one held when none (or a lost one) is chosen."""
    found = Actor(user=user, seat=None, today=today)
    seats = found.seats
    chosen = next((seat for seat in seats if seat.pk == seat_id), seats[0] if seats else None)
    actor = Actor(user=user, seat=chosen, today=today)
    actor.__dict__["seats"] = seats
    return actor
