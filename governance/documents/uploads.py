"""Is this file our latest one with exactly one more signature, by the right person in the right field?

Asked of every file that somebody signed, elsewhere or here, before it becomes the document's next state. Each refusal
says what is wrong with the file and what to do instead.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from governance.workflow.citations import Citation
from governance.workflow.refusals import Refusal, Refused

from . import storage
from .canonical import sha256
from .citations import KNOWN_SIGNER, ONE_FILE, UNCHANGED
from .evidence import whom_to_believe
from .inspection import Inspection, Kind, Known, Signature, inspect_apart
from .models import DocumentRevision
from .services import DocumentDamaged
from .signing_service import Signatory

LARGEST = 25 * 1024 * 1024
PIECE = 64 * 1024
Inspector = Callable[..., Inspection]


@dataclass(frozen=True)
class Grown:
    """A file that has been checked: its bytes, all that is signed in it, and the new signature."""

    data: bytes
    signatures: tuple[Signature, ...]
    new: Signature


def refusal(sentence: str, rule: Citation, *, title: str, how: str = "") -> Refused:
    """Why a file is not accepted, and what to do."""
    told = Refusal(
        sentence,
        rule,
        mended_by=_("den som undertecknar"),
        title=title,
        how=how or _("Hämta den senaste filen ur Samverk, underteckna den som den är och ladda upp den igen."),
        no_deadline=_("Så länge undertecknandet är öppet"),
    )
    return Refused([told])


def read_upload(source: BinaryIO | bytes) -> bytes:
    """Read a file to its end, or no further than to see that it is too large; refuse what is no PDF."""
    if isinstance(source, bytes):
        data = source
        if len(data) > LARGEST:
            raise too_large()
    else:
        if (getattr(source, "size", 0) or 0) > LARGEST:
            raise too_large()
        kept = bytearray()
        while piece := source.read(PIECE):
            kept += piece
            if len(kept) > LARGEST:
                raise too_large()
        data = bytes(kept)
    if b"%PDF-" not in data[:1024]:
        raise refusal(_("Filen är ingen PDF."), ONE_FILE, title=_("Filen går inte att läsa"))
    return data


def too_large() -> Refused:
    """More than we read."""
    return refusal(
        _("Filen är större än 25 MB. Den senaste filen med en underskrift till är mycket mindre."),
        ONE_FILE,
        title=_("Filen är för stor"),
    )


def check_growth(
    data: bytes,
    latest: DocumentRevision,
    *,
    field: str,
    signer: Signatory,
    inspect: Inspector = inspect_apart,
) -> Grown:
    """Check a file against the latest state of its document. Raises Refused with the reason."""
    refuse_what_is_no_update(data, latest)
    found = inspect(data, trusted=whom_to_believe(), known=known_of(latest))
    if found.error or not found.readable:
        raise altered() if found.traces and found.readable else unreadable()
    known, new = split(found.signatures, latest)
    if not all(each.holds and each.trusted for each in known):
        raise altered()
    signature = the_only(new)
    refuse_signature(signature, found.signatures, field=field, signer=signer)
    return Grown(data, found.signatures, signature)


def known_of(state: DocumentRevision) -> Known | None:
    """What the register remembers of a state's file; nothing of the seal alone, which is looked at again."""
    return Known(state.size, tuple(Signature(**each) for each in state.found)) if state.found else None


def refuse_what_is_no_update(data: bytes, latest: DocumentRevision) -> None:
    """The file must begin with every byte of the latest state; otherwise say which state it is, or is built on."""
    digest = sha256(data)
    states = list(latest.document.revisions.order_by("-number"))
    same = next((each for each in states if each.sha256 == digest), None)
    if same is not None and same.number == latest.number:
        raise refusal(
            _("Filen är den senaste, men ingen ny underskrift finns i den."),
            ONE_FILE,
            title=_("Filen är inte undertecknad"),
        )
    if same is not None:
        raise older(same, states)
    if data.startswith(bytes_of(latest)):
        return
    for state in states:
        if state.number < latest.number and data.startswith(bytes_of(state)):
            raise older(state, states)
    raise refusal(
        _(
            "Filen innehåller inte den senaste filen oförändrad. Något i den är ändrat, eller så skrev programmet som "
            "du undertecknade med om hela filen."
        ),
        UNCHANGED,
        title=_("Filen är ändrad"),
        how=_(
            "Hämta den senaste filen ur Samverk och underteckna med ett program som lägger till underskriften (PAdES)."
        ),
    )


