from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from budgets.cost_sharing import principles_in_effect, shares_of
from budgets.models import CostPrinciple
from budgets.services import handover, principles
from governance.decisions.services import hand_over, withdraw_matter
from governance.lib.sharing import Principle, consent_set
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import perform
from tests.factories import budgets as make
from tests.factories.decisions import again, decide

pytestmark = pytest.mark.django_db
REGION_PAYS_60 = Principle.by_region(600_000)


def propose(partnership: Any, rule: Principle = REGION_PAYS_60, year: int = 2027) -> CostPrinciple:
    return principles.propose_principle(
        service=make.make_service(partnership, "Trygg utskrivning"),
        phase="establishment",
        principle=rule,
        from_year=year,
        reason="Regionen använder tjänsten mest.",
        by=make.sgd(partnership),
        today=make.DRAFTED,
    )


def being_decided(partnership: Any, rule: Principle = REGION_PAYS_60) -> CostPrinciple:
    principle = propose(partnership, rule)
    principles.compute_consent(principle, by=make.sgd(partnership), today=make.DRAFTED)
    matter = principles.put_principle_forward(again(principle), by=make.sgd(partnership), today=make.DRAFTED)
    for ruling in matter.trunk_rulings():
        decide(ruling, today=make.DRAFTED)
    hand_over(again(matter), by=make.cs(partnership), today=make.HANDED)
    return again(principle)


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        (REGION_PAYS_60, ["12"]),
        (Principle.by_region(400_000), ["1214", "1230", "1231"]),
        (Principle.by_parts({"12": 500_000, "1214": 300_000, "1230": 200_000}), ["1214"]),
    ],
)
def test_exactly_those_whose_share_rises_are_asked(rule: Principle, asked: list[str]) -> None:
    budget = make.submitted()
    principle = propose(budget.partnership, rule)

    held = principles.compute_consent(principle, by=make.sgd(budget.partnership), today=make.DRAFTED)

    assert [row.code for row in held.shares.filter(must_consent=True)] == asked
    assert held.snapshot == budget.snapshot
    rows = list(held.shares.all())
    assert sum(row.base_ore for row in rows) == sum(row.deviating_ore for row in rows) == 320_000_000
    assert budget.snapshot is not None
    assert consent_set(rule, region="12", populations=budget.snapshot.populations) == set(asked)


def test_a_principle_goes_to_those_alone_and_the_others_are_informed() -> None:
    budget = make.submitted()

    principle = being_decided(budget.partnership)

    matter = make.the_matter(principle)
    assert matter.route.code == "B-01-KP"
    assert [ruling.principal_name for ruling in matter.principal_rulings()] == ["Region Skåne"]
    assert sorted(str(notice.principal) for notice in matter.notices.informed()) == ["Burlöv", "Staffanstorp", "Svalöv"]


def test_the_base_principle_applies_until_all_have_decided() -> None:
    budget = make.submitted()
    principle = being_decided(budget.partnership, Principle.by_region(400_000))
    *most, last = make.the_matter(principle).principal_rulings()
    for ruling in most:
        decide(ruling, today=make.DECIDED)
    assert again(principle).state == "being_decided"
    assert all(share.deviating_ore == 0 for share in shares_of(budget))

    decide(last, today=make.DECIDED)

    held = again(principle)
    assert (held.state, held.effective_on) == ("in_effect", make.DECIDED)
    shares = {share.code: share for share in shares_of(budget)}
    assert (shares["12"].base_ore, shares["12"].deviating_ore) == (492_000_000, 128_000_000)
    assert sum(share.total_ore for share in shares.values()) == budget.total_ore


def test_a_principle_in_effect_is_frozen_with_the_lines_at_handover_and_stays_there() -> None:
    budget = make.recommended()
    principle = being_decided(budget.partnership)
    for ruling in make.the_matter(principle).principal_rulings():
        decide(ruling, today=make.HANDED)
    handover.hand_over_budget(budget, by=make.sgd(budget.partnership, make.HANDED), today=make.HANDED)

    principles.end_principle(
        again(principle), reason="Jämn användning", by=make.sgd(budget.partnership), today=make.DECIDED
    )

    line = make.line_of(budget, "Trygg utskrivning")
    assert (line.frozen_principle, line.principle) == (REGION_PAYS_60, principle)
    assert make.line_of(budget).shared_by == {"region_ppm": 500_000}
    region = again(budget).shares.get(code="12")
    assert (region.base_ore, region.deviating_ore) == (492_000_000, 192_000_000)


