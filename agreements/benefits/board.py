"""What one reader may know of the benefits in a negotiation.

Privacy is kept at the door: for everybody but the neutral negotiators only shared values and one's own are read at all,
so that nothing on the page can depend on what another party keeps to itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from agreements.negotiations.guards import present_parties
from agreements.negotiations.models import Issue, Negotiation, Party
from agreements.negotiations.permissions import why_not_leading
from agreements.negotiations.queries import read_with_parties, wish_with_parties
from governance.workflow.together import Wish, hand_out, read_wishes

from . import permissions
from .models import Package, PackageChoice, Valuation
from .models.valuations import acted_for
from .states import Unit
from .telling import LEFT

VALUE = ("party_id", "option_id", "value", "shared", "party__sheet__unit")
OPTION = ("options__pk", "options__title", "options__number", "options__limits__party_id")


@dataclass(frozen=True, slots=True)
class OptionRow:
    """One way to settle an issue."""

    pk: int
    title: str
    number: int


@dataclass(frozen=True, slots=True)
class IssueRow:
    """An issue with its options in order."""

    pk: int
    number: int
    title: str
    decided: int | None = None
    options: list[OptionRow] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"

    @property
    def open_options(self) -> list[int]:
        """The options that a package may take: where the State has chosen alone, its choice (N-18)."""
        return [each.pk for each in self.options if self.decided in (None, each.pk)]


@dataclass(frozen=True, slots=True)
class Value:
    """What an option is worth to a party, as the reader may use it."""

    amount: int
    shared: bool


class Board:
    """The benefits of one negotiation as one reader may know them; each part is read once, when it is asked for."""

    def __init__(self, negotiation: Negotiation, actor: Any, *, for_finder: bool = False) -> None:
        self.negotiation = negotiation
        self.actor = actor
        self.is_leader = for_finder or permissions.may_see_sums(negotiation, actor)

    @cached_property
    def stands_aside(self) -> str:
        """Why a reader with a leader's seat leads nothing here, and who does."""
        return why_not_leading(self.negotiation, self.actor)

    @cached_property
    def read(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The catalogue and the values that the reader may know, read with the parties; one query."""
        if self.is_leader:
            wish = Wish("benefits.leader", lambda key: (catalogue_of(key), values_in(key)), (self.negotiation.pk,))
            catalogue, values = wish_with_parties(self.negotiation, wish)
        else:
            known = values_in(self.negotiation.pk).visible_to(self.actor)
            catalogue, values = read_with_parties(self.negotiation, catalogue_of(self.negotiation.pk), known)
        return catalogue, values

    @cached_property
    def parties(self) -> Sequence[Party]:
        """Those that take part, in the negotiation's order."""
        return present_parties(self.negotiation) if self.read else []

    @cached_property
    def mine(self) -> Party | None:
        """The party that the seat acted from belongs to."""
        own = acted_for(self.actor)
        return next((each for each in self.parties if each.principal.organisation_id == own), None)

    @cached_property
    def own(self) -> frozenset[int]:
        """The parties that the person is of by any seat, and `LEFT` when that may be one that is there no more."""
        there = {each.principal_id: each.pk for each in self.parties}
        sits_for = {each.pk for each in self.actor.principals if each.partnership_id == self.negotiation.partnership_id}
        found = frozenset(there.get(each, LEFT) for each in sits_for)
        return found or frozenset({LEFT})

    @cached_property
    def catalogue(self) -> list[tuple[Any, ...]]:
        """Issues with their options and the parties whose mandate an option lies outside."""
        return self.read[0]

    @cached_property
    def issues(self) -> list[IssueRow]:
        """The issues with their options."""
        found: dict[int, IssueRow] = {}
        for pk, number, title, decided, option, words, place, _limit in self.catalogue:
            issue = found.setdefault(pk, IssueRow(pk, number, title, decided))
            if option is not None and all(each.pk != option for each in issue.options):
                issue.options.append(OptionRow(option, words, place))
        return list(found.values())

    @cached_property
    def limits(self) -> dict[int, list[int]]:
        """Option -> the parties whose mandate it lies outside, in their order; known to all (P-08)."""
        told = {(row[4], row[7]) for row in self.catalogue if row[7] is not None}
        found: dict[int, list[int]] = {}
        for party in self.parties:
            for option in sorted(each for each, outside in told if outside == party.pk):
                found.setdefault(option, []).append(party.pk)
        return found

    @cached_property
    def rows(self) -> list[tuple[int, int, int, bool, str]]:
        """Party, option, value, shared, unit: all of them for a neutral negotiator, else shared and own."""
        return self.read[1]

    @cached_property
    def values(self) -> dict[tuple[int, int], Value]:
        """Party and option -> value."""
        return {(party, option): Value(value, shared) for party, option, value, shared, _ in self.rows}

    @cached_property
    def units(self) -> dict[int, str]:
        """Party -> what it counts in, where a value of it is known to the reader."""
        return {party: unit for party, _, _, _, unit in self.rows}

    @cached_property
    def packages(self) -> list[Package]:
        """The packages that the reader may know of, with their choices and how many consent; one query."""
        sketched = permissions.may_see_sketches(self.negotiation, self.actor) and self.negotiation.partnership_id
        keys = self.negotiation.pk, sketched or 0, acted_for(self.actor) or 0
        ((packages, choices),) = read_wishes(Wish("benefits.packages", packages_and_choices, keys))
        for each in packages:
            each.negotiation = self.negotiation
        hand_out(packages, "choices", choices, by="package_id")
        return packages

    def in_kronor(self, party: int) -> bool:
        """Whether a party counts in kronor."""
        return self.units.get(party, Unit.ORE) == Unit.ORE

    def gain(self, party: int, options: Sequence[int]) -> int:
        """What a package is worth to a party, of what the reader may know."""
        known = (self.values.get((party, option)) for option in options)
        return sum(each.amount for each in known if each is not None)

    @cached_property
    def valued(self) -> frozenset[int]:
        """The parties of which the reader knows some value."""
        return frozenset(party for party, _ in self.values)

    def has_private(self, party: int) -> bool:
        """Whether a party keeps some value to itself; asked for the negotiators alone."""
        return party in self.keeping_to_themselves

    @cached_property
    def keeping_to_themselves(self) -> frozenset[int]:
        """The parties that keep some value private; asked for the negotiators alone."""
        return frozenset(party for (party, _), value in self.values.items() if not value.shared)

    @cached_property
    def issue_of(self) -> dict[int, IssueRow]:
        """Option -> its issue."""
        return {option.pk: issue for issue in self.issues for option in issue.options}

    @cached_property
    def option_titles(self) -> dict[int, str]:
        """Option -> its words."""
        return {option.pk: option.title for issue in self.issues for option in issue.options}

    def outside(self, options: Sequence[int]) -> list[tuple[Party, IssueRow]]:
        """Whose mandate a package lies outside, and in which issue."""
        names = {each.pk: each for each in self.parties}
        return [
            (names[party], self.issue_of[option])
            for option in options
            for party in self.limits.get(option, ())
            if party in names and option in self.issue_of
        ]


def packages_and_choices(negotiation_id: int, sketched: int, organisation: int) -> tuple[QuerySet[Any], ...]:
    """A negotiation's packages with what is answered, and what each of them takes."""
    seen = Package.objects.seen_within(negotiation_id, sketched)
    choices = PackageChoice.objects.filter(package__in=seen)
    return seen.with_answers(organisation).order_by("number"), choices


def catalogue_of(negotiation_id: int) -> QuerySet[Any]:
    """Each issue with each of its options and each party whose mandate that lies outside."""
    found = Issue.objects.filter(negotiation_id=negotiation_id).order_by("number", "options__number", "pk")
    return found.values_list("pk", "number", "title", "decided_option_id", *OPTION)


def values_in(negotiation_id: int) -> Any:
    """What the options are worth to the parties that have not left: all of it, so whoever asks narrows it."""
    found = Valuation.objects.filter(party__negotiation_id=negotiation_id, party__left_on__isnull=True)
    return found.values_list(*VALUE).order_by("party_id", "option_id")


def chosen_in(package: Package) -> list[int]:
    """The options that a package takes."""
    return [each.option_id for each in package.choices.all()]
