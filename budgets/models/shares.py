from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.lib.money import Sek
from governance.organisations.kinds import PrincipalGroup
from governance.organisations.models import Partnership, Principal

from .base import OwnedQuerySet
from .budgets import Budget


class PopulationSnapshot(models.Model):
    """The residents that costs are shared by, frozen with a version (frysta invånartal); never changed."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="population_snapshots")
    wanted_date = models.DateField(_("invånartal som regeln pekar på"))
    reference_date = models.DateField(_("invånartal som används"))
    source = models.CharField(_("källa"), max_length=300)
    note = models.CharField(_("anmärkning"), max_length=300, blank=True)
    frozen_on = models.DateField(_("fryst"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("frysta invånartal")
        verbose_name_plural = _("frysta invånartal")

    def __str__(self) -> str:
        return f"Invånartal {self.reference_date}"

    @property
    def region_code(self) -> str:
        """The code of the one principal that carries the first half."""
        return next(row.code for row in self.rows.all() if row.group == PrincipalGroup.REGION)

    @property
    def populations(self) -> dict[str, int]:
        """The residents of the group, by code."""
        return {row.code: row.population for row in self.rows.all() if row.group == PrincipalGroup.MUNICIPALITIES}


class SnapshotRow(models.Model):
    """One principal in a snapshot, named as it was then."""

    snapshot = models.ForeignKey(PopulationSnapshot, models.PROTECT, related_name="rows")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="snapshot_rows")
    code = models.CharField(_("kod"), max_length=4)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    group = models.CharField(_("grupp"), max_length=20, choices=PrincipalGroup.choices)
    population = models.PositiveIntegerField(_("invånare"))

    class Meta:
        verbose_name = _("invånartal för en huvudman")
        verbose_name_plural = _("invånartal för huvudmän")
        ordering = ("-group", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["snapshot", "principal"], name="snapshot_has_a_principal_once"),
            models.UniqueConstraint(fields=["snapshot", "code"], name="snapshot_has_a_code_once"),
            models.CheckConstraint(condition=Q(population__gt=0), name="snapshot_population_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class BudgetShare(models.Model):
    """What one principal is to pay of a budget (kostnadsandel), frozen at handover; the parts add up to the total."""

    budget = models.ForeignKey(Budget, models.PROTECT, related_name="shares")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="budget_shares")
    code = models.CharField(_("kod"), max_length=4)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    group = models.CharField(_("grupp"), max_length=20, choices=PrincipalGroup.choices)
    population = models.PositiveIntegerField(_("invånare"))
    base_ore = models.BigIntegerField(_("enligt grundprincipen, ören"))
    deviating_ore = models.BigIntegerField(_("enligt avvikande principer, ören"))
    total_ore = models.BigIntegerField(_("andel, ören"))

    class Meta:
        verbose_name = _("kostnadsandel")
        verbose_name_plural = _("kostnadsandelar")
        ordering = ("-group", "code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["budget", "principal"], name="share_is_one_a_principal"),
            models.CheckConstraint(
                condition=Q(total_ore=F("base_ore") + F("deviating_ore")), name="share_is_the_sum_of_its_parts"
            ),
            models.CheckConstraint(
                condition=Q(base_ore__gte=0) & Q(deviating_ore__gte=0), name="share_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.budget}"

    @property
    def total(self) -> Sek:
        """The share."""
        return Sek(self.total_ore)
