from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Mandate, Principal
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import NOT_SIGNED, SIGNATORY_SITUATIONS, RoundState, SignatoryState, Way
from .base import OfRoundQuerySet
from .rounds import SigningRound


class SignatoryQuerySet(OfRoundQuerySet):
    """Reads of those who sign."""

    def in_order(self) -> Self:
        """In the order that they sign, with what their names need."""
        return self.select_related("principal__organisation", "user", "mandate").order_by("group", "order")

    def unsigned(self) -> Self:
        """Those whose signature is not in the file."""
        return self.filter(state__in=NOT_SIGNED)

    def whose_turn(self) -> Self:
        """Those who may sign now, in rounds that are open."""
        return self.filter(state=SignatoryState.TURN, round__state=RoundState.OPEN)


class Signatory(Versioned):
    """One who signs for a party (undertecknare): this person, on this mandate, in this field of the file.

    `group` is the order: those with the same number may sign at the same time.
    """

    round = models.ForeignKey(SigningRound, models.PROTECT, related_name="signatories", verbose_name=_("omgång"))
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="signatures", verbose_name=_("part"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="signatures", verbose_name=_("person")
    )
    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="signatures", verbose_name=_("mandat"))
    name = models.CharField(_("namn"), max_length=200)
    role = models.CharField(_("roll"), max_length=120)
    basis = models.CharField(_("beslut som mandatet vilar på"), max_length=200)
    order = models.PositiveSmallIntegerField(_("plats i listan"))
    group = models.PositiveSmallIntegerField(_("i ordning"), default=1)
    turn_on = models.DateField(_("tur sedan"), null=True, editable=False)
    way = models.CharField(_("sätt"), max_length=10, choices=Way.choices, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("försök"), default=0, editable=False)
    confirmed_at = models.DateTimeField(_("bekräftade"), null=True, editable=False)
    signed_at = models.DateTimeField(_("undertecknade"), null=True, editable=False)
    problem = models.TextField(_("varför underskriften inte kom med"), blank=True, editable=False)
    ended_on = models.DateField(_("slutade"), null=True, editable=False)
    reason = models.TextField(_("skäl"), blank=True, editable=False)
    state = FSMField(_("läge"), choices=SignatoryState.choices, default=SignatoryState.WAITING, protected=True)
    situations: ClassVar[dict[str, Any]] = SIGNATORY_SITUATIONS
    locked_with = ("round__agreement__partnership", "principal__organisation", "user", "mandate")

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        verbose_name = _("undertecknare")
        verbose_name_plural = _("undertecknare")
        ordering = ("round", "group", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "order"], name="signatory_order_is_unique"),
            models.UniqueConstraint(
                fields=["round", "user", "principal"],
                name="signatory_is_one_a_person_and_party",
                violation_error_message=_("Personen undertecknar redan för parten."),
            ),
            models.CheckConstraint(condition=Q(group__gte=1), name="signatory_group_counts_from_one"),
            models.CheckConstraint(condition=Q(state__in=SignatoryState.values), name="signatory_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=(SignatoryState.SIGNED, SignatoryState.WITHDRAWN))
                | (Q(signed_at__isnull=False) & ~Q(way="")),
                name="signatory_signed_has_time_and_way",
                violation_error_message=_("En underskrift har en tid och ett sätt."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(SignatoryState.REJECTED, SignatoryState.WITHDRAWN))
                | (Q(ended_on__isnull=False) & ~Q(reason="")),
                name="signatory_no_has_day_and_reason",
                violation_error_message=_("Ett nej har en dag och ett skäl."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.principal}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.round.chain

    @property
    def partnership_id(self) -> int:
        """The partnership that the agreement belongs to, for those who ask who may."""
        return self.round.partnership_id

    @property
    def field(self) -> str:
        """The name of the field in the file."""
        return f"sign_{self.order}"

    @property
    def job_key(self) -> str:
        """The key of the job that adds this signature, this time."""
        return f"signing.sign:{self.pk}:{self.attempts}"

    def begin(self, way: str, at: datetime) -> None:
        """Keep how and when the person said yes; the signature itself is added later."""
        self.way, self.confirmed_at, self.problem = way, at, ""
        self.attempts += 1

    @transition(
        field=state,
        source=SignatoryState.WAITING,
        target=SignatoryState.TURN,
        custom={
            "guards": [guards.round_is_open, guards.those_before_have_signed],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("få turen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def give_turn(self, *, by: Any, today: date) -> None:
        """Everybody before has signed (tur)."""
        self.turn_on = today

    @transition(
        field=state,
        source=SignatoryState.TURN,
        target=SignatoryState.SIGNING,
        custom={
            "guards": [
                guards.round_is_open,
                guards.signed_in_again,
                guards.mandate_holds,
                guards.own_body_has_decided,
                guards.frame_covers,
                guards.what_is_promised_still_stands,
                guards.file_is_not_lent_out,
            ],
            "permission": permissions.is_the_signatory,
            "label": _("underteckna i Samverk"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def confirm(self, *, by: Any, today: date, at: datetime, proof: Any) -> None:
        """Say yes after having signed in again; Samverk then signs in the person's name (underteckna)."""
        self.begin(Way.SAMVERK, at)

    @transition(
        field=state,
        source=SignatoryState.TURN,
        target=SignatoryState.TURN,
        custom={
            "guards": [
                guards.round_is_open,
                guards.mandate_holds,
                guards.own_body_has_decided,
                guards.frame_covers,
                guards.what_is_promised_still_stands,
                guards.file_is_not_lent_out,
                guards.nobody_is_signing,
            ],
            "permission": permissions.is_the_signatory,
            "label": _("låna filen för att underteckna utanför Samverk"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def check_out(self, *, by: Any, today: date, until: datetime) -> None:
        """Borrow the file to sign it elsewhere; meanwhile nobody else signs (låna filen)."""

    @transition(
        field=state,
        source=SignatoryState.TURN,
        target=SignatoryState.SIGNING,
        custom={
            "guards": [
                guards.round_is_open,
                guards.mandate_holds,
                guards.own_body_has_decided,
                guards.frame_covers,
                guards.what_is_promised_still_stands,
                guards.file_is_lent_to_the_signatory,
            ],
            "permission": permissions.is_the_signatory,
            "label": _("lämna in den undertecknade filen"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def hand_in(self, *, by: Any, today: date, at: datetime, sha256: str) -> None:
        """Give back the file with one's signature in it (lämna in)."""
        self.begin(Way.UPLOAD, at)

    @transition(
        field=state,
        source=SignatoryState.SIGNING,
        target=SignatoryState.SIGNED,
        custom={
            "guards": [guards.round_is_open],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("notera underskriften"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def note_signed(self, *, by: Any, today: date, at: datetime, sha256: str) -> None:
        """The signature is in the file (undertecknat)."""
        self.signed_at = at

    @transition(
        field=state,
        source=SignatoryState.SIGNING,
        target=SignatoryState.TURN,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("lämna tillbaka turen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def return_turn(self, *, by: Any, today: date, problem: str) -> None:
        """The signature could not be added; the person is told why and may try again (tillbaka)."""
        self.problem, self.way = problem, ""

    @transition(
        field=state,
        source=[SignatoryState.WAITING, SignatoryState.TURN],
        target=SignatoryState.REJECTED,
        custom={
            "guards": [guards.round_is_open, guards.reason_is_given],
            "permission": permissions.is_the_signatory,
            "label": _("avvisa avtalet"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def reject(self, *, by: Any, today: date, reason: str) -> None:
        """Say no, with reasons; the round is stopped (avvisa)."""
        self.ended_on, self.reason = today, reason.strip()

    @transition(
        field=state,
        source=SignatoryState.SIGNED,
        target=SignatoryState.WITHDRAWN,
        custom={
            "guards": [guards.round_is_open, guards.reason_is_given],
            "permission": permissions.is_the_signatory,
            "label": _("ta tillbaka underskriften"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def withdraw(self, *, by: Any, today: date, reason: str) -> None:
        """Take one's signature back before the others have signed; the round is stopped (återta)."""
        self.ended_on, self.reason = today, reason.strip()

    @transition(
        field=state,
        source=[SignatoryState.WAITING, SignatoryState.TURN, SignatoryState.SIGNING],
        target=SignatoryState.ENDED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("avbrytas"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def end(self, *, by: Any, today: date) -> None:
        """The round was stopped before this person signed (avbrutet)."""
        self.ended_on = today
