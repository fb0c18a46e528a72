"""What agreements ask before a negotiation takes a step."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.citations import NOT_ROUND_TABLES
from governance.workflow.guards import Act, guard

from .models import Agreement
from .states import HAS_HELD


@guard(
    NOT_ROUND_TABLES,
    mended_by=gettext_lazy("parterna: skriv under avtalet och fatta de beslut som det väntar på"),
    fulfilled=gettext_lazy("Ett avtal ur förhandlingen gäller"),
)
def an_agreement_is_in_force(negotiation: Any, act: Act) -> str | None:
    """Nothing is carried out before an agreement of the negotiation holds, or has held."""
    if Agreement.objects.filter(negotiation=negotiation, state__in=HAS_HELD).exists():
        return None
    return _("Inget avtal ur förhandlingen gäller än.")
