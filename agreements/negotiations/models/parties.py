from datetime import date
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from governance.organisations.kinds import OrganisationKind
from governance.organisations.models import Principal
from governance.workflow.models import Versioned

from ..states import Gate, Level
from .base import NegotiationPart, OfPartyQuerySet, PartQuerySet, PartyPart
from .negotiations import Negotiation


class PartyQuerySet(PartQuerySet):
    """Reads of parties."""

    def present(self) -> Self:
        """Those that have not left."""
        return self.filter(left_on__isnull=True)

    def with_organisation(self) -> Self:
        """With principal and organisation, in the negotiation's own order."""
        return self.select_related("principal__organisation").order_by("order", "pk")


class Party(NegotiationPart):
    """An organisation in a negotiation (part) with its role, undertakings and mandate (P-02), and its situation (P-09).

    The neutral negotiator is not the State's representative: the State is a party with a seat of its own.
    """

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="parties")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="parties")
    level = models.CharField(_("nivå"), max_length=20, choices=Level.choices)
    role = models.CharField(_("roll"), max_length=300, blank=True)
    undertakings = models.TextField(_("vad parten kan åta sig"), blank=True)
    situation = models.TextField(_("situation och svårigheter"), blank=True)
    is_state = models.BooleanField(_("staten"), default=False)
    order = models.PositiveSmallIntegerField(_("ordning"), default=0)
    joined_on = models.DateField(_("part sedan"))
    left_on = models.DateField(_("lämnade"), null=True, blank=True)
    left_because = models.TextField(_("skäl för att lämna"), blank=True)

    objects = PartyQuerySet.as_manager()
    locked_with = ("negotiation", "principal__organisation")

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parter")
        ordering = ("order", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["negotiation", "principal"],
                name="party_is_one_in_negotiation",
                violation_error_message=_("Organisationen är redan part i förhandlingen."),
            ),
            models.UniqueConstraint(
                fields=["negotiation"],
                condition=Q(is_state=True, left_on__isnull=True),
                name="state_is_one_party",
                violation_error_message=_("Staten är redan part i förhandlingen."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | ~Q(left_because=""),
                name="party_that_left_said_why",
                violation_error_message=_("Ange skälet för att lämna förhandlingen."),
            ),
        ]

    def __str__(self) -> str:
        return self.principal.organisation.name

    @property
    def organisation(self) -> Any:
        """The organisation that takes part."""
        return self.principal.organisation

    @property
    def is_association(self) -> bool:
        """Whether it is an association: what it signs binds itself and no member (A-01)."""
        return bool(self.organisation.kind == OrganisationKind.ASSOCIATION)

    @property
    def name(self) -> str:
        """The name in a list, an association marked as one."""
        short = str(self.organisation.short_name)
        return f"{short} (förening)" if self.is_association else short


