"""One person's yes or no, and what follows from it: the next one's turn, or the agreement signed by all."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from agreements.adoption import services as adoption
from agreements.texts.models import Agreement
from agreements.texts.services import life
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.documents.revisions import can_sign_here
from governance.jobs.services import queue_job
from governance.lib.text import count
from governance.workflow.steps import perform

from .. import citations, registry
from ..models import Signatory, SigningRound
from ..states import SignatoryState
from .common import hold_round, let_loans_run_out, refuse
from .rounds import batch_of, stop_after_no

SIGN_JOB = "signing.sign"


@transaction.atomic
def confirm_signature(
    signatory: Signatory, *, proof: str, by: Any, today: date, version: int | None = None
) -> Signatory:
    """Say yes in Samverk after having signed in again (`again.show`); the signature is added by a job right after."""
    held = hold_round(signatory.round)
    let_loans_run_out(held, today=today)
    if not can_sign_here():
        raise refuse(
            _("Här finns ingen tjänst som undertecknar. Låna filen, underteckna den utanför Samverk och lämna in den."),
            citations.ONE_FILE,
            title=_("Det går inte att underteckna i Samverk"),
        )
    now = timezone.now()
    event = perform(signatory, "confirm", by=by, today=today, version=version, at=now, proof=proof)
    ask_for_signature(event.subject, sha256="", by=by, today=today)
    confirmed: Signatory = event.subject
    return confirmed


def ask_for_signature(signatory: Signatory, *, sha256: str, by: Any, today: date) -> None:
    """Queue the slow part, once for each time that the person has said yes."""
    arguments = {"signatory": signatory.pk, "sha256": sha256, "seat": by.seat_key, "today": today.isoformat()}
    queue_job(SIGN_JOB, key=signatory.job_key, arguments=arguments, batch=batch_of(signatory.round))


def note_signature(signatory_id: int, *, at: datetime, sha256: str, today: date) -> Signatory | None:
    """The signature is in the file: note it and let the next one sign; nothing when the round was stopped meanwhile."""
    signatory = Signatory.objects.select_related("round").get(pk=signatory_id)
    held = hold_round(signatory.round)
    signatory = Signatory.objects.get(pk=signatory_id)
    if signatory.state != SignatoryState.SIGNING or not held.is_open:
        return None
    noted: Signatory = perform(signatory, "note_signed", by=SYSTEM, today=today, at=at, sha256=sha256).subject
    agreement = Agreement.objects.get(pk=held.agreement_id)
    if agreement.state == AgreementState.READY_TO_SIGN:
        life.begin_signing(agreement, by=SYSTEM, today=today)
    advance(held, today=today)
    return noted


def return_turn(signatory_id: int, *, problem: str, today: date) -> Signatory | None:
    """The signature could not be added: the person's turn again, with the reason."""
    signatory = Signatory.objects.select_related("round").get(pk=signatory_id)
    held = hold_round(signatory.round)
    signatory = Signatory.objects.get(pk=signatory_id)
    if signatory.state != SignatoryState.SIGNING or not held.is_open:
        return None
    returned: Signatory = perform(signatory, "return_turn", by=SYSTEM, today=today, problem=problem).subject
    return returned


def advance(round_: SigningRound, *, today: date) -> None:
    """Give the next ones their turn; when nobody is left, the agreement is signed by all."""
    left = [each for each in round_.signatories.in_order() if each.state != SignatoryState.SIGNED]
    if not left:
        complete_round(round_, today=today)
        return
    first = min(each.group for each in left)
    for signatory in left:
        if signatory.group == first and signatory.state == SignatoryState.WAITING:
            perform(signatory, "give_turn", by=SYSTEM, today=today)


def complete_round(round_: SigningRound, *, today: date) -> None:
    """The last signature: the round is over, and what else the agreement needs is asked for (AG-6)."""
    completed = perform(round_, "complete", by=SYSTEM, today=today).subject
    agreement = life.note_all_signed(Agreement.objects.get(pk=round_.agreement_id), by=SYSTEM, today=today)
    adoption.note_signatures_complete(agreement, by=SYSTEM, today=today, evidence=evidence_of(completed))
    registry.round_completed.send(SigningRound, round=completed, by=SYSTEM, today=today)


def evidence_of(round_: SigningRound) -> str:
    """Which document the signatures are in."""
    number = count(round_.signatories.count(), "underskrift", "underskrifter")
    return _("%(number)s i %(document)s") % {"number": number, "document": round_.document}


@transaction.atomic
def reject_agreement(signatory: Signatory, *, reason: str, by: Any, today: date, version: int | None = None) -> None:
    """Say no with reasons; the round stops, and the text may be changed again."""
    hold_round(signatory.round)
    perform(signatory, "reject", by=by, today=today, version=version, reason=reason)
    stop_after_no(signatory, reason=reason, today=today)


@transaction.atomic
def withdraw_signature(signatory: Signatory, *, reason: str, by: Any, today: date, version: int | None = None) -> None:
    """Take one's signature back before everybody has signed, with reasons; the round stops.

    The signature stays in the file of this round, which comes to nothing.
    """
    hold_round(signatory.round)
    perform(signatory, "withdraw", by=by, today=today, version=version, reason=reason)
    stop_after_no(signatory, reason=reason, today=today)
