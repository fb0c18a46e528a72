from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from agreements.texts.models import Agreement
from agreements.texts.models.base import OfAgreementQuerySet
from governance.decisions.models import Ruling
from governance.decisions.states import RETURNED
from governance.organisations.models import Principal
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import CONDITION_SITUATIONS, DECISIONS, ConditionKind, ConditionState
from ..verdict import Stand, ceiling, falls_on, is_lost

PARTYS_OWN = [str(each) for each in DECISIONS]


class ConditionQuerySet(OfAgreementQuerySet):
    """Reads of conditions."""

    def unmet(self) -> Self:
        """Those that are not met."""
        return self.exclude(state=ConditionState.MET)

    def of_parties(self) -> Self:
        """What the parties' own bodies decide."""
        return self.filter(kind__in=DECISIONS)

    def with_names(self) -> Self:
        """With agreement, party and ruling, for showing and for guards."""
        return self.select_related("agreement__partnership", "principal__organisation", "ruling__body")


class Condition(Versioned):
    """One thing that must be true for an agreement to hold (giltighetsvillkor), with its evidence and its last day."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="conditions")
    kind = models.CharField(_("slag"), max_length=20, choices=ConditionKind.choices)
    principal = models.ForeignKey(
        Principal, models.PROTECT, null=True, blank=True, related_name="conditions", verbose_name=_("part")
    )
    label = models.CharField(_("villkor"), max_length=300)
    order = models.PositiveIntegerField(_("ordning"), default=100)
    last_on = models.DateField(_("sista dag"), null=True, blank=True)
    ruling = models.ForeignKey(
        Ruling,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="conditions",
        verbose_name=_("beslut"),
    )
    evidence = models.CharField(_("underlag"), max_length=500, blank=True)
    met_on = models.DateField(_("uppfyllt"), null=True, blank=True)
    reason = models.TextField(_("skäl"), blank=True)
    failed_on = models.DateField(_("föll"), null=True, blank=True)
    base_ore = models.BigIntegerField(_("överenskommen kostnad i ören"), null=True, blank=True)
    cap_ppm = models.PositiveIntegerField(_("tak över kostnaden i miljondelar"), null=True, blank=True)
    price_level_on = models.DateField(_("prisnivå"), null=True, blank=True)
    raised_on = models.DateField(_("taget upp med parterna"), null=True, blank=True)
    state = FSMField(_("läge"), choices=ConditionState.choices, default=ConditionState.PENDING, protected=True)
    situations: ClassVar[dict[str, Any]] = CONDITION_SITUATIONS
    locked_with = ("agreement__partnership", "principal__organisation", "ruling")

    objects = ConditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("giltighetsvillkor")
        verbose_name_plural = _("giltighetsvillkor")
        ordering = ("order", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=ConditionState.values), name="condition_state_is_known"),
            models.CheckConstraint(condition=Q(kind__in=ConditionKind.values), name="condition_kind_is_known"),
            models.UniqueConstraint(
                fields=["agreement", "principal"],
                condition=Q(kind__in=PARTYS_OWN),
                name="condition_of_a_party_is_one",
                violation_error_message=_("Partens beslut är redan ett villkor."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(kind=ConditionKind.SIGNATURES),
                name="condition_of_signatures_is_one",
                violation_error_message=_("Underskrifterna är redan ett villkor."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(kind=ConditionKind.COST_CAP),
                name="condition_of_cost_is_one",
                violation_error_message=_("Avtalet har redan ett kostnadstak."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=PARTYS_OWN, principal__isnull=False)
                | (~Q(kind__in=PARTYS_OWN) & Q(principal__isnull=True)),
                name="condition_of_a_party_names_it",
                violation_error_message=_("Ett villkor om en parts beslut anger parten, andra villkor gör det inte."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ConditionKind.COST_CAP, base_ore__gt=0, cap_ppm__isnull=False)
                | (~Q(kind=ConditionKind.COST_CAP) & Q(base_ore__isnull=True, cap_ppm__isnull=True)),
                name="condition_of_cost_has_cost_and_cap",
                violation_error_message=_("Ett kostnadstak har en överenskommen kostnad och ett tak över den."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ConditionState.MET) | (Q(met_on__isnull=False) & ~Q(evidence="")),
                name="condition_met_has_day_and_evidence",
                violation_error_message=_("Ett uppfyllt villkor har sin dag och sitt underlag."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ConditionState.MET) | Q(last_on__isnull=True) | Q(met_on__lte=F("last_on")),
                name="condition_is_met_in_time",
                violation_error_message=_("Villkoret uppfylldes inte senast på sista dagen."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ConditionState.FAILED) | (Q(failed_on__isnull=False) & ~Q(reason="")),
                name="condition_failed_has_day_and_reason",
                violation_error_message=_("Ett villkor som inte kan uppfyllas har en dag och ett skäl."),
            ),
            models.CheckConstraint(
                condition=~Q(state=ConditionState.BREACHED) | Q(kind=ConditionKind.COST_CAP),
                name="condition_breached_is_a_cap",
                violation_error_message=_("Bara ett kostnadstak kan överskridas."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.agreement}"[:300]

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.agreement.chain

    @property
    def partnership_id(self) -> int:
        """The partnership, for those who ask who may."""
        return int(self.agreement.partnership_id)

    @property
    def stand(self) -> Stand:
        """Where it stands, as the verdict reads it."""
        return Stand(self.state, self.met_on, self.last_on)

    @property
    def party_name(self) -> str:
        """The party's short name, or the parties."""
        return self.principal.organisation.short_name if self.principal else _now("Parterna")

    @property
    def name(self) -> str:
        """The condition in the words of a list."""
        return self.label

    @property
    def is_met(self) -> bool:
        """Whether it is met."""
        return self.state == ConditionState.MET

    @property
    def is_refused(self) -> bool:
        """Whether the party has said no, or sent the matter back, and nobody has answered."""
        return self.ruling is not None and self.ruling.state in RETURNED

    def is_past(self, today: date) -> bool:
        """Whether its last day has passed without its being met."""
        return self.state == ConditionState.PENDING and self.last_on is not None and today > self.last_on

    def is_lost(self, today: date) -> bool:
        """Whether it cannot be met any more."""
        return is_lost(self.stand, today)

    @property
    def falls_on(self) -> date | None:
        """The day on which the agreement lapses by itself when it is not met."""
        return falls_on(self.last_on) if self.last_on else None

    @property
    def ceiling_ore(self) -> int:
        """The highest cost within the cap."""
        return ceiling(self.base_ore or 0, self.cap_ppm or 0)

    @transition(
        field=state,
        source=ConditionState.PENDING,
        target=ConditionState.MET,
        custom={
            "guards": [
                guards.the_agreement_is_under_way,
                guards.nobody_decides_for_a_party,
                guards.it_is_shown,
                guards.it_happened_in_time,
            ],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("anteckna att villkoret är uppfyllt"),
            "who": permissions.WHO_LEADS,
        },
    )
    def meet(self, *, by: Any, today: date, met_on: date | None, evidence: str) -> None:
        """Note that it is met, on which day and by what (uppfyllt)."""
        self.met_on, self.evidence, self.reason = met_on, evidence.strip(), ""

    @transition(
        field=state,
        source=ConditionState.MET,
        target=ConditionState.PENDING,
        custom={
            "guards": [
                guards.the_agreement_is_under_way,
                guards.nobody_decides_for_a_party,
                guards.the_reason_is_written,
            ],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("ta tillbaka att villkoret är uppfyllt"),
            "who": permissions.WHO_LEADS,
        },
    )
    def take_back(self, *, by: Any, today: date, reason: str) -> None:
        """Take it back, since what it rested on was wrong or holds no more (ta tillbaka)."""
        self.met_on, self.evidence, self.reason = None, "", reason.strip()

    @transition(
        field=state,
        source=ConditionState.PENDING,
        target=ConditionState.FAILED,
        custom={
            "guards": [
                guards.the_agreement_is_under_way,
                guards.the_reason_is_written,
                guards.the_party_cannot_still_agree,
            ],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("fastställa att villkoret inte kan uppfyllas"),
            "who": permissions.WHO_LEADS,
        },
    )
    def fail(self, *, by: Any, today: date, reason: str) -> None:
        """State that it cannot be met, so that the agreement lapses (falla)."""
        self.failed_on, self.reason = today, reason.strip()

    @transition(
        field=state,
        source=ConditionState.MET,
        target=ConditionState.BREACHED,
        custom={
            "guards": [guards.it_is_a_cost_cap, guards.the_agreement_holds],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("anteckna att kostnadstaket är överskridet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def breach(self, *, by: Any, today: date, reason: str) -> None:
        """The cost lies above the cap while the agreement holds: the parties must try it (överskrida)."""
        self.failed_on, self.reason, self.raised_on = today, reason, None

    @transition(
        field=state,
        source=ConditionState.BREACHED,
        target=ConditionState.MET,
        custom={
            "guards": [guards.it_is_a_cost_cap, guards.the_agreement_holds, guards.it_is_shown],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("anteckna att kostnaden åter ryms under taket"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def restore(self, *, by: Any, today: date, met_on: date | None, evidence: str) -> None:
        """The cost is within the cap again: it came down, or the parties agreed to a higher cost (återställa)."""
        self.evidence, self.failed_on, self.reason = evidence.strip(), None, ""
