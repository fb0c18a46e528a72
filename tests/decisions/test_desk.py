from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from governance.audit.models import Event
from governance.decisions import desk
from governance.decisions.models import Matter
from governance.decisions.services import plan_meeting
from governance.organisations import agenda, happenings
from governance.organisations.kinds import BodyKind, SeatRole
from tests.factories.decisions import (
    HANDED,
    LAST,
    PASSED,
    TODAY,
    actor_for_principal,
    actor_in,
    again,
    decide,
    keeper_of,
    make_matter,
    matter_out,
    ready_matter,
)

pytestmark = pytest.mark.django_db


def titles(duties: list[agenda.Duty]) -> list[str]:
    return [str(duty.title) for duty in duties]


def test_principal_first_names_a_meeting_and_then_registers_its_decision() -> None:
    ruling = matter_out(3).principal_rulings()[1]
    registrar = keeper_of(ruling)

    (before,) = desk.principal_duties(registrar, TODAY)
    plan_meeting(ruling, next_meeting_on=date(2026, 10, 29), by=registrar, today=TODAY)
    registrar = replace(registrar)  # as the same person comes in the next request
    (planned,) = desk.principal_duties(registrar, TODAY)
    (met,) = desk.principal_duties(registrar, date(2026, 10, 30))
    decide(again(ruling), today=date(2026, 10, 30))

    assert (before.title, before.due_on) == ("Ange när Svalöv behandlar ärendet", LAST)
    assert (planned.title, planned.due_on) == ("Registrera Svalövs beslut", LAST)
    assert (met.title, met.due_on) == ("Registrera Svalövs beslut", date(2026, 10, 29))
    assert desk.principal_duties(replace(registrar), TODAY) == []


@pytest.mark.parametrize("role", [SeatRole.OBSERVER, SeatRole.CONTROLLER, SeatRole.MEMBER])
def test_nothing_to_decide_waits_for_one_who_may_not_register(role: str) -> None:
    ruling = matter_out(2).principal_rulings()[1]

    assert desk.principal_duties(actor_for_principal(ruling.principal, role), TODAY) == []


def test_bodies_are_told_when_it_is_their_turn() -> None:
    matter = make_matter(2)
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP)
    ctb = actor_in(matter.partnership, BodyKind.OFFICIALS)

    assert titles(desk.body_duties(sgd, TODAY)) == ["Behandla ärendet i Styrgrupp SGD"]
    assert desk.body_duties(ctb, TODAY) == []
    decide(matter.trunk_rulings()[0])
    sgd, ctb = replace(sgd), replace(ctb)  # as they come in the next request
    assert desk.body_duties(sgd, TODAY) == []
    assert titles(desk.body_duties(ctb, TODAY)) == ["Behandla ärendet i Central tjänstemannaberedning"]


def test_ready_matter_and_returns_wait_for_those_who_answer() -> None:
    ready, out = ready_matter(2), matter_out(2)
    decide(out.principal_rulings()[1], "rejected")

    assert titles(desk.body_duties(actor_in(ready.partnership, BodyKind.STEERING_GROUP), TODAY)) == [
        "Lämna över till huvudmännen"
    ]
    (answer,) = desk.body_duties(actor_in(out.partnership, BodyKind.JOINT_POLITICAL), TODAY)
    assert (answer.title, answer.since) == ("Svara på skälen från Svalöv", TODAY)


def test_others_wait_and_read_whose_turn_it_is() -> None:
    matter = matter_out(3)
    region, svalov, staffanstorp = matter.principal_rulings()
    decide(region)
    decide(svalov, "sent_back")
    done, deciding = keeper_of(region), keeper_of(staffanstorp)

    (waiting,) = desk.waitings(done, TODAY)

    assert (waiting.turn, waiting.due_on) == ("Centralt samverkansorgan (CS)", LAST)
    assert desk.waitings(deciding, TODAY) == []


def test_matter_waits_for_others_only_where_one_has_nothing_to_do_oneself() -> None:
    out, ready = matter_out(3), ready_matter(2)
    decide(out.principal_rulings()[1], "rejected")
    cs, sgd = (actor_in(out.partnership, kind) for kind in (BodyKind.JOINT_POLITICAL, BodyKind.STEERING_GROUP))
    leading = actor_in(ready.partnership, BodyKind.STEERING_GROUP)

    assert titles(desk.body_duties(cs, TODAY)) == ["Svara på skälen från Svalöv"]
    assert desk.waitings(cs, TODAY) == []
    assert titles(desk.body_duties(leading, TODAY)) == ["Lämna över till huvudmännen"]
    assert desk.waitings(leading, TODAY) == []
    assert [each.turn for each in desk.waitings(sgd, TODAY)] == ["Centralt samverkansorgan (CS)"]


def test_others_wait_since_the_day_the_turn_began() -> None:
    opened, out, returned = make_matter(2), matter_out(2), matter_out(3)
    decide(opened.trunk_rulings()[0], today=PASSED)
    decide(returned.principal_rulings()[1], "sent_back", today=date(2026, 9, 28))
    decide(returned.principal_rulings()[2], "rejected", today=date(2026, 10, 5))

    def since(matter: Matter) -> list[date | None]:
        return [each.since for each in desk.waitings(actor_in(matter.partnership, BodyKind.STEERING_GROUP), TODAY)]

    assert since(opened) == [PASSED]
    assert since(out) == [HANDED]
    assert since(returned) == [date(2026, 9, 28)]


def test_desk_reads_many_matters_in_few_queries(django_assert_max_num_queries: Any) -> None:
    matter = matter_out(34)
    registrar = keeper_of(matter.principal_rulings()[0])
    assert registrar.partnership_ids

    with django_assert_max_num_queries(3):
        desk.principal_duties(registrar, TODAY)
        desk.waitings(registrar, TODAY)
        desk.coming_deadlines(registrar, TODAY)


def test_last_days_are_told_for_the_year_wheel() -> None:
    matter = matter_out(1)

    (told,) = desk.deadlines(frozenset({matter.partnership_id}), TODAY)

    assert (told.on, told.url, told.done) == (LAST, matter.url(), False)
    assert told.rule is not None
    assert told.rule.requirement == "C-06"
    assert desk.deadlines(frozenset(), TODAY) == []


def test_partnership_page_gets_a_panel_only_when_something_is_live() -> None:
    matter = matter_out(2)
    actor = keeper_of(matter.principal_rulings()[0])

    panel = desk.panel(matter.partnership, actor, TODAY)

    assert panel is not None
    assert [(row.label, row.value, row.note) for row in panel.rows] == [
        ("Budget 2027", "Hos huvudmännen", "0 av 2 har antagit")
    ]
    for ruling in matter.principal_rulings():
        decide(ruling)
    assert desk.panel(matter.partnership, replace(actor), TODAY) is None


def test_trail_tells_in_the_verb_that_fits() -> None:
    matter = matter_out(1)
    decide(matter.principal_rulings()[0])

    told = [
        happenings.sentence_of(event) for event in Event.objects.filter(kind="decisions.ruling.adopt").order_by("id")
    ]

    assert told == [
        "Styrgrupp SGD beredde",
        "Central tjänstemannaberedning beredde",
        "Centralt samverkansorgan rekommenderade",
        "Region Skåne antog",
    ]


def test_every_kind_of_event_has_its_sentence() -> None:
    matter = matter_out(2)
    decide(matter.principal_rulings()[0], "remitted")

    for event in Event.objects.filter(kind__startswith="decisions."):
        assert event.kind in happenings.SENTENCES
        assert happenings.sentence_of(event)
