from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from governance.lib.money import Sek
from governance.organisations.models import Partnership, Principal, partnership_chain

from .base import OwnedQuerySet
from .budgets import Budget
from .frames import YearFrame


class Settlement(models.Model):
    """What was not used in a year, divided among the principals (avräkning); made once, never changed."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="settlements")
    frame = models.OneToOneField(YearFrame, models.PROTECT, related_name="settlement")
    budget = models.OneToOneField(Budget, models.PROTECT, related_name="settlement")
    made_on = models.DateField(_("avräknad"))
    budget_ore = models.BigIntegerField(_("budget i ören"))
    outcome_ore = models.BigIntegerField(_("utfall i ören"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("avräkning")
        verbose_name_plural = _("avräkningar")

    def __str__(self) -> str:
        return f"Avräkning {self.frame.year}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def left(self) -> Sek:
        """What was not used, negative where more was used."""
        return Sek(self.budget_ore - self.outcome_ore)


class SettlementRow(models.Model):
    """One principal's part: share of the budget, share of the outcome, and what comes back (negative: to pay)."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="rows")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="settlement_rows")
    code = models.CharField(_("kod"), max_length=4)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    budget_ore = models.BigIntegerField(_("andel av budgeten, ören"))
    outcome_ore = models.BigIntegerField(_("andel av utfallet, ören"))
    back_ore = models.BigIntegerField(_("åter, ören"))

    class Meta:
        verbose_name = _("avräkning för en huvudman")
        verbose_name_plural = _("avräkning för huvudmän")
        ordering = ("code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["settlement", "principal"], name="settlement_has_a_principal_once"),
            models.CheckConstraint(
                condition=models.Q(back_ore=F("budget_ore") - F("outcome_ore")),
                name="settlement_back_is_the_difference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.settlement}"
