"""Frozen data as canonical JSON: the same data always gives the same bytes, and so the same hash."""

import dataclasses
import hashlib
from typing import TYPE_CHECKING, Any

from governance.audit import canonical

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def canonical_json(shape: "DataclassInstance | dict[str, Any]") -> str:
    """Write a shape the way the trail writes its events: sorted keys, no blanks, no floats, composed letters (NFC)."""
    return canonical.canonical_json(dataclasses.asdict(shape) if dataclasses.is_dataclass(shape) else shape)


def sha256(data: str | bytes) -> str:
    """Fingerprint of a text (as UTF-8) or of bytes, in lower-case hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()
