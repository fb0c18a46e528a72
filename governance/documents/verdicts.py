"""What can be said of a file: the verdict, what was looked at, who signed, and the words for each outcome."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as later

from .inspection import Kind
from .signed import Signed

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
    signatures: tuple[Signed, ...] = ()
    remark: str = ""

    @property
    def is_signed(self) -> bool:
        """Whether people have signed it, beside the seal."""
        return any(each.kind == Kind.PERSON for each in self.signatures)

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
            "remark": self.remark,
            "checks": [{"title": check.title, "ok": check.ok, "note": str(check.note)} for check in self.checks],
            "sha256": self.sha256,
            "size": self.size,
            "signer": self.signer,
            "signatures": [
                {
                    "kind": str(each.kind),
                    "name": each.name,
                    "role": each.role,
                    "party": each.party,
                    "at": each.at.isoformat(timespec="seconds") if each.at else None,
                    "level": each.level,
                    "holds": each.holds,
                    "trusted": each.trusted,
                }
                for each in self.signatures
            ],
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
