"""From an invitation to a password of one's own."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from governance.accounts.invitations import invitation_token
from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.organisations.invitations import accept_invitation, invite_again, invite_person
from governance.organisations.kinds import SeatRole
from governance.organisations.models import Seat
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.organisations import TODAY, act_as, make_body, make_seat, make_user

pytestmark = pytest.mark.django_db
GOOD = "en kossa på taket i juli"


def invite(**fields: Any) -> Seat:
    given = {"email": "Ny@Example.se", "name": "Ny Person", "body": make_body(), "role": SeatRole.MEMBER, **fields}
    return invite_person(by=SYSTEM, today=TODAY, address="https://samverk.example/", **given)


def run_jobs() -> None:
    for pk in Job.objects.values_list("pk", flat=True):
        run_job(pk)


def token_on(client: Client, url: str) -> str:
    found = re.search(r'name="engangskod" value="([^"]+)"', client.get(url).content.decode())
    assert found
    return found[1]


def choose(client: Client, url: str, password: str = GOOD, again: str | None = None) -> Any:
    data = {"password": password, "again": password if again is None else again, "engangskod": token_on(client, url)}
    return client.post(url, data)


def test_the_mail_has_a_link_that_leads_to_a_password(client: Client, mailoutbox: list[Any]) -> None:
    invite()
    run_jobs()
    (mail,) = mailoutbox
    link = re.search(r"https://samverk\.example(/inbjudan/\S+)", mail.body)
    assert link
    assert mail.to == ["ny@example.se"]
    assert mail.subject == "Inbjudan till Samverk"

    answer = choose(client, link[1])

    assert (answer.status_code, answer.headers["Location"]) == (303, "/mitt-bord/")
    user = User.objects.get(email="ny@example.se")
    assert user.check_password(GOOD)
    assert client.session["_auth_user_id"] == str(user.pk)
    kinds = list(Event.objects.filter(kind__startswith="accounts.").order_by("id").values_list("kind", flat=True))
    assert kinds == ["accounts.user.invite", "accounts.user.join", "accounts.user.sign_in"]


def test_a_link_works_once(client: Client) -> None:
    user = invite().user
    url = f"/inbjudan/{invitation_token(user)}/"
    choose(client, url)

    answer = Client().get(url)

    assert answer.status_code == 409
    assert "Länken gäller inte längre" in answer.content.decode()


def test_a_link_lasts_fourteen_days(client: Client) -> None:
    url = f"/inbjudan/{invitation_token(invite().user)}/"

    with time_machine.travel(timezone.now() + timedelta(days=13, hours=23)):
        assert client.get(url).status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=14, minutes=1)):
        assert client.get(url).status_code == 409


def test_a_new_invitation_kills_the_old_link(client: Client) -> None:
    user = invite().user
    old = f"/inbjudan/{invitation_token(user)}/"

    invite_again(user, by=SYSTEM, today=TODAY, address="https://samverk.example/")

    assert client.get(old).status_code == 409
    user.refresh_from_db()
    assert client.get(f"/inbjudan/{invitation_token(user)}/").status_code == 200


@pytest.mark.parametrize("token", ["x", "a:b:c", "%20", "å"])
def test_a_made_up_link_is_refused(client: Client, token: str) -> None:
    assert client.get(f"/inbjudan/{token}/").status_code == 409


def test_an_invitation_to_somebody_deactivated_is_dead(client: Client) -> None:
    user = invite().user
    token = invitation_token(user)
    User.objects.filter(pk=user.pk).update(is_active=False)

    assert client.get(f"/inbjudan/{token}/").status_code == 409
    with pytest.raises(Refused):
        accept_invitation(token, GOOD, today=TODAY)


@pytest.mark.parametrize(
    ("password", "again", "said"),
    [
        ("kort", None, "för kort"),
        ("12345678987654321", None, "vanligt"),
        ("ny@example.se och mer", None, "lik"),
        (GOOD, "en annan kossa på taket", "Lösenorden är inte lika."),
    ],
)
def test_a_weak_password_is_refused_in_swedish(client: Client, password: str, again: str | None, said: str) -> None:
    user = invite().user

    answer = choose(client, f"/inbjudan/{invitation_token(user)}/", password, again)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not User.objects.get(pk=user.pk).has_usable_password()


def test_only_those_who_set_up_invite_again() -> None:
    seat = invite()
    outsider = make_seat(role=SeatRole.ADMINISTRATOR)
    insider = make_seat(body=seat.body, role=SeatRole.ADMINISTRATOR)

    with pytest.raises(NotAllowed):
        invite_again(seat.user, by=act_as(outsider), today=TODAY, address="https://samverk.example/")
    invite_again(seat.user, by=act_as(insider), today=TODAY, address="https://samverk.example/")

    assert Job.objects.filter(kind="organisations.send_invitation").count() == 2


def test_inviting_again_from_the_page(client: Client) -> None:
    seat = invite()
    client.force_login(make_user(is_staff=True))
    page = f"/organ/{seat.body_id}/"

    answer = client.post(f"{page}bjud-in/{seat.user_id}/", {"engangskod": token_on(client, page)})

    assert answer.status_code == 303
    assert Event.objects.filter(kind="accounts.user.invite").count() == 2


def test_somebody_who_has_chosen_is_not_invited_again() -> None:
    seat = invite()
    accept_invitation(invitation_token(seat.user), GOOD, today=TODAY)

    with pytest.raises(Refused, match="har redan valt lösenord"):
        invite_again(seat.user, by=SYSTEM, today=TODAY, address="https://samverk.example/")


def test_the_link_is_stored_nowhere() -> None:
    user = invite().user

    assert invitation_token(user)[:20] not in str(list(Job.objects.values()))


def test_a_wrong_address_invites_nobody() -> None:
    with pytest.raises(Refused):
        invite(email="inte en adress")

    assert not User.objects.exists()
    assert not Seat.objects.exists()


def test_a_password_is_changed_by_its_owner(client: Client) -> None:
    user = make_user(password=GOOD)
    client.force_login(user)
    other = Client()
    other.force_login(user)
    token = token_on(client, "/losenord/")
    new = "två kossor på taket i augusti"

    wrong = client.post("/losenord/", {"old": "fel", "password": new, "again": new, "engangskod": token})
    right = client.post("/losenord/", {"old": GOOD, "password": new, "again": new, "engangskod": token})

    assert (wrong.status_code, right.status_code) == (422, 303)
    assert User.objects.get(pk=user.pk).check_password(new)
    assert client.get("/plats/").status_code == 200
    assert other.get("/plats/").status_code == 302
