from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from agreements.negotiations.models import Party
from governance.organisations.models import Mandate
from governance.workflow.models import Versioned

from .. import consent_guards, guards, permissions
from ..states import CONSENT_SITUATIONS, OPEN_CONSENT, ConsentState
from .packages import Package

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

S = ConsentState


class ConsentQuerySet(models.QuerySet["PackageConsent"]):
    """Reads of consents."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships: who has agreed to what is known to all."""
        return self.filter(package__negotiation__partnership_id__in=actor.partnership_ids)


class PackageConsent(Versioned):
    """A party's answer to a package (samtycke), given within a mandate."""

    package = models.ForeignKey(Package, models.PROTECT, related_name="consents")
    party = models.ForeignKey(Party, models.PROTECT, related_name="consents")
    comment = models.TextField(_("kommentar"), blank=True)
    answered_on = models.DateField(_("svarade"), null=True, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    mandate = models.ForeignKey(Mandate, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("varför svaret inte gäller längre"), blank=True)
    state = FSMField(_("svar"), choices=S.choices, default=S.ASKED, protected=True)
    situations: ClassVar[dict[str, Any]] = CONSENT_SITUATIONS

    objects = ConsentQuerySet.as_manager()
    locked_with = ("package__negotiation__partnership", "party__principal__organisation")

    class Meta:
        verbose_name = _("samtycke")
        verbose_name_plural = _("samtycken")
        ordering = ("party__order", "party_id")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "party"], name="party_answers_a_package_once"),
            models.CheckConstraint(condition=Q(state__in=S.values), name="consent_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=S.ACCEPTED) | (Q(answered_on__isnull=False) & Q(mandate__isnull=False)),
                name="consent_rests_on_a_mandate",
                violation_error_message=_("Ett samtycke vilar på ett mandat."),
            ),
            models.CheckConstraint(
                condition=~Q(state=S.DECLINED) | (Q(answered_on__isnull=False) & ~Q(comment="")),
                name="refusal_of_package_says_why",
                violation_error_message=_("Skriv varför parten inte samtycker."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(S.OUTDATED, S.NOTED)) | ~Q(reason=""), name="consent_ended_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.package}: {self.party}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return str(self.package.chain)

    @transition(
        field=state,
        source=(S.ASKED, S.DECLINED, S.ACCEPTED),
        target=S.ACCEPTED,
        custom={
            "guards": [
                guards.package_is_laid,
                guards.parties_still_agree,
                consent_guards.mandate_is_live,
                consent_guards.options_are_within_the_mandate,
                consent_guards.share_is_within_the_frame,
            ],
            "permission": permissions.may_answer,
            "label": _("samtycka till paketet"),
            "who": permissions.WHO_SPEAKS,
        },
    )
    def accept(self, *, by: Any, today: date, comment: str = "") -> None:
        """Consent within the mandate (samtycka); anew when the mandate of an earlier yes has ended meanwhile."""
        self.answered_on, self.user, self.comment = today, by.user, comment
        self.mandate = consent_guards.mandate_for(self, by, today)

    @transition(
        field=state,
        source=(S.ASKED, S.ACCEPTED),
        target=S.DECLINED,
        custom={
            "guards": [guards.package_is_laid, guards.refusal_says_why],
            "permission": permissions.may_answer,
            "label": _("säga nej till paketet"),
            "who": permissions.WHO_SPEAKS,
        },
    )
    def decline(self, *, by: Any, today: date, comment: str) -> None:
        """Say no, with the reason (säga nej)."""
        self.answered_on, self.user, self.comment, self.mandate = today, by.user, comment, None

    @transition(
        field=state,
        source=OPEN_CONSENT,
        target=S.OUTDATED,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("sluta gälla"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def become_outdated(self, *, by: Any, today: date, reason: str) -> None:
        """The package no longer holds, and so not the answer (gäller inte längre)."""
        self.reason = reason

    @transition(
        field=state,
        source=S.OUTDATED,
        target=S.NOTED,
        custom={
            "permission": permissions.may_answer,
            "label": _("bekräfta att parten har tagit del av ändringen"),
            "who": permissions.WHO_SPEAKS,
        },
    )
    def note(self, *, by: Any, today: date) -> None:
        """Confirm that the party has seen why (ta del av)."""
