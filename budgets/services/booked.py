"""What a year has booked already, beside a file of outcome that is looked at."""

from collections import Counter
from datetime import date

from governance.lib.money import Sek

from ..models import YearFrame

Month = tuple[tuple[int, str], int, int]


class Booked:
    """Sums by line and month, and the single amounts, so that a row that comes once more is seen (redan bokfört)."""

    def __init__(self, frame: YearFrame) -> None:
        self.sums: Counter[Month] = Counter()
        self.amounts: Counter[tuple[Month, int]] = Counter()
        standing: dict[int, tuple[Month, int]] = {}
        corrected: set[int] = set()
        named = ("pk", "line__service_id", "line__phase", "period", "amount_ore", "corrects_id")
        for pk, service, phase, period, ore, first in frame.outcomes.order_by("pk").values_list(*named):
            month = ((service, phase), period.year, period.month)
            self.sums[month] += ore
            self.amounts[month, ore] += 1
            if first is None:
                standing[pk] = (month, ore)
            elif first in standing:
                standing[first] = (standing[first][0], standing[first][1] + ore)
                corrected.add(first)
        self.amounts.update(standing[first] for first in corrected)

    def on(self, key: tuple[int, str] | None, month: date | None) -> Sek | None:
        """What stands for a line and a month; nothing where nothing is booked."""
        if key is None or month is None:
            return None
        found = self.sums.get((key, month.year, month.month))
        return None if found is None else Sek(found)

    def take(self, key: tuple[int, str] | None, month: date | None, amount: Sek | None) -> bool:
        """Whether the same amount is booked there, and not yet told as the same as an earlier row of the file."""
        if key is None or month is None or amount is None:
            return False
        entry = ((key, month.year, month.month), amount.ore)
        if not self.amounts[entry]:
            return False
        self.amounts[entry] -= 1
        return True
