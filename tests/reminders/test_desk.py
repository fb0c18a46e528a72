"""My desk and the days to keep, told by sources made for the test."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from governance.audit.actors import SYSTEM
from governance.audit.services import record
from governance.organisations import agenda
from governance.organisations.actors import Actor
from governance.organisations.agenda import Deadline, Duty, Waiting
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Seat
from governance.reminders.desk import days_of, desk_of
from governance.ui.templatetags.swedish import near
from tests.factories.organisations import TODAY, act_as, make_body, make_partnership, make_seat, make_skane, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_sources(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DUTIES", "WAITINGS", "PANELS"):
        monkeypatch.setattr(agenda, name, {})
    monkeypatch.setattr(agenda, "DEADLINES", {})
    for name in ("AFFAIRS", "ABOUT"):
        monkeypatch.setattr(agenda, name, dict(getattr(agenda, name)))


@pytest.fixture
def seat() -> Seat:
    """A registrar of Staffanstorp."""
    world = make_skane(principals=3)
    body = make_body(organisation=world.municipalities[1], kind=BodyKind.REGISTRY, name="Registratur")
    return make_seat(body=body, role=SeatRole.REGISTRAR)


def duty(title: str, days: int | None, **more: Any) -> Duty:
    return Duty(title=title, url=f"/{title}", due_on=None if days is None else TODAY + timedelta(days), **more)


def test_duties_come_late_first_and_the_lead_counts_them(seat: Seat) -> None:
    agenda.duty_source(lambda actor, today: [duty("sist", None), duty("snart", 15), duty("sen", -5, action="Kvittera")])
    agenda.duty_source(lambda actor, today: [duty("mitten", 41, action="Gör")])

    desk = desk_of(act_as(seat), TODAY)

    assert [task.title for task in desk.tasks] == ["sen", "snart", "mitten", "sist"]
    assert desk.lead == "Fyra saker väntar på Staffanstorps kommun. En av dem är sen."


def test_only_the_first_duty_has_a_filled_button(seat: Seat) -> None:
    agenda.duty_source(lambda actor, today: [duty("a", 1, action="Kvittera"), duty("b", 2, action="Registrera")])

    tasks = desk_of(act_as(seat), TODAY).tasks

    assert [(task.action, task.action_url) for task in tasks] == [("Kvittera", "/a"), ("", "")]


def test_a_duty_without_a_last_day_says_since_when_it_has_waited(seat: Seat) -> None:
    since = TODAY - timedelta(12)
    agenda.duty_source(lambda actor, today: [duty("med dag", 3, since=since), duty("utan dag", None, since=since)])

    tasks = desk_of(act_as(seat), TODAY).tasks
    shown = Template("{% load components %}{% tasks tasks today=today %}").render(
        Context({"tasks": tasks, "today": TODAY})
    )

    assert [task.since for task in tasks] == [since, since]
    assert shown.count("väntar sedan") == 1
    assert shown.index(f"väntar sedan {near(since, TODAY)}") > shown.index("utan dag")


@pytest.mark.parametrize(
    ("days", "lead"),
    [
        ([], "Inget väntar på dig."),
        ([3], "En sak väntar på Staffanstorps kommun."),
        ([-1], "En sak väntar på Staffanstorps kommun. Den är sen."),
        ([-1, -2, 4], "Tre saker väntar på Staffanstorps kommun. Två av dem är sena."),
    ],
)
def test_the_lead_tells_the_state(seat: Seat, days: list[int], lead: str) -> None:
    agenda.duty_source(lambda actor, today: [duty(str(day), day) for day in days])

    assert desk_of(act_as(seat), TODAY).lead == lead


def test_sources_are_asked_with_the_actor_and_the_day(seat: Seat) -> None:
    asked: list[tuple[Actor, date]] = []

    @agenda.waiting_source
    def ask(actor: Actor, today: date) -> list[Waiting]:
        asked.append((actor, today))
        return []

    desk_of(act_as(seat), TODAY)

    assert asked == [(act_as(seat), TODAY)]


def test_next_dates_are_of_ones_own_partnerships_and_of_the_coming_year(seat: Seat) -> None:
    mine = next(iter(act_as(seat).partnership_ids))
    other = make_partnership().pk

    @agenda.deadline_source
    def days(partnership_ids: frozenset[int], today: date) -> list[Deadline]:
        every = [
            Deadline(on=TODAY + timedelta(40), title="om en månad", partnership_id=mine),
            Deadline(on=TODAY, title="i dag", partnership_id=mine),
            Deadline(on=TODAY - timedelta(1), title="i går", partnership_id=mine),
            Deadline(on=TODAY + timedelta(5), title="gjort", partnership_id=mine, done=True),
            Deadline(on=TODAY + timedelta(400), title="långt bort", partnership_id=mine),
            Deadline(on=TODAY + timedelta(3), title="andras", partnership_id=other),
        ]
        return [each for each in every if each.partnership_id in partnership_ids]

    assert [mark.label for mark in desk_of(act_as(seat), TODAY).dates] == ["i dag", "om en månad"]
    found = days_of(mine, TODAY)
    assert [each.title for each in found.late] == ["i går"]
    assert [each.title for each in found.coming] == ["i dag", "om en månad"]
    assert [each.title for each in found.later] == ["långt bort"]
    assert [each.title for each in found.kept] == ["gjort"]


def test_latest_events_are_those_of_ones_own_partnerships(seat: Seat) -> None:
    other = make_partnership()
    mine = act_as(seat).principals[0].partnership
    with transaction.atomic():
        for partnership in (mine, other):
            record(
                chain=partnership.chain, kind="reminders.test.happen", subject=partnership, by=SYSTEM, occurred_on=TODAY
            )

    events = desk_of(act_as(seat), TODAY).events

    assert [event.sentence for event in events] == [f"Partnerskap {mine.name}: happen"]


def test_the_pages_show_what_the_sources_say(client: Client, seat: Seat) -> None:
    sign_in(client, seat)
    today = timezone.localdate()
    mine = next(iter(act_as(seat).partnership_ids))
    agenda.duty_source(
        lambda actor, day: [
            Duty(
                title="Kvittera rapporten",
                url="/x/",
                text="Den har kommit.",
                due_on=day - timedelta(5),
                action="Kvittera",
            )
        ]
    )
    agenda.waiting_source(
        lambda actor, day: [Waiting(title="Ett svar", url="/y/", turn="Styrgrupp SGD", since=day, due_on=day)]
    )
    agenda.deadline_source(
        lambda ids, day: [
            Deadline(on=today + timedelta(9), title="Sista dag för budgeten", partnership_id=mine, url="/z/"),
            Deadline(on=today - timedelta(9), title="Gammal dag", partnership_id=mine),
        ]
    )

    desk = client.get("/mitt-bord/").content.decode().replace("\xa0", " ")
    days = client.get("/partnerskap/sgd/tider/").content.decode().replace("\xa0", " ")

    for said in ("Kvittera rapporten", "5 dagar sen", "Styrgrupp SGD", "Sista dag för budgeten", "om 9 dagar"):
        assert said in desk
    for said in ("Sista dag för budgeten", "Gammal dag", "9 dagar sen", "En tid har gått ut"):
        assert said in days


def test_an_empty_desk_says_so(client: Client, seat: Seat) -> None:
    sign_in(client, seat)

    page = client.get("/mitt-bord/").content.decode()

    assert "Inget väntar på dig." in page


def test_the_days_of_another_partnership_do_not_exist(client: Client, seat: Seat) -> None:
    sign_in(client, seat)

    assert client.get(f"/partnerskap/{make_partnership().slug}/tider/").status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    assert client.get("/mitt-bord/").headers["Location"] == "/logga-in/?next=/mitt-bord/"


def test_what_sources_want_read_is_one_question_for_the_whole_desk(
    seat: Seat, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    actor = act_as(seat)
    assert actor.partnership_kinds

    def wants(key: str) -> Any:
        return agenda.reading(
            lambda of, today: agenda.Wanted(
                Seat.objects.filter(pk=of.seat.pk).select_related("user"),
                lambda rows: [duty(each.user.name, None) for each in rows],
                key,
            )
        )

    agenda.duty_source(wants(""))
    agenda.duty_source(wants("shared"))
    agenda.duty_source(agenda.reading(lambda of, today: None))
    agenda.duty_source(lambda of, today: [duty("läst själv", None)])
    agenda.waiting_source(wants("shared"))
    agenda.deadline_source(
        agenda.reading(lambda ids, today: agenda.Wanted(Seat.objects.filter(body__partnership_id__in=ids), list))
    )

    with django_assert_num_queries(1):
        duties, waitings, days = agenda.everything(actor, TODAY)
        assert wants("shared")(actor, TODAY) == waitings

    assert [each.title for each in duties] == [seat.user.name, seat.user.name, "läst själv"]
    assert len(waitings) == 1
    assert days == []


@pytest.mark.parametrize("is_there", [True, False])
def test_sources_about_what_a_partnership_has_none_of_are_not_asked(seat: Seat, is_there: bool) -> None:
    actor, asked = act_as(seat), []

    def any_of_it(partnership_ids: frozenset[int]) -> bool:
        asked.append(partnership_ids)
        return is_there

    agenda.affair("prov", any_of_it)
    agenda.duty_source(lambda of, today: [duty("om det", None)], about="prov")
    agenda.duty_source(lambda of, today: [duty("om annat", None)])
    agenda.waiting_source(lambda of, today: [Waiting(title="om det", url="/", turn="den andra")], about="prov")
    agenda.deadline_source(lambda ids, today: [Deadline(on=TODAY, title="om det", partnership_id=1)], about="prov")

    duties, waitings, days = agenda.everything(actor, TODAY)

    told: list[Any] = [*duties, *waitings, *days]
    assert sorted(each.title for each in told) == (
        ["om annat", "om det", "om det", "om det"] if is_there else ["om annat"]
    )
    assert asked == [actor.partnership_ids]
