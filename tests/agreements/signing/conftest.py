from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from governance.documents import seal


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path, weasyprint_libraries: None) -> Iterator[None]:
    """Keys and files of each test's own."""
    settings.KEY_DIR, settings.DOCUMENT_DIR = tmp_path / "keys", tmp_path / "documents"
    seal.forget_keys()
    yield
    seal.forget_keys()
