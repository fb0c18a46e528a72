from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.audit.services import SYSTEM_CHAIN
from governance.workflow.models import Versioned

from ..kinds import BodyKind, SeatRole
from .base import current, partnership_chain
from .partnerships import Organisation, Partnership

if TYPE_CHECKING:
    from ..actors import Actor


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

    @property
    def whose(self) -> str:
        """The organisation or partnership that the body belongs to: many have a board of the same name."""
        body: Any = self.body
        return str(body.organisation.name if body.organisation_id else body.partnership.name)

    @property
    def full_label(self) -> str:
        """The seat as the frame tells it: with the organisation, where the label does not say which."""
        is_said = not self.body.organisation_id or self.whose in self.label
        return self.label if is_said else f"{self.label}, {self.whose}"
