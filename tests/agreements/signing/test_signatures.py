"""Signing in Samverk: in order, by the right person alone, on a mandate that holds; and saying no."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from agreements.adoption.models import Condition
from agreements.adoption.states import ConditionKind, ConditionState
from agreements.signing import again, registry
from agreements.signing.models import Signatory
from agreements.signing.services import signatures
from agreements.signing.states import RoundState, SignatoryState
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.documents import revisions
from governance.documents.states import RevisionKind
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.organisations.kinds import SeatRole
from governance.organisations.mandates import revoke_mandate
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from tests.factories import signing
from tests.factories.decisions import seat_in
from tests.factories.organisations import TODAY, act_as

pytestmark = pytest.mark.django_db


def states_of(found: signing.SigningWorld) -> list[str]:
    return [each.state for each in found.signatories]


def test_nobody_signs_before_the_seal() -> None:
    found = signing.preparing_round()

    assert states_of(found) == ["waiting", "waiting", "waiting"]
    with pytest.raises(WrongState):
        signing.say_yes(found, found.signatories[0])


def test_turns_go_by_group_and_the_last_signature_completes() -> None:
    told: list[Any] = []

    def hear(sender: Any, **said: Any) -> None:
        told.append(said["round"].pk)

    registry.round_completed.connect(hear)
    found = signing.open_round(groups=(1, 2, 2))
    state, region, _city = found.signatories
    assert states_of(found) == ["turn", "waiting", "waiting"]
    with pytest.raises(WrongState):
        signing.say_yes(found, region)

    signing.sign_here(found, state)
    assert states_of(found) == ["signed", "turn", "turn"]
    assert found.world.now().state == AgreementState.PARTLY_SIGNED

    signing.sign_here(found, found.signatory(found.world.municipality))
    signing.sign_here(found, found.signatory(found.world.region))

    assert states_of(found) == ["signed", "signed", "signed"]
    assert found.now().state == RoundState.COMPLETED
    assert found.world.now().state == AgreementState.AWAITING_DECISIONS
    condition = Condition.objects.get(agreement=found.world.agreement, kind=ConditionKind.SIGNATURES)
    assert condition.state == ConditionState.MET
    assert "3 underskrifter i Ramavtal om digitala remisser (Remisser-AV-2026-01" in condition.evidence
    assert told == [found.round.pk]
    registry.round_completed.disconnect(hear)
    document = found.now().document
    assert document is not None
    kinds = [each.kind for each in revisions.revisions_of(document)]
    signed = RevisionKind.SIGNATURE
    assert kinds == [RevisionKind.SEAL, signed, signed, signed, RevisionKind.ARCHIVE]


def test_nobody_else_signs_with_the_link_not_even_of_the_same_organisation() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    colleague = act_as(seat_in(found.seat_of(signatory).body, SeatRole.CHAIR))
    others = (colleague, found.by_leader(), found.actor(found.signatory(found.world.state)))

    for actor in others:
        proof = again.proof_of(actor.user, signatory, again.PASSWORD)
        with pytest.raises(NotAllowed):
            signatures.confirm_signature(signatory, proof=proof, by=actor, today=TODAY)
        with pytest.raises(NotAllowed):
            signatures.reject_agreement(signatory, reason="Nej", by=actor, today=TODAY)

    assert found.signatory(found.world.region).state == SignatoryState.TURN
    assert not Job.objects.filter(kind=signatures.SIGN_JOB).exists()


def test_person_signs_from_a_seat_with_the_party_alone() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    person = found.seat_of(signatory).user
    elsewhere = act_as(seat_in(found.world.leader.body, SeatRole.MEMBER, person))
    proof = again.proof_of(person, signatory, again.PASSWORD)

    with pytest.raises(NotAllowed):
        signatures.confirm_signature(signatory, proof=proof, by=elsewhere, today=TODAY)


def test_signing_asks_for_a_fresh_proof_for_this_very_signature() -> None:
    found = signing.open_round()
    mine, other = found.signatories[:2]
    by = found.actor(mine)
    good = again.proof_of(by.user, mine, again.PASSWORD)
    with time_machine.travel(timezone.now() + timedelta(minutes=6), tick=False):
        stale_refused = pytest.raises(Refused, match="Skriv ditt lösenord en gång till")
        with stale_refused:
            signatures.confirm_signature(mine, proof=good, by=by, today=TODAY)

    for proof in (
        "",
        "fel",
        again.proof_of(by.user, other, again.PASSWORD),
        again.proof_of(found.actor(other).user, mine, again.PASSWORD),
    ):
        with pytest.raises(Refused, match="Skriv ditt lösenord en gång till"):
            signatures.confirm_signature(mine, proof=proof, by=by, today=TODAY)

    assert signatures.confirm_signature(mine, proof=good, by=by, today=TODAY).state == SignatoryState.SIGNING


def test_wrong_password_is_no_proof_and_is_braked() -> None:
    found = signing.open_round()
    mine = found.signatories[0]
    user = found.seat_of(mine).user

    for _try in range(5):
        with pytest.raises(again.NotShown, match="Lösenordet stämmer inte"):
            again.show(user, mine, password="fel", origin="127.0.0.1")
    with pytest.raises(again.NotShown, match="för många försök"):
        again.show(user, mine, password="ett mycket långt lösenord", origin="127.0.0.1")


def test_mandate_that_is_gone_when_one_is_to_sign_signs_nothing() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    revoke_mandate(found.mandates[found.world.region.pk], because="Ny ordförande", by=SYSTEM, today=TODAY)

    with pytest.raises(Refused, match="Mandatet för Mats Öberg, Region Aspen, är återkallat"):
        signing.say_yes(found, signatory)


def test_confirming_twice_is_signing_once() -> None:
    found = signing.open_round()
    signatory = found.signatories[0]
    signing.say_yes(found, signatory)

    with pytest.raises(WrongState):
        signing.say_yes(found, Signatory.objects.get(pk=signatory.pk))
    signing.work(found)
    signing.work(found)

    assert Job.objects.filter(kind=signatures.SIGN_JOB).count() == 1
    assert states_of(found) == ["signed", "turn", "turn"]


def test_worker_that_dies_after_signing_leaves_a_signature_that_the_next_one_finds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = signing.open_round()
    signing.say_yes(found, found.signatories[0])
    job = Job.objects.get(kind=signatures.SIGN_JOB)

    def die(*_args: Any, **_more: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(signatures, "note_signature", die)
        with pytest.raises(KeyboardInterrupt):
            run_job(job.pk)
    assert states_of(found)[0] == SignatoryState.SIGNING
    Job.objects.filter(pk=job.pk).update(lease_until=job.queued_at)

    run_job(job.pk)

    document = found.now().document
    assert document is not None
    assert states_of(found)[0] == SignatoryState.SIGNED
    assert [each.field for each in revisions.revisions_of(document)] == ["seal", "sign_1"]


def test_time_stamp_that_is_missing_after_two_simultaneous_last_signatures_is_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from agreements.signing import growing

    found = signing.open_round()
    monkeypatch.setattr(growing, "is_last", lambda *_: False)
    for signatory in found.signatories:
        signing.sign_here(found, signatory)

    document = found.now().document
    assert document is not None
    assert revisions.latest(document).kind == RevisionKind.ARCHIVE
    assert found.now().state == RoundState.COMPLETED


def test_rejecting_stops_the_round_with_the_reason_and_puts_the_agreement_back() -> None:
    found = signing.open_round()
    signing.sign_here(found, found.signatories[0])
    signatory = found.signatory(found.world.region)

    with pytest.raises(Refused, match="Skriv varför"):
        signatures.reject_agreement(signatory, reason="", by=found.actor(signatory), today=TODAY)
    signatures.reject_agreement(signatory, reason="Taket saknas i § 6", by=found.actor(signatory), today=TODAY)

    assert states_of(found) == ["signed", "rejected", "ended"]
    stopped = found.now()
    assert (stopped.state, stopped.stop_reason) == (RoundState.STOPPED, "Taket saknas i § 6")
    assert stopped.stopped_by == "Mats Öberg, Region Aspen"
    assert found.world.now().state == AgreementState.DRAFT


def test_taking_a_signature_back_before_the_others_have_signed_stops_the_round() -> None:
    found = signing.open_round()
    signatory = signing.sign_here(found, found.signatories[0])

    signatures.withdraw_signature(signatory, reason="Nytt beslut", by=found.actor(signatory), today=TODAY)

    assert states_of(found) == ["withdrawn", "ended", "ended"]
    assert found.world.now().state == AgreementState.DRAFT


def test_signature_of_an_agreement_signed_by_all_is_not_taken_back() -> None:
    found = signing.open_round()
    for each in found.signatories:
        signing.sign_here(found, each)
    signatory = found.signatories[0]

    with pytest.raises(Refused, match="Omgångens läge är ”Avslutad”"):
        signatures.withdraw_signature(signatory, reason="Ångrar", by=found.actor(signatory), today=TODAY)


def test_signature_that_comes_after_a_stop_is_not_noted() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    signing.say_yes(found, first)
    signatures.reject_agreement(second, reason="Nej", by=found.actor(second), today=TODAY)

    signing.work(found)

    assert states_of(found) == ["ended", "rejected", "ended"]
    assert found.now().state == RoundState.STOPPED
