import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from governance.audit.models import Event
from governance.documents import pen, revisions, signing_service, storage, uploads, wall
from governance.documents.checks import register_is_walled
from governance.documents.evidence import context, whom_to_believe
from governance.documents.inspection import Known, inspect_pdf
from governance.documents.local_authority import local_authority
from governance.documents.loops import outside_any_loop
from governance.documents.models import Document, DocumentRevision, ImmutableRevision
from governance.documents.revisions import (
    Signatory,
    accept_upload,
    latest,
    latest_bytes,
    revisions_of,
    sign_document,
    signed_fields,
)
from governance.documents.services import DocumentDamaged, open_document, seal_now
from governance.documents.shapes import AgreementData
from governance.documents.signing_service import OneActService
from governance.documents.states import RevisionKind
from governance.documents.verify import verify_bytes
from governance.organisations.actors import Actor
from governance.organisations.models import Partnership
from governance.workflow.refusals import Refused
from tests.factories.organisations import TODAY, act_as, make_partnership, make_seat

from .attacks import appended_overlay, flipped_byte, rewritten_attachment, trailing_bytes
from .chain import FIELDS, PEOPLE, SIGNED, Chain, agreement, register_chain
from .conftest import Place
from .keys import real_signer

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("looked_at_here"),
    pytest.mark.xdist_group("chain"),
]


@pytest.fixture
def partnership(db: None) -> Partnership:
    return make_partnership(name="Skånegemensam digitalisering", short_name="SGD")


def somebody() -> Actor:
    return act_as(make_seat())


@pytest.fixture
def half(chain: Chain, partnership: Partnership) -> Document:
    """Sealed, and signed by two of four."""
    return register_chain(chain, partnership, upto=2)


def signed_elsewhere(pdf: bytes, field: str, signer: Signatory, *, lasting: bool = False) -> bytes:
    """A file that somebody signed with a program of their own, with a certificate of an authority that we believe."""
    above = local_authority()
    key, certificate = above.certify_person(signer.name, serial=signer.serial)
    return pen.write(
        pdf,
        field=field,
        signer=pen.signer_with(key, certificate, above.chain),
        name=signer.name,
        reason="",
        lines=[signer.name],
        lasting=lasting,
    )


def upload(document: Document, data: Any, **changes: Any) -> DocumentRevision:
    given = {"field": "s3", "signer": PEOPLE[2], "data": data, "by": somebody(), "today": TODAY}
    return accept_upload(document, **{**given, **changes})


def why_refused(document: Document, data: Any, **changes: Any) -> tuple[str, str]:
    before = [each.sha256 for each in revisions_of(document)]
    with pytest.raises(Refused) as refused:
        upload(document, data, **changes)
    assert [each.sha256 for each in revisions_of(document)] == before
    (told,) = refused.value.refusals
    assert told.how
    assert told.mended_by
    return str(told.title), str(told.sentence)


def test_document_lives_from_seal_to_archive(place: Place) -> None:
    document = seal_now(place.ordered(kind=AgreementData, principal=None, build=agreement))
    by = somebody()
    assert signed_fields(document) == {"seal"}

    for number, (field, signer) in enumerate(zip(FIELDS, PEOPLE, strict=True), 1):
        sign_document(document, field=field, signer=signer, by=by, today=TODAY, last=number == len(PEOPLE))

    states = revisions_of(document)
    assert [each.kind for each in states] == ["seal", *["signature"] * 4, "archive"]
    assert [each.number for each in states] == [1, 2, 3, 4, 5, 6]
    assert [each.signatures for each in states] == [1, 2, 3, 4, 5, 6]
    assert [(each.name, each.role, each.party) for each in states[1:-1]] == [
        (each.name, each.role, each.party) for each in PEOPLE
    ]
    assert [each.level for each in states] == ["", *["B-LT"] * 4, ""]
    assert [row["level"] for row in states[-1].found][:-1] == ["B-LTA"] * 5
    assert set(FIELDS) < signed_fields(document)
    released = latest_bytes(document)
    assert verify_bytes(released).is_genuine
    assert all(released.startswith(open_state(state)) for state in states)
    document.refresh_from_db()
    assert (document.sha256, document.signatures) == (states[-1].sha256, 6)
    assert open_document(document) == released


def open_state(state: DocumentRevision) -> bytes:
    return storage.get(state.sha256)


def test_every_state_is_one_event_with_its_fingerprint(half: Document) -> None:
    events = list(Event.objects.about(half)[:2])

    assert [each.kind for each in events] == ["documents.document.signature"] * 2
    assert latest(half).sha256 in events[0].details
    assert "Bertil Öman" in events[0].details


