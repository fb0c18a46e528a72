"""Swedish alphabetical order, for lists in memory and for the SQLite collation `swedish`.

PostgreSQL has the same order from ICU (locale sv), but for how foreign variants of one letter stand to each other
(é and è). Both are total orders: two texts are equal only when they are the same, so that a unique column means the
same thing on both databases.
"""

import unicodedata
from functools import lru_cache

_OWN_LETTERS = {"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "œ": "}", "ő": "}", "ô": "}", "ę": "|"}
"""The letters after z, told as the characters after z in Unicode; foreign ones stand with the one they are read as."""

_READ_AS = {"ü": "y", "ű": "y", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i"}


_MARKS = "_-–—,;:!?.…·'‘’\"“”«»()[]{}§@*/\\&#%•`´^¨°+±÷×<=>|~−$£€"
"""Punctuation and signs in ICU's order; any other stands after these."""

_SWEDISH_LAST = str.maketrans("åäö", "{|}")


@lru_cache(maxsize=8192)
def swedish_key(text: str) -> tuple[str, str, str, str]:
    """Sort key: letters first (å ä ö last, w after v, é as e), then accents, then lower before upper case."""
    composed = unicodedata.normalize("NFC", text)
    folded = composed.casefold()
    return "".join(map(_letter, folded)), folded.translate(_SWEDISH_LAST), composed.swapcase(), text


def compare(a: str, b: str) -> int:
    """Compare as a database collation does: -1, 0 or 1."""
    first, second = swedish_key(a), swedish_key(b)
    return (first > second) - (first < second)


@lru_cache(maxsize=1024)
def _letter(char: str) -> str:
    """Space before punctuation before digits before letters, as in ICU."""
    if own := _OWN_LETTERS.get(char) or _READ_AS.get(char):
        return own
    if char.isspace():
        return "\x01"
    if not char.isalnum():
        place = _MARKS.find(char)
        return f"\x02{chr(place + 1)}" if place >= 0 else f"\x03{char}"
    bare = "".join(mark for mark in unicodedata.normalize("NFKD", char) if not unicodedata.combining(mark))
    return bare or char
