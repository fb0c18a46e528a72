"""Who may take which step with a matter or a ruling; asked with the subject and the actor."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from governance.lib.text import join_swedish
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole

if TYPE_CHECKING:
    from governance.organisations.models import Body

    from .models import Matter, Ruling

KEEPS_MINUTES = (SeatRole.SECRETARY, SeatRole.CHAIR, SeatRole.OFFICER)
NEGOTIATES = (*KEEPS_MINUTES, SeatRole.MEMBER)
SPEAKS_FOR_PRINCIPAL = (
    SeatRole.REGISTRAR,
    SeatRole.SECRETARY,
    SeatRole.OFFICER,
    SeatRole.CHAIR,
    SeatRole.REPRESENTATIVE,
)
ANSWERS = (BodyKind.JOINT_POLITICAL, BodyKind.STEERING_GROUP)


def speaks_for_body(body_id: int | None, actor: Actor) -> bool:
    """Whether the seat acted from is the body's secretary, chair or officer; negotiators are its members."""
    return actor.sits_in(body_id) and leads_its_body(actor)


def leads_its_body(actor: Actor) -> bool:
    """Whether the seat acted from carries its body's matters."""
    is_negotiator = actor.seat is not None and actor.seat.body.kind == BodyKind.NEGOTIATORS
    return actor.sits_as(*(NEGOTIATES if is_negotiator else KEEPS_MINUTES))


def speaks_for_principal(ruling: "Ruling", actor: Actor) -> bool:
    """Whether the seat acted from belongs to the principal's own organisation; nobody registers for another (P-12)."""
    return actor.speaks_for(ruling.principal_id, ruling.matter.partnership_id) and actor.sits_as(*SPEAKS_FOR_PRINCIPAL)


def may_register(ruling: "Ruling", actor: Actor) -> bool:
    """The principal's own people, or for a body's ruling its own secretary, chair or officer."""
    if ruling.principal_id:
        return speaks_for_principal(ruling, actor)
    return speaks_for_body(ruling.body_id, actor)


def may_answer(ruling: "Ruling", actor: Actor) -> bool:
    """Who put the proposal forward answers: CS or the negotiators to a principal, the route's first body to a body."""
    answering = ruling.matter.answering_body(ruling)
    return answering is not None and speaks_for_body(answering.pk, actor)


def leaders_of(bodies: "Iterable[Body]") -> str:
    """Who may speak for any of some bodies, in words: "sekreterare, ordförande eller handläggare i CS"."""
    names = join_swedish([body.full_name for body in bodies], _("eller"))
    return names and _("sekreterare, ordförande eller handläggare i %s") % names


def may_lead(matter: "Matter", actor: Actor) -> bool:
    """The people of the bodies that carry the matter to the principals (styrgruppen, CTB, CS; förhandlingspersoner)."""
    if actor.seat is None or actor.seat.body.partnership_id != matter.partnership_id:
        return False
    carries = actor.seat.body.kind in matter.leading_kinds and leads_its_body(actor)
    return carries and matter.follower.is_led_by(matter, actor)


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