def test_register_is_added_to_alone(half: Document) -> None:
    state = latest(half)

    with pytest.raises(ImmutableRevision):
        state.save()
    with pytest.raises(ImmutableRevision):
        state.delete()
    with pytest.raises(ImmutableRevision):
        DocumentRevision.objects.filter(pk=state.pk).update(sha256="0" * 64)
    with pytest.raises(ImmutableRevision):
        DocumentRevision.objects.all().delete()


@pytest.mark.parametrize(
    "statement",
    ["UPDATE documents_documentrevision SET name = 'Någon Annan'", "DELETE FROM documents_documentrevision"],
)
def test_database_refuses_to_change_the_register(statement: str, half: Document) -> None:
    with pytest.raises(DatabaseError, match="Skeden"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [each.name for each in revisions_of(half)] == ["", "Anna Ågren", "Bertil Öman"]


def test_a_wall_with_a_hole_is_told(half: Document) -> None:
    assert register_is_walled(databases=["default"]) == []

    wall.remove()

    (error,) = register_is_walled(databases=["default"])
    assert error.id == "documents.W012"
    wall.install()


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 2},
        {"number": 4, "kind": RevisionKind.SEAL},
        {"number": 4, "field": "s1"},
        {"number": 4, "size": 0},
        {"number": 4, "name": ""},
    ],
)
def test_database_refuses_a_state_that_cannot_be(changes: dict[str, Any], half: Document) -> None:
    honest = {
        "document": half,
        "number": 4,
        "kind": RevisionKind.SIGNATURE,
        "sha256": "c" * 64,
        "size": 10,
        "signatures": 4,
        "field": "s3",
        "name": "Cecilia Ängsmark",
        "at": latest(half).at,
    }

    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentRevision(**{**honest, **changes}).save()


def test_field_is_signed_once(half: Document) -> None:
    with pytest.raises(Refused, match="redan undertecknat"):
        sign_document(half, field="s1", signer=PEOPLE[0], by=somebody(), today=TODAY)


def test_document_that_is_not_sealed_cannot_be_signed(place: Place) -> None:
    document = place.ordered(kind=AgreementData, principal=None, build=agreement)

    with pytest.raises(Refused, match="inte förseglat"):
        sign_document(document, field="s1", signer=PEOPLE[0], by=somebody(), today=TODAY)


