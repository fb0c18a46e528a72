from datetime import MAXYEAR, date
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase

from governance.audit.services import SYSTEM_CHAIN
from governance.workflow.models import Versioned

from ..kinds import OrganisationKind, PartnershipKind, PrincipalGroup
from ..numbers import validate_code, validate_organisation_number
from .base import current, partnership_chain

if TYPE_CHECKING:
    from ..actors import Actor


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


class PopulationFigureQuerySet(models.QuerySet["PopulationFigure"]):
    """Reads of population figures."""

    def current(self) -> Self:
        """Those that no correction has succeeded: what is shared by from now on."""
        return self.filter(corrected_by=None)


class PopulationFigure(models.Model):
    """How many lived in an area on a day (folkmängd), with its source; never changed, only succeeded.

    A wrong one is succeeded by a correction (rättelse) that points to it and says why.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="populations")
    reference_date = models.DateField(_("avser dagen"))
    population = models.PositiveIntegerField(_("invånare"))
    source = models.CharField(_("källa"), max_length=300)
    imported_at = models.DateTimeField(_("inläst"), auto_now_add=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("rättar")
    )
    reason = models.CharField(_("skäl"), max_length=500, blank=True)

    objects = PopulationFigureQuerySet.as_manager()
    chain = SYSTEM_CHAIN

    class Meta:
        verbose_name = _("folkmängd")
        verbose_name_plural = _("folkmängder")
        ordering = ("reference_date", "organisation__code")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "reference_date"],
                condition=Q(corrects=None),
                name="population_is_one_a_day",
            ),
            models.CheckConstraint(
                condition=Q(corrects=None) | ~Q(reason=""),
                name="population_correction_says_why",
                violation_error_message=_("Skriv varför siffran rättas."),
            ),
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

    @property
    def sight_ends_on(self) -> date | None:
        """The last day on which it reads the partnership; None while it has no last day of its own.

        That is the end of the year after its last, when that one is reported and settled (X-01, X-02).
        """
        return None if self.until_on is None else date(min(self.until_on.year + 1, MAXYEAR), 12, 31)
