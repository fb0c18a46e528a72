"""Who may write, lead and speak for a party in an agreement; asked by pages, services and the machine alike."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.negotiations.permissions import LEADERS, led_by
from governance.organisations.actors import Actor
from governance.organisations.kinds import TALKS, BodyKind, SeatRole
from governance.workflow.refusals import NotAllowed

from . import registry

LEADING = {
    BodyKind.NEGOTIATORS: (SeatRole.CHAIR, SeatRole.MEMBER),
    BodyKind.BOARD: (SeatRole.CHAIR,),
}
"""Those who carry the agreement forward: while it is negotiated, and while its board follows it."""
WRITING = {
    BodyKind.NEGOTIATORS: (SeatRole.CHAIR, SeatRole.MEMBER, SeatRole.SECRETARY, SeatRole.OFFICER),
    BodyKind.BOARD: (SeatRole.CHAIR, SeatRole.SECRETARY),
    BodyKind.PROGRAMME_OFFICE: (SeatRole.SECRETARY,),
}
WHO_LEADS = _("en förordnad förhandlingsperson utan jäv, eller ordföranden i avtalets styrelse")
WHO_WRITES = _("en förordnad förhandlingsperson utan jäv, kansliet eller sekreteraren i avtalets styrelse")
WHO_SPEAKS = _("partens företrädare")
WHO_SYSTEM = _("Samverk, när det som krävs är uppfyllt")


def _sits(partnership_id: int, actor: Actor, seats: dict[Any, tuple[Any, ...]]) -> bool:
    """Whether the seat acted from is in one of the partnership's bodies, in one of the roles."""
    seat = actor.seat
    if seat is None or seat.body.partnership_id != partnership_id:
        return False
    return seat.role in seats.get(seat.body.kind, ())


def _is_neutral(subject: Any, actor: Actor) -> bool:
    """Whether one with a negotiator's seat is appointed in the negotiation behind the text, and need not abstain.

    What belongs to the partnership, such as a template, comes from no negotiation. The office and the board lead none.
    """
    seat = actor.seat
    if seat is None or seat.body.kind != BodyKind.NEGOTIATORS or seat.role not in LEADERS:
        return True
    behind = negotiation_behind(subject)
    return behind is None or behind in led_by(actor)


def follows(subject: Any, actor: Actor) -> bool:
    """Whether one with a board's seat sits in the board of the very agreement, which follows its amendments too.

    Where no parties negotiate, as in VIP, the partnership's own board (of no agreement) carries all its agreements.
    What belongs to the partnership, such as a template, is of no agreement.
    """
    seat = actor.seat
    if seat is None or seat.body.kind != BodyKind.BOARD:
        return True
    agreement = agreement_behind(subject)
    if agreement is None:
        return True
    followed = actor.recall("agreements.followed_by_board", lambda: registry.followed_by_board(seat.body_id))
    if followed is None:
        return seat.body.partnership is not None and seat.body.partnership.kind not in TALKS
    root = agreement.parent_id if agreement.is_amendment and agreement.parent_id else agreement.pk
    return root in followed


def agreement_behind(subject: Any) -> Any:
    """An agreement, or the one that something is a part of; nothing for what belongs to the partnership."""
    while not hasattr(subject, "negotiation_id"):
        above = next((name for name in ("agreement", "round", "condition") if hasattr(subject, name)), None)
        if above is None:
            return None
        subject = getattr(subject, above)
    return subject


def negotiation_behind(subject: Any) -> int | None:
    """The negotiation of an agreement, or of the agreement that something is a part of."""
    agreement = agreement_behind(subject)
    return None if agreement is None else agreement.negotiation_id


def may_lead(subject: Any, actor: Actor) -> bool:
    """Those who decide when the text is ready, when it is changed and when it ends; neutral, no party's own."""
    return _sits(subject.partnership_id, actor, LEADING) and _is_neutral(subject, actor) and follows(subject, actor)


def may_write(subject: Any, actor: Actor) -> bool:
    """Those who hold the pen."""
    return _sits(subject.partnership_id, actor, WRITING) and _is_neutral(subject, actor) and follows(subject, actor)


def may_speak_for(party: Any, actor: Actor) -> bool:
    """The party's own representative, or the chair of a body of its own."""
    if not actor.sits_as(SeatRole.REPRESENTATIVE, SeatRole.CHAIR):
        return False
    mine = actor.principal_in(party.agreement.partnership_id)
    return mine is not None and mine.pk == party.principal_id


def not_allowed() -> NotAllowed:
    """A refusal for those who do not hold the pen, ready to raise."""
    return NotAllowed(str(WHO_WRITES))


def may_see(subject: Any, actor: Actor) -> bool:
    """Everyone in the partnership (X-01)."""
    return actor.may_see(subject.partnership_id)


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
