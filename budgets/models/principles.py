from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.lib.sharing import Principle
from governance.organisations.models import Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned
from workpackages.models import Service

from .. import guards, permissions, principle_guards
from ..states import FROZEN, PRINCIPLE_SITUATIONS, Phase, PrincipleState
from .base import OwnedQuerySet
from .lines import BudgetLine
from .shares import PopulationSnapshot

NO_YEAR = 10_000
"""Later than any budget year."""


class CostPrincipleQuerySet(OwnedQuerySet):
    """Reads of cost principles."""

    def in_effect(self) -> Self:
        """Those that apply; for a line in a year, the one with the latest first year that has come."""
        return self.filter(state=PrincipleState.IN_EFFECT)

    def with_next(self) -> Self:
        """With the years it is for.

        `next_from` is the first year of the one in effect that comes after it on the same line, `shared_year` the first
        year whose budget was handed over with the line shared by it, `last_shared_year` the last such, and
        `frozen_year` the last one before `next_from` and `shared_year` whose budget was handed over with the line
        shared in another way.
        """
        line = {name: OuterRef(name) for name in ("partnership", "service", "phase")}
        later = CostPrinciple.objects.in_effect().filter(**line, from_year__gt=OuterRef("from_year"))
        told = self.annotate(next_from=Subquery(later.order_by("from_year").values("from_year")[:1]))
        frozen = BudgetLine.objects.filter(
            budget__partnership=OuterRef("partnership"),
            budget__state__in=FROZEN,
            budget__year__gte=OuterRef("from_year"),
            service=OuterRef("service"),
            phase=OuterRef("phase"),
        ).values(year=F("budget__year"))
        shared = frozen.filter(principle=OuterRef("pk"))
        told = told.annotate(
            shared_year=Subquery(shared.order_by("budget__year")[:1]),
            last_shared_year=Subquery(shared.order_by("-budget__year")[:1]),
        )
        before = Least(Coalesce(OuterRef("next_from"), NO_YEAR), Coalesce(OuterRef("shared_year"), NO_YEAR))
        last = frozen.filter(budget__year__lt=before).order_by("-budget__year")
        return told.annotate(frozen_year=Subquery(last[:1]))


