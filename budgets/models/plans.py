from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned
from workpackages.models import Service

from .. import permissions, plan_guards
from ..goals import BY_REF, Goal
from ..states import ACTIVITY_SITUATIONS, ActivityState
from .base import OwnedQuerySet


class BudgetTerms(Versioned):
    """What a partnership has settled about its budgets beyond the strategy (budgetvillkor)."""

    partnership = models.OneToOneField(Partnership, models.PROTECT, related_name="budget_terms")
    reallocation_permille = models.PositiveIntegerField(
        _("gräns för omfördelning, promille av raden"),
        default=100,
        help_text=_("100 betyder att en flytt på mer än 10 procent av en rad ska prövas (A-06)."),
    )

    class Meta:
        verbose_name = _("budgetvillkor")
        verbose_name_plural = _("budgetvillkor")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(reallocation_permille__lte=1000),
                name="budget_terms_threshold_is_a_part",
                violation_error_message=_("Gränsen ska vara mellan 0 och 1000 promille."),
            )
        ]

    def __str__(self) -> str:
        return f"Budgetvillkor, {self.partnership}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)


class ActionPlan(Versioned):
    """The multi-year action plan in one yearly version (handlingsplan); it follows the budget it belongs to."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="action_plans")
    year = models.PositiveIntegerField(_("första året"))
    until_year = models.PositiveIntegerField(_("sista året"))
    version_number = models.PositiveIntegerField(_("versionsnummer"), default=1)
    title = models.CharField(_("namn"), max_length=200)
    summary = models.TextField(_("sammanfattning"), blank=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("handlingsplan")
        verbose_name_plural = _("handlingsplaner")
        ordering = ("-year", "-version_number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "year", "version_number"], name="action_plan_version_is_unique"
            ),
            models.CheckConstraint(
                condition=Q(until_year__gte=models.F("year")),
                name="action_plan_years_are_forward",
                violation_error_message=_("Sista året kan inte vara före det första."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> str:
        """The years it is for: "2027–2029", or "2027" for a plan of one year."""
        return str(self.year) if self.year == self.until_year else f"{self.year}–{self.until_year}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)


class Activity(Versioned):
    """One thing the parties will do together (aktivitet), tagged with the strategic goals it serves."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="activities")
    plan = models.ForeignKey(ActionPlan, models.PROTECT, related_name="activities")
    number = models.CharField(_("nummer"), max_length=10)
    title = models.CharField(_("aktivitet"), max_length=200)
    goals = models.JSONField(_("strategiska mål"), default=list)
    service = models.ForeignKey(
        Service, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("tjänst")
    )
    responsible = models.CharField(_("ansvarig"), max_length=120)
    responsible_principal = models.ForeignKey(
        Principal, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name=_("ansvarig huvudman")
    )
    due_on = models.DateField(_("senast"), null=True, blank=True)
    note = models.CharField(_("kommentar"), max_length=300, blank=True)
    state = FSMField(_("läge"), choices=ActivityState.choices, default=ActivityState.PLANNED, protected=True)
    situations: ClassVar[dict[str, Any]] = ACTIVITY_SITUATIONS

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("aktivitet")
        verbose_name_plural = _("aktiviteter")
        ordering = ("plan", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="activity_number_is_unique",
                violation_error_message=_("Planen har redan en aktivitet med det numret."),
            ),
            models.CheckConstraint(condition=Q(state__in=ActivityState.values), name="activity_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def goal_list(self) -> list[Goal]:
        """Its strategic goals, the first being the one it is listed under."""
        return [BY_REF[ref] for ref in self.goals if ref in BY_REF]

    @transition(
        field=state,
        source=[ActivityState.PLANNED, ActivityState.LATE],
        target=ActivityState.ONGOING,
        custom={
            "guards": [plan_guards.plan_is_in_force],
            "permission": permissions.may_update_activity,
            "label": _("påbörja aktiviteten"),
            "who": _("styrgruppen eller den ansvariga huvudmannen"),
        },
    )
    def begin(self, *, by: Any, today: date, note: str = "") -> None:
        """Begin, or take up again after a delay (påbörja)."""
        self.note = note or self.note

    @transition(
        field=state,
        source=[ActivityState.PLANNED, ActivityState.ONGOING],
        target=ActivityState.LATE,
        custom={
            "guards": [plan_guards.plan_is_in_force],
            "permission": permissions.may_update_activity,
            "label": _("märka aktiviteten som försenad"),
            "who": _("styrgruppen eller den ansvariga huvudmannen"),
        },
    )
    def delay(self, *, by: Any, today: date, note: str = "", due_on: date | None = None) -> None:
        """Tell that it will be late, why, and until when (försena)."""
        self.note = note or self.note
        self.due_on = due_on or self.due_on

    @transition(
        field=state,
        source=[ActivityState.PLANNED, ActivityState.ONGOING, ActivityState.LATE],
        target=ActivityState.DONE,
        custom={
            "guards": [plan_guards.plan_is_in_force],
            "permission": permissions.may_update_activity,
            "label": _("märka aktiviteten som klar"),
            "who": _("styrgruppen eller den ansvariga huvudmannen"),
        },
    )
    def finish(self, *, by: Any, today: date, note: str = "") -> None:
        """Finish (bli klar)."""
        self.note = note or self.note
