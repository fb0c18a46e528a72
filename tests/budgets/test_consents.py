"""A principle holds for a budget as long as those who pay, and those who pay more, are the ones who decided it."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from budgets.cost_sharing import shares_of
from budgets.models import Budget, CostPrinciple
from budgets.services import drafting, handover, principles
from governance.lib.sharing import Principle
from governance.organisations.models import Partnership, PopulationFigure, Principal
from governance.workflow.refusals import Refused
from tests.factories import budgets as make
from tests.factories.decisions import again

from .pages import as_sgd, words

pytestmark = pytest.mark.django_db
NEXT = date(2027, 2, 1)
PRINCIPLE = "Den avvikande principen för ”Trygg utskrivning, etablering”"
RISING = (
    f"{PRINCIPLE} höjer andelen för Svalöv med de invånartal som budgeten delas efter. Fullmäktige där har inte "
    "beslutat om principen."
)
LEFT = f"{PRINCIPLE} ger en fast del till Burlöv, som inte är huvudman 2027."


def fixed_parts(partnership: Partnership) -> CostPrinciple:
    """A principle from 2027 that raises one municipality alone, for another pays what it would have paid."""
    found = PopulationFigure.objects.filter(reference_date=date(2025, 12, 31))
    residents = dict(found.values_list("organisation__code", "population"))
    same = residents["1214"] * 500_000 // sum(residents[code] for code in ("1214", "1230", "1231"))
    rule = Principle.by_parts({"12": 500_000, "1214": same, "1230": 500_000 - same})
    return make.principle_in_effect(partnership, rule)


def shrink(partnership: Partnership, code: str = "1214") -> None:
    """Let one municipality be smaller a year later."""
    for each in partnership.principals.by_code():
        now = each.organisation.populations.get(reference_date=date(2025, 12, 31)).population
        PopulationFigure.objects.create(
            organisation=each.organisation,
            reference_date=date(2026, 12, 31),
            population=now - 3_000 * (each.organisation.code == code),
            source="SCB",
        )


def leave(partnership: Partnership, code: str = "1231") -> None:
    """Let one principal's time end with 2026."""
    Principal.objects.filter(partnership=partnership, organisation__code=code).update(until_on=date(2026, 12, 31))


def submit(budget: Budget) -> None:
    drafting.submit_budget(budget, by=make.sgd(budget.partnership, NEXT), today=NEXT)


def test_a_principle_that_now_raises_others_is_not_applied_without_their_councils() -> None:
    partnership = make.make_partnership()
    principle = fixed_parts(partnership)
    assert [row.code for row in principle.shares.filter(must_consent=True)] == ["1230"]
    shrink(partnership)
    budget = make.make_draft(partnership, year=2028, today=NEXT)

    with pytest.raises(Refused) as refused:
        submit(budget)

    (refusal,) = refused.value.refusals
    assert (refusal.sentence, refusal.rule.requirement, refusal.how) == (RISING, "E-13", "Till kostnadsprinciperna")
    assert refusal.mended_by == (
        "styrgruppen: föreslå principen på nytt, så att de vars andel ökar beslutar, eller avsluta den, så att "
        "grundprincipen gäller"
    )
    principles.end_principle(principle, reason="Invånarna", by=make.sgd(partnership, NEXT), today=NEXT)
    submit(budget)
    assert again(budget).state == "at_sgd"


def test_a_principle_proposed_anew_asks_those_whose_share_rises_now() -> None:
    partnership = make.make_partnership()
    rule = fixed_parts(partnership).as_principle()
    shrink(partnership)

    anew = make.principle_in_effect(partnership, rule, 2028)

    assert [row.code for row in anew.shares.filter(must_consent=True)] == ["1214", "1230"]
    submit(make.make_draft(partnership, year=2028, today=NEXT))


def test_a_principle_decided_after_the_budget_was_handed_in_is_looked_at_when_it_is_handed_over() -> None:
    partnership = make.make_partnership()
    rule = fixed_parts(partnership).as_principle()
    principles.end_principle(CostPrinciple.objects.get(), reason="Senare", by=make.sgd(partnership), today=make.DRAFTED)
    shrink(partnership)
    budget = make.recommended(partnership, year=2028, today=NEXT)
    make.principle_in_effect(partnership, rule)

    with pytest.raises(Refused) as refused:
        handover.hand_over_budget(budget, by=make.sgd(partnership, NEXT), today=NEXT)

    assert [each.sentence for each in refused.value.refusals] == [RISING]
    assert (again(budget).state, budget.shares.count()) == ("recommended", 0)
    assert not budget.lines.exclude(shared_by=None).exists()


def test_a_payer_that_has_left_stops_the_budget_in_words() -> None:
    partnership = make.make_partnership()
    make.principle_in_effect(partnership, Principle.by_parts({"12": 500_000, "1214": 300_000, "1231": 200_000}))
    leave(partnership)
    budget = make.make_draft(partnership)

    with pytest.raises(Refused) as refused:
        submit(budget)

    (refusal,) = refused.value.refusals
    assert (refusal.sentence, refusal.rule.requirement) == (LEFT, "E-12")
    shares = {share.code: (share.base_ore, share.deviating_ore) for share in shares_of(budget)}
    assert shares["12"] == (652_000_000, 0)
    assert sorted(shares) == ["12", "1214", "1230"]


def test_the_page_of_a_draft_says_which_principle_is_in_doubt(client: Client) -> None:
    partnership = make.make_partnership()
    make.principle_in_effect(partnership, Principle.by_parts({"12": 500_000, "1214": 300_000, "1231": 200_000}))
    leave(partnership)
    make.make_draft(partnership)
    with time_machine.travel("2026-01-20T12:00:00+01:00", tick=False):
        browser = as_sgd(client, partnership)
        address = [partnership.slug, 2027, 1]

        shown = browser.get(reverse("budgets:budget", args=address))
        step = browser.get(reverse("budgets:step", args=[*address, "submit"]))
        file = browser.get(reverse("budgets:shares", args=[*address, "csv"]))

    assert f"{LEFT} Raden delas här enligt grundprincipen så länge." in words(shown)
    assert LEFT in words(step)
    assert (shown.status_code, step.status_code, file.status_code) == (200, 200, 200)


def test_a_municipality_that_joins_is_asked_before_the_municipalities_pay_more() -> None:
    partnership = make.make_partnership()
    joining = Principal.objects.get(partnership=partnership, organisation__code="1231")
    Principal.objects.filter(pk=joining.pk).update(from_on=date(2027, 1, 1))
    make.principle_in_effect(partnership, Principle.by_region(400_000), 2026)
    budget = make.make_draft(partnership)

    with pytest.raises(Refused, match="höjer andelen för Burlöv"):
        submit(budget)
