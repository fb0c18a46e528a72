import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from budgets.models import Activity, Budget, BudgetLine, MultiYearLine
from budgets.services import drafting
from budgets.states import BudgetState
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.lib.money import LARGEST_ORE, Sek
from governance.workflow.refusals import Refused
from governance.workflow.tokens import new_token
from tests.factories.budgets import (
    DRAFTED,
    adopted,
    line_of,
    make_draft,
    make_partnership,
    make_plan,
    make_service,
    recommended,
    submitted,
)

from .pages import as_registrar, as_sgd, send, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def url(name: str, budget: Budget, *more: Any) -> str:
    return reverse(f"budgets:{name}", args=[budget.partnership.slug, budget.year, budget.version_number, *more])


def test_new_budget_begins_as_a_draft(client: Client) -> None:
    partnership = make_partnership(3)
    plan = make_plan(partnership)
    browser = as_sgd(client, partnership)

    answer = send(browser, reverse("budgets:new", args=[partnership.slug]), year="2027", plan=plan.pk, diary_number="7")

    made = Budget.objects.get(partnership=partnership)
    assert (answer.status_code, answer.url) == (303, url("budget", made))
    assert (made.year, made.plan, made.diary_number, made.state) == (2027, plan, "7", BudgetState.DRAFT)


def test_new_budget_for_a_taken_year_is_refused_in_place(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)

    answer = send(browser, reverse("budgets:new", args=[budget.partnership.slug]), year="2027")

    assert answer.status_code == 409
    assert "Budget 2027, version 1 finns redan" in words(answer)
    assert Budget.objects.count() == 1


def test_line_is_added_once_however_often_the_button_is_pressed(client: Client) -> None:
    budget = make_draft()
    service = make_service(budget.partnership, "Samtyckestjänst")
    browser, token = as_sgd(client, budget.partnership), new_token()
    fields = {"service": service.pk, "phase": "management", "amount": "1 250 000,50", "title": ""}

    first = send(browser, url("line_new", budget), token=token, **fields)
    second = send(browser, url("line_new", budget), token=token, **fields)

    assert first.status_code == 303
    assert second.status_code == 409
    assert "Formuläret är redan skickat" in words(second)
    assert BudgetLine.objects.get(service=service).amount_ore == 125_000_050


def test_line_with_a_wrong_amount_is_asked_again(client: Client) -> None:
    budget = make_draft()
    service = make_service(budget.partnership, "Samtyckestjänst")
    browser = as_sgd(client, budget.partnership)

    answer = send(browser, url("line_new", budget), service=service.pk, phase="management", amount="-5")

    assert answer.status_code == 422
    assert "Beloppet får inte vara negativt" in words(answer)
    assert not BudgetLine.objects.filter(service=service).exists()


def test_amount_beyond_the_limit_is_refused_by_field_and_by_database(client: Client) -> None:
    budget = make_draft(lines=())
    service = make_service(budget.partnership, "Samtyckestjänst")
    browser = as_sgd(client, budget.partnership)
    fields = {"service": service.pk, "phase": "management", "amount": "92 233 720 368 547 758,07"}

    answer = send(browser, url("line_new", budget), **fields)

    assert answer.status_code == 422
    assert "Beloppet under ”Belopp” är för stort. Det får vara högst 100 000 000 000 kronor." in words(answer)
    with pytest.raises(IntegrityError), transaction.atomic():
        BudgetLine.objects.create(budget=budget, service=service, phase="management", amount_ore=LARGEST_ORE + 1)
    with pytest.raises(Refused, match="Beloppet är för stort"):
        drafting.add_line(
            budget, service=service, phase="management", amount=Sek(LARGEST_ORE + 1), by=SYSTEM, today=DRAFTED
        )


def test_pages_add_up_many_lines_of_the_largest_amount(client: Client) -> None:
    budget = make_draft(lines=())
    services = [make_service(budget.partnership, f"Tjänst {number}") for number in range(20)]
    browser = as_sgd(client, budget.partnership)
    for service in services:
        fields = {"service": service.pk, "phase": "management", "amount": "100 000 000 000"}
        assert send(browser, url("line_new", budget), **fields).status_code == 303

    pages = [
        browser.get(reverse("budgets:overview", args=[budget.partnership.slug])),
        browser.get(url("budget", budget)),
        browser.get(url("line_new", budget)),
    ]

    assert [page.status_code for page in pages] == [200, 200, 200]
    assert "2 000 000 000 000" in words(pages[0])