class CostPrinciple(Versioned):
    """Another way to share the cost of a service and phase than the base principle (avvikande kostnadsprincip, E-12).

    Exactly those whose share rises must consent (A-07); until all of them have, the base principle applies. It then
    applies to every budget from `from_year` that is handed over afterwards, up to the first year of a later one.
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="cost_principles")
    service = models.ForeignKey(Service, models.PROTECT, related_name="cost_principles", verbose_name=_("tjänst"))
    phase = models.CharField(_("fas"), max_length=20, choices=Phase.choices)
    from_year = models.PositiveIntegerField(_("från och med budgetår"))
    sharing = models.JSONField(_("delning"))
    reason = models.TextField(_("skäl"))
    snapshot = models.ForeignKey(PopulationSnapshot, models.PROTECT, null=True, related_name="cost_principles")
    effective_on = models.DateField(_("gäller från"), null=True)
    ended_on = models.DateField(_("upphörde"), null=True)
    state = FSMField(_("läge"), choices=PrincipleState.choices, default=PrincipleState.PROPOSED, protected=True)
    situations: ClassVar[dict[str, Any]] = PRINCIPLE_SITUATIONS

    objects = CostPrincipleQuerySet.as_manager()

    class Meta:
        verbose_name = _("avvikande kostnadsprincip")
        verbose_name_plural = _("avvikande kostnadsprinciper")
        ordering = ("-from_year", "service__name", "phase")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "service", "phase", "from_year"],
                condition=Q(state=PrincipleState.IN_EFFECT),
                name="principle_in_effect_is_one_a_line_and_year",
                violation_error_message=_("Det finns redan en gällande avvikande princip från det året."),
            ),
            models.CheckConstraint(condition=Q(state__in=PrincipleState.values), name="principle_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=PrincipleState.IN_EFFECT) | Q(effective_on__isnull=False),
                name="principle_in_effect_has_day",
            ),
            models.CheckConstraint(
                condition=Q(state=PrincipleState.PROPOSED) | Q(snapshot__isnull=False),
                name="principle_computed_has_population",
            ),
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="principle_phase_is_known"),
        ]

    def __str__(self) -> str:
        return f"Avvikande princip för {self.service}, {self.get_phase_display().lower()}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    def as_principle(self) -> Principle:
        """The principle as cost sharing reads it."""
        return Principle.from_data(self.sharing)

    @property
    def years(self) -> str:
        """The budget years it is for, where it was read `with_next`: "2027 till 2028", or "från 2027"."""
        first, last = self.first_year, self.last_year
        if last is None:
            return gettext("från %s") % first
        if first > last:
            return gettext("inget år")
        return str(last) if last == first else gettext("%s till %s") % (first, last)

    @property
    def last_year(self) -> int | None:
        """The last year whose budget it shares, where it was read `with_next` and another one follows.

        A budget that was handed over before the next one took effect keeps its shares, whatever year that one is from.
        """
        following = getattr(self, "next_from", None)
        if following is None or self.is_over:
            return None
        return max(following - 1, getattr(self, "last_shared_year", None) or 0)

    @property
    def is_over(self) -> bool:
        """Whether it applies no longer, or never did."""
        return self.state in (PrincipleState.FALLEN, PrincipleState.ENDED)

    @property
    def first_year(self) -> int:
        """The first year whose budget it shares, where it was read `with_next`: the one decided, or after a frozen one.

        A budget that was handed over before it took effect keeps its shares, whatever year the councils decided from.
        """
        frozen = getattr(self, "frozen_year", None)
        return self.from_year if frozen is None or self.is_over else frozen + 1

    @transition(
        field=state,
        source=[PrincipleState.PROPOSED, PrincipleState.COMPUTED],
        target=PrincipleState.COMPUTED,
        custom={
            "guards": [guards.principle_deviates],
            "permission": permissions.may_prepare,
            "label": _("räkna fram vilka som ska besluta"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def compute(self, *, by: Any, today: date, snapshot: Any, consent: list[str]) -> None:
        """Compute on frozen figures whose share rises (beräkna samtyckesmängden, E-13)."""
        self.snapshot = snapshot

    @transition(
        field=state,
        source=PrincipleState.COMPUTED,
        target=PrincipleState.BEING_DECIDED,
        custom={
            "guards": [
                guards.consent_is_computed,
                principle_guards.shares_are_still_open,
                principle_guards.no_rival_is_being_decided,
                guards.last_day_is_ahead,
            ],
            "permission": permissions.may_prepare,
            "label": _("lägga fram principen för beslut"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def put_forward(self, *, by: Any, today: date, decide_by: date | None = None) -> None:
        """Put it on its route to those councils, which are to decide by a day (lägga fram)."""

    @transition(
        field=state,
        source=PrincipleState.BEING_DECIDED,
        target=PrincipleState.IN_EFFECT,
        custom={
            "guards": [guards.everyone_who_pays_more_has_decided],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("börja gälla"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def take_effect(self, *, by: Any, today: date) -> None:
        """Every council whose principal pays more has decided (gälla)."""
        self.effective_on = today

    @transition(
        field=state,
        source=[PrincipleState.PROPOSED, PrincipleState.COMPUTED, PrincipleState.BEING_DECIDED],
        target=PrincipleState.FALLEN,
        custom={
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("låta principen falla"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def fall(self, *, by: Any, today: date, reason: str = "") -> None:
        """Give it up; the base principle goes on applying (falla)."""

    @transition(
        field=state,
        source=PrincipleState.IN_EFFECT,
        target=PrincipleState.ENDED,
        custom={
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("avsluta principen"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def end(self, *, by: Any, today: date, reason: str = "") -> None:
        """Stop applying, so that the one before it counts or else the base principle (upphöra)."""
        self.ended_on = today


class PrincipleShare(models.Model):
    """What a deviating principle means to one principal, on frozen figures; `must_consent` is the consent set."""

    principle = models.ForeignKey(CostPrinciple, models.PROTECT, related_name="shares")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="principle_shares")
    code = models.CharField(_("kod"), max_length=4)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    amount_ore = models.BigIntegerField(_("belopp som delas, ören"))
    base_ore = models.BigIntegerField(_("enligt grundprincipen, ören"))
    deviating_ore = models.BigIntegerField(_("enligt förslaget, ören"))
    must_consent = models.BooleanField(_("ska besluta"))

    class Meta:
        verbose_name = _("andel enligt avvikande princip")
        verbose_name_plural = _("andelar enligt avvikande princip")
        ordering = ("code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["principle", "principal"], name="principle_share_is_one_a_principal")
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.principle}"
