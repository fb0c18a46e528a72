"""A year of the principals, by people at browsers that run no script: from a draft to a verified document."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from budgets.models import Allocation, Budget, OutcomeEntry
from budgets.states import BudgetState
from governance.audit.models import Event
from governance.audit.verification import verify as verify_trail
from governance.decisions.models import Ruling
from governance.decisions.states import RulingState
from governance.documents.models import Document
from governance.documents.services import open_document, seal_now
from governance.jobs.services import batch_progress
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Partnership
from tests.factories.budgets import adopted, make_draft, make_partnership
from tests.factories.decisions import seat_in
from tests.factories.organisations import make_user

from .browsing import opened
from .world import DAY, told_day

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300), pytest.mark.django_db(transaction=True)]

PEOPLE = (
    ("Styrgruppens sekreterare", BodyKind.STEERING_GROUP, SeatRole.SECRETARY),
    ("Beredningens sekreterare", BodyKind.OFFICIALS, SeatRole.SECRETARY),
    ("Samverkansorganets sekreterare", BodyKind.JOINT_POLITICAL, SeatRole.SECRETARY),
)
REASONS = "Kommunen vill se vad driften kostar efter etableringen."


def make_year() -> Partnership:
    """Four principals with this year's budget in force, a draft for a later year, and a person in each place."""
    partnership = make_partnership(4)
    adopted(partnership, year=DAY.year, today=date(2025, 1, 15), on=date(2025, 3, 27), decided=date(2025, 6, 15))
    make_draft(partnership, year=DAY.year + 2, today=DAY)
    for name, kind, role in PEOPLE:
        seat_in(partnership.bodies.get(kind=kind), role, make_user(name=name, is_demo=True))
    for principal in partnership.principals.by_code():
        registry = principal.organisation.bodies.get(kind=BodyKind.REGISTRY)
        name = f"Registratorn, {principal.organisation.short_name}"
        seat_in(registry, SeatRole.REGISTRAR, make_user(name=name, is_demo=True))
    return partnership


class People:
    """Whoever is at a browser without script."""

    def __init__(self, browser: Any, address: str) -> None:
        self.browser, self.address = browser, address

    @contextmanager
    def sign_in(self, name: str) -> Iterator[Any]:
        """Choose a person from the list, as a newcomer does from the first page."""
        with opened(self.browser, self.address, java_script_enabled=False) as page:
            page.goto(self.address + "/logga-in/demonstration/")
            with page.expect_navigation(wait_until="domcontentloaded", timeout=90_000):
                page.get_by_role("button", name=f"Logga in som {name}, ").first.click()
            assert page.url == self.address + "/mitt-bord/", page.url
            yield page

    def visit(self, page: Any, path: str) -> None:
        """Open one of our pages."""
        answer = page.goto(self.address + path)
        assert answer.status == 200, f"{path}: {answer.status}"


def follow(page: Any, ending: str) -> None:
    """Follow the page's own link to an address that ends so."""
    with page.expect_navigation(wait_until="domcontentloaded", timeout=90_000):
        page.locator(f'main a[href$="{ending}"]').first.click()


def send(page: Any, **fields: str) -> None:
    """Fill in the page's form and press its button."""
    for name, value in fields.items():
        page.fill(f'main [name="{name}"]', value)
    with page.expect_navigation(wait_until="domcontentloaded", timeout=90_000):
        page.locator('main form[method="post"] .actions button[type="submit"]').first.click()


def register(page: Any, outcome: str, paragraph: str, reasons: str = "") -> None:
    """Register a decision of today from the matter's page."""
    follow(page, "/registrera/")
    page.check(f'[name="outcome"][value="{outcome}"]')
    send(page, decided_on=DAY.isoformat(), paragraph=paragraph, reasons=reasons)


def words(page: Any) -> str:
    """What the page says."""
    return str(page.locator("main").inner_text()).replace("\u00a0", " ")


