"""Who may do what in a negotiation; asked with the subject and the actor.

Everyone in a partnership may read what is shared in it (X-01). The neutral negotiators lead; each party speaks for
itself alone. The State is a party with a seat of its own, and no negotiator speaks for it.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.permissions import may_set_up

LEADERS = (SeatRole.CHAIR, SeatRole.MEMBER)
ASSISTANTS = (*LEADERS, SeatRole.SECRETARY, SeatRole.OFFICER)
SPEAKERS = (SeatRole.REPRESENTATIVE, SeatRole.CHAIR)

WHO_LEADS = _("förhandlingspersonerna")
WHO_ASSISTS = _("förhandlingspersonerna eller deras kansli")
WHO_PROPOSES = _("förhandlingspersonerna, deras kansli, regeringen eller partnerskapets administratör")
WHO_SPEAKS = _("partens företrädare eller ordförande")
WHO_SPEAKS_FOR_STATE = _("statens företrädare")
WHO_SYSTEM = _("Samverk, som en följd av någon annans beslut")


def sits_among_negotiators(partnership_id: int, actor: Any, roles: tuple[SeatRole, ...]) -> bool:
    """Whether the seat acted from is in the partnership's body of negotiators, in one of the roles."""
    seat = actor.seat
    return (
        seat is not None
        and seat.body.partnership_id == partnership_id
        and seat.body.kind == BodyKind.NEGOTIATORS
        and seat.role in roles
    )


def may_lead(negotiation: Any, actor: Any) -> bool:
    """The appointed negotiators lead the negotiation (P-06)."""
    return sits_among_negotiators(negotiation.partnership_id, actor, LEADERS)


def may_assist(negotiation: Any, actor: Any) -> bool:
    """The negotiators and their office keep its records."""
    return sits_among_negotiators(negotiation.partnership_id, actor, ASSISTANTS)


def may_propose(negotiation: Any, actor: Any) -> bool:
    """Who may register a negotiation and its directive: the above, the Government and the administrator."""
    return (
        may_assist(negotiation, actor)
        or sits_in_government(negotiation.partnership_id, actor)
        or may_set_up(negotiation.partnership, actor)
    )


def sits_in_government(partnership_id: int, actor: Any) -> bool:
    """Whether the seat acted from is in the Government, and the State takes part in the partnership."""
    seat = actor.seat
    return (
        seat is not None
        and seat.body.kind == BodyKind.GOVERNMENT
        and seat.role in (SeatRole.CHAIR, SeatRole.SECRETARY, SeatRole.REGISTRAR)
        and actor.principal_in(partnership_id) is not None
    )


def may_speak_for(party: Any, actor: Any) -> bool:
    """A party speaks for itself: from a seat as its representative or as a chair in one of its own bodies (P-12)."""
    seat = actor.seat
    return (
        seat is not None
        and seat.role in SPEAKERS
        and seat.body.partnership_id is None
        and seat.body.organisation_id == party.principal.organisation_id
        and party.left_on is None
    )


def party_of(negotiation: Any, actor: Any) -> Any:
    """The party that the seat acted from belongs to, or nothing."""
    principal = actor.principal_in(negotiation.partnership_id) if hasattr(actor, "principal_in") else None
    if principal is None:
        return None
    if "_present" in negotiation.__dict__:
        return next((each for each in negotiation.__dict__["_present"] if each.principal_id == principal.pk), None)
    found = negotiation.parties.filter(left_on__isnull=True, principal_id=principal.pk)
    return found.select_related("principal__organisation", "negotiation").first()


def may_read_private(party: Any, actor: Any) -> bool:
    """Whether the actor belongs to the party; what a party keeps to itself is read by its own people alone."""
    seat = actor.seat
    return (
        seat is not None
        and seat.body.partnership_id is None
        and seat.body.organisation_id == party.principal.organisation_id
    )
