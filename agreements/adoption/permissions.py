"""Who may do what with the conditions of an agreement; asked with the agreement or its condition and the actor."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.texts import permissions as texts
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole

WHO_LEADS = texts.WHO_LEADS
WHO_WRITES = texts.WHO_WRITES
WHO_REPORTS_COST = _("en förhandlingsperson, eller ordföranden, sekreteraren eller handläggaren i avtalets styrelse")
WHO_SYSTEM = _("Samverk, när underlaget finns")
KEEPS_ACCOUNTS = (SeatRole.CHAIR, SeatRole.SECRETARY, SeatRole.OFFICER, SeatRole.CONTROLLER)


def may_lead(subject: Any, actor: Actor) -> bool:
    """Those who carry the agreement forward; neutral, no party's own."""
    return texts.may_lead(subject, actor)


def may_write(subject: Any, actor: Actor) -> bool:
    """Those who hold the pen of the text, and so of its conditions."""
    return texts.may_write(subject, actor)


def may_report_cost(subject: Any, actor: Actor) -> bool:
    """Those who lead the agreement, and those who keep the accounts of its board."""
    if may_lead(subject, actor):
        return True
    if actor.seat is None or actor.seat.body.partnership_id != subject.partnership_id:
        return False
    return actor.seat.body.kind == BodyKind.BOARD and actor.sits_as(*KEEPS_ACCOUNTS) and texts.follows(subject, actor)


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
