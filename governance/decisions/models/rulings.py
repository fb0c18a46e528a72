from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.audit.actors import Actor as AnyActor
from governance.lib.dates import appeal_until as suggested_appeal
from governance.organisations.models import Body, Principal
from governance.workflow.days import Beginning
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import (
    ADOPTED_WORDS,
    DECIDED,
    EXPLAINED,
    OPEN,
    RETURNED,
    RULING_SITUATIONS,
    RulingKind,
    RulingState,
)
from .matters import Matter

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


def bare_paragraph(text: str) -> str:
    """The paragraph without its sign, however it was typed: "94"."""
    return text.replace("§", "").strip()


def treated(rulings: Iterable["Ruling"]) -> list[Beginning]:
    """The days on which bodies on the way have treated the matter, in the order of the route."""
    words = gettext("då %s behandlade ärendet")
    return [Beginning(each.decided_on, words % each.body.name) for each in rulings if each.decided_on]


class RulingQuerySet(models.QuerySet["Ruling"]):
    """Reads of rulings."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships: every principal sees every decision (X-01)."""
        return self.filter(matter__partnership_id__in=actor.partnership_ids)

    def current(self) -> Self:
        """Those of the latest round."""
        return self.exclude(state=RulingState.SUPERSEDED)

    def of_principals(self) -> Self:
        """The principals' own, not the bodies' on the way."""
        return self.filter(principal__isnull=False)

    def with_names(self) -> Self:
        """With body and principal, for showing."""
        return self.select_related("body", "principal__organisation")


