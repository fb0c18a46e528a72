"""Numbers as people write them: signed amounts, points and per cents; each refusal is a sentence."""

import re
from decimal import Decimal

from governance.lib.money import Sek, TooLarge

from ..models.valuations import MOST_ORE, MOST_POINTS
from ..states import Unit

MINUSES = "-\u2212\u2013"
_SHOWN = 40


def read_value(text: str, unit: str) -> int | None:
    """A value in öre or points; nothing for an empty field. Raises ValueError with the end of a sentence."""
    bare = text.strip()
    if not bare:
        return None
    is_negative = bare[0] in MINUSES
    digits = bare[1:].lstrip() if is_negative else bare.removeprefix("+").lstrip()
    value = read_kronor(digits, bare) if unit == Unit.ORE else read_points(digits, bare)
    most = MOST_ORE if unit == Unit.ORE else MOST_POINTS
    if value > most:
        told = "1 000 miljarder kronor" if unit == Unit.ORE else "1 000 poäng"
        raise ValueError(f"talet är för stort. Det får vara högst {told}.")
    return -value if is_negative else value


def read_kronor(digits: str, typed: str) -> int:
    """Kronor to öre."""
    try:
        return Sek.parse(digits, most=MOST_ORE).ore
    except TooLarge:
        return MOST_ORE + 1
    except ValueError:
        raise ValueError(f"”{shorten(typed)}” är inte ett tal. Skriv till exempel 1 250 000 eller −40 000.") from None


def read_points(digits: str, typed: str) -> int:
    """Whole points."""
    bare = re.sub(r"[ \u00a0\u202f]", "", digits)
    if not re.fullmatch(r"[0-9]+", bare):
        raise ValueError(f"”{shorten(typed)}” är inte ett heltal. Skriv poäng som 0, 40 eller −10.")
    return int(bare) if len(bare) < 10 else MOST_POINTS + 1


def read_percent(text: str) -> int:
    """Per cent to millionths; nothing typed is nought. Raises ValueError with the end of a sentence."""
    bare = re.sub(r"[ \u00a0\u202f]", "", text.strip()).removesuffix("%").replace(",", ".")
    if not bare:
        return 0
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,10})?", bare):
        raise ValueError(f"”{shorten(text.strip())}” är inte en andel i procent. Skriv till exempel 12,5.")
    millionths = Decimal(bare) * 10_000
    if millionths != millionths.to_integral_value():
        raise ValueError("andelen får ha högst fyra decimaler.")
    return int(millionths)


def shorten(text: str) -> str:
    """What was typed, not longer than a line."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def written(value: int | None, unit: str) -> str:
    """A value as it is typed again."""
    if value is None:
        return ""
    return Sek(value).swedish().removesuffix(",00") if unit == Unit.ORE else str(value)
