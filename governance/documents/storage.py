"""Files named by their content: written beside, flushed to the disk, then given their name; never changed."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from .canonical import sha256


def place_of(digest: str) -> Path:
    """Where the file with this fingerprint lies."""
    return Path(settings.DOCUMENT_DIR) / digest[:2] / f"{digest}.pdf"


def put(data: bytes) -> str:
    """Keep the bytes and give their fingerprint; keeping the same bytes twice is keeping them once."""
    digest = sha256(data)
    path = place_of(digest)
    if path.exists():
        return digest
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return digest


def get(digest: str) -> bytes:
    """Read the bytes with this fingerprint; OSError when they are gone."""
    return place_of(digest).read_bytes()
