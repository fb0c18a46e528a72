"""Acts on packages: sketched, changed, laid before the parties, taken back."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from agreements.negotiations.models import Negotiation, Option, Party
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.workflow.acts import next_number, refuse, require_right
from governance.workflow.guards import Act
from governance.workflow.refusals import Refused
from governance.workflow.steps import lock, perform, save

from .. import citations, guards, permissions
from ..models import Package, PackageChoice, PackageConsent, PackageShare
from ..states import OPEN_CONSENT, PackageState
from .common import require_going_on, require_version, tell

CONTENT = (guards.every_issue_has_an_option, guards.states_choices_are_kept, guards.shares_make_the_whole)


def agreed_package(negotiation: Negotiation) -> Package | None:
    """The package that all parties have agreed to, if there is one (det överenskomna paketet)."""
    return negotiation.packages.filter(state=PackageState.AGREED).first()


@transaction.atomic
def draft_package(
    negotiation: Negotiation,
    *,
    title: str,
    choices: Iterable[Option],
    by: Any,
    today: date,
    shares: Mapping[Party, int] | None = None,
    cost: Sek | None = None,
    description: str = "",
) -> Package:
    """Sketch a package (skissa): one option in every issue, and if one wishes a cost and its split in millionths.

    Raises Refused with the issues that have no option, or with how far the shares are from the whole.
    """
    held: Negotiation = lock(negotiation)
    package = Package(negotiation=held, number=next_number(held.packages.all()), title=title.strip())
    require_right(package, by, permissions.may_lead, permissions.WHO_LEADS)
    require_going_on(held)
    fill(package, title, description, choices, shares or {}, cost, Act(by, today))
    tell(package, "create", by=by, today=today)
    return package


@transaction.atomic
def change_package(  # noqa: PLR0913 -- a package is written all at once
    package: Package,
    *,
    title: str,
    choices: Iterable[Option],
    by: Any,
    today: date,
    shares: Mapping[Party, int] | None = None,
    cost: Sek | None = None,
    description: str = "",
    version: int | None = None,
) -> Package:
    """Change a sketch (ändra); what is laid before the parties stands as it is."""
    held: Package = lock(package)
    require_right(held, by, permissions.may_lead, permissions.WHO_LEADS)
    require_version(held, version)
    if held.state != PackageState.DRAFT:
        raise refuse(
            f"{held} är i läget ”{held.get_state_display()}”. Det som parterna har sett ändras inte.",
            citations.ORDER_OF_STEPS,
            mended_by="förhandlingspersonerna: gör en ny skiss",
        )
    held.version, held.flag = held.version + 1, ""
    fill(held, title, description, choices, shares or {}, cost, Act(by, today))
    tell(held, "change", by=by, today=today)
    return held


def fill(
    package: Package,
    title: str,
    description: str,
    choices: Iterable[Option],
    shares: Mapping[Party, int],
    cost: Sek | None,
    act: Act,
) -> None:
    """Write a sketch's content, and refuse it when it is no whole package."""
    if not title.strip():
        raise refuse("Ge paketet ett namn.", citations.WHOLE_PACKAGE, mended_by="du själv: skriv ett namn")
    package.title, package.description = title.strip(), description.strip()
    package.cost_ore = None if cost is None else cost.ore
    save(package)
    package.choices.all().delete()
    package.shares.all().delete()
    PackageChoice.objects.bulk_create(
        PackageChoice(package=package, issue_id=each.issue_id, option=each) for each in one_an_issue(choices)
    )
    amounts = amounts_of(shares, cost)
    PackageShare.objects.bulk_create(
        PackageShare(package=package, party=party, share_ppm=ppm, amount_ore=amounts.get(party.pk))
        for party, ppm in shares.items()
        if ppm
    )
    if refusals := [found for each in CONTENT if (found := each.ask(package, act))]:
        raise Refused(refusals)


def one_an_issue(choices: Iterable[Option]) -> list[Option]:
    """The options, refused when two of them settle the same issue."""
    found: dict[int, Option] = {}
    for each in choices:
        if each.issue_id in found:
            raise refuse(
                f"Paketet har två alternativ i fråga {each.issue}.",
                citations.WHOLE_PACKAGE,
                mended_by="du själv: välj ett av dem",
            )
        found[each.issue_id] = each
    return list(found.values())


def amounts_of(shares: Mapping[Party, int], cost: Sek | None) -> dict[int, int]:
    """The öre that the shares make of a cost, exact; nothing when it is not stated, or when they are no whole."""
    given = {party.pk: ppm for party, ppm in shares.items() if ppm}
    if cost is None or sum(given.values()) != guards.WHOLE:
        return {}
    return {party: amount.ore for party, amount in cost.split(given).items()}


@transaction.atomic
def lay_package(
    package: Package, *, by: Any, today: date, answer_by: date | None = None, version: int | None = None
) -> Package:
    """Lay a package before the parties (lägga fram); each of them is asked for its answer."""
    held: Package = perform(package, "lay", by=by, today=today, version=version, answer_by=answer_by).subject
    asked = held.negotiation.parties.present()
    PackageConsent.objects.bulk_create(PackageConsent(package=held, party=party) for party in asked)
    return held


@transaction.atomic
def withdraw_package(package: Package, *, reason: str, by: Any, today: date, version: int | None = None) -> Package:
    """Take a package back (dra tillbaka); answers to it hold no longer.

    Why a sketch is given up is for those who saw it: the reason stays on it, out of the trail, which all read.
    """
    told: dict[str, Any] = {"reason": reason}
    if lock(package).laid_on is None and reason.strip():
        Package.objects.filter(pk=package.pk).update(reason=reason)
        told = {}
    held: Package = perform(package, "withdraw", by=by, today=today, version=version, **told).subject
    end_consents(held, f"Paketet drogs tillbaka: {reason}", today=today)
    return held


def end_with_negotiation(negotiation: Negotiation, *, today: date) -> None:
    """The negotiation ended without agreement: what lies before the parties, or is agreed, holds no longer."""
    reason = f"Förhandlingen avslutades utan avtal: {negotiation.state_reason}"
    for package in negotiation.packages.live().order_by("pk"):
        ended: Package = perform(package, "become_outdated", by=SYSTEM, today=today, reason=reason).subject
        end_consents(ended, reason, today=today)


def end_consents(package: Package, reason: str, *, today: date) -> None:
    """The answers to a package hold no longer, and every party is told why."""
    for each in package.consents.filter(state__in=OPEN_CONSENT):
        perform(each, "become_outdated", by=SYSTEM, today=today, reason=reason)
