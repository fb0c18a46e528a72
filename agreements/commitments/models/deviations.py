from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import DEVIATION_SITUATIONS, OPEN_DEVIATION, Answer, DeviationKind, DeviationState, Proposal
from .base import VALUE, OwnedQuerySet
from .commitments import Commitment

State = DeviationState
CLOSED = (State.CONTINUED, State.SUPERSEDED, State.RELEASED)


class DeviationQuerySet(OwnedQuerySet):
    """Reads of deviations."""

    def unsettled(self) -> Self:
        """Those that still wait for somebody."""
        return self.filter(state__in=OPEN_DEVIATION)


class Deviation(Versioned):
    """A commitment that will not go as promised (avvikelse): report, board, parties, renegotiation, new agreement."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="commitment_deviations")
    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="deviations")
    number = models.PositiveSmallIntegerField(_("nummer"))
    kind = models.CharField(_("slag"), max_length=10, choices=DeviationKind.choices)
    description = models.TextField(_("vad som har hänt"))
    expected_on = models.DateField(_("ny bedömd dag"), null=True, blank=True)
    expected_value = models.DecimalField(_("ny bedömd mängd"), null=True, blank=True, **VALUE)
    forecast_ore = models.BigIntegerField(_("ny bedömd kostnad i ören"), null=True, blank=True)
    reported_on = models.DateField(_("anmäld"))
    taken_up_on = models.DateField(_("behandlad i styrelsen"), null=True, blank=True)
    paragraph = models.CharField(_("styrelsens paragraf"), max_length=40, blank=True)
    reason = models.TextField(_("styrelsens skäl"), blank=True)
    proposal = models.CharField(_("styrelsens förslag"), max_length=12, choices=Proposal.choices, blank=True)
    answer_by = models.DateField(_("parterna ska svara senast"), null=True, blank=True)
    amendment = models.ForeignKey(
        "agreements.Agreement", models.PROTECT, null=True, blank=True, related_name="deviations_behind"
    )
    closed_on = models.DateField(_("avslutad"), null=True, blank=True)
    state = FSMField(_("läge"), choices=State.choices, default=State.REPORTED, protected=True)

    situations: ClassVar[dict[str, Any]] = DEVIATION_SITUATIONS
    locked_with: ClassVar = ("commitment__agreement",)

    objects = DeviationQuerySet.as_manager()

    class Meta:
        verbose_name = _("avvikelse från åtagande")
        verbose_name_plural = _("avvikelser från åtaganden")
        ordering = ("commitment", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["commitment", "number"], name="commitment_deviation_number_is_unique"),
            models.UniqueConstraint(
                fields=["commitment"],
                condition=Q(state__in=OPEN_DEVIATION),
                name="commitment_deviation_is_one_at_a_time",
                violation_error_message=_("En avvikelse är redan anmäld och inte avslutad."),
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="commitment_deviation_state_is_known"),
            models.CheckConstraint(
                condition=~Q(description=""),
                name="commitment_deviation_is_described",
                violation_error_message=_("Skriv vad som har hänt."),
            ),
            models.CheckConstraint(
                condition=Q(state=State.REPORTED) | Q(taken_up_on__isnull=False) & ~Q(paragraph="") & ~Q(reason=""),
                name="commitment_deviation_taken_up_by_paragraph",
                violation_error_message=_("Ange styrelsens dag, paragraf och skäl."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.WITH_PARTIES, State.RENEGOTIATING)) | ~Q(proposal=""),
                name="commitment_deviation_asks_something",
                violation_error_message=_("Ange vad styrelsen frågar parterna."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.RENEGOTIATING, State.SUPERSEDED)) | Q(amendment__isnull=False),
                name="commitment_deviation_has_amendment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_on__isnull=False)
                | Q(state__in=OPEN_DEVIATION, closed_on__isnull=True),
                name="commitment_deviation_closed_has_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Avvikelse {self.number} i åtagande {self.commitment}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.state in OPEN_DEVIATION

    @transition(
        field=state,
        source=State.REPORTED,
        target=State.WITH_PARTIES,
        custom={
            "guards": [
                guards.decision_is_minuted,
                guards.decision_came_after,
                guards.board_has_decided,
                guards.reason_is_given,
            ],
            "permission": permissions.may_verify_report,
            "label": _("fråga parterna"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def ask_parties(
        self,
        *,
        by: Any,
        today: date,
        paragraph: str,
        reason: str,
        proposal: str,
        on: date | None = None,
        answer_by: date | None = None,
    ) -> None:
        """The board takes it up and asks every party (fråga parterna)."""
        self.taken_up_on, self.paragraph, self.reason = on or today, paragraph, reason
        self.proposal, self.answer_by = proposal, answer_by

    @transition(
        field=state,
        source=State.WITH_PARTIES,
        target=State.RENEGOTIATING,
        custom={
            "guards": [guards.every_party_agrees_to_renegotiate],
            "permission": permissions.may_verify_report,
            "label": _("börja omförhandla i ett tilläggsavtal"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def renegotiate(self, *, by: Any, today: date, amendment: int) -> None:
        """All parties agree to negotiate a supplementary agreement (omförhandla)."""
        self.amendment_id = amendment

    @transition(
        field=state,
        source=list(OPEN_DEVIATION),
        target=State.CONTINUED,
        custom={
            "guards": [
                guards.decision_is_minuted,
                guards.decision_came_after,
                guards.board_has_decided,
                guards.reason_is_given,
            ],
            "permission": permissions.may_verify_report,
            "by_system": True,
            "label": _("låta åtagandet fortsätta som avtalat"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def carry_on(self, *, by: Any, today: date, paragraph: str, reason: str, on: date | None = None) -> None:
        """The commitment goes on as agreed (fortsätta)."""
        self.taken_up_on = self.taken_up_on or on or today
        self.paragraph, self.reason, self.closed_on = paragraph, reason, on or today

    @transition(
        field=state,
        source=State.RENEGOTIATING,
        target=State.SUPERSEDED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("ersättas genom tilläggsavtalet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def supersede(self, *, by: Any, today: date) -> None:
        """The supplementary agreement holds, with a new commitment (ersättas)."""
        self.closed_on = today

    @transition(
        field=state,
        source=State.WITH_PARTIES,
        target=State.RELEASED,
        custom={
            "guards": [
                guards.every_party_agrees_to_let_go,
                guards.decision_is_minuted,
                guards.decision_came_after,
                guards.board_has_decided,
            ],
            "permission": permissions.may_verify_report,
            "label": _("låta åtagandet upphöra"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def release(self, *, by: Any, today: date, paragraph: str, reason: str, on: date | None = None) -> None:
        """All parties agree that nothing more is owed (frånträda)."""
        self.closed_on = on or today


class DeviationAnswer(Versioned):
    """What a party answers when the board asks about a deviation (svar)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="deviation_answers")
    deviation = models.ForeignKey(Deviation, models.PROTECT, related_name="answers")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="deviation_answers")
    answer = models.CharField(_("svar"), max_length=3, choices=Answer.choices)
    reason = models.TextField(_("skäl"), blank=True)
    reference = models.CharField(_("partens beslut"), max_length=120, blank=True)
    answered_on = models.DateField(_("besvarad"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name = _("svar på avvikelse")
        verbose_name_plural = _("svar på avvikelser")
        ordering = ("deviation", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deviation", "principal"],
                name="deviation_answer_is_one_a_party",
                violation_error_message=_("Parten har redan svarat."),
            ),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="deviation_answer_is_known"),
            models.CheckConstraint(
                condition=Q(answer=Answer.YES) | ~Q(reason=""),
                name="deviation_answer_no_has_reason",
                violation_error_message=_("Skriv varför ni svarar nej."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal}: {self.get_answer_display()}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)
