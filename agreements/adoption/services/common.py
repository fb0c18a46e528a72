"""What several acts need: holding an agreement with its validity, who may, amounts in kronor."""

from datetime import date
from typing import Any

from agreements.texts.models import Agreement
from agreements.texts.states import SIGNED_ON, AgreementState
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import lock

from ..models import Condition, Validity

TEXT_STANDS = (*SIGNED_ON, AgreementState.AWAITING_DECISIONS)
"""The text is frozen and names are put under it, decisions are taken, or both: what conditions are met or lost in."""


def require(allowed: bool, who: Any) -> None:
    """Raise NotAllowed with who may."""
    if not allowed:
        raise NotAllowed(str(who))


def hold(agreement: Agreement) -> Validity:
    """Hold an agreement and the row of its validity, which begins when it is first asked for.

    The agreement is held first: a change of a condition and a step of the agreement wait for each other.
    """
    held: Agreement = lock(agreement)
    validity, _made = Validity.objects.get_or_create(agreement=held)
    validity.agreement = held
    return validity


def conditions_of(validity: Validity) -> list[Condition]:
    """Every condition of the agreement that is held, with what its guards need, knowing that very agreement."""
    found = list(Condition.objects.filter(agreement=validity.agreement_id).with_names())
    for each in found:
        each.agreement = validity.agreement
    return found


def kronor(ore: int) -> str:
    """An amount in words of a sentence, without öre where there are none."""
    return kr(Sek(ore))


def when(day: date | None) -> str:
    """A day in words, or a dash."""
    return swedish_date(day) if day else "–"
