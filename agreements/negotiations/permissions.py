"""Who may do what in a negotiation; asked with the subject and the actor.

Everyone in a partnership may read what is shared in it (X-01). The neutral negotiators lead; each party speaks for
itself alone. The State is a party with a seat of its own, and no negotiator speaks for it.

A seat among the negotiators lets nobody lead by itself: who leads is appointed in the very negotiation, serves today
and need not abstain (P-07).
"""

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from governance.lib.text import join_swedish
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.permissions import may_set_up
from governance.workflow.together import Wish, read_wishes

from .states import NegotiationState

LEADERS = (SeatRole.CHAIR, SeatRole.MEMBER)
ASSISTANTS = (*LEADERS, SeatRole.SECRETARY, SeatRole.OFFICER)
SPEAKERS = (SeatRole.REPRESENTATIVE, SeatRole.CHAIR)

WHO_LEADS = _("en förordnad förhandlingsperson utan jäv")
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


def sits_as_leader(negotiation: Any, actor: Any) -> bool:
    """Whether the seat acted from is one that negotiators lead from; whether its holder does is told by `serves`."""
    return sits_among_negotiators(negotiation.partnership_id, actor, LEADERS)


def led_by(actor: Any) -> frozenset[int]:
    """The negotiations that the person is appointed to lead, serves in today and need not abstain from; read once."""

    def read() -> frozenset[int]:
        from .models.negotiations import led_on  # noqa: PLC0415 -- models need permissions

        ((found,),) = read_wishes(Wish("negotiations.led_by", led_on, (int(actor.user_key or 0), actor.today)))
        return frozenset(key for (key,) in found)

    found: frozenset[int] = actor.recall("negotiations.led_by", read)
    return found


def serves(negotiation: Any, actor: Any) -> bool:
    """Whether the actor is a neutral negotiator of this negotiation: seat, appointment and no duty to abstain."""
    return sits_as_leader(negotiation, actor) and negotiation.pk in led_by(actor)


def may_lead(negotiation: Any, actor: Any) -> bool:
    """The appointed negotiators lead the negotiation (P-06), and those who prepare one that has none yet."""
    return serves(negotiation, actor) or may_prepare(negotiation, actor)


def may_prepare(negotiation: Any, actor: Any) -> bool:
    """While a negotiation is proposed and nobody is appointed, those with a leader's seat write what it begins from."""
    if negotiation.state != NegotiationState.PROPOSED or not sits_as_leader(negotiation, actor):
        return False
    return bool(actor.recall(f"negotiations.unled.{negotiation.pk}", lambda: not negotiation.negotiators.exists()))


def why_not_leading(negotiation: Any, actor: Any) -> str:
    """Why somebody with a leader's seat does not lead this negotiation, and who can; nothing where he or she does."""
    if not sits_as_leader(negotiation, actor) or may_lead(negotiation, actor):
        return ""
    abstains = negotiation.negotiators.filter(user_id=actor.user_key or None, conflicts__must_abstain=True).exists()
    words = (
        _now("Du har anmält jäv och ska avstå.") if abstains else _now("Du är inte förordnad i förhandlingen i dag.")
    )
    return f"{words} {who_leads_instead(negotiation, actor)}"


def who_leads_instead(negotiation: Any, actor: Any) -> str:
    """The negotiators who can act today, as a sentence."""
    names = [str(each) for each in negotiation.negotiators.serving(actor.today).select_related("user")]
    if not names:
        return _now("Regeringen kan förordna en förhandlingsperson.")
    return _now("%s kan handla.") % join_swedish(list(dict.fromkeys(names)))


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
