"""Who is in the demonstration: real principals, made-up people named by their roles."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from governance.accounts.models import User
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup, SeatRole
from governance.organisations.models import Body, Organisation, Partnership, Principal, Seat
from governance.organisations.services import (
    add_body,
    add_principal,
    grant_insight,
    register_organisation,
    register_partnership,
    seat_person,
)
from governance.organisations.shipped import load_shipped_organisations, load_shipped_populations
from workpackages.models import Service
from workpackages.services import create_service

from .figures import SERVICES

BEGINNING = date(2021, 5, 12)
"""The day of the strategy; everybody in the story has sat since then."""

SGD_PURPOSE = (
    "Region Skåne och de 33 kommunerna äger och förvaltar gemensamma digitala tjänster som gör det lättare för den "
    "som får vård av flera huvudmän."
)
VIP_PURPOSE = "Offentlig vård och företag utvecklar nytta tillsammans, med delad risk, delat ansvar och delat värde."


@dataclass
class Cast:
    """The partnership of the 34 and a person for each act of its year."""

    partnership: Partnership
    seats: dict[str, Seat] = field(default_factory=dict)
    principals: list[Principal] = field(default_factory=list)
    registrars: dict[str, Seat] = field(default_factory=dict)
    services: dict[str, Service] = field(default_factory=dict)

    def act(self, who: str, on: date) -> Actor:
        """Somebody acting on a day: a name from `seats`, or a principal's code for its registrar."""
        seat = self.seats.get(who) or self.registrars[who]
        return Actor(user=seat.user, seat=seat, today=on)


def person(name: str, address: str, *, staff: bool = False) -> User:
    """A demonstration person, who is picked from a list and has no password."""
    found = User.objects.filter(email=f"{address}@demo.invalid").first()
    return found or User.objects.create_user(f"{address}@demo.invalid", name, is_demo=True, is_staff=staff)


def administrator(today: date) -> Actor:
    """Whoever runs the installation and sets it up."""
    return Actor(user=person("Systemansvarig", "system", staff=True), seat=None, today=today)


def seat(body: Body, role: SeatRole, name: str, address: str, by: Actor) -> Seat:
    """Give a made-up person a place in a body."""
    return seat_person(user=person(name, address), body=body, role=role, from_on=BEGINNING, by=by, today=by.today)


def set_up_sgd(by: Actor) -> Cast:
    """Set up SGD Skåne: its 34 principals, the bodies that prepare, recommend and decide, and a person in each."""
    today = by.today
    load_shipped_organisations(by=by, today=today)
    load_shipped_populations(by=by, today=today)
    sgd = register_partnership(
        slug="sgd-skane",
        name="Skånegemensam digitalisering, område hälsa",
        short_name="SGD",
        kind=PartnershipKind.SGD,
        started_on=BEGINNING,
        purpose=SGD_PURPOSE,
        is_demo=True,
        by=by,
        today=today,
    )
    cast = Cast(sgd)
    seat_joint_bodies(cast, by)
    seat_principals(cast, by)
    register_services(cast)
    return cast


def register_services(cast: Cast) -> None:
    """The shared services, each with its benefit for the individual and run by one of the principals."""
    region = next(each for each in cast.principals if each.group == PrincipalGroup.REGION)
    for offered in SERVICES:
        cast.services[offered.key] = create_service(
            partnership=cast.partnership,
            name=offered.name,
            short_name=offered.short,
            benefit_for_individual=offered.benefit,
            operator=region,
            from_on=BEGINNING,
            by=cast.act("sgd", BEGINNING),
            today=BEGINNING,
        )


def seat_joint_bodies(cast: Cast, by: Actor) -> None:
    """The steering group, the officials' preparation, the joint political body and the municipalities' association."""
    sgd, today = cast.partnership, by.today
    association = register_organisation(
        kind=OrganisationKind.ASSOCIATION, name="Skånes Kommuner", short_name="Skånes Kommuner", by=by, today=today
    )
    steering = add_body(
        partnership=sgd, kind=BodyKind.STEERING_GROUP, name="Styrgrupp SGD", prepares=True, by=by, today=today
    )
    officials = add_body(
        partnership=sgd,
        kind=BodyKind.OFFICIALS,
        name="Central tjänstemannaberedning",
        abbreviation="CTB",
        prepares=True,
        by=by,
        today=today,
    )
    joint = add_body(
        partnership=sgd,
        kind=BodyKind.JOINT_POLITICAL,
        name="Centralt samverkansorgan",
        abbreviation="CS",
        recommends=True,
        decides_within_frame=True,
        by=by,
        today=today,
    )
    board = add_body(
        partnership=sgd,
        organisation=association,
        kind=BodyKind.ASSOCIATION_BOARD,
        name="Skånes Kommuners styrelse",
        recommends=True,
        by=by,
        today=today,
    )
    cast.seats |= {
        "sgd": seat(steering, SeatRole.SECRETARY, "Styrgruppens sekreterare", "sekreterare.sgd", by),
        "controller": seat(steering, SeatRole.CONTROLLER, "Styrgruppens controller", "controller.sgd", by),
        "admin": seat(steering, SeatRole.ADMINISTRATOR, "Styrgruppens administratör", "administrator.sgd", by),
        "ctb": seat(officials, SeatRole.SECRETARY, "Beredningens sekreterare", "sekreterare.ctb", by),
        "cs": seat(joint, SeatRole.SECRETARY, "Samverkansorganets sekreterare", "sekreterare.cs", by),
        "cs_chair": seat(joint, SeatRole.CHAIR, "Samverkansorganets ordförande", "ordforande.cs", by),
        "sk": seat(board, SeatRole.SECRETARY, "Förbundets sekreterare", "sekreterare.sk", by),
    }


