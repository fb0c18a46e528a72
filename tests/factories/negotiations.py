"""A Sverigeförhandling with parties of every kind, brought to where a test wants it.

Organisations, bodies and seats are written straight to the database; the negotiation goes by the same acts as in life,
up to where floors above it must have their say. From there the state is set, as if they had.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

from agreements.negotiations import services
from agreements.negotiations.models import Issue, Negotiation, Party
from agreements.negotiations.states import Gate, IssueKind, NegotiationState
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.organisations.kinds import (
    GROUP_OF_KIND,
    BodyKind,
    OrganisationKind,
    PartnershipKind,
    SeatRole,
)
from governance.organisations.mandates import grant_mandate
from governance.organisations.models import Body, Mandate, Organisation, Partnership, Principal, Seat

from .organisations import LONG_AGO, TODAY, act_as, make_user
from .telling import told_once

DIRECTED = date(2026, 6, 11)
INITIATED = date(2026, 8, 17)
CONFIRMED = date(2026, 9, 15)
BEGUN = date(2026, 10, 1)
MANDATED = date(2026, 5, 4)
RUNS_OUT = date(2027, 12, 31)

CAST: dict[str, tuple[str, str, int | None]] = {
    "state": (OrganisationKind.STATE, "Staten", 412_000_000),
    "region": (OrganisationKind.REGION, "Region Aspen", 60_000_000),
    "city": (OrganisationKind.MUNICIPALITY, "Almby kommun", 8_000_000),
    "town": (OrganisationKind.MUNICIPALITY, "Lindö kommun", 7_000_000),
    "agency": (OrganisationKind.AGENCY, "Hälsodatamyndigheten", 20_000_000),
    "association": (OrganisationKind.ASSOCIATION, "Privata vårdgivare", None),
    "company": (OrganisationKind.COMPANY, "Furu Medicinteknik AB", 4_000_000),
    "university": (OrganisationKind.ACADEMIA, "Hasselby universitet", 3_000_000),
}
"""Who takes part: kind, name (all made up) and the frame of its mandate in kronor."""

ISSUES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (IssueKind.INFRASTRUCTURE, "Gemensam infrastruktur", ("En nationell plattform", "Regionala noder", "Som i dag")),
    (IssueKind.STANDARDS, "Standarder", ("En gemensam standard", "Två godkända standarder")),
    (IssueKind.MANAGEMENT, "Förvaltning", ("Staten förvaltar", "Parterna förvaltar tillsammans")),
    (IssueKind.FINANCING, "Finansiering", ("Staten hälften", "Lika delar")),
    (IssueKind.LEGAL, "Rättsliga förutsättningar", ("Ny lag", "Ändrad förordning")),
)
REACHED = (
    NegotiationState.PROPOSED,
    NegotiationState.INITIATING,
    NegotiationState.NEGOTIATING,
    NegotiationState.AGREEING,
    NegotiationState.IMPLEMENTING,
)
_number = count(1)


@dataclass
class NegotiationWorld:
    """A partnership with its negotiation, and everybody who acts in it."""

    partnership: Partnership
    negotiation: Negotiation
    parties: dict[str, Party]
    speakers: dict[str, Seat]
    registrars: dict[str, Seat]
    negotiators: Body
    leader: Seat
    second: Seat
    office: Seat
    government: Seat
    mandates: dict[str, Mandate]
    issues: list[Issue] = field(default_factory=list)

    def party(self, key: str = "region") -> Party:
        """A party read anew: state, region, city, town, agency, association, company, university."""
        return Party.objects.select_related("negotiation", "principal__organisation").get(pk=self.parties[key].pk)

    def speaker(self, key: str = "region", today: date = TODAY) -> Actor:
        """The party's representative, who holds its mandate to negotiate and sign."""
        return act_as(self.speakers[key], today)

    def registrar(self, key: str = "region", today: date = TODAY) -> Actor:
        """Somebody who registers what the party has decided."""
        return act_as(self.registrars[key], today)

    def negotiator(self, today: date = TODAY) -> Actor:
        """The chief negotiator."""
        return act_as(self.leader, today)

    def secretary(self, today: date = TODAY) -> Actor:
        """The negotiators' office."""
        return act_as(self.office, today)

    def minister(self, today: date = TODAY) -> Actor:
        """Somebody in the Government."""
        return act_as(self.government, today)

    def again(self) -> Negotiation:
        """The negotiation read anew."""
        return Negotiation.objects.select_related("partnership").get(pk=self.negotiation.pk)


