"""What the acts of signing share."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.audit.actors import SYSTEM
from governance.workflow.citations import Citation
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from governance.workflow.steps import perform

from ..models import SigningRound
from ..states import CheckoutState


def hold_round(round_: SigningRound) -> SigningRound:
    """Hold the whole before a part takes a step, so that two signatures never pass each other unseen."""
    return SigningRound.objects.select_for_update(of=("self",)).get(pk=round_.pk)


def require(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def refuse(sentence: str, rule: Citation, *, mended_by: Any = "", title: str = "") -> Refused:
    """A refusal with one reason."""
    return Refused([Refusal(sentence, rule, mended_by=str(mended_by or _("du själv")), title=title)])


def let_loans_run_out(round_: SigningRound, *, today: date) -> None:
    """End a loan whose time has passed, so that the file is free for others; called before every act on the file."""
    now = timezone.now()
    for lent in round_.checkouts.filter(state=CheckoutState.OUT, until__lte=now):
        perform(lent, "run_out", by=SYSTEM, today=today, at=now)
