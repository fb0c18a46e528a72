"""An agreement that a seal, four people and the archive have signed: made once, with every state on the way."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.test import override_settings

from governance.audit.actors import SYSTEM
from governance.documents import pen, revisions, seal
from governance.documents.evidence import whom_to_believe
from governance.documents.inspection import Kind, Signature, inspect_pdf
from governance.documents.models import Document
from governance.documents.render import render_pdf
from governance.documents.revisions import Added
from governance.documents.seal import Sealed, seal_pdf
from governance.documents.services import Made, keep, order_document
from governance.documents.shapes import (
    AgreementData,
    AgreementPartyRow,
    ClauseRow,
    Head,
    SectionRow,
    SignatoryBox,
)
from governance.documents.signing_service import OneActService, Signatory
from governance.documents.states import RevisionKind
from governance.organisations.models import Partnership
from tests.factories.organisations import TODAY

from . import samples

PEOPLE = (
    Signatory(name="Anna Ågren", role="regionråd", party="Exempelregionen"),
    Signatory(name="Bertil Öman", role="kommunalråd", party="Almby kommun"),
    Signatory(name="Cecilia Ängsmark", role="generaldirektör", party="Provmyndigheten"),
    Signatory(name="David Ek", role="ordförande", party="Vårdföretagen i Exempelköping"),
)
FIELDS = tuple(f"s{number}" for number in range(1, len(PEOPLE) + 1))
SEALED, SIGNED, ARCHIVED = 0, len(PEOPLE), len(PEOPLE) + 1


def agreement(given: Head | None = None) -> AgreementData:
    boxes = [
        SignatoryBox(
            field=field,
            label=f"Underskrift av {each.name}",
            party=each.party,
            person=each.name,
            role=each.role,
            mandate="Beslut den 3 mars 2026, § 12",
        )
        for field, each in zip(FIELDS, PEOPLE, strict=True)
    ]
    parties = [
        AgreementPartyRow(
            name=each.party, organisation_number="", role="part", represented_by=each.name, mandate="§ 12"
        )
        for each in PEOPLE
    ]
    return AgreementData(
        head=given or samples.head("agreement", doc_id="SGD-AV-2026-01", title="Avtal om gemensam journal"),
        issuer=samples.ISSUER,
        kind_name="Ramavtal",
        number="1",
        text_version="1.0",
        text_frozen_at=datetime(2026, 1, 2, 9, 0, tzinfo=UTC),
        text_sha256="ab" * 32,
        lead="Parterna inför en gemensam journal.",
        period="2026–2030",
        holds="när alla har undertecknat",
        parties=tuple(parties),
        sections=(
            SectionRow(
                number=1, title="Parter", clauses=(ClauseRow(number="1.1", text="Dessa."),), tables=("parties",)
            ),
            SectionRow(number=2, title="Funktion", clauses=(ClauseRow(number="2.1", text="En journal."),), must=True),
        ),
        signatories=tuple(boxes),
    )


@dataclass(frozen=True)
class Chain:
    """Every state of the file, what was found in each, and where the keys are that made it."""

    keys: Path
    files: tuple[bytes, ...]
    found: tuple[tuple[Signature, ...], ...]

    def added(self, number: int) -> Added:
        """What was added to reach a state, as the register takes it."""
        signatures = self.found[number]
        if number == ARCHIVED:
            clock = next(each for each in signatures if each.kind == Kind.CLOCK)
            return Added(RevisionKind.ARCHIVE, self.files[number], signatures, clock)
        new = next(each for each in signatures if each.field == FIELDS[number - 1])
        return Added(RevisionKind.SIGNATURE, self.files[number], signatures, new, PEOPLE[number - 1])


@contextlib.contextmanager
def with_keys(folder: Path) -> Iterator[None]:
    """Let the keys of a folder be ours for a while."""
    with override_settings(KEY_DIR=folder):
        seal.forget_keys()
        yield
    seal.forget_keys()


def make_chain(folder: Path) -> Chain:
    """Seal, let everybody sign, archive; some three seconds."""
    with with_keys(folder):
        unsealed = render_pdf(agreement().to_canonical_json()).pdf
        files = [seal_pdf(unsealed, issuer=samples.ISSUER.name, reason="SGD-AV-2026-01", for_people=True).pdf]
        for field, signer in zip(FIELDS, PEOPLE, strict=True):
            files.append(OneActService().sign(files[-1], field=field, signer=signer, reason="Undertecknar"))
        files.append(pen.archive(files[-1]))
        found = [inspect_pdf(each, trusted=whom_to_believe()).signatures for each in files]
    return Chain(folder, tuple(files), tuple(found))


def register_chain(chain: Chain, partnership: Partnership, upto: int = ARCHIVED) -> Document:
    """A document in the register whose file has come as far as a state of the chain."""
    ordered = order_document(
        kind=AgreementData,
        partnership=partnership,
        subject=partnership,
        title="Avtal om gemensam journal",
        period="2026-01",
        build=agreement,
        by=SYSTEM,
        today=TODAY,
    )
    sealed = chain.found[SEALED][0]
    at: Any = sealed.moment
    document = keep(ordered.pk, Made(Sealed(chain.files[SEALED], at, sealed.fingerprint), 3))
    for number in range(1, upto + 1):
        state = revisions.latest(document)
        revisions.enter(document, state, [chain.added(number)], by=SYSTEM, today=TODAY)
    return Document.objects.get(pk=document.pk)
