"""The judging of the signatures in one file: each is whole, leads to somebody known, and nothing else came after it.

Imported late and without Django, for it also runs in a process of its own. A certificate for one act is good for a
quarter of an hour: it is judged at the time that a trusted time-stamp says, with the answers on revocation in the file.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from asn1crypto import pem
from asn1crypto.x509 import Certificate
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .inspection import Kind, Known, Signature, Trust
from .loops import outside_any_loop

SEAL_FIELD = "seal"
BASIC, STAMPED, LONG_TERM, ARCHIVED = "B-B", "B-T", "B-LT", "B-LTA"
T = TypeVar("T")


def done(work: Callable[[], Awaitable[T]]) -> T:
    """Drive one of pyHanko's coroutines to its end."""

    async def whole() -> T:
        return await work()

    return outside_any_loop(lambda: asyncio.run(whole()))


def certificates(given: bytes) -> list[Any]:
    """Certificates from PEM."""
    return [Certificate.load(der) for _, _, der in pem.unarmor(given, multiple=True)] if given else []


class Judge:
    """One file and whom to believe."""

    def __init__(self, reader: Any, trusted: Trust, moment: datetime | None, *, is_closed: bool) -> None:
        self.reader = reader
        self.seals, self.people = certificates(trusted.seals), certificates(trusted.people)
        self.moment = moment
        self.is_closed = is_closed
        try:
            self.store: Any = DocumentSecurityStore.read_dss(reader)
        except NoDSSFoundError:
            self.store = None

    def signatures(self) -> tuple[Signature, ...]:
        """Every signature in the order in which they were made."""
        return self.in_order(self.judge)

    def grown(self, known: Known, end: int | None) -> tuple[Signature, ...]:
        """Every signature of a file whose beginning is known: only what came after that is compared, once."""
        growth = self.growth(end)
        before = {each.field: each for each in known.signatures}

        def judge(signature: Any, archived: datetime | None) -> Signature:
            old = before.get(str(signature.field_name))
            return self.judge(signature, archived) if old is None else self.aged(old, growth, archived)

        return self.in_order(judge)

    def in_order(self, judge: Callable[[Any, datetime | None], Signature]) -> tuple[Signature, ...]:
        """Judge from the last to the first: an archive's time-stamp proves that those before it were there by then."""
        judged: list[Signature] = []
        archived: datetime | None = None
        for each in reversed(self.reader.embedded_signatures):
            found = judge(each, archived)
            if found.kind == Kind.CLOCK and found.holds and found.trusted:
                archived = found.moment
            judged.append(found)
        return tuple(reversed(judged))

    def growth(self, end: int | None) -> Any:
        """What sort of changes were made after the revision that ends the known bytes; OTHER for forbidden ones.

        The known revisions must be the first ones of this file, every one of them: a later table of objects that skips
        some of them is no honest update.
        """
        starts = [self.reader.xrefs.get_startxref_for_revision(each) for each in range(self.reader.total_revisions)]
        if end is None or end not in starts:
            return ModificationLevel.OTHER
        base = starts.index(end)
        if any(start > end for start in starts[:base]) or any(start <= end for start in starts[base + 1 :]):
            return ModificationLevel.OTHER
        found = DEFAULT_DIFF_POLICY.review_file(self.reader, base, doc_mdp=MDPPerm.FILL_FORMS)
        return found.modification_level if isinstance(found, DiffResult) else ModificationLevel.OTHER

    def aged(self, old: Signature, growth: Any, archived: datetime | None) -> Signature:
        """A known signature after what was added: whole as before if only signatures were."""
        return replace(
            old,
            unchanged_since=bool(old.unchanged_since and growth <= ModificationLevel.FORM_FILLING and self.is_closed),
            covers_all=bool(old.covers_all and growth <= ModificationLevel.LTA_UPDATES and self.is_closed),
            level=ARCHIVED if archived and old.level == LONG_TERM else old.level,
        )

    def judge(self, signature: Any, archived: datetime | None) -> Signature:
        """One signature; what cannot be validated does not hold."""
        name = str(signature.field_name)
        try:
            if signature.sig_object_type == "/DocTimeStamp":
                return self.clock(signature, name)
            return self.signed(signature, name, archived)
        except Exception as error:
            return Signature(field=name, error=f"{type(error).__name__}: {error}"[:300])

    def signed(self, signature: Any, name: str, archived: datetime | None) -> Signature:
        """A seal or a person's signature."""
        kind = Kind.SEAL if name == SEAL_FIELD else Kind.PERSON
        roots = self.seals if kind == Kind.SEAL else self.people
        stamped = stamped_at(signature)
        at = stamped or archived or self.moment
        status = done(
            lambda: async_validate_pdf_signature(signature, self.context(roots, at), self.context(self.people, stamped))
        )
        stamp = status.timestamp_validity
        time_trusted = bool(stamp and stamp.intact and stamp.valid and stamp.trusted)
        has_time = time_trusted or (stamped is None and archived is not None)
        lasts = has_time and self.store is not None and self.lasts(signature, roots, at)
        certificate = status.signing_cert
        subject = certificate.subject.native
        told = stamped or signature.self_reported_timestamp
        found = Signature(
            field=name,
            kind=kind,
            intact=bool(status.intact and status.valid),
            trusted=bool(status.trusted and (time_trusted or stamped is None)),
            fingerprint=certificate.sha256.hex(),
            name=common_name(subject),
            serial=str(subject.get("serial_number", "")),
            issuer=common_name(certificate.issuer.native),
            reason=str(signature.sig_object.get("/Reason", "")),
            at=told.isoformat() if told else "",
            locks=kind == Kind.PERSON and is_locking(signature),
            level=(ARCHIVED if archived else LONG_TERM) if lasts else STAMPED if has_time else BASIC,
        )
        return self.kept(found, status)

    def clock(self, signature: Any, name: str) -> Signature:
        """An archive's time-stamp over the whole file before it."""
        told = signature.signed_data["encap_content_info"]["content"].parsed["gen_time"].native
        status = done(lambda: async_validate_pdf_timestamp(signature, self.context(self.people, told)))
        certificate = status.signing_cert
        found = Signature(
            field=name,
            kind=Kind.CLOCK,
            intact=bool(status.intact and status.valid),
            trusted=bool(status.trusted),
            fingerprint=certificate.sha256.hex(),
            name=common_name(certificate.subject.native),
            issuer=common_name(certificate.issuer.native),
            at=told.isoformat(),
        )
        return self.kept(found, status)

    def kept(self, found: Signature, status: Any) -> Signature:
        """The same with whether what was signed is all there, and whether more than validation data came after it."""
        whole = status.coverage >= SignatureCoverageLevel.ENTIRE_REVISION
        level = ModificationLevel.OTHER if status.modification_level is None else status.modification_level
        permitted = level <= ModificationLevel.FORM_FILLING if status.docmdp_ok is None else status.docmdp_ok
        only_answers = whole and level <= ModificationLevel.LTA_UPDATES
        return replace(
            found,
            unchanged_since=bool(whole and permitted and self.is_closed),
            covers_all=bool(only_answers and self.is_closed),
        )

    def lasts(self, signature: Any, roots: list[Any], at: datetime | None) -> bool:
        """Does the file itself hold every answer on revocation that the certificates call for?"""
        strict = self.context(roots, at, mode="hard-fail"), self.context(self.people, at, mode="hard-fail")
        status = done(lambda: async_validate_pdf_signature(signature, *strict, skip_diff=True))
        stamp = status.timestamp_validity
        return bool(status.trusted and (stamp is None or stamp.trusted))

    def context(self, roots: list[Any], moment: datetime | None, mode: str = "soft-fail") -> Any:
        """Whom to believe at a moment, with what the file itself holds on revocation; nothing is fetched."""
        options: dict[str, Any] = {
            "trust_roots": roots,
            "allow_fetching": False,
            "revocation_mode": mode,
            "moment": moment,
            "retroactive_revinfo": True,
        }
        return self.store.as_validation_context(options) if self.store is not None else ValidationContext(**options)


def is_locking(signature: Any) -> bool:
    """Does a person's signature forbid those that are to come after it?"""
    return signature.fieldmdp is not None or signature.docmdp_level == MDPPerm.NO_CHANGES


def stamped_at(signature: Any) -> datetime | None:
    """The time that a signature's own time-stamp says, believed only when the stamp is."""
    for token in extract_tst_data_iter(signature.signer_info, signed=False):
        told: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
        return told
    return None


def common_name(subject: Any) -> str:
    """What a certificate calls somebody: the common name, or given name and surname."""
    named = subject.get("common_name") or f"{subject.get('given_name', '')} {subject.get('surname', '')}".strip()
    return ", ".join(named) if isinstance(named, list) else str(named)
