from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from agreements.adoption import services
from agreements.adoption.models import Condition, Validity
from agreements.adoption.readiness import party_has_decided
from agreements.adoption.services.settling import overdue
from agreements.adoption.states import ConditionKind
from agreements.texts import services as texts
from agreements.texts.kinds import SignOrder
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.decisions import services as decisions
from governance.decisions.models import Matter
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import perform
from tests.factories.adoption import LAST, AdoptionWorld, adoption_world, in_force_world
from tests.factories.decisions import again
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def test_conditions_are_written_once_and_follow_the_parties() -> None:
    made = adoption_world(opened=False)

    services.set_conditions(made.agreement, today=TODAY)

    assert made.states() == {
        "Regeringens godkännande": "pending",
        "Beslut i Region Aspen": "pending",
        "Beslut i Almby kommun": "pending",
        "Alla parters underskrifter": "pending",
    }
    assert {each.last_on for each in Condition.objects.all()} == {LAST}
    assert Event.objects.filter(kind="adoption.condition.set").count() == 4


def test_agreement_holds_when_the_last_condition_is_met() -> None:
    made = adoption_world()
    state, region, municipality = made.world.principals

    made.adopt(region)
    made.gain_force(region)
    made.adopt(municipality)
    made.sign()
    made.adopt(state)

    assert made.agreement.state == "awaiting_decisions"
    assert [label for label, found in made.states().items() if found == "pending"] == ["Beslut i Almby kommun"]

    made.gain_force(municipality, on=TODAY + timedelta(days=21), today=TODAY + timedelta(days=22))

    assert made.agreement.state == "in_force"
    assert made.agreement.in_force_on == TODAY + timedelta(days=21)
    assert made.validity.in_force_on == TODAY + timedelta(days=21)
    assert (made.validity.required, made.validity.met) == (4, 4)


def test_legal_force_before_the_signatures_is_enough() -> None:
    made = adoption_world()
    for each in made.world.principals:
        made.adopt(each, legal_force_on=TODAY)

    assert made.agreement.state == "ready_to_sign"
    made.sign()

    assert made.agreement.state == "in_force"


def test_sign_first_asks_the_parties_when_all_have_signed() -> None:
    made = adoption_world(opened=False, order=SignOrder.SIGN_FIRST)

    made.sign()

    assert made.agreement.state == "awaiting_decisions"
    assert made.matter.state == "with_principals"
    assert made.matter.decide_by == LAST


def test_party_that_decides_first_does_not_sign_before_its_own_body_has_decided() -> None:
    made = adoption_world()
    state, region, municipality = made.world.principals

    refusal = party_has_decided(made.agreement, region.pk)
    assert refusal is not None
    assert (refusal.title, refusal.by_when) == ("Region Aspen har inte beslutat om avtalet än", LAST)
    made.adopt(region)

    assert party_has_decided(made.agreement, region.pk) is None, "legal force is not waited for"
    assert party_has_decided(made.agreement, municipality.pk) is not None
    assert party_has_decided(made.agreement, state.pk) is None, "the Government decides when all have signed"


def test_party_that_signs_first_waits_for_no_decision() -> None:
    made = adoption_world(order=SignOrder.SIGN_FIRST)

    assert [party_has_decided(made.agreement, each.pk) for each in made.world.principals] == [None] * 3


def test_text_that_goes_back_takes_decisions_with_it() -> None:
    made = adoption_world()
    _, region, _ = made.world.principals
    made.adopt(region, legal_force_on=TODAY)
    old = made.matter
    assert made.condition(ConditionKind.PARTY_DECISION, region).state == "met"

    texts.stop_signing(made.agreement, reason="Parterna ändrar kostnaden.", by=SYSTEM, today=TODAY)

    assert set(made.states().values()) == {"pending"}
    assert again(old).state == "withdrawn"
    assert made.validity.matter is None