def make_party_organisation(kind: str, name: str) -> tuple[Organisation, Body, Body]:
    """An organisation with the bodies that its kind has: where it is spoken for, and its registry."""
    made = Organisation.objects.create(kind=kind, name=name, short_name=name)
    if kind == OrganisationKind.STATE:
        Body.objects.create(organisation=made, kind=BodyKind.GOVERNMENT, name="Regeringen", decides_as_sovereign=True)
        speaks = Body.objects.create(organisation=made, kind=BodyKind.EXECUTIVE, name="Socialdepartementet")
    elif kind in (OrganisationKind.REGION, OrganisationKind.MUNICIPALITY):
        council = "Regionfullmäktige" if kind == OrganisationKind.REGION else "Kommunfullmäktige"
        board = "Regionstyrelsen" if kind == OrganisationKind.REGION else "Kommunstyrelsen"
        Body.objects.create(organisation=made, kind=BodyKind.COUNCIL, name=council, decides_as_sovereign=True)
        speaks = Body.objects.create(organisation=made, kind=BodyKind.EXECUTIVE, name=board)
    else:
        speaks = Body.objects.create(
            organisation=made, kind=BodyKind.EXECUTIVE, name="Styrelsen", decides_as_sovereign=True
        )
    registry = Body.objects.create(organisation=made, kind=BodyKind.REGISTRY, name="Registraturen")
    return made, speaks, registry


def sit(body: Body, role: str, name: str) -> Seat:
    """A new person's seat since long ago."""
    return Seat.objects.create(user=make_user(name=name), body=body, role=role, from_on=LONG_AGO)


@told_once
def negotiation_world(
    reached: str = NegotiationState.NEGOTIATING,
    *,
    keys: tuple[str, ...] = tuple(CAST),
    mandates: bool = True,
    issues: bool = True,
    title: str = "Gemensam infrastruktur för hälsodata",
) -> NegotiationWorld:
    """A negotiation in the wanted state: proposed, initiating, negotiating, agreeing or implementing.

    `keys` says which of the parties take part (the State should be one), `mandates=False` leaves their mandates out
    (the negotiation then stays where a mandate is asked for), `issues=False` the issues.
    """
    number = next(_number)
    partnership = Partnership.objects.create(
        slug=f"halsodata-{number}",
        kind=PartnershipKind.NEGOTIATION,
        name=f"Sverigeförhandling om hälsodata {number}",
        short_name="Hälsodata",
        started_on=LONG_AGO,
    )
    body = Body.objects.create(partnership=partnership, kind=BodyKind.NEGOTIATORS, name="Förhandlingspersonerna")
    world = NegotiationWorld(
        partnership=partnership,
        negotiation=None,  # type: ignore[arg-type]  # registered below, when those who register it have their seats
        parties={},
        speakers={},
        registrars={},
        negotiators=body,
        leader=sit(body, SeatRole.CHAIR, "Förhandlaren"),
        second=sit(body, SeatRole.MEMBER, "Andra förhandlaren"),
        office=sit(body, SeatRole.SECRETARY, "Kansliet"),
        government=None,  # type: ignore[arg-type]  # sits with the State, which is made below
        mandates={},
    )
    principals = {key: seat_party(world, key) for key in dict.fromkeys(("state", *keys))}
    propose(world, {key: principals[key] for key in keys}, title)
    if issues:
        add_issues(world)
    if mandates:
        for key in keys:
            give_mandate(world, key)
    go_to(world, reached)
    return world


def seat_party(world: NegotiationWorld, key: str) -> Principal:
    """A party's organisation with its people, as a principal of the partnership."""
    kind, name, _frame = CAST[key]
    organisation, speaks, registry = make_party_organisation(kind, name)
    world.speakers[key] = sit(speaks, SeatRole.REPRESENTATIVE, f"Företrädare för {name}")
    world.registrars[key] = sit(registry, SeatRole.REGISTRAR, f"Registrator hos {name}")
    if key == "state":
        regeringen = organisation.bodies.get(kind=BodyKind.GOVERNMENT)
        world.government = sit(regeringen, SeatRole.SECRETARY, "Statssekreteraren")
    return Principal.objects.create(
        partnership=world.partnership,
        organisation=organisation,
        group=GROUP_OF_KIND[kind],
        from_on=LONG_AGO,
    )


