"""A year's money as its page tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from django.db.models import Sum
from django.http import Http404
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.text import count, percent
from governance.organisations.actors import Actor
from governance.ui.parts import Fact, Segment
from governance.ui.templatetags.swedish import kr, kronor
from governance.workflow.situations import Situation

from ..models import Allocation, Deviation, OutcomeEntry, Reallocation, YearFrame
from ..spending import Key, LineStanding, key_of, standings
from ..states import DEVIATION_SITUATIONS, FRAME_SITUATIONS, OPEN_DEVIATION, DeviationKind, FrameState


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationRow:
    """An allocation with what corrections have made of it."""

    allocation: Allocation
    standing: Sek
    is_corrected: bool


def find_frame(actor: Actor, slug: str, year: int) -> YearFrame:
    """A year's money, if the actor may know of it."""
    found = YearFrame.objects.visible_to(actor).filter(partnership__slug=slug, year=year)
    frame = found.select_related("partnership", "budget").first()
    if frame is None:
        raise Http404
    frame.budget.partnership = frame.partnership
    return frame


class FramePage:
    """A year's money: what each line has, what is set aside and what is used."""

    def __init__(self, frame: YearFrame) -> None:
        self.frame = frame

    @cached_property
    def standings(self) -> list[LineStanding]:
        """Every line and where it stands."""
        return standings(self.frame, moves=self.moves, deviations=self.deviations)

    @property
    def outcome(self) -> Sek:
        """All that has been used."""
        return Sek.total(row.outcome for row in self.standings)

    @property
    def left_to_use(self) -> Sek:
        """What has not been used of the frame."""
        return self.frame.ceiling - self.outcome

    @property
    def over(self) -> Sek:
        """What has been used beyond the whole frame."""
        return max(self.outcome - self.frame.ceiling, Sek(0))

    @property
    def over_words(self) -> str:
        """The same in words, said before anything else about the year; nothing where all fits."""
        return _("Utfallet är %s över ramen") % kr(self.over) if self.over else ""

    @cached_property
    def over_deviation(self) -> Deviation | None:
        """The deviation that tells of it."""
        return telling(each for each in self.deviations if each.kind == DeviationKind.TOTAL_OUTCOME)

    @property
    def situation(self) -> Situation:
        """Whose turn it is: with whom an outcome beyond the frame waits, else who follows the year up."""
        told = self.over_deviation
        if self.over and told is not None and told.state in OPEN_DEVIATION:
            return DEVIATION_SITUATIONS[told.state]
        return FRAME_SITUATIONS[self.frame.state]

    @property
    def state_note(self) -> str:
        """What is told beside the year's state."""
        return _("utfall över ramen") if self.over else ""

    @property
    def allocation_warning(self) -> str:
        """What to know before more is allocated of a year that has used more than it has.

        It is no hindrance: what is allocated is held within the frame anyway (E-08), and may be a decision made before.
        """
        if not self.over:
            return ""
        told = _(
            "%(over)s. Kvar att fördela, %(left)s, räknas mot det som är fördelat, inte mot utfallet. "
            "Det går att fördela, men pengarna är redan använda. Överskridandet prövas som en avvikelse."
        )
        return told % {"over": self.over_words, "left": kr(self.frame.left)}

    @property
    def rows(self) -> list[tuple[LineStanding, Deviation | None]]:
        """Every line, and the deviation that tells of an outcome beyond it."""
        about: dict[Key, list[Deviation]] = {}
        for each in self.deviations:
            if each.kind == DeviationKind.LINE_OUTCOME and each.line is not None:
                about.setdefault(key_of(each.line), []).append(each)
        return [(row, telling(about.get(key_of(row.line), ())) if row.is_overrun else None) for row in self.standings]

    @property
    def lead(self) -> str:
        """What is left, in words."""
        words = {"ceiling": kr(self.frame.ceiling), "left": kr(self.frame.left), "used": kr(self.outcome)}
        if self.frame.state == FrameState.CLOSED:
            return _("Året är avräknat. %(used)s av %(ceiling)s användes.") % words
        return _("%(left)s av %(ceiling)s är kvar att fördela. %(used)s är använt hittills.") % words

    @property
    def year_words(self) -> str:
        """The year, for the heading."""
        return str(self.frame.year)

    @property
    def budget_sum(self) -> Sek:
        """All lines as adopted."""
        return Sek.total(row.budget for row in self.standings)

    @property
    def last_day(self) -> date | None:
        """The year's last day, while it goes on."""
        return date(self.frame.year, 12, 31) if self.frame.state == FrameState.OPEN else None

    @property
    def due_note(self) -> str:
        """When the books were closed."""
        closed = self.frame.closed_on
        return _("stängdes %s") % swedish_date(closed) if closed else ""

    @property
    def facts(self) -> list[Fact]:
        """The year in four figures."""
        frame = self.frame
        provisional = _("budgeten för %s är taket") % frame.budget.year if frame.is_provisional else ""
        used = percent(self.outcome.ore, frame.ceiling_ore, decimals=0) if frame.ceiling_ore else ""
        return [
            Fact(label=_("Ram, kr"), value=kronor(frame.ceiling), note=provisional or _("antagen av alla huvudmän")),
            Fact(label=_("Fördelat, kr"), value=kronor(frame.allocated)),
            Fact(label=_("Kvar att fördela, kr"), value=kronor(frame.left)),
            Fact(label=_("Utfall, kr"), value=kronor(self.outcome), note=_("%s av ramen") % used if used else ""),
        ]

    @property
    def segments(self) -> list[Segment]:
        """Used, set aside but not used, and left, as parts of the frame; or what was used within and beyond it."""
        whole = max(self.frame.ceiling_ore, self.outcome.ore, 1)
        used = max(self.outcome.ore, 0)
        waiting = max(self.frame.allocated_ore - used, 0)
        left = max(whole - used - waiting, 0)
        parts = [(_("Använt"), used, 1), (_("Fördelat men inte använt"), waiting, 3), (_("Inte fördelat"), left, 0)]
        if self.over:
            parts = [(_("Använt inom ramen"), self.frame.ceiling_ore, 1), (_("Använt över ramen"), self.over.ore, 5)]
        return [
            Segment(label=label, share=Fraction(ore, whole), value=kr(Sek(ore)), fill=fill)
            for label, ore, fill in parts
            if ore
        ]

    @cached_property
    def allocations(self) -> list[AllocationRow]:
        """Every allocation, newest first; corrections are rows of their own."""
        found = list(self.frame.allocations.select_related("line__service").order_by("-decided_on", "-pk"))
        change: dict[int, int] = {}
        for each in found:
            if each.corrects_id:
                change[each.corrects_id] = change.get(each.corrects_id, 0) + each.amount_ore
        return [
            AllocationRow(
                allocation=each,
                standing=Sek(each.amount_ore + change.get(each.pk, 0)),
                is_corrected=each.pk in change,
            )
            for each in found
        ]

    @cached_property
    def moves(self) -> list[Reallocation]:
        """Money moved between lines."""
        return list(
            self.frame.reallocations.select_related("from_line__service", "to_line__service").order_by(
                "-decided_on", "-pk"
            )
        )

    @cached_property
    def deviations(self) -> list[Deviation]:
        """What did not go by the budget this year."""
        return list(self.frame.deviations.select_related("line__service"))

    @property
    def deviation_words(self) -> str:
        """How many there are."""
        return count(len(self.deviations), _("avvikelse"), _("avvikelser"))


def telling(deviations: Iterable[Deviation]) -> Deviation | None:
    """The one to show of several about the same thing: one that still waits before those answered, then the newest."""
    return max(deviations, key=lambda each: (each.state in OPEN_DEVIATION, each.number), default=None)


def outcome_page(
    frame: YearFrame, *, before: int | None = None, size: int = 50
) -> tuple[list[OutcomeEntry], int | None]:
    """Entries newest first, and the key to go on from."""
    found = frame.outcomes.select_related("line__service").order_by("-pk")
    if before is not None:
        found = found.filter(pk__lt=before)
    rows = list(found[: size + 1])
    return rows[:size], rows[size - 1].pk if len(rows) > size else None


def outcome_by_month(frame: YearFrame) -> list[tuple[int, Sek]]:
    """The sum of each month that has any."""
    found = frame.outcomes.order_by("period").values("period").annotate(total=Sum("amount_ore"))
    return [(row["period"].month, Sek(row["total"])) for row in found]
