"""The slow parts: sealing the agreement, and adding one person's signature to the file; each exactly once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from governance.audit.actors import SYSTEM
from governance.documents.models import DocumentRevision
from governance.documents.services import seal_now
from governance.jobs.models import Job
from governance.jobs.registry import job
from governance.organisations.actors import actor_for
from governance.workflow.refusals import Refused

from . import growing
from .models import Signatory, SigningRound
from .services import rounds, signatures
from .states import RoundState, SignatoryState

Finish = Callable[[], dict[str, Any]]


@job(rounds.PREPARE_JOB)
def prepare(asked: Job) -> Finish | None:
    """Make and seal the file outside any transaction; open the round in that of the job's result."""
    found = SigningRound.objects.select_related("document").get(pk=asked.arguments["round"])
    if found.state != RoundState.PREPARING:
        return None
    seal_now(found.file)
    today = date.fromisoformat(asked.arguments["today"])
    return lambda: told("open" if rounds.begin_round(found.pk, today=today) else "stopped")


@job(signatures.SIGN_JOB)
def sign(asked: Job) -> Finish | None:
    """Add the signature outside any transaction; note it in that of the job's result.

    A worker that dies in between leaves a file with the signature in it: the next one finds it there and notes it.
    """
    today = date.fromisoformat(asked.arguments["today"])
    found = Signatory.objects.in_order().select_related("round__document", "user").get(pk=asked.arguments["signatory"])
    if found.state != SignatoryState.SIGNING or found.job_key != asked.key:
        return None
    try:
        added = growing.add_signature(found, sha256=asked.arguments["sha256"], by=signer(found, asked), today=today)
    except Refused as refused:
        problem = str(refused)
        return lambda: told("refused" if signatures.return_turn(found.pk, problem=problem, today=today) else "stopped")
    growing.stamp_when_whole(found, today=today)
    return lambda: told("signed" if note(found.pk, added, today) else "stopped")


def note(signatory_id: int, added: DocumentRevision, today: date) -> Signatory | None:
    """Note what was added to the file, in the transaction of the job's result."""
    return signatures.note_signature(signatory_id, at=added.at, sha256=added.sha256, today=today)


def signer(signatory: Signatory, asked: Job) -> Any:
    """The person, acting from the seat from which she said yes."""
    seat, today = asked.arguments["seat"], date.fromisoformat(asked.arguments["today"])
    return actor_for(signatory.user, today=today, seat_id=int(seat)) if seat else SYSTEM


def told(outcome: str) -> dict[str, Any]:
    """What the job's row says of how it went."""
    return {"outcome": outcome}
