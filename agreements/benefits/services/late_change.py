"""A late change in one party's finances: which packages and consents hold no longer (N-14)."""

from datetime import date
from typing import Any

from django.db.models import Q

from agreements.negotiations.models import FinanceChange, Party
from agreements.negotiations.states import NegotiationState
from governance.audit.actors import SYSTEM
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.ui.templatetags.swedish import kr
from governance.workflow.steps import lock, perform

from ..models import Package
from ..states import LIVE, PackageState
from .common import tell
from .consenting import settle
from .packaging import end_consents

LOOKED_AT = (PackageState.DRAFT, *LIVE)


def follow_change(party: Party, change: FinanceChange, *, today: date) -> list[Package]:
    """Flag every package of the negotiation that the change breaks; returns them.

    A package laid before the parties, or agreed, stops to hold, and with it every party's answer: one party's economy
    bears on the willingness of all. A sketch is marked for the negotiators. Once what was agreed is being carried out,
    the agreement holds whatever happens to the package that it was written from.
    """
    broken = []
    found = Package.objects.filter(negotiation_id=party.negotiation_id, state__in=LOOKED_AT)
    carried_out = Q(negotiation__state=NegotiationState.IMPLEMENTING)
    carried_out |= Q(negotiation__resumes_to=NegotiationState.IMPLEMENTING)
    for package in found.exclude(carried_out).order_by("pk"):
        reason = why_it_breaks(package, party, change)
        if reason:
            broken.append(flag(package, reason, today=today))
    return broken


def why_it_breaks(package: Package, party: Party, change: FinanceChange) -> str:
    """Why a package does not hold after the change, or nothing when it does."""
    share = package.shares.filter(party=party, share_ppm__gt=0).first()
    if share is None:
        return ""
    told = f"{party} har anmält ändrad ekonomi {swedish_date(change.told_on)}: {change.what.strip().rstrip('.')}."
    if change.new_frame_ore is None:
        return f"{told} Partens del av kostnaden behöver prövas på nytt."
    if share.amount_ore is None:
        return f"{told} Kostnaden är inte angiven, så det går inte att se om partens del ryms i den nya ramen."
    if share.amount_ore <= change.new_frame_ore:
        return ""
    over = kr(Sek(share.amount_ore - change.new_frame_ore))
    amount, frame = kr(Sek(share.amount_ore)), kr(Sek(change.new_frame_ore))
    return f"{told} Partens del av kostnaden är {amount}, den nya ramen {frame}. Det fattas {over}."


def flag(package: Package, reason: str, *, today: date) -> Package:
    """Mark a sketch, or let what the parties have before them stop to hold."""
    if package.state == PackageState.DRAFT:
        held: Package = lock(package)
        held.flag, held.version = reason, held.version + 1
        held.save()
        tell(held, "flag", by=SYSTEM, today=today)
        return held
    ended: Package = perform(package, "become_outdated", by=SYSTEM, today=today, reason=reason).subject
    end_consents(ended, reason, today=today)
    return ended


def follow_departure(party: Party, *, today: date) -> list[Package]:
    """A party has left: packages that it was to pay for hold no longer; others may now be agreed by those who stay."""
    lock(party.negotiation)
    broken = []
    reason = f"{party} har lämnat förhandlingen."
    for package in Package.objects.filter(negotiation_id=party.negotiation_id, state__in=LOOKED_AT).order_by("pk"):
        if package.shares.filter(party=party, share_ppm__gt=0).exists():
            if package.flag != reason:  # it is heard twice at times
                broken.append(flag(package, reason, today=today))
        else:
            settle(lock(package), today=today)
    return broken


def hear_change(sender: Any, party: Party, change: FinanceChange, today: date, **_: Any) -> None:
    """Follow a change in the transaction that registers it."""
    follow_change(party, change, today=today)
