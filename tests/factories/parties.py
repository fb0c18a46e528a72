"""Parties of every kind with the bodies that decide for them, in a partnership that negotiates."""

from governance.organisations.kinds import GROUP_OF_KIND, BodyKind, OrganisationKind, PartnershipKind, SeatRole
from governance.organisations.models import Body, Organisation, Partnership, Principal, Seat

from .decisions import seat_in
from .organisations import LONG_AGO

DECIDES = {
    OrganisationKind.STATE: (BodyKind.GOVERNMENT, "Regeringen"),
    OrganisationKind.REGION: (BodyKind.COUNCIL, "Regionfullmäktige"),
    OrganisationKind.MUNICIPALITY: (BodyKind.COUNCIL, "Kommunfullmäktige"),
}
NAMES = {
    OrganisationKind.STATE: "Staten",
    OrganisationKind.AGENCY: "Hälsodatamyndigheten",
    OrganisationKind.REGION: "Region Aspen",
    OrganisationKind.MUNICIPALITY: "Almby kommun",
    OrganisationKind.ASSOCIATION: "Vårdbolagen",
    OrganisationKind.COMPANY: "Remissbolaget AB",
    OrganisationKind.ACADEMIA: "Aspens universitet",
    OrganisationKind.CARE_PROVIDER: "Almby vårdcentral",
}


def make_negotiating_partnership() -> Partnership:
    """A partnership that negotiates, with its negotiators' body and nobody else."""
    number = Partnership.objects.count() + 1
    made = Partnership.objects.create(
        slug=f"forhandling-{number}",
        kind=PartnershipKind.NEGOTIATION,
        name=f"Förhandling om digitala remisser {number}",
        short_name="Remisser",
        started_on=LONG_AGO,
    )
    Body.objects.create(partnership=made, kind=BodyKind.NEGOTIATORS, name="Förhandlingspersonerna", prepares=True)
    return made


def make_party(partnership: Partnership, kind: str, name: str = "") -> Principal:
    """An organisation of a kind with the body that decides for it, as a principal of the partnership."""
    given = name or NAMES[OrganisationKind(kind)]
    organisation = Organisation.objects.create(kind=kind, name=given, short_name=given)
    body_kind, body_name = DECIDES.get(OrganisationKind(kind), (BodyKind.EXECUTIVE, "Styrelsen"))
    Body.objects.create(organisation=organisation, kind=body_kind, name=body_name, decides_as_sovereign=True)
    return Principal.objects.create(
        partnership=partnership,
        organisation=organisation,
        group=GROUP_OF_KIND[OrganisationKind(kind)],
        from_on=LONG_AGO,
    )


def deciding_body(principal: Principal) -> Body:
    """The party's own body that decides for it."""
    kind, _name = DECIDES.get(OrganisationKind(principal.organisation.kind), (BodyKind.EXECUTIVE, ""))
    return principal.organisation.bodies.get(kind=kind)


def representative_of(principal: Principal) -> Seat:
    """A new person's seat as the party's representative."""
    return seat_in(deciding_body(principal), SeatRole.REPRESENTATIVE)


def negotiator_in(partnership: Partnership, role: str = SeatRole.MEMBER) -> Seat:
    """A new person's seat among the negotiators."""
    return seat_in(partnership.bodies.get(kind=BodyKind.NEGOTIATORS), role)
