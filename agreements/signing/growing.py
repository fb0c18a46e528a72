"""The agreement's file as it grows: who has signed in it, the next signature, and the archive's stamp at the end.

Everything here is slow and stands outside every transaction. Doing any of it twice does it once: what is in the file
already is not added again.
"""

from datetime import date
from typing import Any, BinaryIO

from governance.audit.actors import SYSTEM, Actor
from governance.documents import revisions, storage, uploads
from governance.documents.evidence import is_lasting
from governance.documents.models import Document, DocumentRevision
from governance.documents.states import RevisionKind
from governance.workflow.refusals import Refused

ATTEMPTS = 5


def signer_of(signatory: Any) -> revisions.Signatory:
    """The person as the file and the certificate name her."""
    return revisions.Signatory(name=signatory.name, role=signatory.role, party=str(signatory.principal))


def check_file(signatory: Any, source: BinaryIO | bytes) -> bytes:
    """Read a file that was signed elsewhere and judge it against our latest; raises Refused with the reason."""
    content = uploads.read_upload(source)
    newest = revisions.latest(signatory.round.file)
    uploads.check_growth(content, newest, field=signatory.field, signer=signer_of(signatory))
    return content


def add_signature(signatory: Any, *, sha256: str, by: Actor, today: date) -> DocumentRevision:
    """Add the signature: made here, or the one in the file with that fingerprint; raises Refused with the reason."""
    document = signatory.round.file
    for _attempt in range(ATTEMPTS):
        found = document.revisions.filter(field=signatory.field).first()
        if found is not None:
            return found
        before = document.revisions.count()
        try:
            put(signatory, document, sha256=sha256, by=by, today=today)
        except Refused:
            overtaken = document.revisions.count() > before
            if sha256 or not overtaken:
                raise
    return document.revisions.get(field=signatory.field)


def put(signatory: Any, document: Document, *, sha256: str, by: Actor, today: date) -> None:
    """Sign here, or take the file that was handed in."""
    given: dict[str, Any] = {
        "field": signatory.field,
        "signer": signer_of(signatory),
        "by": by,
        "today": today,
        "last": is_last(signatory, document),
    }
    if sha256:
        revisions.accept_upload(document, data=storage.get(sha256), **given)
    else:
        revisions.sign_document(document, **given)


def is_last(signatory: Any, document: Document) -> bool:
    """Whether everybody else's signature is in the file already."""
    others = {each.field for each in signatory.round.signatories.all()} - {signatory.field}
    return others <= revisions.signed_fields(document)


def stamp_when_whole(signatory: Any, *, today: date) -> None:
    """Add the archive's time-stamp when every signature is in the file and the last thing added is no stamp.

    The last of two who sign at the same moment may not know that she is last; then it is added here.
    """
    document = signatory.round.file
    fields = {each.field for each in signatory.round.signatories.all()}
    for _attempt in range(ATTEMPTS):
        newest = revisions.latest(document)
        if not is_lasting(for_people=True) or newest.kind == RevisionKind.ARCHIVE or not fields <= set(newest.fields):
            return
        stamped = revisions.archived(revisions.latest_file(newest))
        try:
            revisions.enter(document, newest, [stamped], by=SYSTEM, today=today)
        except revisions.Overtaken:
            continue
        return
