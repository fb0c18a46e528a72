"""How an empty installation gets its first person, and what comes with the product."""

import io
import sys
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.audit.services import SYSTEM_CHAIN
from governance.organisations.models import Organisation, PopulationFigure
from governance.organisations.populations import import_population
from governance.organisations.shipped import DATA, SOURCE
from governance.workflow.tokens import FIELD, new_token
from tests.factories.organisations import TODAY, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "ett mycket långt lösenord"
SHIPPED = "/uppsattning/medfoljer/"


def told(name: str, *arguments: str, typed: str = "", monkeypatch: pytest.MonkeyPatch | None = None) -> str:
    """What a command answers, given what is typed."""
    if monkeypatch is not None:
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    out = io.StringIO()
    call_command(name, *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue().strip()


def test_the_first_person_is_registered_in_the_trail_and_may_sign_in(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = told("create_first_person", typed=f"Ada Berg\nAda@Region.se\n{PASSWORD}\n", monkeypatch=monkeypatch)

    user = User.objects.get()
    assert answer == "Ada Berg är systemansvarig och loggar in med ada@region.se."
    assert (user.is_staff, user.is_superuser) == (True, False)
    event = Event.objects.in_chain(SYSTEM_CHAIN).get(kind="accounts.user.create")
    assert (event.subject_key, event.actor_name) == (str(user.pk), "Samverk")
    assert client.login(email="ada@region.se", password=PASSWORD)
    assert client.get("/uppsattning/").status_code == 200


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("\n\n", "Både namn och e-postadress behövs."),
        (f"Ada Berg\ninte en adress\n{PASSWORD}\n", "e-postadress"),
        ("Ada Berg\nada@region.se\nkort\n", "lösenord"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_registered(
    typed: str, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match=sentence) as refused:
        told("create_first_person", typed=typed, monkeypatch=monkeypatch)

    assert str(refused.value).endswith("Ingen har registrerats.")
    assert not User.objects.exists()
    assert not Event.objects.exists()


def test_another_person_is_registered_only_when_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    make_user(name="Bo Ek", is_staff=True)
    given = ("--name", "Ada Berg", "--email", "ada@region.se")

    with pytest.raises(CommandError, match=r"Bo Ek .* är redan systemansvarig"):
        told("create_first_person", *given, typed=PASSWORD, monkeypatch=monkeypatch)
    assert User.objects.count() == 1
    told("create_first_person", *given, "--another", typed=PASSWORD, monkeypatch=monkeypatch)

    assert User.objects.filter(is_staff=True).count() == 2


def test_djangos_own_way_in_leads_to_ours() -> None:
    with pytest.raises(CommandError, match="create_first_person"):
        told("createsuperuser", "--noinput", "--email", "ada@region.se")

    assert not User.objects.exists()


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True), backend="django.contrib.auth.backends.ModelBackend")
    return client


def send(client: Client, url: str) -> Any:
    return client.post(url, {FIELD: new_token()})


def test_what_is_shipped_is_shown_and_then_added_once(staff: Client) -> None:
    assert SHIPPED in staff.get("/uppsattning/").content.decode()
    page = staff.get(SHIPPED).content.decode()
    assert "34 organisationer" in page
    assert "Svalövs kommun" in page
    assert not Organisation.objects.exists()

    assert send(staff, SHIPPED).status_code == 303

    assert (Organisation.objects.count(), PopulationFigure.objects.count()) == (34, 34 * 6)
    events = Event.objects.count()
    kinds = Event.objects.values_list("kind", flat=True)
    assert list(kinds).count("organisations.organisation.create") == 34
    assert list(kinds).count("organisations.populationimport.create") == 1
    assert set(Event.objects.values_list("actor_name", flat=True)) != {"Samverk"}
    assert send(staff, SHIPPED).status_code == 303
    assert Event.objects.count() == events
    assert "redan inlagt" in staff.get(SHIPPED).content.decode()
    assert SHIPPED not in staff.get("/uppsattning/").content.decode()


def test_others_do_not_find_what_is_shipped(client: Client) -> None:
    client.force_login(make_user(), backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(SHIPPED).status_code == 404
    assert send(client, SHIPPED).status_code == 404


def test_command_adds_what_is_shipped_once() -> None:
    assert told("register_shipped", "--dry-run").startswith("34 organisationer och 204 uppgifter")
    assert not Organisation.objects.exists()

    assert told("register_shipped") == "34 organisationer och 204 uppgifter om folkmängd har lagts in."
    assert told("register_shipped") == "Inget nytt: allt som medföljer är redan inlagt."


def test_shipped_figures_are_refused_beside_other_figures(staff: Client) -> None:
    told("register_shipped")
    PopulationFigure.objects.all().delete()
    wrong = (
        (DATA / "populations.csv").read_text(encoding="utf-8").replace("14276", "14277").replace("1389336", "1389337")
    )
    import_population(wrong.encode(), source="Annan källa", by=SYSTEM, today=TODAY)
    PopulationFigure.objects.filter(reference_date__year=2021).delete()

    answer = send(staff, SHIPPED)

    assert answer.status_code == 409
    assert "har redan" in answer.content.decode()
    assert not PopulationFigure.objects.filter(source=SOURCE).exists()


def test_a_file_of_unknown_codes_says_where_they_are_registered() -> None:
    with pytest.raises(CommandError) as refused:
        told("import_population", str(DATA / "populations.csv"), "--source", "SCB")

    assert "Koden 12 är inte känd. Registrera organisationen under Uppsättning" in str(refused.value)
