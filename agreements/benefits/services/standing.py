"""Packages that are laid or agreed, as the negotiation below asks of them before its issues are changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from agreements.negotiations.models import Issue, Negotiation
from governance.audit.actors import SYSTEM
from governance.lib.text import join_swedish
from governance.workflow.steps import perform

from ..models import Interest, Package, PackageConsent, Valuation
from ..models.valuations import ToldValue
from ..states import LIVE, ConsentState, PackageState
from .packaging import end_consents


@dataclass(frozen=True, slots=True)
class StandingPackage:
    """A package that the parties answer, or have agreed to; it is made of options as they are written."""

    package: Package
    chosen: Mapping[int, int]
    consenting: frozenset[int]

    def __str__(self) -> str:
        return str(self.package)

    @property
    def freed_by(self) -> str:
        """A laid package is taken back by the negotiators; what all have agreed to by nobody."""
        if self.package.state == PackageState.LAID:
            return _("förhandlingspersonerna: dra tillbaka paketet, eller lägg till ett nytt alternativ")
        return _("ingen: paketet är överenskommet. Nya ord blir ett nytt alternativ")

    def end(self, reason: str, *, today: date) -> None:
        """Let it, and every answer to it, hold no longer."""
        ended: Package = perform(self.package, "become_outdated", by=SYSTEM, today=today, reason=reason).subject
        end_consents(ended, reason, today=today)


def standing_packages(negotiation: Negotiation) -> list[StandingPackage]:
    """The packages of a negotiation that are laid or agreed, with what they take and who has consented."""
    found = negotiation.packages.filter(state__in=LIVE).prefetch_related("choices", "consents")
    return [
        StandingPackage(
            each,
            {choice.issue_id: choice.option_id for choice in each.choices.all()},
            frozenset(told.party_id for told in each.consents.all() if told.state == ConsentState.ACCEPTED),
        )
        for each in found
    ]


def uses_of_issue(issue: Issue | None, option_ids: tuple[int, ...]) -> list[str]:
    """Why an issue (or none) and some options cannot be taken away; who has valued what is not told."""
    found = []
    valued = Valuation.objects.filter(option__in=option_ids), ToldValue.objects.filter(option__in=option_ids)
    if any(each.exists() for each in valued):
        found.append(_("Någon part har värderat det."))
    packages = Package.objects.filter(choices__option__in=option_ids)
    if issue is not None:
        packages |= Package.objects.filter(choices__issue=issue)
        if Interest.objects.filter(issue=issue).exists():
            found.append(_("Någon part har angett ett intresse i frågan."))
    if names := [f"paket {each.letter}" for each in packages.distinct().order_by("number")]:
        found.append(_("Det ingår i %s.") % join_swedish(names))
    return found


def silent_parties(negotiation: Negotiation, today: date) -> str:
    """Who has not answered what lies before the parties, as a warning before the text is written."""
    waiting = PackageConsent.objects.filter(
        package__negotiation=negotiation,
        package__state=PackageState.LAID,
        state=ConsentState.ASKED,
        party__left_on__isnull=True,
    ).select_related("package", "party__principal__organisation")
    silent: dict[str, list[str]] = {}
    for each in waiting.order_by("package__number", "party__order"):
        silent.setdefault(each.package.letter, []).append(each.party.name)
    told = (
        _("På paket %(letter)s saknas svar från %(names)s.") % {"letter": letter, "names": join_swedish(names)}
        for letter, names in silent.items()
    )
    return " ".join(told)
