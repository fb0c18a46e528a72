from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Principal, Seat
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import AFTER, COMING, MEETING_SITUATIONS, ItemKind, MeetingState, Outcome
from .base import OfBoardQuerySet
from .boards import Board

State = MeetingState


class Meeting(Versioned):
    """A meeting of a board (sammanträde): called with an agenda, held, and minuted."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(_("nummer"))
    held_on = models.DateField(_("dag"))
    place = models.CharField(_("plats"), max_length=200, blank=True)
    called_on = models.DateField(_("kallat"), null=True, blank=True)
    chaired_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ordförande vid sammanträdet")
    )
    attested_by = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("intygat av")
    )
    attested_on = models.DateField(_("intygat"), null=True, blank=True)
    adjuster = models.ForeignKey(
        Seat, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("justerare")
    )
    adjusted_on = models.DateField(_("justerat"), null=True, blank=True)
    returned_on = models.DateField(_("återlämnat för rättning"), null=True, blank=True)
    returned_because = models.TextField(_("vad som ska rättas"), blank=True)
    cancelled_because = models.TextField(_("varför det ställdes in"), blank=True)
    state = FSMField(_("läge"), choices=State.choices, default=State.PLANNED, protected=True)

    situations: ClassVar[dict[str, Any]] = MEETING_SITUATIONS
    locked_with: ClassVar = ("board__agreement", "board__body", "board__partnership")

    objects = OfBoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("sammanträde")
        verbose_name_plural = _("sammanträden")
        ordering = ("board", "-number")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["board", "number"], name="board_meeting_number_is_unique"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="board_meeting_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=(State.CALLED, *AFTER)) | Q(called_on__isnull=False),
                name="board_meeting_is_called",
                violation_error_message=_("Ett sammanträde hålls efter kallelse."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=AFTER) | Q(chaired_by__isnull=False),
                name="board_meeting_held_has_chair",
                violation_error_message=_("Ange vem som ledde sammanträdet."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(State.ATTESTED, State.MINUTED))
                | Q(attested_by__isnull=False, attested_on__isnull=False, adjuster__isnull=False),
                name="board_meeting_minutes_are_attested",
                violation_error_message=_("Protokollet intygas först av den som ledde, som utser justerare."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.MINUTED) | Q(adjusted_on__isnull=False, adjuster__isnull=False),
                name="board_meeting_minutes_are_adjusted",
                violation_error_message=_("Ange justerare och dag."),
            ),
            models.CheckConstraint(
                condition=Q(adjuster__isnull=True) | ~Q(adjuster=models.F("chaired_by")),
                name="board_meeting_adjuster_is_another",
                violation_error_message=_("Justeraren är en annan än ordföranden."),
            ),
            models.CheckConstraint(
                condition=Q(adjuster__isnull=True) | ~Q(adjuster=models.F("attested_by")),
                name="board_meeting_two_people_answer",
                violation_error_message=_("Justeraren är en annan än den som har intygat."),
            ),
        ]

    def __str__(self) -> str:
        return f"Sammanträde {self.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.board.chain

    @property
    def partnership_id(self) -> int:
        """The partnership of its board."""
        return self.board.partnership_id

    @property
    def is_coming(self) -> bool:
        """Whether its agenda may still change."""
        return self.state in COMING

    @property
    def is_unminuted(self) -> bool:
        """Whether it was held, or is to be, and its minutes are not adjusted."""
        return self.is_coming or self.state in (State.HELD, State.ATTESTED)

    @property
    def is_returned(self) -> bool:
        """Whether its minutes have been given back and nobody has corrected anything or attested them since."""
        return self.returned_on is not None

    @transition(
        field=state,
        source=State.PLANNED,
        target=State.CALLED,
        custom={
            "guards": [guards.board_is_active, guards.agenda_is_written, guards.day_is_ahead],
            "permission": permissions.may_prepare,
            "label": _("kalla till sammanträdet"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def call(self, *, by: Any, today: date) -> None:
        """Send day, place and agenda to everybody in the board (kalla)."""
        self.called_on = today

    @transition(
        field=state,
        source=State.CALLED,
        target=State.HELD,
        custom={
            "guards": [
                guards.board_is_active,
                guards.agenda_is_written,
                guards.day_has_come,
                guards.board_is_quorate,
            ],
            "permission": permissions.may_prepare,
            "label": _("anteckna att sammanträdet är hållet"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def hold(self, *, by: Any, today: date, chaired_by: int | None = None, serving: tuple[int, ...] = ()) -> None:
        """Keep who led it; the items get their paragraphs (hålla)."""
        self.chaired_by_id = chaired_by

    @transition(
        field=state,
        source=State.HELD,
        target=State.ATTESTED,
        custom={
            "guards": [guards.every_item_is_decided, guards.adjuster_served, guards.adjuster_still_sits],
            "permission": permissions.may_attest,
            "label": _("intyga protokollet"),
            "who": permissions.WHO_ATTESTS,
        },
    )
    def attest(self, *, by: Any, today: date, adjuster: int | None = None) -> None:
        """Whoever led it says that the minutes are right, and names who is to adjust them (intyga)."""
        self.attested_by_id, self.attested_on, self.adjuster_id = by.seat.pk, today, adjuster
        self.returned_on, self.returned_because = None, ""

    @transition(
        field=state,
        source=State.ATTESTED,
        target=State.MINUTED,
        custom={
            "guards": [guards.every_item_is_decided],
            "permission": permissions.may_adjust,
            "label": _("justera protokollet"),
            "who": permissions.WHO_ADJUSTS,
        },
    )
    def adjust(self, *, by: Any, today: date) -> None:
        """The adjuster too says that the minutes are right; they are sealed (justera)."""
        self.adjusted_on = today

    @transition(
        field=state,
        source=State.ATTESTED,
        target=State.HELD,
        custom={
            "guards": [guards.return_is_explained],
            "permission": permissions.may_return,
            "label": _("lämna tillbaka protokollet för rättning"),
            "who": permissions.WHO_RETURNS,
        },
    )
    def return_minutes(self, *, by: Any, today: date, reason: str) -> None:
        """Something is wrong, or the adjuster cannot: the secretary writes anew, the chair names anew (återlämna)."""
        self.attested_by_id = self.attested_on = self.adjuster_id = None
        self.returned_on, self.returned_because = today, reason

    @transition(
        field=state,
        source=State.HELD,
        target=State.HELD,
        custom={
            "guards": [guards.board_is_quorate],
            "permission": permissions.may_prepare,
            "label": _("rätta närvaron"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def correct_attendance(
        self,
        *,
        by: Any,
        today: date,
        chaired_by: int | None = None,
        serving: tuple[int, ...] = (),
        added: tuple[str, ...] = (),
        removed: tuple[str, ...] = (),
    ) -> None:
        """Somebody was noted as present by mistake, or left out (rätta närvaron); before anybody has attested."""
        self.chaired_by_id = chaired_by
        if added or removed:
            self.returned_on, self.returned_because = None, ""

    @transition(
        field=state,
        source=list(COMING),
        target=State.CANCELLED,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_prepare,
            "label": _("ställa in sammanträdet"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def cancel(self, *, by: Any, today: date, reason: str) -> None:
        """It is not held (ställa in)."""
        self.cancelled_because = reason


class Attendance(models.Model):
    """Who was present at a meeting, and who served for the party (närvaro); names as they were that day."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="board_attendance")
    principal = models.ForeignKey(Principal, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("namn"), max_length=200)
    role = models.CharField(_("roll"), max_length=200)
    party = models.CharField(_("part"), max_length=200, blank=True)
    present = models.BooleanField(_("närvarande"), default=False)
    serving = models.BooleanField(_("tjänstgörande"), default=False)

    class Meta:
        verbose_name = _("närvaro")
        verbose_name_plural = _("närvaro")
        ordering = ("meeting", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "seat"], name="board_attendance_is_one"),
            models.CheckConstraint(
                condition=Q(serving=False) | Q(present=True),
                name="board_attendance_serves_present",
                violation_error_message=_("Den som tjänstgör är närvarande."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "principal"],
                condition=Q(serving=True, principal__isnull=False),
                name="board_attendance_one_serves_a_party",
                violation_error_message=_("En part har en tjänstgörande ledamot."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class AgendaItem(Versioned):
    """An item of a meeting (ärende), with its paragraph in the minutes once the meeting is held."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="items")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    order = models.PositiveSmallIntegerField(_("ordning"))
    kind = models.CharField(_("slag"), max_length=12, choices=ItemKind.choices, default=ItemKind.MATTER)
    title = models.CharField(_("ärende"), max_length=300)
    text = models.TextField(_("beskrivning"), blank=True)
    report = models.ForeignKey(
        "commitments.ProgressReport", models.PROTECT, null=True, blank=True, related_name="board_items"
    )
    deviation = models.ForeignKey(
        "commitments.Deviation", models.PROTECT, null=True, blank=True, related_name="board_items"
    )
    accounts = models.ForeignKey(
        "boards.AccountsRound", models.PROTECT, null=True, blank=True, related_name="board_items"
    )
    number = models.PositiveSmallIntegerField(_("paragraf"), null=True, blank=True)
    outcome = models.CharField(_("utfall"), max_length=12, choices=Outcome.choices, blank=True)
    decision = models.TextField(_("beslut"), blank=True)

    objects = OfBoardQuerySet.as_manager()
    locked_with: ClassVar = ("board__agreement", "board__body", "meeting")

    class Meta:
        verbose_name = _("ärende på dagordningen")
        verbose_name_plural = _("ärenden på dagordningen")
        ordering = ("meeting", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "order"], name="board_item_order_is_unique"),
            models.UniqueConstraint(
                fields=["board", "number"],
                condition=Q(number__isnull=False),
                name="board_paragraph_is_unique",
                violation_error_message=_("Paragrafen finns redan i styrelsens protokoll."),
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | ~Q(decision="") & Q(number__isnull=False),
                name="board_item_decided_has_words",
                violation_error_message=_("Skriv vad styrelsen beslutade."),
            ),
            models.CheckConstraint(
                condition=Q(kind=ItemKind.REPORT, report__isnull=False)
                | Q(kind=ItemKind.DEVIATION, deviation__isnull=False)
                | Q(kind=ItemKind.ACCOUNTS, accounts__isnull=False)
                | Q(
                    kind__in=(ItemKind.MATTER, ItemKind.CLOSING),
                    report__isnull=True,
                    deviation__isnull=True,
                    accounts__isnull=True,
                ),
                name="board_item_is_about_what_it_says",
                violation_error_message=_("Ange vad ärendet gäller."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph} {self.title}" if self.number else self.title

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.board.chain

    @property
    def partnership_id(self) -> int:
        """The partnership of its board."""
        return self.board.partnership_id

    @property
    def paragraph(self) -> str:
        """The paragraph as it is cited: "§ 12"."""
        return f"§\u00a0{self.number}" if self.number else ""

    @property
    def has_own_words(self) -> bool:
        """Whether the board says itself what it is about; Samverk tells that of reports, deviations and accounts."""
        return self.kind in (ItemKind.MATTER, ItemKind.CLOSING)

    @property
    def is_decided(self) -> bool:
        """Whether the board's decision is written."""
        return bool(self.outcome)
