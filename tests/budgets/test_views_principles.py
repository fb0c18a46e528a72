import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from budgets.models import Budget, CostPrinciple
from budgets.states import PrincipleState
from governance.decisions.services import hand_over
from governance.lib.sharing import Principle
from tests.factories.budgets import cs, make_draft, make_partnership, make_service, principle_in_effect, the_matter
from tests.factories.decisions import decide

from .pages import TODAY, as_registrar, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


@pytest.fixture
def budget() -> Budget:
    return make_draft(make_partnership(4))


def propose(client: Client, budget: Budget, **fields: Any) -> Any:
    given = {
        "service": make_service(budget.partnership).pk,
        "phase": "management",
        "from_year": "2027",
        "reason": "Används mest av regionen.",
        **fields,
    }
    return send(client, reverse("budgets:principle_new", args=[budget.partnership.slug]), **given)


def step_url(principle: CostPrinciple, name: str) -> str:
    return reverse("budgets:principle_step", args=[principle.partnership.slug, principle.pk, name])


def test_proposal_shows_who_must_decide_and_by_how_much(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)

    answer = propose(browser, budget, region_part="60")

    principle = CostPrinciple.objects.get()
    assert (answer.status_code, answer.url) == (
        303,
        reverse("budgets:principle", args=[budget.partnership.slug, principle.pk]),
    )
    assert [row.code for row in principle.shares.filter(must_consent=True)] == ["12"]
    shown = words(browser.get(answer.url))
    assert "1 huvudman får en ökad andel och ska besluta. 3 huvudmän informeras." in shown
    assert "Region Skåne 4 920 000,00 ska besluta 5 904 000,00 +984 000,00" in shown
    html = browser.get(answer.url).content.decode()
    assert html.count('<th scope="col">Ändring som stapel</th>') == 2
    assert len(re.findall(r'<td class="barcell full"><svg', html)) == 4


