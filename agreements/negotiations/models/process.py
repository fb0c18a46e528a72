from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..states import PHASES, Channel, DecisionLevel
from .base import NegotiationPart, PartQuerySet
from .issues import Issue
from .negotiations import Negotiation
from .parties import Party

PHASE_CHOICES = [(each.value, each.label) for each in PHASES]


class Session(NegotiationPart):
    """When parties met and negotiated (förhandlingstillfälle), who were there and what was said."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="sessions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    held_on = models.DateField(_("hölls"))
    title = models.CharField(_("rubrik"), max_length=200)
    notes = models.TextField(_("anteckningar"), blank=True)
    attended = models.ManyToManyField(Party, blank=True, related_name="sessions", verbose_name=_("närvarande parter"))

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("förhandlingstillfälle")
        verbose_name_plural = _("förhandlingstillfällen")
        ordering = ("-held_on", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="session_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class SessionDecision(NegotiationPart):
    """What was decided on the way, and on which level (beslut under förhandlingen, N-19)."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="decisions")
    session = models.ForeignKey(Session, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField(_("nummer"))
    level = models.CharField(_("nivå"), max_length=20, choices=DecisionLevel.choices)
    text = models.TextField(_("beslut"))
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="decisions")

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("beslut under förhandlingen")
        verbose_name_plural = _("beslut under förhandlingen")
        ordering = ("session__number", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["session", "number"], name="session_decision_number_is_unique")
        ]

    def __str__(self) -> str:
        return f"Beslut {self.number}"


class Notice(NegotiationPart):
    """That a party was told something (information): what, when and how (N-20)."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="notices")
    party = models.ForeignKey(Party, models.PROTECT, related_name="notices")
    told_on = models.DateField(_("lämnad"))
    what = models.TextField(_("vad som berättades"))
    channel = models.CharField(_("på vilket sätt"), max_length=20, choices=Channel.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read_on = models.DateField(_("tagen del av"), null=True, blank=True)

    objects = PartQuerySet.as_manager()
    locked_with = ("negotiation", "party__principal__organisation")

    class Meta:
        verbose_name = _("information till en part")
        verbose_name_plural = _("information till parter")
        ordering = ("-told_on", "-pk")
        indexes: ClassVar = [models.Index(fields=["party", "read_on"], name="notice_by_party")]

    def __str__(self) -> str:
        return f"{self.party}: {self.what[:60]}"


class Milestone(NegotiationPart):
    """A day in the timetable (milstolpe): when it has gone by it warns, and stops nothing (N-12)."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="milestones")
    phase = models.CharField(_("fas"), max_length=20, choices=PHASE_CHOICES)
    planned_on = models.DateField(_("planerad"))
    title = models.CharField(_("milstolpe"), max_length=200)
    done_on = models.DateField(_("klar"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("milstolpe")
        verbose_name_plural = _("milstolpar")
        ordering = ("planned_on", "pk")

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date) -> bool:
        """Whether the day has gone by without it."""
        return self.done_on is None and self.planned_on < today


class ChecklistItem(NegotiationPart):
    """A success factor to think of in a phase (framgångsfaktor, N-27), with what the negotiators answer."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="checklist")
    phase = models.CharField(_("fas"), max_length=20, choices=PHASE_CHOICES)
    number = models.PositiveSmallIntegerField(_("nummer"))
    text = models.CharField(_("framgångsfaktor"), max_length=300)
    answered = models.BooleanField(_("uppfylld"), default=False)
    answer = models.TextField(_("svar"), blank=True)
    answered_on = models.DateField(_("besvarad"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("framgångsfaktor")
        verbose_name_plural = _("framgångsfaktorer")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["negotiation", "number"], name="checklist_number_is_unique"),
            models.CheckConstraint(
                condition=Q(phase__in=[each.value for each in PHASES]), name="checklist_phase_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Precedent(NegotiationPart):
    """An earlier negotiation, evaluation or finance model to learn from (förebild, N-24, N-26)."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="precedents")
    title = models.CharField(_("förebild"), max_length=200)
    reference = models.CharField(_("var den finns"), max_length=300)
    finance_model = models.TextField(_("modell för finansiering"), blank=True)
    lessons = models.TextField(_("lärdomar"), blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("förebild")
        verbose_name_plural = _("förebilder")
        ordering = ("title", "pk")

    def __str__(self) -> str:
        return self.title
