from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import BigIntegerField, Q, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.lib.dates import adoption_deadline, nine_months_before
from governance.lib.money import Sek
from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import ADOPTED, BUDGET_SITUATIONS, OUT, PREPARED, UNDER_WORK, BudgetState
from .base import OwnedQuerySet
from .plans import ActionPlan


class BudgetQuerySet(OwnedQuerySet):
    """Reads of budgets."""

    def adopted(self) -> Self:
        """Those that every principal has adopted: in force or closed."""
        return self.filter(state__in=ADOPTED)

    def under_work(self) -> Self:
        """Those on their way."""
        return self.filter(state__in=UNDER_WORK)

    def with_total(self) -> Self:
        """With `summed_ore`, the sum of the lines as they stand."""
        nothing = Value(0, output_field=BigIntegerField())
        return self.annotate(summed_ore=Coalesce(Sum("lines__amount_ore"), nothing))


class Budget(Versioned):
    """One version of the joint budget of a year (budget); its amounts stand still from the day it is submitted."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="budgets")
    year = models.PositiveIntegerField(_("budgetår"))
    version_number = models.PositiveIntegerField(_("versionsnummer"), default=1)
    plan = models.ForeignKey(
        ActionPlan, models.PROTECT, null=True, blank=True, related_name="budgets", verbose_name=_("handlingsplan")
    )
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.TextField(_("skäl till versionen"), blank=True)
    reference_date = models.DateField(_("invånartal per"))
    snapshot = models.ForeignKey(
        "budgets.PopulationSnapshot", models.PROTECT, null=True, blank=True, related_name="budgets"
    )
    total_ore = models.BigIntegerField(_("summa i ören"), null=True)
    diary_number = models.CharField(_("diarienummer"), max_length=60, blank=True)
    submitted_on = models.DateField(_("inlämnad"), null=True)
    handed_over_on = models.DateField(_("överlämnad"), null=True)
    adopted_on = models.DateField(_("fastställd"), null=True)
    closed_on = models.DateField(_("stängd"), null=True)
    state = FSMField(_("läge"), choices=BudgetState.choices, default=BudgetState.DRAFT, protected=True)
    situations: ClassVar[dict[str, Any]] = BUDGET_SITUATIONS
    stated_day: ClassVar = _("Överlämnad")

    objects = BudgetQuerySet.as_manager()

    class Meta:
        verbose_name = _("budget")
        verbose_name_plural = _("budgetar")
        ordering = ("-year", "-version_number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "year", "version_number"], name="budget_version_is_unique"),
            models.UniqueConstraint(
                fields=["partnership", "year"],
                condition=Q(state__in=ADOPTED),
                name="budget_in_force_is_one_a_year",
                violation_error_message=_("Året har redan en fastställd budget."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "year"],
                condition=Q(state__in=UNDER_WORK),
                name="budget_under_work_is_one_a_year",
                violation_error_message=_("Året har redan en version som det arbetas med."),
            ),
            models.CheckConstraint(condition=Q(state__in=BudgetState.values), name="budget_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=(BudgetState.DRAFT, BudgetState.WITHDRAWN))
                | Q(total_ore__isnull=False, snapshot__isnull=False, submitted_on__isnull=False),
                name="budget_submitted_has_frozen_figures",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*OUT, *ADOPTED)) | Q(handed_over_on__isnull=False),
                name="budget_out_has_handover_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ADOPTED) | Q(adopted_on__isnull=False), name="budget_in_force_has_adoption_day"
            ),
            models.CheckConstraint(
                condition=Q(total_ore__isnull=True) | Q(total_ore__gte=0), name="budget_total_is_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"Budget {self.year}, version {self.version_number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    def began(self, step: str) -> Beginning | None:
        """A budget is handed over after it was handed in."""
        return Beginning(self.submitted_on, gettext("då budgeten lämnades in")) if self.submitted_on else None

    @property
    def total(self) -> Sek:
        """The frozen sum, or the sum of the draft's lines."""
        summed = self.lines.aggregate(total=Sum("amount_ore"))["total"] if self.total_ore is None else self.total_ore
        return Sek(summed or 0)

    @property
    def is_adopted(self) -> bool:
        """Whether all principals have adopted it."""
        return self.state in ADOPTED

    @property
    def is_draft(self) -> bool:
        """Whether its lines may still be changed."""
        return self.state == BudgetState.DRAFT

    @property
    def handover_deadline(self) -> date:
        """Last day to reach the principals (A-04)."""
        return nine_months_before(self.year)

    @property
    def adoption_deadline(self) -> date:
        """Last day for the principals to adopt (A-05)."""
        return adoption_deadline(self.year)

    @property
    def is_late_handover(self) -> bool:
        """Whether it reached the principals after the ninth month; flagged, not refused (E-05)."""
        return self.handed_over_on is not None and self.handed_over_on > self.handover_deadline

    @property
    def is_late_adoption(self) -> bool:
        """Whether the last principal adopted it after November; flagged, not refused (E-06)."""
        return self.adopted_on is not None and self.adopted_on > self.adoption_deadline

    @transition(
        field=state,
        source=BudgetState.DRAFT,
        target=BudgetState.AT_SGD,
        custom={
            "guards": [
                guards.budget_has_lines,
                guards.action_plan_is_attached,
                guards.calculation_is_attached,
                guards.principals_can_share,
                guards.populations_are_known,
                guards.principles_name_only_principals,
                guards.rising_councils_have_decided,
            ],
            "permission": permissions.may_prepare,
            "label": _("lämna in budgeten till beredning"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def submit(self, *, by: Any, today: date, snapshot: Any = None, total: Sek | None = None) -> None:
        """Hand in the draft; sum, principles and population stand still from here (lämna in)."""
        self.snapshot = snapshot
        self.total_ore = total.ore if total is not None else None
        self.submitted_on = today

    @transition(
        field=state,
        source=BudgetState.AT_SGD,
        target=BudgetState.AT_CTB,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("gå vidare till tjänstemannaberedningen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def pass_steering_group(self, *, by: Any, today: date) -> None:
        """The steering group has prepared it (beredd)."""

    @transition(
        field=state,
        source=[BudgetState.AT_SGD, BudgetState.AT_CTB],
        target=BudgetState.AT_CS,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("gå vidare till det politiska samverkansorganet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def pass_officials(self, *, by: Any, today: date) -> None:
        """The officials have prepared it (beredd)."""

    @transition(
        field=state,
        source=[BudgetState.AT_SGD, BudgetState.AT_CTB, BudgetState.AT_CS],
        target=BudgetState.RECOMMENDED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("bli rekommenderad"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def recommend(self, *, by: Any, today: date) -> None:
        """The joint political body recommends it to the principals (rekommendera); it binds nobody (A-21)."""

    @transition(
        field=state,
        source=BudgetState.RECOMMENDED,
        target=BudgetState.WITH_PRINCIPALS,
        custom={
            "guards": [
                guards.joint_body_has_recommended,
                guards.budget_has_lines,
                guards.principles_name_only_principals,
                guards.rising_councils_have_decided,
                guards.shares_sum_to_the_total,
            ],
            "permission": permissions.may_hand_over,
            "by_system": True,
            "label": _("lämna över budgeten till huvudmännen"),
            "who": permissions.WHO_HANDS_OVER,
        },
    )
    def hand_over(self, *, by: Any, today: date, on: date | None = None, late: bool = False) -> None:
        """Put the budget before each of the principals (lämna över); late is flagged, not refused (E-05)."""
        self.handed_over_on = on or today

    @transition(
        field=state,
        source=BudgetState.WITH_PRINCIPALS,
        target=BudgetState.INCOMPLETE,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("gå tillbaka med skäl"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def become_incomplete(self, *, by: Any, today: date, principal: str = "", reasons: str = "") -> None:
        """A principal has rejected it or sent it back (ofullständig, A-15)."""

    @transition(
        field=state,
        source=BudgetState.INCOMPLETE,
        target=BudgetState.WITH_PRINCIPALS,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("gå åter till huvudmännen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def resume(self, *, by: Any, today: date) -> None:
        """Every return has been answered, the amounts being the same (återupptas)."""

    @transition(
        field=state,
        source=[BudgetState.WITH_PRINCIPALS, BudgetState.INCOMPLETE],
        target=BudgetState.IN_FORCE,
        custom={
            "guards": [guards.every_principal_has_adopted],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("fastställa budgeten"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def bring_into_force(self, *, by: Any, today: date, on: date | None = None, late: bool = False) -> None:
        """All principals have adopted it; it is the frame of its year (fastställd, gällande)."""
        self.adopted_on = on or today

    @transition(
        field=state,
        source=BudgetState.IN_FORCE,
        target=BudgetState.WITH_PRINCIPALS,
        custom={
            "guards": [guards.nothing_has_been_used],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("öppna antagandet igen efter en felaktig registrering"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def reopen(self, *, by: Any, today: date) -> None:
        """An entry was wrong, so that not all have adopted it after all (öppna igen)."""
        self.adopted_on = None

    @transition(
        field=state,
        source=BudgetState.IN_FORCE,
        target=BudgetState.CLOSED,
        custom={
            "guards": [guards.year_is_over, guards.year_is_settled],
            "permission": permissions.may_prepare,
            "label": _("stänga budgetåret"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def close(self, *, by: Any, today: date) -> None:
        """End the year when it is over and settled (stänga)."""
        self.closed_on = today

    @transition(
        field=state,
        source=[*PREPARED, *OUT],
        target=BudgetState.REPLACED,
        custom={
            "permission": permissions.may_prepare,
            "label": _("ersätta budgeten med en ny version"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def replace(self, *, by: Any, today: date, reason: str = "") -> None:
        """Give way to a version with other amounts; earlier decisions concern this one alone (ersätta)."""

    @transition(
        field=state,
        source=[BudgetState.DRAFT, *PREPARED, *OUT],
        target=BudgetState.WITHDRAWN,
        custom={
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("dra tillbaka budgeten"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def withdraw(self, *, by: Any, today: date, reason: str = "") -> None:
        """Take the proposal back without a new version (dra tillbaka)."""
