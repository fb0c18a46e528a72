"""What happens when it does not go as promised: the board, the parties, the supplementary agreement."""

from collections.abc import Iterator
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from agreements.commitments import questions
from agreements.commitments.models import Commitment, Deviation
from agreements.commitments.queries import (
    decided_next,
    followed_commitments,
    open_commitments,
    standing_commitments,
)
from agreements.commitments.services import clearing, deviations, following, offers, progress
from agreements.texts.services import bring_into_force, freeze_version, lapse_agreement
from agreements.texts.services.life import begin_signing, make_ready, note_all_signed, prepare_agreement
from governance.audit.actors import SYSTEM
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.agreements import left_alone
from tests.factories.commitments import CommitmentWorld, board_is, now, world_in_force
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
World = tuple[CommitmentWorld, Any, Any]


@pytest.fixture
def running(db: None) -> Iterator[World]:
    """Dwellings and money that are both under way."""
    made = world_in_force()
    with board_is(made[0].board):
        yield made


def deviating(world: CommitmentWorld, commitment: Commitment) -> Deviation:
    """A deviation that the responsible party has reported."""
    by = world.speaker(commitment.principal)
    return deviations.report_deviation(now(commitment), kind="late", description="Bygget är sent.", by=by, today=TODAY)


def asked(world: CommitmentWorld, commitment: Commitment, proposal: str) -> Deviation:
    """A deviation on which the board has asked the parties."""
    given: dict[str, Any] = {
        "proposal": proposal,
        "paragraph": "§ 7",
        "reason": "Styrelsen föreslår det.",
        "today": TODAY,
    }
    return deviations.ask_parties(deviating(world, commitment), by=world.by_board(), **given)


def everybody_says(world: CommitmentWorld, deviation: Deviation, answer: str = "yes") -> None:
    """Every party answers for itself."""
    for principal in world.base.principals:
        by = world.speaker(principal)
        deviations.answer_deviation(deviation, principal, answer=answer, reason="Nej tack.", by=by, today=TODAY)


def again(deviation: Deviation) -> Deviation:
    """The deviation read anew."""
    return Deviation.objects.get(pk=deviation.pk)


def test_a_deviation_is_told_to_the_board(running: World) -> None:
    world, housing, _money = running

    made = deviating(world, housing)

    assert (made.number, made.state, now(housing).state) == (1, "reported", "deviating")
    with pytest.raises(Refused):
        deviating(world, housing)


def test_others_than_party_and_board_do_not_report_deviations(running: World) -> None:
    world, housing, _money = running

    for actor in (world.speaker(world.base.region), world.leader()):
        with pytest.raises(NotAllowed):
            deviations.report_deviation(housing, kind="late", description="x", by=actor, today=TODAY)


def test_the_board_lets_it_go_on_by_a_paragraph(running: World) -> None:
    world, housing, _money = running
    made = deviating(world, housing)

    given: dict[str, Any] = {"by": world.by_board(), "today": TODAY}
    with pytest.raises(Refused, match="Ange paragrafen"):
        deviations.carry_on(made, paragraph="", reason="Tas igen.", **given)
    held = deviations.carry_on(made, paragraph="§ 8", reason="Tas igen.", **given)

    assert (held.state, again(made).state, again(made).closed_on) == ("under_way", "continued", TODAY)


def test_a_report_during_a_deviation_is_verified_and_realises_when_it_is_over(running: World) -> None:
    world, housing, _money = running
    made = deviating(world, housing)
    progress.verify_report(world.report(housing, 100), "§ 7", by=world.by_board(), today=TODAY)
    assert (now(housing).state, now(housing).verified_value) == ("deviating", 100)

    held = deviations.carry_on(made, paragraph="§ 8", reason="Allt är byggt.", by=world.by_board(), today=TODAY)

    assert held.state == "realised"


def test_release_needs_the_yes_of_every_party(running: World) -> None:
    world, housing, _money = running
    made = asked(world, housing, "release")
    given: dict[str, Any] = {"paragraph": "§ 9", "reason": "Alla är överens.", "by": world.by_board(), "today": TODAY}
    for principal in (world.base.state, world.base.region):
        deviations.answer_deviation(made, principal, answer="yes", by=world.speaker(principal), today=TODAY)

    with pytest.raises(Refused, match="Almby kommun"):
        deviations.release_commitment(again(made), **given)
    own = world.base.municipality
    deviations.answer_deviation(made, own, answer="yes", by=world.speaker(own), today=TODAY)
    held = deviations.release_commitment(again(made), **given)

    assert (held.state, held.ended_on, again(made).state) == ("released", TODAY, "released")
    assert not held.is_open


