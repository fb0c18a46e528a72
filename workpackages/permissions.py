"""Who may keep the register of services; asked with the subject and the actor."""

from typing import Any

from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole

KEEPERS = (SeatRole.SECRETARY, SeatRole.CHAIR, SeatRole.OFFICER, SeatRole.CONTROLLER)
WHO_KEEPS = (
    "styrgruppens eller programkontorets sekreterare, ordförande, handläggare eller controller, "
    "eller partnerskapets administratör"
)


def may_keep_services(subject: Any, actor: Actor) -> bool:
    """The steering group's or the programme office's people (E-04), or an administrator in the partnership itself."""
    if actor.seat is None or actor.seat.body.partnership_id != subject.partnership_id:
        return False
    if actor.sits_as(SeatRole.ADMINISTRATOR):
        return True
    return actor.seat.body.kind in (BodyKind.STEERING_GROUP, BodyKind.PROGRAMME_OFFICE) and actor.sits_as(*KEEPERS)
