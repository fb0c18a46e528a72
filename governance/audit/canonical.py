import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.functional import Promise

COLUMNS = (
    "id",
    "chain",
    "recorded_at",
    "occurred_on",
    "kind",
    "subject_type",
    "subject_key",
    "subject_label",
    "source",
    "target",
    "actor_key",
    "actor_name",
    "seat_key",
    "seat_label",
    "details",
    "corrects",
    "previous_hash",
)
NOTHING = "0" * 64


def plain(value: Any) -> Any:  # noqa: PLR0911 -- one line a type
    """Turn a value into what canonical JSON may hold: text, whole numbers, truth, nothing, lists, objects."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str | Promise):
        return unicodedata.normalize("NFC", str(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, models.Model):
        return {"type": value._meta.label_lower, "key": str(value.pk), "name": plain(str(value))}
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    if hasattr(value, "ore"):
        return value.ore
    message = f"{type(value).__name__} kan inte stå i spåret"
    raise TypeError(message)


def canonical_json(value: Any) -> str:
    """Write JSON in one way only: sorted keys, no blanks, NFC, no floats."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def link_hash(row: dict[str, Any]) -> str:
    """Hash every column but the hash itself; the previous hash is one of them, so the links hold each other."""
    return hashlib.sha256(canonical_json({name: row[name] for name in COLUMNS}).encode()).hexdigest()