class Ruling(Versioned):
    """How one body or principal has treated a matter (ställningstagande); a principal's own is its decision."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="rulings")
    stage = models.CharField(_("steg"), max_length=40)
    body = models.ForeignKey(Body, models.PROTECT, related_name="rulings", verbose_name=_("organ"))
    principal = models.ForeignKey(
        Principal, models.PROTECT, null=True, blank=True, related_name="rulings", verbose_name=_("huvudman")
    )
    kind = models.CharField(_("slag"), max_length=20, choices=RulingKind.choices)
    state = FSMField(_("läge"), choices=RulingState.choices, default=RulingState.NOT_STARTED, protected=True)
    round = models.PositiveSmallIntegerField(_("omgång"), default=1)
    received_on = models.DateField(_("mottaget"), null=True, blank=True)
    next_meeting_on = models.DateField(_("nästa sammanträde"), null=True, blank=True)
    preparation = models.CharField(_("egen beredning"), max_length=200, blank=True)
    diary_number = models.CharField(_("eget diarienummer"), max_length=60, blank=True)
    decided_on = models.DateField(_("beslutsdag"), null=True, blank=True)
    paragraph = models.CharField(_("paragraf"), max_length=20, blank=True)
    minutes = models.CharField(_("protokoll"), max_length=200, blank=True)
    reasons = models.TextField(_("skäl"), blank=True)
    announced_on = models.DateField(_("anslaget"), null=True, blank=True)
    appeal_until = models.DateField(_("kan överklagas till och med"), null=True, blank=True)
    legal_force_on = models.DateField(_("laga kraft"), null=True, blank=True)
    answer = models.TextField(_("svar på skälen"), blank=True)
    answered_on = models.DateField(_("besvarat"), null=True, blank=True)
    outcome = models.CharField(_("utfall"), max_length=20, blank=True, choices=RulingState.choices)

    objects = RulingQuerySet.as_manager()
    situations: ClassVar = RULING_SITUATIONS
    locked_with: ClassVar = ("matter", "principal__organisation")
    stated_day: ClassVar = _("Beslutsdag")

    class Meta:
        verbose_name = _("ställningstagande")
        verbose_name_plural = _("ställningstaganden")
        ordering = ("matter", "id")
        indexes: ClassVar = [models.Index(fields=["principal", "state"], name="ruling_by_principal")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter", "stage", "principal"],
                condition=~Q(state="superseded") & Q(principal__isnull=False),
                name="ruling_is_one_a_principal",
                violation_error_message=_("Huvudmannen har redan ett ställningstagande i ärendet."),
            ),
            models.UniqueConstraint(
                fields=["matter", "stage"],
                condition=~Q(state="superseded") & Q(principal__isnull=True),
                name="ruling_is_one_a_body",
                violation_error_message=_("Organet har redan ett ställningstagande i ärendet."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(each) for each in DECIDED])
                | (Q(decided_on__isnull=False) & ~Q(paragraph="")),
                name="ruling_decided_has_day_and_paragraph",
                violation_error_message=_("Ett beslut har beslutsdag och paragraf."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_started", "in_preparation"])
                | (Q(decided_on__isnull=True) & Q(legal_force_on__isnull=True) & Q(outcome="")),
                name="ruling_undecided_has_no_decision_day",
                violation_error_message=_("Det som inte är beslutat har ingen beslutsdag."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[str(each) for each in EXPLAINED]) | ~Q(reasons=""),
                name="ruling_returned_has_reasons",
                violation_error_message=_("Ange skälen som de står i protokollet."),
            ),
            models.CheckConstraint(
                condition=~Q(state="superseded") | (~Q(answer="") & Q(answered_on__isnull=False)),
                name="ruling_superseded_has_answer",
                violation_error_message=_("Skriv vad ni svarar på skälen."),
            ),
            models.CheckConstraint(
                condition=Q(legal_force_on__isnull=True) | Q(legal_force_on__gte=F("decided_on")),
                name="ruling_legal_force_after_decision",
                violation_error_message=_("Beslutet kan inte få laga kraft före beslutsdagen."),
            ),
            models.CheckConstraint(
                condition=Q(announced_on__isnull=True) | Q(announced_on__gte=F("decided_on")),
                name="ruling_announced_after_decision",
                violation_error_message=_("Beslutet kan inte anslås före beslutsdagen."),
            ),
            models.CheckConstraint(
                condition=~Q(kind="decide") | Q(principal__isnull=False),
                name="ruling_sovereign_is_a_principals",
                violation_error_message=_("Bara en huvudman fattar självständiga beslut."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.principal or self.body}: {self.matter}"[:300]

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.matter.chain

    @property
    def is_after_handover(self) -> bool:
        """Whether it stands after the handover: a principal's own, or a body's that advises some of them."""
        return bool(self.principal_id) or self.stage not in {each["key"] for each in self.matter.route.trunk}

    @property
    def principal_name(self) -> str:
        """The principal's short name, or the body's where no principal is."""
        return self.principal.organisation.short_name if self.principal else self.body.name

    @property
    def is_decided(self) -> bool:
        """Whether the body has said something."""
        return self.state in DECIDED

    @property
    def is_open(self) -> bool:
        """Whether a decision can be registered."""
        return self.state in OPEN

    @property
    def is_returned(self) -> bool:
        """Whether it waits for the proposer's answer."""
        return self.state in RETURNED

    @property
    def is_answered_in_minutes(self) -> bool:
        """Whether a body on the way answers it, in its minutes; negotiators who lead a matter keep none."""
        return self.matter.answering_ruling(self) is not None

    @property
    def is_late(self) -> bool:
        """Whether it was decided after the last day; recorded and flagged, never refused (A-05)."""
        last = self.matter.decide_by
        return bool(self.principal_id and last and self.decided_on and self.decided_on > last)

    def is_overdue(self, today: date) -> bool:
        """Whether the last day has passed without a decision."""
        last = self.matter.decide_by
        return bool(self.principal_id and last and self.state in OPEN and today > last)

    @property
    def lacks_meeting(self) -> bool:
        """Whether no day is named for it: the earliest warning."""
        return self.state in OPEN and self.next_meeting_on is None

    def has_met(self, today: date) -> bool:
        """Whether its meeting has been without the decision being registered: those to ask first."""
        return self.state in OPEN and self.next_meeting_on is not None and self.next_meeting_on < today

    @property
    def may_be_appealed(self) -> bool:
        """Whether an appeal is still to be reckoned with: decided, and nobody has noted legal force."""
        return self.state in DECIDED and self.legal_force_on is None

    @property
    def state_word(self) -> str:
        """The state in words that fit its kind: a recommendation is not adopted."""
        if self.state == RulingState.ADOPTED:
            return str(ADOPTED_WORDS[self.kind])
        if self.state == RulingState.SUPERSEDED and self.outcome:
            words = gettext("%s, ersatt av ny omgång")
            return words % RulingState(self.outcome).label
        return str(RulingState(self.state).label)

    def began(self, step: str) -> Beginning | None:
        """A decision may be registered late, but it is not older than what it decides on: proposal, preparation."""
        if step == "give_answer" and self.decided_on:
            return Beginning(self.decided_on, gettext("då beslutet med skälen fattades"))
        if self.is_after_handover:
            return self.handover
        before = treated(self.matter.trunk_rulings_before(self))
        return before[-1] if before else self.matter.follower.began(self.matter)

    @property
    def must_precede(self) -> Beginning | None:
        """What came after a body on the way: the next body's treatment, or the handover."""
        if self.is_after_handover:
            return None
        after = treated(self.matter.trunk_rulings_after(self))
        return after[0] if after else self.handover

    @property
    def handover(self) -> Beginning | None:
        """The day of the handover, once the matter is there."""
        day = self.matter.handed_over_on
        return Beginning(day, gettext("då ärendet lämnades över")) if day else None

    def who_may(self, step: str, who: str) -> str:
        """Who answers its reasons: the people of the answering body, by name."""
        answering = self.matter.answering_body(self) if step == "give_answer" else None
        return permissions.leaders_of([answering]) if answering else who

    def whose_turn(self, turn: str) -> str:
        """Who decides, or answers what was returned, by name."""
        if self.state in OPEN:
            return self.principal_name
        answering = self.matter.answering_body(self) if self.state in RETURNED else None
        return answering.full_name if answering else turn

    def url(self) -> str:
        """Its page."""
        return f"{self.matter.url()}{self.pk}/"

    @transition(
        field=state,
        source=[RulingState.NOT_STARTED, RulingState.IN_PREPARATION, RulingState.REMITTED],
        target=RulingState.IN_PREPARATION,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_meeting_is_ahead,
                guards.the_meeting_is_within_two_years,
            ],
            "permission": permissions.may_register,
            "label": _("ange sammanträde"),
            "who": _("huvudmannens egen registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def plan(
        self,
        *,
        by: AnyActor,
        today: date,
        next_meeting_on: date,
        diary_number: str = "",
        preparation: str = "",
    ) -> None:
        """Name the meeting that treats the matter (ange sammanträde)."""
        self.clear_decision()
        self.next_meeting_on = next_meeting_on
        self.diary_number = diary_number or self.diary_number
        self.preparation = preparation or self.preparation

    def note_decision(  # noqa: PLR0913 -- a decision has that many facts
        self,
        outcome: RulingState,
        *,
        decided_on: date,
        paragraph: str,
        diary_number: str = "",
        minutes: str = "",
        announced_on: date | None = None,
        appeal_until: date | None = None,
        legal_force_on: date | None = None,
        reasons: str = "",
    ) -> None:
        """Write down what was decided; three weeks to appeal are suggested where no day is stated."""
        self.outcome = outcome
        self.decided_on, self.paragraph, self.minutes = decided_on, bare_paragraph(paragraph), minutes.strip()
        self.diary_number = diary_number.strip() or self.diary_number
        self.announced_on, self.legal_force_on, self.reasons = announced_on, legal_force_on, reasons.strip()
        self.appeal_until = appeal_until or (suggested_appeal(announced_on) if announced_on else None)
        self.next_meeting_on = None

    def clear_decision(self) -> None:
        """Leave the decision fields empty for what comes; the trail keeps what was registered."""
        self.outcome = self.paragraph = self.minutes = self.reasons = ""
        self.decided_on = self.announced_on = self.appeal_until = self.legal_force_on = None

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.ADOPTED,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera att ärendet är antaget"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def adopt(self, *, by: AnyActor, today: date, kind: str = "", **facts: Any) -> None:
        """Register that it was prepared, recommended or adopted; `kind` lets the trail say which."""
        self.note_decision(RulingState.ADOPTED, **facts)

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.REJECTED,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.reasons_are_given,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera avslag"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def reject(self, *, by: AnyActor, today: date, **facts: Any) -> None:
        """Register a rejection with its reasons (avslag)."""
        self.note_decision(RulingState.REJECTED, **facts)

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.REMITTED,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.reasons_are_given,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera återremiss"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def remit(self, *, by: AnyActor, today: date, **facts: Any) -> None:
        """Register that it goes back for more preparation at home (återremiss); others are not affected."""
        self.note_decision(RulingState.REMITTED, **facts)

    @transition(
        field=state,
        source=[*OPEN],
        target=RulingState.SENT_BACK,
        custom={
            "guards": [
                guards.the_matter_has_come_here,
                guards.the_body_has_the_power,
                guards.the_decision_can_be_found,
                guards.reasons_are_given,
                guards.the_days_come_in_order,
            ],
            "permission": permissions.may_register,
            "label": _("registrera att ärendet sänds tillbaka"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def send_back(self, *, by: AnyActor, today: date, **facts: Any) -> None:
        """Register that it was sent back to the proposer with reasons."""
        self.note_decision(RulingState.SENT_BACK, **facts)

    @transition(
        field=state,
        source=[*RETURNED],
        target=RulingState.SUPERSEDED,
        custom={
            "guards": [guards.the_matter_is_live, guards.the_answer_is_written, guards.the_answer_can_be_found],
            "permission": permissions.may_answer,
            "label": _("svara på skälen"),
            "who": _("sekreterare, ordförande eller handläggare i det organ som lade fram förslaget"),
        },
    )
    def give_answer(self, *, by: AnyActor, today: date, answer: str, decided_on: date, paragraph: str = "") -> None:
        """Answer the reasons, so that a new round can begin; the trail keeps the paragraph of the answering body."""
        self.answer, self.answered_on = answer.strip(), decided_on

    @transition(
        field=state,
        source=[*DECIDED],
        target=RulingState.IN_PREPARATION,
        custom={
            "guards": [guards.the_entry_may_still_be_corrected, guards.reason_is_given],
            "permission": permissions.may_register,
            "label": _("ta tillbaka en felaktig registrering"),
            "who": _("huvudmannens eller organets egna registrator, sekreterare, handläggare eller ordförande"),
        },
    )
    def take_back(self, *, by: AnyActor, today: date, reason: str) -> None:
        """Undo a wrong entry, so that the right one can be made; the trail keeps both (rättelse)."""
        self.clear_decision()
