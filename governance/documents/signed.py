"""The signatures of a file in words: who, in which role for whom, when, and how lasting each is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from .inspection import Kind, Signature
from .models import Document, DocumentRevision

LEVELS = {
    "B-B": later("utan tidsstämpel"),
    "B-T": later("med tidsstämpel"),
    "B-LT": later("kan prövas långt senare"),
    "B-LTA": later("kan prövas långt senare, skyddad av arkivtidsstämpeln"),
}


@dataclass(frozen=True)
class Signed:
    """A signature as it is told of: who, in which role for whom, when, and how lasting it is (B-B to B-LTA)."""

    kind: str
    name: str
    role: str
    party: str
    at: datetime | None
    level: str
    holds: bool
    trusted: bool

    @property
    def title(self) -> str:
        """What sort of signature it is."""
        return str(KINDS[Kind(self.kind)])

    @property
    def lasts(self) -> str:
        """What the level means, in words."""
        return str(LEVELS.get(self.level, ""))

    @property
    def status(self) -> str:
        """The shape and colour of how it was found to be."""
        return "done" if self.holds and self.trusted else "warn" if self.holds else "stop"

    @property
    def capacity(self) -> str:
        """The role, and for whom."""
        return ", ".join(each for each in (self.role, self.party) if each)

    @property
    def said(self) -> str:
        """How it was found to be."""
        if not self.holds:
            return _("Inte äkta: filen är ändrad efteråt")
        return _("Äkta") if self.trusted else _("Hel, men utgivaren är inte betrodd")


KINDS = {Kind.SEAL: later("Försegling"), Kind.PERSON: later("Underskrift"), Kind.CLOCK: later("Arkivtidsstämpel")}


def told(signatures: Iterable[Signature], rows: Iterable[DocumentRevision]) -> tuple[Signed, ...]:
    """Each signature; what stands in the register of the very same one adds role and party."""
    known = {(row.field, row.signer): row for row in rows if row.name}
    return tuple(told_of(each, known.get((each.field, each.fingerprint))) for each in signatures)


def told_of(signature: Signature, row: DocumentRevision | None) -> Signed:
    """One signature; without the register, the role is what the signature itself says."""
    said = signature.reason if signature.kind == Kind.PERSON else ""
    return Signed(
        kind=signature.kind,
        name=signature.name,
        role=row.role if row else said,
        party=row.party if row else "",
        at=signature.moment,
        level=signature.level,
        holds=signature.holds,
        trusted=signature.trusted,
    )


def signatures_of(document: Document) -> tuple[Signed, ...]:
    """Everything that is signed in a document's latest file, as it was found when it was entered; one query.

    Empty for one that nobody but the seal has signed.
    """
    rows = list(document.revisions.order_by("number"))
    if not rows or not rows[-1].found:
        return ()
    return told((Signature(**each) for each in rows[-1].found), rows)
