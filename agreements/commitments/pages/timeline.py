"""Time and progress of commitments as bars in table rows, all on one scale; the words beside say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.html import format_html
from django.utils.safestring import SafeString

from governance.ui.charts import hidden, length

from ..models import Commitment

HEIGHT = 20


@dataclass(frozen=True, slots=True)
class Scale:
    """The years that a timeline spans (tidsaxel), whole years from the first day to the last."""

    first: date
    last: date

    @classmethod
    def of(cls, commitments: Sequence[Commitment], today: date) -> "Scale":
        """Wide enough for every commitment, and for today."""
        starts = [each.under_way_from or each.counts_from for each in commitments]
        days = [today, *(each for each in starts if each), *(each.due_on for each in commitments if each.due_on)]
        return cls(date(min(days).year, 1, 1), date(max(days).year, 12, 31))

    def at(self, on: date) -> Fraction:
        """Where a day lies, as a share of the whole."""
        days = max((self.last - self.first).days, 1)
        return Fraction(min(max((on - self.first).days, 0), days), days)

    @property
    def words(self) -> str:
        """The span in words: "2017–2035"."""
        return f"{self.first.year}–{self.last.year}"


def progress_of(commitment: Commitment) -> Fraction:
    """How much of the promise is verified, as a share of it; never more than the whole."""
    promised = commitment.promised
    return min(Fraction(commitment.verified_value) / Fraction(promised), Fraction(1)) if promised else Fraction(0)


def time_bar(commitment: Commitment, scale: Scale, today: date) -> SafeString:
    """From where it begins to its last day, filled as far as it is verified, with a line for today."""
    begin = commitment.under_way_from or commitment.agreed_on or commitment.offered_on
    end = commitment.due_on or scale.last
    start, stop = sorted((scale.at(begin), scale.at(end)))
    width = max(stop - start, Fraction(1, 200))
    fill = 5 if commitment.is_late(today) else 7 if commitment.realised_on else 1
    rects = format_html(
        '<rect class="f0" y="6" width="1000" height="8"/><rect class="f3" x="{}" y="3" width="{}" height="14"/>'
        '<rect class="f{}" x="{}" y="3" width="{}" height="14"/><path class="now-tick" d="M{} 0V{}"/>',
        *(length(start), length(width), fill, length(start), length(width * progress_of(commitment))),
        *(length(scale.at(today)), HEIGHT),
    )
    return hidden(rects, height=HEIGHT, name="bar time")
