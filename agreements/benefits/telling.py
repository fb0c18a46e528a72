"""What may be told of private values: sums over enough parties, frozen when a package is laid before them.

For each issue the values that parties share are told as they are. Private ones are told only as a sum, and only when at
least three parties other than the reader have private values in that issue: counted issue by issue, since two packages
that differ in one issue would otherwise tell a single party's value by subtraction. Parties that count in points take
no part in sums of kronor.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .models import Package, Valuation
from .states import Unit

FEWEST = 3
"""A sum of private values covers at least so many parties other than the reader (sums over fewer are withheld)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One party's value of one option, with its issue."""

    party: int
    issue: int
    option: int
    value: int
    shared: bool


def cells_of(negotiation_id: int) -> list[Cell]:
    """Every value in kronor in a negotiation, of parties that take part; one query."""
    found = Valuation.objects.filter(
        party__negotiation_id=negotiation_id, party__left_on__isnull=True, party__sheet__unit=Unit.ORE
    ).values_list("party_id", "option__issue_id", "option_id", "value", "shared")
    return [Cell(*each) for each in found]


def what_may_be_told(package: Package) -> list[dict[str, Any]]:
    """For each issue of a package: the sum of shared values, and of private ones where enough parties have such."""
    chosen = {each.issue_id: each.option_id for each in package.choices.all()}
    return told_issues(cells_of(package.negotiation_id), chosen)


def told_issues(cells: Iterable[Cell], chosen: Mapping[int, int]) -> list[dict[str, Any]]:
    """As above, from values and choices; what may be told to nobody is left out of what is kept."""
    by_issue: dict[int, list[Cell]] = defaultdict(list)
    for each in cells:
        by_issue[each.issue].append(each)
    told = []
    for issue, option in sorted(chosen.items()):
        here = by_issue[issue]
        private = sorted({each.party for each in here if not each.shared})
        taken = [each for each in here if each.option == option]
        enough = len(private) >= FEWEST
        told.append(
            {
                "issue": issue,
                "shared": sum(each.value for each in taken if each.shared),
                "private": sum(each.value for each in taken if not each.shared) if enough else None,
                "parties": private if enough else [],
            }
        )
    return told


def told_total(told: Sequence[Mapping[str, Any]], reader: int | None = None) -> int:
    """The gain in öre that may be told to a reader: a party, or somebody who is none.

    A party that is itself among those with private values could take its own from a sum, so it must face three others.
    """
    return sum(each["shared"] + (each["private"] if may_read(each, reader) else 0) for each in told)


def may_read(each: Mapping[str, Any], reader: int | None) -> bool:
    """Whether an issue's sum of private values covers enough others."""
    return each["private"] is not None and len(set(each["parties"]) - {reader}) >= FEWEST
