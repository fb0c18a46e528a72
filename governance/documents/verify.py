"""Is this file genuine, whole and the latest? The answer is put together from the seal in it and from our register.

A seal shows that nothing was altered since; only the register shows that the file is what was released last, since an
earlier state of a file carries an honest seal of its own.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from . import storage
from .authority import trusted
from .canonical import sha256
from .inspection import Inspection, Signature, inspect_apart, inspect_pdf
from .loops import outside_any_loop
from .models import Document
from .swedish import clock

LARGEST = 25 * 1024 * 1024
GENUINE_EXIT, REFUSED_EXIT, UNREADABLE_EXIT = 0, 1, 2


class Outcome(StrEnum):
    """What a verification can come to."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNSEALED = "unsealed"
    UNKNOWN_SIGNER = "unknown_signer"
    SUPERSEDED = "superseded"
    ROLLED_BACK = "rolled_back"
    NOT_KNOWN_HERE = "not_known_here"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: how it went (None: could not be tried), and a note."""

    title: str
    ok: bool | None
    note: Any = ""


@dataclass(frozen=True)
class Facts:
    """What may be told of a document in the register."""

    doc_id: str
    edition: int
    kind: str
    title: str
    sealed_at: datetime
    sha256: str
    signer: str
    is_latest: bool


@dataclass(frozen=True)
class Verdict:
    """The answer on one file."""

    outcome: Outcome
    title: str
    sentence: str
    checks: tuple[Check, ...]
    sha256: str
    size: int
    signer: str = ""
    document: Facts | None = None

    @property
    def is_genuine(self) -> bool:
        """Genuine, whole and the latest."""
        return self.outcome == Outcome.GENUINE

    @property
    def ok(self) -> bool | None:
        """For the page: yes, no, or nothing to say."""
        return None if self.outcome == Outcome.UNREADABLE else self.is_genuine

    @property
    def exit_code(self) -> int:
        """What `verify_document` ends with."""
        if self.outcome == Outcome.UNREADABLE:
            return UNREADABLE_EXIT
        return GENUINE_EXIT if self.is_genuine else REFUSED_EXIT

    def as_data(self) -> dict[str, Any]:
        """For `--json`."""
        known = self.document
        return {
            "outcome": str(self.outcome),
            "genuine": self.is_genuine,
            "sentence": f"{self.title}. {self.sentence}",
            "checks": [{"title": check.title, "ok": check.ok, "note": str(check.note)} for check in self.checks],
            "sha256": self.sha256,
            "size": self.size,
            "signer": self.signer,
            "document": known
            and {
                "doc_id": known.doc_id,
                "version": known.edition,
                "kind": known.kind,
                "sealed_at": known.sealed_at.isoformat(timespec="seconds"),
                "sha256": known.sha256,
                "is_latest": known.is_latest,
            },
        }


WORDS: dict[Outcome, tuple[Any, Any]] = {
    Outcome.GENUINE: (
        later("Dokumentet är äkta"),
        later("Filen är oförändrad sedan den förseglades. Det finns ingen senare version."),
    ),
    Outcome.ALTERED: (
        later("Dokumentet är ändrat"),
        later(
            "Filen har ändrats efter att den förseglades. Lita inte på innehållet. Hämta originalet från den som gav "
            "dig filen, eller ur registret."
        ),
    ),
    Outcome.UNSEALED: (
        later("Dokumentet är inte förseglat"),
        later("Filen har ingen försegling, så ingen kan svara för innehållet."),
    ),
    Outcome.UNKNOWN_SIGNER: (
        later("Förseglingen kommer från någon annan"),
        later("Filen är förseglad med ett certifikat som inte är vårt. Den kommer inte från Samverk."),
    ),
    Outcome.SUPERSEDED: (
        later("Det finns en senare version"),
        later("Filen är äkta och oförändrad, men den har ersatts. Be om den senaste versionen."),
    ),
    Outcome.ROLLED_BACK: (
        later("Filen är ett tidigare skede av dokumentet"),
        later("Det som lades till senare, som försegling eller underskrift, saknas i filen. Be om den färdiga filen."),
    ),
    Outcome.NOT_KNOWN_HERE: (
        later("Dokumentet är inte känt här"),
        later("Registret här känner inte till filen, så det går inte att säga att den är äkta och den senaste."),
    ),
    Outcome.UNREADABLE: (later("Filen går inte att läsa som PDF"), later("Välj den PDF-fil som du fick, som den är.")),
}


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
    def claimed(self) -> Document | None:
        """The document that the file says it is; only a hint, for the file may lie."""
        if self.registered:
            return self.registered
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
        """What is in the file. Our own bytes are looked at here, others in a process of their own."""
        roots = trusted_pem()
        if self.registered is None:
            return inspect_apart(self.data, trusted=roots)
        moment = self.registered.sealed_at
        return outside_any_loop(lambda: inspect_pdf(self.data, trusted=roots, moment=moment))

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
        )

    def outcome(self) -> Outcome:  # noqa: PLR0911 -- one line an answer
        """Ask in order: can it be read, does the seal hold, whose is it, and what does the register say?"""
        known, found = self.registered, self.inspection
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
        return Outcome.ROLLED_BACK if self.is_earlier_state() else Outcome.NOT_KNOWN_HERE

    def seal_holds(self) -> bool:
        """Every signature is intact, and the last one has nothing after it."""
        return all(signature.holds for signature in self.signatures) and self.signatures[-1].covers_all

    def is_ours(self) -> bool:
        """Every signature leads back to a certificate that we know."""
        return all(signature.trusted for signature in self.signatures)

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
        known = bool(self.registered) if self.has_register else None
        last = not has_newer(self.registered) if self.registered else None
        untried = _("Går inte att pröva")
        return (
            Check(_("Filen är förseglad"), signed, "" if signed else _("Filen har ingen försegling som går att läsa")),
            Check(_("Innehållet är oförändrat"), holds, WHOLE[holds] if holds is not None else untried),
            Check(_("Förseglingen är vår"), ours, untried if ours is None else self.signatures[0].name),
            Check(_("Filen finns i registret"), known, self.register_note(known)),
            Check(_("Det finns ingen senare version"), last, untried if last is None else ""),
        )

    def register_note(self, known: bool | None) -> str:
        """What the register says of this very file."""
        if self.registered:
            return _("Dokument %s") % self.registered.doc_id
        return _("Det finns inget register här") if known is None else _("Just den här filen finns inte där")


WHOLE = {
    True: later("Varje byte som förseglades finns kvar, inget är tillagt"),
    False: later("Något har ändrats, tagits bort eller lagts till efteråt"),
}


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
        kind=str(document.get_kind_display()),
        title=document.title,
        sealed_at=document.sealed_at,
        sha256=document.sha256,
        signer=document.signer,
        is_latest=not has_newer(document),
    )


def latest(doc_id: str) -> Facts | None:
    """What a genuine copy of a document should be: its latest sealed edition."""
    found = Document.objects.sealed().with_newer().defer("data").filter(doc_id=doc_id).order_by("-edition").first()
    return facts(found) if found else None


def trusted_pem() -> bytes:
    """The certificates that a seal may lead back to, as PEM."""
    from cryptography.hazmat.primitives.serialization import Encoding  # noqa: PLC0415 -- slow import

    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in trusted())


def sealed_when(facts_of: Facts) -> str:
    """The time of sealing as people read it."""
    return clock(facts_of.sealed_at.isoformat())
