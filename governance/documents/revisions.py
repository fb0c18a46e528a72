"""The life of a document that people sign: one file that grows by one signature at a time, and the register of it.

The slow parts (signing, looking at the result) stand outside every transaction. What comes out is entered only if
nobody added anything meanwhile: a signature here is then made anew on the latest file, an uploaded one is refused.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM, Actor
from governance.workflow.refusals import Refused
from governance.workflow.steps import edit, save

from . import pen, storage
from .citations import KNOWN_SIGNER, ONE_FILE
from .evidence import is_lasting, whom_to_believe
from .inspection import Kind, Known, Signature, inspect_apart, inspect_pdf
from .models import Document, DocumentRevision
from .services import DocumentDamaged, open_document
from .signing_service import Signatory, can_sign_here, signing_service
from .states import RevisionKind
from .uploads import Grown, check_growth, read_upload, refusal

ATTEMPTS = 3
BASIC, STAMPED = "B-B", "B-T"

__all__ = [
    "Signatory",
    "accept_upload",
    "can_sign_here",
    "latest",
    "latest_bytes",
    "revisions_of",
    "sign_document",
    "signed_fields",
]


class Overtaken(Exception):
    """Somebody else's signature came first."""


@dataclass(frozen=True)
class Added:
    """What is to be entered in the register: the file, and what was found in it."""

    kind: RevisionKind
    data: bytes
    signatures: tuple[Signature, ...]
    new: Signature
    signer: Signatory | None = None


def latest(document: Document) -> DocumentRevision:
    """The last state of a document's file. Raises Refused before it is sealed."""
    found = document.revisions.select_related("document").order_by("-number").first()
    if found is None:
        raise refusal(
            _("Dokumentet är inte förseglat än. Först därefter kan det undertecknas."),
            ONE_FILE,
            title=_("Inte förseglat än"),
            how=_("Vänta tills förseglingen är klar."),
        )
    return found


def latest_bytes(document: Document) -> bytes:
    """The file as it is now, with every signature so far: what is handed out, and what the next one signs."""
    return open_document(Document.objects.get(pk=document.pk))


def revisions_of(document: Document) -> list[DocumentRevision]:
    """Every state of a document's file, the seal first; one query."""
    return list(document.revisions.order_by("number"))


def signed_fields(document: Document) -> frozenset[str]:
    """The fields that are signed, by name."""
    newest = document.revisions.order_by("-number").values_list("fields", flat=True).first()
    return frozenset(newest or ())


def sign_document(
    document: Document, *, field: str, signer: Signatory, by: Actor, today: date, last: bool = False
) -> DocumentRevision:
    """Have a person's signature made in a field, with a certificate for this act, and enter it in the register.

    Takes a second or two and stands outside every transaction. `last` adds the archive's time-stamp (B-LTA); the state
    that is given back is then the stamped one. Two who sign at once both succeed, one after the other. Raises Refused
    when the field is signed already, the file is not sealed, or there is nobody who signs here; OSError when the
    service or the time-stamps cannot be reached, and then nothing has changed.
    """
    service = signing_service()
    if service is None:
        raise refusal(
            _("Här finns ingen tjänst som undertecknar."),
            KNOWN_SIGNER,
            title=_("Det går inte att underteckna i Samverk"),
            how=_("Hämta filen, underteckna den med ditt eget program och ladda upp den."),
        )
    for _attempt in range(ATTEMPTS):
        state = latest(document)
        refuse_signed(state, field)
        signed = service.sign(latest_file(state), field=field, signer=signer, reason=reason_of(document, signer))
        grown = check_growth(signed, state, field=field, signer=signer, inspect=inspect_pdf)
        added = [Added(RevisionKind.SIGNATURE, grown.data, grown.signatures, grown.new, signer)]
        if last and is_lasting(for_people=True):
            added.append(archived(grown.data, Known(len(grown.data), grown.signatures)))
        try:
            return enter(document, state, added, by=by, today=today)
        except Overtaken:
            continue
    raise overtaken()


def accept_upload(
    document: Document,
    *,
    field: str,
    signer: Signatory,
    data: BinaryIO | bytes,
    by: Actor,
    today: date,
    last: bool = False,
) -> DocumentRevision:
    """Take a file that was signed elsewhere, if it is our latest with this person's signature in this field added.

    Takes a few seconds and stands outside every transaction. What the signature lacks of time-stamp and answers on
    revocation is appended after it, and `last` adds the archive's time-stamp. Raises Refused with the reason; a file
    of more than 25 MB is refused before it is read.
    """
    content = read_upload(data)
    state = latest(document)
    refuse_signed(state, field)
    grown = check_growth(content, state, field=field, signer=signer, inspect=inspect_apart)
    added = [Added(RevisionKind.UPLOAD, grown.data, grown.signatures, grown.new, signer)]
    if completed := complete(grown, last=last):
        added.append(completed)
    try:
        return enter(document, state, added, by=by, today=today)
    except Overtaken:
        raise overtaken() from None


