from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.workflow.models import Versioned

from ..states import OF_THE_STATE, IssueKind
from .base import NegotiationPart, OfPartyQuerySet, PartQuerySet, PartyPart
from .negotiations import Negotiation
from .parties import Party


class Issue(NegotiationPart):
    """What is to be settled (förhandlingsfråga), from the catalogue of N-17; on some the State alone decides (N-18)."""

    negotiation = models.ForeignKey(Negotiation, models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("fråga"), max_length=200)
    kind = models.CharField(_("slag"), max_length=20, choices=IssueKind.choices)
    state_only = models.BooleanField(_("staten bestämmer ensam"), default=False)
    description = models.TextField(_("beskrivning"), blank=True)
    decided_option = models.ForeignKey(
        "negotiations.Option", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("statens val")
    )
    decided_on = models.DateField(_("staten valde"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("förhandlingsfråga")
        verbose_name_plural = _("förhandlingsfrågor")
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["negotiation", "number"],
                name="issue_number_is_unique",
                violation_error_message=_("En annan fråga har redan det numret."),
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=OF_THE_STATE) | Q(state_only=True),
                name="issue_of_the_state_is_state_only",
                violation_error_message=_(
                    "Om rättsliga förutsättningar, interoperabilitet och vissa grundläggande tjänster bestämmer staten."
                ),
            ),
            models.CheckConstraint(
                condition=Q(decided_option__isnull=True) | (Q(state_only=True) & Q(decided_on__isnull=False)),
                name="only_the_state_decides_by_itself",
                violation_error_message=_("Bara i statens egna frågor väljer staten ensam."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class OptionQuerySet(PartQuerySet):
    """Reads of options."""

    def visible_to(self, actor: Any) -> "OptionQuerySet":
        """Those of the actor's partnerships."""
        return self.filter(issue__negotiation__partnership_id__in=actor.partnership_ids)

    def open_to_choice(self) -> "OptionQuerySet":
        """Those that a package may take: where the State has chosen, its choice alone (N-18)."""
        undecided = Q(issue__decided_option__isnull=True)
        return self.filter(undecided | Q(issue__decided_option_id=models.F("pk")))


class Option(Versioned):
    """One way to settle an issue (alternativ)."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="options")
    number = models.PositiveSmallIntegerField(_("nummer"))
    title = models.CharField(_("alternativ"), max_length=200)
    description = models.TextField(_("beskrivning"), blank=True)
    proposed_by = models.ForeignKey(Party, models.PROTECT, null=True, blank=True, related_name="proposed_options")

    objects = OptionQuerySet.as_manager()
    locked_with = ("issue__negotiation",)

    class Meta:
        verbose_name = _("alternativ")
        verbose_name_plural = _("alternativ")
        ordering = ("issue__number", "number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["issue", "number"],
                name="option_number_is_unique",
                violation_error_message=_("Ett annat alternativ har redan det numret."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return str(self.issue.chain)

    @property
    def letter(self) -> str:
        """Its place as a letter: a, b, c."""
        return chr(ord("a") + self.number - 1) if self.number <= 26 else str(self.number)


class MandateLimit(PartyPart):
    """An option that lies outside a party's mandate (gräns för mandatet), and why."""

    party = models.ForeignKey(Party, models.PROTECT, related_name="limits")
    option = models.ForeignKey(Option, models.PROTECT, related_name="limits")
    reason = models.TextField(_("skäl"))
    told_on = models.DateField(_("lämnad"))

    objects = OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("gräns för mandatet")
        verbose_name_plural = _("gränser för mandatet")
        ordering = ("option__issue__number", "option__number")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party", "option"],
                name="limit_is_told_once",
                violation_error_message=_("Parten har redan sagt att alternativet ligger utanför mandatet."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.party}: {self.option}"
