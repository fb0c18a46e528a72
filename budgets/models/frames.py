from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Min, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.lib.money import LARGEST_ORE, Sek
from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned

from .. import permissions, spending_guards
from ..states import FRAME_SITUATIONS, FrameState
from .base import OwnedQuerySet, amount_can_be_added_up
from .budgets import Budget
from .lines import BudgetLine


class YearFrame(Versioned):
    """The money that may be used in a year (årets ram): a ceiling that all principals have adopted, never exceeded.

    `budget` is what the ceiling rests on. Where the year's own budget is not adopted yet it is the last adopted one
    (A-15). `allocated_ore` is the running sum of allocations; the database holds it below the ceiling (E-08).
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="year_frames")
    year = models.PositiveIntegerField(_("år"))
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="frames")
    ceiling_ore = models.BigIntegerField(_("ram i ören"))
    allocated_ore = models.BigIntegerField(_("fördelat i ören"), default=0)
    closed_on = models.DateField(_("stängd"), null=True)
    state = FSMField(_("läge"), choices=FrameState.choices, default=FrameState.OPEN, protected=True)
    situations: ClassVar[dict[str, Any]] = FRAME_SITUATIONS
    stated_day: ClassVar = _("Beslutad")

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("årets ram")
        verbose_name_plural = _("årens ramar")
        ordering = ("-year",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "year"], name="frame_is_one_a_year"),
            models.CheckConstraint(
                condition=Q(allocated_ore__lte=F("ceiling_ore")),
                name="frame_is_never_exceeded",
                violation_error_message=_("Budgeten får inte överskridas utan godkännande av huvudmännen."),
            ),
            models.CheckConstraint(
                condition=Q(allocated_ore__gte=0),
                name="frame_allocated_is_not_negative",
                violation_error_message=_("Det fördelade beloppet kan inte bli mindre än noll."),
            ),
            models.CheckConstraint(condition=Q(state__in=FrameState.values), name="frame_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=FrameState.CLOSED) | Q(closed_on__isnull=False), name="frame_closed_has_day"
            ),
        ]

    def __str__(self) -> str:
        return f"Årets ram {self.year}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def ceiling(self) -> Sek:
        """What may be used."""
        return Sek(self.ceiling_ore)

    @property
    def allocated(self) -> Sek:
        """What has been allocated."""
        return Sek(self.allocated_ore)

    @property
    def left(self) -> Sek:
        """What is left to allocate."""
        return self.ceiling - self.allocated

    def began(self, step: str) -> Beginning:
        """Money is allocated from the day the year's first budget was adopted, at the latest from the year's first."""
        first = self.partnership.budgets.filter(year=self.year).aggregate(first=Min("adopted_on"))["first"]
        new_year = date(self.year, 1, 1)
        if first is None or first >= new_year:
            return Beginning(new_year, gettext("då budgetåret började"))
        return Beginning(first, gettext("då budgeten fastställdes"))

    @property
    def is_provisional(self) -> bool:
        """Whether an earlier year's budget is the ceiling, because this year's is not adopted."""
        return self.budget.year != self.year

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "guards": [
                spending_guards.line_belongs_to_the_frame,
                spending_guards.total_is_not_exceeded,
                spending_guards.line_has_room,
            ],
            "permission": permissions.may_allocate,
            "label": _("fördela medel"),
            "who": permissions.WHO_ALLOCATES,
        },
    )
    def allocate(
        self, *, by: Any, today: date, line: Any, amount: Sek, purpose: str, paragraph: str = "", on: date | None = None
    ) -> None:
        """Set money aside for a purpose within a line (fördela, E-14)."""
        self.allocated_ore += amount.ore

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "guards": [
                spending_guards.correction_points_to_an_allocation,
                spending_guards.total_is_not_exceeded,
                spending_guards.corrected_line_has_room,
            ],
            "permission": permissions.may_allocate,
            "label": _("rätta en fördelning"),
            "who": permissions.WHO_ALLOCATES,
        },
    )
    def correct_allocation(self, *, by: Any, today: date, allocation: Any, amount: Sek, reason: str) -> None:
        """Correct an allocation by a difference that points to it (rätta); nothing is edited away."""
        self.allocated_ore += amount.ore

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "guards": [
                spending_guards.reallocation_is_between_two_lines,
                spending_guards.giving_line_has_room,
                spending_guards.large_reallocation_is_tried,
            ],
            "permission": permissions.may_allocate,
            "label": _("omfördela mellan två rader"),
            "who": permissions.WHO_ALLOCATES,
        },
    )
    def reallocate(
        self,
        *,
        by: Any,
        today: date,
        from_line: Any,
        to_line: Any,
        amount: Sek,
        reason: str,
        paragraph: str = "",
        on: date | None = None,
    ) -> None:
        """Move money between two lines of the same budget (omfördela); the total stays (A-06)."""

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "guards": [spending_guards.line_belongs_to_the_frame, spending_guards.period_is_in_the_year],
            "permission": permissions.may_prepare,
            "label": _("registrera utfall"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def record_outcome(self, *, by: Any, today: date, line: Any, period: date, amount: Sek, text: str = "") -> None:
        """Book what was used on a line in a month (utfall); too much is booked and raised as a deviation."""

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "permission": permissions.may_prepare,
            "label": _("läsa in utfall från en fil"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def import_outcome(self, *, by: Any, today: date, file: str, sha256: str, rows: int, total: Sek) -> None:
        """Book a whole file of outcome at once, all or nothing (läsa in)."""

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "guards": [spending_guards.correction_points_to_an_outcome],
            "permission": permissions.may_prepare,
            "label": _("rätta ett utfall"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def correct_outcome(self, *, by: Any, today: date, outcome: Any, amount: Sek, reason: str) -> None:
        """Correct an outcome by a difference that points to it (rätta)."""

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.OPEN,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("ändra ramen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def set_ceiling(self, *, by: Any, today: date, budget: Any, ceiling: Sek, because: str) -> None:
        """Follow what all principals have decided: the year's budget, or a larger frame (ändra ramen)."""
        self.budget = budget
        self.ceiling_ore = ceiling.ore

    @transition(
        field=state,
        source=FrameState.OPEN,
        target=FrameState.CLOSED,
        custom={
            "guards": [
                spending_guards.frame_year_is_over,
                spending_guards.year_has_its_own_budget,
                spending_guards.deviations_are_answered,
            ],
            "permission": permissions.may_prepare,
            "label": _("avräkna året"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def settle(self, *, by: Any, today: date, outcome: Sek, left: Sek) -> None:
        """Close the books and tell each principal's part of what was not used (avräkna)."""
        self.closed_on = today


class Allocation(models.Model):
    """Money set aside for a purpose within a line (fördelning); a correction is a row of its own that points back."""

    frame = models.ForeignKey(YearFrame, models.PROTECT, related_name="allocations")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="allocations")
    amount_ore = models.BigIntegerField(_("belopp i ören"))
    purpose = models.CharField(_("ändamål"), max_length=300)
    decided_on = models.DateField(_("beslutad"))
    paragraph = models.CharField(_("paragraf"), max_length=40, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    event_number = models.BigIntegerField(_("händelse"))

    class Meta:
        verbose_name = _("fördelning")
        verbose_name_plural = _("fördelningar")
        ordering = ("decided_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_ore__gt=0) | Q(corrects__isnull=False), name="allocation_is_positive_or_a_correction"
            ),
            amount_can_be_added_up("allocation_can_be_added_up"),
        ]

    def __str__(self) -> str:
        return self.purpose

    @property
    def amount(self) -> Sek:
        """The amount."""
        return Sek(self.amount_ore)


class Reallocation(models.Model):
    """Money moved from one line to another within the same budget (omfördelning)."""

    frame = models.ForeignKey(YearFrame, models.PROTECT, related_name="reallocations")
    from_line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="moved_out")
    to_line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="moved_in")
    amount_ore = models.BigIntegerField(_("belopp i ören"))
    reason = models.CharField(_("skäl"), max_length=300)
    decided_on = models.DateField(_("beslutad"))
    paragraph = models.CharField(_("paragraf"), max_length=40, blank=True)
    event_number = models.BigIntegerField(_("händelse"))

    class Meta:
        verbose_name = _("omfördelning")
        verbose_name_plural = _("omfördelningar")
        ordering = ("decided_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(amount_ore__gt=0), name="reallocation_is_positive"),
            models.CheckConstraint(condition=~Q(from_line=F("to_line")), name="reallocation_is_between_two_lines"),
            amount_can_be_added_up("reallocation_can_be_added_up"),
        ]

    def __str__(self) -> str:
        return f"{self.from_line} till {self.to_line}"

    @property
    def amount(self) -> Sek:
        """The amount."""
        return Sek(self.amount_ore)


class OutcomeEntry(models.Model):
    """What was used on a line in a month (utfall); may be negative when money came back."""

    frame = models.ForeignKey(YearFrame, models.PROTECT, related_name="outcomes")
    line = models.ForeignKey(BudgetLine, models.PROTECT, related_name="outcomes")
    period = models.DateField(_("månad"))
    amount_ore = models.BigIntegerField(_("belopp i ören"))
    text = models.CharField(_("text"), max_length=200, blank=True)
    imported = models.BooleanField(_("inläst"), default=False)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="corrections")
    event_number = models.BigIntegerField(_("händelse"))

    class Meta:
        verbose_name = _("utfall")
        verbose_name_plural = _("utfall")
        ordering = ("period", "pk")
        constraints: ClassVar = [
            # twice the limit: the largest repayment that turns out to be the largest cost is corrected in one row
            amount_can_be_added_up("outcome_can_be_added_up", most=2 * LARGEST_ORE)
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.period:%Y-%m}"

    @property
    def amount(self) -> Sek:
        """The amount."""
        return Sek(self.amount_ore)
