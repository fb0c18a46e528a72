"""Is this file genuine, whole and the latest? The answer is put together from the seal in it and from our register.

A seal shows that nothing was altered since; only the register shows that the file is what was released last, since an
earlier state of a file carries an honest seal of its own.
"""

from functools import cached_property
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from . import storage
from .authority import fingerprint, trusted
from .canonical import sha256
from .evidence import whom_to_believe
from .inspection import Inspection, Kind, Signature, inspect_apart, inspect_pdf
from .loops import outside_any_loop
from .models import Document, DocumentRevision
from .remarks import remark_of
from .signed import told
from .swedish import clock
from .verdicts import UNREADABLE_EXIT, WORDS, Check, Facts, Outcome, Signed, Verdict

__all__ = [
    "LARGEST",
    "UNREADABLE_EXIT",
    "Facts",
    "Outcome",
    "Signed",
    "Verdict",
    "latest",
    "sealed_when",
    "verify_bytes",
]

LARGEST = 25 * 1024 * 1024


def verify_bytes(data: bytes) -> Verdict:
    """Say whether a file is genuine, whole and the latest; never raises for what is in the file."""
    if len(data) > LARGEST:
        return unreadable(data, _("Filen är större än 25 MB."))
    if b"%PDF-" not in data[:1024]:
        return unreadable(data)
    return Verification(data).verdict()


def unreadable(data: bytes, sentence: str = "") -> Verdict:
    """The answer on what is no PDF, or more than we read."""
    title, usual = WORDS[Outcome.UNREADABLE]
    return Verdict(Outcome.UNREADABLE, str(title), sentence or str(usual), (), sha256(data), len(data))


