"""Somebody else signs for a party: a new round on the same frozen text, so that what the parties decided stands."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from agreements.texts.services import life
from agreements.texts.services.common import copy_of, require_seen
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.organisations.models import Mandate
from governance.workflow.steps import create, perform

from .. import citations, guards, permissions
from ..models import Signatory, SigningRound
from ..states import REPLACEABLE, RoundState
from .common import hold_round, refuse, require
from .rounds import end_what_is_left, tell_why

KEPT = ("round", "principal", "user", "mandate", "name", "role", "basis", "order", "group")
"""What a signatory is named with; what she has done is left with the old round."""


def may_take_over(signatory: Signatory, today: date) -> QuerySet[Mandate]:
    """The party's other mandates that let somebody sign for it today, of persons who do not sign for it already."""
    others = signatory.round.signatories.filter(principal=signatory.principal_id).exclude(pk=signatory.pk)
    live = Mandate.objects.live(today).for_party(signatory.principal).for_signing()
    return live.exclude(pk=signatory.mandate_id).exclude(holder__in=others.values("user"))


@transaction.atomic
def replace_signatory(
    signatory: Signatory, mandate: Mandate, *, reason: str, by: Any, today: date, version: int | None = None
) -> SigningRound:
    """Let somebody else sign for a party (byta undertecknare): a new list on the same text, to be opened anew.

    The file names its signatories and each has a field in it, so that the old round stays as it was, stopped with its
    reason, and those who had signed do so again in the new file. Nobody's decision about the text is touched.
    """
    held = hold_round(signatory.round)
    require(held, by, permissions.may_lead, permissions.WHO_LEADS)
    asked = Signatory.objects.in_order().get(pk=signatory.pk)
    require_seen(asked, version)
    refuse_unless_replaceable(held, asked)
    named = copy_of(asked, **started(asked))
    named.user, named.mandate, named.name = mandate.holder, mandate, mandate.holder.name
    named.role, named.basis = mandate.role, mandate.decision_reference
    if told := guards.mandate_fault(named, today):
        raise refuse(told, citations.OWN_MANDATE, mended_by=guards.PARTY)
    give_way(held, reason=reason, by=by, today=today)
    return begin_again(held, {asked.pk: named}, by=by, today=today)


def refuse_unless_replaceable(round_: SigningRound, signatory: Signatory) -> None:
    """A list that is planned is changed as it is; one who has signed, or is signing, is not replaced."""
    if round_.state not in (RoundState.PREPARING, RoundState.OPEN):
        raise refuse(
            _("Omgångens läge är ”%s”. En undertecknare byts i en omgång som har börjat.") % round_.get_state_display(),
            citations.SAME_TEXT,
            mended_by=permissions.WHO_LEADS,
        )
    if signatory.state not in REPLACEABLE:
        raise refuse(
            _("%(who)s: ”%(state)s”. Bara den som inte har undertecknat kan bytas ut.")
            % {"who": signatory, "state": signatory.get_state_display()},
            citations.SAME_TEXT,
            mended_by=_("ingen: underskriften gäller"),
        )


def started(signatory: Signatory) -> dict[str, Any]:
    """Every field of a signatory that tells what she has done, as it is before she has done anything."""
    told = [each for each in Signatory._meta.concrete_fields if not each.primary_key and each.name not in KEPT]
    return {each.name: each.get_default() for each in told if each.name != "version"}


def give_way(round_: SigningRound, *, reason: str, by: Any, today: date) -> None:
    """End the round, and let the agreement be as it was before anybody had signed."""
    ended = perform(round_, "give_way", by=by, today=today, reason=reason).subject
    end_what_is_left(ended, today=today)
    agreement = Agreement.objects.get(pk=round_.agreement_id)
    if agreement.state == AgreementState.PARTLY_SIGNED:
        life.sign_anew(agreement, by=SYSTEM, today=today)
    tell_why(ended, _("Undertecknandet av %(agreement)s börjar om på samma text: %(why)s"), by=by, today=today)


def begin_again(old: SigningRound, named: dict[int, Signatory], *, by: Any, today: date) -> SigningRound:
    """A new list on the same text: everybody as before but for those who are replaced."""
    planned = SigningRound(agreement=old.agreement, text=old.text, number=old.number + 1, last_on=old.last_on)
    create(planned, by=by, today=today, text=old.text.number)
    for each in Signatory.objects.filter(round=old).in_order():
        again = named.get(each.pk) or copy_of(each, **started(each))
        again.round = planned
        create(again, by=by, today=today, name=again.name, party=str(again.principal))
    return planned
