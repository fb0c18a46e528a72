from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.negotiations.models import Negotiation
from agreements.negotiations.models.base import NegotiationPart
from agreements.negotiations.permissions import LEADERS
from governance.organisations.kinds import BodyKind

from .packages import Package

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class AnalysisQuerySet(models.QuerySet["Analysis"]):
    """Reads of analyses."""

    def visible_to(self, actor: "Actor") -> Self:
        """To the appointed negotiators alone, acting as such: what it says is computed from private values."""
        seat = actor.seat
        if seat is None or seat.body.kind != BodyKind.NEGOTIATORS or seat.role not in LEADERS:
            return self.none()
        led = Negotiation.objects.filter(partnership_id=seat.body.partnership_id or 0).led_by(actor)
        return self.filter(negotiation__in=led)


class Analysis(NegotiationPart):
    """One search for packages that are better for somebody and worse for nobody (analys).

    What was found is kept as choices and proofs; what they are worth is computed anew from the parties' own values.
    """

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="analyses")
    asked_on = models.DateField(_("begärd"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    start = models.ForeignKey(
        Package, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("jämfört med")
    )
    within_mandates = models.BooleanField(_("bara inom alla kända mandat"), default=True)
    combinations = models.DecimalField(_("antal paket"), max_digits=40, decimal_places=0)
    fingerprint = models.CharField(_("underlagets kontrollsumma"), max_length=64, editable=False)
    found = models.JSONField(_("resultat"), null=True, editable=False)

    objects = AnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = _("analys")
        verbose_name_plural = _("analyser")
        ordering = ("-pk",)
        constraints: ClassVar = []

    def __str__(self) -> str:
        return f"Analys {self.pk}"

    @property
    def job_key(self) -> str:
        """The key of the job that does a large one."""
        return f"benefits.analysis:{self.pk}"
