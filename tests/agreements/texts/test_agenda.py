"""What agreements tell the desk, the year wheel, the partnership's page and the trail."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.texts import agenda, registry, services
from agreements.texts.models import Agreement, AgreementVersion
from agreements.texts.permissions import may_lead, may_speak_for, may_write
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations.actors import Actor
from governance.organisations.happenings import SENTENCES, happenings
from governance.organisations.kinds import BodyKind, OrganisationKind, SeatRole
from governance.organisations.models import Body
from governance.workflow.steps import steps_of
from tests.factories.agreements import AgreementWorld, agreement_world, left_alone
from tests.factories.decisions import seat_in
from tests.factories.organisations import TODAY, act_as
from tests.factories.parties import make_party, negotiator_in, representative_of

from .pages import as_seat, words

pytestmark = pytest.mark.django_db
LAST = date(2026, 12, 15)


@pytest.fixture(autouse=True)
def _alone() -> Any:
    with left_alone():
        yield


def titles(found: list[Any]) -> list[str]:
    return [str(each.title) for each in found]


def test_those_who_hold_the_pen_are_asked_to_write_and_to_make_ready() -> None:
    draft, prepared = agreement_world(last_on=LAST), agreement_world("prepared")

    assert titles(agenda.writing_duties(draft.by_leader(), TODAY)) == ["Skriv klart Ramavtal 2026-01"]
    assert agenda.writing_duties(draft.by_secretary(), TODAY)[0].due_on == LAST
    assert titles(agenda.writing_duties(prepared.by_leader(), TODAY)) == ["Gör Ramavtal 2026-01 klart att underteckna"]
    assert agenda.writing_duties(draft.by_speaker(draft.state), TODAY) == []


def test_party_is_asked_to_read_a_frozen_text_until_it_has_agreed() -> None:
    world = agreement_world("prepared", last_on=LAST)
    region, version = world.by_speaker(world.region), world.agreement.versions.get()

    assert titles(agenda.reading_duties(region, TODAY)) == ["Läs och godkänn Ramavtal 2026-01, version 1.0"]
    services.acknowledge_version(version, world.party(world.region), by=region, today=TODAY)

    assert agenda.reading_duties(world.by_speaker(world.region), TODAY) == []
    assert len(agenda.reading_duties(world.by_speaker(world.state), TODAY)) == 1
    assert agenda.reading_duties(world.by_leader(), TODAY) == []


def test_party_of_another_agreement_is_not_asked() -> None:
    world = agreement_world("prepared")
    newcomer = make_party(world.partnership, OrganisationKind.ACADEMIA)

    assert agenda.reading_duties(act_as(representative_of(newcomer)), TODAY) == []


def test_deadlines_are_the_last_day_and_the_days_of_what_holds() -> None:
    under_way, held = agreement_world("ready_to_sign", last_on=LAST), agreement_world("in_force")
    ids = frozenset({under_way.partnership.pk, held.partnership.pk})

    found = [*agenda.deadlines(ids, TODAY), *agenda.agreed_days(ids, TODAY)]

    assert [(each.on, str(each.title)) for each in found] == [
        (LAST, "Ramavtal 2026-01 ska ha trätt i kraft"),
        (date(2027, 12, 31), "Tjänsten i drift"),
        (date(2029, 6, 30), "Kommunerna anslutna"),
    ]


def test_panel_shows_what_is_under_way_and_what_holds() -> None:
    world = agreement_world("in_force")
    abandoned = services.draft_agreement(partnership=world.partnership, title="Nedlagt", by=SYSTEM, today=TODAY)
    services.abandon_agreement(abandoned, reason="Behövs inte.", by=world.by_leader(), today=TODAY)

    panel = agenda.panel(world.partnership, world.by_leader(), TODAY)

    assert panel is not None
    assert [(row.label, row.value) for row in panel.rows] == [("Ramavtal 2026-01", "Gällande")]


def test_duties_cost_the_same_whatever_waits() -> None:
    world = agreement_world("prepared")
    counts = []
    for more in (0, 3):
        for number in range(more):
            services.draft_agreement(partnership=world.partnership, title=f"A{number}", by=SYSTEM, today=TODAY)
        actor = world.by_leader()
        with CaptureQueriesContext(connection) as caught:
            agenda.writing_duties(actor, TODAY)
        counts.append(len(caught))

    assert counts[0] == counts[1]


def test_every_step_and_act_has_its_sentence_in_the_trail() -> None:
    for model in (Agreement, AgreementVersion):
        for name in steps_of(model):
            assert f"{model._meta.label_lower}.{name}" in SENTENCES
    world = agreement_world("in_force")
    services.start_amendment(world.agreement, reason="Skäl.", by=SYSTEM, today=TODAY)
    kinds = set(Event.objects.filter(kind__startswith="agreements.").values_list("kind", flat=True))

    assert kinds <= set(SENTENCES)
    assert len(kinds) > 10


def test_trail_leads_to_the_page_of_what_it_tells() -> None:
    world = agreement_world("prepared")
    client = as_seat(world.leader)
    events = Event.objects.filter(kind__startswith="agreements.agreement").exclude(kind__contains="party")

    for line in happenings(events):
        answer = client.get(line.url)
        assert answer.status_code == 302
        assert client.get(answer.headers["Location"]).status_code == 200
    trail = reverse("decisions:trail", args=[world.partnership.slug, "agreements.agreement", world.agreement.pk])
    assert "Avtalet lämnades till beredning" in words(client.get(trail))


def who(world: AgreementWorld, board: Body, other: Body) -> dict[str, Actor]:
    """People of the negotiators, of the agreement's board, of another body of that kind, and of a party."""
    return {
        "ordförande bland förhandlingspersonerna": act_as(negotiator_in(world.partnership, SeatRole.CHAIR)),
        "förhandlingsperson": world.by_leader(),
        "kansli": world.by_secretary(),
        "observatör": act_as(negotiator_in(world.partnership, SeatRole.OBSERVER)),
        "styrelsens ordförande": act_as(seat_in(board, SeatRole.CHAIR)),
        "styrelsens sekreterare": act_as(seat_in(board, SeatRole.SECRETARY)),
        "styrelsens ledamot": act_as(seat_in(board, SeatRole.MEMBER)),
        "ordförande i en annan styrelse": act_as(seat_in(other, SeatRole.CHAIR)),
        "partens företrädare": world.by_speaker(world.state),
    }


def test_table_of_who_may_what(monkeypatch: pytest.MonkeyPatch) -> None:
    world = agreement_world()
    board, other = (
        world.partnership.bodies.create(kind=BodyKind.BOARD, name=name) for name in ("Styrelsen", "En annan")
    )
    followed = {board.pk: frozenset({world.agreement.pk})}
    monkeypatch.setattr(registry, "BOARDS", [followed.get])
    party, actors = world.party(world.state), who(world, board, other)

    table = {
        name: (may_lead(world.agreement, by), may_write(world.agreement, by), may_speak_for(party, by))
        for name, by in actors.items()
    }

    assert table == {
        "ordförande bland förhandlingspersonerna": (True, True, False),
        "förhandlingsperson": (True, True, False),
        "kansli": (False, True, False),
        "observatör": (False, False, False),
        "styrelsens ordförande": (True, True, False),
        "styrelsens sekreterare": (False, True, False),
        "styrelsens ledamot": (False, False, False),
        "ordförande i en annan styrelse": (False, False, False),
        "partens företrädare": (False, False, True),
    }
    neighbours = agreement_world()
    assert not may_lead(neighbours.agreement, world.by_leader())
    assert not may_speak_for(neighbours.party(neighbours.state), world.by_speaker(world.state))
