from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned

from .. import permissions, report_guards
from ..states import ESTABLISHED, REPORT_SITUATIONS, ReportState
from .base import OwnedQuerySet
from .budgets import Budget


class AnnualReport(Versioned):
    """A year's report to each of the principals: how and on what the joint money was used (årsrapport, E-15)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="annual_reports")
    year = models.PositiveIntegerField(_("år"))
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="annual_reports")
    diary_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    outcome_text = models.TextField(_("vad som förklarar utfallet"), blank=True)
    explanations = models.JSONField(_("förklaringar per tjänst"), default=list, blank=True)
    cooperation_text = models.TextField(_("hur samverkan fungerar"), blank=True)
    sources_text = models.TextField(_("underlag"), blank=True)
    return_reason = models.TextField(_("skäl för återlämnande"), blank=True)
    decided_on = models.DateField(_("fastställd"), null=True)
    paragraph = models.CharField(_("paragraf"), max_length=40, blank=True)
    sealed_on = models.DateField(_("förseglad"), null=True)
    dispatched_on = models.DateField(_("utskickad"), null=True)
    receipted_on = models.DateField(_("mottagen av alla"), null=True)
    state = FSMField(_("läge"), choices=ReportState.choices, default=ReportState.COLLECTING, protected=True)
    situations: ClassVar[dict[str, Any]] = REPORT_SITUATIONS

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("årsrapport")
        verbose_name_plural = _("årsrapporter")
        ordering = ("-year",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "year"],
                name="annual_report_is_one_a_year",
                violation_error_message=_("Året har redan en årsrapport."),
            ),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="annual_report_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=ESTABLISHED) | (Q(decided_on__isnull=False) & ~Q(paragraph="")),
                name="annual_report_established_has_decision",
                violation_error_message=_("Ange dag och paragraf för beslutet."),
            ),
        ]

    def __str__(self) -> str:
        return f"Årsrapport {self.year}"

    @property
    def stated_day(self) -> Any:  # two of its steps state a day
        """What the day of its next step is called."""
        return _("Skickad") if self.state == ReportState.SEALED else _("Beslutsdag")

    def began(self, step: str) -> Beginning:
        """The year is over before its report is established; it is established and sealed before it is sent."""
        if step == "dispatch" and self.decided_on is not None:
            if self.sealed_on is not None and self.sealed_on > self.decided_on:
                return Beginning(self.sealed_on, gettext("då alla rapporter var förseglade"))
            return Beginning(self.decided_on, gettext("då rapporten fastställdes"))
        return Beginning(date(self.year + 1, 1, 1), gettext("då året var slut"))

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def batch(self) -> str:
        """The name of the batch of jobs that seals it."""
        return f"annual-report-{self.pk}"

    @property
    def is_established(self) -> bool:
        """Whether the joint political body has established it."""
        return self.state in ESTABLISHED

    @transition(
        field=state,
        source=ReportState.COLLECTING,
        target=ReportState.DRAFT,
        custom={
            "guards": [report_guards.outcome_is_booked, report_guards.year_is_settled],
            "permission": permissions.may_prepare,
            "label": _("göra ett utkast"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def draft(self, *, by: Any, today: date) -> None:
        """Turn what has been collected into a draft (utkast)."""

    @transition(
        field=state,
        source=ReportState.DRAFT,
        target=ReportState.AT_CS,
        custom={
            "guards": [report_guards.texts_are_written],
            "permission": permissions.may_prepare,
            "label": _("lämna årsrapporten till det politiska samverkansorganet"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def submit(self, *, by: Any, today: date) -> None:
        """Put the draft before the joint political body (lämna)."""

    @transition(
        field=state,
        source=ReportState.AT_CS,
        target=ReportState.DRAFT,
        custom={
            "guards": [report_guards.return_has_reason],
            "permission": permissions.may_lead,
            "label": _("lämna tillbaka årsrapporten"),
            "who": permissions.WHO_LEADS,
        },
    )
    def send_back(self, *, by: Any, today: date, reason: str) -> None:
        """Ask for more work, with reasons (lämna tillbaka)."""
        self.return_reason = reason

    @transition(
        field=state,
        source=ReportState.AT_CS,
        target=ReportState.SEALING,
        custom={
            "guards": [report_guards.decision_is_documented],
            "permission": permissions.may_lead,
            "label": _("fastställa årsrapporten"),
            "who": permissions.WHO_LEADS,
        },
    )
    def establish(self, *, by: Any, today: date, decided_on: date, paragraph: str) -> None:
        """Establish the report; one document for each principal is then sealed (fastställa)."""
        self.decided_on = decided_on
        self.paragraph = paragraph

    @transition(
        field=state,
        source=ReportState.SEALING,
        target=ReportState.SEALED,
        custom={
            "guards": [report_guards.every_document_is_sealed],
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("anteckna att alla rapporter är förseglade"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def note_sealed(self, *, by: Any, today: date) -> None:
        """Every principal's document is sealed (förseglad)."""
        self.sealed_on = today

    @transition(
        field=state,
        source=ReportState.SEALED,
        target=ReportState.DISPATCHED,
        custom={
            "guards": [report_guards.every_document_is_sealed],
            "permission": permissions.may_hand_over,
            "label": _("skicka årsrapporten till huvudmännen"),
            "who": permissions.WHO_HANDS_OVER,
        },
    )
    def dispatch(self, *, by: Any, today: date, on: date | None = None) -> None:
        """Send each principal its report (skicka)."""
        self.dispatched_on = on or today

    @transition(
        field=state,
        source=ReportState.DISPATCHED,
        target=ReportState.RECEIPTED,
        custom={
            "guards": [report_guards.everyone_has_confirmed],
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("anteckna att alla har tagit emot rapporten"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def note_receipted(self, *, by: Any, today: date) -> None:
        """Every principal has confirmed (mottagen av alla, Y-02)."""
        self.receipted_on = today
