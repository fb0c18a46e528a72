from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..clearing import Measure
from ..states import AGREED_ONCE, BINDING, COMMITMENT_SITUATIONS, DRAFTS, OFFERS, OPEN, CommitmentState
from ..terms import Terms
from .base import VALUE, OwnedQuerySet
from .constraints import COMMITMENT

State = CommitmentState


class CommitmentQuerySet(OwnedQuerySet):
    """Reads of commitments."""

    def offers(self) -> Self:
        """Those that nobody is bound by yet."""
        return self.filter(state__in=OFFERS)

    def agreed_once(self) -> Self:
        """Those that have become binding between the parties, whatever came of them."""
        return self.filter(state__in=AGREED_ONCE)

    def open(self) -> Self:
        """Those that keep a board active (C-02)."""
        return self.filter(state__in=OPEN)

    def late(self, today: date) -> Self:
        """Open ones whose last day has gone by (försenade)."""
        return self.filter(state__in=OPEN, due_on__lt=today)

    def flagged(self) -> Self:
        """Drafts that may no longer hold, since somebody's finances changed (N-14)."""
        return self.filter(flagged_on__isnull=False)


class Commitment(Versioned):
    """What a party takes upon itself in an agreement (åtagande): how much, how it is counted, by when, for what.

    It rests on the party and a role, not on a person (C-05). Until it is agreed it is an offer (bud).
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="commitments")
    agreement = models.ForeignKey("agreements.Agreement", models.PROTECT, related_name="commitments")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="commitments")
    number = models.CharField(_("nummer"), max_length=20)
    title = models.CharField(_("åtagande"), max_length=200)
    description = models.TextField(_("beskrivning"), blank=True)
    quantity = models.DecimalField(_("mängd"), null=True, blank=True, **VALUE)
    unit = models.CharField(_("enhet"), max_length=60, blank=True)
    amount_ore = models.BigIntegerField(_("belopp i ören"), null=True, blank=True)
    price_level_on = models.DateField(_("prisnivå"), null=True, blank=True)
    index_series = models.CharField(_("indexserie"), max_length=60, blank=True)
    share_ppm = models.PositiveIntegerField(_("andel i miljondelar"), null=True, blank=True)
    share_of = models.CharField(_("andel av"), max_length=200, blank=True)
    counting_rule = models.TextField(_("räkneregel"), blank=True)
    counting_area = models.CharField(_("område"), max_length=200, blank=True)
    counts_from = models.DateField(_("räknas från"), null=True, blank=True)
    due_on = models.DateField(_("sista dag"), null=True, blank=True)
    owner_role = models.CharField(_("ansvarig roll"), max_length=200, blank=True)
    contributors = models.ManyToManyField(Principal, related_name="contributes_to", blank=True)
    counter_performance_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="counter_performances"
    )
    value_elsewhere = models.BooleanField(_("nyttan uppstår hos någon annan"), default=False)
    beneficiary = models.TextField(_("vem som får nyttan"), blank=True)
    supersedes = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    offered_on = models.DateField(_("erbjudet"))
    flagged_on = models.DateField(_("flaggat"), null=True, blank=True)
    flag_reason = models.TextField(_("varför det är flaggat"), blank=True)
    clearing = models.ForeignKey(
        "commitments.Clearing", models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    agreed_on = models.DateField(_("överenskommet"), null=True, blank=True)
    agreed_level = models.PositiveSmallIntegerField(_("överenskommen nivå"), null=True, blank=True)
    under_way_from = models.DateField(_("gäller från"), null=True, blank=True)
    verified_value = models.DecimalField(_("verifierat"), default=Decimal(0), **VALUE)
    verified_on = models.DateField(_("verifierat den"), null=True, blank=True)
    verified_paragraph = models.CharField(_("styrelsens paragraf"), max_length=40, blank=True)
    realised_on = models.DateField(_("realiserat"), null=True, blank=True)
    ended_on = models.DateField(_("upphörde"), null=True, blank=True)
    end_reason = models.TextField(_("varför det upphörde"), blank=True)
    state = FSMField(_("läge"), choices=State.choices, default=State.OFFERED, protected=True)

    situations: ClassVar[dict[str, Any]] = COMMITMENT_SITUATIONS
    terms: tuple[Terms, ...] = ()
    locked_with: ClassVar = ("agreement", "principal__organisation")

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("åtagande")
        verbose_name_plural = _("åtaganden")
        ordering = ("agreement", "pk")
        constraints: ClassVar = COMMITMENT

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def measure(self) -> Measure:
        """What the commitment is followed in: its quantity, otherwise its money, otherwise its share."""
        if self.quantity is not None:
            return Measure.QUANTITY
        return Measure.AMOUNT if self.amount_ore is not None else Measure.SHARE

    @property
    def promised(self) -> Decimal:
        """How much is promised, in the commitment's own measure."""
        figures = {Measure.QUANTITY: self.quantity, Measure.AMOUNT: self.amount_ore, Measure.SHARE: self.share_ppm}
        return Decimal(figures[self.measure] or 0)

    @property
    def left(self) -> Decimal:
        """How much is not verified yet."""
        return max(self.promised - self.verified_value, Decimal(0))

    @property
    def is_offer(self) -> bool:
        """Whether nobody is bound by it yet."""
        return self.state in OFFERS

    @property
    def is_open(self) -> bool:
        """Whether it keeps the board active (C-02)."""
        return self.state in OPEN

    @property
    def is_flagged(self) -> bool:
        """Whether its party must say that it still holds (N-14)."""
        return self.flagged_on is not None and self.state in DRAFTS

    def is_late(self, today: date) -> bool:
        """Whether its last day has gone by and it is still open (försenat)."""
        return self.state in OPEN and self.due_on is not None and self.due_on < today

    def end(self, on: date, reason: str) -> None:
        """Keep when and why it ended."""
        self.ended_on, self.end_reason = on, reason

    # The offer -----------------------------------------------------------------------------------------------------

    @transition(
        field=state,
        source=State.OFFERED,
        target=State.CONDITIONAL,
        custom={
            "guards": [guards.agreement_is_negotiated],
            "permission": permissions.may_offer,
            "by_system": True,
            "label": _("ställa villkor för budet"),
            "who": permissions.WHO_SPEAKS,
        },
    )
    def condition(self, *, by: Any, today: date) -> None:
        """Make the offer depend on what others do (villkora)."""

    @transition(
        field=state,
        source=State.CONDITIONAL,
        target=State.OFFERED,
        custom={
            "guards": [guards.agreement_is_negotiated, guards.no_condition_is_left],
            "permission": permissions.may_offer,
            "label": _("ta bort budets villkor"),
            "who": permissions.WHO_SPEAKS,
        },
    )
    def uncondition(self, *, by: Any, today: date) -> None:
        """Offer without conditions again."""

    @transition(
        field=state,
        source=list(OFFERS),
        target=State.WITHDRAWN,
        custom={
            "guards": [guards.agreement_is_negotiated],
            "permission": permissions.may_offer,
            "label": _("ta tillbaka budet"),
            "who": permissions.WHO_SPEAKS,
        },
    )
    def withdraw(self, *, by: Any, today: date, reason: str = "") -> None:
        """Take the offer back (ta tillbaka); what is agreed is not taken back alone."""
        self.end(today, reason)

    @transition(
        field=state,
        source=list(OFFERS),
        target=State.AGREED,
        custom={
            "guards": [
                guards.agreement_is_negotiated,
                guards.offer_clears_with_the_rest,
                guards.commitment_is_complete,
                guards.last_day_is_ahead,
                guards.a_role_answers_for_it,
                guards.value_has_an_owner,
                guards.offer_still_stands,
                guards.party_has_mandate,
            ],
            "permission": permissions.may_clear,
            "by_system": True,
            "label": _("göra budet bindande"),
            "who": permissions.WHO_LEADS,
        },
    )
    def agree(self, *, by: Any, today: date, clearing: Any, level: int) -> None:
        """Make the offer binding at the level at which it clears (bli överenskommet)."""
        at = self.levels.get(number=level)
        self.quantity, self.amount_ore, self.share_ppm = at.quantity, at.amount_ore, at.share_ppm
        self.clearing, self.agreed_level, self.agreed_on = clearing, level, today

    @transition(
        field=state,
        source=State.AGREED,
        target=State.OFFERED,
        custom={
            "guards": [guards.agreement_is_negotiated, guards.reason_is_given],
            "permission": permissions.may_clear,
            "by_system": True,
            "label": _("lösa upp klareringen"),
            "who": permissions.WHO_LEADS,
        },
    )
    def reopen(self, *, by: Any, today: date, reason: str) -> None:
        """Make it an offer again together with all that cleared with it (lösa upp)."""
        top = self.levels.latest("number")
        self.quantity, self.amount_ore, self.share_ppm = top.quantity, top.amount_ore, top.share_ppm
        self.clearing, self.agreed_level, self.agreed_on = None, None, None

    @transition(
        field=state,
        source=[*DRAFTS, *BINDING],
        target=State.LAPSED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("förfalla med avtalet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def lapse(self, *, by: Any, today: date, reason: str) -> None:
        """The agreement does not hold, and neither does what was promised in it (förfalla)."""
        self.end(today, reason)

    # The promise ---------------------------------------------------------------------------------------------------

    @transition(
        field=state,
        source=State.AGREED,
        target=State.UNDER_WAY,
        custom={
            "guards": [guards.agreement_holds, guards.commitment_is_complete, guards.offer_still_stands],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("börja gälla med avtalet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def begin(self, *, by: Any, today: date) -> None:
        """The agreement holds, and so does the promise (börja gälla)."""
        self.under_way_from = today

    @transition(
        field=state,
        source=[State.UNDER_WAY, State.VERIFIED],
        target=State.REPORTED,
        custom={
            "permission": permissions.may_report,
            "by_system": True,
            "label": _("rapportera hur långt åtagandet har kommit"),
            "who": permissions.WHO_REPORTS,
        },
    )
    def report(self, *, by: Any, today: date) -> None:
        """The party says how far it has come; that is not yet verified (rapportera)."""

    @transition(
        field=state,
        source=State.REPORTED,
        target=State.VERIFIED,
        custom={
            "guards": [guards.every_report_is_answered, guards.verification_is_minuted],
            "permission": permissions.may_verify,
            "by_system": True,
            "label": _("verifiera det rapporterade"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def verify(self, *, by: Any, today: date, value: Decimal, on: date, paragraph: str) -> None:
        """The board has looked at it and agrees (verifiera)."""
        self.verified_value, self.verified_on, self.verified_paragraph = value, on, paragraph

    @transition(
        field=state,
        source=State.REPORTED,
        target=State.UNDER_WAY,
        custom={
            "guards": [guards.every_report_is_answered],
            "permission": permissions.may_verify,
            "by_system": True,
            "label": _("sända tillbaka det rapporterade"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def continue_work(self, *, by: Any, today: date) -> None:
        """The board did not accept the report; the work goes on (fortsätta)."""

    @transition(
        field=state,
        source=[State.UNDER_WAY, State.VERIFIED],
        target=State.REALISED,
        custom={
            "guards": [guards.everything_is_verified],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("bli realiserat"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def realise(self, *, by: Any, today: date) -> None:
        """What the board has verified reaches what was promised (bli realiserat, C-02)."""
        self.realised_on = today

    # When it does not go as promised -------------------------------------------------------------------------------

    @transition(
        field=state,
        source=[State.UNDER_WAY, State.REPORTED, State.VERIFIED],
        target=State.DEVIATING,
        custom={
            "permission": permissions.may_tell_deviation,
            "label": _("anmäla en avvikelse"),
            "who": permissions.WHO_TELLS,
        },
    )
    def deviate(self, *, by: Any, today: date) -> None:
        """Say that it will not go as promised (anmäla avvikelse)."""

    @transition(
        field=state,
        source=[State.UNDER_WAY, State.REPORTED, State.VERIFIED, State.DEVIATING],
        target=State.DISPUTED,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_speak_in,
            "label": _("anmäla en tvist om åtagandet"),
            "who": permissions.WHO_IS_PARTY,
        },
    )
    def dispute(self, *, by: Any, today: date, reason: str) -> None:
        """A party says that the others read the commitment wrongly (tvist)."""

    @transition(
        field=state,
        source=[State.DEVIATING, State.DISPUTED],
        target=State.UNDER_WAY,
        custom={
            "guards": [guards.no_deviation_is_open, guards.decision_is_minuted],
            "permission": permissions.may_verify,
            "by_system": True,
            "label": _("låta åtagandet fortsätta som avtalat"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def resume(self, *, by: Any, today: date, paragraph: str, reason: str) -> None:
        """The commitment goes on as agreed (fortsätta)."""

    @transition(
        field=state,
        source=[State.UNDER_WAY, State.REPORTED, State.VERIFIED, State.DEVIATING, State.DISPUTED],
        target=State.RENEGOTIATED,
        custom={
            "guards": [guards.successor_holds],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("ersättas av ett nytt åtagande"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def supersede(self, *, by: Any, today: date, reason: str) -> None:
        """A commitment of a supplementary agreement holds instead; this one stays readable (ersättas)."""
        self.end(today, reason)

    @transition(
        field=state,
        source=[State.DEVIATING, State.DISPUTED],
        target=State.RELEASED,
        custom={
            "guards": [guards.every_party_agrees_to_release, guards.decision_is_minuted],
            "permission": permissions.may_verify,
            "label": _("låta åtagandet upphöra"),
            "who": permissions.WHO_VERIFIES,
        },
    )
    def release(self, *, by: Any, today: date, paragraph: str, reason: str) -> None:
        """All parties agree that nothing more is owed (frånträda)."""
        self.end(today, reason)