def test_a_party_answers_for_itself_alone(running: World) -> None:
    world, housing, _money = running
    made = asked(world, housing, "release")

    for actor in (world.speaker(world.base.region), world.by_board(), world.leader()):
        with pytest.raises(NotAllowed):
            deviations.answer_deviation(made, world.base.state, answer="yes", by=actor, today=TODAY)


def test_a_no_has_a_reason_and_may_become_a_yes(running: World) -> None:
    world, housing, _money = running
    made, state = asked(world, housing, "renegotiate"), world.base.state
    by = world.speaker(state)

    with pytest.raises(Refused, match="varför ni svarar nej"):
        deviations.answer_deviation(made, state, answer="no", by=by, today=TODAY)
    deviations.answer_deviation(made, state, answer="no", reason="För dyrt.", by=by, today=TODAY)
    deviations.answer_deviation(made, state, answer="yes", by=by, today=TODAY)

    assert list(made.answers.values_list("answer", flat=True)) == ["yes"]


def test_a_party_may_dispute_and_the_board_leads_on(running: World) -> None:
    world, housing, _money = running
    by = world.speaker(world.base.state)

    made = deviations.report_dispute(housing, reason="Räkneregeln läses olika.", by=by, today=TODAY)

    assert (now(housing).state, made.kind) == ("disputed", "dispute")
    deviations.carry_on(made, paragraph="§ 3", reason="Enade om läsningen.", by=world.by_board(), today=TODAY)
    assert now(housing).state == "under_way"


def amended(world: CommitmentWorld, housing: Commitment) -> tuple[Deviation, Commitment]:
    """A renegotiation under way, with the commitment carried over."""
    made = asked(world, housing, "renegotiate")
    everybody_says(world, made)
    with left_alone():
        started = deviations.begin_renegotiation(again(made), by=world.by_board(), today=TODAY)
    return started, Commitment.objects.get(supersedes=housing)


def test_renegotiation_carries_the_commitment_into_an_amendment(running: World) -> None:
    world, housing, _money = running

    started, offer = amended(world, housing)

    assert started.amendment is not None
    assert (started.state, started.amendment.kind) == ("renegotiating", "amendment")
    assert (offer.state, offer.promised, offer.agreement) == ("offered", housing.promised, started.amendment)
    assert now(housing).state == "deviating"
    assert list(offer.levels.values_list("quantity", flat=True)) == [100]


def test_renegotiation_waits_for_every_party(running: World) -> None:
    world, housing, _money = running
    made = asked(world, housing, "renegotiate")

    with pytest.raises(Refused, match="Staten, Region Aspen och Almby kommun"), left_alone():
        deviations.begin_renegotiation(made, by=world.by_board(), today=TODAY)

    assert not Commitment.objects.filter(supersedes=housing).exists()


def hold(agreement: Any) -> None:
    """Take an amendment to where it holds, with nobody above asking."""
    with left_alone():
        freeze_version(agreement, by=SYSTEM, today=TODAY, change_note="Ändrat åtagande")
        for act in (prepare_agreement, make_ready, begin_signing, note_all_signed, bring_into_force):
            agreement = act(type(agreement).objects.get(pk=agreement.pk), by=SYSTEM, today=TODAY)
    following.begin_commitments(type(agreement).objects.get(pk=agreement.pk), by=SYSTEM, today=TODAY)


def test_the_new_commitment_supersedes_when_the_amendment_holds(running: World) -> None:
    world, housing, _money = running
    started, offer = amended(world, housing)
    by = world.speaker(world.base.municipality)
    offers.change_offer(offer, quantity=Decimal(80), by=by, today=TODAY)
    clearing.clear_offers(started.amendment, by=world.leader(), today=TODAY)

    hold(started.amendment)

    old, new = now(housing), now(offer)
    assert (old.state, new.state, new.promised, again(started).state) == ("renegotiated", "under_way", 80, "superseded")
    assert old.promised == 100
    assert old.end_reason.startswith("Ersatt av åtagande 1 i Tilläggsavtal")
    assert new in open_commitments(world.agreement)
    assert old not in open_commitments(world.agreement)