class Verification:
    """One file against its own seal and our register; each question is asked once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.digest = sha256(data)
        self.has_register = True

    @cached_property
    def registered(self) -> Document | None:
        """The document whose file this is, byte for byte."""
        return self.find(sha256=self.digest)

    @cached_property
    def revision(self) -> DocumentRevision | None:
        """The state of a document that this file is, the last one or an earlier."""
        if not self.has_register:
            return None
        try:
            return DocumentRevision.objects.filter(sha256=self.digest).first()
        except DatabaseError:
            self.has_register = False
            return None

    @cached_property
    def claimed(self) -> Document | None:
        """The document that the file says it is; only a hint, for the file may lie."""
        if self.registered:
            return self.registered
        if self.revision:
            return self.find(pk=self.revision.document_id)
        claims = self.inspection.claims
        return self.find(doc_id=claims["doc_id"], edition=claims["version"]) if claims else None

    def find(self, **by: Any) -> Document | None:
        """Look in the register; without one (no database, no tables) nothing is known here."""
        if not self.has_register:
            return None
        try:
            return Document.objects.sealed().with_newer().defer("data").filter(**by).first()
        except (DatabaseError, ValueError, TypeError):
            self.has_register = False
            return None

    @cached_property
    def inspection(self) -> Inspection:
        """What is in the file. Our own bytes are looked at here, others in a process of their own.

        What people signed was compared state by state when it was entered, which takes seconds: the register remembers
        what was found in these very bytes.
        """
        if self.revision and self.revision.found:
            return Inspection(True, True, tuple(Signature(**each) for each in self.revision.found))
        if self.registered is None:
            return inspect_apart(self.data, trusted=whom_to_believe())
        moment = self.registered.sealed_at
        return outside_any_loop(lambda: inspect_pdf(self.data, trusted=whom_to_believe(), moment=moment))

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The signatures found."""
        return self.inspection.signatures

    def verdict(self) -> Verdict:
        """Put the answer together."""
        outcome = self.outcome()
        if outcome == Outcome.UNREADABLE:
            return unreadable(self.data)
        title, sentence = (str(words) for words in WORDS[outcome])
        if outcome == Outcome.NOT_KNOWN_HERE and not self.has_register:
            sentence = _("Det finns inget register här att jämföra med, så det går inte att säga att filen är äkta.")
        return Verdict(
            outcome,
            title,
            sentence,
            self.checks(outcome),
            self.digest,
            len(self.data),
            signer=self.signatures[0].name if self.signatures else "",
            document=facts(self.claimed) if self.claimed else None,
            signatures=self.told(),
            remark=self.remark(),
        )

    def remark(self) -> str:
        """What has become of a file that we released, as the app knows that it is about."""
        released = self.registered or (self.claimed if self.revision else None)
        return remark_of(released) if released else ""

    def told(self) -> tuple[Signed, ...]:
        """Every signature in words; role and party as the register has them, for files that it knows."""
        known = self.claimed.revisions.defer("found") if self.claimed and self.has_register else ()
        return told(self.signatures, known)

    def outcome(self) -> Outcome:  # noqa: PLR0911 -- one line an answer
        """Ask in order: can it be read, does the seal hold, whose is it, and what does the register say?"""
        known, found = self.registered, self.inspection
        if self.revision and known is None:
            return Outcome.ROLLED_BACK
        if found.error or not found.readable:
            return Outcome.ALTERED if found.traces else Outcome.UNREADABLE
        if not found.signatures:
            if found.traces:
                return Outcome.ALTERED
            return Outcome.ROLLED_BACK if self.is_earlier_state() else Outcome.UNSEALED
        if not self.seal_holds():
            return Outcome.ALTERED
        if known and self.is_ours():
            return Outcome.SUPERSEDED if has_newer(known) else Outcome.GENUINE
        if self.has_register and not self.is_ours():
            return Outcome.UNKNOWN_SIGNER
        if self.is_added_to():
            return Outcome.ALTERED
        return Outcome.ROLLED_BACK if self.is_earlier_state() else Outcome.NOT_KNOWN_HERE

    def seal_holds(self) -> bool:
        """Every signature is intact, and the last one has nothing after it but what is needed to judge it."""
        return all(signature.holds for signature in self.signatures) and self.signatures[-1].covers_all

    def is_ours(self) -> bool:
        """It begins with a seal of ours, and every signature leads back to an authority that we know."""
        ours = {fingerprint(each) for each in trusted()}
        seals = [each for each in self.signatures if each.kind == Kind.SEAL]
        return all(each.trusted for each in self.signatures) and {each.fingerprint for each in seals} <= ours

    def is_added_to(self) -> bool:
        """Is the file one that we released, with something after it that is no signature?"""
        released = self.claimed
        if released is None or len(self.data) <= released.size or len(self.signatures) > released.signatures:
            return False
        try:
            return self.data.startswith(storage.get(released.sha256))
        except OSError:
            return False

    def is_earlier_state(self) -> bool:
        """Is the file the beginning of one that we released?"""
        released = self.claimed
        if released is None or len(self.data) >= released.size:
            return False
        try:
            return storage.get(released.sha256).startswith(self.data)
        except OSError:
            return len(self.signatures) < released.signatures

    def checks(self, outcome: Outcome) -> tuple[Check, ...]:
        """Each thing that was looked at, in words; what could not be tried says why."""
        signed = bool(self.signatures)
        holds = self.seal_holds() if signed else False if outcome == Outcome.ALTERED else None
        ours = self.is_ours() if holds else None
        known = bool(self.registered or self.revision) if self.has_register else None
        last = not has_newer(self.registered) if self.registered else False if self.revision else None
        untried = _("Går inte att pröva")
        people = [each for each in self.signatures if each.kind == Kind.PERSON]
        return (
            Check(_("Filen är förseglad"), signed, "" if signed else _("Filen har ingen försegling som går att läsa")),
            Check(_("Innehållet är oförändrat"), holds, WHOLE[holds] if holds is not None else untried),
            Check(_("Förseglingen är vår"), ours, untried if ours is None else self.signatures[0].name),
            *([Check(_("Underskrifterna är äkta"), self.people_hold(people), count_of(people))] if people else ()),
            Check(_("Filen finns i registret"), known, self.register_note(known)),
            Check(_("Det finns ingen senare version"), last, untried if last is None else ""),
        )

    def people_hold(self, people: list[Signature]) -> bool:
        """Every person's signature is whole and leads back to an authority that we know."""
        return all(each.holds and each.trusted for each in people)

    def register_note(self, known: bool | None) -> str:
        """What the register says of this very file."""
        if self.registered:
            return _("Dokument %s") % self.registered.doc_id
        if self.revision:
            return _("Som skede %s av ett dokument som har fått fler sedan dess") % self.revision.number
        return _("Det finns inget register här") if known is None else _("Just den här filen finns inte där")


WHOLE = {
    True: later("Varje byte som förseglades finns kvar, inget är tillagt"),
    False: later("Något har ändrats, tagits bort eller lagts till efteråt"),
}


def count_of(people: list[Signature]) -> str:
    """How many have signed."""
    return _("1 person har undertecknat") if len(people) == 1 else _("%s personer har undertecknat") % len(people)


def has_newer(document: Document) -> bool:
    """Whether a later edition has been sealed; read with the document."""
    return bool(document.has_newer)  # type: ignore[attr-defined]  # annotated by with_newer()


def facts(document: Document) -> Facts:
    """What may be told of a document in the register, to anyone."""
    if document.sealed_at is None:
        raise ValueError(document.doc_id)
    return Facts(
        doc_id=document.doc_id,
        edition=document.edition,
        kind=kind_of(document),
        title=document.title,
        sealed_at=document.sealed_at,
        sha256=document.sha256,
        signer=document.signer,
        is_latest=not has_newer(document),
    )


def kind_of(document: Document) -> str:
    """What kind of document it is, and that it is not established where that is so."""
    kind = str(document.get_kind_display())
    return _("%s, ej fastställd") % kind if document.is_provisional else kind


def latest(doc_id: str) -> Facts | None:
    """What a genuine copy of a document should be: its latest sealed edition."""
    found = Document.objects.sealed().with_newer().filter(doc_id=doc_id).order_by("-edition").first()
    return facts(found) if found else None


def sealed_when(facts_of: Facts) -> str:
    """The time of sealing as people read it."""
    return clock(facts_of.sealed_at.isoformat())
