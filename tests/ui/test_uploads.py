import io
from typing import Any

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.test import RequestFactory

from governance.ui import uploads


class Zeros(io.RawIOBase):
    """A file of a stated size that takes no room."""

    name = "giant.pdf"

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, most: int = -1) -> bytes:
        piece = bytes(self.left if most < 0 else min(most, self.left))
        self.left -= len(piece)
        return piece


def test_file_within_the_limit_is_kept_as_it_is() -> None:
    request = RequestFactory().post("/", {"file": io.BytesIO(b"%PDF-1.7")})

    sent: Any = request.FILES["file"]

    assert (sent.size, sent.read()) == (8, b"%PDF-1.7")


def test_giant_is_kept_nowhere_and_still_has_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr(TemporaryUploadedFile, "write", lambda _self, piece: written.append(len(piece)), raising=False)
    request = RequestFactory().post("/", {"other": "x", "file": Zeros(uploads.MOST + 1)})

    sent: Any = request.FILES["file"]

    assert (sent.size, sent.read(), sent.name) == (uploads.MOST + 1, b"", "giant.pdf")
    assert request.POST["other"] == "x"
    assert written == []
