from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from fontTools.ttLib import TTFont

from governance.documents import fonts


def test_conversion_gives_the_same_bytes_each_time(tmp_path: Path) -> None:
    fonts.convert(tmp_path / "one")
    fonts.convert(tmp_path / "two")

    made = {path.name: path.read_bytes() for path in (tmp_path / "one").iterdir()}
    assert made == {path.name: path.read_bytes() for path in (tmp_path / "two").iterdir()}
    assert sorted(made) == ["Bold.ttf", "Regular.ttf", "SemiBold.ttf", "Stamp.ttf"]


def test_stamp_has_swedish_letters_and_is_small() -> None:
    path = fonts.stamp_font()

    assert {ord(letter) for letter in "åäöÅÄÖé–§"} <= set(TTFont(path).getBestCmap())
    assert path.stat().st_size < 60_000


def test_printable_shows_what_the_typeface_lacks() -> None:
    assert fonts.printable("Malmö \U0001f600 → 5") == "Malmö \ufffd → 5"


def test_stampable_keeps_swedish_and_shows_the_rest() -> None:
    assert fonts.stampable("Åsa Ł Ж") == "Åsa Ł \ufffd"


def test_missing_typeface_is_told_with_its_mend(settings: Any, tmp_path: Path) -> None:
    settings.FONT_DIR = tmp_path

    with pytest.raises(ImproperlyConfigured, match="make setup"):
        fonts.source_bytes(fonts.FACES[0])
