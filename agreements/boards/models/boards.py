from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Body, Partnership, Principal, Seat, partnership_chain
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import BOARD_SITUATIONS, OF_PARTY, OF_STATE, BoardState, Place
from .base import OfBoardQuerySet, OwnedQuerySet


class BoardQuerySet(OwnedQuerySet):
    """Reads of boards."""

    def active(self) -> Self:
        """Those that follow their agreement now."""
        return self.filter(state=BoardState.ACTIVE)


class Board(Versioned):
    """The joint board that follows an agreement until every commitment is realised (styrelse, N-25, AG-4)."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="boards")
    agreement = models.OneToOneField("agreements.Agreement", models.PROTECT, related_name="board")
    body = models.OneToOneField(Body, models.PROTECT, related_name="board")
    formed_on = models.DateField(_("inrättad"))
    active_from = models.DateField(_("verksam från"), null=True, blank=True)
    closed_on = models.DateField(_("avslutad"), null=True, blank=True)
    closing_paragraph = models.CharField(_("paragraf för avslutningen"), max_length=40, blank=True)
    state = FSMField(_("läge"), choices=BoardState.choices, default=BoardState.FORMING, protected=True)

    situations: ClassVar[dict[str, Any]] = BOARD_SITUATIONS
    locked_with: ClassVar = ("agreement__parent", "body", "partnership")

    objects = BoardQuerySet.as_manager()

    class Meta:
        verbose_name = _("styrelse")
        verbose_name_plural = _("styrelser")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=BoardState.values), name="board_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=BoardState.FORMING, active_from__isnull=True)
                | ~Q(state=BoardState.FORMING) & Q(active_from__isnull=False),
                name="board_active_has_first_day",
                violation_error_message=_("En verksam styrelse har en första dag."),
            ),
            models.CheckConstraint(
                condition=(Q(state=BoardState.CLOSED, closed_on__isnull=False) & ~Q(closing_paragraph=""))
                | ~Q(state=BoardState.CLOSED) & Q(closed_on__isnull=True),
                name="board_closed_has_day_and_paragraph",
                violation_error_message=_("En avslutad styrelse har dag och paragraf."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.body.name)

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @cached_property
    def parties(self) -> list[Any]:
        """The agreement's parties in its own order; read once."""
        return list(self.agreement.parties.select_related("principal__organisation"))

    @cached_property
    def waiting(self) -> list[Any]:
        """The commitments that keep the board at work (C-02); read once for a row that was just read."""
        from agreements.commitments.queries import open_commitments  # noqa: PLC0415 -- with its reader

        return list(open_commitments(self.agreement))

    @transition(
        field=state,
        source=BoardState.FORMING,
        target=BoardState.ACTIVE,
        custom={
            "guards": [guards.agreement_holds, guards.every_place_is_filled],
            "permission": permissions.may_prepare,
            "by_system": True,
            "label": _("börja styrelsens arbete"),
            "who": permissions.WHO_PREPARES,
        },
    )
    def activate(self, *, by: Any, today: date) -> None:
        """The agreement holds and every party has its member and deputy (bli verksam)."""
        self.active_from = today

    @transition(
        field=state,
        source=BoardState.ACTIVE,
        target=BoardState.CLOSED,
        custom={
            "guards": [
                guards.every_commitment_is_realised,
                guards.every_account_is_sent,
                guards.every_meeting_is_minuted,
                guards.no_amendment_is_negotiated,
                guards.closing_is_decided,
            ],
            "permission": permissions.may_decide,
            "label": _("avsluta styrelsen"),
            "who": permissions.WHO_DECIDES,
        },
    )
    def close(self, *, by: Any, today: date, paragraph: str = "", on: date | None = None) -> None:
        """Every commitment is realised and the work is done (avsluta, C-02)."""
        self.closed_on, self.closing_paragraph = on or today, paragraph


class AppointmentQuerySet(OfBoardQuerySet):
    """Reads of appointments."""

    def on(self, today: date) -> Self:
        """Those that hold on the day."""
        begun = Q(seat__from_on__lte=today)
        return self.filter(begun & (Q(seat__until_on__isnull=True) | Q(seat__until_on__gte=today)))

    def told(self) -> Self:
        """With the person and the party, in the board's own order."""
        return self.select_related("seat__user", "principal__organisation").order_by("order", "principal_id", "pk")


class Appointment(Versioned):
    """That somebody is appointed to a place in a board, by whom and by which decision (uppdrag i styrelsen).

    People follow each other on a place for twenty years; each appointment stays as it was.
    """

    board = models.ForeignKey(Board, models.PROTECT, related_name="appointments")
    place = models.CharField(_("uppdrag"), max_length=20, choices=Place.choices)
    principal = models.ForeignKey(
        Principal, models.PROTECT, null=True, blank=True, related_name="board_appointments", verbose_name=_("part")
    )
    seat = models.OneToOneField(Seat, models.PROTECT, related_name="board_appointment")
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    reference = models.CharField(_("beslut"), max_length=200)
    appointed_on = models.DateField(_("utsedd"))
    ended_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()
    locked_with: ClassVar = ("board__body", "principal__organisation", "seat__user")

    class Meta:
        verbose_name = _("uppdrag i styrelsen")
        verbose_name_plural = _("uppdrag i styrelsen")
        ordering = ("board", "order", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(place__in=OF_PARTY, principal__isnull=False)
                | Q(place__in=OF_STATE, principal__isnull=True),
                name="board_member_is_of_a_party",
                violation_error_message=_("Ledamot och ersättare utses av en part, ordförande av staten."),
            ),
            models.UniqueConstraint(
                fields=["board", "place", "principal"],
                condition=Q(ended_on__isnull=True, principal__isnull=False),
                name="board_place_of_party_is_one",
                violation_error_message=_("Parten har redan utsett någon till den platsen."),
            ),
            models.UniqueConstraint(
                fields=["board", "place"],
                condition=Q(ended_on__isnull=True, principal__isnull=True),
                name="board_place_of_state_is_one",
                violation_error_message=_("Platsen är redan besatt."),
            ),
            models.CheckConstraint(
                condition=~Q(reference=""),
                name="board_appointment_rests_on_a_decision",
                violation_error_message=_("Ange beslutet om vem som är utsedd."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.user}, {self.get_place_display()}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.board.chain

    @property
    def partnership_id(self) -> int:
        """The partnership of its board."""
        return self.board.partnership_id
