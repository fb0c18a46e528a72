"""Small parts of Swedish sentences: lists, counts, genitives, percentages; plain names, keys in addresses."""

import re
import unicodedata
from collections.abc import Sequence

from governance.lib.apportion import round_half_away
from governance.lib.money import MINUS, NO_BREAK_SPACE, thousands

LONGEST_KEY = 18
"""Figures that always fit the key of a row."""
_NUMBERS = ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv")


def join_swedish(parts: Sequence[str], word: str = "och") -> str:
    """Join as a Swedish sentence does: "a, b och c"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def number_word(number: int, *, neuter: bool = False) -> str:
    """Spell out 0 to 12, as running text does; larger numbers stay figures."""
    if number == 1 and neuter:
        return "ett"
    return _NUMBERS[number] if 0 <= number < len(_NUMBERS) else thousands(number)


def count(number: int, singular: str, plural: str) -> str:
    """Count with figures: "1 dag", "34 dagar"."""
    return f"{thousands(number)} {singular if abs(number) == 1 else plural}"


def count_in_words(number: int, singular: str, plural: str, *, neuter: bool = False) -> str:
    """Count with words as far as running text does: "tre saker", "34 saker"."""
    return f"{number_word(number, neuter=neuter)} {singular if number == 1 else plural}"


def capitalise(sentence: str) -> str:
    """Begin with a capital and leave the rest as it stands (str.capitalize would lower the names)."""
    return sentence[:1].upper() + sentence[1:]


def genitive(name: str) -> str:
    """Say whose: "Malmö stads"; a name that ends in s, x or z stands unchanged."""
    return name if name[-1:].lower() in {"s", "x", "z"} else f"{name}s"


def after_av(who: str) -> str:
    """Who does something as it stands after "av": "du själv: skriv skälet" becomes "dig själv: skriv skälet"."""
    return re.sub(r"\bdu själv\b", "dig själv", who)


def percent(part: int, whole: int, *, decimals: int = 1) -> str:
    """Write an exact share of a whole for readers: "25,6 %", rounded half away from zero."""
    scale: int = 10**decimals
    shown, fraction = divmod(abs(round_half_away(part * 100 * scale, whole)), scale)
    tail = f",{fraction:0{decimals}}" if decimals else ""
    sign = MINUS if part < 0 and (shown or fraction) else ""
    return f"{sign}{thousands(shown)}{tail}{NO_BREAK_SPACE}%"


def in_ascii(text: str) -> str:
    """Letters, digits and hyphens alone, as an address can carry them: "SGD Skåne" becomes "SGD-Skane"."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9]+", "-", bare).strip("-")


def key_in(text: str) -> int | None:
    """Read a key out of an address; nothing for anything else than the figures of one (²), or for too many of them."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY else None
