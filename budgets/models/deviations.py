from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.lib.money import LARGEST_ORE, Sek
from governance.organisations.models import Partnership, partnership_chain
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned

from .. import guards, permissions, spending_guards
from ..states import ALLOWING, DEVIATION_SITUATIONS, OPEN_DEVIATION, DeviationKind, DeviationState
from .base import TOO_LARGE, OwnedQuerySet
from .frames import YearFrame
from .lines import BudgetLine


class DeviationQuerySet(OwnedQuerySet):
    """Reads of deviations."""

    def unanswered(self) -> Self:
        """Those that still wait for somebody."""
        return self.filter(state__in=OPEN_DEVIATION)

    def allowing(self) -> Self:
        """Those that were found to be in order, or approved by all."""
        return self.filter(state__in=ALLOWING)


class Deviation(Versioned):
    """Something that did not go by the budget (avvikelse): reported, tried and answered, never hidden."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="deviations")
    frame = models.ForeignKey(YearFrame, models.PROTECT, related_name="deviations")
    line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="deviations")
    from_line = models.ForeignKey(BudgetLine, models.PROTECT, null=True, blank=True, related_name="deviations_out")
    number = models.CharField(_("nummer"), max_length=20)
    kind = models.CharField(_("slag"), max_length=20, choices=DeviationKind.choices)
    title = models.CharField(_("avvikelse"), max_length=200)
    description = models.TextField(_("beskrivning"), blank=True)
    amount_ore = models.BigIntegerField(_("belopp i ören"), null=True)
    reported_on = models.DateField(_("anmäld"))
    referred_on = models.DateField(_("lämnad till prövning"), null=True)
    assessed_on = models.DateField(_("prövad"), null=True)
    paragraph = models.CharField(_("paragraf"), max_length=40, blank=True)
    assessment = models.TextField(_("skäl för prövningen"), blank=True)
    answered_on = models.DateField(_("besvarad"), null=True)
    state = FSMField(_("läge"), choices=DeviationState.choices, default=DeviationState.REPORTED, protected=True)
    situations: ClassVar[dict[str, Any]] = DEVIATION_SITUATIONS
    stated_day: ClassVar = _("Prövad")

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = _("avvikelse")
        verbose_name_plural = _("avvikelser")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "number"], name="deviation_number_is_unique"),
            models.CheckConstraint(condition=Q(state__in=DeviationState.values), name="deviation_state_is_known"),
            models.CheckConstraint(
                condition=Q(kind=DeviationKind.OTHER) | Q(amount_ore__gt=0),
                name="deviation_of_money_has_amount",
                violation_error_message=_("Ange beloppet."),
            ),
            models.CheckConstraint(  # a raised overrun may itself be a sum; only moves are added up
                condition=~Q(kind=DeviationKind.REALLOCATION) | Q(amount_ore__lte=LARGEST_ORE),
                name="deviation_of_a_move_can_be_added_up",
                violation_error_message=TOO_LARGE,
            ),
            models.CheckConstraint(
                condition=Q(state__in=(DeviationState.REPORTED, DeviationState.AT_CS))
                | (Q(assessed_on__isnull=False) & ~Q(assessment="")),
                name="deviation_tried_has_day_and_reason",
                violation_error_message=_("Ange dag och skäl för prövningen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def amount(self) -> Sek | None:
        """The amount, if money is concerned."""
        return None if self.amount_ore is None else Sek(self.amount_ore)

    @property
    def waits_since(self) -> date | None:
        """Since when it has waited for those whose turn it is to put it forward or to try it."""
        return self.reported_on if self.state == DeviationState.REPORTED else self.referred_on

    def began(self, step: str) -> Beginning:
        """It may be tried before somebody registers it, but not before there is a year's budget to deviate from."""
        return self.frame.began(step)

    def note_trial(self, reason: str, paragraph: str, on: date) -> None:
        """Keep how the joint body tried it."""
        self.assessment, self.paragraph, self.assessed_on = reason, paragraph, on

    @transition(
        field=state,
        source=DeviationState.REPORTED,
        target=DeviationState.AT_CS,
        custom={
            "permission": permissions.may_report_deviation,
            "by_system": True,
            "label": _("lämna avvikelsen till det politiska samverkansorganet"),
            "who": permissions.WHO_ALLOCATES,
        },
    )
    def refer(self, *, by: Any, today: date) -> None:
        """Put it before the joint political body (lämna till prövning)."""
        self.referred_on = today

    @transition(
        field=state,
        source=DeviationState.AT_CS,
        target=DeviationState.WITHIN_FRAME,
        custom={
            "guards": [spending_guards.trial_is_documented, spending_guards.deviation_fits_the_frame],
            "permission": permissions.may_lead,
            "label": _("godta avvikelsen inom ram"),
            "who": permissions.WHO_LEADS,
        },
    )
    def accept_within_frame(self, *, by: Any, today: date, reason: str, paragraph: str, on: date | None = None) -> None:
        """Find that it fits within the adopted budget, and that the principals need not be asked (inom ram)."""
        self.note_trial(reason, paragraph, on or today)
        self.answered_on = on or today

    @transition(
        field=state,
        source=DeviationState.AT_CS,
        target=DeviationState.NOTED,
        custom={
            "guards": [spending_guards.trial_is_documented, spending_guards.deviation_asks_for_nothing],
            "permission": permissions.may_lead,
            "label": _("notera avvikelsen"),
            "who": permissions.WHO_LEADS,
        },
    )
    def take_note(self, *, by: Any, today: date, reason: str, paragraph: str, on: date | None = None) -> None:
        """Take note of what has happened already (notera)."""
        self.note_trial(reason, paragraph, on or today)
        self.answered_on = on or today

    @transition(
        field=state,
        source=DeviationState.AT_CS,
        target=DeviationState.WITH_PRINCIPALS,
        custom={
            "guards": [spending_guards.trial_is_documented, guards.last_day_is_ahead],
            "permission": permissions.may_lead,
            "label": _("begära huvudmännens godkännande"),
            "who": permissions.WHO_LEADS,
        },
    )
    def ask_principals(
        self,
        *,
        by: Any,
        today: date,
        reason: str,
        paragraph: str,
        on: date | None = None,
        decide_by: date | None = None,
    ) -> None:
        """Decide that the principals must approve, by a day where there is one (begära godkännande, E-07)."""
        self.note_trial(reason, paragraph, on or today)

    @transition(
        field=state,
        source=DeviationState.AT_CS,
        target=DeviationState.DENIED,
        custom={
            "guards": [spending_guards.trial_is_documented],
            "permission": permissions.may_lead,
            "label": _("neka avvikelsen"),
            "who": permissions.WHO_LEADS,
        },
    )
    def deny(self, *, by: Any, today: date, reason: str, paragraph: str, on: date | None = None) -> None:
        """Refuse it without asking the principals (neka)."""
        self.note_trial(reason, paragraph, on or today)
        self.answered_on = on or today

    @transition(
        field=state,
        source=DeviationState.WITH_PRINCIPALS,
        target=DeviationState.APPROVED,
        custom={
            "guards": [spending_guards.every_principal_has_approved],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("bli godkänd av alla huvudmän"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def approve(self, *, by: Any, today: date) -> None:
        """Every principal has approved (godkänd, A-16)."""
        self.answered_on = today

    @transition(
        field=state,
        source=DeviationState.WITH_PRINCIPALS,
        target=DeviationState.DENIED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("bli nekad"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def fall(self, *, by: Any, today: date) -> None:
        """The request was taken back, since not all approve (nekad)."""
        self.answered_on = today
