"""What may be told of private values: sums over enough parties, frozen when a package is laid before them.

Values that parties share are told as they are. Private ones are told only as a sum over one option, and only when at
least three parties other than the reader keep their value of that option private: counted option by option, since
anything coarser would let two packages that differ in one choice tell a single party's value by subtraction.

The reader is a person: of every party in whose organisation he or she has a seat, whichever seat is acted from. To
somebody who may be of a party that has left, four are needed, since its value is in the sum still.

The same goes for time. What was summed is kept (`ToldValue`), and a later package is told from the same figures until
more than three parties have changed theirs; otherwise the difference between two packages would tell what one party
changed. Parties that count in points take no part in sums of kronor.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .models import Package, ToldValue, Valuation
from .states import Unit

FEWEST = 3
"""A sum of private values covers at least so many parties other than the reader (sums over fewer are withheld)."""

LEFT = 0
"""Among the parties that a reader is of: one that is not there, but may have been when the sum was made."""

Kept = Mapping[int, int]  # party -> value of one option


@dataclass(frozen=True, slots=True)
class Cell:
    """One party's value of one option."""

    party: int
    option: int
    value: int
    shared: bool


def cells_of(negotiation_id: int, options: Collection[int]) -> list[Cell]:
    """Every value in kronor of some options, of parties that take part; one query."""
    found = Valuation.objects.filter(
        party__negotiation_id=negotiation_id,
        party__left_on__isnull=True,
        party__sheet__unit=Unit.ORE,
        option_id__in=options,
    ).values_list("party_id", "option_id", "value", "shared")
    return [Cell(*each) for each in found]


def what_may_be_told(package: Package) -> list[dict[str, Any]]:
    """For each issue of a package: the sum of shared values, and of private ones where enough parties have such."""
    chosen = {each.issue_id: each.option_id for each in package.choices.all()}
    options = set(chosen.values())
    cells = cells_of(package.negotiation_id, options)
    present = set(package.negotiation.parties.present().values_list("pk", flat=True))
    told: dict[int, dict[int, int]] = defaultdict(dict)
    for option, party, value in ToldValue.objects.filter(option_id__in=options).values_list("option", "party", "value"):
        told[option][party] = value
    used = {}
    for option, now in private_of(cells, options).items():
        used[option] = next_figures(told[option], now, present)
        if used[option] == now != told[option]:
            keep(option, now)
    return told_issues(cells, chosen, used)


def private_of(cells: Iterable[Cell], options: Iterable[int]) -> dict[int, dict[int, int]]:
    """Option -> party -> value, of what is private now."""
    found: dict[int, dict[int, int]] = {option: {} for option in options}
    for each in cells:
        if not each.shared and each.option in found:
            found[each.option][each.party] = each.value
    return found


def next_figures(before: Kept, now: Kept, present: Collection[int]) -> dict[int, int]:
    """Which figures a sum is made of: those of today, or those it was made of before, or none at all.

    Figures that were too few to be told from are no secret to keep. While no more than three parties have changed
    theirs, the earlier ones are used; when one of those has left the negotiation, nothing is told meanwhile.
    """
    changed = {party for party in {*before, *now} if before.get(party) != now.get(party)}
    if len(before) < FEWEST or len(changed) > FEWEST or not changed:
        return dict(now)
    return dict(before) if set(before) <= set(present) else {}


def keep(option: int, figures: Kept) -> None:
    """Remember what sums over an option are made of from now on."""
    ToldValue.objects.filter(option_id=option).delete()
    ToldValue.objects.bulk_create(
        ToldValue(option_id=option, party_id=party, value=value) for party, value in figures.items()
    )


def told_issues(
    cells: Sequence[Cell], chosen: Mapping[int, int], used: Mapping[int, Kept] | None = None
) -> list[dict[str, Any]]:
    """As above, from values and choices; what may be told to nobody is left out of what is kept."""
    figures = private_of(cells, chosen.values()) if used is None else used
    told = []
    for issue, option in sorted(chosen.items()):
        shared = {each.party: each.value for each in cells if each.option == option and each.shared}
        private = {party: value for party, value in figures.get(option, {}).items() if party not in shared}
        enough = len(private) >= FEWEST
        told.append(
            {
                "issue": issue,
                "shared": sum(shared.values()),
                "private": sum(private.values()) if enough else None,
                "parties": sorted(private) if enough else [],
            }
        )
    return told


def told_total(told: Sequence[Mapping[str, Any]], readers: Collection[int] = (LEFT,)) -> int:
    """The gain in öre that may be told to a person who is of the parties given.

    A party that is itself among those with private values could take its own from a sum, so it must face three others.
    """
    return sum(each["shared"] + (each["private"] if may_read(each, readers) else 0) for each in told)


def may_read(each: Mapping[str, Any], readers: Collection[int]) -> bool:
    """Whether an issue's sum of private values covers enough others."""
    own = (set(each["parties"]) | {LEFT}) & set(readers)
    return each["private"] is not None and len(each["parties"]) - len(own) >= FEWEST