def test_ruling_on_an_older_matter_changes_nothing() -> None:
    made = adoption_world()
    _, region, _ = made.world.principals
    decisions.withdraw_matter(made.matter, reason="Fel bilaga.", by=SYSTEM, today=TODAY)
    services.open_adoption(made.agreement, by=made.world.by_leader(), today=TODAY)

    made.adopt(region, legal_force_on=TODAY)

    assert Matter.objects.count() == 2
    assert made.condition(ConditionKind.PARTY_DECISION, region).state == "met"


def test_rejection_waits_for_an_answer_and_does_not_end_the_agreement() -> None:
    made = adoption_world()
    _, region, _ = made.world.principals

    made.decide(region, "rejected")

    assert made.agreement.state == "ready_to_sign"
    condition = made.condition(ConditionKind.PARTY_DECISION, region)
    assert (condition.state, condition.is_refused) == ("pending", True)

    decisions.answer_return(
        made.matter,
        made.ruling(region),
        answer="Sänkt.",
        by=made.world.by_leader(),
        today=TODAY,
        decided_on=TODAY,
        paragraph="31",
    )
    made.adopt(region, legal_force_on=TODAY)

    assert made.condition(ConditionKind.PARTY_DECISION, region).state == "met"


def test_leader_states_that_a_party_that_said_no_ends_the_agreement() -> None:
    made = adoption_world()
    _, region, municipality = made.world.principals
    made.decide(region, "rejected")

    with pytest.raises(Refused, match="Almby kommun har inte sagt nej och kan ännu besluta"):
        services.fail_condition(
            made.condition(ConditionKind.PARTY_DECISION, municipality),
            reason="Tar för lång tid.",
            by=made.world.by_leader(),
            today=TODAY,
        )
    with pytest.raises(NotAllowed):
        services.fail_condition(
            made.condition(ConditionKind.PARTY_DECISION, region),
            reason="Nej.",
            by=made.world.by_speaker(region),
            today=TODAY,
        )
    services.fail_condition(
        made.condition(ConditionKind.PARTY_DECISION, region),
        reason="Regionen omprövar inte.",
        by=made.world.by_leader(),
        today=TODAY,
    )

    assert made.agreement.state == "lapsed"
    assert made.agreement.ended_on == TODAY
    assert made.validity.lapsed_on == TODAY
    assert made.matter.state == "withdrawn"


@pytest.mark.parametrize(("days", "state"), [(0, "ready_to_sign"), (14, "ready_to_sign"), (15, "lapsed")])
def test_last_day_lets_the_agreement_lapse_when_it_can_no_longer_be_registered(days: int, state: str) -> None:
    made = adoption_world()
    today = LAST + timedelta(days=days)

    services.settle_overdue(today=today)

    assert made.agreement.state == state
    if state == "lapsed":
        assert made.agreement.ended_on == LAST + timedelta(days=1)
        assert "sista dagen var 15 november 2026" in made.agreement.end_reason


def test_what_was_met_in_time_counts_though_it_is_registered_late() -> None:
    made = adoption_world()
    late = LAST + timedelta(days=10)
    for each in made.world.principals:
        made.adopt(each, today=late, decided_on=TODAY, legal_force_on=LAST)
    made.sign(today=late, on=TODAY)

    assert made.agreement.state == "in_force"
    assert made.agreement.in_force_on == LAST


def test_what_was_met_too_late_does_not_count_until_the_last_day_is_postponed() -> None:
    made = adoption_world()
    _, region, _ = made.world.principals
    late = LAST + timedelta(days=5)
    made.adopt(region, today=late, decided_on=TODAY, legal_force_on=LAST + timedelta(days=1))
    condition = made.condition(ConditionKind.PARTY_DECISION, region)
    assert condition.state == "pending"

    with pytest.raises(Refused, match="bara flyttas framåt"):
        services.change_last_day(
            condition, last_on=LAST - timedelta(days=1), reason="x", by=made.world.by_leader(), today=late
        )
    with pytest.raises(Refused, match="hur parterna har kommit överens"):
        services.change_last_day(condition, last_on=late, reason=" ", by=made.world.by_leader(), today=late)
    services.change_last_day(
        condition, last_on=late, reason="Protokoll 2026-11-10, § 4", by=made.world.by_leader(), today=late
    )

    assert made.condition(ConditionKind.PARTY_DECISION, region).state == "met"


