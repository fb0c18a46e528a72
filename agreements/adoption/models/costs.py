from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.texts.models.base import OfAgreementQuerySet
from governance.workflow.models import Versioned

from .conditions import Condition


class CostForecastQuerySet(OfAgreementQuerySet):
    """Reads of forecasts."""

    def visible_to(self, actor):  # type: ignore[no-untyped-def]
        """Those of agreements in the actor's partnerships."""
        return self.filter(condition__agreement__partnership_id__in=actor.partnership_ids)


class CostForecast(Versioned):
    """What the agreed things are now thought to cost (kostnadsprognos); never changed, only followed by a newer one."""

    condition = models.ForeignKey(Condition, models.PROTECT, related_name="forecasts")
    forecast_ore = models.BigIntegerField(_("bedömd kostnad i ören"))
    told_on = models.DateField(_("lämnad"))
    source = models.CharField(_("underlag"), max_length=300)
    told_by = models.CharField(_("lämnad av"), max_length=300)

    objects = CostForecastQuerySet.as_manager()
    locked_with = ("condition__agreement__partnership",)

    class Meta:
        verbose_name = _("kostnadsprognos")
        verbose_name_plural = _("kostnadsprognoser")
        ordering = ("-told_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(forecast_ore__gte=0),
                name="cost_forecast_is_not_negative",
                violation_error_message=_("Kostnaden kan inte vara mindre än noll."),
            ),
            models.CheckConstraint(
                condition=~Q(source=""),
                name="cost_forecast_has_source",
                violation_error_message=_("Ange var prognosen kommer ifrån."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.condition.label} {self.told_on}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.condition.chain