def test_two_who_sign_at_once_both_succeed(half: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(OneActService):
        """Lets somebody else sign while the first signature is on its way."""

        rival = True

        def sign(self, pdf: bytes, *, field: str, signer: Signatory, reason: str) -> bytes:
            if Slow.rival:
                Slow.rival = False
                sign_document(half, field="s4", signer=PEOPLE[3], by=somebody(), today=TODAY)
            return super().sign(pdf, field=field, signer=signer, reason=reason)

    monkeypatch.setattr(revisions, "signing_service", Slow)

    sign_document(half, field="s3", signer=PEOPLE[2], by=somebody(), today=TODAY)

    assert [each.field for each in revisions_of(half)] == ["seal", "s1", "s2", "s4", "s3"]
    assert verify_bytes(latest_bytes(half)).is_genuine


def test_what_a_service_gives_back_is_checked(half: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    class Wrong:
        def sign(self, pdf: bytes, *, field: str, signer: Signatory, reason: str) -> bytes:
            return signed_elsewhere(pdf, field, replace(signer, name="Någon Annan"))

    monkeypatch.setattr(revisions, "signing_service", Wrong)

    with pytest.raises(Refused, match="Någon Annan"):
        sign_document(half, field="s3", signer=PEOPLE[2], by=somebody(), today=TODAY)

    assert latest(half).number == 3


def test_without_a_service_one_uploads(half: Document, settings: Any) -> None:
    settings.DEMO = False

    assert signing_service.signing_service() is None
    with pytest.raises(Refused, match="ingen tjänst"):
        sign_document(half, field="s3", signer=PEOPLE[2], by=somebody(), today=TODAY)


def test_service_is_chosen_by_its_path(settings: Any) -> None:
    settings.DEMO, settings.SIGNING_SERVICE = False, "governance.documents.signing_service.OneActService"

    assert isinstance(signing_service.signing_service(), OneActService)
    assert signing_service.can_sign_here()


def test_upload_signed_elsewhere_is_accepted_and_made_to_last(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(chain.files[2], "s3", PEOPLE[2])

    upload(half, io.BytesIO(data))

    uploaded, archived = revisions_of(half)[-2:]
    assert (uploaded.kind, uploaded.name, uploaded.level) == ("upload", "Cecilia Ängsmark", "B-B")
    assert archived.kind == "archive"
    assert open_state(uploaded) == data
    verdict = verify_bytes(latest_bytes(half))
    assert verdict.is_genuine
    assert [each.holds and each.trusted for each in verdict.signatures] == [True] * 5
    assert [each.level for each in verdict.signatures] == [*["B-LTA"] * 4, ""]


def test_next_signature_stands_on_an_accepted_upload(half: Document, chain: Chain) -> None:
    upload(half, signed_elsewhere(chain.files[2], "s3", PEOPLE[2], lasting=True))
    assert latest(half).kind == "upload"

    sign_document(half, field="s4", signer=PEOPLE[3], by=somebody(), today=TODAY, last=True)

    verdict = verify_bytes(latest_bytes(half))
    assert verdict.is_genuine
    assert [each.level for each in verdict.signatures] == [*["B-LTA"] * 5, ""]


def test_upload_by_the_wrong_person_is_refused(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(chain.files[2], "s3", Signatory(name="Erik Fel", role="", party=""))

    assert why_refused(half, data) == (
        "Fel person",
        "Certifikatet är utfärdat för Erik Fel. I fältet ska Cecilia Ängsmark underteckna.",
    )


def test_upload_by_a_namesake_with_another_number_is_refused(half: Document, chain: Chain) -> None:
    wanted = replace(PEOPLE[2], serial="PNOSE-191212121212")
    data = signed_elsewhere(chain.files[2], "s3", replace(PEOPLE[2], serial="PNOSE-201010101010"))

    assert why_refused(half, data, signer=wanted)[0] == "Fel person"
    assert upload(half, signed_elsewhere(chain.files[2], "s3", wanted), signer=wanted).number == 5


def test_upload_signed_with_an_unknown_issuer_is_refused(half: Document, chain: Chain, tmp_path: Path) -> None:
    signer = real_signer(tmp_path, "Cecilia Ängsmark")
    data = pen.write(chain.files[2], field="s3", signer=signer, name="C", reason="", lines=["C"])

    title, sentence = why_refused(half, data)

    assert title == "Utgivaren är inte betrodd"
    assert "Cecilia Ängsmark, som inte finns bland" in sentence


def test_upload_in_another_field_is_refused(half: Document, chain: Chain) -> None:
    assert why_refused(half, signed_elsewhere(chain.files[2], "s4", PEOPLE[2]))[0] == "Fel fält"


def test_upload_with_two_new_signatures_is_refused(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(signed_elsewhere(chain.files[2], "s3", PEOPLE[2]), "s4", PEOPLE[3])

    assert why_refused(half, data)[0] == "Fler än en ny underskrift"


def test_upload_of_an_older_revision_is_refused(half: Document, chain: Chain) -> None:
    title, sentence = why_refused(half, chain.files[1])

    assert title == "Filen är inte den senaste"
    assert sentence == "Filen bygger på ett tidigare skede av dokumentet. Sedan dess har Bertil Öman undertecknat."


def test_upload_signed_on_an_older_revision_is_refused(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(chain.files[0], "s3", PEOPLE[2])

    assert why_refused(half, data) == (
        "Filen är inte den senaste",
        "Filen bygger på ett tidigare skede av dokumentet. Sedan dess har Anna Ågren, Bertil Öman undertecknat.",
    )


def test_upload_with_changed_text_is_refused(half: Document, chain: Chain) -> None:
    """Painted over, then honestly signed on top."""
    data = signed_elsewhere(appended_overlay(chain.files[2]), "s3", PEOPLE[2])

    assert why_refused(half, data) == (
        "Filen är ändrad",
        "Något annat än en underskrift är tillagt eller ändrat i filen. Texten ska vara exakt den som förseglades.",
    )


def test_upload_with_text_changed_in_the_same_update_is_refused(half: Document, chain: Chain) -> None:
    """The signature and the change are written at once, so that the signature itself covers both."""

    above = local_authority()
    key, certificate = above.certify_person(PEOPLE[2].name)
    writer, out = IncrementalPdfFileWriter(io.BytesIO(chain.files[2])), io.BytesIO()
    overlay = generic.StreamObject(stream_data=b"1 0 0 rg 100 100 300 300 re f")
    writer.add_stream_to_page(0, writer.add_object(overlay))
    metadata = PdfSignatureMetadata(field_name="s3", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    pdf_signer = PdfSigner(metadata, pen.signer_with(key, certificate, above.chain))
    outside_any_loop(lambda: pdf_signer.sign_pdf(writer, existing_fields_only=True, output=out))

    assert why_refused(half, out.getvalue())[0] == "Filen är ändrad"


def test_upload_that_locks_the_file_is_refused(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(chain.files[2], "s3", PEOPLE[2])
    found = inspect_pdf(data, trusted=whom_to_believe()).signatures
    locking = replace(found[-1], locks=True)

    with pytest.raises(Refused, match="låser filen"):
        uploads.refuse_signature(locking, (*found[:-1], locking), field="s3", signer=PEOPLE[2])


def test_what_the_register_knows_is_trusted_only_where_it_stands(half: Document, chain: Chain) -> None:
    """Only what came after the known bytes is compared; a table of objects that skips some of them is no update."""
    known = Known(len(chain.files[2]), chain.found[2])
    data = signed_elsewhere(chain.files[1], "s3", PEOPLE[2])
    forged = chain.files[2] + data[len(chain.files[1]) :]

    found = inspect_pdf(forged, trusted=whom_to_believe(), known=known)

    assert found.error or not all(each.holds for each in found.signatures)


def test_upload_changed_after_the_signature_is_refused(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(chain.files[2], "s3", PEOPLE[2])

    assert why_refused(half, appended_overlay(data))[0] == "Filen är ändrad"
    assert why_refused(half, trailing_bytes(data))[0] == "Filen är ändrad"


@pytest.mark.parametrize("attack", [flipped_byte, rewritten_attachment])
def test_upload_that_is_no_update_of_the_latest_is_refused(attack: Any, half: Document, chain: Chain) -> None:
    title, sentence = why_refused(half, attack(chain.files[2]))

    assert title == "Filen är ändrad"
    assert "skrev programmet som du undertecknade med om hela filen" in sentence


def test_upload_is_not_blamed_for_a_file_that_we_have_lost(half: Document, chain: Chain) -> None:
    data = signed_elsewhere(chain.files[2], "s3", PEOPLE[2])
    storage.place_of(latest(half).sha256).unlink()

    with pytest.raises(DocumentDamaged, match="saknas"):
        upload(half, data)


def test_upload_without_a_signature_is_refused(half: Document, chain: Chain) -> None:
    assert why_refused(half, chain.files[2])[0] == "Filen är inte undertecknad"
    assert why_refused(half, trailing_bytes(chain.files[2]))[0] == "Filen är ändrad"


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"PK\x03\x04" * 100])
def test_upload_that_is_no_pdf_is_refused(data: bytes, half: Document) -> None:
    assert why_refused(half, data) == ("Filen går inte att läsa", "Filen är ingen PDF.")


class Endless:
    """A file of two hundred million bytes that counts what is read of it."""

    def __init__(self, size: int | None = None) -> None:
        self.read_so_far = 0
        if size is not None:
            self.size = size

    def read(self, most: int) -> bytes:
        self.read_so_far += most
        assert self.read_so_far < 200_000_000, "the whole file was read"
        return b"%PDF-1.7 ".ljust(most, b"x")


def test_upload_that_says_its_size_is_refused_unread(half: Document) -> None:
    heavy = Endless(200_000_000)

    assert why_refused(half, heavy)[0] == "Filen är för stor"
    assert heavy.read_so_far == 0


def test_upload_is_read_no_further_than_its_largest_size(half: Document) -> None:
    heavy = Endless()

    assert why_refused(half, heavy)[0] == "Filen är för stor"
    assert heavy.read_so_far < 26 * 1024 * 1024


def test_upload_that_somebody_overtook_is_refused(
    half: Document, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = signed_elsewhere(chain.files[2], "s3", PEOPLE[2], lasting=True)

    def meanwhile(*args: Any, **options: Any) -> Any:
        monkeypatch.setattr(revisions, "inspect_apart", inspect_pdf)
        sign_document(half, field="s4", signer=PEOPLE[3], by=somebody(), today=TODAY)
        return inspect_pdf(*args, **options)

    monkeypatch.setattr(revisions, "inspect_apart", meanwhile)

    with pytest.raises(Refused, match="hann underteckna"):
        upload(half, data)

    assert [each.field for each in revisions_of(half)] == ["seal", "s1", "s2", "s4"]


def test_without_time_stamps_documents_are_sealed_as_before(place: Place, settings: Any) -> None:
    document = place.made()

    (found,) = inspect_pdf(open_document(document), trusted=whom_to_believe()).signatures

    assert (found.level, found.holds, found.trusted) == ("B-B", True, True)
    assert [each.kind for each in revisions_of(document)] == ["seal"]


def test_context_for_signing_demands_answers_on_revocation(chain: Chain) -> None:
    assert context().revinfo_policy.revocation_checking_policy.essential
    assert len(chain.files) == SIGNED + 2
