"""What must be true before a party consents, and before a package is agreed: that it lies within the mandates."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.mandates import (
    above_frame,
    frame_of,
    mandates_held,
    no_mandate,
    outside_limits,
    parties_without_mandate,
)
from governance.lib.money import Sek
from governance.lib.text import join_swedish
from governance.organisations.models import Mandate
from governance.workflow.guards import Act, guard
from governance.workflow.refusals import Refusal

from . import citations
from .states import ConsentState

GIVER_MENDS = gettext_lazy("partens egen organisation: den som ger mandatet")


def share_of(consent: Any) -> Sek | None:
    """The party's part of the package's cost, if that is stated."""
    shares = consent.package.shares.all()
    share = next((each for each in shares if each.party_id == consent.party_id), None)
    return share.amount if share is not None else None


def held_for(consent: Any, by: Any, today: date) -> list[Mandate]:
    """The mandates that let somebody answer; read once for a consent that is looked at, though several guards ask."""
    known: dict[Any, list[Mandate]] = consent.__dict__.setdefault("_held", {})
    if (by.user_key, today) not in known:
        known[by.user_key, today] = mandates_held(consent.party, by, today)
    return known[by.user_key, today]


def covers(party: Any, mandate: Mandate, amount: Sek | None) -> bool:
    """Whether the mandate's frame, or a lower one told since, holds the amount; one without amount sets no limit."""
    frame = frame_of(party, mandate)
    return amount is None or frame is None or amount <= frame


def mandate_for(consent: Any, by: Any, today: date) -> Mandate | None:
    """The mandate that the answer rests on: one that the person holds, that is live and that covers the cost."""
    amount = share_of(consent)
    return next((each for each in held_for(consent, by, today) if covers(consent.party, each, amount)), None)


@guard(
    citations.MANDATES_FIRST,
    mended_by=GIVER_MENDS,
    fulfilled=gettext_lazy("Den som svarar har ett mandat som gäller"),
)
def mandate_is_live(consent: Any, act: Act) -> Refusal | None:
    """The one who answers holds a mandate to negotiate for the party, and it holds today."""
    return None if held_for(consent, act.by, act.today) else no_mandate(consent.party, signing=False)


@guard(
    citations.MANDATE_FROM_ITS_PRINCIPAL,
    mended_by=GIVER_MENDS,
    fulfilled=gettext_lazy("Varje alternativ ligger inom partens mandat"),
)
def options_are_within_the_mandate(consent: Any, act: Act) -> Refusal | None:
    """No option of the package lies outside the party's mandate."""
    limits = consent.party.limits.filter(option__chosen_in__package_id=consent.package_id)
    found = list(limits.select_related("option__issue"))
    return outside_limits(consent.party, found) if found else None


@guard(
    citations.MANDATE_FROM_ITS_PRINCIPAL,
    mended_by=GIVER_MENDS,
    fulfilled=gettext_lazy("Partens kostnad ryms i mandatets ram"),
)
def share_is_within_the_frame(consent: Any, act: Act) -> Refusal | None:
    """The party's part of the cost fits the frame of a mandate that the one who answers holds."""
    amount, held = share_of(consent), held_for(consent, act.by, act.today)
    if amount is None or not held or mandate_for(consent, act.by, act.today) is not None:
        return None
    frames = [frame for each in held if (frame := frame_of(consent.party, each)) is not None]
    return above_frame(consent.party, amount, max(frames))


def parties_beyond_mandate(package: Any, today: date) -> list[Any]:
    """The parties that have consented, whose mandates do not hold the package today."""
    answers = package.consents.filter(state=ConsentState.ACCEPTED, party__left_on__isnull=True)
    consented = [each.party for each in answers.select_related("party__principal__organisation")]
    beyond = {each.pk for each in parties_without_mandate(package.negotiation, consented, today)}
    beyond |= {each.party_id for each in package.shares.with_frames(today) if each.is_above_frame}
    limited = answers.filter(party__limits__option__chosen_in__package_id=package.pk)
    beyond |= set(limited.values_list("party_id", flat=True))
    return [each for each in consented if each.pk in beyond]


@guard(
    citations.MANDATES_FIRST,
    mended_by=gettext_lazy("de parterna: registrera ett mandat som räcker, och samtyck på nytt"),
    fulfilled=gettext_lazy("Varje samtycke ryms i ett mandat som gäller"),
)
def consents_are_within_mandates(package: Any, act: Act) -> str | None:
    """What was consented to still lies within a live mandate of every party on the day when it would be agreed."""
    names = [each.name for each in parties_beyond_mandate(package, act.today)]
    return _("Mandatet räcker inte längre för %s.") % join_swedish(names) if names else None
