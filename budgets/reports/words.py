"""Numbers in sentences, as the documents write them; always whole numbers behind, never floats."""

from governance.lib.apportion import round_half_away
from governance.lib.money import MINUS, NO_BREAK_SPACE, Sek, thousands
from governance.lib.text import join_swedish, percent


def kr(ore: int) -> str:
    """An amount with its unit: "21 000 000 kr", with öre only when there are any."""
    amount = Sek(ore)
    return f"{amount.kronor() if ore % 100 == 0 else amount.swedish()}{NO_BREAK_SPACE}kr"


def whole_kr(ore: int) -> str:
    """An amount in whole kronor with its unit, for running text."""
    return f"{Sek(ore).kronor()}{NO_BREAK_SPACE}kr"


def signed_kr(ore: int) -> str:
    """A change in whole kronor: "+187 508 kr"."""
    sign = "+" if ore > 0 else ""
    return f"{sign}{whole_kr(ore)}"


def millions(ore: int) -> str:
    """Million kronor with two decimals: "26,35"."""
    hundredths = round_half_away(ore, 1_000_000)
    sign = MINUS if hundredths < 0 else ""
    return f"{sign}{thousands(abs(hundredths) // 100)},{abs(hundredths) % 100:02}"


def million_kr(ore: int) -> str:
    """Million kronor with their unit: "2,70 mnkr"; a smaller amount in kronor, since "0,08 mnkr" tells little."""
    if abs(ore) < 100_000_000:
        return whole_kr(ore)
    return f"{millions(ore)}{NO_BREAK_SPACE}mnkr"


def paragraph_sign(text: str) -> str:
    """A paragraph as it is printed: "§ 6" with a no-break space."""
    bare = text.strip().removeprefix("§").strip()
    return f"§{NO_BREAK_SPACE}{bare}" if bare else ""


def ppm(part: int, whole: int) -> int:
    """A share in millionths."""
    return round_half_away(part * 1_000_000, whole) if whole else 0


def permille(part: int, whole: int) -> int:
    """A share in thousandths."""
    return round_half_away(part * 1000, whole) if whole else 0


__all__ = [
    "join_swedish",
    "kr",
    "million_kr",
    "millions",
    "paragraph_sign",
    "percent",
    "permille",
    "ppm",
    "signed_kr",
    "whole_kr",
]
