"""Those who sit at the tables of the two negotiations: every organisation and person is made up."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup, SeatRole
from governance.organisations.mandates import grant_mandate
from governance.organisations.models import Body, Mandate, Organisation, Partnership, Principal, Seat
from governance.organisations.services import (
    add_body,
    add_principal,
    register_organisation,
    register_partnership,
    seat_person,
)

from .cast import person

GROUPS = {
    OrganisationKind.STATE: PrincipalGroup.STATE,
    OrganisationKind.AGENCY: PrincipalGroup.AGENCIES,
    OrganisationKind.REGION: PrincipalGroup.REGION,
    OrganisationKind.MUNICIPALITY: PrincipalGroup.MUNICIPALITIES,
    OrganisationKind.ACADEMIA: PrincipalGroup.ACADEMIA,
}
DECIDING_BODY = {
    OrganisationKind.STATE: (BodyKind.GOVERNMENT, "Regeringen"),
    OrganisationKind.REGION: (BodyKind.COUNCIL, "Regionfullmäktige"),
    OrganisationKind.MUNICIPALITY: (BodyKind.COUNCIL, "Kommunfullmäktige"),
}
SUFFIX = {SeatRole.REPRESENTATIVE: "", SeatRole.CHAIR: ".chair", SeatRole.REGISTRAR: ".registrar"}
CHAIRS = {
    OrganisationKind.STATE: "Delegationens ordförande",
    OrganisationKind.REGION: "Regionstyrelsens ordförande",
    OrganisationKind.MUNICIPALITY: "Kommunstyrelsens ordförande",
}
LEADING_BODY = {
    OrganisationKind.STATE: "Statens delegation",
    OrganisationKind.REGION: "Regionstyrelsen",
    OrganisationKind.MUNICIPALITY: "Kommunstyrelsen",
}


@dataclass(frozen=True, slots=True)
class Guest:
    """A party as the story casts it: what it is, what it is called, and the mandate of its representative."""

    key: str
    kind: OrganisationKind
    name: str
    frame: Sek | None = None
    conditions: str = ""
    days_left: int = 400
    """How long its mandate lasts from the day of the story."""
    has_mandate: bool = True
    role: str = ""
    undertakings: str = ""
    situation: str = ""


@dataclass
class Table:
    """A partnership with its parties, and a person for each act."""

    partnership: Partnership
    organisations: dict[str, Organisation] = field(default_factory=dict)
    principals: dict[str, Principal] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    mandates: dict[str, Mandate] = field(default_factory=dict)

    def act(self, who: str, on: date) -> Actor:
        """Somebody acting on a day: "lead", "office", or a party's key, alone or with ".chair" or ".registrar"."""
        seat = self.seats[who]
        return Actor(user=seat.user, seat=seat, today=on)


def lay_table(*, slug: str, name: str, short_name: str, purpose: str, begun: date, by: Actor) -> Table:
    """Set up the partnership of a negotiation, with its negotiators and their office."""
    partnership = register_partnership(
        slug=slug,
        name=name,
        short_name=short_name,
        kind=PartnershipKind.NEGOTIATION,
        started_on=begun,
        purpose=purpose,
        is_demo=True,
        by=by,
        today=begun,
    )
    table = Table(partnership)
    body = add_body(
        partnership=partnership,
        kind=BodyKind.NEGOTIATORS,
        name="Förhandlingspersonerna",
        prepares=True,
        by=by,
        today=begun,
    )
    for key, role, title in (
        ("lead", SeatRole.CHAIR, "Förhandlingspersonen"),
        ("office", SeatRole.SECRETARY, "Kansliets sekreterare"),
    ):
        table.seats[key] = take_place(body, role, f"{title}, {short_name}", f"{key}.{slug}", begun, by)
    return table


def take_place(body: Body, role: SeatRole, name: str, address: str, begun: date, by: Actor) -> Seat:
    """Give a made-up person a place."""
    return seat_person(user=person(name, address), body=body, role=role, from_on=begun, by=by, today=begun)


def invite(table: Table, guest: Guest, *, begun: date, by: Actor) -> None:
    """Seat a party: the body that decides for it, the one that leads it, and the people who act."""
    kind, slug = guest.kind, table.partnership.slug
    known = Organisation.objects.filter(name=guest.name).first()
    organisation = known or register_organisation(kind=kind, name=guest.name, short_name=guest.name, by=by, today=begun)
    table.organisations[guest.key] = organisation
    group = GROUPS.get(kind, PrincipalGroup.BUSINESS)
    table.principals[guest.key] = add_principal(
        partnership=table.partnership, organisation=organisation, group=group, from_on=begun, by=by, today=begun
    )
    if known:
        for seat in Seat.objects.filter(body__organisation=known).select_related("user", "body__organisation"):
            table.seats[f"{guest.key}{SUFFIX[SeatRole(seat.role)]}"] = seat
        return
    leading = add_body(
        organisation=organisation,
        kind=BodyKind.EXECUTIVE,
        name=LEADING_BODY.get(kind, "Styrelsen"),
        prepares=True,
        decides_as_sovereign=kind not in DECIDING_BODY,
        by=by,
        today=begun,
    )
    if kind in DECIDING_BODY:
        body, name = DECIDING_BODY[kind]
        add_body(organisation=organisation, kind=body, name=name, decides_as_sovereign=True, by=by, today=begun)
    registry = add_body(
        organisation=organisation, kind=BodyKind.REGISTRY, name="Registraturen", prepares=True, by=by, today=begun
    )
    for home, role, title in (
        (leading, SeatRole.REPRESENTATIVE, "Företrädaren"),
        (leading, SeatRole.CHAIR, "Ordföranden"),
        (registry, SeatRole.REGISTRAR, "Registratorn"),
    ):
        address = f"{title.lower()}.{guest.key}.{slug}".replace("ö", "o").replace("ä", "a")
        seat = take_place(home, role, f"{title}, {guest.name}", address, begun, by)
        table.seats[f"{guest.key}{SUFFIX[role]}"] = seat


def give_mandate(
    table: Table, guest: Guest, *, decision: str, on: date, until: date | None = None, may_sign: bool = False
) -> Mandate:
    """Let a party say what its representative may do for it; its chair signs."""
    holder = table.seats[f"{guest.key}.chair" if may_sign else guest.key]
    mandate = grant_mandate(
        partnership=table.partnership,
        organisation=table.organisations[guest.key],
        holder=holder.user,
        role=CHAIRS.get(guest.kind, "Ordförande") if may_sign else "Företrädare i förhandlingen",
        subject="Att underteckna avtalet" if may_sign else "Att förhandla för parten",
        valid_from=on,
        valid_until=until or on + timedelta(days=guest.days_left),
        frame=guest.frame,
        conditions=guest.conditions,
        may_negotiate=not may_sign,
        may_sign=may_sign,
        decision_reference=decision,
        decided_on=on,
        by=table.act(f"{guest.key}.registrar", on),
        today=on,
    )
    table.mandates[f"{guest.key}{'.chair' if may_sign else ''}"] = mandate
    return mandate
