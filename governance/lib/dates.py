"""Days, deadlines and the year wheel (årshjul); today is always told, never asked for."""

import math
import re
from calendar import monthrange
from datetime import date, timedelta

from governance.lib.text import count

MONTHS = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
SHORT_MONTHS = ("jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec")
WHEEL_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

APPEAL_DAYS = 21

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")


def nine_months_before(year: int) -> date:
    """Last day for budget and plan to reach the principals: 1 April of the year before (A-04)."""
    return date(year - 1, 4, 1)


def reminder_day(year: int) -> date:
    """Day to remind of the handover, the day before it is due (A-04)."""
    return nine_months_before(year) - timedelta(days=1)


def adoption_deadline(year: int) -> date:
    """Last day for the principals to adopt the budget: 30 November of the year before (A-05)."""
    return date(year - 1, 11, 30)


def reference_date(year: int) -> date:
    """Day of the population figures that a budget year is shared by: 31 December two years before (A-03)."""
    return date(year - 2, 12, 31)


def appeal_until(announced_on: date) -> date:
    """Suggest the last day to appeal: three weeks after the announcement on the notice board.

    Only a suggestion: legal force is registered after a question to the court, never computed (A-24: calendar days).
    """
    return announced_on + timedelta(days=APPEAL_DAYS)


def parse_iso_date(text: str) -> date:
    """Read a day as 2026-11-30; a ValueError carries the Swedish sentence to show."""
    bare = text.strip()
    if not bare:
        raise ValueError("Datumet saknas. Skriv år, månad och dag som 2026-11-30.")
    match = _ISO.fullmatch(bare)
    if match is None:
        raise ValueError(f"”{bare[:40]}” är inte ett datum. Skriv år, månad och dag som 2026-11-30.")
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        raise ValueError(f"Datumet {bare} finns inte i kalendern.") from None


def swedish_date(day: date) -> str:
    """Write a whole date: 2 mars 2026."""
    return f"{swedish_day(day)} {day.year}"


def swedish_day(day: date) -> str:
    """Write a date whose year is understood: 20 oktober."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def swedish_short(day: date) -> str:
    """Write a date for a narrow place: 12 okt."""
    return f"{day.day} {SHORT_MONTHS[day.month - 1]}"


def swedish_short_date(day: date) -> str:
    """Write a whole date for a narrow place: 31 dec 2026."""
    return f"{swedish_short(day)} {day.year}"


def days_between(start: date, end: date) -> int:
    """Count calendar days from one day to another; negative when the end comes first."""
    return (end - start).days


def days_left_sentence(due: date, today: date) -> str:
    """Tell how a deadline stands: "15 dagar kvar", "i dag", "5 dagar sen"."""
    days = days_between(today, due)
    if days == 0:
        return "i dag"
    return f"{count(abs(days), 'dag', 'dagar')} {'kvar' if days > 0 else 'sen'}"


def when_sentence(day: date, today: date) -> str:
    """Tell when a day is: "om 9 dagar", "i morgon", "i dag", "i går", "för 8 dagar sedan"."""
    days = days_between(today, day)
    if near := {-1: "i går", 0: "i dag", 1: "i morgon"}.get(days):
        return near
    return f"om {count(days, 'dag', 'dagar')}" if days > 0 else f"för {count(-days, 'dag', 'dagar')} sedan"


def wheel_angle(day: date) -> float:
    """Place a day on the year wheel, in degrees clockwise from the top, where January begins.

    Every month is a sector of 30 degrees, whatever its length, so that a day always stands within its own month.
    """
    return 30 * (day.month - 1 + (day.day - 1) / monthrange(day.year, day.month)[1])


def wheel_point(angle: float, radius: float, centre: float = 150) -> tuple[float, float]:
    """Turn an angle on the wheel into x and y of a square drawing, rounded to a tenth."""
    turn = math.radians(angle)
    return round(centre + radius * math.sin(turn), 1), round(centre - radius * math.cos(turn), 1)
