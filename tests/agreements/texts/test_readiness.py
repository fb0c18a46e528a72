"""What an agreement needs before it is signed: five parts block, the sixth asks for a reason, the plan adds up."""

from typing import Any

import pytest

from agreements.texts import registry, services
from agreements.texts.kinds import Part
from agreements.texts.models import Agreement, FinancingLine
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.workflow.citations import ORDER_OF_STEPS
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from tests.factories.agreements import AgreementWorld, agreement_world, left_alone
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _alone() -> Any:
    with left_alone():
        yield


def again(world: AgreementWorld) -> Agreement:
    return world.now()


def refusals_of(world: AgreementWorld) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        services.make_ready(again(world), by=world.by_leader(), today=TODAY)
    return [(each.rule.requirement, each.sentence) for each in caught.value.refusals]


def refusals_of_freezing(world: AgreementWorld) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as caught:
        services.freeze_version(again(world), by=world.by_secretary(), today=TODAY)
    draft = again(world).newest_version
    assert draft is not None
    assert draft.is_drafting, "nobody reads a plan that does not add up"
    return [(each.rule.requirement, each.sentence) for each in caught.value.refusals]


def empty_parts(world: AgreementWorld, *parts: str) -> None:
    draft = again(world).newest_version
    assert draft is not None
    for section in draft.sections.filter(part__in=parts):
        services.edit_section(section, changes={"clauses": "   \n"}, by=SYSTEM, today=TODAY, version=None)


def frozen_and_prepared(world: AgreementWorld) -> None:
    services.freeze_version(again(world), by=SYSTEM, today=TODAY)
    services.prepare_agreement(again(world), by=SYSTEM, today=TODAY)


def test_whole_agreement_becomes_ready_with_its_frozen_text() -> None:
    world = agreement_world("prepared")

    held = services.make_ready(world.agreement, by=world.by_leader(), today=TODAY)

    assert held.state == AgreementState.READY_TO_SIGN
    assert held.agreed_version == held.newest_version
    assert held.agreed_version is not None
    assert services.text_is_whole(held.agreed_version)


@pytest.mark.parametrize(
    ("part", "named"),
    [
        (Part.FUNCTION, "principer för funktion"),
        (Part.COST, "kostnad och prisnivå"),
        (Part.TIMETABLE, "tidplan"),
        (Part.RESPONSIBILITY, "ansvarsfördelning"),
        (Part.FOLLOW_UP, "uppföljning"),
    ],
)
def test_each_of_the_five_parts_stops_the_signing_when_it_is_empty(part: str, named: str) -> None:
    world = agreement_world()
    empty_parts(world, part)
    frozen_and_prepared(world)

    assert refusals_of(world) == [("AG-1", f"Avtalet saknar {named}.")]
    assert again(world).state == AgreementState.PREPARED


def test_several_missing_parts_are_told_in_one_sentence() -> None:
    world = agreement_world()
    empty_parts(world, Part.COST, Part.FOLLOW_UP)
    frozen_and_prepared(world)

    assert refusals_of(world) == [("AG-1", "Avtalet saknar kostnad och prisnivå och uppföljning.")]


def test_sixth_part_asks_for_a_written_reason() -> None:
    world = agreement_world()
    empty_parts(world, Part.UPDATING)
    frozen_and_prepared(world)
    assert refusals_of(world) == [("A-02", "Avtalet säger inte hur det uppdateras, och det står inte varför.")]

    draft = services.new_version(again(world), by=SYSTEM, today=TODAY)
    reason = {"updating_reason": "Avtalet är kort och gäller ett år."}
    services.edit_version(draft, changes=reason, by=SYSTEM, today=TODAY, version=None)
    services.freeze_version(again(world), by=SYSTEM, today=TODAY)

    held = services.make_ready(again(world), by=world.by_leader(), today=TODAY)
    assert held.state == AgreementState.READY_TO_SIGN


def test_text_that_is_still_written_is_not_signed() -> None:
    world = agreement_world("prepared")
    services.new_version(world.agreement, by=SYSTEM, today=TODAY)

    assert refusals_of(world) == [("W-40", "Den senaste texten är inte låst än.")]


def test_shares_that_do_not_sum_are_told_in_kronor() -> None:
    world = agreement_world()
    line = FinancingLine.objects.filter(version_of__agreement=world.agreement)[0]
    services.edit_financing_line(line, changes={"share_ppm": 400_000}, by=SYSTEM, today=TODAY, version=None)

    told = refusals_of_freezing(world)

    assert told == [
        (
            "W-41",
            "Parternas delar är 167\u00a0760\u00a0000\u00a0kr och kostnaden 186\u00a0400\u00a0000\u00a0kr: "
            "18\u00a0640\u00a0000\u00a0kr saknas.",
        )
    ]


def test_shares_without_a_cost_are_told() -> None:
    world = agreement_world()
    services.edit_version(
        again(world).newest_version,  # type: ignore[arg-type]
        changes={"cost_ore": None},
        by=SYSTEM,
        today=TODAY,
        version=None,
    )

    assert refusals_of_freezing(world) == [
        ("W-41", "Finansieringsplanen har andelar, men den samlade kostnaden är inte angiven.")
    ]


def test_one_party_makes_no_agreement() -> None:
    world = agreement_world()
    agreement = services.draft_agreement(
        partnership=world.partnership, parties=[world.state], title="Ensamt", by=SYSTEM, today=TODAY
    )
    section = agreement.versions.get().sections.get(number=1)
    services.edit_section(section, changes={"clauses": "Ord."}, by=SYSTEM, today=TODAY, version=None)

    with pytest.raises(Refused, match="Avtalet har 1 part"):
        services.prepare_agreement(Agreement.objects.get(pk=agreement.pk), by=SYSTEM, today=TODAY)


def test_parties_do_not_say_that_the_text_is_ready() -> None:
    world = agreement_world("prepared")

    with pytest.raises(NotAllowed):
        services.make_ready(world.agreement, by=world.by_speaker(world.state), today=TODAY)
    with pytest.raises(NotAllowed):
        services.make_ready(world.agreement, by=world.by_secretary(), today=TODAY)


def test_nobody_takes_a_consequence_by_hand() -> None:
    world = agreement_world("awaiting_decisions")

    with pytest.raises(NotAllowed):
        services.bring_into_force(world.agreement, by=world.by_leader(), today=TODAY)


def test_app_above_is_asked_before_a_step() -> None:
    world = agreement_world("awaiting_decisions")
    asked = []

    def wait(agreement: Agreement, act: Act) -> Refusal | None:
        asked.append((agreement.pk, act.today))
        return Refusal("Ett villkor återstår.", ORDER_OF_STEPS, mended_by="parterna")

    registry.readiness("bring_into_force", wait)

    with pytest.raises(Refused, match="Ett villkor återstår"):
        services.bring_into_force(world.agreement, by=SYSTEM, today=TODAY)
    assert asked == [(world.agreement.pk, TODAY)]
    assert again(world).state == AgreementState.AWAITING_DECISIONS


def test_app_above_follows_a_step_in_its_transaction() -> None:
    world = agreement_world("awaiting_decisions")

    def fail(agreement: Agreement, *, by: Any, today: Any) -> None:
        raise RuntimeError(agreement.state)

    registry.follow("bring_into_force", fail)

    with pytest.raises(RuntimeError, match="in_force"):
        services.bring_into_force(world.agreement, by=SYSTEM, today=TODAY)
    assert again(world).state == AgreementState.AWAITING_DECISIONS
