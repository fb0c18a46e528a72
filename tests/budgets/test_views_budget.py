import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import Budget
from budgets.services import drafting, handover
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind, PartnershipKind
from governance.organisations.models import PopulationFigure
from tests.factories.budgets import (
    DRAFTED,
    HANDED,
    adopted,
    handed_over,
    make_draft,
    make_partnership,
    make_service,
    sgd,
    submitted,
    the_matter,
)
from tests.factories.decisions import again, decide, make_deciding_partnership
from tests.factories.organisations import make_seat, sign_in

from .pages import TODAY, as_cs, as_registrar, as_sgd, element, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def page_url(budget: Budget) -> str:
    return reverse("budgets:budget", args=[budget.partnership.slug, budget.year, budget.version_number])


def two_years(principals: int = 4) -> Budget:
    partnership = make_partnership(principals)
    adopted(partnership, year=2026, lines=(("Mina planer", "management", 19_600_000),))
    return handed_over(partnership, year=2027, lines=(("Mina planer", "management", 21_000_000),))


def queries(client: Client, url: str, **headers: Any) -> int:
    client.get(url, **headers)  # what is read once a process is read
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url, **headers).status_code == 200
    return len(caught)


def test_budget_says_the_state_in_words_and_whose_turn_it_is(client: Client) -> None:
    budget = two_years()
    mine = budget.shares.order_by("code")[1].principal

    shown = words(as_registrar(client, mine).get(page_url(budget)))

    assert "De 4 huvudmännen föreslås betala 21 000 000 kr tillsammans." in shown
    assert "Hos huvudmännen för beslut 0 av 4 har antagit" in shown
    assert "30 november 2026 41 dagar kvar" in shown
    assert f"Vems tur för {mine.organisation.name}" in shown
    assert "(din huvudman)" in shown
    assert "+1 400 000" in shown


def test_budget_lets_only_the_right_seat_act(client: Client) -> None:
    budget = make_draft()
    step = reverse("budgets:step", args=[budget.partnership.slug, budget.year, 1, "submit"])
    principal = budget.partnership.principals.first()
    assert principal is not None

    writer = as_sgd(Client(), budget.partnership).get(page_url(budget)).content.decode()
    reader = as_registrar(client, principal)

    assert step in writer
    assert step not in reader.get(page_url(budget)).content.decode()
    refused = reader.get(step)
    assert refused.status_code == 403
    assert "Steget kan bara tas av Styrgrupp SGD:s (SGD) sekreterare" in words(refused)


def test_budget_of_another_partnership_does_not_exist(client: Client) -> None:
    budget = two_years()
    sign_in(client, make_seat())
    slug = budget.partnership.slug

    found = [
        client.get(url).status_code
        for url in (
            page_url(budget),
            reverse("budgets:overview", args=[slug]),
            reverse("budgets:shares", args=[slug, 2027, 1, "csv"]),
            reverse("budgets:frame", args=[slug, 2026]),
            reverse("budgets:find", args=["budget", budget.pk]),
            reverse("budgets:budget", args=[slug, budget.pk]),
        )
    ]

    assert found == [404] * 6


def test_numbers_beyond_all_reason_find_nothing(client: Client) -> None:
    partnership = make_partnership(3)
    browser = as_sgd(client, partnership)
    huge = 10**30

    for name, args in (("budget", [huge, 1]), ("budget", [2027, huge]), ("budget", [huge]), ("frame", [huge])):
        assert browser.get(reverse(f"budgets:{name}", args=[partnership.slug, *args])).status_code == 404


def test_visitor_is_asked_to_sign_in(client: Client) -> None:
    budget = make_draft()

    answer = client.get(page_url(budget))

    assert answer.status_code == 302
    assert answer.url.startswith("/logga-in")  # type: ignore[attr-defined]


def test_choice_of_principal_swaps_exactly_its_part(client: Client) -> None:
    budget = two_years()
    browser = as_sgd(client, budget.partnership)
    code = budget.shares.order_by("code").last().code  # type: ignore[union-attr]
    url = f"{page_url(budget)}?huvudman={code}"

    whole = browser.get(url).content.decode()
    partial = browser.get(url, headers={"HX-Request": "true", "HX-Target": "varfor"}).content.decode()

    assert partial.strip() == element(whole, "section", "varfor")
    assert f'<option value="{code}" selected>' in partial


