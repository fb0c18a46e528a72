from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from agreements.texts.models import Agreement, AgreementVersion
from agreements.texts.models.base import OfAgreementQuerySet
from governance.decisions.models import Matter
from governance.workflow.models import Versioned


class Validity(Versioned):
    """How an agreement's conditions stand together (giltighet): the one row that every change of a condition holds.

    Two conditions that are met at the same moment therefore wait for each other, and the last one brings the agreement
    into force. The database itself refuses an agreement in force with a condition that was never met.
    """

    agreement = models.OneToOneField(Agreement, models.PROTECT, related_name="validity")
    text = models.ForeignKey(
        AgreementVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("den text som villkoren gäller"),
    )
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("parternas ärende")
    )
    required = models.PositiveIntegerField(_("villkor"), default=0)
    met = models.PositiveIntegerField(_("uppfyllda"), default=0)
    failed = models.PositiveIntegerField(_("kan inte uppfyllas"), default=0)
    breached = models.PositiveIntegerField(_("överskridna"), default=0)
    in_force_on = models.DateField(_("gäller från"), null=True, blank=True)
    lapsed_on = models.DateField(_("förföll"), null=True, blank=True)

    objects = OfAgreementQuerySet.as_manager()
    locked_with = ("agreement__partnership",)

    class Meta:
        verbose_name = _("giltighet")
        verbose_name_plural = _("giltigheter")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(required__gt=0, met=F("required") - F("breached")),
                name="validity_in_force_has_every_condition_met",
                violation_error_message=_("Ett avtal gäller först när varje villkor är uppfyllt."),
            ),
            models.CheckConstraint(
                condition=Q(breached=0) | Q(in_force_on__isnull=False),
                name="validity_breach_is_of_one_in_force",
                violation_error_message=_("Bara ett tak i ett avtal som gäller kan överskridas."),
            ),
            models.CheckConstraint(
                condition=Q(in_force_on__isnull=True) | Q(failed=0),
                name="validity_in_force_has_none_failed",
                violation_error_message=_("Ett avtal med ett villkor som inte kan uppfyllas gäller inte."),
            ),
        ]

    def __str__(self) -> str:
        return f"Giltighet: {self.agreement}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.agreement.chain

    @property
    def remaining(self) -> int:
        """How many conditions are not met."""
        return self.required - self.met
