"""The parties' valuations as the trade finder reads them: by the negotiators' question alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from agreements.negotiations.models import Issue, MandateLimit, Negotiation, Option, Party
from governance.audit.canonical import canonical_json

from .analysis import Table
from .models import Valuation, ValuationSheet
from .states import Unit


@dataclass(frozen=True)
class Ground:
    """What an analysis stands on (underlag): who takes part, what can be chosen and what it is worth to each."""

    parties: Sequence[Party]
    issues: Sequence[Issue]
    options: dict[int, list[Option]]
    values: dict[tuple[int, int], int]
    shared: frozenset[tuple[int, int]]
    units: dict[int, str]
    limits: Sequence[MandateLimit]

    @cached_property
    def limited(self) -> dict[int, list[MandateLimit]]:
        """Option -> the parties whose mandate it lies outside."""
        found: dict[int, list[MandateLimit]] = {}
        for each in self.limits:
            found.setdefault(each.option_id, []).append(each)
        return found

    @cached_property
    def silent(self) -> list[Party]:
        """The parties that have valued nothing; they count as those to whom all is the same."""
        valued = {party for party, _ in self.values}
        return [party for party in self.parties if party.pk not in valued]

    @cached_property
    def in_kronor(self) -> frozenset[int]:
        """The parties that count in kronor."""
        return frozenset(each.pk for each in self.parties if self.units.get(each.pk, Unit.ORE) == Unit.ORE)

    def table(self, *, within_mandates: bool) -> Table | None:
        """The valuations as a table; nothing when some issue has no option left to choose."""
        kept = [
            tuple(each.pk for each in self.options[issue.pk] if not (within_mandates and each.pk in self.limited))
            for issue in self.issues
        ]
        if not self.parties or not kept or not all(kept):
            return None
        parties = tuple(each.pk for each in self.parties)
        return Table(parties, tuple(kept), self.values, self.in_kronor)

    def closed_issues(self, *, within_mandates: bool) -> list[Issue]:
        """The issues that have no option left."""
        return [
            issue
            for issue in self.issues
            if not [each for each in self.options[issue.pk] if not (within_mandates and each.pk in self.limited)]
        ]


def ground_of(negotiation: Negotiation) -> Ground:
    """Read everything that an analysis stands on; six queries, whatever the size."""
    parties = list(negotiation.parties.present().with_organisation())
    issues = list(negotiation.issues.order_by("number"))
    options: dict[int, list[Option]] = {issue.pk: [] for issue in issues}
    for each in Option.objects.filter(issue__negotiation=negotiation).open_to_choice().order_by("number"):
        options[each.issue_id].append(each)
    known = {each.pk for each in parties}
    rows = Valuation.objects.filter(party_id__in=known).values_list("party_id", "option_id", "value", "shared")
    read = list(rows)
    limits = MandateLimit.objects.filter(party_id__in=known).select_related("party__principal__organisation")
    return Ground(
        parties=parties,
        issues=issues,
        options=options,
        values={(party, option): value for party, option, value, _ in read},
        shared=frozenset((party, option) for party, option, _, shared in read if shared),
        units=dict(ValuationSheet.objects.filter(party_id__in=known).values_list("party_id", "unit")),
        limits=list(limits),
    )


def fingerprint(table: Table) -> str:
    """Tells whether an analysis stands on the values of today; kept for the negotiators alone."""
    told: dict[str, Any] = {
        "parties": list(table.parties),
        "issues": [list(each) for each in table.issues],
        "values": [[*key, value] for key, value in sorted(table.values.items())],
        "summed": sorted(table.summed),
    }
    return sha256(canonical_json(told).encode()).hexdigest()
