from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from agreements.negotiations.models import Issue, Option, Party
from agreements.negotiations.models.base import PartyPart

from ..states import InterestKind, Unit

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

MOST_ORE = 10**14
"""The largest value that can be entered: a thousand billion kronor (tusen miljarder), far above any real one."""
MOST_POINTS = 1_000


class OwnOrSharedQuerySet(models.QuerySet):
    """Reads of what a party shares with all, or keeps to itself."""

    def visible_to(self, actor: "Actor") -> Self:
        """What is shared in the actor's partnerships, and what belongs to the organisation acted for."""
        return self.filter(
            Q(shared=True) | Q(party__principal__organisation_id=acted_for(actor)),
            party__negotiation__partnership_id__in=actor.partnership_ids,
        )


def acted_for(actor: "Actor") -> int:
    """The organisation that the seat acted from belongs to, or zero: a body of the partnership is nobody's own."""
    if actor.seat is None or actor.seat.body.partnership_id:
        return 0
    return actor.seat.body.organisation_id or 0


class Interest(PartyPart):
    """What a party can bring or seeks (intresse), in words; shared, or kept to itself (N-08)."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="interests")
    issue = models.ForeignKey(Issue, models.PROTECT, null=True, blank=True, related_name="interests")
    kind = models.CharField(_("slag"), max_length=10, choices=InterestKind.choices)
    text = models.TextField(_("intresse"))
    valued_by = models.ForeignKey(
        Party, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("värdefullt för")
    )
    shared = models.BooleanField(_("delas med alla parter"), default=False)

    objects = OwnOrSharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("intresse")
        verbose_name_plural = _("intressen")
        ordering = ("kind", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=InterestKind.values), name="interest_kind_is_known"),
            models.CheckConstraint(
                condition=~Q(text=""), name="interest_has_text", violation_error_message=_("Skriv intresset.")
            ),
        ]

    def __str__(self) -> str:
        return f"Intresse hos {self.party}"


class ValuationSheet(PartyPart):
    """A party's valuations as a whole (värdering): its unit and when it was changed; the trail holds no amounts."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="sheet")
    unit = models.CharField(_("enhet"), max_length=10, choices=Unit.choices, default=Unit.ORE)
    valued_on = models.DateField(_("värderat"))

    class Meta:
        verbose_name = _("värdering")
        verbose_name_plural = _("värderingar")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="valuation_unit_is_known")
        ]

    def __str__(self) -> str:
        return f"Värdering av {self.party}"


class Valuation(models.Model):
    """What one option is worth to one party against today (nytta); private unless it is shared.

    In whole öre a year or in points, as the party's sheet says. A cost is a value below nought.
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="valuations")
    option = models.ForeignKey(Option, models.PROTECT, related_name="valuations")
    value = models.BigIntegerField(_("värde"))
    shared = models.BooleanField(_("delas med alla parter"), default=False)

    objects = OwnOrSharedQuerySet.as_manager()

    class Meta:
        verbose_name = _("nytta av ett alternativ")
        verbose_name_plural = _("nyttor av alternativ")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["party", "option"], name="option_is_valued_once"),
            models.CheckConstraint(
                condition=Q(value__gte=-MOST_ORE) & Q(value__lte=MOST_ORE),
                name="valuation_is_within_reason",
                violation_error_message=_("Värdet är för stort."),
            ),
        ]

    def __str__(self) -> str:
        return "Nytta av ett alternativ"


class ToldValue(models.Model):
    """A private value as it stands in the sums that have been told (berättat värde); read by no page.

    Sums over an option are made of these until more than three parties have changed theirs (`telling.py`).
    """

    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    option = models.ForeignKey(Option, models.PROTECT, related_name="+")
    value = models.BigIntegerField(_("värde"))

    class Meta:
        verbose_name = _("värde i en berättad summa")
        verbose_name_plural = _("värden i berättade summor")
        constraints: ClassVar = [models.UniqueConstraint(fields=["party", "option"], name="told_value_is_one")]

    def __str__(self) -> str:
        return "Värde i en berättad summa"
