"""What commitments ask before an agreement takes a step."""

from typing import Any

from django.utils.translation import gettext as _

from governance.lib.text import count, join_swedish
from governance.workflow.guards import Act
from governance.workflow.refusals import Refusal

from . import citations
from .models import Commitment
from .queries import open_commitments
from .resting import Unmet, agreed_in, failing_in
from .words import failed_words

SHOWN = 3


def named(rows: list[Commitment]) -> str:
    """The first few by number and title."""
    shown = [str(each) for each in rows[:SHOWN]]
    return join_swedish([*shown, *([_("fler")] if len(rows) > SHOWN else [])])


def drafts_still_stand(agreement: Any, act: Act) -> Refusal | None:
    """Before signing and during it: nothing that is agreed is in doubt.

    It is when somebody's finances changed (N-14), and when what it was promised for is not agreed any more (C-04).
    """
    agreed = agreed_in(agreement)
    if flagged := [each for each in agreed if each.is_flagged]:
        return finances_changed(agreement, flagged)
    unmet = failing_in(agreed)
    return conditions_failed(agreement, unmet) if unmet else None


def finances_changed(agreement: Any, flagged: list[Commitment]) -> Refusal:
    """Their parties have not said that these still hold."""
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


def conditions_failed(agreement: Any, unmet: list[Unmet]) -> Refusal:
    """What these were promised for is not agreed; the first failure is told, and the clearings to dissolve."""
    (first, *_others) = unmet[0].failed
    asked = Commitment.objects.filter(pk__in=first.condition.offers).select_related("principal__organisation")
    numbers = sorted({each.commitment.clearing.number for each in unmet if each.commitment.clearing}, reverse=True)
    mend = _("lös upp klarering %s") % join_swedish([str(each) for each in numbers])
    return Refusal(
        _("%(count)s: %(which)s. %(why)s")
        % {
            "count": count(
                len(unmet),
                "överenskommet åtagande har ett villkor som inte längre är uppfyllt",
                "överenskomna åtaganden har villkor som inte längre är uppfyllda",
            ),
            "which": named([each.commitment for each in unmet]),
            "why": failed_words(first, {str(each.pk): each for each in asked}),
        },
        citations.TOGETHER,
        mended_by=_("förhandlingspersonerna: %s") % mend
        if agreement.is_written
        else _("förhandlingspersonerna: ta tillbaka texten och %s") % mend,
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
