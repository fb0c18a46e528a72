"""How far the mandates of those who sign reach today: their own frames, or lower ones told since then (N-14)."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from agreements.negotiations.mandates import told_since
from agreements.negotiations.models import FinanceChange, Party
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.ui.templatetags.swedish import kr

from .amounts import amounts_by_principal

Told = Mapping[int, Party]
"""Principal -> the party in the negotiation, of those that have told a new frame."""


def changes_of(agreement_id: int) -> QuerySet[FinanceChange]:
    """The new frames told by the parties to an agreement's negotiation, the newest first."""
    told = FinanceChange.objects.filter(party__negotiation__agreements=agreement_id, new_frame_ore__isnull=False)
    return told.select_related("party").order_by("-told_on", "-pk")


def parties_told(agreement: Any) -> dict[int, Party]:
    """The parties whose frame may be another than their mandates say; one question."""
    if agreement.negotiation_id is None:
        return {}
    return parties_of(changes_of(agreement.pk))


def parties_of(changes: Iterable[FinanceChange]) -> dict[int, Party]:
    """The parties of some changes."""
    return {each.party.principal_id: each.party for each in changes}


def faults_of(text: Any, signatories: Iterable[Any], told: Told | None = None) -> list[str]:
    """Every signatory whose party owes more by the text than she may sign for, in a sentence each."""
    known = parties_told(text.agreement) if told is None else told
    framed = [each for each in signatories if each.mandate.frame_ore is not None or each.principal_id in known]
    if not framed:
        return []
    amounts = amounts_by_principal(text)
    found = (frame_fault(each, amounts.get(each.principal_id, 0), known) for each in framed)
    return [each for each in found if each]


def frame_fault(signatory: Any, amount_ore: int, told: Told | None = None) -> str:
    """How far a party's amount lies outside what may be signed for, in one sentence."""
    known = parties_told(signatory.round.agreement) if told is None else told
    party = known.get(signatory.principal_id)
    frame, told_on = frame_now(signatory.mandate, party)
    if frame is None or amount_ore <= frame:
        return ""
    words = {
        "party": signatory.principal,
        "amount": kr(Sek(amount_ore)),
        "name": signatory.name,
        "frame": kr(Sek(frame)),
        "day": swedish_date(told_on) if told_on else "",
    }
    if told_on:
        return _("%(party)s ska betala %(amount)s, men anmälde den %(day)s att ramen är %(frame)s.") % words
    return _("%(party)s ska betala %(amount)s, men mandatet för %(name)s stannar vid %(frame)s.") % words


def frame_now(mandate: Any, party: Party | None) -> tuple[int | None, date | None]:
    """How far a mandate reaches, in öre, and the day on which a lower frame was told."""
    told = told_since(party, mandate) if party is not None else None
    if told is None or (mandate.frame_ore is not None and mandate.frame_ore <= told.new_frame_ore):
        return mandate.frame_ore, None
    return told.new_frame_ore, told.told_on
