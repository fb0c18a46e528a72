"""What anybody who checks the file of an agreement is told: genuine is not the same as concluded."""

from django.utils.translation import gettext as _

from governance.documents.models import Document
from governance.lib.dates import swedish_date

from .models import SigningRound
from .states import RoundState


def remark(document: Document) -> str:
    """How the signing of the file went, until everybody has signed it."""
    round_ = SigningRound.objects.filter(document=document).only("state", "stopped_on").first()
    if round_ is None or round_.state == RoundState.COMPLETED:
        return ""
    if round_.state == RoundState.STOPPED and round_.stopped_on:
        stopped = swedish_date(round_.stopped_on)
        return _("Undertecknandet stoppades den %s, så avtalet är inte ingånget genom den här filen.") % stopped
    return _("Undertecknandet pågår, så avtalet är inte ingånget än.")
