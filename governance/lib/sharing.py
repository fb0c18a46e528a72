"""Cost sharing (kostnadsfördelning): the base principle, deviating principles and why a share changed.

All amounts are whole öre, all codes are text (SCB's codes keep their leading zeros).
Strategi SGD, section 7.3.4: half falls on the region, half on the municipalities by number of residents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from governance.lib.apportion import largest_remainder
from governance.lib.text import count, percent

WHOLE = 1_000_000
"""Parts are told in millionths, so that a percentage with four decimals is exact."""

ROUNDING_NOTE = (
    "Kommunernas andelar avrundas nedåt till hela ören. De ören som blir över går till de kommuner som har de största "
    "öresresterna, vid lika rest efter kommunkod. Om totalbeloppet höjs något kan därför en enskild kommuns andel "
    "minska med ett öre."
)
"""What every cost-share sheet says of its rounding; the paradox of the largest remainder is known and accepted."""


def base_shares(total: int, *, region: str, populations: Mapping[str, int]) -> dict[str, int]:
    """Share a total by the base principle (grundprincipen): the region first, then the municipalities by code.

    The parts add up to the total, and an odd öre falls on the region.
    """
    _check(total, region, populations)
    group = total // 2
    return {region: total - group} | largest_remainder(group, populations)


def part_percent(part: int) -> str:
    """A part in millionths as a percentage with no more decimals than it needs."""
    decimals = next(places for places in range(5) if part % 10 ** (4 - places) == 0)
    return percent(part, WHOLE, decimals=decimals)


def _check_ppm(who: str, part: int) -> None:
    if type(part) is not int or not 0 <= part <= WHOLE:
        raise ValueError(f"Delen för {who} ska vara mellan 0 och 100 procent, med högst fyra decimaler.")


@dataclass(frozen=True, slots=True)
class Principle:
    """How the cost of a line is shared (kostnadsprincip); parts are millionths and sum to a whole.

    Either `region_ppm` is the region's part and the municipalities share the rest by residents, or `parts_ppm` tells
    every payer's part, in order of code. Make one with `by_region` or `by_parts`.
    """

    region_ppm: int | None = None
    parts_ppm: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if (self.region_ppm is None) == (not self.parts_ppm):
            raise ValueError("Ange antingen regionens del eller en del för varje huvudman som betalar.")
        if self.region_ppm is not None:
            _check_ppm("regionen", self.region_ppm)
            return
        for code, part in self.parts_ppm:
            _check_ppm(code, part)
        if sum(part for _, part in self.parts_ppm) != WHOLE:
            raise ValueError("Huvudmännens delar ska tillsammans bli exakt 100 procent.")
        codes = [code for code, _ in self.parts_ppm]
        if codes != sorted(set(codes)):
            raise ValueError("Varje huvudman ska stå en gång, i kodordning.")

    @classmethod
    def by_region(cls, ppm: int) -> Self:
        """Let the region carry a part and the municipalities the rest, by residents."""
        return cls(region_ppm=ppm)

    @classmethod
    def by_parts(cls, parts: Mapping[str, int]) -> Self:
        """Give each principal a fixed part; who is not named, or has zero, pays nothing."""
        return cls(parts_ppm=tuple(sorted((code, part) for code, part in parts.items() if part != 0)))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Read back what `as_data` wrote."""
        return cls.by_parts(data["parts_ppm"]) if "parts_ppm" in data else cls.by_region(data["region_ppm"])

    def as_data(self) -> dict[str, Any]:
        """Write the principle as plain values, to be stored or frozen as JSON."""
        return {"region_ppm": self.region_ppm} if self.region_ppm is not None else {"parts_ppm": dict(self.parts_ppm)}

    @property
    def is_base(self) -> bool:
        """Whether this is the base principle of the strategy."""
        return self.region_ppm == WHOLE // 2

    def describe(self) -> str:
        """Tell the principle in a plain Swedish sentence."""
        if self.region_ppm is None:
            return f"Kostnaden delas i fasta delar mellan {count(len(self.parts_ppm), 'huvudman', 'huvudmän')}."
        if self.is_base:
            return "Regionen betalar hälften. Kommunerna delar den andra hälften efter invånartal."
        if self.region_ppm == 0:
            return "Kommunerna delar hela kostnaden efter invånartal."
        if self.region_ppm == WHOLE:
            return "Regionen betalar hela kostnaden."
        return f"Regionen betalar {part_percent(self.region_ppm)}. Kommunerna delar resten efter invånartal."

    @property
    def summary(self) -> str:
        """The principle within a heading: "regionen 40 procent"."""
        if self.region_ppm is None:
            return f"fasta delar för {count(len(self.parts_ppm), 'huvudman', 'huvudmän')}"
        return f"regionen {part_percent(self.region_ppm).rstrip('%').strip()} procent"


