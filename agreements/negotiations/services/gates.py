"""Acts at the five gates: each party confirms for itself, may take it back, and may say why it waits."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.audit.services import record
from governance.lib.text import capitalise, join_swedish
from governance.workflow import steps
from governance.workflow.acts import refuse, require_right

from .. import citations, permissions
from ..guards import missing_at, present_parties
from ..mandates import parties_without_mandate
from ..models import GateConfirmation, GateRemark, Negotiation, Notice, Party
from ..states import Gate, NegotiationState
from .common import hold, person, require_state, require_text, tell_parties

RULES = {
    Gate.INFORMATION: citations.SAME_INFORMATION,
    Gate.PURPOSE: citations.SHARED_VIEW,
    Gate.DELIMITATIONS: citations.DELIMITED,
    Gate.DIRECTIVE: citations.DIRECTIVE,
    Gate.TYPE: citations.CONSENSUS,
}


@transaction.atomic
def confirm_gate(
    party: Party, gate: int, *, by: Any, today: date, differing_view: str = "", edition: int | None = None
) -> GateConfirmation:
    """Confirm a gate for one's own party; a view that differs on the subject itself may be written beside (N-04).

    `edition` is the directive's edition that was read; a confirmation of an older one is refused.
    """
    negotiation = hold(party.negotiation)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(negotiation, (NegotiationState.INITIATING,), _("bekräfta en grind"))
    number = known_gate(gate)
    require_edition(negotiation, edition)
    if party.confirmations.filter(gate=number, withdrawn_on__isnull=True).exists():
        sentence = _("%(party)s har redan bekräftat grind %(gate)s.") % {"party": party, "gate": int(number)}
        raise refuse(sentence, RULES[number], mended_by=_("ingen: det är klart"))
    confirmation = GateConfirmation(
        party=party,
        gate=number,
        confirmed_on=today,
        by=person(by),
        directive_edition=negotiation.directive_edition,
        differing_view=differing_view.strip(),
    )
    steps.create(confirmation, by=by, today=today, gate=int(number), party=party.name)
    party.remarks.filter(gate=number).delete()
    return confirmation


def known_gate(gate: int) -> Gate:
    """One of the five gates. Raises Refused for another number."""
    try:
        return Gate(gate)
    except ValueError as error:
        sentence = _("Det finns fem grindar, 1 till 5.")
        raise refuse(sentence, citations.PHASES_IN_ORDER, mended_by=_("du själv")) from error


def require_edition(negotiation: Negotiation, edition: int | None) -> None:
    """Refuse to confirm a directive that has been changed since it was read."""
    if edition is not None and edition != negotiation.directive_edition:
        raise refuse(
            _("Direktivet har ändrats sedan du läste det. Läs det igen innan du bekräftar."),
            citations.STANDS_STILL,
            mended_by=_("du själv: läs direktivet"),
        )


@transaction.atomic
def withdraw_confirmation(confirmation: GateConfirmation, *, because: str, by: Any, today: date) -> GateConfirmation:
    """Take one's own party's confirmation back before the negotiation begins; the trail keeps that it was given."""
    negotiation = hold(confirmation.party.negotiation)
    require_right(confirmation.party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(negotiation, (NegotiationState.INITIATING,), _("ta tillbaka en bekräftelse"))
    if confirmation.withdrawn_on is not None:
        raise refuse(_("Bekräftelsen är redan återtagen."), citations.PHASES_IN_ORDER, mended_by=_("ingen"))
    reason = require_text(because, _("Ange skälet för att ta tillbaka bekräftelsen."))
    return take_back(confirmation, reason, by=by, today=today)


def take_back(confirmation: GateConfirmation, reason: str, *, by: Any, today: date) -> GateConfirmation:
    """Mark a confirmation as no longer given."""
    changes = {"withdrawn_on": today, "withdrawn_because": reason}
    event = steps.edit(confirmation, by=by, today=today, version=None, changes=changes, kind="withdraw", reason=reason)
    taken: GateConfirmation = event.subject
    return taken


def lapse_confirmations(negotiation: Negotiation, gates: Iterable[Gate], *, by: Any, today: date) -> int:
    """Let confirmations of a directive that has changed lapse; each party is asked anew."""
    rows = GateConfirmation.objects.filter(
        party__negotiation=negotiation, gate__in=list(gates), withdrawn_on__isnull=True
    )
    found = list(rows.select_related("party__negotiation", "party__principal__organisation"))
    for confirmation in found:
        take_back(confirmation, _("Direktivet ändrades."), by=by, today=today)
    return len(found)


@transaction.atomic
def tell_why_not(
    party: Party, gate: int, *, text: str, by: Any, today: date, expected_on: date | None = None
) -> GateRemark:
    """Say why one's own party has not confirmed a gate yet, and when it expects to."""
    negotiation = hold(party.negotiation)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(negotiation, (NegotiationState.INITIATING,), _("lämna besked om en grind"))
    number = known_gate(gate)
    said = require_text(text, _("Skriv vad ni väntar på."))
    remark, _new = GateRemark.objects.update_or_create(
        party=party, gate=number, defaults={"text": said, "expected_on": expected_on, "told_on": today}
    )
    record(
        chain=negotiation.chain,
        kind="negotiations.gateremark.tell",
        subject=remark,
        by=by,
        occurred_on=today,
        details={"gate": int(number), "party": party.name, "reason": said, "expected_on": expected_on},
    )
    return remark


def what_is_missing(negotiation: Negotiation, today: date) -> dict[Party, list[str]]:
    """What each party still has to do before the negotiation can begin, in words; parties with nothing left out."""
    missing: dict[Party, list[str]] = {}
    for gate in Gate:
        for party in missing_at(negotiation, gate):
            missing.setdefault(party, []).append(_("bekräfta grind %s") % int(gate))
    for party in parties_without_mandate(negotiation, present_parties(negotiation), today):
        missing.setdefault(party, []).append(_("registrera mandat"))
    return missing


@transaction.atomic
def remind_parties(negotiation: Negotiation, *, by: Any, today: date) -> list[Notice]:
    """Remind the parties that have something left to do; once a day is enough."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, (NegotiationState.INITIATING,), _("påminna om grindarna"))
    reminded = set(held.notices.filter(told_on=today, what__startswith=REMINDER).values_list("party_id", flat=True))
    waiting = {party: todo for party, todo in what_is_missing(held, today).items() if party.pk not in reminded}
    if not waiting:
        raise refuse(
            _("Ingen part behöver påminnas i dag: alla är klara eller redan påminda."),
            citations.OPENLY_TOLD,
            mended_by=_("ingen: vänta till i morgon"),
        )
    told = []
    for party, todo in waiting.items():
        words = f"{REMINDER} {capitalise(join_swedish(todo))}."
        told += tell_parties(held, words, by=by, today=today, parties=[party])
    return told


REMINDER = "Påminnelse:"
