"""A negotiation whose parties have valued the options, brought to where a test wants it by the same acts as in life."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.benefits import services
from agreements.benefits.models import Package, PackageConsent
from agreements.benefits.services import Given
from agreements.benefits.states import Unit
from agreements.negotiations.models import Option
from governance.lib.money import Sek

from .negotiations import NegotiationWorld, negotiation_world
from .organisations import TODAY
from .telling import told_once

KRONOR: dict[str, tuple[int, ...]] = {
    "state": (40_000_000, 20_000_000, 0, 30_000_000, 10_000_000, 5_000_000, 8_000_000, -9_000_000, -2_000_000, 1, 0),
    "region": (25_000_000, 30_000_000, 0, 12_000_000, 6_000_000, -4_000_000, 9_000_000, 14_000_000, 3_000_000, 0, 0),
    "city": (9_000_000, 4_000_000, 0, 2_000_000, 3_000_000, 2_500_000, 1_000_000, 4_000_000, 1_000_000, 0, 0),
    "town": (6_000_000, 7_000_000, 0, 1_000_000, 1_500_000, 2_000_000, 500_000, 5_000_000, 2_000_000, 0, 0),
    "agency": (8_000_000, 2_000_000, 0, 7_000_000, 2_000_000, 6_000_000, 1_000_000, 0, 0, 300_000, 0),
    "association": (4_000_000, 5_000_000, 0, 9_000_000, 4_000_000, -1_000_000, 3_000_000, 2_000_000, 0, 0, 0),
    "company": (3_000_000, 6_000_000, 0, 5_000_000, 7_000_000, -500_000, 2_000_000, 1_000_000, 0, 0, 0),
    "university": (2_000_000, 1_000_000, 0, 3_000_000, 1_000_000, 500_000, 1_500_000, 0, 0, 0, 0),
}
"""Made-up values in whole kronor a year, one for each option in the order of the issues."""

OPEN = ("state", "region", "city", "town")
"""The parties that share their values; the others keep them to themselves."""

SPLIT = {"state": 500_000, "region": 300_000, "city": 100_000, "town": 100_000}


@dataclass
class BenefitWorld:
    """A negotiation and its packages, with everybody who acts in it."""

    negotiation: NegotiationWorld

    @property
    def slug(self) -> str:
        """The partnership's address."""
        return self.negotiation.partnership.slug

    def options(self) -> list[Option]:
        """Every option, in the order of the issues."""
        found = Option.objects.filter(issue__negotiation=self.negotiation.negotiation)
        return list(found.select_related("issue").order_by("issue__number", "number"))

    def choice(self, *places: int) -> list[Option]:
        """One option an issue, by its place; the first one where nothing is said."""
        by_issue: dict[int, list[Option]] = {}
        for each in self.options():
            by_issue.setdefault(each.issue_id, []).append(each)
        wanted = [*places, *[0] * (len(by_issue) - len(places))]
        return [options[place] for options, place in zip(by_issue.values(), wanted, strict=True)]

    def value(
        self, key: str, kronor: Sequence[int], *, shared: bool, unit: str = Unit.ORE, today: date = TODAY
    ) -> None:
        """Let a party value every option."""
        times = 100 if unit == Unit.ORE else 1
        values = {each.pk: Given(amount * times, shared) for each, amount in zip(self.options(), kronor, strict=True)}
        by = self.negotiation.speaker(key, today)
        services.save_valuations(self.negotiation.party(key), values=values, unit=unit, by=by, today=today)

    def sketch(self, title: str = "Gemensam drift från start", *places: int, **facts: Any) -> Package:
        """A package by the chief negotiator; 20 million kronor split among four, unless something else is said."""
        given: dict[str, Any] = {"cost": Sek.of_kronor(20_000_000), "shares": self.shares(), **facts}
        return services.draft_package(
            self.negotiation.again(),
            title=title,
            choices=self.choice(*places),
            by=self.negotiation.negotiator(),
            today=TODAY,
            **given,
        )

    def shares(self, split: Mapping[str, int] = SPLIT) -> dict[Any, int]:
        """Shares in millionths by party, for those that take part."""
        return {self.negotiation.parties[key]: ppm for key, ppm in split.items() if key in self.negotiation.parties}

    def lay(self, package: Package | None = None, *, today: date = TODAY) -> Package:
        """Lay a package before the parties."""
        by = self.negotiation.negotiator(today)
        return services.lay_package(package or self.sketch(), by=by, today=today)

    def consent(self, package: Package, key: str) -> PackageConsent:
        """A party's answer, read anew."""
        found = PackageConsent.objects.select_related(*PackageConsent.locked_with)
        return found.get(package=package, party=self.negotiation.parties[key])

    def accept(self, package: Package, *keys: str, today: date = TODAY) -> Package:
        """Let parties consent: those named, or all."""
        for key in keys or self.negotiation.parties:
            by = self.negotiation.speaker(key, today)
            services.accept_package(self.consent(package, key), by=by, today=today)
        return Package.objects.get(pk=package.pk)


@told_once
def benefit_world(
    *, valued: bool = True, keys: tuple[str, ...] = tuple(KRONOR), shared: tuple[str, ...] = OPEN, **facts: Any
) -> BenefitWorld:
    """A negotiation under way; four parties share what the options are worth to them, the others keep it private."""
    world = BenefitWorld(negotiation_world(keys=keys, **facts))
    if valued:
        for key in keys:
            world.value(key, KRONOR[key], shared=key in shared)
    return world


@told_once
def agreed_world(**facts: Any) -> tuple[BenefitWorld, Package]:
    """A negotiation whose parties have all agreed to a package."""
    world = benefit_world(**facts)
    return world, world.accept(world.lay())
