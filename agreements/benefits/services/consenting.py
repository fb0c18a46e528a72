"""A party's answer to a package; the last consent makes it agreed, in the same transaction."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.negotiations.models import Negotiation
from agreements.negotiations.services.common import tell_parties
from governance.audit.actors import SYSTEM
from governance.workflow.guards import Act
from governance.workflow.steps import lock, perform, why_not

from ..consent_guards import parties_beyond_mandate
from ..models import Package, PackageConsent
from ..states import ConsentState, PackageState
from .packaging import end_consents


def hold(consent: PackageConsent) -> Package:
    """Hold the negotiation and then the package, in the order in which what befalls a party holds them (N-14)."""
    lock(consent.package.negotiation)
    held: Package = lock(consent.package)
    return held


@transaction.atomic
def accept_package(
    consent: PackageConsent, *, by: Any, today: date, comment: str = "", version: int | None = None
) -> PackageConsent:
    """Consent to a package within the mandate (samtycka). When it was the last one, the package is agreed."""
    package = hold(consent)
    held: PackageConsent = perform(
        consent, "accept", by=by, today=today, version=version, comment=comment.strip()
    ).subject
    settle(package, today=today)
    tell_whose_mandate_fails(package, today=today)
    return held


def settle(package: Package, *, today: date) -> None:
    """Make a package agreed when every party has consented; others that lie before the parties hold no longer."""
    if package.state != PackageState.LAID or why_not(package, "become_agreed", Act(SYSTEM, today)):
        return
    perform(package, "become_agreed", by=SYSTEM, today=today)
    reason = f"{package} är överenskommet."
    for other in package.negotiation.packages.filter(state=PackageState.LAID):
        ended: Package = perform(other, "become_outdated", by=SYSTEM, today=today, reason=reason).subject
        end_consents(ended, reason, today=today)
        told = _("%(reason)s Därför gäller %(package)s inte längre.")
        words = told % {"reason": reason, "package": str(other).replace("Paket", "paket")}
        tell_parties(package.negotiation, words, by=SYSTEM, today=today)


def settle_all(negotiation: Negotiation, *, today: date) -> None:
    """The same when a negotiation goes on that rested: a party that had not answered may have left meanwhile."""
    for package in negotiation.packages.filter(state=PackageState.LAID).order_by("pk"):
        settle(lock(package), today=today)


def tell_whose_mandate_fails(package: Package, *, today: date) -> None:
    """When all have consented and a mandate has ended meanwhile, tell that party: its answer is asked for anew."""
    if package.consents.filter(party__left_on__isnull=True).exclude(state=ConsentState.ACCEPTED).exists():
        return
    failing = parties_beyond_mandate(package, today)
    if failing and not package.negotiation.packages.filter(state=PackageState.AGREED).exists():
        words = _(
            "Alla parter har samtyckt till %s, men ert mandat räcker inte längre. Samtyck på nytt inom ett mandat."
        )
        named = str(package).replace("Paket", "paket")
        tell_parties(package.negotiation, words % named, by=SYSTEM, today=today, parties=failing)


@transaction.atomic
def decline_package(
    consent: PackageConsent, *, comment: str, by: Any, today: date, version: int | None = None
) -> PackageConsent:
    """Say no to a package, or take a consent back while others have not answered (säga nej)."""
    hold(consent)
    held: PackageConsent = perform(
        consent, "decline", by=by, today=today, version=version, comment=comment.strip()
    ).subject
    return held


@transaction.atomic
def acknowledge_change(consent: PackageConsent, *, by: Any, today: date, version: int | None = None) -> PackageConsent:
    """Confirm that the party has seen why its answer holds no longer (ta del av)."""
    held: PackageConsent = perform(consent, "note", by=by, today=today, version=version).subject
    return held
