"""What commitments do when something else has happened: the agreement holds or falls, somebody's finances changed."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from agreements.texts.states import UNDER_WAY
from governance.audit.actors import SYSTEM
from governance.lib.text import genitive
from governance.workflow import steps

from ..models import Commitment, ConditionTarget, Deviation
from ..states import BINDING, DRAFTS, OFFERS, CommitmentState, DeviationState

NOT_CLEARED = "Budet blev inte bindande innan avtalet slöts."


def of_agreement(agreement: Any, states: Iterable[str]) -> list[Commitment]:
    """An agreement's commitments in some states, in order."""
    found = Commitment.objects.filter(agreement=agreement, state__in=list(states))
    return list(found.select_related("agreement", "supersedes__agreement").order_by("pk"))


def begin_commitments(agreement: Any, *, by: Any, today: date) -> None:
    """The agreement holds: what is agreed begins to hold, what was only offered lapses, what is superseded ends."""
    for each in of_agreement(agreement, OFFERS):
        steps.perform(each, "lapse", by=SYSTEM, today=today, reason=NOT_CLEARED)
    for each in of_agreement(agreement, [CommitmentState.AGREED]):
        begun = steps.perform(settle_flag(each, today=today), "begin", by=SYSTEM, today=today).subject
        if begun.supersedes is not None and begun.supersedes.state in BINDING:
            supersede(begun.supersedes, begun, today=today)


def settle_flag(commitment: Commitment, *, today: date) -> Commitment:
    """Take away the flag of what begins to hold: all have signed and decided, and doubts are deviations from now on."""
    if commitment.flagged_on is None:
        return commitment
    changes = {"flagged_on": None, "flag_reason": ""}
    settled: Commitment = steps.edit(
        commitment,
        by=SYSTEM,
        today=today,
        version=None,
        changes=changes,
        kind="unflag",
        reason=commitment.flag_reason,
    ).subject
    return settled


def supersede(old: Commitment, new: Commitment, *, today: date) -> None:
    """Let the commitment of a supplementary agreement take the place of the old one, which stays readable."""
    reason = _("Ersatt av åtagande %(number)s i %(agreement)s.") % {"number": new.number, "agreement": new.agreement}
    steps.perform(old, "supersede", by=SYSTEM, today=today, reason=reason)
    for each in Deviation.objects.filter(commitment=old, state=DeviationState.RENEGOTIATING):
        steps.perform(each, "supersede", by=SYSTEM, today=today)


def lapse_commitments(agreement: Any, *, by: Any, today: date) -> None:
    """The agreement lapsed or ended: nothing more is owed under it."""
    reason = _("%(agreement)s är ”%(state)s”.") % {
        "agreement": agreement,
        "state": agreement.get_state_display().lower(),
    }
    for each in of_agreement(agreement, [*DRAFTS, *BINDING]):
        steps.perform(each, "lapse", by=SYSTEM, today=today, reason=reason)


def flag_after_change(party: Any, change: Any, *, by: Any, today: date) -> list[Commitment]:
    """Flag every draft commitment of the party, and those that depend on it, when its finances changed (N-14).

    Until an agreement holds its commitments are drafts, also while it is signed and decided on.
    """
    drafts = Commitment.objects.filter(
        agreement__negotiation_id=party.negotiation_id, agreement__state__in=UNDER_WAY, state__in=DRAFTS
    )
    for agreement in {each.agreement_id: each.agreement for each in drafts.select_related("agreement")}.values():
        steps.lock(agreement)
    own = set(drafts.filter(principal_id=party.principal_id).values_list("pk", flat=True))
    reached = depending_on(own)
    name = str(party.principal.organisation.short_name)
    flagged = []
    for each in drafts.filter(pk__in=reached).select_related("agreement").order_by("pk"):
        about = "" if each.pk in own else _("Budet beror på bud från %s. ") % name
        what = str(getattr(change, "what", change)).strip()
        reason = _("%(about)s%(whose)s ekonomi har ändrats: %(what)s") % {
            "about": about,
            "whose": genitive(name),
            "what": what if what.endswith((".", "!", "?")) else f"{what}.",
        }
        changes = {"flagged_on": today, "flag_reason": reason}
        flagged.append(steps.edit(each, by=by, today=today, version=None, changes=changes, kind="flag").subject)
    return flagged


def depending_on(keys: set[int]) -> set[int]:
    """These offers and all that depend on them, directly or through others."""
    found, newest = set(keys), set(keys)
    while newest:
        asked = ConditionTarget.objects.filter(depends_on_id__in=newest).values_list("offer_id", flat=True)
        returns = Commitment.objects.filter(counter_performance_of_id__in=newest).values_list("pk", flat=True)
        newest = {*asked, *returns} - found
        found |= newest
    return found


def hear_finances_changed(sender: Any, party: Any, change: Any, by: Any, today: date, **_named: Any) -> None:
    """Flag in the transaction of the change itself."""
    flag_after_change(party, change, by=by, today=today)
