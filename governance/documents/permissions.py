"""Who may do what with documents: (subject, actor) -> bool."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind
from governance.organisations.permissions import may_run_installation

if TYPE_CHECKING:
    from .models import Dispatch

WHO_RECEIPTS = _("den som sitter för huvudmannen, till exempel registrator")

WHO_RETRIES = _("den som är systemansvarig eller sitter i partnerskapets styrgrupp")


def may_receipt(dispatch: "Dispatch", actor: Actor) -> bool:
    """The principal that a document was sent to confirms it, and nobody else; one that has left does so too."""
    return actor.receives_for(dispatch.principal_id, dispatch.document.partnership_id)


def may_retry(partnership_id: int, actor: Actor) -> bool:
    """Those who run the installation, or the steering group's people, start again what gave up."""
    if may_run_installation(actor):
        return True
    seat = actor.seat
    return seat is not None and seat.body.partnership_id == partnership_id and seat.body.kind == BodyKind.STEERING_GROUP


def by_system_alone(_subject: object, _actor: object) -> bool:
    """No person takes this step."""
    return False