def test_terms_add_up_to_the_ore(client: Client) -> None:
    budget = two_years()
    shown = as_sgd(client, budget.partnership).get(page_url(budget))

    for row in shown.context["page"].terms.values():
        assert row.before + row.budget + row.population + row.principle + row.rounding == row.after
    share = shown.context["page"].shares[1]
    assert "Andel 2027" in words(shown)
    assert Sek(share.after).swedish().replace("\u00a0", " ") in words(shown)


def test_list_of_shares_names_the_part_also_as_cards_and_the_plan_apart_from_the_calculation(client: Client) -> None:
    budget = two_years()

    page = as_sgd(client, budget.partnership).get(page_url(budget))

    assert page.content.decode().count('data-l="Andel, %:"') == len(budget.partnership.principals.all()) + 1
    assert "Visa kalkylen . Handlingsplan: Handlingsplan 2027–2029" in words(page)


def test_first_year_says_that_there_is_nothing_to_compare_with(client: Client) -> None:
    budget = make_draft()

    shown = words(as_sgd(client, budget.partnership).get(page_url(budget)))

    assert "Inget år att jämföra med" in shown
    assert "Utkastet är på 13 040 000 kr, som de 4 huvudmännen delar." in shown


def test_draft_says_when_newest_residents_stand_in(client: Client) -> None:
    budget = make_draft(year=2029)

    shown = words(as_sgd(client, budget.partnership).get(page_url(budget)))

    assert (
        "Invånartal för 31 december 2027 finns inte än. De senaste, från 31 december 2025, används så länge." in shown
    )


@pytest.mark.parametrize("state", ["draft", "handed over"])
def test_budget_page_costs_as_much_with_34_principals_and_200_lines(state: str) -> None:
    counts = []
    for principals, lines in ((3, 20), (34, 200)):
        partnership = make_partnership(principals)
        adopted(partnership, year=2026)
        budget = make_draft(partnership, lines=())
        for number in range(lines):
            service = make_service(partnership, f"Tjänst {number:03}")
            drafting.add_line(
                budget, service=service, phase="management", amount=Sek.of_kronor(1000), by=SYSTEM, today=DRAFTED
            )
        if state == "handed over":
            drafting.submit_budget(budget, by=sgd(partnership), today=DRAFTED)
            for ruling in the_matter(budget).trunk_rulings():
                decide(ruling, today=DRAFTED)
            handover.hand_over_budget(again(budget), by=sgd(partnership, HANDED), today=HANDED)
        browser = as_registrar(Client(), partnership.principals.order_by("pk")[0])
        counts.append(queries(browser, page_url(budget)))

    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_overview_costs_the_same_for_many_years() -> None:
    partnership = make_partnership(3)
    browser = as_registrar(Client(), partnership.principals.order_by("pk")[0])
    url = reverse("budgets:overview", args=[partnership.slug])
    counts = []
    for years in ((2022,), (2023, 2024, 2025, 2026)):
        for year in years:
            adopted(partnership, year=year)
        counts.append(queries(browser, url))

    assert counts[0] == counts[1]
    assert counts[1] <= 8


def test_overview_lists_the_newest_year_first(client: Client) -> None:
    budget = two_years()

    shown = words(as_sgd(client, budget.partnership).get(reverse("budgets:overview", args=[budget.partnership.slug])))

    assert shown.index("Budget 2027 version 1") < shown.index("Budget 2026 version 1")
    assert "Budgeten för 2026 är 19 600 000 kr." in shown
    assert "Börja på budget 2028" in shown


def test_start_leads_to_the_only_partnership(client: Client) -> None:
    partnership = make_partnership(3)

    answer = as_sgd(client, partnership).get(reverse("budgets:start"))

    assert answer.status_code == 302
    assert answer.url == reverse("budgets:overview", args=[partnership.slug])  # type: ignore[attr-defined]


def test_number_and_trail_find_the_page(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)

    assert browser.get(reverse("budgets:budget", args=[budget.partnership.slug, budget.pk])).url == page_url(budget)  # type: ignore[attr-defined]
    assert browser.get(reverse("budgets:find", args=["budget", budget.pk])).url == page_url(budget)  # type: ignore[attr-defined]
    assert browser.get(reverse("budgets:find", args=["annat", budget.pk])).status_code == 404


