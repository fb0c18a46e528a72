from datetime import UTC, date, datetime

import pytest

from governance.documents.canonical import canonical_json, sha256
from governance.documents.shapes import KeyFigure, TrailRow

from . import samples


def test_canonical_json_sorts_keys_and_composes_letters() -> None:
    figure = KeyFigure(value="A\u030a", label="x")

    assert canonical_json(figure) == '{"label":"x","value":"Å"}'


def test_canonical_json_writes_instants_in_utc() -> None:
    row = TrailRow(at=datetime(2026, 3, 2, 8, tzinfo=UTC), what="a", who="b")

    assert '"at":"2026-03-02T08:00:00' in canonical_json(row)


def test_canonical_json_refuses_floats() -> None:
    with pytest.raises(TypeError):
        canonical_json({"amount": 1.5})


def test_shapes_have_one_spelling() -> None:
    assert samples.annual_report().to_canonical_json() == samples.annual_report().to_canonical_json()
    assert date.fromisoformat(samples.head().issued_on.isoformat()) == samples.head().issued_on


def test_sha256_of_text_is_that_of_its_bytes() -> None:
    assert sha256("å") == sha256("å".encode())