def complete(grown: Grown, *, last: bool) -> Added | None:
    """What the file needs so that a signature made elsewhere lasts: answers on revocation, and a time-stamp over it."""
    lasts = grown.new.level not in (BASIC, STAMPED)
    if not is_lasting(for_people=True) or (lasts and not last):
        return None
    data = grown.data if lasts else pen.add_answers(grown.data, grown.new.field)
    return archived(data, Known(len(grown.data), grown.signatures) if lasts else None)


def archived(data: bytes, known: Known | None = None) -> Added:
    """The file with the archive's time-stamp appended; `known` is what was found in it before."""
    stamped = pen.archive(data)
    found = inspect_pdf(stamped, trusted=whom_to_believe(), known=known)
    if found.error or not all(each.holds for each in found.signatures):
        raise DocumentDamaged(found.error or _("Arkivtidsstämpeln bröt en underskrift."))
    clock = [each for each in found.signatures if each.kind == Kind.CLOCK][-1]
    return Added(RevisionKind.ARCHIVE, stamped, found.signatures, clock)


def latest_file(state: DocumentRevision) -> bytes:
    """The bytes of a state, if they still are what was entered."""
    return open_document(state.document)


def refuse_signed(state: DocumentRevision, field: str) -> None:
    """A field is signed once."""
    if field in state.fields:
        raise refusal(
            _("Fältet är redan undertecknat."),
            ONE_FILE,
            title=_("Redan undertecknat"),
            how=_("Inget mer behöver göras."),
        )


def reason_of(document: Document, signer: Signatory) -> str:
    """What stands inside the signature: which document, and in which role."""
    told = {"doc_id": document.doc_id, "edition": document.edition, "role": signer.role, "party": signer.party}
    return _("Undertecknar %(doc_id)s, version %(edition)s, som %(role)s för %(party)s") % told


def overtaken() -> Refused:
    """Somebody else signed while this was under way."""
    return refusal(
        _("Någon annan hann underteckna medan din underskrift togs emot. Filen är därför inte längre den senaste."),
        ONE_FILE,
        title=_("Någon hann före dig"),
    )


def enter(
    document: Document, after: DocumentRevision, added: Sequence[Added], *, by: Actor, today: date
) -> DocumentRevision:
    """Enter new states after the one they were built on, in one transaction; files are kept before it begins."""
    digests = [storage.put(each.data) for each in added]
    with transaction.atomic():
        held = Document.objects.select_for_update().get(pk=document.pk)
        newest = held.revisions.order_by("-number").first()
        if newest is None or newest.number != after.number:
            raise Overtaken
        for number, (each, digest) in enumerate(zip(added, digests, strict=True), after.number + 1):
            row = row_of(held, number, each, digest)
            save(row)
            who = SYSTEM if each.kind == RevisionKind.ARCHIVE else by
            changes = {"sha256": digest, "size": row.size, "signatures": row.signatures}
            edit(held, by=who, today=today, version=None, changes=changes, kind=str(each.kind), reason=told_of(row))
    return row


def row_of(document: Document, number: int, added: Added, digest: str) -> DocumentRevision:
    """A row of the register, not saved yet."""
    signer = added.signer
    return DocumentRevision(
        document=document,
        number=number,
        kind=added.kind,
        sha256=digest,
        size=len(added.data),
        signatures=len(added.signatures),
        fields=[each.field for each in added.signatures],
        field=added.new.field,
        name=signer.name if signer else "",
        role=signer.role if signer else "",
        party=signer.party if signer else "",
        level=added.new.level,
        signer=added.new.fingerprint,
        found=as_rows(added.signatures),
        at=added.new.moment or timezone.now(),
    )


def as_rows(signatures: Sequence[Signature]) -> list[dict[str, object]]:
    """What was found, as the register keeps it."""
    return [asdict(each) for each in signatures]


def told_of(row: DocumentRevision) -> str:
    """What the trail says of a new state, beside its fingerprint."""
    who = ", ".join(each for each in (row.name, row.role, row.party) if each)
    return f"{row.get_kind_display()}: {who}" if who else str(row.get_kind_display())
