from pathlib import Path
from typing import Any

import pytest

from agreements.signing.states import RoundState, SignatoryState
from governance.documents import revisions, seal
from tests.factories import signing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path, weasyprint_libraries: None) -> Any:
    settings.KEY_DIR, settings.DOCUMENT_DIR = tmp_path / "keys", tmp_path / "documents"
    seal.forget_keys()
    yield
    seal.forget_keys()


def test_three_sign_in_samverk() -> None:
    found = signing.open_round()
    assert found.now().state == RoundState.OPEN
    for signatory in found.signatories:
        signing.sign_here(found, signatory)
    print([(s.state, s.problem) for s in found.signatories])
    assert {each.state for each in found.signatories} == {SignatoryState.SIGNED}
    assert found.now().state == RoundState.COMPLETED
    print([(r.number, r.kind, r.fields) for r in revisions.revisions_of(found.now().document)])
