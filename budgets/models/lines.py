from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lib.money import Sek
from governance.lib.sharing import BASE, Principle
from governance.workflow.models import Versioned
from workpackages.models import Service

from ..states import Phase
from .base import amount_can_be_added_up
from .budgets import Budget


class BudgetLine(Versioned):
    """What a budget sets aside for a service in a phase (budgetrad); changed in a draft alone."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    service = models.ForeignKey(Service, models.PROTECT, related_name="budget_lines", verbose_name=_("tjänst"))
    phase = models.CharField(_("fas"), max_length=20, choices=Phase.choices)
    title = models.CharField(_("beskrivning"), max_length=200, blank=True)
    amount_ore = models.BigIntegerField(_("belopp i ören"))
    principle = models.ForeignKey(
        "budgets.CostPrinciple",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="lines",
        verbose_name=_("avvikande kostnadsprincip"),
    )
    shared_by = models.JSONField(_("frusen kostnadsprincip"), null=True, editable=False)

    class Meta:
        verbose_name = _("budgetrad")
        verbose_name_plural = _("budgetrader")
        ordering = ("service__name", "phase")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["budget", "service", "phase"],
                name="budget_line_is_one_a_service_and_phase",
                violation_error_message=_("Budgeten har redan en rad för den tjänsten och fasen."),
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__gte=0),
                name="budget_line_is_not_negative",
                violation_error_message=_("Beloppet får inte vara negativt."),
            ),
            amount_can_be_added_up("budget_line_can_be_added_up"),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="budget_line_phase_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.service}, {self.get_phase_display().lower()}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.budget.chain

    @property
    def partnership_id(self) -> int:
        """Whose it is."""
        return self.budget.partnership_id

    @property
    def amount(self) -> Sek:
        """The amount."""
        return Sek(self.amount_ore)

    @property
    def key(self) -> str:
        """What the line is called from year to year: its service and phase."""
        return f"{self.service_id}:{self.phase}"

    @property
    def frozen_principle(self) -> Principle:
        """The principle its cost is shared by, as frozen at handover; the base principle before that."""
        return Principle.from_data(self.shared_by) if self.shared_by else BASE


class MultiYearLine(Versioned):
    """One row of the multi-year calculation that goes with a budget (flerårig kalkyl): a service and phase, or all."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="calculation")
    year = models.PositiveIntegerField(_("år"))
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="calculations", verbose_name=_("tjänst")
    )
    phase = models.CharField(_("fas"), max_length=20, choices=Phase.choices, blank=True)
    amount_ore = models.BigIntegerField(_("belopp i ören"))
    note = models.CharField(_("kommentar"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kalkylrad")
        verbose_name_plural = _("kalkylrader")
        ordering = ("year", "service__name", "phase")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["budget", "year", "service", "phase"],
                name="calculation_row_is_one_a_service_and_phase",
                violation_error_message=_("Kalkylen har redan en rad för det året, den tjänsten och den fasen."),
            ),
            models.UniqueConstraint(
                fields=["budget", "year"],
                condition=Q(service__isnull=True),
                name="calculation_has_one_total_a_year",
                violation_error_message=_("Kalkylen har redan en summa för det året."),
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__gte=0),
                name="calculation_row_is_not_negative",
                violation_error_message=_("Beloppet får inte vara negativt."),
            ),
            amount_can_be_added_up("calculation_row_can_be_added_up"),
            models.CheckConstraint(
                condition=Q(service__isnull=True, phase="") | (Q(service__isnull=False) & ~Q(phase="")),
                name="calculation_row_is_a_line_or_a_total",
                violation_error_message=_("Ange både tjänst och fas, eller ingetdera för årets summa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.service or 'summa'}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.budget.chain

    @property
    def partnership_id(self) -> int:
        """Whose it is."""
        return self.budget.partnership_id
