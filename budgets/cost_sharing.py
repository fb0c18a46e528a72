"""Who pays what of a budget, and why it changed: the pure rules of `lib.sharing` on our rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance.lib.share_change import BudgetYear, ChangeTerms, change_terms
from governance.lib.sharing import BASE, Line, Principle, budget_shares, shares
from governance.organisations.kinds import PrincipalGroup

from .models import Budget, BudgetLine, BudgetShare, CostPrinciple, PopulationSnapshot, SnapshotRow
from .populations import figures_of, principals_for, usable_date
from .states import ADOPTED


@dataclass(frozen=True)
class Residents:
    """The residents a budget is shared by, with their principals: frozen, or as they would be frozen today."""

    rows: tuple[SnapshotRow, ...]

    @property
    def region(self) -> str:
        """The region's code."""
        return next(row.code for row in self.rows if row.group == PrincipalGroup.REGION)

    @property
    def populations(self) -> dict[str, int]:
        """The group's residents by code."""
        return {row.code: row.population for row in self.rows if row.group == PrincipalGroup.MUNICIPALITIES}

    @property
    def can_share(self) -> bool:
        """Whether there is one region and a group."""
        groups = [row.group for row in self.rows]
        return groups.count(PrincipalGroup.REGION) == 1 and len(groups) > 1


def residents_of(budget: Budget) -> Residents:
    """The residents frozen with the budget; for a draft, the ones that would be frozen."""
    if budget.snapshot is not None:
        return frozen_residents(budget.snapshot)
    day = usable_date(budget.partnership, budget.year, budget.reference_date)
    if day is None:
        return Residents(())
    principals = principals_for(budget.partnership, budget.year)
    figures = figures_of(principals, until=budget.reference_date)[day]
    return Residents(
        tuple(
            SnapshotRow(
                principal=each,
                code=each.organisation.code,
                name=each.organisation.name,
                group=each.group,
                population=figures[each.organisation_id].population,
            )
            for each in principals
        )
    )


def frozen_residents(snapshot: PopulationSnapshot) -> Residents:
    """The residents of a snapshot."""
    return Residents(tuple(snapshot.rows.select_related("principal__organisation")))


def principles_in_effect(partnership_id: int, year: int) -> dict[str, CostPrinciple]:
    """The deviating principles that apply to a budget year, by line key: of several, the one from the latest year."""
    found = CostPrinciple.objects.in_effect().filter(partnership_id=partnership_id, from_year__lte=year)
    return {f"{each.service_id}:{each.phase}": each for each in found.order_by("from_year")}


def strangers(rule: Principle, residents: Residents) -> list[str]:
    """The codes of those whom a principle gives a part, though they are no principals."""
    known = {row.code for row in residents.rows}
    return [code for code, _ in rule.parts_ppm if code not in known]


def usable_principles(budget: Budget, year: int | None = None) -> dict[str, CostPrinciple]:
    """The principles in effect that can share the budget; a line whose payer has left goes by the base principle.

    Such a budget is neither handed in nor handed over (a guard says why); until then its pages can be read. `year` asks
    for those of a later year, which the rows of the multi-year calculation are shared by.
    """
    applying = principles_in_effect(budget.partnership_id, year or budget.year)
    return usable(applying, residents_of(budget)) if names_payers(applying) else applying


def names_payers(applying: Mapping[str, CostPrinciple]) -> bool:
    """Whether any of them gives fixed parts to payers by name."""
    return any(each.as_principle().parts_ppm for each in applying.values())


def usable(applying: Mapping[str, CostPrinciple], residents: Residents) -> dict[str, CostPrinciple]:
    """Those whose payers are all principals, where it is known who is."""
    if not residents.rows:
        return dict(applying)
    return {key: each for key, each in applying.items() if not strangers(each.as_principle(), residents)}


def lines_of(budget: Budget) -> tuple[Line, ...]:
    """The lines as cost sharing sees them: with the principle frozen at handover, or the one that applies now."""
    rows = list(budget.lines.all())
    applying = {} if all(row.shared_by for row in rows) else usable_principles(budget)
    return tuple(Line(row.key, row.amount_ore, principle_of(row, applying)) for row in rows)


