"""People, organisations and partnerships for tests; built by the same services as in use, by the system."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.test import Client

from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.organisations import services
from governance.organisations.actors import Actor, actor_for
from governance.organisations.kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup, SeatRole
from governance.organisations.models import Body, Organisation, Partnership, Principal, Seat
from governance.organisations.shipped import load_shipped_organisations

from .telling import told_once

TODAY = date(2026, 10, 20)
LONG_AGO = date(2020, 1, 1)
_number = count(1)


def make_user(**fields: Any) -> User:
    """A person who may sign in with the password "ett mycket långt lösenord"."""
    number = next(_number)
    given = {"email": f"person{number}@example.se", "name": f"Person {number}", **fields}
    return User.objects.create_user(password=given.pop("password", "ett mycket långt lösenord"), **given)


def make_organisation(**fields: Any) -> Organisation:
    """An organisation without code."""
    number = next(_number)
    given = {"kind": OrganisationKind.MUNICIPALITY, "name": f"Kommun {number}", **fields}
    return services.register_organisation(by=SYSTEM, today=TODAY, **given)


def make_partnership(**fields: Any) -> Partnership:
    """A partnership without anything in it."""
    number = next(_number)
    given = {
        "slug": f"partnerskap-{number}",
        "name": f"Partnerskap {number}",
        "short_name": f"P{number}",
        "kind": PartnershipKind.SGD,
        "started_on": LONG_AGO,
        **fields,
    }
    return services.register_partnership(by=SYSTEM, today=TODAY, **given)


def make_principal(**fields: Any) -> Principal:
    """A principal since long ago; partnership and organisation are made unless given."""
    given = {
        "partnership": fields.get("partnership") or make_partnership(),
        "organisation": fields.get("organisation") or make_organisation(),
        "group": PrincipalGroup.MUNICIPALITIES,
        "from_on": LONG_AGO,
        **{key: value for key, value in fields.items() if key not in ("partnership", "organisation")},
    }
    return services.add_principal(by=SYSTEM, today=TODAY, **given)


def make_body(**fields: Any) -> Body:
    """A body, in a partnership of its own unless told where it belongs."""
    given = {"kind": BodyKind.STEERING_GROUP, "name": f"Organ {next(_number)}", **fields}
    if not given.get("partnership") and not given.get("organisation"):
        given["partnership"] = make_partnership()
    return services.add_body(by=SYSTEM, today=TODAY, **given)


def make_seat(**fields: Any) -> Seat:
    """A seat since long ago; person and body are made unless given."""
    given = {
        "user": fields.get("user") or make_user(),
        "body": fields.get("body") or make_body(),
        "role": SeatRole.SECRETARY,
        "from_on": LONG_AGO,
        **{key: value for key, value in fields.items() if key not in ("user", "body")},
    }
    return services.seat_person(by=SYSTEM, today=TODAY, **given)


@dataclass(frozen=True)
class World:
    """Skåne: a partnership whose principals are the region and its municipalities."""

    partnership: Partnership
    region: Organisation
    municipalities: list[Organisation]
    principals: list[Principal]


@told_once
def make_skane(principals: int = 34, **fields: Any) -> World:
    """A partnership with the first so many of Skåne's 34 (the region and the lowest codes)."""
    organisations = load_shipped_organisations(by=SYSTEM, today=TODAY)[:principals]
    given = {"slug": "sgd", "name": "Skånegemensam digitalisering", "short_name": "SGD", **fields}
    partnership = make_partnership(**given)
    made = [
        make_principal(
            partnership=partnership,
            organisation=each,
            group=PrincipalGroup.REGION if each.kind == OrganisationKind.REGION else PrincipalGroup.MUNICIPALITIES,
        )
        for each in organisations
    ]
    return World(partnership, organisations[0], organisations[1:], made)


def act_as(seat: Seat, today: date = TODAY) -> Actor:
    """The person acting from the seat."""
    return actor_for(seat.user, today=today, seat_id=seat.pk)


def sign_in(client: Client, seat: Seat) -> None:
    """Sign in as the person, acting from the seat."""
    client.force_login(seat.user, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["seat"] = seat.pk
    session.save()
