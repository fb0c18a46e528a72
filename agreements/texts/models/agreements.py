from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.organisations.models import Partnership, Principal, partnership_chain
from governance.workflow.models import Versioned

from .. import guards, permissions
from ..kinds import AgreementKind, DetailLevel, LegalBasis, SignOrder
from ..states import AGREEMENT_SITUATIONS, BINDING, HAS_HELD, OVER, UNDER_WAY, WRITTEN, AgreementState
from .base import OfAgreementQuerySet, OwnedQuerySet

if TYPE_CHECKING:
    from .versions import AgreementVersion

LAPSES_FROM = [
    AgreementState.DRAFT,
    AgreementState.PREPARED,
    AgreementState.READY_TO_SIGN,
    AgreementState.PARTLY_SIGNED,
    AgreementState.AWAITING_DECISIONS,
    AgreementState.IN_FORCE,
    AgreementState.UNDER_AMENDMENT,
]


class AgreementQuerySet(OwnedQuerySet):
    """Reads of agreements."""

    def under_way(self) -> Self:
        """Those that are written, signed or decided, and do not hold yet."""
        return self.filter(state__in=UNDER_WAY)

    def binding(self) -> Self:
        """Those that hold for their parties."""
        return self.filter(state__in=BINDING)

    def amendments(self) -> Self:
        """Those that change another (tilläggsavtal)."""
        return self.filter(kind=AgreementKind.AMENDMENT)

    def public(self) -> Self:
        """Those that anybody may read: marked as public, and in force once."""
        return self.filter(is_public=True, state__in=HAS_HELD)


