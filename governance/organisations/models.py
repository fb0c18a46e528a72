from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from governance.audit.services import SYSTEM_CHAIN
from governance.workflow.models import Versioned

from .kinds import BodyKind, OrganisationKind, PartnershipKind, PrincipalGroup, SeatRole
from .numbers import validate_code, validate_organisation_number

if TYPE_CHECKING:
    from .actors import Actor


def partnership_chain(partnership_id: int) -> str:
    """The name of a partnership's chain in the trail."""
    return f"partnership:{partnership_id}"


def current(today: date) -> Q:
    """Rows whose period (both ends included) holds the day."""
    return Q(from_on__lte=today) & (Q(until_on__isnull=True) | Q(until_on__gte=today))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def visible_to(self, actor: "Actor") -> Self:
        """Principals of the actor's partnerships, and the actor's own; all of them for those who register them."""
        if getattr(actor.user, "is_staff", False):
            return self.all()
        shared = Principal.objects.filter(partnership_id__in=actor.partnership_ids).values("organisation_id")
        return self.filter(Q(pk__in=actor.organisation_ids) | Q(pk__in=shared))


class Organisation(Versioned):
    """A legal person that takes part (organisation). `code` is the official statistical code, text with its zeros."""

    kind = models.CharField(_("slag"), max_length=20, choices=OrganisationKind.choices)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    short_name = models.CharField(_("kort namn"), max_length=60, db_collation="swedish")
    organisation_number = models.CharField(
        _("organisationsnummer"), max_length=11, blank=True, validators=[validate_organisation_number]
    )
    code = models.CharField(_("statistisk kod"), max_length=4, blank=True, validators=[validate_code])

    objects = OrganisationQuerySet.as_manager()

    chain = SYSTEM_CHAIN

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisationer")
        ordering = ("short_name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="organisation_code_is_unique",
                violation_error_message=_("En annan organisation har redan den koden."),
            ),
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~Q(organisation_number=""),
                name="organisation_number_is_unique",
                violation_error_message=_("En annan organisation har redan det organisationsnumret."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PopulationFigure(models.Model):
    """How many lived in an area on a day (folkmängd), with its source; never changed, only succeeded."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="populations")
    reference_date = models.DateField(_("avser dagen"))
    population = models.PositiveIntegerField(_("invånare"))
    source = models.CharField(_("källa"), max_length=300)
    imported_at = models.DateTimeField(_("inläst"), auto_now_add=True)

    class Meta:
        verbose_name = _("folkmängd")
        verbose_name_plural = _("folkmängder")
        ordering = ("reference_date", "organisation__code")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "reference_date"], name="population_is_one_a_day"),
            models.CheckConstraint(
                condition=Q(population__gt=0),
                name="population_is_positive",
                violation_error_message=_("Invånarantalet ska vara större än noll."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.reference_date}"


class PopulationImport(models.Model):
    """A file of population figures that was read in (inläsning), whole or not at all."""

    source = models.CharField(_("källa"), max_length=300)
    sha256 = models.CharField(_("filens kontrollsumma"), max_length=64)
    figures = models.PositiveIntegerField(_("nya uppgifter"))
    imported_at = models.DateTimeField(_("inläst"), auto_now_add=True)

    chain = SYSTEM_CHAIN

    class Meta:
        verbose_name = _("inläsning av folkmängd")
        verbose_name_plural = _("inläsningar av folkmängd")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.source


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    """Reads of partnerships."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those that the actor takes part in or has been given insight into."""
        return self.filter(pk__in=actor.partnership_ids)


class Partnership(Versioned):
    """The frame that owns everything below it (partnerskap): SGD Skåne, a Sverigeförhandling, VIP."""

    slug = models.SlugField(_("adress"), max_length=40, unique=True)
    kind = models.CharField(_("slag"), max_length=20, choices=PartnershipKind.choices)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    short_name = models.CharField(_("kort namn"), max_length=60)
    purpose = models.TextField(_("syfte"), blank=True)
    is_demo = models.BooleanField(_("demonstration"), default=False)
    started_on = models.DateField(_("började"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnerskap")
        verbose_name_plural = _("partnerskap")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """Its chain in the trail."""
        return partnership_chain(self.pk)


class PartnershipGroupObjectPermission(GroupObjectPermissionBase):
    """Insight given to a body outside the partnership, such as an auditor's office (insyn); ends on its own day."""

    content_object = models.ForeignKey(Partnership, models.CASCADE)
    expires_on = models.DateField(_("till och med"), null=True)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class PrincipalQuerySet(models.QuerySet["Principal"]):
    """Reads of principals."""

    def on(self, today: date) -> Self:
        """Those that are principals on the day."""
        return self.filter(current(today))

    def by_code(self) -> Self:
        """With organisation, in the order of the statistical code."""
        return self.select_related("organisation").order_by("organisation__code")

    def by_name(self) -> Self:
        """With organisation, the region first, then in Swedish order."""
        return self.select_related("organisation").order_by("-group", "organisation__short_name")

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships."""
        return self.filter(partnership_id__in=actor.partnership_ids)


class Principal(Versioned):
    """A sovereign organisation in a partnership (huvudman), for as long as it is one."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="principals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="principalships")
    group = models.CharField(_("grupp"), max_length=20, choices=PrincipalGroup.choices)
    from_on = models.DateField(_("från"))
    until_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = PrincipalQuerySet.as_manager()

    class Meta:
        verbose_name = _("huvudman")
        verbose_name_plural = _("huvudmän")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "organisation"],
                condition=Q(until_on__isnull=True),
                name="principal_is_one_at_a_time",
                violation_error_message=_("Organisationen är redan huvudman i partnerskapet."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="principal_period_is_forward",
                violation_error_message=_("Sista dagen kan inte vara före den första."),
            ),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)


