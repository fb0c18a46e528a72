"""Whose turn it has become: told once to each, settled when done, mailed once where mail is configured."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from governance.audit.actors import SYSTEM
from governance.audit.services import record
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.organisations import agenda
from governance.organisations.actors import Actor
from governance.organisations.agenda import Duty
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Partnership, Seat
from governance.reminders.inbox import inbox_of, mark_read
from governance.reminders.models import Lookout, MailChoice, Message
from governance.reminders.tasks import look
from governance.reminders.turns import MAIL_JOB, TURNS_JOB, ask_for_turns, find_turns, tell_turns
from governance.workflow.tokens import FIELD, new_token
from tests.factories.organisations import TODAY, act_as, make_body, make_partnership, make_seat, sign_in

pytestmark = pytest.mark.django_db


class Desk:
    """What waits, as a test says: user's key -> duties."""

    def __init__(self) -> None:
        self.duties: dict[int, list[Duty]] = {}

    def __call__(self, actor: Actor, today: date) -> list[Duty]:
        """Answer as a source of duties."""
        return self.duties.get(actor.user.pk or 0, [])

    def put(self, seat: Seat, *titles: str, **more: Any) -> None:
        """Let exactly these wait for a person."""
        given = {"context": "Remisser", **more}
        self.duties[seat.user_id] = [Duty(title=title, url=f"/{title}/", **given) for title in titles]


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The only source there is."""
    made = Desk()
    monkeypatch.setattr(agenda, "DUTIES", {})
    agenda.duty_source(made)
    return made


@pytest.fixture
def partnership() -> Partnership:
    """One that has been looked at before."""
    made = make_partnership()
    Lookout.objects.create(partnership=made, looked_on=TODAY)
    return made


@pytest.fixture
def seat(partnership: Partnership) -> Seat:
    """Somebody in it."""
    return make_seat(body=make_body(partnership=partnership, kind=BodyKind.STEERING_GROUP))


def told(partnership: Partnership, today: date = TODAY) -> list[Message]:
    """Look at a partnership as the job does."""
    return tell_turns(partnership, find_turns(partnership, today=today), today=today)


def mails() -> list[Any]:
    """Run the mail jobs and give what was sent."""
    for pk in Job.objects.filter(kind=MAIL_JOB).values_list("pk", flat=True):
        run_job(pk)
    return mail.outbox


def test_new_duty_is_told_once(desk: Desk, partnership: Partnership, seat: Seat) -> None:
    desk.put(seat, "Underteckna avtalet", due_on=TODAY)

    told(partnership)
    told(partnership)

    (message,) = Message.objects.all()
    assert (message.user, message.seat, message.title, message.due_on) == (
        seat.user,
        seat,
        "Underteckna avtalet",
        TODAY,
    )
    assert message.is_unread


def test_what_is_done_is_settled_and_told_anew_when_it_comes_back(
    desk: Desk, partnership: Partnership, seat: Seat
) -> None:
    desk.put(seat, "Registrera beslutet")
    told(partnership)
    desk.put(seat)
    told(partnership)
    assert [each.settled_at is None for each in Message.objects.all()] == [False]

    desk.put(seat, "Registrera beslutet")
    told(partnership)

    assert [each.settled_at is None for each in Message.objects.order_by("pk")] == [False, True]


def test_person_with_two_seats_is_told_once(desk: Desk, partnership: Partnership, seat: Seat) -> None:
    make_seat(user=seat.user, body=make_body(partnership=partnership, kind=BodyKind.OFFICIALS))
    desk.put(seat, "Bered ärendet")

    told(partnership)

    assert Message.objects.count() == 1


def test_people_of_other_partnerships_and_lost_seats_are_left_in_peace(
    desk: Desk, partnership: Partnership, seat: Seat
) -> None:
    other = make_seat()
    seat.until_on = TODAY - timedelta(days=1)
    seat.save()
    for each in (seat, other):
        desk.put(each, "Bered ärendet")

    assert told(partnership) == []


def test_who_leaves_a_seat_reads_no_more_of_it_and_a_new_seat_is_told_anew(
    client: Client, desk: Desk, partnership: Partnership, seat: Seat
) -> None:
    desk.put(seat, "Bered ärendet")
    told(partnership)
    seat.until_on = TODAY - timedelta(days=1)
    seat.save()
    after = make_seat(user=seat.user, body=seat.body, from_on=TODAY)
    assert inbox_of(act_as(after)).messages == ()

    told(partnership)

    (message,) = inbox_of(act_as(after)).messages
    assert (message.seat, message.title) == (after, "Bered ärendet")
    assert Message.objects.exclude(pk=message.pk).get().settled_at is not None


def test_look_is_asked_for_only_where_something_has_happened(desk: Desk, partnership: Partnership, seat: Seat) -> None:
    desk.put(seat, "Bered ärendet")
    told(partnership)
    others = Partnership.objects.exclude(pk=partnership.pk)
    for each in others:
        told(each)

    assert ask_for_turns(today=TODAY) == 0
    record(chain=partnership.chain, kind="x.y.z", subject=partnership, by=SYSTEM, occurred_on=TODAY)
    assert ask_for_turns(today=TODAY) == 1
    assert ask_for_turns(today=TODAY) == 1, "until the job has looked"
    (job,) = Job.objects.filter(kind=TURNS_JOB)

    assert run_job(job.pk).result == {"told": 0}
    assert ask_for_turns(today=TODAY) == 0
    assert ask_for_turns(today=TODAY + timedelta(days=1)) == Partnership.objects.count(), "days pass too"


def test_clock_asks_for_todays_look(partnership: Partnership) -> None:
    look()

    assert Job.objects.filter(kind=TURNS_JOB).exists()


def test_first_look_fills_the_inbox_and_mails_nobody(desk: Desk, seat: Seat, settings: Any) -> None:
    settings.MAIL_TURNS = True
    Lookout.objects.all().delete()
    partnership = seat.body.partnership
    assert partnership is not None
    desk.put(seat, "Bered ärendet")

    told(partnership)

    assert Message.objects.count() == 1
    assert mails() == []


def test_mail_says_what_when_and_where_and_nothing_secret(
    desk: Desk, partnership: Partnership, seat: Seat, settings: Any
) -> None:
    settings.MAIL_TURNS, settings.PUBLIC_URL = True, "https://samverk.example"
    desk.put(seat, "Registrera A & B:s beslut", text="Partens hemliga belopp är 12 kr", due_on=date(2026, 11, 30))

    told(partnership)

    (sent,) = mails()
    assert sent.subject == "Samverk: Registrera A & B:s beslut"
    assert sent.to == [seat.user.email]
    assert "Registrera A & B:s beslut\n  Remisser\n  Senast 30 november 2026\n  https://samverk.example/" in sent.body
    assert "En sak väntar på dig i Samverk:" in sent.body
    assert "https://samverk.example/meddelanden/" in sent.body
    assert "hemliga" not in sent.body
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_one_mail_tells_of_everything_new_and_is_sent_once(
    desk: Desk, partnership: Partnership, seat: Seat, settings: Any
) -> None:
    settings.MAIL_TURNS = True
    desk.put(seat, "Bered ärendet", "Svara på skälen")

    told(partnership)
    told(partnership)
    (job,) = Job.objects.filter(kind=MAIL_JOB)
    run_job(job.pk)
    Job.objects.filter(pk=job.pk).update(state="queued")  # a worker that comes back after its work is done
    run_job(job.pk)

    (sent,) = mail.outbox
    assert sent.subject == "Samverk: två saker väntar på dig"
    assert Message.objects.filter(mailed_at__isnull=False).count() == 2


def test_mail_that_fails_is_tried_again_with_the_same_identity(
    desk: Desk, partnership: Partnership, seat: Seat, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.MAIL_TURNS = True
    desk.put(seat, "Bered ärendet")
    told(partnership)
    (job,) = Job.objects.filter(kind=MAIL_JOB)
    tried = []

    def refuse(self: Any, **_kwargs: Any) -> int:
        tried.append(self.extra_headers["Message-ID"])
        raise OSError("servern svarar inte")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        assert run_job(job.pk).state == "failed"
    assert Message.objects.get().mailed_at is None

    run_job(job.pk)

    (sent,) = mail.outbox
    assert tried == [sent.extra_headers["Message-ID"]]


@pytest.mark.parametrize("why", ["off", "declined", "read", "settled", "demo"])
def test_no_mail_where_none_is_wanted(
    desk: Desk, partnership: Partnership, seat: Seat, settings: Any, why: str
) -> None:
    settings.MAIL_TURNS = why != "off"
    if why == "declined":
        MailChoice.objects.create(user=seat.user, wants_mail=False)
    partnership.is_demo = why == "demo"
    desk.put(seat, "Bered ärendet")
    told(partnership)
    if why == "read":
        mark_read(act_as(seat))
    if why == "settled":
        desk.put(seat)
        told(partnership)

    assert mails() == []


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a button as the page would."""
    return client.post(url, {FIELD: new_token(), **fields})


