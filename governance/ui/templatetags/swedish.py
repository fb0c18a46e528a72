"""Numbers, money and dates as they are written in Swedish: no-break spaces, a real minus, a comma for decimals."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from django import template
from django.utils import timezone

from governance.lib import dates
from governance.lib.apportion import round_half_away
from governance.lib.money import MINUS, NO_BREAK_SPACE, thousands
from governance.lib.text import after_av, number_word

register = template.Library()

NOTHING = "–"


def sign(value: float | Decimal | Fraction, *, plus: bool = False) -> str:
    """The sign to write before an amount: minus, plus when asked for, or nothing."""
    return MINUS if value < 0 else "+" if plus and value > 0 else ""


def to_ore(value: Any) -> int | None:
    """Öre from an amount (`Sek`) or from whole öre; nothing from nothing."""
    if value is None or value == "":
        return None
    return int(getattr(value, "ore", value))


def whole_kronor(ore: int, *, plus: bool = False) -> str:
    """Kronor without öre, rounded half up, as in a column of budget lines."""
    kronor = (abs(ore) + 50) // 100
    return sign(ore if kronor else 0, plus=plus) + thousands(kronor)


def exact(ore: int, *, plus: bool = False) -> str:
    """Kronor and öre, as in a column of shares."""
    return f"{sign(ore, plus=plus)}{thousands(abs(ore) // 100)},{abs(ore) % 100:02d}"


def decimals(value: float | Decimal | Fraction | None, places: int, *, plus: bool = False) -> str:
    """A number with a fixed count of decimals, rounded half away from zero."""
    if value is None or value == "":
        return NOTHING
    exactly = Fraction(str(value)) if isinstance(value, float) else Fraction(value)
    scaled = round_half_away(exactly.numerator * 10**places, exactly.denominator)
    whole, rest = divmod(abs(scaled), 10**places)
    return sign(scaled, plus=plus) + thousands(whole) + (f",{rest:0{places}}" if places else "")


# Money ---------------------------------------------------------------------------------------------------------------


@register.filter
def kr(value: Any) -> str:
    """In a sentence: "21 000 000 kr", with öre only when there are any."""
    ore = to_ore(value)
    if ore is None:
        return NOTHING
    return (exact(ore) if ore % 100 else whole_kronor(ore)) + NO_BREAK_SPACE + "kr"


@register.filter
def kr_signed(value: Any) -> str:
    """In a sentence, a change: "+187 507,87 kr"."""
    ore = to_ore(value)
    if ore is None:
        return NOTHING
    return (exact(ore, plus=True) if ore % 100 else whole_kronor(ore, plus=True)) + NO_BREAK_SPACE + "kr"


@register.filter
def kronor(value: Any) -> str:
    """In a column headed kr, without öre: "9 840 000"."""
    ore = to_ore(value)
    return NOTHING if ore is None else whole_kronor(ore)


@register.filter
def kronor_signed(value: Any) -> str:
    """In a column headed kr, a change without öre: "+600 000"."""
    ore = to_ore(value)
    return NOTHING if ore is None else whole_kronor(ore, plus=True)


@register.filter(name="ore")
def ore_exact(value: Any) -> str:
    """In a column headed kr, to the öre: "1 252 213,29"."""
    ore = to_ore(value)
    return NOTHING if ore is None else exact(ore)


@register.filter
def ore_signed(value: Any) -> str:
    """In a column headed kr, a change to the öre: "−0,01"."""
    ore = to_ore(value)
    return NOTHING if ore is None else exact(ore, plus=True)


# Numbers -------------------------------------------------------------------------------------------------------------


@register.filter
def number(value: Any) -> str:
    """A whole number: "1 433 082"."""
    return NOTHING if value is None or value == "" else thousands(int(value))


@register.filter
def number_signed(value: Any) -> str:
    """A whole change: "+2 280"."""
    return NOTHING if value is None or value == "" else sign(int(value), plus=True) + thousands(abs(int(value)))


@register.filter
def decimal(value: Any, places: int = 2) -> str:
    """A number with decimals: "12,84"."""
    return decimals(value, places)


@register.filter
def percent(share: Any, places: int = 0) -> str:
    """A share between 0 and 1 as "70 %"; `percent:2` gives "12,84 %"."""
    return NOTHING if share is None or share == "" else decimals(share * 100, places) + NO_BREAK_SPACE + "%"


@register.filter
def permille(share: Any, places: int = 1) -> str:
    """A share between 0 and 1 as "8,4 ‰"."""
    return NOTHING if share is None or share == "" else decimals(share * 1000, places) + NO_BREAK_SPACE + "‰"


@register.filter
def ppm(millionths: Any, places: int = 2) -> str:
    """A share in whole millionths as per cent: 128368 gives "12,84 %"."""
    return NOTHING if millionths is None or millionths == "" else percent(Fraction(int(millionths), 1_000_000), places)


@register.filter
def in_words(count: int) -> str:
    """A small count as a word, as at the beginning of a sentence: "tre"; from thirteen on as digits."""
    return number_word(count)


@register.filter
def by_whom(who: Any) -> str:
    """Who can mend something, to stand after "Kan lösas av": "dig själv: skriv skälet"."""
    return after_av(str(who))


@register.filter
def filesize(size: int) -> str:
    """The size of a file: "412 kB", "1,2 MB"."""
    if size < 1000:
        return f"{size}{NO_BREAK_SPACE}byte"
    if size < 1_000_000:
        return f"{number((size + 500) // 1000)}{NO_BREAK_SPACE}kB"
    return f"{decimals(Decimal(size) / 1_000_000, 1)}{NO_BREAK_SPACE}MB"


@register.filter
def fingerprint(digest: str, groups: int = 0) -> str:
    """A SHA-256 in groups of four, so that two can be compared by eye; `fingerprint:3` shows the first three."""
    parts = [digest[i : i + 4] for i in range(0, len(digest), 4)]
    return " ".join(parts[:groups] if groups else parts)


# Dates ---------------------------------------------------------------------------------------------------------------


def calendar_day(value: date | datetime) -> date:
    """The day in Sweden on which an instant falls."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def keep(text: Any) -> str:
    """A text whose spaces may not break over a line, such as a diary number or a date."""
    return str(text).replace(" ", NO_BREAK_SPACE)


