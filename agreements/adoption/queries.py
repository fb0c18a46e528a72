"""What the parties have decided about the text that lies before them."""

from typing import Any

from django.utils.translation import gettext as _

from governance.decisions.states import RulingState

from .models import Condition
from .services.deciding import evidence_of


def decisions_on(agreement: Any) -> list[str]:
    """Every decision to approve the agreement's text, by party, body, day and paragraph; one question."""
    found = Condition.objects.of_parties().with_names().filter(agreement=agreement, ruling__state=RulingState.ADOPTED)
    return [
        _("%(party)s: %(decision)s") % {"party": each.principal, "decision": evidence_of(each.ruling, each.principal)}
        for each in found
        if each.ruling is not None and each.principal is not None
    ]