def test_all_that_remains_gets_one_last_day_or_nothing_does() -> None:
    made = adoption_world()
    leader, _, municipality = made.world.by_leader(), *made.world.principals[1:]
    later, late = LAST + timedelta(days=30), LAST + timedelta(days=20)
    own = made.condition(ConditionKind.PARTY_DECISION, municipality)
    services.change_last_day(own, last_on=later, reason="Möte 1", by=leader, today=TODAY)
    given: dict[str, Any] = {"reason": "Protokoll 2026-11-04, § 3", "by": leader, "today": TODAY}

    with pytest.raises(Refused, match="bara flyttas framåt från 15 december 2026"):
        services.change_last_days(made.agreement, last_on=late, **given)
    assert set(last_days(made)) == {LAST, later}
    moved = services.change_last_days(made.agreement, last_on=later, **given)

    assert last_days(made) == [later] * len(moved)
    assert len(moved) == 4


def test_conditions_that_are_met_keep_their_day_when_the_others_move() -> None:
    made = adoption_world()
    made.adopt(made.world.state, legal_force_on=None)
    given: dict[str, Any] = {"reason": "Möte", "by": made.world.by_leader(), "today": TODAY}

    moved = services.change_last_days(made.agreement, last_on=LAST + timedelta(days=30), **given)

    assert len(moved) == 3
    assert made.condition(ConditionKind.GOVERNMENT).last_on == LAST
    with pytest.raises(NotAllowed):
        services.change_last_days(
            made.agreement, **{**given, "by": made.world.by_speaker(made.world.state)}, last_on=LAST
        )


def test_days_that_have_all_passed_are_moved_before_the_agreement_is_judged() -> None:
    made = adoption_world()
    late = LAST + timedelta(days=20)
    leader = made.world.by_leader(late)

    services.change_last_days(made.agreement, last_on=late, reason="Alla parter 2026-12-04", by=leader, today=late)

    assert made.agreement.state == "ready_to_sign"


def last_days(made: AdoptionWorld) -> list[date | None]:
    return list(Condition.objects.filter(agreement=made.world.agreement).values_list("last_on", flat=True))


def test_correction_takes_the_condition_back_while_the_agreement_is_under_way() -> None:
    made = adoption_world()
    for each in made.world.principals:
        made.adopt(each, legal_force_on=TODAY)
    _, region, _ = made.world.principals
    assert made.matter.state == "adopted"

    change = {"outcome": "rejected", "reasons": "Avslaget.", "legal_force_on": None}
    by = made.world.by_speaker(region)
    decisions.correct_ruling(made.ruling(region), changes=change, reason="Fel rad.", by=by, today=TODAY)

    assert made.condition(ConditionKind.PARTY_DECISION, region).state == "pending"
    assert made.matter.state == "incomplete"


def test_correction_of_a_day_is_kept_in_the_evidence() -> None:
    made = adoption_world()
    _, region, _ = made.world.principals
    made.adopt(region, legal_force_on=TODAY)

    by = made.world.by_speaker(region)
    decisions.correct_ruling(made.ruling(region), changes={"paragraph": "113"}, reason="Fel.", by=by, today=TODAY)

    assert "§\u00a0113" in made.condition(ConditionKind.PARTY_DECISION, region).evidence


def test_nothing_is_taken_back_from_an_agreement_in_force() -> None:
    made = in_force_world()
    _, region, _ = made.world.principals
    by = made.world.by_speaker(region)

    other: dict[str, Any] = {"outcome": "rejected", "reasons": "Nej."}
    with pytest.raises(Refused, match="beslutet gäller redan"):
        decisions.correct_ruling(made.ruling(region), changes=other, reason="Fel.", by=by, today=TODAY)
    without: dict[str, Any] = {"legal_force_on": None}
    with pytest.raises(Refused, match="Avtalet gäller och vilar på det här beslutet"):
        decisions.correct_ruling(made.ruling(region), changes=without, reason="Fel.", by=by, today=TODAY)

    assert made.agreement.state == "in_force"
    assert made.ruling(region).legal_force_on == TODAY


