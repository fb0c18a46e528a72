"""From where somebody tries to sign in, and whom that brakes."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from governance.accounts.origins import origin_of
from governance.accounts.throttle import MOST_PER_ORIGIN
from tests.factories.organisations import make_user

PROXIES = ["10.0.0.5", "10.1.0.0/24", "2001:db8::/64"]
PASSWORD = "ett mycket långt lösenord"


@pytest.mark.parametrize(
    ("sender", "forwarded", "origin"),
    [
        ("10.0.0.5", "192.0.2.7", "192.0.2.7"),
        ("10.0.0.5", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        ("10.0.0.5", "198.51.100.1, 192.0.2.7, 10.1.0.9", "192.0.2.7"),
        ("::ffff:10.0.0.5", "2001:DB8:1::0001, 2001:db8::2", "2001:db8:1::1"),
        ("10.0.0.5", "192.0.2.7, unknown", ""),
        ("10.0.0.5", "10.1.0.9", ""),
        ("10.0.0.5", "", ""),
        ("203.0.113.9", "192.0.2.7", "203.0.113.9"),
        ("", "192.0.2.7", ""),
    ],
)
def test_a_trusted_proxy_alone_is_believed_and_about_the_last_address_alone(
    settings: Any, sender: str, forwarded: str, origin: str
) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    request = RequestFactory().get("/", REMOTE_ADDR=sender, HTTP_X_FORWARDED_FOR=forwarded)

    assert origin_of(request) == origin


def test_nobodys_place_is_known_without_a_trusted_proxy() -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert origin_of(request) == ""


def try_in(client: Client, email: str, password: str, origin: str) -> int:
    said = {"email": email, "password": password, "engangskod": "x"}
    return client.post("/logga-in/", said, REMOTE_ADDR="10.0.0.5", HTTP_X_FORWARDED_FOR=origin).status_code


@pytest.mark.django_db
@pytest.mark.parametrize(("proxies", "same_place"), [([], 303), (PROXIES, 429)])
def test_one_who_guesses_brakes_nobody_elsewhere(
    client: Client, settings: Any, proxies: list[str], same_place: int
) -> None:
    settings.TRUSTED_PROXIES = proxies
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    make_user(email="anna@example.se")
    for number in range(MOST_PER_ORIGIN):
        try_in(client, f"gissad-{number}@example.se", "fel lösenord som är långt", "198.51.100.1")

    elsewhere = try_in(client, "anna@example.se", PASSWORD, "192.0.2.7")
    there = try_in(Client(), "anna@example.se", PASSWORD, "198.51.100.1")

    assert (elsewhere, there) == (303, same_place)
