"""Signing outside Samverk: the file is lent to one person until a stated time, and comes back with her signature."""

from datetime import date, datetime, timedelta
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.documents import revisions, storage
from governance.workflow.steps import create, perform

from .. import citations, growing, permissions
from ..models import Checkout, Signatory
from ..states import CheckoutState
from .common import hold_round, let_loans_run_out, refuse, require
from .signatures import ask_for_signature

LONGEST = timedelta(days=7)


@transaction.atomic
def lend_file(signatory: Signatory, *, until: datetime, by: Any, today: date, version: int | None = None) -> Checkout:
    """Lend the newest file to one who signs it elsewhere; until then nobody else signs."""
    held = hold_round(signatory.round)
    let_loans_run_out(held, today=today)
    now = timezone.now()
    if not now < until <= now + LONGEST:
        raise refuse(
            _("Filen lånas ut en tid framåt, högst sju dagar."), citations.ONE_FILE, title=_("Fel tid för lånet")
        )
    event = perform(signatory, "check_out", by=by, today=today, version=version, until=until)
    newest = revisions.latest(held.file)
    lent = Checkout(round=held, signatory=event.subject, sha256=newest.sha256, lent_at=now, until=until)
    create(lent, by=by, today=today, until=until, sha256=newest.sha256)
    return lent


@transaction.atomic
def give_back_file(lent: Checkout, *, by: Any, today: date, version: int | None = None) -> None:
    """Give the file back without a signature, so that others may sign."""
    hold_round(lent.round)
    perform(lent, "give_back", by=by, today=today, version=version, at=timezone.now())


def look_at_file(signatory: Signatory, source: BinaryIO | bytes, *, by: Any) -> bytes:
    """Judge a file before it is handed in: slow, outside every transaction. Raises Refused with the reason."""
    require(signatory, by, permissions.is_the_signatory, permissions.WHO_SIGNS)
    return growing.check_file(signatory, source)


@transaction.atomic
def hand_in_file(
    signatory: Signatory, content: bytes, *, by: Any, today: date, version: int | None = None
) -> Signatory:
    """Take the file that `look_at_file` found in order; it becomes the document's newest state by a job right after."""
    held = hold_round(signatory.round)
    let_loans_run_out(held, today=today)
    now, digest = timezone.now(), storage.put(content)
    handed: Signatory = perform(
        signatory, "hand_in", by=by, today=today, version=version, at=now, sha256=digest
    ).subject
    for lent in held.checkouts.filter(state=CheckoutState.OUT, signatory=handed):
        perform(lent, "hand_in", by=by, today=today, at=now)
    ask_for_signature(handed, sha256=digest, by=by, today=today)
    return handed
