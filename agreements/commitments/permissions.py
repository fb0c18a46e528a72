"""Who may offer, clear, report and verify; asked with the subject and the actor.

Everyone in a partnership may read everything in it (X-01); the querysets' `visible_to` sees to that.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.texts.permissions import may_lead
from governance.organisations.actors import Actor
from governance.organisations.kinds import SeatRole
from governance.workflow.refusals import NotAllowed

from .registry import board_of

SPEAKERS = (SeatRole.REPRESENTATIVE, SeatRole.CHAIR)
REPORTERS = (*SPEAKERS, SeatRole.OFFICER, SeatRole.CONTROLLER, SeatRole.SECRETARY)
MINUTE_KEEPERS = (SeatRole.CHAIR, SeatRole.SECRETARY)

WHO_SPEAKS = _("partens egen företrädare")
WHO_REPORTS = _("den ansvariga partens företrädare, handläggare, controller eller sekreterare")
WHO_VERIFIES = _("ordföranden eller sekreteraren i avtalets styrelse")
WHO_LEADS = _("en förhandlingsperson, eller ordföranden i avtalets styrelse")
WHO_TELLS = _("den ansvariga parten eller avtalets styrelse")
WHO_IS_PARTY = _("en företrädare för någon av avtalets parter")
WHO_SYSTEM = _("Samverk, som en följd av någon annans handling")


def is_for(principal_id: int, subject: Any, actor: Actor, roles: tuple[SeatRole, ...]) -> bool:
    """Whether the seat acted from is in the principal's own organisation, in one of the roles."""
    mine = actor.principal_in(subject.partnership_id)
    return mine is not None and mine.pk == principal_id and actor.sits_as(*roles)


def may_offer(commitment: Any, actor: Actor) -> bool:
    """Nobody offers for another: the responsible party's own representative."""
    return is_for(commitment.principal_id, commitment, actor, SPEAKERS)


def may_clear(subject: Any, actor: Actor) -> bool:
    """The neutral negotiators make binding what holds together."""
    return may_lead(subject, actor)


def may_report(commitment: Any, actor: Actor) -> bool:
    """The responsible party's people, whoever holds the office today (C-05)."""
    return is_for(commitment.principal_id, commitment, actor, REPORTERS)


def may_verify(commitment: Any, actor: Actor) -> bool:
    """Those who keep the minutes of the agreement's board."""
    if not actor.sits_as(*MINUTE_KEEPERS):
        return False
    board = board_of(commitment.agreement)
    return board is not None and actor.sits_in(board.pk)


def may_verify_report(report: Any, actor: Actor) -> bool:
    """The same, asked of a report or of a deviation."""
    return may_verify(report.commitment, actor)


def may_tell_deviation(commitment: Any, actor: Actor) -> bool:
    """The responsible party, or the board that sees it first."""
    return may_report(commitment, actor) or may_verify(commitment, actor)


def may_speak_in(commitment: Any, actor: Actor) -> bool:
    """A representative of any party of the agreement."""
    mine = actor.principal_in(commitment.partnership_id)
    if mine is None or not actor.sits_as(*SPEAKERS):
        return False
    return bool(commitment.agreement.parties.filter(principal_id=mine.pk).exists())


def not_for_others() -> NotAllowed:
    """The refusal to one who would answer for another party."""
    return NotAllowed(str(WHO_SPEAKS))


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
