from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.models import Versioned

from .agreements import AgreementParty
from .base import OfVersionQuerySet, OwnedQuerySet
from .versions import AgreementVersion, OfVersion

WHOLE_PPM = 1_000_000


class FinancingLine(OfVersion):
    """What a party pays (rad i finansieringsplanen): an amount, or a share of the whole cost; in a price level."""

    version_of = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="financing")
    party = models.ForeignKey(
        AgreementParty, models.PROTECT, related_name="financing_lines", verbose_name=_("part som betalar")
    )
    what = models.CharField(_("vad"), max_length=300)
    amount_ore = models.BigIntegerField(_("belopp i ören"), null=True, blank=True)
    share_ppm = models.PositiveIntegerField(_("andel i miljondelar"), null=True, blank=True)
    price_level_on = models.DateField(_("prisnivå"), null=True, blank=True)
    index_series = models.CharField(_("indexserie"), max_length=80, blank=True)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("rad i finansieringsplanen")
        verbose_name_plural = _("rader i finansieringsplanen")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(amount_ore__isnull=False, share_ppm__isnull=True)
                | Q(amount_ore__isnull=True, share_ppm__isnull=False),
                name="agreement_financing_is_amount_or_share",
                violation_error_message=_("Ange ett belopp eller en andel, inte båda."),
            ),
            models.CheckConstraint(
                condition=Q(amount_ore__isnull=True) | Q(amount_ore__gte=0),
                name="agreement_financing_amount_is_not_negative",
                violation_error_message=_("Beloppet kan inte vara mindre än noll."),
            ),
            models.CheckConstraint(
                condition=Q(share_ppm__isnull=True) | Q(share_ppm__gte=1, share_ppm__lte=WHOLE_PPM),
                name="agreement_financing_share_is_a_part",
                violation_error_message=_("Andelen ska vara större än 0 och högst 100 procent."),
            ),
            models.CheckConstraint(
                condition=Q(index_series="") | Q(price_level_on__isnull=False),
                name="agreement_financing_index_has_price_level",
                violation_error_message=_("Ett belopp som räknas om med index har en prisnivå."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.what}"


class IndexFigure(Versioned):
    """The value of an index in a month (indextal), entered with its source; Samverk knows no index by itself."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="index_figures")
    series = models.CharField(_("indexserie"), max_length=80)
    month = models.DateField(_("månad"))
    value = models.DecimalField(_("indextal"), max_digits=12, decimal_places=4)
    source = models.CharField(_("källa"), max_length=300)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("indextal")
        verbose_name_plural = _("indextal")
        ordering = ("series", "-month")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "series", "month"],
                name="index_figure_is_one_a_month",
                violation_error_message=_("Serien har redan ett indextal för månaden."),
            ),
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="index_figure_is_positive",
                violation_error_message=_("Indextalet ska vara större än noll."),
            ),
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="index_figure_is_for_a_month",
                violation_error_message=_("Månaden anges med sin första dag."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.month:%Y-%m}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)
