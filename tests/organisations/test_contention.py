"""Two who write at once: one is let through, the other keeps what was typed and may send it again."""

from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from governance.audit.actors import SYSTEM
from governance.organisations import services
from governance.organisations.kinds import SeatRole
from governance.organisations.models import Partnership
from governance.workflow.contention import is_contention
from tests.factories.organisations import TODAY, make_body, make_organisation, make_seat, sign_in

from .test_pages import send, version_of

pytestmark = pytest.mark.django_db
SENTENCE = "Någon annan skrev i samma ärende i samma ögonblick. Inget av det du skickade har sparats."


def gave_up(words: str = "", sqlstate: str | None = None) -> OperationalError:
    """The error as Django wraps the driver's."""
    cause = Exception(words)
    cause.sqlstate = sqlstate  # type: ignore[attr-defined]  # as psycopg's has
    error = OperationalError(words)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (gave_up("deadlock detected", "40P01"), True),
        (gave_up("could not serialize access", "40001"), True),
        (gave_up("canceling statement due to lock timeout", "55P03"), True),
        (gave_up("database is locked"), True),
        (gave_up("database table is locked: audit_head"), True),
        (gave_up("no such table: audit_head"), False),
        (gave_up("the server closed the connection", "57P01"), False),
        (ValueError("database is locked"), False),
    ],
)
def test_contention_is_told_from_what_is_broken(error: Exception, expected: bool) -> None:
    assert is_contention(error) is expected


def test_a_form_that_met_another_comes_back_as_it_was_sent(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = make_seat(role=SeatRole.ADMINISTRATOR, body=make_body(name="Kansli"))
    partnership = seat.body.partnership
    assert partnership is not None
    sign_in(client, seat)
    url = reverse("organisations:edit_partnership", args=[partnership.slug])
    typed = {"name": "Ett nytt namn", "short_name": "NY", "purpose": "Skrivet", "version": version_of(client, url)}
    edit = services.edit

    def edit_and_meet(*given: Any, **said: Any) -> Any:
        edit(*given, **said)
        raise gave_up("deadlock detected", "40P01")

    monkeypatch.setattr(services, "edit", edit_and_meet)
    met = send(client, url, typed)
    saved = Partnership.objects.get(pk=partnership.pk)
    monkeypatch.undo()
    again = send(client, url, typed)

    page = met.content.decode()
    assert (met.status_code, SENTENCE in page, 'value="Ett nytt namn"' in page) == (409, True, True)
    assert (saved.name, saved.version) == (partnership.name, partnership.version)
    assert again.status_code == 303


def test_a_step_that_met_another_says_so_on_its_page(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    seat = make_seat(role=SeatRole.ADMINISTRATOR, body=make_body(name="Kansli"))
    partnership, auditor = seat.body.partnership, make_body(name="Revisionen", organisation=make_organisation())
    assert partnership is not None
    services.grant_insight(partnership=partnership, body=auditor, until_on=date(2099, 12, 31), by=SYSTEM, today=TODAY)
    sign_in(client, seat)
    url = reverse("organisations:end_insight", args=[partnership.slug, auditor.pk])
    home = reverse("organisations:set_up", args=[partnership.slug])

    def meet(**_: Any) -> None:
        raise gave_up("database is locked")

    monkeypatch.setattr(services, "end_insight", meet)
    met = send(client, url, {}, at=home)
    monkeypatch.undo()

    page = met.content.decode()
    assert (met.status_code, SENTENCE in page, "Skicka det igen." in page) == (409, True, True)
    assert send(client, url, {}, at=home).status_code == 303


def test_an_error_that_is_nobody_elses_act_is_still_an_error(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise gave_up("no such table: accounts_user")

    monkeypatch.setattr("governance.organisations.people.views.authenticate", broken)

    with pytest.raises(OperationalError):
        client.post("/logga-in/", {"email": "anna@example.se", "password": "x"})
