"""The one typeface of our documents: IBM Plex Sans, turned from WOFF2 into TrueType once and kept in the data folder.

WOFF2 would be unpacked again for each document (a third more time). The documents know the typeface by a private family
name, so that no font of the system is ever picked up in its place.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

FAMILY = "Rapport"
FORM = b"1"  # the form of the files below; a new form gets a new folder
LATIN = "U+0020-007E,U+00A0-017F,U+2010-2026,U+20AC,U+2190-2193,U+2212,U+FFFD"


@dataclass(frozen=True)
class Face:
    """One weight of the typeface."""

    name: str
    weight: int

    @property
    def source(self) -> Path:
        """Where npm put it."""
        return Path(settings.FONT_DIR) / f"IBMPlexSans-{self.name}.woff2"


FACES = (Face("Regular", 400), Face("SemiBold", 600), Face("Bold", 700))
STAMP = "Stamp"


@cache
def folder() -> Path:
    """The folder of converted fonts, named by their source; made at first use, by whoever comes first."""
    digest = hashlib.sha256(FORM)
    for face in FACES:
        digest.update(source_bytes(face))
    made = Path(settings.DATA_DIR) / "fonts" / digest.hexdigest()[:16]
    if not all((made / f"{name}.ttf").exists() for name in names()):
        convert(made)
    return made


def names() -> list[str]:
    """Every file that the folder holds."""
    return [face.name for face in FACES] + [STAMP]


def source_bytes(face: Face) -> bytes:
    """Read a face as npm delivered it, or say which command brings it."""
    try:
        return face.source.read_bytes()
    except FileNotFoundError:
        raise ImproperlyConfigured(_("Typsnittet %s saknas. Kör: make setup") % face.source.name) from None


def convert(target: Path) -> None:
    """Write the TrueType files; each appears whole or not at all, so two processes may do this at once."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import, used once

    target.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        font = TTFont(face.source, recalcTimestamp=False)
        font.flavor = None
        put(font, target / f"{face.name}.ttf")
    put(latin_only(FACES[0]), target / f"{STAMP}.ttf")


def latin_only(face: Face) -> "object":
    """A small cut for the stamp of the seal, which reads the whole file for each signature."""
    from fontTools import subset  # noqa: PLC0415 -- slow import, used once
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import, used once

    font = TTFont(face.source, recalcTimestamp=False)
    font.flavor = None
    cut = subset.Subsetter(subset.Options(layout_features=[], hinting=False, notdef_outline=True))
    cut.populate(unicodes=subset.parse_unicodes(LATIN))
    cut.subset(font)
    return font


def put(font: object, path: Path) -> None:
    """Save beside, then rename: a reader never meets half a file."""
    handle, beside = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    os.close(handle)
    font.save(beside)  # type: ignore[attr-defined]  # fontTools has no types
    Path(beside).replace(path)


@cache
def font_bytes() -> dict[str, bytes]:
    """The faces by file name, read once a process: nothing is read from the disk while a document is made."""
    return {f"{face.name}.ttf": (folder() / f"{face.name}.ttf").read_bytes() for face in FACES}


def font_faces() -> str:
    """CSS that gives the family its three weights from our own static fetcher."""
    return "".join(
        f"@font-face{{font-family:{FAMILY};font-weight:{face.weight};src:url(static:{face.name}.ttf)}}"
        for face in FACES
    )


def stamp_font() -> Path:
    """The cut used in the visible seal."""
    return folder() / f"{STAMP}.ttf"


@cache
def characters() -> frozenset[int]:
    """Which characters the typeface has."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- slow import, used once

    return frozenset(TTFont(folder() / "Regular.ttf", lazy=True).getBestCmap())


KEPT = frozenset("\n\t\u00ad\u200b")


def printable(text: str) -> str:
    """Show what the typeface lacks as U+FFFD, rather than borrow another typeface from the machine."""
    known = characters()
    if all(ord(letter) in known for letter in text):
        return text
    return "".join(letter if ord(letter) in known or letter in KEPT else "\ufffd" for letter in text)


def stampable(text: str) -> str:
    """Show what the stamp's small cut lacks as U+FFFD."""
    from fontTools.subset import parse_unicodes  # noqa: PLC0415 -- slow import

    known = frozenset(parse_unicodes(LATIN))
    return "".join(letter if ord(letter) in known else "\ufffd" for letter in text)
