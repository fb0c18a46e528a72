"""One seal, four signatures and an archive's time-stamp in one file, before judges that are not ours; and attacks."""

import asyncio
import io
import subprocess
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import cms
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.policy_decl import PdfSignatureValidationSpec, SignatureValidationSpec
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from governance.documents.evidence import readable, signature_roots, whom_to_believe
from governance.documents.inspection import Kind, inspect_pdf
from governance.documents.loops import outside_any_loop
from governance.documents.models import Document
from governance.documents.pen import signer_with, write
from governance.documents.verify import Outcome, verify_bytes
from governance.organisations.models import Partnership
from tests.factories.organisations import make_partnership

from .attacks import ATTACKS, appended, flipped_byte
from .chain import ARCHIVED, FIELDS, PEOPLE, SIGNED, Chain, register_chain
from .keys import real_signer

pytestmark = [pytest.mark.usefixtures("looked_at_here"), pytest.mark.xdist_group("chain")]

STAMP = "openssl ts -verify -token_in".split()
CADES = "openssl cms -verify -cades -binary -inform DER -purpose any".split()


@pytest.fixture
def partnership(db: None) -> Partnership:
    return make_partnership(name="Skånegemensam digitalisering", short_name="SGD")


@pytest.fixture
def document(chain: Chain, partnership: Partnership) -> Document:
    return register_chain(chain, partnership)


def embedded(pdf: bytes) -> list[Any]:
    return list(PdfFileReader(io.BytesIO(pdf)).embedded_signatures)


def test_every_signature_of_the_chain_holds_and_lasts(chain: Chain) -> None:
    found = chain.found[ARCHIVED]

    assert [each.kind for each in found] == [Kind.SEAL, *[Kind.PERSON] * 4, Kind.CLOCK]
    assert [each.field for each in found[:-1]] == ["seal", *FIELDS]
    assert [each.name for each in found[1:-1]] == [each.name for each in PEOPLE]
    assert all(each.holds and each.trusted for each in found)
    assert [each.level for each in found[:-1]] == ["B-LTA"] * 5
    assert found[-1].covers_all


def test_before_the_archives_stamp_every_signature_is_long_term(chain: Chain) -> None:
    assert [each.level for each in chain.found[SIGNED]] == ["B-LT"] * 5


def test_certificates_of_people_are_good_for_one_act_alone(chain: Chain) -> None:
    person = embedded(chain.files[SIGNED])[-1].signer_cert
    validity = person["tbs_certificate"]["validity"]

    assert (validity["not_after"].native - validity["not_before"].native).total_seconds() <= 20 * 60
    assert person.subject.native["organization_name"] == "DEMONSTRATION"
    assert person.subject.native["common_name"] == "David Ek"


def test_long_term_judgement_passes_without_network(chain: Chain) -> None:
    """The archive's level as pyHanko's own implementation of ETSI EN 319 102-1 sees it, with revocation required."""
    roots = SimpleTrustManager.build(readable(signature_roots()))
    policy = CertValidationPolicySpec(trust_manager=roots, revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO))
    spec = PdfSignatureValidationSpec(SignatureValidationSpec(cert_validation_policy=policy))

    def judged(each: Any) -> str:
        told = outside_any_loop(lambda: asyncio.run(ades_lta_validation(each, spec)))
        return str(told.ades_subindic.standard_name)

    told = [judged(each) for each in embedded(chain.files[ARCHIVED])[:-1]]

    assert told == ["OK"] * 5


