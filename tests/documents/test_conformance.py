"""Every form of document, sealed, before two judges; and a file that both must refuse."""

import io

import pikepdf
import pytest

from .chain import Chain
from .conformance import judge, judge_all, spoken_errors
from .conftest import rendered, sealed

pytestmark = [pytest.mark.once, pytest.mark.xdist_group("java")]


def test_sealed_documents_pass_both_profiles_and_the_second_checker() -> None:
    files = {name: sealed(name) for name in ("annual", "bare", "letter", "plain", "provisional")}

    assert judge_all(files) == {}


def test_chain_of_signatures_passes_both_profiles_in_every_state(chain: Chain) -> None:
    """The second checker passes it until the archive's invisible time-stamp, whose field it wants inside a form."""
    files = {str(number): pdf for number, pdf in enumerate(chain.files)}

    assert judge_all({name: files[name] for name in ("0", "4")}) == {}
    assert judge(files["5"]) == {}


def test_unsealed_document_passes_too() -> None:
    assert judge(rendered("plain").pdf) == {}


def test_judges_refuse_a_document_without_tags_and_metadata() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(rendered("plain").pdf)) as pdf:
        del pdf.Root.StructTreeRoot
        del pdf.Root.Metadata
        pdf.save(out)

    found = judge(out.getvalue())

    assert set(found) == {"3a", "ua1"}
    assert spoken_errors(out.getvalue()) != []
