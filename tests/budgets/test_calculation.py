"""The years ahead in sealed documents: each row is shared by the principle that applies to it in that year."""

import pytest

from budgets.models import Budget
from budgets.reports.facts import Facts
from budgets.services import drafting
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.lib.sharing import BASE, Principle, shares
from tests.factories import budgets as make

pytestmark = pytest.mark.django_db
SIXTY = Principle.by_region(600_000)


def calculate(budget: Budget, year: int, *rows: tuple[str, str, int]) -> None:
    for name, phase, kronor in rows:
        service = make.make_service(budget.partnership, name) if name else None
        drafting.set_calculation(
            budget,
            year=year,
            service=service,
            phase=phase,
            amount=Sek.of_kronor(kronor),
            by=SYSTEM,
            today=make.DRAFTED,
        )


def draft_with_principle(from_year: int = 2027) -> Budget:
    partnership = make.make_partnership()
    make.principle_in_effect(partnership, SIXTY, from_year)
    return make.make_draft(partnership)


def years_ahead(budget: Budget) -> dict[str, dict[int, tuple[int | None, str]]]:
    facts = Facts(budget)
    return {
        code: {each.year: (each.mine, each.note) for each in facts.years(code, settled=False) if each.year > 2027}
        for code in facts.shares
    }


def test_rows_ahead_are_shared_by_the_principle_in_effect() -> None:
    budget = draft_with_principle()
    calculate(budget, 2029, ("Mina planer", "management", 9_000_001), ("Trygg utskrivning", "establishment", 1_420_000))

    found = {code: years[2029] for code, years in years_ahead(budget).items()}

    facts = Facts(budget)
    who = {"region": facts.region, "populations": facts.populations}
    base, other = shares(BASE, 900_000_100, **who), shares(SIXTY, 142_000_000, **who)  # type: ignore[arg-type]
    assert found == {code: (base[code] + other[code], "") for code in facts.shares}
    assert sum(mine or 0 for mine, _ in found.values()) == 1_042_000_100
    assert found[facts.region][0] == 450_000_050 + 85_200_000


def test_a_principle_that_begins_later_shares_the_years_from_then() -> None:
    budget = draft_with_principle(2029)
    for year in (2028, 2029):
        calculate(budget, year, ("Trygg utskrivning", "establishment", 1_000_000))
    drafting.remove_calculation(budget.calculation.get(service=None), by=SYSTEM, today=make.DRAFTED)

    found = years_ahead(budget)[Facts(budget).region]

    assert found == {2028: (50_000_000, ""), 2029: (60_000_000, "")}


def test_a_stated_sum_goes_by_the_base_principle_and_the_table_says_so() -> None:
    budget = draft_with_principle()
    row = ("Trygg utskrivning", "establishment", 1_000_000)
    calculate(budget, 2029, row, ("", "", 1_500_000))
    calculate(budget, 2030, row, ("", "", 1_000_000))
    calculate(budget, 2031, row, ("", "", 900_000))

    found = years_ahead(budget)

    assert found[Facts(budget).region] == {
        2028: (1_010_000_000, "enligt grundprincipen"),
        2029: (85_000_000, "delvis enligt grundprincipen"),
        2030: (60_000_000, ""),
        2031: (45_000_000, "enligt grundprincipen"),
    }
    sums = {year: sum(years[year][0] or 0 for years in found.values()) for year in (2028, 2029, 2030, 2031)}
    assert sums == {2028: 2_020_000_000, 2029: 150_000_000, 2030: 100_000_000, 2031: 90_000_000}


def test_nothing_is_said_of_the_principle_where_no_other_applies() -> None:
    budget = make.make_draft()
    calculate(budget, 2029, ("Mina planer", "management", 1_000_000), ("", "", 1_500_000))
    calculate(budget, 2030, ("Mina planer", "management", 1_000_000), ("", "", 900_000))

    found = years_ahead(budget)[Facts(budget).region]

    assert found == {2028: (1_010_000_000, ""), 2029: (75_000_000, ""), 2030: (45_000_000, "")}


def test_a_sum_whose_rows_all_go_by_the_base_principle_goes_wholly_by_it() -> None:
    budget = draft_with_principle()
    calculate(budget, 2029, ("Mina planer", "management", 1_000_000), ("", "", 1_500_000))

    assert years_ahead(budget)[Facts(budget).region][2029] == (75_000_000, "enligt grundprincipen")
