from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from agreements.texts.models import Agreement, AgreementVersion
from governance.documents.models import Document
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..states import ROUND_SITUATIONS, UNDER_WAY, RoundState

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class SigningRoundQuerySet(models.QuerySet["SigningRound"]):
    """Reads of signing rounds."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of agreements in the actor's partnerships; everyone in a partnership sees all of it (X-01)."""
        return self.filter(agreement__partnership_id__in=actor.partnership_ids)

    def under_way(self) -> Self:
        """Those that are planned, sealed or signed on."""
        return self.filter(state__in=UNDER_WAY)

    def of(self, agreement: Agreement | int) -> Self:
        """An agreement's rounds, the newest first."""
        return self.filter(agreement=agreement).order_by("-number")


class SigningRound(Versioned):
    """One way through everybody's signatures on one frozen text (underskriftsomgång, AG-6).

    A round that was stopped stays as it is; what follows from it is a new round, on a new text or on the same one.
    """

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="signing_rounds", verbose_name=_("avtal"))
    text = models.ForeignKey(
        AgreementVersion, models.PROTECT, related_name="signing_rounds", verbose_name=_("text som undertecknas")
    )
    document = models.OneToOneField(
        Document, models.PROTECT, null=True, blank=True, related_name="signing_round", verbose_name=_("dokument")
    )
    number = models.PositiveSmallIntegerField(_("omgång"))
    last_on = models.DateField(_("senast"))
    begun_on = models.DateField(_("påbörjad"), null=True, editable=False)
    opened_on = models.DateField(_("öppnad"), null=True, editable=False)
    completed_on = models.DateField(_("avslutad"), null=True, editable=False)
    stopped_on = models.DateField(_("stoppad"), null=True, editable=False)
    stop_reason = models.TextField(_("skäl till att den stoppades"), blank=True, editable=False)
    stopped_by = models.CharField(_("stoppad av"), max_length=300, blank=True, editable=False)
    state = FSMField(_("läge"), choices=RoundState.choices, default=RoundState.PLANNED, protected=True)
    situations: ClassVar[dict[str, Any]] = ROUND_SITUATIONS
    locked_with = ("agreement__partnership", "text")

    objects = SigningRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("underskriftsomgång")
        verbose_name_plural = _("underskriftsomgångar")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="signing_round_number_is_unique"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state__in=UNDER_WAY),
                name="signing_round_is_one_at_a_time",
                violation_error_message=_("Avtalet har redan en underskriftsomgång som pågår."),
            ),
            models.CheckConstraint(condition=Q(state__in=RoundState.values), name="signing_round_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=(RoundState.PLANNED, RoundState.STOPPED)) | Q(document__isnull=False),
                name="signing_round_has_document",
                violation_error_message=_("En omgång som har börjat har sitt dokument."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RoundState.COMPLETED) | Q(completed_on__isnull=False),
                name="signing_round_completed_has_day",
                violation_error_message=_("En avslutad omgång har en dag då den avslutades."),
            ),
            models.CheckConstraint(
                condition=~Q(state=RoundState.STOPPED) | (Q(stopped_on__isnull=False) & ~Q(stop_reason="")),
                name="signing_round_stopped_has_reason",
                violation_error_message=_("En omgång som stoppas har en dag och ett skäl."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, underskrifter"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.agreement.chain

    @property
    def partnership_id(self) -> int:
        """The partnership that the agreement belongs to, for those who ask who may."""
        return int(self.agreement.partnership_id)

    @property
    def file(self) -> Document:
        """The document that is signed; a round that has begun has one."""
        if self.document is None:
            raise Document.DoesNotExist
        return self.document

    @cached_property
    def named(self) -> list[Any]:
        """Those who are to sign, with mandate and party; read once, for the guards that ask the same of it."""
        return list(self.signatories.in_order())

    @property
    def is_open(self) -> bool:
        """Whether one may sign."""
        return self.state == RoundState.OPEN

    @property
    def is_under_way(self) -> bool:
        """Whether it may still come to something."""
        return self.state in UNDER_WAY

    def keep_why(self, by: Any, today: date, reason: str, *, who: str = "") -> None:
        """Keep when, why and by whom the round was ended."""
        self.stopped_on, self.stop_reason = today, reason.strip()
        self.stopped_by = who or ", ".join(each for each in (by.user_name, by.seat_label) if each)

    @transition(
        field=state,
        source=RoundState.PLANNED,
        target=RoundState.PREPARING,
        custom={
            "guards": [
                guards.agreement_is_ready_to_sign,
                guards.text_is_the_agreed_one,
                guards.nobody_objects_to_the_text,
                guards.every_party_has_a_signatory,
                guards.every_mandate_holds,
                guards.every_frame_covers,
                guards.what_is_promised_still_stands,
                guards.last_day_is_ahead,
            ],
            "permission": permissions.may_lead,
            "label": _("öppna undertecknandet"),
            "who": permissions.WHO_LEADS,
        },
    )
    def open(self, *, by: Any, today: date, document: int) -> None:
        """Let the agreement be made into a file and sealed; then everybody signs in turn (öppna)."""
        self.document_id = document
        self.begun_on = today

    @transition(
        field=state,
        source=RoundState.PREPARING,
        target=RoundState.OPEN,
        custom={
            "guards": [guards.document_is_sealed],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("notera att avtalet är förseglat"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def note_sealed(self, *, by: Any, today: date) -> None:
        """The file is sealed, and the first may sign (förseglat)."""
        self.opened_on = today

    @transition(
        field=state,
        source=RoundState.OPEN,
        target=RoundState.COMPLETED,
        custom={
            "guards": [guards.everybody_has_signed],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("avsluta omgången"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def complete(self, *, by: Any, today: date) -> None:
        """The last signature is in the file (avslutad, AG-6)."""
        self.completed_on = today

    @transition(
        field=state,
        source=[RoundState.PLANNED, RoundState.PREPARING, RoundState.OPEN],
        target=RoundState.STOPPED,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("stoppa undertecknandet"),
            "who": permissions.WHO_LEADS,
        },
    )
    def stop(self, *, by: Any, today: date, reason: str, who: str = "") -> None:
        """End it before everybody has signed; the text may be changed again (stoppa)."""
        self.keep_why(by, today, reason, who=who)

    @transition(
        field=state,
        source=[RoundState.PREPARING, RoundState.OPEN],
        target=RoundState.STOPPED,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_lead,
            "label": _("byta undertecknare"),
            "who": permissions.WHO_LEADS,
        },
    )
    def give_way(self, *, by: Any, today: date, reason: str) -> None:
        """End it for a new round on the same text, in which somebody else signs (ge plats)."""
        self.keep_why(by, today, reason)
