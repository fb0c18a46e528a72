"""What signing answers when an agreement asks whether everybody has signed."""

from typing import Any

from django.utils.translation import gettext as _

from governance.workflow.guards import Act
from governance.workflow.refusals import Refusal

from . import citations
from .models import SigningRound
from .states import RoundState


def everybody_has_signed(agreement: Any, act: Act) -> Refusal | None:
    """A round on the agreement's own text is completed."""
    done = SigningRound.objects.of(agreement).filter(state=RoundState.COMPLETED, text_id=agreement.agreed_version_id)
    if done.exists():
        return None
    newest = SigningRound.objects.of(agreement).first()
    return Refusal(
        _("Alla parter har inte undertecknat."),
        citations.UNTIL_THE_LAST,
        mended_by=_("de som inte har undertecknat"),
        by_when=newest.last_on if newest else None,
    )


def somebody_has_signed(agreement: Any, act: Act) -> Refusal | None:
    """A round on the agreement is open."""
    if SigningRound.objects.of(agreement).filter(state=RoundState.OPEN).exists():
        return None
    return Refusal(
        _("Ingen underskriftsomgång är öppen."), citations.SEAL_FIRST, mended_by=_("en förhandlingsperson: öppna den")
    )


def text_is_not_signed_on(agreement: Any, act: Act) -> Refusal | None:
    """No round on the agreement has begun: after that a party says no by rejecting it."""
    begun = SigningRound.objects.of(agreement).filter(state__in=(RoundState.PREPARING, RoundState.OPEN))
    if not begun.exists():
        return None
    return Refusal(
        _("Undertecknandet är öppnat."),
        citations.SEAL_FIRST,
        mended_by=_("den som undertecknar för parten: avvisa avtalet, så stoppas undertecknandet"),
    )
