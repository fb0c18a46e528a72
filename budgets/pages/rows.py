"""The rows that a budget's page shows, as small values with ready words."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from governance.decisions import presentation
from governance.decisions.models import Matter
from governance.decisions.queries import tally_of
from governance.lib.dates import swedish_date
from governance.lib.money import NO_BREAK_SPACE
from governance.lib.text import percent

from ..models import Budget, BudgetLine, CostPrinciple, MultiYearLine
from ..states import OUT, PREPARED, BudgetState


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRow:
    """A budget line beside the same service and phase of the year before."""

    line: BudgetLine | None
    service: str
    phase: str
    before: int | None
    after: int | None
    is_repeated: bool
    principle: CostPrinciple | None
    principle_words: str

    @property
    def change(self) -> int:
        """How much more or less it is."""
        return (self.after or 0) - (self.before or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """What one principal pays, with the change and how long its bar is."""

    code: str
    name: str
    short_name: str
    population: int
    base: int
    deviating: int
    after: int
    before: int | None
    part: Fraction
    bar: Fraction
    is_region: bool
    is_mine: bool

    @property
    def change(self) -> int | None:
        """How much more or less it is."""
        return None if self.before is None else self.after - self.before

    @property
    def percent_words(self) -> str:
        """The part of the whole budget, for a column headed with its unit."""
        return part(self.part, sign=False, decimals=2)


@dataclass(frozen=True, slots=True, kw_only=True)
class YearSum:
    """One year of the multi-year calculation."""

    year: int
    total: int
    note: str
    rows: tuple[MultiYearLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """What stands in the strip under the heading."""

    state: str
    turn: str
    turn_note: str
    turn_label: str = "Vems tur"
    state_note: str = ""
    due: date | str | None = None
    due_note: str = ""


def strip_from(matter: Matter, state: str, *, today: date) -> Strip:
    """The strip of what is decided in a matter: its own state, and whose turn and which day the matter tells."""
    told = presentation.strip_of(matter, tally_of(matter.principal_rulings(), today=today), today=today)
    return Strip(state=state, state_note=told.state_note, turn=told.turn, turn_note=told.turn_note, due=told.due)


def due_of(budget: Budget) -> tuple[date | None, str]:
    """The next day that a budget is to keep, and what it is for."""
    if budget.state in (BudgetState.DRAFT, *PREPARED):
        return budget.handover_deadline, _("ska vara hos huvudmännen")
    if budget.state in OUT:
        return budget.adoption_deadline, ""
    if budget.state == BudgetState.IN_FORCE:
        return date(budget.year, 12, 31), _("budgetåret slutar")
    return None, ""


def year_sum(year: int, rows: list[MultiYearLine]) -> YearSum:
    """A year's total: its own row where there is one, otherwise the sum of its rows."""
    whole = next((row for row in rows if row.service_id is None), None)
    return YearSum(
        year=year,
        total=whole.amount_ore if whole else sum(row.amount_ore for row in rows),
        note=whole.note if whole else "",
        rows=tuple(row for row in rows if row.service_id is not None),
    )


def part(share: Fraction, *, sign: bool = True, decimals: int = 1) -> str:
    """A share of the budget in per cent."""
    words = percent(share.numerator, share.denominator, decimals=decimals)
    return words if sign else words.removesuffix(f"{NO_BREAK_SPACE}%")


def paragraph_words(paragraph: str) -> str:
    """A paragraph of minutes, unbroken and with its sign, however it was typed: "§ 94"."""
    bare = paragraph.strip()
    return nbsp(bare if not bare or bare.startswith("§") else f"§ {bare}")


def nbsp(text: str) -> str:
    """A text whose spaces may not break over a line."""
    return text.replace(" ", NO_BREAK_SPACE)


def nbsp_date(day: date) -> str:
    """A whole date that does not break."""
    return nbsp(swedish_date(day))
