"""What the page of a principal's decision tells of a budget, a principle or a deviation that it is about."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from budgets.models import BudgetShare, PrincipleShare
from budgets.spending_guards import kr
from governance.decisions.models import Matter, Ruling
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from tests.decisions.pages import browse, text_of
from tests.factories import budgets as make
from tests.factories.decisions import registry_seat

pytestmark = pytest.mark.django_db


def pages_of(client: Client, matter: Matter, ruling: Ruling) -> list[str]:
    """The ruling's page and the form that registers it, as its own registrar sees them; each in few queries."""
    browse(client, registry_seat(ruling.principal))
    register = reverse("decisions:register", args=[matter.partnership.slug, matter.pk, ruling.pk])
    shown = []
    for address in (ruling.url(), register):
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200
        assert len(asked) <= 12
        assert f'<a href="{matter.follower.page_url(matter)}">{matter.title}</a>' in response.text
        shown.append(text_of(response))
    return shown


def test_page_and_form_link_to_the_budget_and_tell_the_principals_share(client: Client) -> None:
    budget = make.handed_over()
    matter = make.the_matter(budget)
    ruling = matter.principal_rulings()[1]
    share = BudgetShare.objects.get(budget=budget, principal=ruling.principal)
    said = f"Andelen för Svalöv är {kr(share.total)} av {kr(Sek(1_304_000_000))}.".replace("\u00a0", " ")

    for words in pages_of(client, matter, ruling):
        assert said in words


def test_page_and_form_link_to_the_principle_and_tell_how_the_share_changes(client: Client) -> None:
    matter = make.principle_asked(make.make_partnership(), Principle.by_region(600_000))
    ruling = matter.principal_rulings()[0]
    share = PrincipleShare.objects.get(principle_id=int(matter.subject_key), principal=ruling.principal)

    for words in pages_of(client, matter, ruling):
        assert (
            f"Andelen av raden för {ruling.principal_name}: {kr(Sek(share.base_ore))} enligt grundprincipen, "
            f"{kr(Sek(share.deviating_ore))} enligt förslaget."
        ).replace("\u00a0", " ") in words


def test_page_and_form_link_to_the_deviation(client: Client) -> None:
    matter = make.approval_asked(make.adopted(), today=make.IN_YEAR)

    pages_of(client, matter, matter.principal_rulings()[0])
