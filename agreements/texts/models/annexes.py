from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.models import Versioned

from ..kinds import AnnexLife, Part
from .agreements import Agreement
from .base import OfAgreementQuerySet, OwnedQuerySet


class Annex(Versioned):
    """An annex to an agreement (bilaga): it has issues of its own and says who may change it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="annexes")
    number = models.PositiveIntegerField(_("nummer"))
    title = models.CharField(_("rubrik"), max_length=200)
    life = models.CharField(
        _("hur bilagan ändras"), max_length=20, choices=AnnexLife.choices, default=AnnexLife.PARTIES
    )
    locked_with = ("agreement__partnership",)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("bilaga")
        verbose_name_plural = _("bilagor")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="agreement_annex_number_is_unique",
                violation_error_message=_("Avtalet har redan en bilaga med det numret."),
            )
        ]

    def __str__(self) -> str:
        return f"Bilaga {self.number} {self.title}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.agreement.chain

    @property
    def partnership_id(self) -> int:
        """The partnership that the agreement belongs to, for those who ask who may."""
        return int(self.agreement.partnership_id)


class AnnexIssue(Versioned):
    """One issue of an annex (utgåva): a draft until it is adopted, with the agreement or by the board."""

    annex = models.ForeignKey(Annex, models.PROTECT, related_name="issues")
    number = models.PositiveIntegerField(_("utgåva"))
    text = models.TextField(_("text"), blank=True)
    change_note = models.CharField(_("vad som ändrades"), max_length=300, blank=True)
    adopted_on = models.DateField(_("antagen"), null=True, blank=True)
    decision_reference = models.CharField(_("beslut"), max_length=200, blank=True)
    text_sha256 = models.CharField(_("fingeravtryck"), max_length=64, blank=True)
    locked_with = ("annex__agreement__partnership",)

    class Meta:
        verbose_name = _("utgåva av bilaga")
        verbose_name_plural = _("utgåvor av bilagor")
        ordering = ("annex", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["annex", "number"], name="agreement_annex_issue_number_is_unique"),
            models.UniqueConstraint(
                fields=["annex"],
                condition=Q(adopted_on__isnull=True),
                name="agreement_annex_draft_is_one",
                violation_error_message=_("Bilagan har redan en utgåva som skrivs."),
            ),
            models.CheckConstraint(
                condition=Q(adopted_on__isnull=True) | ~Q(text_sha256=""),
                name="agreement_annex_adopted_has_fingerprint",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.annex}, utgåva {self.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.annex.agreement.chain


class TemplateSection(Versioned):
    """A section that new agreements of a partnership begin with (avsnitt i mallen)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agreement_template")
    number = models.PositiveIntegerField(_("nummer"))
    title = models.CharField(_("rubrik"), max_length=200)
    part = models.CharField(_("avtalets del"), max_length=20, choices=Part.choices, blank=True)
    guidance = models.TextField(_("vägledning"), blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("avsnitt i avtalsmallen")
        verbose_name_plural = _("avsnitt i avtalsmallen")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "number"],
                name="agreement_template_number_is_unique",
                violation_error_message=_("Mallen har redan ett avsnitt med det numret."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)
