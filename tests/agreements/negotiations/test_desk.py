"""What waits on whose desk."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.negotiations import services
from agreements.negotiations.agenda import deadlines, leader_duties, panel, party_duties, takes_part, waitings
from agreements.negotiations.models import ConflictOfInterest
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations.actors import Actor
from governance.organisations.agenda import sections
from governance.organisations.happenings import sentence_of
from tests.factories.negotiations import CAST, confirm_all, negotiation_world
from tests.factories.organisations import TODAY, act_as, make_seat

pytestmark = pytest.mark.django_db


def titles(actor: Actor) -> list[str]:
    return [str(duty.title) for duty in (*party_duties(actor, TODAY), *leader_duties(actor, TODAY))]


def test_representative_has_gates_and_information_left() -> None:
    world = negotiation_world("initiating")

    assert titles(world.speaker("region")) == [
        "Bekräfta grindarna i förhandlingen om gemensam infrastruktur för hälsodata",
        "Läs en ny uppgift i förhandlingen om gemensam infrastruktur för hälsodata",
    ]
    duty = party_duties(world.speaker("region"), TODAY)[0]
    assert duty.text == "Fem grindar väntar på er. Utan er kan förhandlingen inte börja."
    confirm_all(world)
    services.note_read(world.party("region"), by=world.speaker("region"), today=TODAY)
    assert titles(world.speaker("region")) == []


def test_gates_are_due_on_the_next_day_of_the_timetable() -> None:
    world = negotiation_world("initiating")
    for days in (20, 10):
        services.add_milestone(
            world.again(), phase="initiating", planned_on=TODAY + timedelta(days), title="Dag", by=SYSTEM, today=TODAY
        )

    assert party_duties(world.speaker("region"), TODAY)[0].due_on == TODAY + timedelta(10)


def test_registrar_of_a_party_without_mandate_is_asked_for_it() -> None:
    world = negotiation_world("initiating", mandates=False)

    assert titles(world.registrar("city")) == [
        "Registrera mandat för förhandlingen om gemensam infrastruktur för hälsodata"
    ]
    assert titles(negotiation_world("initiating").registrar("city")) == []


def test_state_is_asked_to_choose_in_its_own_issues() -> None:
    world = negotiation_world()
    services.add_issue(world.again(), title="Utbytesformat", kind="interoperability", by=SYSTEM, today=TODAY)

    assert "Välj i statens egna frågor: Gemensam infrastruktur för hälsodata" in titles(world.speaker("state"))
    assert not any("statens egna" in each for each in titles(world.speaker("region")))


def test_negotiators_are_told_what_waits_for_them_in_each_state() -> None:
    name = "Gemensam infrastruktur för hälsodata"
    assert titles(negotiation_world("proposed").secretary()) == [f"Skriv direktivet och samla parterna: {name}"]
    world = negotiation_world("initiating")
    assert titles(world.negotiator()) == []
    confirm_all(world)
    assert titles(world.negotiator()) == [f"Låt förhandlingen börja: {name}"]
    services.take_step(world.again(), "pause", by=world.negotiator(), today=TODAY, reason="Val.")
    assert titles(world.negotiator()) == [f"Återuppta eller avbryt förhandlingen: {name}"]
    ConflictOfInterest.objects.all().delete()
    assert f"Redovisa jäv, eller att inget finns: {name}" in titles(world.negotiator())
    assert f"Redovisa jäv, eller att inget finns: {name}" not in titles(world.secretary())


def test_negotiators_wait_for_named_parties() -> None:
    world = negotiation_world("initiating")
    confirm_all(world, but=(("city", 1), ("region", 2)))

    told = waitings(world.negotiator(), TODAY)

    assert [str(each.turn) for each in told] == ["Region Aspen och Almby kommun"]
    assert waitings(world.speaker("city"), TODAY) == []


def test_days_of_the_timetable_stand_in_the_year_wheel_until_they_are_done() -> None:
    world = negotiation_world("initiating")
    mark = services.add_milestone(
        world.again(), phase="initiating", planned_on=TODAY, title="Grindar klara", by=SYSTEM, today=TODAY
    )
    ids = frozenset({world.partnership.pk})

    assert [(each.title, each.on) for each in deadlines(ids, TODAY)] == [("Grindar klara", TODAY)]
    services.complete_milestone(mark, by=world.secretary(), today=TODAY)
    assert deadlines(ids, TODAY) == []


def test_partnership_page_tells_where_its_negotiations_stand() -> None:
    world = negotiation_world("initiating")

    told = panel(world.partnership, world.negotiator(), TODAY)

    assert told is not None
    assert [(row.label, row.value, row.note) for row in told.rows] == [
        (world.negotiation.title, "Initieras", f"0 av {len(CAST) * 5} bekräftelser")
    ]


def test_section_stands_in_the_menu_of_negotiations_alone() -> None:
    assert "Förhandlingar" in [str(each.label) for each in sections("negotiation")]
    assert "Förhandlingar" not in [str(each.label) for each in sections("sgd")]


def test_desk_asks_little() -> None:
    world = negotiation_world("initiating")
    actor = world.speaker("region")
    assert actor.seats
    with CaptureQueriesContext(connection) as caught:
        titles(actor)
        waitings(actor, TODAY)
    assert len(caught) == 1
    outsider = act_as(world.office)
    with CaptureQueriesContext(connection) as caught:
        titles(outsider)
        waitings(outsider, TODAY)
    assert len(caught) <= 2


def test_every_happening_has_plain_words() -> None:
    world = negotiation_world()
    services.register_finance_change(world.party(), what="Mindre.", by=world.speaker(), today=TODAY)
    found = Event.objects.filter(chain=world.partnership.chain)

    told = {event.kind: sentence_of(event) for event in found if event.kind.startswith("negotiations.")}

    assert told["negotiations.gateconfirmation.create"].endswith("bekräftade grind 5")
    assert told["negotiations.financechange.create"] == "Region Aspen anmälde ändrad ekonomi"
    assert not [kind for kind, words in told.items() if kind.rsplit(".", 1)[-1] in words]


def test_menu_shows_negotiations_to_those_who_take_part_in_one() -> None:
    world = negotiation_world("proposed")

    assert takes_part(world.speaker("region"))
    assert takes_part(world.negotiator())
    assert not takes_part(act_as(make_seat()))
    assert not takes_part(None)
