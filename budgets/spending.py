"""Reads of a year's money: what each line has, what was moved, allocated and used."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, Sum

from governance.lib.money import Sek

from .models import BudgetLine, BudgetTerms, Deviation, Reallocation, YearFrame
from .states import DeviationKind, DeviationState

DEFAULT_PERMILLE = 100


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line in its year (radens läge): adopted, moved, granted by all, frame after that, allocated, outcome.

    What the year's budget has no line for stands on the line of the earlier budget it hangs on, with nothing adopted.
    """

    line: BudgetLine
    budget: Sek
    moved: Sek
    granted: Sek
    allocated: Sek
    outcome: Sek

    @property
    def frame(self) -> Sek:
        """What the line has after moves and approved additions."""
        return self.budget + self.moved + self.granted

    @property
    def room(self) -> Sek:
        """What is left to allocate or to move."""
        return self.frame - self.allocated

    @property
    def left(self) -> Sek:
        """What has not been used; negative where too much was."""
        return self.frame - self.outcome

    @property
    def is_overrun(self) -> bool:
        """Whether more has been used than the line has."""
        return self.outcome > self.frame

    @property
    def over(self) -> Sek:
        """What has been used beyond the line."""
        return max(self.outcome - self.frame, Sek(0))


Key = tuple[int, str]


def _sums(rows: Any, line: str = "line") -> dict[Key, int]:
    """Sums by service and phase, since what was set aside before a budget was adopted hangs on the one before it."""
    service, phase = f"{line}__service_id", f"{line}__phase"
    summed = rows.order_by().values(service, phase).annotate(total=Sum("amount_ore"))
    return {(row[service], row[phase]): row["total"] or 0 for row in summed if row[service]}


def key_of(line: BudgetLine) -> Key:
    """Service and phase."""
    return line.service_id, line.phase


def _added(amounts: Iterable[tuple[BudgetLine, int]]) -> dict[Key, int]:
    """The same sums, of rows that have been read."""
    found: dict[Key, int] = {}
    for line, ore in amounts:
        found[key_of(line)] = found.get(key_of(line), 0) + ore
    return found


def standings(
    frame: YearFrame,
    *,
    moves: Sequence[Reallocation] | None = None,
    deviations: Sequence[Deviation] | None = None,
) -> list[LineStanding]:
    """Every line of the frame's budget and where it stands, then what hangs on no line of it, so that all sums agree.

    Three queries, however many lines, and one more where something hangs on no line. It takes three more where the
    year's moves and deviations are not given, read with their lines.
    """
    lines = {key_of(line): line for line in frame.budget.lines.select_related("service", "principle")}
    if moves is None:
        into, out = _sums(frame.reallocations.all(), "to_line"), _sums(frame.reallocations.all(), "from_line")
    else:
        into = _added((each.to_line, each.amount_ore) for each in moves)
        out = _added((each.from_line, each.amount_ore) for each in moves)
    if deviations is None:
        granted = _sums(frame.deviations.filter(granted_filter()))
    else:
        granted = _added((each.line, each.amount_ore or 0) for each in deviations if each.line and is_granted(each))
    allocated, used = _sums(frame.allocations.all()), _sums(frame.outcomes.all())
    without = {key for sums in (into, out, granted, allocated, used) for key, ore in sums.items() if ore} - lines.keys()
    adopted = {key: line.amount_ore for key, line in lines.items()}
    return [
        LineStanding(
            line=line,
            budget=Sek(adopted.get(key, 0)),
            moved=Sek(into.get(key, 0) - out.get(key, 0)),
            granted=Sek(granted.get(key, 0)),
            allocated=Sek(allocated.get(key, 0)),
            outcome=Sek(used.get(key, 0)),
        )
        for key, line in (lines | earlier_lines(frame, without)).items()
    ]


def earlier_lines(frame: YearFrame, keys: Set[Key]) -> dict[Key, BudgetLine]:
    """The lines of earlier budgets that the year's money hangs on, for services and phases without one of its own."""
    if not keys:
        return {}
    hanging = (
        frame.allocations.values("line"),
        frame.outcomes.values("line"),
        frame.deviations.values("line"),
        frame.reallocations.values("from_line"),
        frame.reallocations.values("to_line"),
    )
    used = reduce(or_, (Q(pk__in=rows) for rows in hanging))
    found = BudgetLine.objects.filter(used).select_related("service", "principle")
    by_key = {key_of(line): line for line in found.order_by("service__name", "phase", "budget__year", "pk")}
    return {key: line for key, line in by_key.items() if key in keys}


def granted_filter() -> Q:
    """Requests for more money that all principals have approved."""
    return Q(kind=DeviationKind.OVERRUN, state=DeviationState.APPROVED)


def granted_of(frame: YearFrame) -> Sek:
    """All that the principals have approved for the year's lines beyond the budget; it raises the ceiling."""
    approved = frame.deviations.filter(granted_filter(), line__isnull=False)
    return Sek(approved.aggregate(total=Sum("amount_ore"))["total"] or 0)


def is_granted(deviation: Deviation) -> bool:
    """The same of a deviation that has been read."""
    return (deviation.kind, deviation.state) == (DeviationKind.OVERRUN, DeviationState.APPROVED)


def standing_of(frame: YearFrame, line: BudgetLine) -> LineStanding:
    """Where one line stands; what hangs on the line of an earlier budget counts on the same service and phase."""
    nothing = LineStanding(line, *[Sek(0)] * 5)
    return next((each for each in standings(frame) if key_of(each.line) == key_of(line)), nothing)


def room_on(frame: YearFrame, line: BudgetLine) -> Sek:
    """What is left to allocate on a line, or to move from it."""
    return standing_of(frame, line).room


def threshold_permille(partnership_id: int) -> int:
    """The part of a line beyond which a move is tried (A-06); 10 percent unless settled otherwise."""
    terms = BudgetTerms.objects.filter(partnership_id=partnership_id).first()
    return terms.reallocation_permille if terms else DEFAULT_PERMILLE


def beyond_threshold(frame: YearFrame, giving: BudgetLine, getting: BudgetLine, amount: Sek) -> Sek | None:
    """How much the move makes in all between two lines, if it goes beyond the threshold of either; else nothing."""
    permille = threshold_permille(frame.partnership_id)
    out = _sums(frame.reallocations.all(), "from_line").get(key_of(giving), 0) + amount.ore
    into = _sums(frame.reallocations.all(), "to_line").get(key_of(getting), 0) + amount.ore
    if out * 1000 <= giving.amount_ore * permille and into * 1000 <= getting.amount_ore * permille:
        return None
    between = frame.reallocations.filter(from_line=giving, to_line=getting)
    return Sek(between.aggregate(total=Sum("amount_ore"))["total"] or 0) + amount


def allowed_moves(frame: YearFrame, giving: BudgetLine, getting: BudgetLine) -> Sek:
    """What has been tried and found in order to move between two lines."""
    tried = Deviation.objects.allowing().filter(
        frame=frame, kind=DeviationKind.REALLOCATION, line=getting, from_line=giving
    )
    return Sek(tried.aggregate(total=Sum("amount_ore"))["total"] or 0)


def outcome_of(frame: YearFrame) -> Sek:
    """All that has been used in the year."""
    return Sek(frame.outcomes.aggregate(total=Sum("amount_ore"))["total"] or 0)
