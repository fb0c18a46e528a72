"""A wrong population figure is corrected by a new one that points to it."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from budgets.populations import figures_on
from budgets.services import drafting
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations.corrections import correct_population
from governance.organisations.models import PopulationFigure
from governance.organisations.populations import import_population
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.tokens import FIELD, new_token
from tests.budgets.pages import NOON, as_sgd, words
from tests.factories.budgets import DRAFTED, make_draft, make_partnership, sgd, submitted
from tests.factories.decisions import again
from tests.factories.organisations import TODAY, make_user

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 31)
TRUE: dict[str, Any] = {
    "population": 14_000,
    "source": "SCB, rättad statistik",
    "reason": "Två siffror hade bytt plats.",
}


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


def figure_of(code: str = "1214", on: date = DAY) -> PopulationFigure:
    return PopulationFigure.objects.current().get(organisation__code=code, reference_date=on)


def as_manager(client: Client) -> Client:
    client.force_login(make_user(is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, url: str, **fields: Any) -> Any:
    return client.post(url, {FIELD: new_token(), **fields})


def url_of(figure: PopulationFigure) -> str:
    return f"/folkmangd/{figure.reference_date}/{figure.pk}/ratta/"


def test_a_correction_points_to_the_first_and_holds_for_what_is_frozen_later(client: Client) -> None:
    partnership = make_partnership(4)
    frozen = submitted(partnership, year=2026)
    assert frozen.snapshot is not None
    first = figure_of(on=frozen.snapshot.reference_date)

    answer = send(as_manager(client), url_of(first), **TRUE)

    assert answer.status_code == 303
    assert (again(first).population, again(first).source) == (first.population, first.source)
    made = figure_of(on=first.reference_date)
    assert (made.corrects_id, made.population, made.reason) == (first.pk, 14_000, TRUE["reason"])
    assert again(frozen).snapshot.populations["1214"] == first.population
    event = Event.objects.get(kind="organisations.populationfigure.correct")
    assert event.subject_key == str(made.pk)
    page = words(client.get(f"/folkmangd/{first.reference_date}/"))
    assert "Rättade siffror" in page
    assert TRUE["reason"] in page
    told = words(as_sgd(client, partnership).get(frozen_url(frozen)))
    assert "Invånartal har rättats" in told
    assert "rättat till 14 000" in told
    assert {code: count for code, _, count, _ in figures_on(first.reference_date)}["1214"] == 14_000


def frozen_url(budget: Any) -> str:
    return f"/partnerskap/{budget.partnership.slug}/budget/{budget.year}/{budget.version_number}/"


def test_a_later_snapshot_uses_the_correction() -> None:
    budget = make_draft(make_partnership(4))
    first = figure_of(on=budget.reference_date)
    correct_population(first, **TRUE, by=SYSTEM, today=TODAY)

    drafting.submit_budget(budget, by=sgd(budget.partnership), today=DRAFTED)

    snapshot = again(budget).snapshot
    assert snapshot is not None
    assert snapshot.populations["1214"] == 14_000
    assert TRUE["source"] in snapshot.source


def test_a_correction_names_the_event_that_the_figure_came_with() -> None:
    make_partnership(2)
    PopulationFigure.objects.all().delete()
    rows = "code,name,reference_date,population\n12,Region Skåne,2019-12-31,14000\n1214,Svalöv,2019-12-31,14000\n"
    import_population(rows.encode(), source="SCB", by=SYSTEM, today=TODAY)
    read_in = Event.objects.get(kind="organisations.populationimport.create")

    second = correct_population(figure_of(on=date(2019, 12, 31)), **{**TRUE, "population": 2}, by=SYSTEM, today=TODAY)
    correct_population(second, **{**TRUE, "population": 3}, by=SYSTEM, today=TODAY)

    first, last = Event.objects.filter(kind="organisations.populationfigure.correct").order_by("pk")
    assert (first.corrects, last.corrects) == (read_in.pk, first.pk)
    assert not import_population(rows.encode(), source="SCB", by=SYSTEM, today=TODAY).new


def test_a_figure_is_corrected_once_and_with_a_reason(client: Client) -> None:
    make_partnership(2)
    first = figure_of()
    for wrong, sentence in (
        ({"reason": " "}, "Skriv varför"),
        ({"source": ""}, "Ange källan"),
        ({"population": 0}, "större än noll"),
        ({"population": first.population}, "redan gäller"),
    ):
        with pytest.raises(Refused, match=sentence):
            correct_population(first, **{**TRUE, **wrong}, by=SYSTEM, today=TODAY)
    assert send(as_manager(client), url_of(first), population="-1", source="", reason="").status_code == 422

    correct_population(first, **TRUE, by=SYSTEM, today=TODAY)

    with pytest.raises(Refused, match="redan rättad till"):
        correct_population(first, **{**TRUE, "population": 2}, by=SYSTEM, today=TODAY)
    assert client.get(url_of(first)).status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        PopulationFigure.objects.create(
            organisation=first.organisation, reference_date=DAY, population=2, source="X", corrects=first, reason="X"
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        PopulationFigure.objects.create(organisation=first.organisation, reference_date=DAY, population=2, source="X")


def test_only_those_who_run_the_installation_correct(client: Client) -> None:
    partnership = make_partnership(2)
    first = figure_of()

    with pytest.raises(NotAllowed):
        correct_population(first, **TRUE, by=sgd(partnership), today=TODAY)
    browser = as_sgd(client, partnership)
    assert browser.get(url_of(first)).status_code == 404
    assert send(browser, url_of(first), **TRUE).status_code == 404
    assert "Rätta" not in words(browser.get(f"/folkmangd/{DAY}/"))
    assert PopulationFigure.objects.filter(corrects__isnull=False).count() == 0