def test_year_of_the_principals_works_without_script(live_server: Any, browser: Any) -> None:
    with told_day():
        with transaction.atomic():
            partnership = make_year()
        people = People(browser, live_server.url)
        home = f"/partnerskap/{partnership.slug}/budget/"
        draft = f"{home}{DAY.year + 2}/1/"

        with people.sign_in("Styrgruppens sekreterare") as page:
            people.visit(page, draft)
            follow(page, "/steg/submit/")
            send(page)
            assert page.url == live_server.url + draft
            assert "Hos Styrgrupp SGD" in words(page)
            matter = str(page.locator('main a[href*="/beslut/"]').first.get_attribute("href"))
            people.visit(page, matter)
            register(page, "adopted", "12")

        for number, (name, _kind, _role) in enumerate(PEOPLE[1:], start=13):
            with people.sign_in(name) as page:
                people.visit(page, matter)
                register(page, "adopted", str(number))

        with people.sign_in("Styrgruppens sekreterare") as page:
            people.visit(page, draft)
            assert "Rekommenderad" in words(page)
            follow(page, "/steg/hand_over/")
            send(page)
            assert page.url.endswith("/missiv/")
        budget = Budget.objects.get(partnership=partnership, year=DAY.year + 2)
        assert budget.state == BudgetState.WITH_PRINCIPALS
        assert batch_progress(f"share-letters-{budget.pk}").total == 4

        with people.sign_in("Registratorn, Staffanstorp") as page:
            people.visit(page, matter)
            follow(page, "/sammantrade/")
            send(page, next_meeting_on="2026-12-14", diary_number="KS 2026/612")
            assert "14 dec" in words(page)
            register(page, "adopted", "94")
            assert "§ 94" in words(page)

        with people.sign_in("Registratorn, Burlöv") as page:
            people.visit(page, matter)
            register(page, "sent_back", "71", REASONS)
            assert REASONS in words(page)
            assert "Ofullständig" in words(page)

        with people.sign_in("Samverkansorganets sekreterare") as page:
            people.visit(page, matter)
            follow(page, "/svara/")
            assert REASONS in words(page)
            send(page, decided_on=DAY.isoformat(), paragraph="21", answer="Driften redovisas i bilaga 2.")
        [anew] = Ruling.objects.filter(
            matter__subject_key=str(budget.pk), principal__organisation__code="1231", round=2
        )
        assert anew.state == RulingState.NOT_STARTED

        refuse_beyond_budget_and_book_once(people, f"{home}medel/{DAY.year}/")
        judge_documents(people, budget)

        assert verify_trail()[0] == []


def refuse_beyond_budget_and_book_once(people: People, year: str) -> None:
    """An allocation beyond the line is refused with its reasons; pressed twice, a button is one act."""
    allocations, entries = Allocation.objects.count(), OutcomeEntry.objects.count()
    with people.sign_in("Styrgruppens sekreterare") as page:
        people.visit(page, year)
        follow(page, "/fordela/")
        page.select_option('[name="line"]', index=1)
        send(page, amount="99 000 000", purpose="Nya kort", paragraph="18")
        panel = page.locator("main .stop")
        told = str(panel.inner_text())
        assert page.locator(".ruleref, .rule, cite").count() or "avsnitt" in told
        assert "Vem" in told or "kan" in told
        assert page.input_value('[name="purpose"]') == "Nya kort"
        assert Allocation.objects.count() == allocations

        page.fill('[name="amount"]', "1 000")
        page.locator('main form[method="post"] .actions button[type="submit"]').first.dblclick()
        page.wait_for_load_state("networkidle")  # both posts have been answered, whichever of them the page shows
        fresh = page.context.new_page()
        people.visit(fresh, year)
        assert Allocation.objects.count() == allocations + 1

        people.visit(fresh, f"{year}utfall/")
        follow(fresh, "/utfall/nytt/")
        fresh.select_option('[name="line"]', index=1)
        send(fresh, amount="500,50")
        assert "500,50" in words(fresh)
        assert OutcomeEntry.objects.count() == entries + 1
        assert Event.objects.filter(kind__contains="outcome").exists()


def judge_documents(people: People, budget: Budget) -> None:
    """Anybody may ask whether a file is genuine; one byte changed is altered."""
    letter = Document.objects.about(budget).get(principal__organisation__code="1230")
    genuine = open_document(seal_now(letter))
    middle = len(genuine) // 2
    altered = genuine[:middle] + bytes([genuine[middle] ^ 1]) + genuine[middle + 1 :]
    with opened(people.browser, people.address, java_script_enabled=False) as page:
        for data, expected in ((genuine, "dokumentet är äkta"), (altered, "dokumentet är ändrat")):
            people.visit(page, "/verify/")
            page.set_input_files(
                'input[type="file"]', {"name": "missiv.pdf", "mimeType": "application/pdf", "buffer": data}
            )
            send(page)
            verdict = words(page)
            assert expected in verdict.lower(), verdict
            assert (letter.doc_id in verdict) == (data is genuine), verdict
