from datetime import date
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.lib.money import Sek
from governance.workflow.models import Versioned

from .base import partnership_chain
from .partnerships import Organisation, Partnership, Principal

if TYPE_CHECKING:
    from ..actors import Actor


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Reads of mandates."""

    def live(self, today: date) -> Self:
        """Those that hold on the day: begun, not run out and not revoked by then."""
        begun = Q(valid_from__lte=today) & (Q(valid_until__isnull=True) | Q(valid_until__gte=today))
        return self.filter(begun & (Q(revoked_on__isnull=True) | Q(revoked_on__gt=today)))

    def for_negotiating(self) -> Self:
        """Those that let their holder negotiate."""
        return self.filter(may_negotiate=True)

    def for_signing(self) -> Self:
        """Those that let their holder sign."""
        return self.filter(may_sign=True)

    def for_party(self, principal: Principal) -> Self:
        """Those given by a principal's organisation in its partnership."""
        return self.filter(partnership_id=principal.partnership_id, organisation_id=principal.organisation_id)

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships: the parties know each other's mandates (P-09, X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)


class Mandate(Versioned):
    """What an organisation lets a person do for it in a partnership (mandat), within a frame and for a time.

    It rests on a decision of the one who gives it (P-08). An association's mandate binds the association alone (A-01).
    """

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="mandates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="mandates")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates")
    role = models.CharField(_("roll"), max_length=120)
    subject = models.TextField(_("vad mandatet gäller"))
    frame_ore = models.BigIntegerField(_("ram i ören"), null=True, blank=True)
    conditions = models.TextField(_("villkor"), blank=True)
    valid_from = models.DateField(_("gäller från"))
    valid_until = models.DateField(_("gäller till och med"), null=True, blank=True)
    may_negotiate = models.BooleanField(_("får förhandla"), default=True)
    may_sign = models.BooleanField(_("får skriva under"), default=False)
    decision_reference = models.CharField(_("beslut"), max_length=200)
    decided_on = models.DateField(_("beslutat"))
    revoked_on = models.DateField(_("återkallat"), null=True, blank=True)
    revoked_because = models.TextField(_("skäl för återkallandet"), blank=True)

    objects = MandateQuerySet.as_manager()
    locked_with = ("organisation", "holder")

    class Meta:
        verbose_name = _("mandat")
        verbose_name_plural = _("mandat")
        ordering = ("organisation__short_name", "-valid_from", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")),
                name="mandate_period_is_forward",
                violation_error_message=_("Mandatets sista dag kan inte vara före den första."),
            ),
            models.CheckConstraint(
                condition=Q(frame_ore__isnull=True) | Q(frame_ore__gte=0),
                name="mandate_frame_is_not_negative",
                violation_error_message=_("Mandatets ram kan inte vara mindre än noll."),
            ),
            models.CheckConstraint(
                condition=Q(may_negotiate=True) | Q(may_sign=True),
                name="mandate_lets_its_holder_do_something",
                violation_error_message=_("Ett mandat ger rätt att förhandla, att skriva under eller båda."),
            ),
            models.CheckConstraint(
                condition=~Q(decision_reference=""),
                name="mandate_rests_on_a_decision",
                violation_error_message=_("Ange beslutet som mandatet vilar på."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name}: {self.holder}, {self.role}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.partnership_id)

    @property
    def frame(self) -> Sek | None:
        """The amount that the holder may commit, if one is stated."""
        return None if self.frame_ore is None else Sek(self.frame_ore)

    def is_live(self, today: date) -> bool:
        """Whether it holds on the day."""
        begun = self.valid_from <= today and (self.valid_until is None or self.valid_until >= today)
        return begun and (self.revoked_on is None or self.revoked_on > today)