BASE = Principle.by_region(WHOLE // 2)
"""The base principle; `shares(BASE, ...)` and `base_shares(...)` answer alike."""


def shares(principle: Principle, total: int, *, region: str, populations: Mapping[str, int]) -> dict[str, int]:
    """Share a total by any principle, exactly; the region first, then every municipality by code.

    By region: the group's part is rounded down, so that a broken öre falls on the region as in the base principle.
    By parts: largest remainder among all payers at once, ties by code.
    """
    _check(total, region, populations)
    if principle.region_ppm is not None:
        group = total * (WHOLE - principle.region_ppm) // WHOLE
        return {region: total - group} | largest_remainder(group, populations)
    _check_payers(principle, region, populations)
    paid = largest_remainder(total, dict(principle.parts_ppm))
    return {code: paid.get(code, 0) for code in (region, *sorted(populations))}


def consent_set(principle: Principle, *, region: str, populations: Mapping[str, int]) -> frozenset[str]:
    """Tell whose councils must decide on a principle: exactly those whose unrounded share rises (A-07).

    The total cancels out, so the answer is the same for every amount above zero; rounding to öre plays no part.
    """
    _check(0, region, populations)
    if principle.region_ppm is not None:
        if principle.region_ppm > WHOLE // 2:
            return frozenset({region})
        return frozenset(populations) if principle.region_ppm < WHOLE // 2 else frozenset()
    _check_payers(principle, region, populations)
    residents = sum(populations.values())
    return frozenset(
        code
        for code, part in principle.parts_ppm
        # part / WHOLE > 1/2 for the region, part / WHOLE > n / 2N for a municipality, without division
        if (2 * part > WHOLE if code == region else 2 * part * residents > WHOLE * populations[code])
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One budget line as cost sharing sees it; the key is the same from year to year (a service and its phase)."""

    key: str
    amount: int
    principle: Principle = BASE


def budget_shares(lines: Iterable[Line], *, region: str, populations: Mapping[str, int]) -> dict[str, int]:
    """Share a whole budget: lines of the same principle are added up first, so that öre are rounded once for each."""
    pools: dict[Principle, int] = {}
    for line in lines:
        pools[line.principle] = pools.get(line.principle, 0) + line.amount
    sums = dict.fromkeys((region, *sorted(populations)), 0)
    for principle, total in pools.items():
        for code, part in shares(principle, total, region=region, populations=populations).items():
            sums[code] += part
    return sums


def _check(total: int, region: str, populations: Mapping[str, int]) -> None:
    if type(total) is not int or total < 0:
        raise ValueError("Beloppet att dela ska vara ett helt antal ören, noll eller mer.")
    if not populations:
        raise ValueError("Det behövs minst en kommun med invånartal för att dela kostnaden.")
    if region in populations:
        raise ValueError(f"Regionen ({region}) ska inte räknas bland kommunerna.")
    if set(map(type, populations.values())) != {int} or min(populations.values()) <= 0:
        wrong = sorted(code for code, number in populations.items() if type(number) is not int or number <= 0)
        raise ValueError(f"Invånartalet ska vara ett heltal större än noll. Rätta: {', '.join(wrong)}.")


def _check_payers(principle: Principle, region: str, populations: Mapping[str, int]) -> None:
    if unknown := [code for code, _ in principle.parts_ppm if code != region and code not in populations]:
        raise ValueError(f"Kostnadsprincipen nämner den som inte är huvudman: {', '.join(unknown)}.")
