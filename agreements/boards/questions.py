"""What boards ask before an agreement is completed, and before a negotiation is concluded (C-02)."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts.states import BINDING, UNDER_WAY
from governance.lib.text import join_swedish
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from . import citations
from .states import BoardState


def board_has_closed(agreement: Any, act: Act) -> Refusal | None:
    """Before completing: the agreement's board has ended its work; one without a board asks nothing."""
    from .models import Board  # noqa: PLC0415 -- models come later than registries

    board = Board.objects.filter(agreement=agreement.root).exclude(state=BoardState.CLOSED).select_related("body")
    waiting = board.first()
    if waiting is None:
        return None
    return Refusal(
        _("%s är inte avslutad. När den avslutas slutförs avtalet.") % waiting,
        citations.UNTIL_REALISED,
        mended_by=_("styrelsens ordförande: avsluta styrelsen"),
        no_deadline=_("Ingen tidsgräns"),
    )


@guard(
    citations.UNTIL_REALISED,
    mended_by=gettext_lazy("avtalens styrelser"),
    fulfilled=gettext_lazy("Alla avtal är slutförda och deras styrelser avslutade"),
)
def every_board_has_closed(negotiation: Any, act: Act) -> str | None:
    """No agreement of the negotiation holds or is on its way: every board has ended its work."""
    waiting = negotiation.agreements.filter(state__in=(*UNDER_WAY, *BINDING)).exclude(kind="amendment")
    names = [
        _("%(agreement)s är ”%(state)s”") % {"agreement": each, "state": each.get_state_display().lower()}
        for each in waiting.order_by("pk")
    ]
    return f"{join_swedish(names)}." if names else None