class Agreement(Versioned):
    """What the parties have promised each other (avtal); its text lives in versions that stand still once frozen."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agreements")
    negotiation = models.ForeignKey(
        "negotiations.Negotiation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements",
        verbose_name=_("förhandling"),
    )
    kind = models.CharField(_("slag"), max_length=20, choices=AgreementKind.choices)
    number = models.CharField(_("nummer"), max_length=40)
    title = models.CharField(_("rubrik"), max_length=200, db_collation="swedish")
    detail_level = models.CharField(
        _("detaljeringsgrad"), max_length=20, choices=DetailLevel.choices, default=DetailLevel.FRAMEWORK
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("hör till avtalet")
    )
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors", verbose_name=_("efterträder avtalet")
    )
    period_from = models.DateField(_("gäller från"), null=True, blank=True)
    period_until = models.DateField(_("gäller till och med"), null=True, blank=True)
    last_on = models.DateField(_("ska ha trätt i kraft senast"), null=True, blank=True)
    sign_order = models.CharField(
        _("ordning"), max_length=20, choices=SignOrder.choices, default=SignOrder.DECIDE_FIRST
    )
    legal_basis = models.CharField(
        _("rättslig grund"), max_length=20, choices=LegalBasis.choices, default=LegalBasis.NONE, blank=True
    )
    is_public = models.BooleanField(_("får läsas av alla när det gäller"), default=False)
    agreed_version = models.ForeignKey(
        "agreements.AgreementVersion",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("den text som undertecknas eller gäller"),
    )
    in_force_on = models.DateField(_("trädde i kraft"), null=True, editable=False)
    ended_on = models.DateField(_("upphörde"), null=True, editable=False)
    end_reason = models.TextField(_("skäl till att det upphörde"), blank=True, editable=False)
    state = FSMField(_("läge"), choices=AgreementState.choices, default=AgreementState.DRAFT, protected=True)
    situations: ClassVar[dict[str, Any]] = AGREEMENT_SITUATIONS
    locked_with = ("partnership", "parent")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avtal")
        verbose_name_plural = _("avtal")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "number"],
                name="agreement_number_is_unique",
                violation_error_message=_("Ett annat avtal har redan det numret."),
            ),
            models.CheckConstraint(condition=Q(state__in=AgreementState.values), name="agreement_state_is_known"),
            models.CheckConstraint(
                condition=Q(period_from__isnull=True)
                | Q(period_until__isnull=True)
                | Q(period_until__gte=F("period_from")),
                name="agreement_period_is_forward",
                violation_error_message=_("Avtalet kan inte upphöra innan det börjar gälla."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=HAS_HELD) | Q(in_force_on__isnull=False),
                name="agreement_in_force_has_start_date",
                violation_error_message=_("Ett avtal som gäller har en dag då det trädde i kraft."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=OVER) | Q(ended_on__isnull=False),
                name="agreement_ended_has_end_date",
                violation_error_message=_("Ett avtal som har upphört har en dag då det upphörde."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*WRITTEN, AgreementState.LAPSED)) | Q(agreed_version__isnull=False),
                name="agreement_to_sign_has_its_text",
                violation_error_message=_("Ett avtal undertecknas med en låst text."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=AgreementKind.AMENDMENT) | Q(parent__isnull=False),
                name="agreement_amendment_has_parent",
                violation_error_message=_("Ett tilläggsavtal hör till ett avtal."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("pk")), name="agreement_is_not_its_own_parent"
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")), name="agreement_is_not_its_own_successor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def is_written(self) -> bool:
        """Whether its text may still be changed."""
        return self.state in WRITTEN

    @property
    def is_binding(self) -> bool:
        """Whether it holds for its parties today."""
        return self.state in BINDING

    @property
    def is_amendment(self) -> bool:
        """Whether it changes another agreement."""
        return self.kind == AgreementKind.AMENDMENT

    @property
    def root(self) -> "Agreement":
        """The agreement itself, or the one that it amends; boards and commitments live with that one."""
        return self.parent if self.is_amendment and self.parent is not None else self

    @cached_property
    def newest_version(self) -> "AgreementVersion | None":
        """The version that is written or was frozen last; read once."""
        found: AgreementVersion | None = self.versions.order_by("-order").first()
        return found

    @transition(
        field=state,
        source=AgreementState.DRAFT,
        target=AgreementState.PREPARED,
        custom={
            "guards": [guards.parties_are_several, guards.text_is_begun, guards.OTHERS_LET_PREPARE],
            "permission": permissions.may_write,
            "by_system": True,
            "label": _("lämna avtalet till beredning"),
            "who": permissions.WHO_WRITES,
        },
    )
    def prepare(self, *, by: Any, today: date, **_details: Any) -> None:
        """Put the draft before the parties (bereda)."""

    @transition(
        field=state,
        source=AgreementState.PREPARED,
        target=AgreementState.DRAFT,
        custom={
            "permission": permissions.may_write,
            "by_system": True,
            "label": _("ta tillbaka avtalet till utkast"),
            "who": permissions.WHO_WRITES,
        },
    )
    def rework(self, *, by: Any, today: date, reason: str = "", **_details: Any) -> None:
        """Take it back to be written anew (arbeta om)."""

    @transition(
        field=state,
        source=AgreementState.PREPARED,
        target=AgreementState.READY_TO_SIGN,
        custom={
            "guards": [
                guards.parties_are_several,
                guards.mandatory_parts_are_filled,
                guards.updating_is_written_or_explained,
                guards.financing_adds_up,
                guards.text_is_frozen,
                guards.no_party_objects,
                guards.OTHERS_LET_MAKE_READY,
            ],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("göra avtalet klart att underteckna"),
            "who": permissions.WHO_LEADS,
        },
    )
    def make_ready(self, *, by: Any, today: date, **_details: Any) -> None:
        """Say that the frozen text is the one to sign (klart att underteckna, AG-1)."""
        self.agreed_version = self.newest_version

    @transition(
        field=state,
        source=AgreementState.READY_TO_SIGN,
        target=AgreementState.PARTLY_SIGNED,
        custom={
            "guards": [guards.OTHERS_LET_BEGIN],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("börja underteckna"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def begin_signing(self, *, by: Any, today: date, **_details: Any) -> None:
        """The first party has signed (delvis undertecknat)."""

    @transition(
        field=state,
        source=[AgreementState.READY_TO_SIGN, AgreementState.PARTLY_SIGNED],
        target=AgreementState.AWAITING_DECISIONS,
        custom={
            "guards": [guards.OTHERS_LET_SIGN],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("notera att alla har undertecknat"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def note_all_signed(self, *, by: Any, today: date, **_details: Any) -> None:
        """Every party has signed; what else validity asks for remains (AG-6)."""

    @transition(
        field=state,
        source=[AgreementState.READY_TO_SIGN, AgreementState.PARTLY_SIGNED],
        target=AgreementState.DRAFT,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("stoppa undertecknandet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def stop_signing(self, *, by: Any, today: date, reason: str = "", **_details: Any) -> None:
        """A party said no or the round was withdrawn: the text goes back to be written (stoppat)."""
        self.agreed_version = None

    @transition(
        field=state,
        source=AgreementState.PARTLY_SIGNED,
        target=AgreementState.READY_TO_SIGN,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("börja om undertecknandet på samma text"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def sign_anew(self, *, by: Any, today: date, **_details: Any) -> None:
        """A signatory was replaced: everybody signs a new file of the same text, which stands (börja om)."""

    @transition(
        field=state,
        source=AgreementState.AWAITING_DECISIONS,
        target=AgreementState.IN_FORCE,
        custom={
            "guards": [guards.OTHERS_LET_HOLD],
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("låta avtalet träda i kraft"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def bring_into_force(self, *, by: Any, today: date, on: date | None = None, **_details: Any) -> None:
        """Every condition is met: it holds from a day (träda i kraft)."""
        self.in_force_on = on or today

    @transition(
        field=state,
        source=AgreementState.IN_FORCE,
        target=AgreementState.UNDER_AMENDMENT,
        custom={
            "guards": [guards.OTHERS_LET_AMEND],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("börja på ett tilläggsavtal"),
            "who": permissions.WHO_LEADS,
        },
    )
    def begin_amendment(self, *, by: Any, today: date, reason: str = "", **_details: Any) -> None:
        """An amendment is negotiated; the agreement holds meanwhile (under ändring)."""

    @transition(
        field=state,
        source=AgreementState.UNDER_AMENDMENT,
        target=AgreementState.IN_FORCE,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("avsluta ändringen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def end_amendment(self, *, by: Any, today: date, text: Any = None, **_details: Any) -> None:
        """The amendment holds, with its text as the agreement's own from now on; or it came to nothing."""
        self.agreed_version = text or self.agreed_version

    @transition(
        field=state,
        source=[AgreementState.IN_FORCE, AgreementState.UNDER_AMENDMENT],
        target=AgreementState.REPLACED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("ersätta avtalet"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def replace(self, *, by: Any, today: date, on: date | None = None, reason: str = "", **_details: Any) -> None:
        """A later agreement holds in its place (ersatt, AG-5)."""
        self.ended_on, self.end_reason = on or today, reason

    @transition(
        field=state,
        source=AgreementState.IN_FORCE,
        target=AgreementState.COMPLETED,
        custom={
            "guards": [guards.no_amendment_is_under_way, guards.OTHERS_LET_COMPLETE],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("slutföra avtalet"),
            "who": permissions.WHO_LEADS,
        },
    )
    def complete(self, *, by: Any, today: date, reason: str = "", **_details: Any) -> None:
        """All that was promised is realised (slutfört)."""
        self.ended_on, self.end_reason = today, reason

    @transition(
        field=state,
        source=[AgreementState.IN_FORCE, AgreementState.UNDER_AMENDMENT],
        target=AgreementState.TERMINATED,
        custom={
            "guards": [guards.reason_is_given, guards.OTHERS_LET_TERMINATE],
            "permission": permissions.may_lead,
            "by_system": True,
            "label": _("avsluta avtalet i förtid"),
            "who": permissions.WHO_LEADS,
        },
    )
    def terminate(self, *, by: Any, today: date, reason: str, on: date | None = None, **_details: Any) -> None:
        """The parties end it before all is done (uppsagt eller hävt)."""
        self.ended_on, self.end_reason = on or today, reason.strip()

    @transition(
        field=state,
        source=[AgreementState.DRAFT, AgreementState.PREPARED],
        target=AgreementState.LAPSED,
        custom={
            "guards": [guards.reason_is_given],
            "permission": permissions.may_lead,
            "label": _("lägga ned arbetet med avtalet"),
            "who": permissions.WHO_LEADS,
        },
    )
    def abandon(self, *, by: Any, today: date, reason: str, **_details: Any) -> None:
        """The parties do not go on with it (lägga ned)."""
        self.ended_on, self.end_reason = today, reason.strip()

    @transition(
        field=state,
        source=LAPSES_FROM,
        target=AgreementState.LAPSED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("låta avtalet förfalla"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def lapse(self, *, by: Any, today: date, reason: str = "", on: date | None = None, **_details: Any) -> None:
        """A condition cannot be met any more (förfalla)."""
        self.ended_on, self.end_reason = on or today, reason.strip()


class AgreementParty(Versioned):
    """A principal that is party to an agreement (avtalspart), in the order that the text names them."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parties")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="agreement_parties")
    order = models.PositiveIntegerField(_("ordning"), default=1)
    role = models.CharField(_("roll i avtalet"), max_length=300, blank=True)
    locked_with = ("agreement", "principal__organisation")

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avtalspart")
        verbose_name_plural = _("avtalsparter")
        ordering = ("order", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "principal"],
                name="agreement_party_is_one",
                violation_error_message=_("Parten finns redan i avtalet."),
            )
        ]

    def __str__(self) -> str:
        return str(self.principal)

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.agreement.chain