class BodyQuerySet(models.QuerySet["Body"]):
    """Reads of bodies."""

    def visible_to(self, actor: "Actor") -> Self:
        """Bodies of the actor's partnerships and of their principals, and the actor's own."""
        mine = actor.partnership_ids
        return self.filter(
            Q(partnership_id__in=mine)
            | Q(organisation__principalships__partnership_id__in=mine)
            | Q(pk__in=actor.body_ids)
        ).distinct()


class Body(Versioned):
    """Where people meet and decide (organ). Belongs to a partnership, to an organisation, or to both."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, null=True, blank=True, related_name="bodies")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="bodies")
    kind = models.CharField(_("slag"), max_length=20, choices=BodyKind.choices)
    name = models.CharField(_("namn"), max_length=200, db_collation="swedish")
    abbreviation = models.CharField(_("förkortning"), max_length=20, blank=True)
    prepares = models.BooleanField(_("bereder"), default=False)
    recommends = models.BooleanField(_("rekommenderar"), default=False)
    decides_within_frame = models.BooleanField(_("beslutar inom fastställd ram"), default=False)
    decides_as_sovereign = models.BooleanField(_("beslutar suveränt"), default=False)
    group = models.OneToOneField(Group, models.PROTECT, null=True, blank=True, editable=False, related_name="body")

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("organ")
        verbose_name_plural = _("organ")
        ordering = ("name",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(partnership__isnull=False) | Q(organisation__isnull=False),
                name="body_belongs_somewhere",
                violation_error_message=_("Ange vilket partnerskap eller vilken organisation organet hör till."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "kind", "name"],
                condition=Q(partnership__isnull=True),
                name="body_is_unique_in_organisation",
                violation_error_message=_("Organisationen har redan ett sådant organ."),
            ),
            models.UniqueConstraint(
                fields=["partnership", "name"],
                condition=Q(partnership__isnull=False),
                name="body_is_unique_in_partnership",
                violation_error_message=_("Partnerskapet har redan ett organ med det namnet."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def chain(self) -> str:
        """The partnership's chain, or the system's for an organisation's own body."""
        return partnership_chain(self.partnership_id) if self.partnership_id else SYSTEM_CHAIN

    @property
    def full_name(self) -> str:
        """Spelt out, with its abbreviation for what follows: "Centralt samverkansorgan (CS)"."""
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name


class SeatQuerySet(models.QuerySet["Seat"]):
    """Reads of seats."""

    def on(self, today: date) -> Self:
        """Those held on the day."""
        return self.filter(current(today))


class Seat(Versioned):
    """A person's place in a body, with a role, from a day until a day (plats)."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    role = models.CharField(_("roll"), max_length=20, choices=SeatRole.choices)
    from_on = models.DateField(_("från"))
    until_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("plats")
        verbose_name_plural = _("platser")
        ordering = ("body__name", "role", "user__name")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "body", "role"],
                condition=Q(until_on__isnull=True),
                name="seat_is_one_at_a_time",
                violation_error_message=_("Personen har redan den platsen."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="seat_period_is_forward",
                violation_error_message=_("Sista dagen kan inte vara före den första."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def chain(self) -> str:
        """The body's chain."""
        return self.body.chain

    @property
    def label(self) -> str:
        """The seat in words: "Registrator, Malmö stad" or "Sekreterare, Styrgrupp SGD"."""
        body: Any = self.body
        where = body.organisation.name if body.organisation_id and body.kind == BodyKind.REGISTRY else body.name
        role = str(self.get_role_display())
        return f"{role[:1].upper()}{role[1:]}, {where}"
