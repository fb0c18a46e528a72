"""Figures and dates as they are printed, from what frozen data hold: whole öre, parts per million, ISO dates.

The gap in a number is U+00A0: in Plex it is 0.236 em, a thin space already, while U+202F closes up.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from governance.lib.apportion import round_half_away
from governance.lib.dates import MONTHS
from governance.lib.money import MINUS, NO_BREAK_SPACE, thousands

DASH = "\u2013"
STOCKHOLM = ZoneInfo("Europe/Stockholm")


def sign(value: int, *, plus: bool = False) -> str:
    """Give the sign alone: a true minus, and a plus when it is asked for."""
    return MINUS if value < 0 else "+" if plus and value > 0 else ""


def ore(value: int | None, *, plus: bool = False) -> str:
    """Write kronor and öre: 1 252 213,29; nothing known is a dash."""
    if value is None:
        return DASH
    return f"{sign(value, plus=plus)}{thousands(abs(value) // 100)},{abs(value) % 100:02d}"


def kronor(value: int | None, *, plus: bool = False) -> str:
    """Write whole kronor, half away from zero: 1 252 213."""
    if value is None:
        return DASH
    rounded = round_half_away(value, 100)
    return sign(rounded, plus=plus) + thousands(abs(rounded))


def millions(value: int | None, digits: int = 2) -> str:
    """Write millions of kronor: 28,62."""
    return DASH if value is None else decimal(value, unit=10**8, digits=digits)


def percent_of_ppm(value: int | None, digits: int = 2) -> str:
    """Write per cent, without its sign, from parts per million: 25,47."""
    return DASH if value is None else decimal(value, unit=10**4, digits=digits)


def percent_of_permille(value: int | None) -> str:
    """Write per cent, without its sign, from parts per thousand: 6,5."""
    return DASH if value is None else decimal(value, unit=10, digits=1)


def decimal(value: int, *, unit: int, digits: int) -> str:
    """Write value / unit with so many decimals, half away from zero, without any float between."""
    scale: int = 10**digits
    scaled = round_half_away(value * scale, unit)
    tail = f",{abs(scaled) % scale:0{digits}d}" if digits else ""
    return f"{sign(scaled)}{thousands(abs(scaled) // scale)}{tail}"


def long_date(value: str | None) -> str:
    """2026-03-02 -> 2 mars 2026, kept on one line; no day is a dash."""
    if not value:
        return DASH
    year, month, day = value[:10].split("-")
    return f"{int(day)}{NO_BREAK_SPACE}{MONTHS[int(month) - 1]}{NO_BREAK_SPACE}{year}"


def clock(value: str) -> str:
    """An instant in UTC -> 2 mars 2026 kl. 08.00, local time."""
    local = datetime.fromisoformat(value).astimezone(STOCKHOLM)
    return f"{long_date(local.date().isoformat())} kl.{NO_BREAK_SPACE}{local:%H.%M}"
