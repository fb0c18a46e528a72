"""Why a share changed between two years, in terms that add up to the last öre."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from governance.lib.apportion import round_half_away
from governance.lib.sharing import BASE, WHOLE, Line, Principle, budget_shares


@dataclass(frozen=True, slots=True)
class BudgetYear:
    """What the shares of a year follow from; `shares` are the ones once frozen, where they were."""

    region: str
    populations: Mapping[str, int]
    lines: tuple[Line, ...]
    shares: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class ChangeTerms:
    """One principal's change in öre: before + budget + population + principle + rounding = after."""

    code: str
    before: int
    budget: int
    population: int
    principle: int
    rounding: int
    after: int

    @property
    def change(self) -> int:
        """What there is to explain."""
        return self.after - self.before


def change_terms(before: BudgetYear, after: BudgetYear) -> dict[str, ChangeTerms]:
    """Explain every principal's change, by walking from one year to the other in three steps on unrounded shares.

    1. *Budget*: each line gets its new amount, still under the old residents and its old principle. A line that ends
       takes all of its cost with it here; a new line enters under the base principle.
    2. *Population*: the new residents (and principals) take the place of the old ones, the principles stay.
    3. *Principle*: each line gets its new principle. For a new line this is what it deviates from the base principle.

    The terms are the differences between the steps, each rounded to öre, and *rounding* is what then remains of the
    change between the two rounded shares. The order is the one in which a budget comes about: its size is proposed,
    residents are a fact read from a register, and a deviating principle is an exception decided last, so that it
    answers for no more than what it moves in the year where it applies. The same principle in both years gives
    exactly zero there, and likewise for the others. Who has joined or left had, or has, zero; the joining shows as
    population, as the group's residents are what changed (under fixed parts: as principle).
    """
    old, new = _by_key(before), _by_key(after)
    kept = [(line.amount, old[line.key].principle if line.key in old else BASE) for line in after.lines]
    codes = sorted({before.region, *before.populations, after.region, *after.populations})
    residents_old, residents_new = sum(before.populations.values()), sum(after.populations.values())
    shares_old, shares_new = _rounded(before), _rounded(after)
    # Every unrounded share is a whole number of these, so the walk needs no fractions.
    denominator = WHOLE * residents_old * residents_new
    steps = [
        _Exact(before, [(line.amount, line.principle) for line in before.lines], residents_new),
        _Exact(before, kept, residents_new),
        _Exact(after, kept, residents_old),
        _Exact(after, [(line.amount, line.principle) for line in new.values()], residents_old),
    ]
    terms = {}
    for code in codes:
        start, sized, peopled, end = (step.share(code) for step in steps)
        budget = round_half_away(sized - start, denominator)
        population = round_half_away(peopled - sized, denominator)
        principle = round_half_away(end - peopled, denominator)
        had, has = shares_old.get(code, 0), shares_new.get(code, 0)
        rounding = has - had - budget - population - principle
        terms[code] = ChangeTerms(code, had, budget, population, principle, rounding, has)
    _check_rounding(terms.values(), lines=len(old) + len(new))
    return terms


class _Exact:
    """The unrounded shares of some lines, as whole numbers over one denominator."""

    def __init__(self, year: BudgetYear, lines: Iterable[tuple[int, Principle]], scale: int) -> None:
        self.region = year.region
        self.populations = year.populations
        self.residents = sum(year.populations.values())
        self.scale = scale
        self.region_sum = self.group_sum = 0
        self.fixed: dict[str, int] = {}
        for amount, principle in lines:
            if principle.region_ppm is not None:
                self.region_sum += amount * principle.region_ppm
                self.group_sum += amount * (WHOLE - principle.region_ppm)
            for code, part in principle.parts_ppm:
                self.fixed[code] = self.fixed.get(code, 0) + amount * part

    def share(self, code: str) -> int:
        own = self.fixed.get(code, 0) + (self.region_sum if code == self.region else 0)
        return (own * self.residents + self.group_sum * self.populations.get(code, 0)) * self.scale


def _by_key(year: BudgetYear) -> dict[str, Line]:
    lines = {line.key: line for line in year.lines}
    if len(lines) != len(year.lines):
        raise ValueError("Varje budgetrad får förekomma en gång per år.")
    return lines


def _rounded(year: BudgetYear) -> Mapping[str, int]:
    computed = budget_shares(year.lines, region=year.region, populations=year.populations)
    if year.shares is None:
        return computed
    if sum(year.shares.values()) != sum(computed.values()) or not year.shares.keys() <= computed.keys():
        raise ValueError("De frysta andelarna stämmer inte med årets budgetrader.")
    return year.shares


def _check_rounding(terms: Iterable[ChangeTerms], *, lines: int) -> None:
    """Refuse to call it rounding when frozen shares cannot come from these lines: each line may round by two öre."""
    if any(abs(term.rounding) > 2 * lines + 2 for term in terms):
        raise ValueError("De frysta andelarna stämmer inte med årets budgetrader.")
