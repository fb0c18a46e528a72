"""Who may do what with plans and budgets; asked with the subject and the actor.

Everyone in a partnership may read everything in it (X-01); the querysets' `visible_to` sees to that.
"""

from typing import Any

from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole

SCRIBES = (SeatRole.SECRETARY, SeatRole.CHAIR, SeatRole.OFFICER)
KEEPERS = (*SCRIBES, SeatRole.CONTROLLER)

WHO_PREPARES = "styrgruppens sekreterare, ordförande, handläggare eller controller"
WHO_LEADS = "det politiska samverkansorganets ordförande, sekreterare eller handläggare"
WHO_HANDS_OVER = "styrgruppens eller det politiska samverkansorganets sekreterare, ordförande eller handläggare"
WHO_ALLOCATES = (
    "det politiska samverkansorganets eller styrgruppens sekreterare, ordförande, handläggare eller controller"
)
WHO_SYSTEM = "Samverk, som en följd av någon annans beslut"


def _sits(subject: Any, actor: Actor, kinds: tuple[BodyKind, ...], roles: tuple[SeatRole, ...]) -> bool:
    if actor.seat is None or actor.seat.body.partnership_id != subject.partnership_id:
        return False
    return actor.seat.body.kind in kinds and actor.sits_as(*roles)


def may_prepare(subject: Any, actor: Actor) -> bool:
    """The steering group's people write, update and follow up plan and budget (E-04)."""
    return _sits(subject, actor, (BodyKind.STEERING_GROUP,), KEEPERS)


def may_lead(subject: Any, actor: Actor) -> bool:
    """The joint political body's people record what it has decided."""
    return _sits(subject, actor, (BodyKind.JOINT_POLITICAL,), SCRIBES)


def may_hand_over(subject: Any, actor: Actor) -> bool:
    """Those who carry the proposal to the principals."""
    return _sits(subject, actor, (BodyKind.STEERING_GROUP, BodyKind.JOINT_POLITICAL), SCRIBES)


def may_allocate(subject: Any, actor: Actor) -> bool:
    """Those who record how the joint money is shared out; the decision is the joint political body's (E-14)."""
    return _sits(subject, actor, (BodyKind.STEERING_GROUP, BodyKind.JOINT_POLITICAL), KEEPERS)


def may_report_deviation(subject: Any, actor: Actor) -> bool:
    """Those who prepare and those who allocate."""
    return may_allocate(subject, actor)


def may_update_activity(subject: Any, actor: Actor) -> bool:
    """The steering group, or the principal that is responsible for the activity."""
    if may_prepare(subject, actor):
        return True
    mine = actor.principal_in(subject.partnership_id)
    return mine is not None and mine.pk == subject.responsible_principal_id


def may_see(subject: Any, actor: Actor) -> bool:
    """Everyone in the partnership (X-01)."""
    return actor.may_see(subject.partnership_id)


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