def test_line_changed_by_somebody_else_shows_both_values(client: Client) -> None:
    budget = make_draft()
    line = line_of(budget)
    browser = as_sgd(client, budget.partnership)
    fields = {"service": line.service_id, "phase": line.phase, "amount": "3 050 000", "title": ""}
    drafting.edit_line(line, changes={"amount_ore": 320_000_000}, by=SYSTEM, today=DRAFTED, version=line.version)

    answer = send(browser, url("line", budget, line.pk), row_version=line.version, **fields)

    assert answer.status_code == 409
    shown = words(answer)
    assert "Någon hann före dig" in shown
    assert "3 200 000 kr" in shown
    assert "3 050 000 kr" in shown
    assert "i ören" not in shown
    assert BudgetLine.objects.get(pk=line.pk).amount_ore == 320_000_000
    again = send(
        browser, url("line", budget, line.pk), row_version=answer.context["form"]["row_version"].value(), **fields
    )
    assert again.status_code == 303
    assert BudgetLine.objects.get(pk=line.pk).amount_ore == 305_000_000


def test_line_is_removed_and_the_trail_keeps_it(client: Client) -> None:
    budget = make_draft()
    line = line_of(budget)
    browser = as_sgd(client, budget.partnership)

    assert browser.get(url("line_remove", budget, line.pk)).status_code == 404
    answer = send(browser, url("line_remove", budget, line.pk))

    assert answer.status_code == 303
    assert not BudgetLine.objects.filter(pk=line.pk).exists()
    assert Event.objects.filter(kind="budgets.budgetline.remove").count() == 1


def test_lines_of_a_submitted_budget_stand_still(client: Client) -> None:
    budget = submitted()
    line = line_of(budget)
    browser = as_sgd(client, budget.partnership)
    fields = {"service": line.service_id, "phase": line.phase, "amount": "1", "row_version": line.version}

    answer = send(browser, url("line", budget, line.pk), **fields)

    assert answer.status_code == 409
    assert "Rader och belopp i den här versionen ändras inte." in words(answer)
    assert url("line_new", budget) not in browser.get(url("budget", budget)).content.decode()


def test_principals_people_read_but_do_not_write(client: Client) -> None:
    budget = make_draft()
    principal = budget.partnership.principals.first()
    assert principal is not None
    browser = as_registrar(client, principal)

    assert browser.get(url("budget", budget)).status_code == 200
    assert browser.get(url("line_new", budget)).status_code == 403
    assert send(browser, url("line_new", budget), amount="1").status_code == 403
    assert browser.get(url("calculation", budget)).status_code == 200
    assert send(browser, url("calculation", budget), year="2029", amount="1").status_code == 403


def test_calculation_row_is_written_changed_and_removed(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)

    assert send(browser, url("calculation", budget), year="2029", amount="19 600 000", note="Klart.").status_code == 303
    row = MultiYearLine.objects.get(budget=budget, year=2029)
    assert "2029 19 600 000 kr. Klart." in words(browser.get(url("calculation", budget)))
    wrong = send(browser, url("calculation", budget), year="2029", phase="management", amount="1")
    assert wrong.status_code == 422
    assert send(browser, url("calculation_remove", budget, row.pk)).status_code == 303
    assert not MultiYearLine.objects.filter(pk=row.pk).exists()


def test_blocked_step_says_why_before_one_tries(client: Client) -> None:
    partnership = make_partnership(3)
    budget = drafting.create_budget(partnership=partnership, year=2027, by=SYSTEM, today=DRAFTED)
    browser = as_sgd(client, partnership)

    shown = words(browser.get(url("step", budget, "submit")))

    assert "Det går inte att lämna in budgeten till beredning än" in shown
    assert "Tre saker saknas" in shown
    assert "Budgeten har inga rader med belopp än." in shown
    assert "Redan uppfyllt" in shown
    assert "Huvudmännen är en region och en grupp av kommuner" in shown
    tried = send(browser, url("step", budget, "submit"), row_version=budget.version)
    assert tried.status_code == 409
    assert "Tre saker saknas" in words(tried)


def test_submit_shows_the_answers_and_then_freezes_them(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)

    shown = words(browser.get(url("step", budget, "submit")))
    answer = send(browser, url("step", budget, "submit"), row_version=budget.version)

    assert "Kontrollera innan du går vidare" in shown
    assert "Summa 13 040 000 kr" in shown
    assert answer.status_code == 303
    held = Budget.objects.get(pk=budget.pk)
    assert (held.state, held.total_ore) == (BudgetState.AT_SGD, 1_304_000_000)


def test_step_on_an_old_version_is_refused(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)
    changes = {"diary_number": "9"}
    drafting.edit_budget(budget, changes=changes, by=SYSTEM, today=DRAFTED, version=budget.version)

    answer = send(browser, url("step", budget, "submit"), row_version=budget.version)

    assert answer.status_code == 409
    assert "Någon hann före dig" in words(answer)
    assert Budget.objects.get(pk=budget.pk).state == BudgetState.DRAFT


