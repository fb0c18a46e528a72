from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import REPORT_SITUATIONS, ReportState
from .base import VALUE, OwnedQuerySet
from .commitments import Commitment


class ProgressReportQuerySet(OwnedQuerySet):
    """Reads of progress reports."""

    def waiting(self) -> Self:
        """Those that the board has not answered."""
        return self.filter(state=ReportState.WAITING)

    def verified(self) -> Self:
        """Those that the board has verified."""
        return self.filter(state=ReportState.VERIFIED)


class ProgressReport(Versioned):
    """How far a party says that its commitment has come, with evidence (lägesrapport).

    `value` is the whole up to `as_of`, in the commitment's own measure, so that a later report can also correct.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="progress_reports")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField(_("nummer"))
    as_of = models.DateField(_("läget den"))
    value = models.DecimalField(_("sammanlagt"), **VALUE)
    text = models.TextField(_("beskrivning"))
    evidence = models.CharField(_("underlag"), max_length=300)
    evidence_url = models.URLField(_("länk till underlaget"), max_length=500, blank=True)
    reported_on = models.DateField(_("rapporterad"))
    answered_on = models.DateField(_("besvarad"), null=True, blank=True)
    paragraph = models.CharField(_("styrelsens paragraf"), max_length=40, blank=True)
    note = models.TextField(_("styrelsens kommentar"), blank=True)
    state = FSMField(_("läge"), choices=ReportState.choices, default=ReportState.WAITING, protected=True)

    situations: ClassVar[dict[str, Any]] = REPORT_SITUATIONS
    locked_with: ClassVar = ("commitment__agreement",)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("lägesrapport")
        verbose_name_plural = _("lägesrapporter")
        ordering = ("commitment", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="progress_report_number_is_unique"),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(state=ReportState.WAITING),
                name="progress_report_waits_alone",
                violation_error_message=_("En rapport väntar redan på styrelsen. Den ska besvaras först."),
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="progress_report_state_is_known"),
            models.CheckConstraint(
                condition=Q(value__gte=0),
                name="progress_report_is_not_negative",
                violation_error_message=_("Det som är klart kan inte vara mindre än noll."),
            ),
            models.CheckConstraint(
                condition=~Q(evidence=""),
                name="progress_report_has_evidence",
                violation_error_message=_("Ange underlaget som visar hur långt ni har kommit."),
            ),
            models.CheckConstraint(
                condition=Q(state=ReportState.WAITING) | Q(answered_on__isnull=False) & ~Q(paragraph=""),
                name="progress_report_is_answered_by_paragraph",
                violation_error_message=_("Ange styrelsens paragraf."),
            ),
        ]

    def __str__(self) -> str:
        return f"Rapport {self.number} om åtagande {self.commitment}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @transition(
        field=state,
        source=ReportState.WAITING,
        target=ReportState.VERIFIED,
        custom={
            "guards": [guards.decision_is_minuted, guards.decision_came_after, guards.board_has_verified],
            "permission": permissions.may_verify_report,
            "label": _("verifiera rapporten"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def verify(self, *, by: Any, today: date, paragraph: str, on: date | None = None, note: str = "") -> None:
        """The board has looked at the evidence and agrees (verifiera)."""
        self.answered_on, self.paragraph, self.note = on or today, paragraph, note

    @transition(
        field=state,
        source=ReportState.WAITING,
        target=ReportState.SENT_BACK,
        custom={
            "guards": [
                guards.decision_is_minuted,
                guards.decision_came_after,
                guards.board_has_sent_back,
                guards.reason_is_given,
            ],
            "permission": permissions.may_verify_report,
            "label": _("sända tillbaka rapporten"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def send_back(self, *, by: Any, today: date, paragraph: str, reason: str, on: date | None = None) -> None:
        """The board does not accept the report, and says why (återsända)."""
        self.answered_on, self.paragraph, self.note = on or today, paragraph, reason


class Contribution(models.Model):
    """The part of what is reported that another party than the responsible one has done (bidrag)."""

    report = models.ForeignKey(ProgressReport, models.CASCADE, related_name="contributions")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="contributions")
    value = models.DecimalField(_("varav"), **VALUE)

    class Meta:
        verbose_name = _("bidrag")
        verbose_name_plural = _("bidrag")
        ordering = ("report", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "principal"], name="contribution_is_one_a_party"),
            models.CheckConstraint(condition=Q(value__gt=Decimal(0)), name="contribution_is_something"),
        ]

    def __str__(self) -> str:
        return f"{self.principal}: {self.value}"
