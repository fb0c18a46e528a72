import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from governance.documents import seal, services
from governance.documents.render import Rendered, render_pdf

WHOLE = ("test_pdf", "test_file")
TABLES = ("commitments", "financing", "timetable", "annexes", "conditions")
RENDERED: dict[tuple[str, ...], Rendered] = {}


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path, weasyprint_libraries: None) -> Iterator[None]:
    """Keys and files of each test's own."""
    settings.KEY_DIR, settings.DOCUMENT_DIR = tmp_path / "keys", tmp_path / "documents"
    seal.forget_keys()
    yield
    seal.forget_keys()


@pytest.fixture(autouse=True)
def printed_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lay an agreement out once for those who sign it; how it is printed is tried where the whole file is."""
    if request.module.__name__.rsplit(".", 1)[-1] not in WHOLE:
        monkeypatch.setattr(services, "render_pdf", known)


def known(frozen: str) -> Rendered:
    """The printed form with these signatories' fields and no more text than one section: every judge reads it anew."""
    data = json.loads(frozen)
    fields = tuple(f"{box['field']} {box['label']}" for box in data["signatories"])
    if fields not in RENDERED:
        short = {"sections": data["sections"][:1], "financing_sum": None, **{name: [] for name in TABLES}}
        RENDERED[fields] = render_pdf(json.dumps(data | short))
    return RENDERED[fields]
