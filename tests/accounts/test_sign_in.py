"""Signing in with a password, as an example person, and choosing a seat."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from governance.accounts.models import FailedSignIn
from governance.audit.models import Event
from governance.organisations.kinds import BodyKind, SeatRole
from tests.factories.organisations import make_body, make_organisation, make_partnership, make_seat, make_user, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "ett mycket långt lösenord"


def try_in(client: Client, email: str, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/logga-in/", {"email": email, "password": password, "engangskod": "x", **more})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_right_address_and_password_sign_in_and_leave_an_event(client: Client) -> None:
    user = make_user(email="anna@example.se")

    answer = try_in(client, "Anna@Example.se")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/mitt-bord/")
    event = Event.objects.get(kind="accounts.user.sign_in")
    assert (event.actor_key, event.chain) == (str(user.pk), "system")


@pytest.mark.parametrize("email", ["anna@example.se", "ingen@example.se", "borta@example.se"])
def test_a_wrong_pair_is_answered_in_one_way(client: Client, email: str) -> None:
    make_user(email="anna@example.se")
    make_user(email="borta@example.se", is_active=False)

    answer = try_in(client, email, "fel lösenord som är långt")

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Adressen och lösenordet hör inte ihop.") == 1
    assert "fel lösenord som är långt" not in page
    assert not is_in(client)


def test_an_inactive_person_is_not_let_in_by_the_right_password(client: Client) -> None:
    make_user(email="borta@example.se", is_active=False)

    assert try_in(client, "borta@example.se").status_code == 422
    assert not is_in(client)


def test_an_address_is_braked_after_five_wrong_tries(client: Client) -> None:
    make_user(email="anna@example.se")
    for _try in range(5):
        assert try_in(client, "ANNA@example.se", "fel lösenord som är långt").status_code == 422

    braked = try_in(client, "anna@example.se")

    assert braked.status_code == 429
    assert "för många försök" in braked.content.decode()
    assert not is_in(client)


def test_the_brake_lets_go_after_a_quarter_of_an_hour(client: Client) -> None:
    make_user(email="anna@example.se")
    for _try in range(5):
        try_in(client, "anna@example.se", "fel lösenord som är långt")
    FailedSignIn.objects.update(failed_at=timezone.now() - timedelta(minutes=16))

    assert try_in(client, "anna@example.se").status_code == 303


def test_an_unknown_address_is_braked_like_a_known_one(client: Client) -> None:
    for _try in range(5):
        try_in(client, "ingen@example.se")

    assert try_in(client, "ingen@example.se").status_code == 429


def test_what_was_typed_is_not_kept_where_it_can_be_read(client: Client) -> None:
    try_in(client, "hemlig@example.se")

    kept = FailedSignIn.objects.get()
    assert "hemlig" not in kept.address + kept.origin


@pytest.mark.parametrize("goal", ["https://elak.example/", "//elak.example/", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(client: Client, goal: str) -> None:
    make_user(email="anna@example.se")

    assert try_in(client, "anna@example.se", next=goal).headers["Location"] == "/mitt-bord/"


def test_signing_in_goes_on_to_where_one_was_going(client: Client) -> None:
    make_user(email="anna@example.se")

    assert try_in(client, "anna@example.se", next="/partnerskap/").headers["Location"] == "/partnerskap/"


def test_signing_out_is_a_post(client: Client) -> None:
    client.force_login(make_user())

    assert client.get("/logga-ut/").status_code == 405
    assert is_in(client)
    assert client.post("/logga-ut/").status_code == 303
    assert not is_in(client)


# Example people ------------------------------------------------------------------------------------------------------


def test_an_example_person_is_chosen_from_the_list(client: Client) -> None:
    seat = make_seat(user=make_user(is_demo=True, name="Åsa Exempel"))
    make_seat(user=make_user(name="Verklig Person"))
    page = client.get("/logga-in/demonstration/").content.decode()
    assert "Åsa Exempel" in page
    assert "Verklig Person" not in page

    answer = client.post("/logga-in/demonstration/", {"seat": seat.pk})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/mitt-bord/")
    assert client.session["_auth_user_id"] == str(seat.user_id)
    assert client.session["seat"] == seat.pk


@pytest.mark.parametrize("wrong", ["", "x", "0", "-1", "9" * 40, "²"])
def test_no_seat_no_entrance(client: Client, wrong: str) -> None:
    assert client.post("/logga-in/demonstration/", {"seat": wrong}).status_code == 404
    assert not is_in(client)


def test_a_real_person_cannot_be_chosen(client: Client) -> None:
    seat = make_seat()

    assert client.post("/logga-in/demonstration/", {"seat": seat.pk}).status_code == 404
    assert not is_in(client)


def test_the_one_who_runs_the_installation_is_chosen_without_a_seat(client: Client) -> None:
    make_seat(user=make_user(is_demo=True))
    runs, real = make_user(is_demo=True, is_staff=True, name="Systemansvarig"), make_user(is_staff=True)
    assert "Systemansvarig" in client.get("/logga-in/demonstration/").content.decode()

    assert client.post("/logga-in/demonstration/", {"person": real.pk}).status_code == 404
    assert client.post("/logga-in/demonstration/", {"person": runs.pk}).status_code == 303
    assert client.get("/uppsattning/").status_code == 200


def test_the_list_does_not_exist_outside_a_demonstration(client: Client) -> None:
    seat = make_seat(user=make_user(is_demo=True))
    with override_settings(DEMO=False):
        assert client.get("/logga-in/demonstration/").status_code == 404
        assert client.post("/logga-in/demonstration/", {"seat": seat.pk}).status_code == 404
        assert "Välj en exempelperson" not in client.get("/").content.decode()
    assert not is_in(client)


def test_the_list_is_for_this_machine_alone(client: Client) -> None:
    seat = make_seat(user=make_user(is_demo=True))

    answer = client.post("/logga-in/demonstration/", {"seat": seat.pk}, REMOTE_ADDR="192.0.2.7")

    assert answer.status_code == 404
    assert not is_in(client)


def test_choosing_a_person_needs_the_form(client: Client) -> None:
    seat = make_seat(user=make_user(is_demo=True))
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/logga-in/demonstration/", {"seat": seat.pk}).status_code == 403
    assert not is_in(strict)


def test_the_list_is_searched_and_grouped(client: Client) -> None:
    partnership = make_partnership(name="Partnerskapet")
    body = make_body(partnership=partnership, name="Styrgruppen")
    make_seat(user=make_user(is_demo=True, name="Bo Ek"), body=body)
    registry = make_body(
        organisation=make_organisation(name="Lunds kommun"), kind=BodyKind.REGISTRY, name="Registratur"
    )
    make_seat(user=make_user(is_demo=True, name="Eva Ros"), body=registry, role=SeatRole.REGISTRAR)

    everybody = client.get("/logga-in/demonstration/").content.decode()
    lund = client.get("/logga-in/demonstration/", {"sok": "lund"}).content.decode()

    assert everybody.index("Partnerskapet") < everybody.index("Bo Ek") < everybody.index("Lunds kommun")
    assert "Eva Ros" in lund
    assert "Bo Ek" not in lund
    assert "Ingen exempelperson hittades" in client.get("/logga-in/demonstration/", {"sok": "zz"}).content.decode()


# Seats ---------------------------------------------------------------------------------------------------------------


def test_one_chooses_among_ones_own_seats(client: Client) -> None:
    user = make_user()
    first, second, other = make_seat(user=user), make_seat(user=user), make_seat()
    sign_in(client, first)

    assert client.post("/plats/", {"seat": other.pk}).status_code == 404
    assert client.post("/plats/", {"seat": second.pk}).status_code == 303
    assert client.session["seat"] == second.pk
    assert f"Du agerar som: <b>{second.label}</b>" in client.get("/plats/").content.decode()


def test_choosing_a_seat_leads_back_to_the_page_if_it_is_shown_from_there(client: Client) -> None:
    user = make_user()
    first, second = make_seat(user=user, role=SeatRole.ADMINISTRATOR), make_seat(user=user, role=SeatRole.MEMBER)
    assert first.body.partnership is not None
    home = f"/partnerskap/{first.body.partnership.slug}/"
    sign_in(client, first)

    page = client.get(f"{home}handelser/?fore=9").content.decode()
    assert f'href="/plats/?{urlencode({"next": f"{home}handelser/?fore=9"})}"' in page
    back = client.post("/plats/", {"seat": second.pk, "next": f"{home}handelser/?fore=9"})
    told = client.get("/mitt-bord/").content.decode()
    client.post("/plats/", {"seat": first.pk})
    assert client.get(f"{home}uppsattning/").status_code == 200

    assert back.headers["Location"] == f"{home}handelser/?fore=9"
    assert f"Du agerar nu som {second.label}." in told
    for address in (f"{home}uppsattning/", "/finns-inte/", "https://annan.se/"):
        answer = client.post("/plats/", {"seat": second.pk, "next": address})
        assert answer.headers["Location"] == "/mitt-bord/"


def test_frame_says_whose_board_one_acts_from(client: Client) -> None:
    board = make_body(
        organisation=make_organisation(name="Region Aspen"),
        partnership=None,
        kind=BodyKind.EXECUTIVE,
        name="Regionstyrelsen",
    )
    seat = make_seat(body=board, role=SeatRole.REPRESENTATIVE)
    sign_in(client, seat)

    shown = client.get("/plats/").content.decode()

    assert "Du agerar som: <b>Partsföreträdare, Regionstyrelsen, Region Aspen</b>" in shown


def test_a_seat_that_has_ended_is_no_longer_acted_from(client: Client) -> None:
    seat = make_seat(until_on=timezone.localdate() - timedelta(1))
    sign_in(client, seat)

    assert "Du har ingen plats i dag." in client.get("/plats/").content.decode()
    assert client.get("/partnerskap/").content.decode().count("Inget partnerskap") == 1
