"""From which year a deviating principle can share the cost, and what stops one that comes too late."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from budgets.agenda import principle_duties
from budgets.models import Budget, CostPrinciple
from budgets.services import drafting, handover, principles
from governance.decisions.services import hand_over
from governance.lib.sharing import Principle
from governance.organisations.models import Partnership
from governance.workflow.refusals import Refusal, Refused
from tests.factories import budgets as make
from tests.factories.decisions import again, decide

from .pages import NOON, as_sgd, send, words

pytestmark = pytest.mark.django_db
NEXT = date(2027, 1, 15)


def propose(partnership: Partnership, *, year: int = 2027, part: int = 600_000) -> CostPrinciple:
    by = make.sgd(partnership)
    proposed = principles.propose_principle(
        service=make.make_service(partnership, "Trygg utskrivning"),
        phase="establishment",
        principle=Principle.by_region(part),
        from_year=year,
        reason="Regionen använder tjänsten mest.",
        by=by,
        today=make.DRAFTED,
    )
    return principles.compute_consent(proposed, by=by, today=make.DRAFTED)


def put_forward(principle: CostPrinciple) -> None:
    by = make.sgd(principle.partnership)
    matter = principles.put_principle_forward(again(principle), by=by, today=make.DRAFTED)
    for ruling in matter.trunk_rulings():
        decide(ruling, today=make.DRAFTED)
    hand_over(again(matter), by=make.cs(principle.partnership), today=make.HANDED)


def take_effect(principle: CostPrinciple) -> None:
    for ruling in make.the_matter(principle).principal_rulings():
        decide(ruling, today=make.DECIDED)


def hand_over_it(budget: Budget, on: date = make.HANDED) -> None:
    handover.hand_over_budget(budget, by=make.sgd(budget.partnership, on), today=on)


def follow_too_late(budget: Budget, part: int = 600_000) -> None:
    """A principle from 2028 that is decided when the budget of that year has been handed over."""
    second = propose(budget.partnership, year=2028, part=part)
    put_forward(second)
    make.handed_over(budget.partnership, year=2028, today=NEXT, on=NEXT)
    for ruling in make.the_matter(second).principal_rulings():
        decide(ruling, today=date(2027, 2, 1))


def only(refused: pytest.ExceptionInfo[Refused]) -> Refusal:
    (refusal,) = refused.value.refusals
    return refusal


def test_a_principle_is_not_proposed_for_a_budget_that_is_with_the_principals() -> None:
    budget = make.handed_over()

    with pytest.raises(Refused) as refused:
        propose(budget.partnership)

    refusal = only(refused)
    assert refusal.sentence == (
        "Budget 2027 är lämnad till huvudmännen, och det som var och en betalar är fryst. Ingen princip ändrar det."
    )
    assert refusal.mended_by == (
        "styrgruppen: föreslå principen från 2028 eller senare, eller gör först en ny version av budget 2027"
    )
    assert (refusal.rule.requirement, refusal.by_when) == ("W-24", date(2027, 4, 1))
    assert not CostPrinciple.objects.exists()
    assert propose(budget.partnership, year=2028).state == "computed"


def test_a_principle_for_an_adopted_year_or_one_before_it_waits_for_a_later_year() -> None:
    budget = make.adopted()

    with pytest.raises(Refused) as refused:
        propose(budget.partnership, year=2026)

    assert only(refused).mended_by == "styrgruppen: föreslå principen från 2028 eller senare"


def test_a_principle_that_ends_before_the_frozen_year_is_proposed() -> None:
    budget = make.recommended()
    later = propose(budget.partnership)
    put_forward(later)
    take_effect(later)
    hand_over_it(budget)

    assert propose(budget.partnership, year=2026, part=700_000).state == "computed"


def test_a_proposal_is_not_put_forward_when_its_budget_was_handed_over_meanwhile() -> None:
    budget = make.recommended()
    principle = propose(budget.partnership)
    hand_over_it(budget)

    with pytest.raises(Refused, match="Budget 2027 är lämnad till huvudmännen"):
        put_forward(principle)


def test_the_desk_asks_for_what_can_be_done_with_a_principle_that_came_too_late() -> None:
    budget = make.recommended()
    propose(budget.partnership)
    actor = make.sgd(budget.partnership)
    (before,) = principle_duties(actor, make.DRAFTED)
    hand_over_it(budget)

    (after,) = principle_duties(actor, make.HANDED)

    assert before.title == "Lägg fram den avvikande kostnadsprincipen"
    assert after.title == "Låt den avvikande kostnadsprincipen falla, eller föreslå den från ett senare år"
    assert after.text == (
        "Avvikande princip för Trygg utskrivning, etablering. Den är föreslagen från 2027, och en budget som den "
        "skulle dela är redan lämnad till huvudmännen."
    )


def test_the_desk_asks_to_put_forward_a_principle_that_ends_before_the_frozen_year() -> None:
    budget = make.recommended()
    later = propose(budget.partnership)
    put_forward(later)
    take_effect(later)
    hand_over_it(budget)
    propose(budget.partnership, year=2026, part=700_000)

    (duty,) = principle_duties(make.sgd(budget.partnership), make.HANDED)

    assert duty.title == "Lägg fram den avvikande kostnadsprincipen"


def test_a_new_version_of_the_budget_opens_the_year_again() -> None:
    budget = make.handed_over()
    drafting.revise_budget(budget, reason="Delas på annat sätt", by=make.sgd(budget.partnership), today=make.DECIDED)

    principle = propose(budget.partnership)

    put_forward(principle)
    assert again(principle).state == "being_decided"


def test_pages_say_which_budget_was_handed_over_before_the_principle_took_effect(client: Client) -> None:
    budget = make.recommended()
    principle = propose(budget.partnership)
    put_forward(principle)
    hand_over_it(budget)
    take_effect(principle)
    with time_machine.travel(NOON, tick=False):
        browser, slug = as_sgd(client, budget.partnership), budget.partnership.slug

        listed = words(browser.get(reverse("budgets:principles", args=[slug])))
        shown = words(browser.get(reverse("budgets:principle", args=[slug, principle.pk])))

    assert "Gällande från 2028" in listed
    assert "Budgetår: från 2028." in shown
    assert (
        "Principen är föreslagen från 2027. Budget 2027 lämnades till huvudmännen innan principen gällde och delas "
        "utan den." in shown
    )


def test_years_of_a_principle_that_shared_its_budget_stay() -> None:
    budget = make.recommended()
    principle = propose(budget.partnership)
    put_forward(principle)
    take_effect(principle)
    hand_over_it(budget)
    make.handed_over(budget.partnership, year=2028, today=NEXT, on=NEXT)

    (told,) = CostPrinciple.objects.with_next()

    assert (told.years, told.first_year) == ("från 2027", 2027)


def test_years_of_a_principle_that_shared_its_budget_stay_when_the_one_after_it_has_ended() -> None:
    budget = make.recommended()
    first, second = propose(budget.partnership), propose(budget.partnership, year=2028, part=700_000)
    for each in (first, second):
        put_forward(each)
        take_effect(each)
    hand_over_it(budget)
    make.handed_over(budget.partnership, year=2028, today=NEXT, on=NEXT)
    principles.end_principle(again(second), reason="Jämn användning", by=make.sgd(budget.partnership), today=NEXT)

    told = CostPrinciple.objects.order_by("from_year").with_next()

    assert [each.years for each in told] == ["från 2027", "från 2028"]


def test_a_principle_that_came_too_late_for_all_its_years_is_for_none(client: Client) -> None:
    budget = make.recommended()
    late = propose(budget.partnership)
    put_forward(late)
    hand_over_it(budget)
    take_effect(late)
    later = propose(budget.partnership, year=2028, part=700_000)
    put_forward(later)
    take_effect(later)

    told = CostPrinciple.objects.order_by("from_year").with_next()

    assert [each.years for each in told] == ["inget år", "från 2028"]
    with time_machine.travel(NOON, tick=False):
        browser = as_sgd(client, budget.partnership)
        shown = words(browser.get(reverse("budgets:principle", args=[budget.partnership.slug, late.pk])))
    assert "Budgetår: inget år. Principen är föreslagen från 2027. Budget 2027 lämnades" in shown
    assert "delas utan den. Från 2028 gäller en annan princip." in shown


def test_years_that_a_principle_shared_because_the_next_one_came_too_late_are_its_own() -> None:
    budget = make.recommended()
    first = propose(budget.partnership, part=700_000)
    put_forward(first)
    take_effect(first)
    hand_over_it(budget)
    follow_too_late(budget)

    told = CostPrinciple.objects.order_by("from_year").with_next()

    assert [each.years for each in told] == ["2027 till 2028", "från 2029"]


def test_a_principle_that_shares_the_year_of_the_next_one_alone_is_not_said_to_be_followed_then(client: Client) -> None:
    budget = make.recommended()
    late = propose(budget.partnership)
    put_forward(late)
    hand_over_it(budget)
    take_effect(late)
    follow_too_late(budget, part=700_000)

    with time_machine.travel(NOON, tick=False):
        browser = as_sgd(client, budget.partnership)
        shown = words(browser.get(reverse("budgets:principle", args=[budget.partnership.slug, late.pk])))

    assert "Budgetår: 2028. Principen är föreslagen från 2027. Budget 2027 lämnades" in shown
    assert "gäller en annan princip" not in shown


def test_the_form_begins_at_the_first_year_that_is_open(client: Client) -> None:
    budget = make.handed_over()
    with time_machine.travel(NOON, tick=False):
        form = (
            as_sgd(client, budget.partnership)
            .get(reverse("budgets:principle_new", args=[budget.partnership.slug]))
            .context["form"]
        )

    assert form["from_year"].value() == 2028


def test_a_principle_is_not_put_forward_with_a_last_day_that_has_been() -> None:
    partnership = make.make_partnership()
    principle = propose(partnership, year=2026)

    with pytest.raises(Refused) as refused:
        principles.put_principle_forward(
            principle, by=make.sgd(partnership), today=make.DRAFTED, decide_by=date(2026, 1, 14)
        )

    refusal = only(refused)
    assert refusal.sentence == "Sista dagen för beslut, 14 januari 2026, har redan varit."
    assert (refusal.rule.requirement, refusal.mended_by) == ("W-25", "du själv: ange i dag eller en senare dag")
    assert again(principle).state == "computed"
    matter = principles.put_principle_forward(
        again(principle), by=make.sgd(partnership), today=make.DRAFTED, decide_by=make.DRAFTED
    )
    assert matter.decide_by == make.DRAFTED


def test_a_principle_put_forward_without_a_day_is_given_one_that_has_not_been() -> None:
    partnership, late = make.make_partnership(), date(2026, 5, 2)
    principle = propose(partnership)

    matter = principles.put_principle_forward(again(principle), by=make.sgd(partnership), today=late)

    assert matter.decide_by == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("today", "suggested"),
    [
        (date(2026, 4, 1), date(2026, 4, 1)),
        (date(2026, 4, 2), date(2026, 11, 30)),
        (date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_the_day_that_is_suggested_for_a_principle_has_not_been(today: date, suggested: date) -> None:
    assert principles.day_to_propose(2027, today) == suggested


def test_the_page_suggests_a_day_that_is_left_and_refuses_one_that_is_not(client: Client) -> None:
    principle = propose(make.make_draft().partnership)
    address = reverse("budgets:principle_step", args=[principle.partnership.slug, principle.pk, "put_forward"])
    with time_machine.travel(NOON, tick=False):
        browser = as_sgd(client, principle.partnership)

        page = browser.get(address)
        answer = send(browser, address, row_version=principle.version, decide_by="2026-10-19")

    assert page.context["form"]["decide_by"].value() == date(2026, 11, 30)
    assert "Budget 2027 ska vara hos huvudmännen senast 1 april 2026." in words(page)
    assert answer.status_code == 409
    assert "Sista dagen för beslut, 19 oktober 2026, har redan varit." in words(answer)


def test_a_second_principle_for_the_same_row_and_year_waits_for_the_first() -> None:
    partnership = make.make_partnership()
    first, second, other_year = (
        propose(partnership),
        propose(partnership, part=400_000),
        propose(partnership, year=2028),
    )
    put_forward(first)
    matter = make.the_matter(first)

    with pytest.raises(Refused) as refused:
        put_forward(second)

    refusal = only(refused)
    assert refusal.sentence == (
        "Ett annat förslag för samma tjänst, fas och år beslutas redan: "
        "”Avvikande princip för Trygg utskrivning, etablering, från 2027: regionen 60 procent”."
    )
    assert (refusal.rule.requirement, refusal.by_when, refusal.link) == ("E-13", matter.decide_by, matter.url())
    put_forward(other_year)
    principles.drop_principle(again(first), reason="Nej", by=make.sgd(partnership), today=make.DRAFTED)
    put_forward(second)
    assert make.the_matter(second).title.endswith(", från 2027: regionen 40 procent")