def test_openssl_calls_every_signature_and_time_stamp_valid(chain: Chain, tmp_path: Path) -> None:
    pdf = chain.files[ARCHIVED]
    root = tmp_path / "root.pem"
    root.write_bytes(whom_to_believe().people)
    signed, proof, token = tmp_path / "signed", tmp_path / "proof.der", tmp_path / "token.der"

    for each in embedded(pdf):
        first, length, second, rest = each.byte_range
        signed.write_bytes(pdf[first : first + length] + pdf[second : second + rest])
        proof.write_bytes(cms.ContentInfo.load(each.pkcs7_content).dump())
        if each.sig_object_type == "/DocTimeStamp":
            assert stamp_holds(signed, proof, root)
            continue
        done = subprocess.run(
            [*CADES, "-in", proof, "-content", signed, "-CAfile", root, "-out", "/dev/null"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert "CAdES Verification successful" in done.stderr + done.stdout
        stamp = next(extract_tst_data_iter(each.signer_info, signed=False))
        token.write_bytes(cms.ContentInfo({"content_type": "signed_data", "content": stamp}).dump())
        signed.write_bytes(each.signer_info["signature"].native)
        assert stamp_holds(signed, token, root)


def stamp_holds(stamped: Path, token: Path, root: Path) -> bool:
    done = subprocess.run(
        [*STAMP, "-data", stamped, "-in", token, "-CAfile", root], capture_output=True, text=True, check=False
    )
    return "Verification: OK" in done.stdout + done.stderr


def test_another_program_calls_every_signature_valid(chain: Chain, pdfsig: str, tmp_path: Path) -> None:
    path = tmp_path / "chain.pdf"
    path.write_bytes(chain.files[ARCHIVED])

    said = subprocess.run([pdfsig, str(path)], capture_output=True, text=True, check=False).stdout

    assert said.count("Signature is Valid.") == 5
    assert all(each.name in said for each in PEOPLE)


def test_signed_document_is_genuine_and_tells_who_signed(document: Document, chain: Chain) -> None:
    verdict = verify_bytes(chain.files[ARCHIVED])

    assert (verdict.outcome, verdict.ok) == (Outcome.GENUINE, True)
    assert [check.ok for check in verdict.checks] == [True] * 6
    told = [(each.title, each.name, each.capacity, each.level, each.said) for each in verdict.signatures]
    assert told[1] == ("Underskrift", "Anna Ågren", "regionråd, Exempelregionen", "B-LTA", "Äkta")
    assert [each[0] for each in told] == ["Försegling", *["Underskrift"] * 4, "Arkivtidsstämpel"]
    assert all(each.at for each in verdict.signatures)
    assert verdict.as_data()["signatures"][1]["name"] == "Anna Ågren"


def test_looking_at_what_the_register_knows_compares_nothing_again(
    document: Document, chain: Chain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("governance.documents.verify.inspect_pdf", None)
    monkeypatch.setattr("governance.documents.verify.inspect_apart", None)

    assert verify_bytes(chain.files[ARCHIVED]).is_genuine


@pytest.mark.parametrize("number", range(ARCHIVED))
def test_earlier_state_is_honest_but_not_the_latest(number: int, document: Document, chain: Chain) -> None:
    verdict = verify_bytes(chain.files[number])

    assert (verdict.outcome, verdict.exit_code) == (Outcome.ROLLED_BACK, 1)
    assert "tidigare skede" in verdict.title
    by_title = {str(check.title): check for check in verdict.checks}
    assert (
        by_title["Filen finns i registret"].note
        == f"Som skede {number + 1} av ett dokument som har fått fler sedan dess"
    )
    assert by_title["Det finns ingen senare version"].ok is False
    assert [each.name for each in verdict.signatures][1:] == [each.name for each in PEOPLE[:number]]
    assert all(each.holds and each.trusted for each in verdict.signatures)


def test_state_between_two_released_ones_is_an_earlier_state(document: Document, chain: Chain) -> None:
    """The last person's signature without the answers on revocation that were appended after it."""
    pdf = chain.files[SIGNED]
    _first, _length, second, rest = embedded(pdf)[-1].byte_range

    verdict = verify_bytes(pdf[: second + rest])

    assert verdict.outcome == Outcome.ROLLED_BACK


@pytest.mark.once
@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_on_the_chain_is_refused(attack: str, document: Document, chain: Chain) -> None:
    altered = ATTACKS[attack](chain.files[ARCHIVED])
    assert altered != chain.files[ARCHIVED]

    verdict = verify_bytes(altered)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.ALTERED, 1)


def test_bytes_flipped_in_every_part_of_the_chain_are_refused(document: Document, chain: Chain) -> None:
    pdf = chain.files[ARCHIVED]

    for number in range(1, ARCHIVED):
        at = (len(chain.files[number - 1]) + len(chain.files[number])) // 2
        altered = pdf[:at] + bytes([pdf[at] ^ 0x40]) + pdf[at + 1 :]
        assert verify_bytes(altered).outcome == Outcome.ALTERED


def test_painting_a_field_that_nobody_signed_is_refused(chain: Chain, partnership: Partnership) -> None:
    register_chain(chain, partnership, upto=2)

    def paint(writer: Any) -> None:
        from pyhanko.pdf_utils import generic
        from pyhanko.pdf_utils.generic import pdf_name

        for reference in writer.root["/AcroForm"]["/Fields"]:
            field = reference.get_object()
            if str(field["/T"]) == "s3":
                forged = generic.StreamObject(stream_data=b"1 0 0 rg 0 0 200 60 re f")
                forged[pdf_name("/Type")], forged[pdf_name("/Subtype")] = pdf_name("/XObject"), pdf_name("/Form")
                forged[pdf_name("/BBox")] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 200, 60)])
                field[pdf_name("/AP")] = generic.DictionaryObject({pdf_name("/N"): writer.add_object(forged)})
                writer.mark_update(reference)

    assert verify_bytes(appended(chain.files[2], paint)).outcome == Outcome.ALTERED


def test_signature_of_a_stranger_is_not_ours(chain: Chain, partnership: Partnership, tmp_path: Path) -> None:
    register_chain(chain, partnership, upto=3)
    forged = write(
        chain.files[3], field="s4", signer=real_signer(tmp_path, "David Ek"), name="David Ek", reason="", lines=["x"]
    )

    verdict = verify_bytes(forged)

    assert (verdict.outcome, verdict.exit_code) == (Outcome.UNKNOWN_SIGNER, 1)
    assert verdict.signatures[-1].said == "Hel, men utgivaren är inte betrodd"


def test_person_of_our_own_authority_cannot_seal(chain: Chain, partnership: Partnership) -> None:
    from governance.documents.local_authority import local_authority

    from .conftest import rendered

    above = local_authority()
    key, certificate = above.certify_person("Anna Ågren")
    signer = signer_with(key, certificate, above.chain)
    forged = write(
        rendered("plain").pdf, field="seal", signer=signer, name="SGD", reason="", lines=["x"], certifies=True
    )

    assert verify_bytes(forged).outcome == Outcome.UNKNOWN_SIGNER


def test_unregistered_chain_is_not_known_here(chain: Chain, partnership: Partnership) -> None:
    assert verify_bytes(chain.files[SIGNED]).outcome == Outcome.NOT_KNOWN_HERE
    assert verify_bytes(flipped_byte(chain.files[SIGNED])).outcome == Outcome.ALTERED


def test_inspection_apart_finds_the_same_in_a_chain(chain: Chain) -> None:
    from governance.documents.inspection import inspect_apart

    trust = whom_to_believe()

    assert inspect_apart(chain.files[2], trusted=trust) == inspect_pdf(chain.files[2], trusted=trust)