def test_agreement_is_not_brought_into_force_past_its_conditions() -> None:
    made = adoption_world()
    made.sign()

    with pytest.raises(Refused, match="Det som saknas: "):
        perform(made.agreement, "bring_into_force", by=SYSTEM, today=TODAY)


def test_database_refuses_force_without_every_condition() -> None:
    made = adoption_world()

    with pytest.raises(IntegrityError, match="validity_in_force_has_every_condition_met"), transaction.atomic():
        Validity.objects.filter(pk=made.validity.pk).update(in_force_on=TODAY)
    with pytest.raises(IntegrityError, match="condition_met_has_day_and_evidence"), transaction.atomic():
        Condition.objects.filter(pk=made.condition("government").pk).update(state="met")
    with pytest.raises(IntegrityError, match="condition_is_met_in_time"), transaction.atomic():
        Condition.objects.filter(pk=made.condition("government").pk).update(
            state="met", evidence="x", met_on=date(2027, 1, 1)
        )


def test_own_condition_is_stated_before_the_text_is_frozen_and_noted_with_evidence() -> None:
    made = adoption_world(opened=False)
    leader = made.world.by_leader()
    with pytest.raises(Refused, match="Texten är låst"):
        services.add_condition(made.agreement, label="EU-kommissionens besked", by=leader, today=TODAY)
    texts.stop_signing(made.agreement, reason="Nytt villkor.", by=SYSTEM, today=TODAY)
    with pytest.raises(NotAllowed):
        services.add_condition(made.agreement, label="Besked", by=made.world.by_speaker(made.world.region), today=TODAY)

    condition = services.add_condition(made.agreement, label="EU-kommissionens besked", by=leader, today=TODAY)
    with pytest.raises(Refused, match="Ange underlaget"):
        services.meet_condition(condition, met_on=TODAY, evidence=" ", by=leader, today=TODAY)
    with pytest.raises(Refused, match="har inte varit än"):
        services.meet_condition(condition, met_on=LAST, evidence="C(2026) 1", by=leader, today=TODAY)
    services.meet_condition(condition, met_on=TODAY, evidence="C(2026) 1", by=leader, today=TODAY)
    services.take_back_condition(again(condition), reason="Fel beslut.", by=leader, today=TODAY)

    assert again(condition).state == "pending"
    with pytest.raises(Refused, match="följer av vilka parterna är"):
        services.remove_condition(made.condition("government"), by=leader, today=TODAY)
    services.remove_condition(again(condition), by=leader, today=TODAY)
    assert "EU-kommissionens besked" not in made.states()


def test_nobody_notes_a_partys_decision_by_hand() -> None:
    made = adoption_world()

    with pytest.raises(Refused, match="antecknas inte för hand"):
        services.meet_condition(
            made.condition("government"), met_on=TODAY, evidence="Hörsägen", by=made.world.by_leader(), today=TODAY
        )


def test_adoption_is_opened_by_those_who_lead_once_the_text_stands() -> None:
    made = adoption_world()

    with pytest.raises(NotAllowed):
        services.open_adoption(made.agreement, by=made.world.by_speaker(made.world.state), today=TODAY)
    with pytest.raises(Refused, match="ligger redan hos parterna"):
        services.open_adoption(made.agreement, by=made.world.by_leader(), today=TODAY)
    texts.stop_signing(made.agreement, reason="Ändring.", by=SYSTEM, today=TODAY)
    with pytest.raises(Refused, match="Texten är inte låst"):
        services.open_adoption(made.agreement, by=made.world.by_leader(), today=TODAY)


def test_overdue_names_only_those_whose_days_have_passed() -> None:
    made = adoption_world()
    in_force_world()

    assert overdue(LAST + timedelta(days=14)) == []
    assert overdue(LAST + timedelta(days=15)) == [made.world.agreement]
