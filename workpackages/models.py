from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Partnership, Principal, current, partnership_chain
from governance.workflow.models import Versioned

if TYPE_CHECKING:
    from datetime import date

    from governance.organisations.actors import Actor


class ServiceQuerySet(models.QuerySet["Service"]):
    """Reads of services."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships."""
        return self.filter(partnership_id__in=actor.partnership_ids)

    def on(self, today: "date") -> Self:
        """Those that the parties share on the day."""
        return self.filter(current(today))

    def usable_in(self, year: int) -> Self:
        """Those that a budget of the year may set money aside for: not taken out of use before it begins."""
        return self.filter(Q(until_on__isnull=True) | Q(until_on__year__gte=year))


class Service(Versioned):
    """A shared digital service, or shared work beside the services (gemensam tjänst), which budget lines pay for."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="services")
    name = models.CharField(_("namn"), max_length=120, db_collation="swedish")
    short_name = models.CharField(_("kort namn"), max_length=20, help_text=_("Visas i diagram, högst 20 tecken."))
    benefit_for_individual = models.TextField(
        _("nytta för den enskilde"), help_text=_("Vad blir enklare eller tryggare för den enskilda människan?")
    )
    operator = models.ForeignKey(
        Principal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="operated_services",
        verbose_name=_("huvudman som sköter driften"),
    )
    from_on = models.DateField(_("från"))
    until_on = models.DateField(_("till och med"), null=True, blank=True)

    objects = ServiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("gemensam tjänst")
        verbose_name_plural = _("gemensamma tjänster")
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "name"],
                name="service_name_is_unique",
                violation_error_message=_("Partnerskapet har redan en tjänst med det namnet."),
            ),
            models.CheckConstraint(
                condition=~Q(benefit_for_individual=""),
                name="service_states_its_benefit",
                violation_error_message=_("Skriv vilken nytta tjänsten har för den enskilde."),
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="service_period_is_forward",
                violation_error_message=_("Sista dagen kan inte vara före den första."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def is_usable_in(self, year: int) -> bool:
        """Whether it is still in use when the year begins."""
        return self.until_on is None or self.until_on.year >= year

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)