def test_hand_over_leads_to_the_letters_and_their_progress(client: Client) -> None:
    partnership = make_partnership(4)
    adopted(partnership, year=2026)
    budget = recommended(partnership, year=2027)
    browser = as_sgd(client, partnership)

    future = send(browser, url("step", budget, "hand_over"), row_version=budget.version, on="2026-10-21")
    answer = send(browser, url("step", budget, "hand_over"), row_version=budget.version, on="2026-10-19")

    assert future.status_code == 422
    assert (answer.status_code, answer.url) == (303, url("letters", budget))
    shown = words(browser.get(answer.url))
    assert "0 av 4 missiv är förseglade." in shown
    assert "Visa läget igen" in shown
    page = words(browser.get(url("budget", budget)))
    assert "Budgeten lämnades över 19 oktober 2026, efter 1 april 2026." in page


def test_hand_over_tells_what_holds_meanwhile(client: Client) -> None:
    partnership = make_partnership(4)
    adopted(partnership, year=2026)
    budget = submitted(partnership, year=2027)

    shown = words(as_sgd(client, partnership).get(url("step", budget, "hand_over")))

    assert "Steget hör inte till det här läget" in shown
    assert "Budget 2026 är taket: 13 040 000 kr." in shown


def test_replace_makes_a_draft_with_the_same_lines(client: Client) -> None:
    budget = submitted()
    browser = as_sgd(client, budget.partnership)

    empty = send(browser, url("step", budget, "replace"), row_version=budget.version, reason="")
    answer = send(browser, url("step", budget, "replace"), row_version=budget.version, reason="Lägre belopp")

    new = Budget.objects.get(partnership=budget.partnership, version_number=2)
    assert empty.status_code == 422
    assert (answer.status_code, answer.url) == (303, url("budget", new))
    assert new.total == budget.total
    assert "Skäl till den här versionen Lägre belopp" in words(browser.get(answer.url))


def workbook(rows: list[list[Any]]) -> SimpleUploadedFile:
    book = Workbook()
    page: Any = book.active
    for row in rows:
        page.append(row)
    file = io.BytesIO()
    book.save(file)
    return SimpleUploadedFile("rader.xlsx", file.getvalue())


def test_file_of_lines_is_looked_at_first_and_read_in_when_confirmed(client: Client) -> None:
    budget = make_draft(lines=())
    make_service(budget.partnership, "Mina planer")
    browser = as_sgd(client, budget.partnership)
    file = workbook([["Tjänst", "Fas", "Belopp"], ["Mina planer", "Förvaltning", 1250000.5]])

    looked = send(browser, url("lines_import", budget), file=file)
    assert looked.status_code == 200
    assert "Filen går att läsa in" in words(looked)
    assert not budget.lines.exists()
    form = looked.context["confirm"]
    answer = send(browser, url("lines_import", budget), **form.initial)

    assert answer.status_code == 303
    assert Sek(budget.lines.get().amount_ore) == Sek(125_000_050)


def test_file_with_faults_changes_nothing(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)
    file = workbook([["Tjänst", "Fas", "Belopp"], ["Okänd", "Förvaltning", 1], ["Mina planer", "Drift", "x"]])
    before = list(budget.lines.values_list("pk", "amount_ore"))

    answer = send(browser, url("lines_import", budget), file=file)

    assert answer.status_code == 422
    assert "”Okänd” finns inte bland partnerskapets tjänster." in words(answer)
    assert answer.context["confirm"] is None
    assert list(budget.lines.values_list("pk", "amount_ore")) == before


def test_file_that_is_no_workbook_is_said_so(client: Client) -> None:
    budget = make_draft()
    browser = as_sgd(client, budget.partnership)

    wrong_kind = send(browser, url("lines_import", budget), file=SimpleUploadedFile("rader.pdf", b"%PDF"))
    broken = send(browser, url("lines_import", budget), file=SimpleUploadedFile("rader.xlsx", b"inte en bok"))
    garbled = send(browser, url("lines_import", budget), content="inte base64!")

    assert [each.status_code for each in (wrong_kind, broken, garbled)] == [422, 422, 422]
    assert "Välj en fil som slutar på .xlsx" in words(wrong_kind)


def test_forms_of_a_draft_are_not_shown_when_it_has_been_handed_in(client: Client) -> None:
    budget = submitted()
    line, plan, activity = line_of(budget), budget.plan, Activity.objects.get()
    assert plan is not None
    slug, browser = budget.partnership.slug, as_sgd(client, budget.partnership)
    of_plan = [
        reverse("budgets:plan_edit", args=[slug, plan.pk]),
        reverse("budgets:activity_new", args=[slug, plan.pk]),
        reverse("budgets:activity", args=[slug, activity.pk]),
    ]

    for address in (url("particulars", budget), url("line_new", budget), url("line", budget, line.pk)):
        answer = browser.get(address)
        assert (answer.status_code, "Budgeten är inlämnad." in words(answer)) == (409, True)
    for address in of_plan:
        answer = browser.get(address)
        assert (answer.status_code, "Handlingsplanen är inlämnad med budgeten." in words(answer)) == (409, True)
