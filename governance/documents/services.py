"""Acts on documents: order, seal, open, dispatch, receipt.

A document is ordered in the transaction of the act that calls for it, and sealed once, later or now; whoever asks again
is handed the one that is there.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM, Actor
from governance.audit.models import Event
from governance.audit.models import Head as ChainHead
from governance.jobs.services import queue_job
from governance.lib.text import in_ascii
from governance.organisations.models import Partnership, Principal
from governance.workflow.refusals import Refused
from governance.workflow.steps import create, edit, perform, save

from . import storage
from .canonical import sha256
from .layouts import LAYOUTS
from .models import Dispatch, Document, DocumentRevision
from .render import render_pdf
from .seal import FIELD, Sealed, seal_pdf
from .shapes import AuditPoint, Head, Shape
from .states import RevisionKind

SEAL_JOB = "documents.seal"
DEMO_NOTE = "Folkmängden är verklig. Alla belopp, beslut och namn är påhittade."


class DocumentDamaged(Exception):
    """The stored file is gone or is no longer what was sealed."""


@dataclass(frozen=True)
class Made:
    """A document that is rendered and sealed, but not yet kept."""

    sealed: Sealed
    pages: int


def order_document(  # noqa: PLR0913 -- an order has that many sides
    *,
    kind: type[Shape],
    partnership: Partnership,
    subject: models.Model,
    title: str,
    period: str,
    build: Callable[[Head], Shape],
    by: Actor,
    today: date,
    principal: Principal | None = None,
    diary_number: str = "",
    supersede: bool = False,
    batch: str = "",
) -> Document:
    """Freeze the data of a document and queue its sealing; must stand in the transaction of the act that calls for it.

    The same kind, subject and principal give the same document. `supersede` makes its next edition instead.
    """
    found = current_document(kind.KIND, subject, principal)
    if found is not None and not supersede:
        return found
    try:
        with transaction.atomic():
            if found is not None:
                edit(found, by=by, today=today, version=None, changes={"current": False}, kind="supersede")
            document = draft(kind.KIND, partnership, subject, principal, title=title, period=period, issued_on=today)
            document.diary_number = diary_number
            freeze(document, build)
            create(document, by=by, today=today, kind="order", doc_id=document.doc_id, data=document.data_sha256)
            queue_job(SEAL_JOB, key=f"{SEAL_JOB}:{document.pk}", arguments={"document": document.pk}, batch=batch)
    except (IntegrityError, Refused):
        rival = current_document(kind.KIND, subject, principal)
        if rival is None or rival == found:
            raise
        return rival
    return document


def current_document(kind: str, subject: models.Model, principal: Principal | None = None) -> Document | None:
    """The document that holds for a subject (and a principal), sealed or ordered."""
    return Document.objects.about(subject).current().filter(kind=kind, principal=principal).first()


def says_the_same(document: Document, build: Callable[[Head], Shape]) -> bool:
    """Whether a document made now would tell what this one does: the same data, whatever their day and edition."""
    now = dict(json.loads(build(head_of(document)).to_canonical_json()))
    return {**now, "head": None} == {**document.frozen, "head": None}


def draft(
    kind: str,
    partnership: Partnership,
    subject: models.Model,
    principal: Principal | None,
    *,
    title: str,
    period: str,
    issued_on: date,
) -> Document:
    """A row that is not saved yet, with its number and its edition; the one before it, if any, is superseded."""
    before = edition_before(kind, subject, principal, issued_on=issued_on)
    return Document(
        partnership=partnership,
        principal=principal,
        kind=kind,
        title=title,
        doc_id=before.doc_id if before else free_number(number_of(kind, partnership, period, principal)),
        edition=before.edition + 1 if before else 1,
        supersedes=before,
        subject_type=subject._meta.label_lower,
        subject_key=str(subject.pk),
        issued_on=issued_on,
        template_version=LAYOUTS[kind].template_version,
    )


def edition_before(
    kind: str, subject: models.Model, principal: Principal | None, *, issued_on: date
) -> Document | None:
    """The subject's own last document of the kind: what the next one supersedes, and whose number it keeps.

    The number is no guide: two subjects may be called alike, and what a subject is called may change.
    """
    own = Document.objects.about(subject).filter(kind=kind, principal=principal)
    if LAYOUTS[kind].dated:
        own = own.filter(issued_on=issued_on)
    return own.order_by("-pk").first()


def free_number(wanted: str) -> str:
    """The number, or with a running number after it when it belongs to the document of another subject."""
    number = wanted
    for running in count(2):
        if not Document.objects.filter(doc_id=number).exists():
            break
        number = f"{wanted}-{running}"
    return number


def number_of(kind: str, partnership: Partnership, period: str, principal: Principal | None) -> str:
    """A number that people can read and say: SGD-AR-2025-1280."""
    parts = [partnership.short_name, LAYOUTS[kind].code, period]
    if principal is not None:
        parts.append(principal.organisation.code or str(principal.pk))
    return "-".join(in_ascii(part) for part in parts)


def freeze(document: Document, build: Callable[[Head], Shape]) -> None:
    """Let the caller build the data on the head that the register gives, and write them as canonical JSON."""
    document.data = build(head_of(document)).to_canonical_json()
    document.data_sha256 = sha256(document.data)


def head_of(document: Document) -> Head:
    """What every document carries: number, edition, where it is verified, and where the trail stood."""
    demo = settings.DEMO or document.partnership.is_demo
    return Head(
        kind=document.kind,
        doc_id=document.doc_id,
        version=document.edition,
        title=document.title,
        diary_number=document.diary_number,
        issued_on=document.issued_on,
        frozen_at=timezone.now(),
        verify_url=f"{settings.PUBLIC_URL.rstrip('/')}/verify/{document.doc_id}/",
        demo=demo,
        demo_note=_(DEMO_NOTE) if demo else "",
        audit=audit_point(document.chain),
    )


def audit_point(chain: str) -> AuditPoint | None:
    """Where the chain stands now, so that a rewritten trail would contradict every document since."""
    head = ChainHead.objects.filter(pk=chain, length__gt=0).first()
    if head is None:
        return None
    return AuditPoint(number=head.event_id, head=head.hash, recorded_at=Event.objects.get(pk=head.event_id).recorded_at)


def make_document(**order: Any) -> Document:
    """Order a document and seal it now, in this process; takes what `order_document` takes."""
    with transaction.atomic():
        document = order_document(**order)
    return seal_now(document)


def seal_now(document: Document) -> Document:
    """Render and seal an ordered document here; one that is sealed already is returned as it is."""
    document = Document.objects.get(pk=document.pk)
    if document.is_sealed:
        return document
    made = make_file(document)
    with transaction.atomic():
        return keep(document.pk, made)


def make_file(document: Document) -> Made:
    """The slow part, outside any transaction: layout, tags, seal."""
    rendered = render_pdf(document.data)
    reason = _("Dokument %(doc_id)s, version %(edition)s") % {"doc_id": document.doc_id, "edition": document.edition}
    frozen = document.frozen
    for_people = bool(frozen.get("signatories"))
    sealed = seal_pdf(rendered.pdf, issuer=frozen["issuer"]["name"], reason=reason, for_people=for_people)
    return Made(sealed, rendered.pages)


def keep(document_id: int, made: Made) -> Document:
    """Store the file and its row, once: whoever comes second hands back what the first one kept."""
    document = Document.objects.select_for_update().get(pk=document_id)
    if document.is_sealed:
        return document
    sealed = made.sealed
    event = perform(
        document,
        "seal",
        by=SYSTEM,
        today=timezone.localdate(sealed.at),
        sealed_at=sealed.at,
        sha256=storage.put(sealed.pdf),
        size=len(sealed.pdf),
        pages=made.pages,
        signatures=1,
        signer=sealed.fingerprint,
    )
    kept: Document = event.subject
    save(first_revision(kept))
    return kept


def first_revision(document: Document) -> DocumentRevision:
    """The seal as the first state of the document's file, not saved yet."""
    if document.sealed_at is None:
        raise ValueError(document.doc_id)
    return DocumentRevision(
        document=document,
        number=1,
        kind=RevisionKind.SEAL,
        sha256=document.sha256,
        size=document.size,
        signatures=document.signatures,
        fields=[FIELD],
        field=FIELD,
        signer=document.signer,
        at=document.sealed_at,
    )