def principle_of(row: BudgetLine, applying: dict[str, CostPrinciple]) -> Principle:
    """The principle of a line: frozen, else in effect, else the base principle."""
    if row.shared_by:
        return row.frozen_principle
    return applying[row.key].as_principle() if row.key in applying else BASE


def shares_of(budget: Budget) -> list[BudgetShare]:
    """Each principal's share: the frozen rows, or unsaved ones computed from the draft; the region first."""
    frozen = list(budget.shares.select_related("principal__organisation"))
    return frozen or compute_shares(budget, residents_of(budget), lines_of(budget))


def compute_shares(budget: Budget, residents: Residents, lines: Iterable[Line]) -> list[BudgetShare]:
    """Compute the rows, unsaved; empty where there is nobody to share with."""
    if not residents.can_share:
        return []
    region, populations = residents.region, residents.populations
    lines = tuple(lines)
    base = budget_shares((line for line in lines if line.principle.is_base), region=region, populations=populations)
    other = budget_shares(
        (line for line in lines if not line.principle.is_base), region=region, populations=populations
    )
    return [
        BudgetShare(
            budget=budget,
            principal=row.principal,
            code=row.code,
            name=row.name,
            group=row.group,
            population=row.population,
            base_ore=base[row.code],
            deviating_ore=other[row.code],
            total_ore=base[row.code] + other[row.code],
        )
        for row in residents.rows
    ]


def line_shares(budget: Budget, code: str) -> dict[str, int]:
    """One principal's part of each line, by line key, rounded line by line; the last one takes what rounding left.

    Shares are rounded once for all lines of one principle, so the parts of single lines need not add up by themselves.
    """
    residents, lines = residents_of(budget), lines_of(budget)
    total = next((row.total_ore for row in shares_of(budget) if row.code == code), 0)
    region, populations = residents.region, residents.populations
    parts = {
        line.key: shares(line.principle, line.amount, region=region, populations=populations).get(code, 0)
        for line in lines
    }
    return spread(parts, total)


def spread(parts: dict[str, int], total: int) -> dict[str, int]:
    """Let the largest part carry the öre by which rounding made the parts miss their sum."""
    if parts:
        largest = max(parts, key=lambda key: (parts[key], key))
        parts[largest] += total - sum(parts.values())
    return parts


def freeze_shares(budget: Budget) -> list[BudgetShare]:
    """Write down every line's principle and every principal's share; from then on they stand still."""
    applying = usable_principles(budget)
    rows = list(budget.lines.all())
    for row in rows:
        row.shared_by = principle_of(row, applying).as_data()
        row.principle = applying.get(row.key)
    BudgetLine.objects.bulk_update(rows, ["shared_by", "principle"])
    lines = tuple(Line(row.key, row.amount_ore, row.frozen_principle) for row in rows)
    return BudgetShare.objects.bulk_create(compute_shares(budget, residents_of(budget), lines))


def budget_year(budget: Budget) -> BudgetYear:
    """The budget as the explanation of changes sees it."""
    residents = residents_of(budget)
    frozen = {row.code: row.total_ore for row in budget.shares.all()}
    return BudgetYear(residents.region, residents.populations, lines_of(budget), frozen or None)


def budget_before(budget: Budget) -> Budget | None:
    """The adopted budget of the year before, which a change is told against."""
    return Budget.objects.filter(
        partnership_id=budget.partnership_id, year=budget.year - 1, state__in=ADOPTED
    ).first() or (
        Budget.objects.filter(partnership_id=budget.partnership_id, year=budget.year - 1, shares__isnull=False)
        .exclude(state__in=("replaced", "withdrawn"))
        .order_by("-version_number")
        .first()
    )


def why_share_changed(budget: Budget, principal: Any = None) -> dict[str, ChangeTerms]:
    """Explain every principal's change against the year before (by code), or one principal's alone.

    Empty in a first year, when there is nothing to compare with. The terms add up to the change, to the last öre.
    """
    before = budget_before(budget)
    if before is None or not residents_of(budget).can_share:
        return {}
    terms = change_terms(budget_year(before), budget_year(budget))
    if principal is None:
        return terms
    code = principal.organisation.code
    return {code: terms[code]} if code in terms else {}