@lru_cache(maxsize=4096)
def written(form: Callable[[date], str], on: date) -> str:
    """A day in one of its forms, unbroken; lists repeat few days many times."""
    return keep(form(on))


@register.filter
def day(value: date | datetime | None) -> str:
    """ "2 mars 2026"."""
    return written(dates.swedish_date, calendar_day(value)) if value else NOTHING


@register.filter
def daymonth(value: date | datetime | None) -> str:
    """ "2 mars", where the year is plain from the text around it."""
    return written(dates.swedish_day, calendar_day(value)) if value else NOTHING


@register.filter
def shortday(value: date | datetime | None) -> str:
    """ "12 okt", for narrow columns."""
    return written(dates.swedish_short, calendar_day(value)) if value else NOTHING


@register.filter
def near(value: date | datetime | None, today: date) -> str:
    """ "30 november", with the year only when it is another than this one."""
    if not value:
        return NOTHING
    return daymonth(value) if calendar_day(value).year == today.year else day(value)


@register.filter
def shortnear(value: date | datetime | None, today: date) -> str:
    """ "30 nov", with the year only when it is another than this one."""
    if not value:
        return NOTHING
    year = calendar_day(value).year
    return shortday(value) if year == today.year else f"{shortday(value)}{NO_BREAK_SPACE}{year}"


@register.filter
def iso(value: date | datetime | None) -> str:
    """ "2026-03-02"."""
    return calendar_day(value).isoformat() if value else NOTHING


@register.filter
def clock(value: datetime | None) -> str:
    """ "kl. 09.14", in Swedish time."""
    if not value:
        return NOTHING
    at = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"kl.{NO_BREAK_SPACE}{at:%H.%M}"


@register.filter
def moment(value: datetime | None) -> str:
    """ "1 oktober 2026 kl. 10.02"."""
    return f"{day(value)} {clock(value)}" if value else NOTHING


@register.filter
def days_left(until: date | None, today: date) -> str:
    """ "41 dagar kvar", "i dag", "5 dagar sen"; the number stays with its unit."""
    if not until:
        return "ingen tidsgräns"
    return dates.days_left_sentence(calendar_day(until), today).replace(" ", NO_BREAK_SPACE, 1)


@register.filter
def in_days(on: date | None, today: date) -> str:
    """ "om 9 dagar", "i dag", "i morgon", "för 8 dagar sedan"."""
    return keep(dates.when_sentence(calendar_day(on), today)) if on else ""


@register.filter
def is_past(until: date | None, today: date) -> bool:
    """Whether a last day has gone by."""
    return until is not None and calendar_day(until) < today


@register.filter
def section(paragraph: str | int) -> str:
    """A paragraph of minutes, unbroken: "§ 94"."""
    return f"§{NO_BREAK_SPACE}{paragraph}" if paragraph else NOTHING
