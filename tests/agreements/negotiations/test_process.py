"""The course of a negotiation: pauses and ends, sessions, notices, timetable, success factors, the trail."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from agreements.negotiations import registry, services
from agreements.negotiations.mandates import outside_mandate
from agreements.negotiations.models import (
    FinanceChange,
    Negotiation,
    Notice,
)
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.audit.verification import verify
from governance.lib.money import Sek
from governance.workflow.citations import cite
from governance.workflow.guards import guard
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from governance.workflow.steps import steps_of
from tests.factories.negotiations import CAST, negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def test_changed_finances_reach_every_party_and_higher_floors_in_one_transaction() -> None:
    world = negotiation_world()
    heard: list[Any] = []

    def hear(sender: Any, party: Any, change: Any, by: Any, today: Any, **_: Any) -> None:
        heard.append((party.pk, change.new_frame_ore, transaction.get_connection().in_atomic_block))

    registry.finances_changed.connect(hear)
    try:
        services.register_finance_change(
            world.party(), what="Skatteintäkterna sjunker.", new_frame=Sek.of_kronor(1), by=world.speaker(), today=TODAY
        )
    finally:
        registry.finances_changed.disconnect(hear)

    assert heard == [(world.party().pk, 100, True)]
    told = Notice.objects.filter(what__contains="Skatteintäkterna sjunker. Den nya ramen är 1 kr.")
    assert set(told.values_list("party_id", flat=True)) == {each.pk for each in world.parties.values()}
    assert "mer än mandatets ram" in str(
        outside_mandate(world.party(), world.speaker(), TODAY, amount=Sek.of_kronor(2))[0].sentence
    )


def test_changed_finances_that_a_higher_floor_cannot_take_in_leave_nothing_behind() -> None:
    world = negotiation_world()

    def refuse(sender: Any, **_: Any) -> None:
        message = "paketen kan inte märkas"
        raise RuntimeError(message)

    registry.finances_changed.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            services.register_finance_change(world.party(), what="Mindre.", by=world.speaker(), today=TODAY)
    finally:
        registry.finances_changed.disconnect(refuse)

    assert not FinanceChange.objects.exists()
    assert not Notice.objects.filter(what__contains="Mindre.").exists()


def test_finances_are_told_by_the_party_itself() -> None:
    world = negotiation_world()

    for stranger in (world.speaker("city"), world.negotiator()):
        with pytest.raises(NotAllowed):
            services.register_finance_change(world.party(), what="Mindre.", by=stranger, today=TODAY)


@pytest.mark.parametrize("state", ["initiating", "negotiating", "agreeing", "implementing"])
def test_paused_negotiation_resumes_where_it_stood(state: str) -> None:
    world = negotiation_world(state)

    with pytest.raises(Refused, match="Ange skälet"):
        services.take_step(world.again(), "pause", by=world.negotiator(), today=TODAY, reason=" ")
    services.take_step(world.again(), "pause", by=world.negotiator(), today=TODAY, reason="Val.")
    assert (world.again().state, world.again().resumes_to, world.again().state_reason) == ("paused", state, "Val.")
    others = [f"resume_{each}" for each in ("initiating", "negotiating", "agreeing", "implementing") if each != state]
    for other in others:
        with pytest.raises(Refused, match="pausades i ett annat läge"):
            services.take_step(world.again(), other, by=world.negotiator(), today=TODAY)
    services.resume(world.again(), by=world.negotiator(), today=TODAY)

    assert (world.again().state, world.again().resumes_to) == (state, "")


def test_negotiation_under_implementation_is_not_broken_off() -> None:
    world = negotiation_world("implementing")
    services.take_step(world.again(), "pause", by=world.negotiator(), today=TODAY, reason="Val.")

    with pytest.raises(Refused, match="Avtalen gäller"):
        services.take_step(world.again(), "abort", by=world.negotiator(), today=TODAY, reason="Nej.")


def test_aborted_negotiation_is_over_and_everybody_knows_why() -> None:
    world = negotiation_world()
    services.take_step(world.again(), "abort", by=world.negotiator(), today=TODAY, reason="Parterna är oense.")

    assert world.again().state == "aborted"
    assert Notice.objects.filter(what="Förhandlingen är avbruten: Parterna är oense.").count() == len(CAST)
    with pytest.raises(Refused):
        services.log_notice(world.again(), what="Hej", by=world.secretary(), today=TODAY)


def test_steps_are_led_by_the_negotiators_alone() -> None:
    world = negotiation_world()

    for stranger in (world.secretary(), world.minister(), world.speaker("state"), world.speaker("region")):
        with pytest.raises(NotAllowed):
            services.take_step(world.again(), "pause", by=stranger, today=TODAY, reason="Val.")


def test_higher_floor_asks_its_own_question_before_a_step() -> None:
    rule = cite("TEST-1", source="system", place="En regel för provet")

    @guard(rule, mended_by="styrelsen", fulfilled="Klart")
    def board_is_closed(negotiation: Any, act: Any) -> str | None:
        """The board is closed."""
        return "Styrelsen är inte avslutad."

    def has_reasons(negotiation: Any, act: Any) -> Refusal | None:
        """The reasons are there."""
        return Refusal("Skälen saknas.", rule, mended_by="kansliet")

    world = negotiation_world("implementing")
    guards = Negotiation.conclude._django_fsm.transitions["implementing"].custom["guards"]
    before = list(guards)
    try:
        for _ in range(2):
            registry.readiness("conclude", board_is_closed)
            registry.readiness("conclude", has_reasons)
        with pytest.raises(Refused) as refused:
            services.take_step(world.again(), "conclude", by=world.negotiator(), today=TODAY)
        said = [each.sentence for each in refused.value.refusals]
        assert said[-2:] == ["Styrelsen är inte avslutad.", "Skälen saknas."]
        assert [each.name for each in steps_of(Negotiation)["conclude"].guards[-2:]] == [
            "board_is_closed",
            "has_reasons",
        ]
    finally:
        guards[:] = before
        delattr(Negotiation, "_steps")


def test_session_keeps_who_were_there_and_what_was_decided_on_which_level() -> None:
    world = negotiation_world()

    session = services.hold_session(
        world.again(),
        held_on=TODAY,
        title="Andra mötet",
        attended=[world.party("state"), world.party("region")],
        decisions=[("national", "Staten bekostar plattformen."), ("parties", "Nästa möte i november.")],
        by=world.secretary(),
        today=TODAY,
    )

    assert [each.name for each in session.attended.with_organisation()] == ["Staten", "Region Aspen"]
    assert [(each.number, each.level) for each in session.decisions.all()] == [(1, "national"), (2, "parties")]
    with pytest.raises(Refused, match="kan inte vara efter i dag"):
        services.hold_session(
            world.again(), held_on=TODAY + timedelta(1), title="Nästa", by=world.secretary(), today=TODAY
        )
    with pytest.raises(NotAllowed):
        services.hold_session(world.again(), held_on=TODAY, title="Eget", by=world.speaker(), today=TODAY)


def test_notice_says_who_was_told_what_and_when() -> None:
    world = negotiation_world()

    services.log_notice(
        world.again(),
        what="Underlag skickat.",
        parties=[world.party("region")],
        channel="mail",
        told_on=TODAY - timedelta(2),
        by=world.secretary(),
        today=TODAY,
    )
    told = Notice.objects.get(what="Underlag skickat.")

    assert (told.party, told.channel, told.told_on) == (world.party("region"), "mail", TODAY - timedelta(2))
    assert services.note_read(world.party("region"), by=world.speaker("region"), today=TODAY) > 0
    assert not world.party("region").notices.filter(read_on=None).exists()
    with pytest.raises(NotAllowed):
        services.note_read(world.party("region"), by=world.speaker("city"), today=TODAY)


def test_late_milestone_warns_and_stops_nothing() -> None:
    world = negotiation_world("initiating")
    late = services.add_milestone(
        world.again(),
        phase="initiating",
        planned_on=TODAY - timedelta(30),
        title="Grindar klara",
        by=world.secretary(),
        today=TODAY,
    )
    assert late.is_late(TODAY)

    other = negotiation_world()
    services.add_milestone(
        other.again(),
        phase="negotiating",
        planned_on=TODAY - timedelta(9),
        title="Paket",
        by=other.secretary(),
        today=TODAY,
    )
    services.take_step(other.again(), "begin_agreeing", by=other.negotiator(), today=TODAY)
    assert other.again().state == "agreeing"
    done = services.complete_milestone(late, by=world.secretary(), today=TODAY)
    assert not done.is_late(TODAY)


def test_success_factors_are_answered_and_stop_nothing() -> None:
    world = negotiation_world()
    item = world.negotiation.checklist.all()[0]

    answered = services.answer_checklist(
        item, answered=True, answer="Ja, tidigare riksdagsledamot.", by=world.secretary(), today=TODAY
    )

    assert (answered.answered, answered.answered_on) == (True, TODAY)
    assert world.negotiation.checklist.filter(answered=False).exists()


def test_every_act_stands_in_the_partnership_s_own_chain() -> None:
    world = negotiation_world()
    services.register_finance_change(world.party(), what="Mindre.", by=world.speaker(), today=TODAY)

    chain = world.partnership.chain
    assert Event.objects.filter(chain=chain, kind="negotiations.financechange.create").count() == 1
    assert Event.objects.filter(chain=chain, kind="negotiations.negotiation.begin_negotiating").count() == 1
    assert verify()[0] == []
    assert SYSTEM.is_system


def test_party_does_not_leave_while_what_was_agreed_rests() -> None:
    world = negotiation_world("implementing")
    services.take_step(world.again(), "pause", by=world.negotiator(), today=TODAY, reason="Val.")

    with pytest.raises(Refused, match=r"pausades under genomförandet\. Avtalen gäller, och då går det inte att lämna"):
        services.withdraw_party(world.party("city"), because="Dyrt", by=world.speaker("city"), today=TODAY)

    assert world.party("city").left_on is None
