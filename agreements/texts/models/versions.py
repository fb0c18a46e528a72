from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.workflow.models import Versioned

from .. import guards, permissions
from ..content import build_text
from ..kinds import Part
from ..states import VERSION_SITUATIONS, VersionState
from .agreements import Agreement, AgreementParty
from .base import OfAgreementQuerySet, OfVersionQuerySet

FINGERPRINT = 64


class AgreementVersion(Versioned):
    """One version of an agreement's text (version); once frozen it is the text, with its fingerprint, for ever."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.CharField(_("version"), max_length=12)
    order = models.PositiveIntegerField(_("ordning"))
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="later", verbose_name=_("bygger på")
    )
    amended_by = models.ForeignKey(
        Agreement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="texts_it_gave",
        verbose_name=_("ändrad genom"),
    )
    change_note = models.CharField(_("vad som ändrades"), max_length=300, blank=True)
    updating_reason = models.TextField(_("skäl till att avtalet inte säger hur det uppdateras"), blank=True)
    cost_ore = models.BigIntegerField(_("samlad kostnad i ören"), null=True, blank=True)
    frozen_at = models.DateTimeField(_("låst"), null=True, editable=False)
    text = models.TextField(_("låst text"), blank=True, editable=False)
    text_sha256 = models.CharField(_("fingeravtryck"), max_length=FINGERPRINT, blank=True, editable=False)
    state = FSMField(_("läge"), choices=VersionState.choices, default=VersionState.DRAFTING, protected=True)
    situations: ClassVar[dict[str, Any]] = VERSION_SITUATIONS
    locked_with = ("agreement__partnership",)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("avtalsversion")
        verbose_name_plural = _("avtalsversioner")
        ordering = ("-order",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_number_is_unique"),
            models.UniqueConstraint(fields=["agreement", "order"], name="agreement_version_order_is_unique"),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=VersionState.DRAFTING),
                name="agreement_version_in_work_is_one",
                violation_error_message=_("Avtalet har redan en version som skrivs."),
            ),
            models.UniqueConstraint(
                fields=["agreement"],
                condition=Q(state=VersionState.FROZEN),
                name="agreement_version_frozen_is_one",
                violation_error_message=_("Avtalet har redan en låst text. Den ersätts när en ny låses."),
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="agreement_version_state_is_known"),
            models.CheckConstraint(
                condition=Q(state=VersionState.DRAFTING, frozen_at__isnull=True, text="", text_sha256="")
                | (
                    Q(state__in=(VersionState.FROZEN, VersionState.SUPERSEDED), frozen_at__isnull=False)
                    & ~Q(text="")
                    & ~Q(text_sha256="")
                ),
                name="agreement_version_frozen_has_fingerprint",
                violation_error_message=_("En låst text har sitt fingeravtryck, och ett utkast har inget."),
            ),
            models.CheckConstraint(
                condition=Q(cost_ore__isnull=True) | Q(cost_ore__gte=0),
                name="agreement_version_cost_is_not_negative",
                violation_error_message=_("Kostnaden kan inte vara mindre än noll."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}, version {self.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.agreement.chain

    @property
    def partnership_id(self) -> int:
        """The partnership that the agreement belongs to, for those who ask who may."""
        return int(self.agreement.partnership_id)

    @property
    def is_drafting(self) -> bool:
        """Whether it may still be changed."""
        return self.state == VersionState.DRAFTING

    @transition(
        field=state,
        source=VersionState.DRAFTING,
        target=VersionState.FROZEN,
        custom={
            "guards": [guards.plan_adds_up],
            "permission": permissions.may_write,
            "by_system": True,
            "label": _("låsa texten"),
            "who": permissions.WHO_WRITES,
        },
    )
    def freeze(self, *, by: Any, today: date, at: datetime, text_sha256: str, change_note: str = "") -> None:
        """Let the text stand still, with its fingerprint (låsa); the trail keeps the fingerprint, not the text."""
        self.frozen_at, self.text = at, build_text(self).as_json()
        self.text_sha256 = text_sha256
        self.change_note = change_note or self.change_note

    @transition(
        field=state,
        source=VersionState.FROZEN,
        target=VersionState.SUPERSEDED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("ersätta versionen"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def supersede(self, *, by: Any, today: date) -> None:
        """A later version has been frozen; this one stays readable (ersatt)."""


class OfVersion(Versioned):
    """A row that belongs to one version of a text; `version_of`, since `version` counts the row's own changes."""

    version_of: models.ForeignKey[Any, Any]
    locked_with = ("version_of__agreement__partnership",)

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return str(self.version_of.agreement.chain)