def seat_principals(cast: Cast, by: Actor) -> None:
    """Each principal with its assembly, its executive and the registrar who enters what they decide."""
    today = by.today
    for organisation in Organisation.objects.exclude(code="").order_by("code"):
        is_region = organisation.kind == OrganisationKind.REGION
        group = PrincipalGroup.REGION if is_region else PrincipalGroup.MUNICIPALITIES
        cast.principals.append(
            add_principal(
                partnership=cast.partnership,
                organisation=organisation,
                group=group,
                from_on=BEGINNING,
                by=by,
                today=today,
            )
        )
        kind = "Region" if is_region else "Kommun"
        add_body(
            organisation=organisation,
            kind=BodyKind.COUNCIL,
            name=f"{kind}fullmäktige",
            decides_as_sovereign=True,
            by=by,
            today=today,
        )
        add_body(
            organisation=organisation,
            kind=BodyKind.EXECUTIVE,
            name=f"{kind}styrelsen",
            prepares=True,
            by=by,
            today=today,
        )
        registry = add_body(
            organisation=organisation, kind=BodyKind.REGISTRY, name="Registraturen", prepares=True, by=by, today=today
        )
        name = f"Registratorn, {organisation.short_name}"
        cast.registrars[organisation.code] = seat(
            registry, SeatRole.REGISTRAR, name, f"registrator.{organisation.code}", by
        )
        if organisation.code == "1280":
            cast.seats["malmo_controller"] = seat(
                registry, SeatRole.CONTROLLER, "Controllern, Malmö", "controller.1280", by
            )


def set_up_audit(cast: Cast, by: Actor) -> None:
    """An auditor from outside, with insight into SGD for as long as the task lasts."""
    office = register_organisation(
        kind=OrganisationKind.COMPANY,
        name="Exempelrevisionen (påhittad)",
        short_name="Exempelrevisionen",
        by=by,
        today=by.today,
    )
    body = add_body(organisation=office, kind=BodyKind.AUDIT_OFFICE, name="Revisorerna", by=by, today=by.today)
    seat(body, SeatRole.AUDITOR, "Revisorn", "revisor", by)
    end = date(by.today.year + 2, 12, 31)
    grant_insight(partnership=cast.partnership, body=body, until_on=end, by=by, today=by.today)


def set_up_vip(by: Actor) -> Partnership:
    """A second, small partnership with its bodies alone: what the people of the first cannot see."""
    today = by.today
    vip = register_partnership(
        slug="vip-vasterbotten",
        name="Värdefull innovation i partnerskap",
        short_name="VIP",
        kind=PartnershipKind.VIP,
        started_on=BEGINNING,
        purpose=VIP_PURPOSE,
        is_demo=True,
        by=by,
        today=today,
    )
    bodies: tuple[tuple[BodyKind, str, dict[str, Any]], ...] = (
        (BodyKind.BOARD, "Styrelsen för VIP", {"decides_within_frame": True}),
        (BodyKind.ADVISORY_BOARD, "Advisory Board", {}),
        (BodyKind.PROGRAMME_OFFICE, "Programkontoret", {"prepares": True}),
        (BodyKind.POLICY_LAB, "Arena för policylabb", {"prepares": True}),
        (BodyKind.EXPERT_GROUP, "Sakkunniggruppen för upphandling", {"prepares": True}),
    )
    made = {
        kind: add_body(partnership=vip, kind=kind, name=name, by=by, today=today, **powers)
        for kind, name, powers in bodies
    }
    seat(made[BodyKind.BOARD], SeatRole.CHAIR, "Styrelsens ordförande", "ordforande.vip", by)
    seat(made[BodyKind.PROGRAMME_OFFICE], SeatRole.ADMINISTRATOR, "Programkontorets administratör", "kontor.vip", by)
    seat(made[BodyKind.PROGRAMME_OFFICE], SeatRole.SECRETARY, "Programkontorets sekreterare", "sekreterare.vip", by)
    return vip
