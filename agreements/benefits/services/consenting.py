"""A party's answer to a package; the last consent makes it agreed, in the same transaction."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.workflow.guards import Act
from governance.workflow.steps import lock, perform, why_not

from ..models import Package, PackageConsent
from ..states import PackageState


@transaction.atomic
def accept_package(
    consent: PackageConsent, *, by: Any, today: date, comment: str = "", version: int | None = None
) -> PackageConsent:
    """Consent to a package within the mandate (samtycka). When it was the last one, the package is agreed."""
    package: Package = lock(consent.package)
    held: PackageConsent = perform(
        consent, "accept", by=by, today=today, version=version, comment=comment.strip()
    ).subject
    settle(package, today=today)
    return held


def settle(package: Package, *, today: date) -> None:
    """Make a package agreed when every party has consented; others that lie before the parties hold no longer."""
    if package.state != PackageState.LAID or why_not(package, "become_agreed", Act(SYSTEM, today)):
        return
    perform(package, "become_agreed", by=SYSTEM, today=today)
    for other in package.negotiation.packages.filter(state=PackageState.LAID):
        perform(other, "become_outdated", by=SYSTEM, today=today, reason=f"{package} är överenskommet.")


@transaction.atomic
def decline_package(
    consent: PackageConsent, *, comment: str, by: Any, today: date, version: int | None = None
) -> PackageConsent:
    """Say no to a package, or take a consent back while others have not answered (säga nej)."""
    lock(consent.package)
    held: PackageConsent = perform(
        consent, "decline", by=by, today=today, version=version, comment=comment.strip()
    ).subject
    return held


@transaction.atomic
def acknowledge_change(consent: PackageConsent, *, by: Any, today: date, version: int | None = None) -> PackageConsent:
    """Confirm that the party has seen why its answer holds no longer (ta del av)."""
    held: PackageConsent = perform(consent, "note", by=by, today=today, version=version).subject
    return held