def open_document(document: Document) -> bytes:
    """Hand out the file of a sealed document, if it still is what was sealed."""
    try:
        data = storage.get(document.sha256)
    except OSError:
        raise DocumentDamaged(_("Filen till %s saknas.") % document.doc_id) from None
    if sha256(data) != document.sha256:
        raise DocumentDamaged(_("Filen till %s är inte den som förseglades.") % document.doc_id)
    return data


def dispatch_document(
    document: Document,
    *,
    principal: Principal,
    by: Actor,
    today: date,
    channel: str = "Samverk",
    occurred_on: date | None = None,
) -> Dispatch:
    """Record that a sealed document is sent to a principal; sent once, it is sent.

    `occurred_on` is the day it was sent, where that is recorded afterwards. Raises Refused for a day ahead.
    """
    sent = Dispatch.objects.filter(document=document, principal=principal).first()
    if sent is not None:
        return sent
    sender, sent_on = by.seat_label or by.user_name, occurred_on or today
    sent = Dispatch(document=document, principal=principal, channel=channel, sent_on=sent_on, sent_by=sender)
    details = {"document": document.doc_id, "channel": channel}
    create(sent, by=by, today=today, kind="send", occurred_on=sent_on, **details)
    return sent


def confirm_receipt(
    dispatch: Dispatch,
    *,
    by: Actor,
    today: date,
    version: int | None = None,
    diary_number: str = "",
    occurred_on: date | None = None,
) -> Event:
    """The receiver confirms that the document has arrived; `occurred_on` is the day it did, where that was before."""
    return perform(
        dispatch,
        "receipt",
        by=by,
        today=today,
        version=version,
        occurred_on=occurred_on,
        diary_number=diary_number,
        received_on=occurred_on or today,
    )