def test_pages_carry_no_style_and_no_script_of_their_own(client: Client) -> None:
    budget = two_years()
    slug = budget.partnership.slug
    browser = as_sgd(client, budget.partnership)
    pages = [
        page_url(budget),
        reverse("budgets:overview", args=[slug]),
        reverse("budgets:frame", args=[slug, 2026]),
        reverse("budgets:letters", args=[slug, 2027, 1]),
        reverse("budgets:allocate", args=[slug, 2026]),
    ]

    for url in pages:
        html = browser.get(url).content.decode()
        assert not re.search(r"<[^>]+\sstyle=", html)
        assert not re.search(r"<script(?![^>]*\ssrc=)", html)
        assert not re.search(r"<[^>]+\son\w+=", html)
        for form in re.findall(r'<form[^>]*method="post".*?</form>', html, re.S):
            assert "csrfmiddlewaretoken" in form


def test_draft_without_lines_says_that_lines_are_what_it_lacks(client: Client) -> None:
    before = handed_over(year=2027)
    budget = drafting.create_budget(partnership=before.partnership, year=2028, by=SYSTEM, today=TODAY)

    shown = words(as_sgd(client, budget.partnership).get(page_url(budget)))

    assert "Så delas kostnaden mellan huvudmännen" in shown
    assert "Budget 2028 har inga rader än. Förklaringen visas när den har rader att dela." in shown
    assert "året före har en budget" not in shown


def test_budget_and_list_name_the_bodies_as_the_partnership_does(client: Client) -> None:
    budget = submitted()
    decide(the_matter(budget).trunk_rulings()[0], today=DRAFTED)
    decide(the_matter(budget).trunk_rulings()[1], today=DRAFTED)
    slug, browser = budget.partnership.slug, as_sgd(client, budget.partnership)

    page, listed = browser.get(page_url(budget)), browser.get(reverse("budgets:overview", args=[slug]))
    early = words(browser.get(reverse("budgets:step", args=[slug, 2027, 1, "hand_over"])))

    assert again(budget).state == "at_cs"
    for shown in (words(page), words(listed), early):
        assert "Centralt samverkansorgan (CS)" in shown
        assert "politiska samverkansorganet" not in shown


def test_empty_pages_of_parties_speak_of_nobody_they_lack(client: Client) -> None:
    partnership = make_deciding_partnership(1, kind=PartnershipKind.VIP)
    partnership.bodies.filter(kind=BodyKind.STEERING_GROUP).delete()
    browser = as_cs(client, partnership)

    for name in ("overview", "plans", "frames", "reports"):
        shown = words(browser.get(reverse(f"budgets:{name}", args=[partnership.slug])))
        assert ("styrgruppen" in shown.lower(), "huvudm" in shown.lower()) == (False, False), name


def test_refusal_leads_to_the_pages_where_it_can_be_mended(client: Client) -> None:
    partnership = make_partnership()
    PopulationFigure.objects.all().delete()
    budget = drafting.create_budget(partnership=partnership, year=2028, by=SYSTEM, today=TODAY)
    slug, browser = partnership.slug, as_sgd(client, partnership)

    html = browser.get(reverse("budgets:step", args=[slug, 2028, 1, "submit"])).content.decode()

    for name, label in (
        ("budget", "Till budgetens rader"),
        ("particulars", "Till budgetens uppgifter"),
        ("calculation", "Till den fleråriga kalkylen"),
    ):
        assert f'<a href="{reverse(f"budgets:{name}", args=[slug, budget.year, 1])}">{label}</a>' in html
    assert '<a href="/folkmangd/">Till invånartalen</a>' in html


def test_refused_handover_leads_to_the_matter_that_waits(client: Client) -> None:
    budget = submitted()
    slug = budget.partnership.slug

    page = as_sgd(client, budget.partnership).get(reverse("budgets:step", args=[slug, 2027, 1, "hand_over"]))
    drafted = client.get(reverse("budgets:particulars", args=[slug, 2027, 1]))

    assert "Läget är" in words(page)
    assert f'<a href="{page_url(budget)}">Till budgeten</a>' in drafted.content.decode()