def propose(world: NegotiationWorld, principals: dict[str, Principal], title: str) -> None:
    """Register the negotiation with a whole directive, its parties and its negotiators."""
    by, day = SYSTEM, DIRECTED
    world.negotiation = services.register_negotiation(
        partnership=world.partnership,
        title=title,
        purpose="Hälsodata ska följa patienten mellan alla vårdgivare.",
        scope="Gemensam infrastruktur, standarder, förvaltning och finansiering.",
        delimitations="Journalsystemen ingår inte.",
        possible_outcomes="Ett ramavtal, ett avtal för en del av landet, eller inget avtal.",
        directive_reference="Direktiv 2026:D1",
        directive_decided_on=DIRECTED,
        frame=Sek.of_kronor(800_000_000),
        by=by,
        today=day,
    )
    for key, principal in principals.items():
        world.parties[key] = services.add_party(
            world.negotiation,
            principal=principal,
            role=f"{principal.organisation.name} deltar som part.",
            undertakings="Bidrar med data, arbete och pengar inom sin ram.",
            situation="Ekonomin är ansträngd.",
            by=by,
            today=day,
        )
    for seat in (world.leader, world.second):
        appointed = services.appoint_negotiator(
            world.negotiation,
            user=seat.user,
            appointment="Regeringsbeslut 2026-06-11 nr 4",
            other_roles="Inga",
            by=by,
            today=day,
        )
        services.declare_conflict(appointed, has_conflict=False, by=act_as(seat, day), today=day)


def add_issues(world: NegotiationWorld) -> None:
    """The issues with their options; on the State's own one it has chosen the first."""
    for kind, title, options in ISSUES:
        issue = services.add_issue(world.negotiation, title=title, kind=kind, by=SYSTEM, today=DIRECTED)
        made = [services.add_option(issue, title=each, by=SYSTEM, today=DIRECTED) for each in options]
        if issue.state_only and "state" in world.parties:
            issue = services.decide_state_issue(issue, option=made[0], by=SYSTEM, today=DIRECTED)
        world.issues.append(issue)


def give_mandate(world: NegotiationWorld, key: str, **facts: Any) -> Mandate:
    """A mandate to negotiate and sign for the party's representative."""
    _kind, name, frame = CAST[key]
    given: dict[str, Any] = {
        "holder": world.speakers[key].user,
        "role": "Företrädare i förhandlingen",
        "subject": "Förhandla och skriva under avtal om hälsodata.",
        "frame": None if frame is None else Sek.of_kronor(frame),
        "valid_from": MANDATED,
        "valid_until": RUNS_OUT,
        "decision_reference": f"Beslut {MANDATED} § 112, {name}",
        "decided_on": MANDATED,
        "may_sign": True,
        **facts,
    }
    world.mandates[key] = grant_mandate(
        partnership=world.partnership,
        organisation=world.parties[key].principal.organisation,
        by=SYSTEM,
        today=DIRECTED,
        **given,
    )
    return world.mandates[key]


def go_to(world: NegotiationWorld, reached: str) -> None:
    """Take the negotiation to a state."""
    wanted = REACHED.index(NegotiationState(reached))
    if wanted >= REACHED.index(NegotiationState.INITIATING):
        by = world.negotiator(INITIATED)
        world.negotiation = services.take_step(world.negotiation, "initiate", by=by, today=INITIATED)
    if wanted >= REACHED.index(NegotiationState.NEGOTIATING):
        confirm_all(world)
        by = world.negotiator(BEGUN)
        world.negotiation = services.take_step(world.negotiation, "begin_negotiating", by=by, today=BEGUN)
    if wanted > REACHED.index(NegotiationState.NEGOTIATING):
        Negotiation.objects.filter(pk=world.negotiation.pk).update(state=reached, state_since=BEGUN)
    world.negotiation = world.again()
    world.parties = {key: world.party(key) for key in world.parties}


def confirm_all(world: NegotiationWorld, *, but: tuple[tuple[str, int], ...] = ()) -> None:
    """Every party confirms every gate, but for some."""
    for key in world.parties:
        party, by = world.party(key), world.speaker(key, CONFIRMED)
        for gate in Gate:
            if (key, int(gate)) not in but:
                services.confirm_gate(party, gate, by=by, today=CONFIRMED)
