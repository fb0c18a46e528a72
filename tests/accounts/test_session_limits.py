"""How long a sign-in lasts outside a demonstration."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client, override_settings

from tests.factories.organisations import make_user

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 10, 20, 10, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_earnest() -> Iterator[None]:
    with override_settings(DEMO=False):
        yield


def signed_in_at_noon(client: Client) -> None:
    user = make_user(email="anna@example.se")
    with time_machine.travel(NOON, tick=False):
        data = {"email": user.email, "password": "ett mycket långt lösenord", "engangskod": "x"}
        assert client.post("/logga-in/", data).status_code == 303
        assert client.get("/plats/").status_code == 200


def at(client: Client, after: timedelta) -> int:
    with time_machine.travel(NOON + after, tick=False):
        return client.get("/plats/").status_code


def test_half_an_hour_away_ends_it(client: Client) -> None:
    signed_in_at_noon(client)

    assert at(client, timedelta(minutes=29)) == 200
    assert at(client, timedelta(minutes=58)) == 200
    assert at(client, timedelta(minutes=89)) == 302
    assert at(client, timedelta(minutes=89)) == 302


def test_ten_hours_end_it_however_busy_one_is(client: Client) -> None:
    signed_in_at_noon(client)

    answers = [at(client, timedelta(minutes=25 * step)) for step in range(1, 24)]

    assert answers == [200] * 23
    assert at(client, timedelta(hours=10, minutes=1)) == 302


def test_without_the_cookie_of_when_one_was_seen_the_pause_counts_from_the_sign_in(client: Client) -> None:
    signed_in_at_noon(client)
    del client.cookies["seen"]

    assert at(client, timedelta(minutes=31)) == 302


def test_a_made_up_cookie_does_not_prolong(client: Client) -> None:
    signed_in_at_noon(client)
    client.cookies["seen"] = "MTAwMDAwMDAwMA:x:y"

    assert at(client, timedelta(minutes=31)) == 302


def test_another_sessions_cookie_does_not_prolong(client: Client) -> None:
    signed_in_at_noon(client)
    other = Client()
    other.force_login(make_user())
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):
        other.post(
            "/logga-in/", {"email": "anna@example.se", "password": "ett mycket långt lösenord", "engangskod": "x"}
        )
        other.get("/plats/")
    client.cookies["seen"] = other.cookies["seen"].value

    assert at(client, timedelta(minutes=32)) == 302


def test_a_demonstration_does_not_end_by_itself(client: Client) -> None:
    signed_in_at_noon(client)

    with override_settings(DEMO=True):
        assert at(client, timedelta(hours=3)) == 200