def test_nothing_is_owed_when_the_agreement_lapses(running: World) -> None:
    world, housing, _money = running
    with left_alone():
        lapsed = lapse_agreement(world.agreement, reason="Villkoret föll.", by=SYSTEM, today=TODAY)

    following.lapse_commitments(lapsed, by=SYSTEM, today=TODAY)

    assert now(housing).state == "lapsed"
    assert now(housing).end_reason.endswith("är ”förfallet”.")


# Late change (N-14) ------------------------------------------------------------------------------------------------


def change_finances(world: CommitmentWorld, principal: Any) -> list[Commitment]:
    """A party tells that its finances changed."""
    party = SimpleNamespace(principal=principal, principal_id=principal.pk, negotiation_id=None)
    change = SimpleNamespace(what="Skatteintäkterna faller")
    return following.flag_after_change(party, change, by=world.speaker(principal), today=TODAY)


def test_a_change_of_finances_flags_the_partys_drafts_and_all_that_depend_on_them(world: CommitmentWorld) -> None:
    money = world.money(world.base.state)
    housing, trains = world.offer(world.base.municipality), world.offer(world.base.region, title="Tåg")
    free = world.offer(world.base.region, title="Fritt bud")
    world.needs(housing, money, measure="share")
    world.needs(trains, housing)
    world.agreement.__class__.objects.update(negotiation=None)

    flagged = change_finances(world, world.base.state)

    assert {each.pk for each in flagged} == {money.pk, housing.pk, trains.pk}
    assert now(money).flag_reason == "Statens ekonomi har ändrats: Skatteintäkterna faller."
    assert now(trains).flag_reason.startswith("Budet beror på bud från Staten. Statens ekonomi")
    assert not now(free).is_flagged


def test_flagged_offers_do_not_clear_until_their_party_confirms(world: CommitmentWorld) -> None:
    money, housing = world.money(world.base.state), world.offer(world.base.municipality)
    world.needs(housing, money, measure="share")
    change_finances(world, world.base.state)
    with pytest.raises(Refused, match="Inget bud håller"):
        world.clear()

    for each in (money, housing):
        with pytest.raises(NotAllowed):
            offers.confirm_offer(now(each), by=world.leader(), today=TODAY)
        offers.confirm_offer(now(each), by=world.speaker(each.principal), today=TODAY)

    world.clear()
    assert [now(money).state, now(housing).state] == ["agreed", "agreed"]


def test_signing_waits_for_agreed_commitments_that_are_flagged(world: CommitmentWorld) -> None:
    money = world.money(world.base.state)
    world.clear()
    change_finances(world, world.base.state)
    act = Act(world.leader(), TODAY)

    refusal: Any = questions.drafts_still_stand(world.agreement, act)
    assert refusal.rule.requirement == "N-14"
    assert str(refusal.sentence).startswith("1 överenskommet åtagande är flaggat sedan")

    offers.confirm_offer(now(money), by=world.speaker(world.base.state), today=TODAY)
    assert questions.drafts_still_stand(world.agreement, act) is None


def test_what_holds_is_not_flagged(running: World) -> None:
    world, _housing, money = running

    assert change_finances(world, world.base.state) == []
    assert not now(money).is_flagged


def test_what_an_amendment_adds_is_reported_on_when_it_holds(running: World) -> None:
    world, housing, money = running
    started, offer = amended(world, housing)
    clearing.clear_offers(started.amendment, by=world.leader(), today=TODAY)

    assert now(offer).state == "agreed"
    assert set(standing_commitments(world.agreement)) == {housing, money, offer}
    assert set(followed_commitments(world.agreement)) == {housing, money}


def test_the_board_is_told_of_what_it_decides_on_next_alone(running: World) -> None:
    world, housing, _money = running
    by = world.speaker(world.base.municipality)
    made = deviations.report_deviation(housing, kind="late", description="Marken sätter sig.", by=by, today=TODAY)
    assert list(decided_next()) == [made]

    told: dict[str, Any] = {"paragraph": "§ 3", "reason": "Styrelsen frågar.", "proposal": "release"}
    deviations.ask_parties(made, by=world.by_board(), today=TODAY, **told)
    assert not decided_next().exists()
    everybody_says(world, again(made))

    assert list(decided_next()) == [made]
