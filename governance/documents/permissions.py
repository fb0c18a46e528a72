"""Who may do what with documents: (subject, actor) -> bool."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from governance.organisations.actors import Actor

if TYPE_CHECKING:
    from .models import Dispatch

WHO_RECEIPTS = _("den som sitter för huvudmannen, till exempel registrator")


def may_receipt(dispatch: "Dispatch", actor: Actor) -> bool:
    """The principal that a document was sent to confirms it, and nobody else."""
    principal = actor.principal_in(dispatch.document.partnership_id)
    return principal is not None and principal.pk == dispatch.principal_id


def by_system_alone(_subject: object, _actor: object) -> bool:
    """No person takes this step."""
    return False
