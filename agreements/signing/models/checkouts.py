from datetime import date, datetime
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from governance.workflow.models import Versioned

from .. import permissions
from ..states import CHECKOUT_SITUATIONS, CheckoutState
from .base import OfRoundQuerySet
from .rounds import SigningRound
from .signatories import Signatory


class Checkout(Versioned):
    """The file is lent to one who signs it elsewhere (utlåning), until a stated time; to one person at a time."""

    round = models.ForeignKey(SigningRound, models.PROTECT, related_name="checkouts", verbose_name=_("omgång"))
    signatory = models.ForeignKey(
        Signatory, models.PROTECT, related_name="checkouts", verbose_name=_("den som har lånat filen")
    )
    sha256 = models.CharField(_("filens fingeravtryck"), max_length=64)
    lent_at = models.DateTimeField(_("lånad"))
    until = models.DateTimeField(_("till"))
    ended_at = models.DateTimeField(_("slutade"), null=True, editable=False)
    state = FSMField(_("läge"), choices=CheckoutState.choices, default=CheckoutState.OUT, protected=True)
    situations: ClassVar[dict[str, Any]] = CHECKOUT_SITUATIONS
    locked_with = ("round__agreement__partnership", "signatory__principal__organisation")

    objects = OfRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("utlåning av fil")
        verbose_name_plural = _("utlåningar av filer")
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state=CheckoutState.OUT),
                name="checkout_is_one_at_a_time",
                violation_error_message=_("Filen är redan utlånad."),
            ),
            models.CheckConstraint(condition=Q(state__in=CheckoutState.values), name="checkout_state_is_known"),
            models.CheckConstraint(condition=Q(until__gt=models.F("lent_at")), name="checkout_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state=CheckoutState.OUT, ended_at__isnull=True)
                | (~Q(state=CheckoutState.OUT) & Q(ended_at__isnull=False)),
                name="checkout_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Filen hos {self.signatory}"

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.round.chain

    @property
    def partnership_id(self) -> int:
        """The partnership that the agreement belongs to, for those who ask who may."""
        return self.round.partnership_id

    @property
    def user_id(self) -> int:
        """The person who has the file, for those who ask who may."""
        return self.signatory.user_id

    @property
    def principal_id(self) -> int:
        """The party whose file it is meanwhile, for those who ask who may."""
        return self.signatory.principal_id

    def holds(self, now: datetime) -> bool:
        """Whether the file is out, and the time has not run out."""
        return self.state == CheckoutState.OUT and now < self.until

    @transition(
        field=state,
        source=CheckoutState.OUT,
        target=CheckoutState.HANDED_IN,
        custom={
            "permission": permissions.is_the_signatory,
            "by_system": True,
            "label": _("lämna in filen"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def hand_in(self, *, by: Any, today: date, at: datetime) -> None:
        """The file came back with a signature (inlämnad)."""
        self.ended_at = at

    @transition(
        field=state,
        source=CheckoutState.OUT,
        target=CheckoutState.GIVEN_BACK,
        custom={
            "permission": permissions.is_the_signatory,
            "by_system": True,
            "label": _("lämna tillbaka filen utan underskrift"),
            "who": permissions.WHO_SIGNS,
        },
    )
    def give_back(self, *, by: Any, today: date, at: datetime) -> None:
        """The file is free for others, without a signature (återlämnad)."""
        self.ended_at = at

    @transition(
        field=state,
        source=CheckoutState.OUT,
        target=CheckoutState.RUN_OUT,
        custom={
            "permission": permissions.nobody,
            "by_system": True,
            "label": _("låta lånetiden gå ut"),
            "who": permissions.WHO_SYSTEM,
        },
    )
    def run_out(self, *, by: Any, today: date, at: datetime) -> None:
        """The stated time has passed (lånetiden gick ut)."""
        self.ended_at = at