def bytes_of(state: DocumentRevision) -> bytes:
    """The file of a state; without it nothing can be compared with it."""
    try:
        return storage.get(state.sha256)
    except OSError:
        raise DocumentDamaged(_("Filen till %s saknas.") % state.document.doc_id) from None


def older(state: DocumentRevision, states: Iterable[DocumentRevision]) -> Refused:
    """The file stems from before somebody else signed."""
    since = [each.name for each in states if each.number > state.number and each.name]
    who = _("Sedan dess har %s undertecknat.") % ", ".join(reversed(since)) if since else ""
    return refusal(
        f"{_('Filen bygger på ett tidigare skede av dokumentet.')} {who}".strip(),
        ONE_FILE,
        title=_("Filen är inte den senaste"),
    )


def altered() -> Refused:
    """Something else than a signature was added."""
    return refusal(
        _("Något annat än en underskrift är tillagt eller ändrat i filen. Texten ska vara exakt den som förseglades."),
        UNCHANGED,
        title=_("Filen är ändrad"),
    )


def unreadable() -> Refused:
    """No PDF that can be judged."""
    return refusal(_("Filen går inte att läsa som en undertecknad PDF."), ONE_FILE, title=_("Filen går inte att läsa"))


def split(signatures: tuple[Signature, ...], latest: DocumentRevision) -> tuple[list[Signature], list[Signature]]:
    """Those that the latest state had, and the new ones; time-stamps that came along are judged with the old."""
    before = set(latest.fields)
    old = [each for each in signatures if each.field in before]
    if len(old) != len(before):
        raise altered()
    added = [each for each in signatures if each.field not in before]
    clocks = [each for each in added if each.kind == Kind.CLOCK]
    return old + clocks, [each for each in added if each.kind != Kind.CLOCK]


def the_only(new: list[Signature]) -> Signature:
    """Exactly one new signature."""
    if not new:
        raise refusal(_("Ingen ny underskrift finns i filen."), ONE_FILE, title=_("Filen är inte undertecknad"))
    if len(new) > 1:
        raise refusal(
            _("Filen har %s nya underskrifter. Ladda upp den med bara din.") % len(new),
            ONE_FILE,
            title=_("Fler än en ny underskrift"),
        )
    return new[0]


def refuse_signature(new: Signature, every: tuple[Signature, ...], *, field: str, signer: Signatory) -> None:
    """The new signature must be whole, in its field, by somebody known, and by the one whose turn it is."""
    last_person = [each for each in every if each.kind != Kind.CLOCK][-1]
    if not new.holds or last_person is not new:
        raise altered()
    if new.locks:
        raise refusal(
            _("Underskriften låser filen, så att ingen mer kan underteckna."),
            ONE_FILE,
            title=_("Filen är låst"),
            how=_("Underteckna igen utan att låsa dokumentet. Valet finns i programmet som du undertecknar med."),
        )
    if new.field != field:
        raise refusal(
            _("Underskriften står i ett annat fält än ditt. Använd det fält som har ditt namn."),
            ONE_FILE,
            title=_("Fel fält"),
        )
    if not new.trusted:
        raise refusal(
            _("Certifikatet är utfärdat av %s, som inte finns bland de utgivare som godtas här.") % (new.issuer or "–"),
            KNOWN_SIGNER,
            title=_("Utgivaren är inte betrodd"),
            how=_("Underteckna med en legitimation från en utgivare som godtas, eller underteckna i Samverk."),
        )
    if not is_issued_for(new, signer):
        raise refusal(
            _("Certifikatet är utfärdat för %(found)s. I fältet ska %(wanted)s underteckna.")
            % {"found": new.name or "–", "wanted": signer.name},
            KNOWN_SIGNER,
            title=_("Fel person"),
            how=_("Fältet undertecknas av den som står där, med en legitimation i eget namn."),
        )


def is_issued_for(signature: Signature, signer: Signatory) -> bool:
    """Is the certificate the signatory's own: by number where one is known, otherwise by name?"""
    if signer.serial:
        return plain(signature.serial).endswith(plain(signer.serial))
    return plain(signature.name) == plain(signer.name)


def plain(text: str) -> str:
    """A name as it is compared: composed letters, one blank, no case."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
