"""The budgets of a partnership, year by year, with what is used of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.decisions.models import Matter
from governance.decisions.queries import with_counts
from governance.lib.money import Sek
from governance.lib.text import capitalise
from governance.organisations.body_names import bodies_asked, in_own_words, keep_bodies
from governance.organisations.models import Partnership
from governance.ui.templatetags.swedish import kr
from governance.workflow.together import read_together

from ..models import Budget, OutcomeEntry, YearFrame
from ..states import ADOPTED, OPEN_DEVIATION, OUT, PREPARED, BudgetState

FORMER = (BudgetState.REPLACED, BudgetState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetRow:
    """A version in the list."""

    budget: Budget
    url: str
    total: Sek
    tone: str
    state: str
    note: str
    turn: str
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """A year's money: what may be used, what is set aside and what is used."""

    frame: YearFrame
    url: str
    outcome: Sek
    open_deviations: int
    tone: str
    state: str

    @property
    def is_over(self) -> bool:
        """Whether more has been used than may be."""
        return self.outcome > self.frame.ceiling


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Everything on the page."""

    lead: str
    current: tuple[BudgetRow, ...]
    former: tuple[BudgetRow, ...]
    frames: tuple[FrameRow, ...]


def read_overview(partnership: Partnership, today: date) -> Overview:
    """The whole page in three queries."""
    budgets = list(Budget.objects.filter(partnership=partnership).with_total().order_by("-year", "-version_number"))
    found = with_counts(
        Matter.objects.filter(
            partnership=partnership,
            subject_type="budgets.budget",
            subject_key__in=[str(each.pk) for each in budgets if each.state in OUT],
        )
    )
    matters: dict[str, Any] = {each.subject_key: each for each in found.order_by("pk")}
    frames = tuple(frame_row(each, partnership) for each in frames_of(partnership))
    rows = [budget_row(each, matters.get(str(each.pk)), partnership) for each in budgets]
    return Overview(
        lead=lead_of(rows, today),
        current=tuple(row for row in rows if row.budget.state not in FORMER),
        former=tuple(row for row in rows if row.budget.state in FORMER),
        frames=frames,
    )


def budget_row(budget: Any, matter: Any, partnership: Partnership) -> BudgetRow:
    """One version as a row."""
    situation = budget.situations[budget.state]
    due = None
    if budget.state in (BudgetState.DRAFT, *PREPARED):
        due = budget.handover_deadline
    elif budget.state in OUT:
        due = budget.adoption_deadline
    note = ""
    if matter is not None:
        note = _("%(adopted)s av %(asked)s har antagit") % {"adopted": matter.adopted, "asked": matter.asked}
    return BudgetRow(
        budget=budget,
        url=reverse("budgets:budget", args=[partnership.slug, budget.year, budget.version_number]),
        total=Sek(budget.summed_ore if budget.total_ore is None else budget.total_ore),
        tone=str(situation.tone.value),
        state=in_own_words(budget.get_state_display(), partnership),
        note=note,
        turn=capitalise(in_own_words(situation.turn, partnership)),
        due_on=due,
    )


def frames_of(partnership: Partnership) -> list[Any]:
    """The years' money with outcome and open deviations, in one query with the bodies that pages speak of."""
    nothing = 0
    used = OutcomeEntry.objects.filter(frame=OuterRef("pk")).order_by().values("frame").annotate(sum=Sum("amount_ore"))
    summed = Coalesce(Subquery(used.values("sum"), output_field=BigIntegerField()), nothing)
    open_ones = Count("deviations", filter=Q(deviations__state__in=OPEN_DEVIATION))
    found = YearFrame.objects.filter(partnership=partnership).select_related("budget")
    found = found.annotate(used_ore=summed, open_deviations=open_ones).order_by("-year")
    frames, bodies = read_together([found, bodies_asked(partnership)])
    keep_bodies(partnership, bodies)
    return frames


def frame_row(frame: Any, partnership: Partnership) -> FrameRow:
    """One year's money as a row."""
    situation = frame.situations[frame.state]
    return FrameRow(
        frame=frame,
        url=reverse("budgets:frame", args=[partnership.slug, frame.year]),
        outcome=Sek(frame.used_ore),
        open_deviations=frame.open_deviations,
        tone=str(situation.tone.value),
        state=str(frame.get_state_display()),
    )


def lead_of(rows: list[BudgetRow], today: date) -> str:
    """What holds this year, and how far the next one is."""
    told = []
    by_year = {row.budget.year: row for row in reversed(rows) if row.budget.state not in FORMER}
    this = by_year.get(today.year)
    if this is not None and this.budget.state in ADOPTED:
        told.append(_("Budgeten för %(year)s är %(total)s.") % {"year": today.year, "total": kr(this.total)})
    elif this is not None:
        told.append(_("Budgeten för %s är inte antagen av alla. Den senast antagna är taket.") % today.year)
    coming = by_year.get(today.year + 1)
    if coming is not None:
        sentence = _("Budgeten för %(year)s: %(state)s") % {
            "year": today.year + 1,
            "state": coming.state[:1].lower() + coming.state[1:],
        }
        told.append(f"{sentence}, {coming.note}." if coming.note else f"{sentence}.")
    return " ".join(told) or _("Här samlas partnerskapets budgetar, år för år.")