def test_a_principle_decided_after_the_handover_waits_for_the_next_budget() -> None:
    budget = make.recommended()
    principle = being_decided(budget.partnership)
    handover.hand_over_budget(budget, by=make.sgd(budget.partnership, make.HANDED), today=make.HANDED)
    for ruling in make.the_matter(principle).principal_rulings():
        decide(ruling, today=make.DECIDED)

    assert again(principle).state == "in_effect"
    assert budget.shares.get(code="12").deviating_ore == 0
    assert [each.years for each in CostPrinciple.objects.with_next()] == ["från 2028"]
    later = make.submitted(budget.partnership, year=2028, today=date(2027, 1, 15))
    assert {share.code: share.deviating_ore for share in shares_of(later)}["12"] == 192_000_000


def test_a_newer_principle_takes_the_place_of_the_one_before() -> None:
    budget = make.submitted()
    first = being_decided(budget.partnership)
    decide(make.the_matter(first).principal_rulings()[0], today=make.DECIDED)
    second = being_decided(budget.partnership, Principle.by_region(700_000))

    decide(make.the_matter(second).principal_rulings()[0], today=make.DECIDED)

    assert (again(first).state, again(second).state) == ("ended", "in_effect")


@pytest.mark.parametrize("order", [(2027, 2029), (2029, 2027)])
def test_of_several_principles_the_one_from_the_latest_year_that_has_come_counts(order: tuple[int, ...]) -> None:
    partnership = make.make_partnership()
    rules = {2027: REGION_PAYS_60, 2029: Principle.by_region(700_000)}
    made = [make.principle_in_effect(partnership, rules[year], year) for year in order]
    key = f"{made[0].service_id}:establishment"

    counting = {year: principles_in_effect(partnership.pk, year) for year in range(2026, 2031)}

    assert [again(each).state for each in made] == ["in_effect", "in_effect"]
    assert {year: found[key].as_principle() for year, found in counting.items() if found} == {
        2027: REGION_PAYS_60,
        2028: REGION_PAYS_60,
        2029: rules[2029],
        2030: rules[2029],
    }
    budget = make.make_draft(partnership, year=2028)
    assert {share.code: share.deviating_ore for share in shares_of(budget)}["12"] == 192_000_000
    told = CostPrinciple.objects.order_by("from_year").with_next()
    assert [each.years for each in told] == ["2027 till 2028", "från 2029"]


def test_the_database_holds_one_principle_in_effect_for_a_line_and_year() -> None:
    partnership = make.make_partnership()
    first = make.principle_in_effect(partnership, REGION_PAYS_60)
    second = make.principle_in_effect(partnership, Principle.by_region(700_000))

    with pytest.raises(IntegrityError), transaction.atomic():
        CostPrinciple.objects.filter(pk__in=[first.pk, second.pk]).update(state="in_effect")


def test_a_proposal_that_is_taken_back_falls() -> None:
    budget = make.submitted()
    principle = being_decided(budget.partnership)

    withdraw_matter(
        make.the_matter(principle), reason="Regionen säger nej", by=make.cs(budget.partnership), today=make.DECIDED
    )

    assert again(principle).state == "fallen"


def test_the_proposer_drops_a_proposal_that_is_being_decided_and_its_matter_ends() -> None:
    principle = being_decided(make.submitted().partnership)

    principles.drop_principle(
        principle, reason="Regionen säger nej", by=make.sgd(principle.partnership), today=make.DECIDED
    )

    assert again(principle).state == "fallen"
    assert make.the_matter(principle).state == "withdrawn"


def test_the_base_principle_needs_no_decision() -> None:
    partnership = make.make_partnership()

    with pytest.raises(Refused, match="delar kostnaden som grundprincipen"):
        propose(partnership, Principle.by_region(500_000))


def test_a_principle_that_names_a_stranger_is_refused_when_it_is_computed() -> None:
    principle = propose(make.make_partnership(), Principle.by_parts({"12": 400_000, "0180": 600_000}))

    with pytest.raises(Refused, match="inte är huvudman: 0180"):
        principles.compute_consent(principle, by=make.sgd(principle.partnership), today=make.DRAFTED)


def test_residents_are_frozen_for_a_principle_without_a_submitted_budget() -> None:
    principle = propose(make.make_partnership(), year=2030)

    held = principles.compute_consent(principle, by=make.sgd(principle.partnership), today=make.DRAFTED)

    assert held.snapshot is not None
    assert (held.snapshot.wanted_date, held.snapshot.reference_date) == (date(2028, 12, 31), date(2025, 12, 31))
    assert held.snapshot.note == (
        "Invånartal för 31 december 2028 fanns inte än när andelarna räknades fram. "
        "De senaste, från 31 december 2025, används i stället."
    )


def test_nobody_puts_a_principle_in_effect_by_hand() -> None:
    principle = being_decided(make.submitted().partnership)

    with pytest.raises(NotAllowed):
        perform(principle, "take_effect", by=make.sgd(principle.partnership), today=make.DECIDED)
