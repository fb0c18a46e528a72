"""Money as whole öre."""

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self

from governance.lib.apportion import K, largest_remainder, round_half_away

MAX_ORE = 2**63 - 1
"""The largest amount that a signed 64-bit column can hold."""

LARGEST_ORE = 10**13
"""The largest single amount that people may type or import: 100 miljarder kronor.

Well above what any partnership handles, and far enough below the column's limit for the database to add up 900 000 of
them.
"""

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"

_SPACES = " \u00a0\u202f\u2009"
_WHOLE = rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+|[0-9]+"
_AMOUNT = re.compile(rf"({_WHOLE})(?:[.,]([0-9]+))?(?:[{_SPACES}]*[kK][rR])?")
_SHOWN = 40


class TooLarge(ValueError):
    """An amount above the limit; `most` is the limit."""

    def __init__(self, most: "Sek") -> None:
        self.most = most
        super().__init__(f"Beloppet är för stort. Det största som kan anges är {most.swedish()} kronor.")


@dataclass(frozen=True, order=True, slots=True)
class Sek:
    """An amount in Swedish kronor, held as whole öre so that nothing is rounded away.

    It may be negative (a difference, a repayment); what people type in may not. Zero is false, as for other numbers.
    """

    ore: int

    @classmethod
    def of_kronor(cls, kronor: int) -> Self:
        """Make an amount of whole kronor."""
        return cls(kronor * 100)

    @classmethod
    def parse(cls, text: str, *, most: int = LARGEST_ORE) -> Self:
        """Read an amount as people write it; a ValueError carries the Swedish sentence to show them."""
        bare = text.strip()
        if not bare:
            raise ValueError("Beloppet saknas. Ange ett belopp i kronor, till exempel 1 252 213,29.")
        negative = bare[0] in "-\u2212\u2013"
        match = _AMOUNT.fullmatch(bare[1:].lstrip() if negative else bare)
        if match is None:
            raise ValueError(f"”{_shorten(bare)}” är inte ett belopp. Skriv till exempel 1 252 213,29.")
        if negative:
            raise ValueError(f"Beloppet får inte vara negativt: {_shorten(bare)}.")
        whole, decimals = match[1], match[2] or ""
        if len(decimals) > 2:
            raise ValueError(f"Beloppet får ha högst två decimaler: {_shorten(bare)}.")
        digits = (re.sub(r"[^0-9]", "", whole) + decimals.ljust(2, "0")).lstrip("0") or "0"
        # The length is looked at first, because int() refuses very long texts with a sentence of its own.
        if len(digits) > len(str(most)) or int(digits) > most:
            raise TooLarge(cls(most))
        return cls(int(digits))

    @classmethod
    def total(cls, amounts: Iterable["Sek"]) -> Self:
        """Add amounts up; none make zero."""
        return cls(sum(amount.ore for amount in amounts))

    def __add__(self, other: "Sek") -> "Sek":
        return Sek(self.ore + other.ore) if isinstance(other, Sek) else NotImplemented

    def __sub__(self, other: "Sek") -> "Sek":
        return Sek(self.ore - other.ore) if isinstance(other, Sek) else NotImplemented

    def __mul__(self, times: int) -> "Sek":
        return Sek(self.ore * times) if isinstance(times, int) else NotImplemented

    __rmul__ = __mul__

    def __neg__(self) -> "Sek":
        return Sek(-self.ore)

    def __abs__(self) -> "Sek":
        return Sek(abs(self.ore))

    def __bool__(self) -> bool:
        return self.ore != 0

    def __str__(self) -> str:
        return self.swedish()

    def split(self, shares: Mapping[K, int]) -> dict[K, "Sek"]:
        """Divide by shares (andelstal); the parts add up to the whole, to the last öre.

        Ties go by key, and the parts come in order of key.
        """
        parts = largest_remainder(self.ore, shares)
        amounts = {key: _new(Sek) for key in parts}
        # Filled without a Python call for each: the frozen constructor would cost more than the division itself.
        deque(map(_set_ore, amounts.values(), parts.values()), maxlen=0)
        return amounts

    def plain(self) -> str:
        """Write the amount for machines: 1252213.29, with an ordinary minus sign."""
        kronor, ore = divmod(abs(self.ore), 100)
        return f"{'-' if self.ore < 0 else ''}{kronor}.{ore:02}"

    def swedish(self) -> str:
        """Write the amount for readers: 1 252 213,29, with no-break spaces and the true minus sign."""
        kronor, ore = divmod(abs(self.ore), 100)
        return f"{MINUS if self.ore < 0 else ''}{thousands(kronor)},{ore:02}"

    def signed(self) -> str:
        """Write a change for readers: +179 158,72, −0,01 or 0,00."""
        return f"{'+' if self.ore > 0 else ''}{self.swedish()}"

    def kronor(self) -> str:
        """Write whole kronor for readers, rounded half away from zero: 1 252 213."""
        return thousands(round_half_away(self.ore, 100))


_new = object.__new__
_set_ore = Sek.__dict__["ore"].__set__


def thousands(number: int) -> str:
    """Write a whole number the Swedish way: 1 252 213, with no-break spaces and the true minus sign."""
    return f"{MINUS if number < 0 else ''}{abs(number):,}".replace(",", NO_BREAK_SPACE)


def _shorten(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
