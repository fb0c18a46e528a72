"""What agreements ask before a negotiation takes a step, and before a party leaves it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.citations import NOT_ROUND_TABLES
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from .models import Agreement
from .states import HAS_HELD, SIGNED_ON, AgreementState

BINDS = (*SIGNED_ON, AgreementState.AWAITING_DECISIONS, *HAS_HELD)
"""From when the text stands still to be signed, its parties are those that it names."""
HOLDS = gettext_lazy("parterna: fullfölj, ändra eller säg upp avtalet")
MENDED_BY = {
    AgreementState.READY_TO_SIGN: gettext_lazy("förhandlingspersonerna: ta tillbaka avtalet, så att texten kan ändras"),
    AgreementState.PARTLY_SIGNED: gettext_lazy("parten själv: säg nej till att underteckna"),
    AgreementState.AWAITING_DECISIONS: gettext_lazy("parterna: fatta de beslut som avtalet väntar på"),
}


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


def what_binds(party: Any) -> Refusal | None:
    """A party to an agreement that is being signed, holds or has held does not leave what the agreement came from."""
    found = Agreement.objects.filter(
        negotiation_id=party.negotiation_id, parties__principal_id=party.principal_id, state__in=BINDS
    ).first()
    if found is None:
        return None
    words = _("%(party)s är part i %(agreement)s, som är i läget ”%(state)s”. Då går det inte att lämna förhandlingen.")
    return Refusal(
        words % {"party": party, "agreement": str(found).lower(), "state": found.get_state_display()},
        NOT_ROUND_TABLES,
        mended_by=str(MENDED_BY.get(AgreementState(found.state), HOLDS)),
        no_deadline=_("Ingen tidsgräns"),
    )
