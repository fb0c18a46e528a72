from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from budgets.models import BudgetLine
from budgets.services import drafting
from governance.audit.models import Event
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Partnership
from governance.workflow.refusals import Refused
from tests.budgets.pages import NOON, as_registrar, as_sgd, seat_of, send, words
from tests.factories.budgets import DRAFTED, make_draft, make_partnership, make_service, sgd
from tests.factories.decisions import again
from tests.factories.organisations import LONG_AGO, make_user, sign_in
from workpackages.models import Service
from workpackages.services import end_service

pytestmark = pytest.mark.django_db
GIVEN = {"name": "Mina planer", "benefit_for_individual": "Planen finns på ett ställe.", "from_on": "2026-01-01"}


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def url(name: str, partnership: Partnership, *more: Any) -> str:
    return reverse(f"workpackages:{name}", args=[partnership.slug, *more])


def test_whoever_writes_budgets_registers_a_service_and_gives_it_a_line(client: Client) -> None:
    partnership = make_partnership(2)
    budget = make_draft(partnership, lines=[])
    browser = as_sgd(client, partnership)
    line_new = reverse("budgets:line_new", args=[partnership.slug, budget.year, budget.version_number])
    assert "Det finns ingen tjänst att välja" in words(browser.get(line_new))
    assert url("list", partnership) in browser.get(line_new).content.decode()
    assert "Ingen tjänst i bruk" in words(browser.get(url("list", partnership)))

    answer = send(browser, url("new", partnership), **GIVEN)
    service = Service.objects.get(partnership=partnership)
    sent = send(browser, line_new, service=service.pk, phase="management", amount="1 000")

    assert (answer.status_code, answer.headers["Location"]) == (303, url("service", partnership, service.pk))
    assert sent.status_code == 303
    assert BudgetLine.objects.get(budget=budget).service == service
    page = words(browser.get(url("service", partnership, service.pk)))
    assert "Planen finns på ett ställe." in page
    assert "Tjänsten Mina planer registrerades" in page
    assert "Mina planer" in words(browser.get(url("list", partnership)))


def test_partnerships_administrator_keeps_services_wherever_the_seat_is(client: Client) -> None:
    partnership = make_partnership(2)
    sign_in(client, seat_of(partnership, BodyKind.JOINT_POLITICAL, SeatRole.ADMINISTRATOR))

    assert send(client, url("new", partnership), **GIVEN).status_code == 303

    set_up = client.get(reverse("organisations:set_up", args=[partnership.slug])).content.decode()
    assert url("list", partnership) in set_up


def test_principals_read_services_and_are_told_who_keeps_them(client: Client) -> None:
    partnership = make_partnership(2)
    service = make_service(partnership)
    browser = as_registrar(client, partnership.principals.by_code()[1])

    assert "Registrera en tjänst" not in words(browser.get(url("list", partnership)))
    assert browser.get(url("service", partnership, service.pk)).status_code == 200
    for address in (url("new", partnership), url("edit", partnership, service.pk), url("end", partnership, service.pk)):
        refused = send(browser, address, **GIVEN)
        assert refused.status_code == 403
        assert "partnerskapets administratör" in words(refused)
    assert Service.objects.count() == 1


def test_others_find_no_services(client: Client) -> None:
    partnership, stranger = make_partnership(2), make_partnership(2)
    service = make_service(partnership)
    browser = as_sgd(client, stranger)

    assert browser.get(url("list", partnership)).status_code == 404
    assert browser.get(url("service", partnership, service.pk)).status_code == 404
    assert browser.get(url("service", stranger, service.pk)).status_code == 404
    assert browser.get(reverse("workpackages:find", args=[service.pk])).status_code == 404


def test_set_up_leads_nowhere_for_whoever_runs_the_installation_outside_the_partnership(client: Client) -> None:
    partnership = make_partnership(2)
    client.force_login(make_user(is_staff=True), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("organisations:set_up", args=[partnership.slug]))

    assert page.status_code == 200
    assert url("list", partnership) not in page.content.decode()


def test_an_edit_is_saved_for_the_version_that_was_shown(client: Client) -> None:
    partnership = make_partnership(2)
    service = make_service(partnership)
    browser = as_sgd(client, partnership)
    changed = {**GIVEN, "name": "Mina vägar", "short_name": "", "version": service.version}

    assert send(browser, url("edit", partnership, service.pk), **changed).status_code == 303
    stale = send(browser, url("edit", partnership, service.pk), **{**changed, "name": "Annat"})

    assert (again(service).name, again(service).short_name) == ("Mina vägar", "Mina vägar")
    assert stale.status_code == 409
    assert "Någon hann före dig" in words(stale)


def test_a_service_out_of_use_is_kept_and_takes_no_lines_for_later_years(client: Client) -> None:
    partnership = make_partnership(2)
    service = make_service(partnership, "Gammal tjänst")
    budget = make_draft(partnership)
    browser = as_sgd(client, partnership)
    end = url("end", partnership, service.pk)

    answer = send(browser, end, until_on="2026-09-30", version=service.version)

    assert answer.status_code == 303
    assert "Tagna ur bruk" in words(browser.get(url("list", partnership)))
    line_new = reverse("budgets:line_new", args=[partnership.slug, budget.year, budget.version_number])
    assert "Gammal tjänst" not in browser.get(line_new).content.decode()
    with pytest.raises(Refused, match="i bruk till och med 30"):
        drafting.add_line(
            budget, service=service, phase="management", amount=Sek(100), by=sgd(partnership), today=DRAFTED
        )
    assert send(browser, end, until_on="", version=again(service).version).status_code == 303
    assert again(service).until_on is None
    kinds = [event.kind.rpartition(".")[2] for event in Event.objects.about(service).order_by("pk")]
    assert kinds == ["create", "end", "resume"]


def test_a_service_that_a_later_budget_pays_for_is_not_taken_out_of_use(client: Client) -> None:
    partnership = make_partnership(2)
    make_draft(partnership)
    service = Service.objects.get(partnership=partnership, name="Mina planer")

    answer = send(
        as_sgd(client, partnership), url("end", partnership, service.pk), until_on="2026-12-31", version=service.version
    )

    assert answer.status_code == 409
    assert "har en rad för Mina planer" in words(answer)
    assert again(service).until_on is None
    last = date(2027, 12, 31)
    assert end_service(service, until_on=last, by=sgd(partnership), today=DRAFTED).until_on == last


def test_last_day_is_not_before_the_first(client: Client) -> None:
    partnership = make_partnership(2)
    service = make_service(partnership)

    answer = send(
        as_sgd(client, partnership), url("end", partnership, service.pk), until_on="2019-12-31", version=service.version
    )

    assert answer.status_code == 409
    assert "Sista dagen kan inte vara före den första." in words(answer)
    assert service.from_on == LONG_AGO