class Section(OfVersion):
    """A section of the text (avsnitt): its paragraphs are numbered within it."""

    version_of = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="sections")
    number = models.PositiveIntegerField(_("nummer"))
    title = models.CharField(_("rubrik"), max_length=200)
    part = models.CharField(_("avtalets del"), max_length=20, choices=Part.choices, blank=True)
    guidance = models.TextField(_("vägledning"), blank=True)
    clauses = models.TextField(_("text"), blank=True)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("avsnitt")
        verbose_name_plural = _("avsnitt")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version_of", "number"],
                name="agreement_section_number_is_unique",
                violation_error_message=_("Versionen har redan ett avsnitt med det numret."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="agreement_section_number_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class TimetableItem(OfVersion):
    """A day in the agreement's timetable (hålltid)."""

    version_of = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="timetable")
    what = models.CharField(_("vad"), max_length=300)
    due_on = models.DateField(_("senast"))
    party = models.ForeignKey(
        AgreementParty,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="timetable_items",
        verbose_name=_("ansvarig part"),
    )

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("hålltid")
        verbose_name_plural = _("hålltider")
        ordering = ("due_on", "pk")

    def __str__(self) -> str:
        return self.what


class Acknowledgement(models.Model):
    """That a party has agreed to a frozen version (godkännande av text); not yet a signature, and never undone."""

    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="acknowledgements")
    version_of = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="acknowledgements")
    agreed_on = models.DateField(_("godkänd"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seat_label = models.CharField(_("som"), max_length=300, blank=True)
    remark = models.TextField(_("anmärkning"), blank=True)

    objects = OfVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("godkännande av avtalstext")
        verbose_name_plural = _("godkännanden av avtalstext")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "version_of"],
                name="agreement_acknowledged_once",
                violation_error_message=_("Parten har redan godkänt den här versionen."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}, version {self.version_of.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.party.agreement.chain


class ObjectionQuerySet(OfVersionQuerySet):
    """Reads of objections."""

    def standing(self) -> Self:
        """Those that nobody has answered: the text is still the frozen one, and the party has not agreed since."""
        agreed = Acknowledgement.objects.filter(party=OuterRef("party"), version_of=OuterRef("version_of"))
        return self.filter(~Exists(agreed), version_of__state=VersionState.FROZEN)


class Objection(models.Model):
    """That a party does not agree to a frozen version, and why (invändning); never undone, but answered.

    It stands in the way of signing until the party agrees to the version, or another version is frozen.
    """

    party = models.ForeignKey(AgreementParty, models.PROTECT, related_name="objections")
    version_of = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="objections")
    objected_on = models.DateField(_("lämnad"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    seat_label = models.CharField(_("som"), max_length=300, blank=True)
    reasons = models.TextField(_("skäl"))

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("invändning mot avtalstext")
        verbose_name_plural = _("invändningar mot avtalstext")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "version_of"],
                name="agreement_objected_once",
                violation_error_message=_("Parten har redan sagt att den inte godkänner den här versionen."),
            ),
            models.CheckConstraint(
                condition=~Q(reasons=""),
                name="agreement_objection_has_reasons",
                violation_error_message=_("Den som inte godkänner en text skriver varför."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}, version {self.version_of.number}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.party.agreement.chain
