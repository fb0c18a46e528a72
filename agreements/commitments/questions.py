"""What commitments ask before an agreement takes a step."""

from typing import Any

from django.utils.translation import gettext as _

from governance.lib.text import count, join_swedish
from governance.workflow.guards import Act
from governance.workflow.refusals import Refusal

from . import citations
from .models import Commitment
from .queries import open_commitments
from .states import CommitmentState

SHOWN = 3


def named(rows: list[Commitment]) -> str:
    """The first few by number and title."""
    shown = [str(each) for each in rows[:SHOWN]]
    return join_swedish([*shown, *([_("fler")] if len(rows) > SHOWN else [])])


def drafts_still_stand(agreement: Any, act: Act) -> Refusal | None:
    """Before signing and during it: nothing that is agreed is in doubt since somebody's finances changed (N-14)."""
    flagged = list(Commitment.objects.filter(agreement=agreement, state=CommitmentState.AGREED).flagged())
    if not flagged:
        return None
    return Refusal(
        _("%(count)s sedan en parts ekonomi har ändrats: %(which)s.")
        % {
            "count": count(len(flagged), "överenskommet åtagande är flaggat", "överenskomna åtaganden är flaggade"),
            "which": named(flagged),
        },
        citations.LATE_CHANGE,
        mended_by=_("de ansvariga parterna: bekräfta åtagandena, eller lös upp klareringen")
        if agreement.is_written
        else _("de ansvariga parterna: bekräfta åtagandena, eller förhandlingspersonerna: ta tillbaka texten"),
        no_deadline=_("Ingen tidsgräns"),
    )


def nothing_is_open(agreement: Any, act: Act) -> Refusal | None:
    """Before completing: every commitment is realised, replaced or released (C-02)."""
    waiting = list(open_commitments(agreement))
    if not waiting:
        return None
    return Refusal(
        _("%(count)s: %(which)s.")
        % {"count": count(len(waiting), "åtagande är öppet", "åtaganden är öppna"), "which": named(waiting)},
        citations.UNTIL_REALISED,
        mended_by=_("de ansvariga parterna och styrelsen"),
        by_when=max((each.due_on for each in waiting if each.due_on), default=None),
    )