def test_inbox_shows_ones_own_and_lets_one_mark_them_as_read(
    client: Client, desk: Desk, partnership: Partnership, seat: Seat
) -> None:
    other = make_seat(body=seat.body)
    desk.put(seat, "Bered ärendet", "Svara på skälen")
    desk.put(other, "Något annat")
    told(partnership)
    sign_in(client, seat)

    page = client.get(reverse("reminders:inbox")).content.decode()
    assert "Två meddelanden är olästa." in page
    assert "Bered ärendet" in page
    assert "Något annat" not in page
    assert reverse("reminders:inbox") in client.get(reverse("desk")).content.decode()

    theirs = Message.objects.get(user=other.user)
    assert send(client, reverse("reminders:read", args=[theirs.pk])).status_code == 404
    mine = Message.objects.filter(user=seat.user).first()
    assert mine is not None
    assert send(client, reverse("reminders:read", args=[mine.pk])).status_code == 303
    assert inbox_of(act_as(seat)).unread == 1
    send(client, reverse("reminders:read_all"))

    assert inbox_of(act_as(seat)).unread == 0
    assert Message.objects.get(user=other.user).read_at is None


def test_person_chooses_whether_mail_comes_too(client: Client, seat: Seat, settings: Any) -> None:
    settings.MAIL_TURNS = True
    sign_in(client, seat)
    assert "Sluta skicka e-post till mig" in client.get(reverse("reminders:inbox")).content.decode()

    send(client, reverse("reminders:choose_mail"), wants_mail="nej")

    assert MailChoice.objects.get(user=seat.user).wants_mail is False
    assert "Skicka också med e-post" in client.get(reverse("reminders:inbox")).content.decode()


def test_inbox_goes_page_by_page_with_few_questions(
    client: Client, desk: Desk, partnership: Partnership, seat: Seat, django_assert_max_num_queries: Any
) -> None:
    desk.put(seat, *(f"Sak {number}" for number in range(35)))
    told(partnership)
    sign_in(client, seat)
    client.get(reverse("reminders:inbox"))

    with django_assert_max_num_queries(8):
        page = client.get(reverse("reminders:inbox")).content.decode()

    assert page.count("Markera som läst<") == 30
    assert "Visa äldre" in page
    last = Message.objects.order_by("-pk")[29]
    assert client.get(f"{reverse('reminders:inbox')}?fore={last.pk}").content.decode().count("Markera som läst<") == 5
    assert client.get(f"{reverse('reminders:inbox')}?fore=x").status_code == 404