def test_fixed_parts_must_be_a_whole(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    principals = budget.partnership.principals.order_by("organisation__code")
    codes = [each.organisation.code for each in principals]

    short = propose(browser, budget, parts=f"12 50\n{codes[1]} 40,5")
    doubled = propose(browser, budget, parts="12 50\n12 50")
    both = propose(browser, budget, parts="12 100", region_part="40")
    unreadable = propose(browser, budget, parts="12 halva")
    right = propose(browser, budget, parts=f"12 59,5\n{codes[1]} 40,5")

    assert [each.status_code for each in (short, doubled, both, unreadable, right)] == [422, 422, 422, 422, 303]
    assert "Huvudmännens delar ska tillsammans bli exakt 100 procent." in words(short)
    assert "Rad 2: koden 12 står två gånger." in words(doubled)
    assert "Rad 1: skriv kod och procent" in words(unreadable)
    assert CostPrinciple.objects.get().sharing == {"parts_ppm": {"12": 595_000, codes[1]: 405_000}}


@pytest.mark.parametrize("part", ["1e30", "1e-30", "NaN", "-1", "100,0001", "Infinity"])
def test_part_that_is_no_percentage_is_asked_for_again(client: Client, budget: Budget, part: str) -> None:
    answer = propose(as_sgd(client, budget.partnership), budget, parts=f"12 50\n1214 {part}")

    assert answer.status_code == 422
    assert "Rad 2: procenten" in words(answer)


def test_base_principle_needs_no_decision(client: Client, budget: Budget) -> None:
    answer = propose(as_sgd(client, budget.partnership), budget, region_part="50")

    assert answer.status_code == 409
    assert "Förslaget delar kostnaden som grundprincipen. Då behövs inget beslut." in words(answer)
    assert not CostPrinciple.objects.exists()


def test_principle_is_put_forward_to_those_alone_and_takes_effect(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    propose(browser, budget, region_part="60")
    principle = CostPrinciple.objects.get()

    shown = words(browser.get(step_url(principle, "put_forward")))
    answer = send(browser, step_url(principle, "put_forward"), row_version=principle.version, decide_by="2026-11-30")

    assert "Ärendet går till 1 fullmäktige." in shown
    assert "Grundprincipen gäller tills alla vars andel ökar har beslutat." in shown
    assert answer.status_code == 303
    page = browser.get(answer.url)
    assert page.context["matter_url"]
    matter = the_matter(principle)
    for ruling in matter.trunk_rulings():
        decide(ruling)
    hand_over(the_matter(principle), by=cs(budget.partnership), today=TODAY)
    asked = the_matter(principle).principal_rulings()
    assert [ruling.principal_name for ruling in asked] == ["Region Skåne"]
    decide(asked[0])
    assert CostPrinciple.objects.get().state == PrincipleState.IN_EFFECT
    assert "Principen gäller." in words(browser.get(answer.url))
    lines = words(browser.get(reverse("budgets:budget", args=[budget.partnership.slug, 2027, 1])))
    assert "(avvikande princip)" in lines
    assert "De rader som har en avvikande princip delas på sitt eget sätt." in lines


def test_pages_tell_which_years_each_principle_is_for(client: Client, budget: Budget) -> None:
    browser, slug = as_sgd(client, budget.partnership), budget.partnership.slug
    later = principle_in_effect(budget.partnership, Principle.by_region(700_000), 2029)
    first = principle_in_effect(budget.partnership, Principle.by_region(600_000), 2027)

    listed = words(browser.get(reverse("budgets:principles", args=[slug])))
    shown = words(browser.get(reverse("budgets:principle", args=[slug, first.pk])))
    lines = browser.get(reverse("budgets:budget", args=[slug, 2027, 1])).context["page"]

    assert "Två avvikande principer gäller." in listed
    assert ("Gällande från 2029" in listed, "Gällande 2027 till 2028" in listed) == (True, True)
    assert "Kommunerna delar resten efter invånartal. Budgetår: 2027 till 2028." in shown
    assert lines.applying == {f"{first.service_id}:establishment": first}
    make_draft(budget.partnership, year=2029)
    lines = browser.get(reverse("budgets:budget", args=[slug, 2029, 1])).context["page"]
    assert list(lines.applying.values()) == [later]


def test_proposal_can_be_dropped_with_a_reason(client: Client, budget: Budget) -> None:
    browser = as_sgd(client, budget.partnership)
    propose(browser, budget, region_part="60")
    principle = CostPrinciple.objects.get()

    without = send(browser, step_url(principle, "fall"), row_version=principle.version, reason=" ")
    answer = send(browser, step_url(principle, "fall"), row_version=principle.version, reason="Behövs inte")

    assert (without.status_code, answer.status_code) == (422, 303)
    assert CostPrinciple.objects.get().state == PrincipleState.FALLEN


def test_principals_people_read_and_cannot_propose(client: Client, budget: Budget) -> None:
    propose(as_sgd(Client(), budget.partnership), budget, region_part="60")
    principal = budget.partnership.principals.order_by("organisation__code")[0]
    browser = as_registrar(client, principal)

    address = reverse("budgets:principle", args=[budget.partnership.slug, CostPrinciple.objects.get().pk])
    shown = words(browser.get(address))

    assert "Region Skåne (din huvudman)" in shown
    assert propose(browser, budget, region_part="40").status_code == 403
    assert browser.get(step_url(CostPrinciple.objects.get(), "put_forward")).status_code == 403


def test_turn_and_day_are_those_of_the_matter_while_it_is_decided(
    client: Client, budget: Budget, django_assert_max_num_queries: Any
) -> None:
    browser = as_sgd(client, budget.partnership)
    propose(browser, budget, region_part="40")
    principle = CostPrinciple.objects.get()
    address = send(browser, step_url(principle, "put_forward"), row_version=principle.version, decide_by="2026-11-30")

    with django_assert_max_num_queries(12):
        prepared = words(browser.get(address.url))
    for ruling in the_matter(principle).trunk_rulings():
        decide(ruling)
    ready = words(browser.get(address.url))
    hand_over(the_matter(principle), by=cs(budget.partnership), today=TODAY)
    decide(the_matter(principle).principal_rulings()[0])
    with django_assert_max_num_queries(12):
        asked = words(browser.get(address.url))

    body = the_matter(principle).trunk_rulings()[-1].body.full_name
    last = "Senast 30 november 2026 41 dagar kvar"
    assert f"Läge Beslutas Vems tur {body} ska ta ställning till att rekommendera {last}" in prepared
    assert f"Läge Beslutas Vems tur {body} ska lämna över till huvudmännen {last}" in ready
    assert f"Läge Beslutas 1 av 3 har antagit Vems tur 2 huvudmän ska var och en fatta sitt beslut {last}" in asked