class GateConfirmation(PartyPart):
    """That a party confirms a gate (bekräftelse); a differing view on the subject itself may stand beside it (N-04)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="confirmations")
    gate = models.PositiveSmallIntegerField(_("grind"), choices=Gate.choices)
    confirmed_on = models.DateField(_("bekräftad"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    directive_edition = models.PositiveIntegerField(_("direktivets utgåva"))
    differing_view = models.TextField(_("avvikande syn i sak"), blank=True)
    withdrawn_on = models.DateField(_("återtagen"), null=True, blank=True)
    withdrawn_because = models.TextField(_("skäl för återtagandet"), blank=True)

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("bekräftelse")
        verbose_name_plural = _("bekräftelser")
        ordering = ("gate", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "gate"],
                condition=Q(withdrawn_on__isnull=True),
                name="gate_is_confirmed_once",
                violation_error_message=_("Parten har redan bekräftat grinden."),
            ),
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="gate_is_known"),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | ~Q(withdrawn_because=""),
                name="withdrawn_confirmation_says_why",
                violation_error_message=_("Ange skälet för att ta tillbaka bekräftelsen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}: grind {self.gate}"


class GateRemark(PartyPart):
    """Why a party has not confirmed a gate yet, and when it expects to (besked om en grind)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="remarks")
    gate = models.PositiveSmallIntegerField(_("grind"), choices=Gate.choices)
    text = models.TextField(_("besked"))
    expected_on = models.DateField(_("väntas"), null=True, blank=True)
    told_on = models.DateField(_("lämnat"))

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("besked om en grind")
        verbose_name_plural = _("besked om grindar")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "gate"], name="gate_remark_is_the_latest"),
            models.CheckConstraint(condition=Q(gate__in=Gate.values), name="gate_of_remark_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.party}: grind {self.gate}"


class FinanceChange(PartyPart):
    """That a party's finances changed (ändrad ekonomi): it concerns every party and what they were about to promise."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="finance_changes")
    told_on = models.DateField(_("anmäld"))
    what = models.TextField(_("vad som har ändrats"))
    new_frame_ore = models.BigIntegerField(_("ny ram i ören"), null=True, blank=True)
    stage = models.CharField(_("förhandlingens läge"), max_length=20)

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("ändrad ekonomi")
        verbose_name_plural = _("ändringar av ekonomi")
        ordering = ("-told_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(new_frame_ore__isnull=True) | Q(new_frame_ore__gte=0),
                name="changed_frame_is_not_negative",
                violation_error_message=_("Den nya ramen kan inte vara mindre än noll."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: ändrad ekonomi"


class NegotiatorQuerySet(PartQuerySet):
    """Reads of appointments."""

    def serving(self, today: date) -> Self:
        """Those that hold on the day, of persons who need not abstain in the negotiation."""
        abstaining = ConflictOfInterest.objects.filter(
            negotiator__negotiation_id=OuterRef("negotiation_id"),
            negotiator__user_id=OuterRef("user_id"),
            must_abstain=True,
        )
        held = self.filter(Q(until_on__isnull=True) | Q(until_on__gte=today), from_on__lte=today)
        return held.exclude(Exists(abstaining))


class Negotiator(NegotiationPart):
    """Who is appointed to lead the negotiation (förhandlingsperson), by which decision and beside which other roles."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="negotiators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments")
    appointment = models.CharField(_("beslut om förordnande"), max_length=200)
    appointed_on = models.DateField(_("förordnad"))
    from_on = models.DateField(_("från"))
    until_on = models.DateField(_("till och med"), null=True, blank=True)
    background = models.TextField(_("erfarenhet"), blank=True)
    other_roles = models.TextField(_("andra uppdrag"), blank=True)

    objects = NegotiatorQuerySet.as_manager()
    locked_with = ("negotiation", "user")

    class Meta:
        verbose_name = _("förhandlingsperson")
        verbose_name_plural = _("förhandlingspersoner")
        ordering = ("from_on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["negotiation", "user"],
                condition=Q(until_on__isnull=True),
                name="negotiator_is_appointed_once",
                violation_error_message=_("Personen är redan förordnad."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="appointment_period_is_forward",
                violation_error_message=_("Sista dagen kan inte vara före den första."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    def serves_on(self, today: date) -> bool:
        """Whether the appointment holds on the day."""
        return bool(self.from_on <= today and (self.until_on is None or self.until_on >= today))


class ConflictQuerySet(models.QuerySet["ConflictOfInterest"]):
    """Reads of the register of conflicts of interest."""

    def visible_to(self, actor: Any) -> Self:
        """Those of the actor's partnerships: neutrality is shown, not claimed (P-07)."""
        return self.filter(negotiator__negotiation__partnership_id__in=actor.partnership_ids)


class ConflictOfInterest(Versioned):
    """What a negotiator declares that might shake the trust in him or her (jäv), or that there is nothing."""

    negotiator = models.ForeignKey(Negotiator, models.PROTECT, related_name="conflicts")
    declared_on = models.DateField(_("anmält"))
    has_conflict = models.BooleanField(_("det finns något att anmäla"), default=True)
    what = models.TextField(_("vad som anmäls"), blank=True)
    assessment = models.TextField(_("bedömning"), blank=True)
    assessed_on = models.DateField(_("bedömt"), null=True, blank=True)
    must_abstain = models.BooleanField(_("ska avstå"), default=False)

    objects = ConflictQuerySet.as_manager()
    locked_with = ("negotiator__negotiation", "negotiator__user")

    class Meta:
        verbose_name = _("jävsanmälan")
        verbose_name_plural = _("jävsanmälningar")
        ordering = ("-declared_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(has_conflict=False) | ~Q(what=""),
                name="conflict_says_what",
                violation_error_message=_("Skriv vad som anmäls."),
            ),
            models.CheckConstraint(
                condition=Q(assessed_on__isnull=True) | ~Q(assessment=""),
                name="assessed_conflict_has_assessment",
                violation_error_message=_("Skriv bedömningen."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.negotiator}: {self.what or 'inget att anmäla'}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return str(self.negotiator.chain)

    @property
    def waits_for_assessment(self) -> bool:
        """Whether something is declared that nobody has assessed yet."""
        return self.has_conflict and self.assessed_on is None
