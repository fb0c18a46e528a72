"""Partnerships that can decide, matters and rulings, brought to where they are wanted through the same acts as in life.

Organisations, bodies and seats are written straight to the database: there are many, and their services are tested
where they live.
"""

from datetime import date
from typing import Any

from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.decisions.models import Matter, Route, Ruling
from governance.decisions.services import ensure_routes, hand_over, open_matter, register_ruling
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup, SeatRole
from governance.organisations.models import Body, Organisation, Partnership, Principal, Seat

from .organisations import LONG_AGO, TODAY, act_as, make_organisation, make_user
from .telling import told_once

OPENED = date(2026, 1, 20)
PASSED = date(2026, 3, 13)
HANDED = date(2026, 3, 27)
LAST = date(2026, 11, 30)
SKANE = {
    **{"12": "Region Skåne", "1214": "Svalöv", "1230": "Staffanstorp", "1231": "Burlöv"},
    **{"1233": "Vellinge", "1256": "Östra Göinge", "1257": "Örkelljunga", "1260": "Bjuv"},
    **{"1261": "Kävlinge", "1262": "Lomma", "1263": "Svedala", "1264": "Skurup"},
    **{"1265": "Sjöbo", "1266": "Hörby", "1267": "Höör", "1270": "Tomelilla"},
    **{"1272": "Bromölla", "1273": "Osby", "1275": "Perstorp", "1276": "Klippan"},
    **{"1277": "Åstorp", "1278": "Båstad", "1280": "Malmö", "1281": "Lund"},
    **{"1282": "Landskrona", "1283": "Helsingborg", "1284": "Höganäs", "1285": "Eslöv"},
    **{"1286": "Ystad", "1287": "Trelleborg", "1290": "Kristianstad", "1291": "Simrishamn"},
    **{"1292": "Ängelholm", "1293": "Hässleholm"},
}
BODIES = {
    BodyKind.STEERING_GROUP: ("Styrgrupp SGD", "SGD", ["prepares"]),
    BodyKind.OFFICIALS: ("Central tjänstemannaberedning", "CTB", ["prepares"]),
    BodyKind.JOINT_POLITICAL: ("Centralt samverkansorgan", "CS", ["recommends", "decides_within_frame"]),
    BodyKind.ASSOCIATION_BOARD: ("Skånes Kommuners styrelse", "", ["recommends"]),
}


def make_deciding_partnership(principals: int = 3, *, kind: str = PartnershipKind.SGD) -> Partnership:
    """A partnership with its bodies and the first so many of Skåne's principals, each with council and registry."""
    number = Partnership.objects.count() + 1
    name = f"Skånegemensam digitalisering {number}"
    partnership = Partnership.objects.create(
        slug=f"sgd-{number}", kind=kind, name=name, short_name="SGD", started_on=LONG_AGO
    )
    for body_kind, (body_name, abbreviation, powers) in BODIES.items():
        flags = dict.fromkeys(powers, True)
        Body.objects.create(partnership=partnership, kind=body_kind, name=body_name, abbreviation=abbreviation, **flags)
    for code in list(SKANE)[:principals]:
        group = PrincipalGroup.REGION if code == "12" else PrincipalGroup.MUNICIPALITIES
        Principal.objects.create(
            partnership=partnership, organisation=principal_organisation(code), group=group, from_on=LONG_AGO
        )
    return partnership


def principal_organisation(code: str) -> Organisation:
    """One of Skåne's organisations with its council and registry; the same code gives the same one."""
    known = Organisation.objects.filter(code=code).first()
    if known is not None:
        return known
    kind, council = (
        (OrganisationKind.REGION, "Regionfullmäktige")
        if code == "12"
        else (OrganisationKind.MUNICIPALITY, "Kommunfullmäktige")
    )
    made = Organisation.objects.create(kind=kind, name=SKANE[code], short_name=SKANE[code], code=code)
    Body.objects.create(organisation=made, kind=BodyKind.COUNCIL, name=council, decides_as_sovereign=True)
    Body.objects.create(organisation=made, kind=BodyKind.REGISTRY, name="Registraturen")
    return made


def seat_in(body: Body, role: str = SeatRole.SECRETARY, user: User | None = None) -> Seat:
    """A seat since long ago."""
    return Seat.objects.create(user=user or make_user(), body=body, role=role, from_on=LONG_AGO)


def actor_in(partnership: Partnership, kind: str, role: str = SeatRole.SECRETARY, *, today: date = TODAY) -> Actor:
    """A new person acting from a seat in the partnership's body of a kind."""
    return act_as(seat_in(partnership.bodies.get(kind=kind), role), today)


def registry_seat(principal: Principal | None, role: str = SeatRole.REGISTRAR) -> Seat:
    """A new person's seat in a principal's registry."""
    assert principal is not None
    return seat_in(principal.organisation.bodies.get(kind=BodyKind.REGISTRY), role)


def actor_for_principal(principal: Principal | None, role: str = SeatRole.REGISTRAR, *, today: date = TODAY) -> Actor:
    """A new person acting from a seat in the principal's registry."""
    return act_as(registry_seat(principal, role), today)


def make_matter(
    principals: int = 3,
    *,
    code: str = "B-01",
    named: list[Principal] | None = None,
    partnership: Partnership | None = None,
    title: str = "Budget 2027",
) -> Matter:
    """A matter that has just been opened; its subject is an organisation of its own."""
    partnership = partnership or make_deciding_partnership(principals)
    ensure_routes(partnership)
    return open_matter(
        partnership=partnership,
        route=Route.objects.newest(partnership, code),
        title=title,
        subject=make_organisation(),
        by=SYSTEM,
        today=OPENED,
        decide_by=LAST,
        principals=named,
    )


def again(row: Any) -> Any:
    """The row as it stands in the database now."""
    return type(row).objects.get(pk=row.pk)


def keeper_of(ruling: Ruling, *, today: date = TODAY) -> Any:
    """Somebody who may register the ruling: a registrar of the principal, or the body's secretary."""
    if ruling.principal is not None:
        return actor_for_principal(ruling.principal, today=today)
    return act_as(seat_in(ruling.body), today)


def decide(ruling: Ruling, outcome: str = "adopted", *, today: date = TODAY, **facts: Any) -> Ruling:
    """Register an outcome as somebody who may."""
    given = {
        "decided_on": today,
        "paragraph": "§ 12",
        "reasons": "" if outcome == "adopted" else "Mer underlag.",
        **facts,
    }
    register_ruling(ruling, outcome=outcome, by=keeper_of(ruling, today=today), today=today, **given)
    return again(ruling)


@told_once
def ready_matter(principals: int = 3, **fields: Any) -> Matter:
    """A matter that every body on the way has passed."""
    matter = make_matter(principals, **fields)
    for ruling in matter.trunk_rulings():
        decide(ruling, today=PASSED)
    return again(matter)


@told_once
def matter_out(principals: int = 3, **fields: Any) -> Matter:
    """A matter that has been handed over to its principals."""
    matter = ready_matter(principals, **fields)
    hand_over(matter, by=SYSTEM, today=HANDED)
    return again(matter)
