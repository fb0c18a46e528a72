"""Offers with levels and conditions, and the clearing that makes them binding."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.models import Versioned

from .base import VALUE, OwnedQuerySet
from .commitments import Commitment


class ConditionKind(models.TextChoices):
    """What a condition looks at."""

    LEVEL = "level", _("ett annat bud når minst")
    COUNT = "count", _("minst så många av buden blir bindande")
    SUM = "sum", _("summan av buden når minst")


class ConditionMeasure(models.TextChoices):
    """What a condition measures in."""

    QUANTITY = "quantity", _("mängd")
    AMOUNT = "amount", _("belopp")
    SHARE = "share", _("andel")


class OfferLevel(models.Model):
    """How much a party offers when certain conditions are met (nivå); a higher level gives more."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(_("nivå"))
    quantity = models.DecimalField(_("mängd"), null=True, blank=True, **VALUE)
    amount_ore = models.BigIntegerField(_("belopp i ören"), null=True, blank=True)
    share_ppm = models.PositiveIntegerField(_("andel i miljondelar"), null=True, blank=True)

    class Meta:
        verbose_name = _("nivå")
        verbose_name_plural = _("nivåer")
        ordering = ("commitment", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="offer_level_is_unique"),
            models.CheckConstraint(condition=Q(number__gt=0), name="offer_level_counts_from_one"),
            models.CheckConstraint(
                condition=Q(quantity__isnull=False, quantity__gt=0)
                | Q(amount_ore__isnull=False, amount_ore__gt=0)
                | Q(share_ppm__isnull=False, share_ppm__gt=0),
                name="offer_level_gives_something",
                violation_error_message=_("Ange en mängd, ett belopp eller en andel som är större än noll."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment_id}:{self.number}"


class OfferCondition(models.Model):
    """What a level of an offer asks of other offers (villkor).

    It can only say "at least": a condition that more from others could break has no place in the table.
    """

    level = models.ForeignKey(OfferLevel, models.CASCADE, related_name="conditions")
    kind = models.CharField(_("slag"), max_length=10, choices=ConditionKind.choices)
    measure = models.CharField(
        _("mått"), max_length=10, choices=ConditionMeasure.choices, default=ConditionMeasure.QUANTITY
    )
    threshold = models.DecimalField(_("minst"), **VALUE)
    others: Any = models.ManyToManyField(
        Commitment,
        through="ConditionTarget",
        through_fields=("condition", "depends_on"),
        related_name="conditions_on_it",
    )

    class Meta:
        verbose_name = _("villkor")
        verbose_name_plural = _("villkor")
        ordering = ("level", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="offer_condition_kind_is_known"),
            models.CheckConstraint(
                condition=Q(measure__in=ConditionMeasure.values), name="offer_condition_measure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(threshold__gt=0),
                name="offer_condition_asks_for_something",
                violation_error_message=_("Ange ett tal som är större än noll."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.threshold}"


class ConditionTarget(models.Model):
    """One of the offers that a condition looks at; never the offer that asks."""

    condition = models.ForeignKey(OfferCondition, models.CASCADE, related_name="targets")
    offer = models.ForeignKey(Commitment, models.CASCADE, related_name="asks")
    depends_on = models.ForeignKey(Commitment, models.PROTECT, related_name="asked_by")

    class Meta:
        verbose_name = _("bud i villkor")
        verbose_name_plural = _("bud i villkor")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["condition", "depends_on"], name="offer_condition_asks_once"),
            models.CheckConstraint(
                condition=~Q(offer=F("depends_on")),
                name="offer_condition_is_on_another",
                violation_error_message=_("Ett bud kan inte ha sig självt som villkor."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} → {self.depends_on_id}"


class Clearing(Versioned):
    """The act by which offers that hold together became binding at once (klarering).

    `to_bind` is how many the outcome names and `bound` how many were made binding: all of them, or none.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="clearings")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="clearings")
    number = models.PositiveSmallIntegerField(_("nummer"))
    cleared_on = models.DateField(_("klarerad"))
    to_bind = models.PositiveSmallIntegerField(_("blir bindande"))
    bound = models.PositiveSmallIntegerField(_("har blivit bindande"), default=0)
    staying = models.PositiveSmallIntegerField(_("blir kvar"), default=0)
    outcome = models.JSONField(_("utfall"), default=dict)
    dissolved_on = models.DateField(_("upplöst"), null=True, blank=True)
    dissolved_because = models.TextField(_("varför den löstes upp"), blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("klarering")
        verbose_name_plural = _("klareringar")
        ordering = ("agreement", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="clearing_number_is_unique"),
            models.CheckConstraint(
                condition=Q(bound=0) | Q(bound=F("to_bind")),
                name="clearing_binds_all_or_none",
                violation_error_message=_("Alla bud som håller tillsammans blir bindande samtidigt, eller inget."),
            ),
            models.CheckConstraint(condition=Q(to_bind__gt=0), name="clearing_binds_something"),
            models.CheckConstraint(
                condition=Q(dissolved_on__isnull=True) | Q(bound=0) & ~Q(dissolved_because=""),
                name="clearing_dissolved_binds_none",
                violation_error_message=_("En klarering löses upp i sin helhet, och det sägs varför."),
            ),
        ]

    def __str__(self) -> str:
        return f"Klarering {self.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)
