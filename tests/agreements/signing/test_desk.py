"""When a signing ends before all have signed, everybody concerned is told who ended it and why."""

import pytest

from agreements.negotiations.models import Notice
from agreements.signing.services import rounds, signatures
from agreements.texts.services import freeze_version, new_version, prepare_agreement
from governance.audit.actors import SYSTEM
from governance.organisations import agenda
from governance.organisations.actors import Actor
from governance.reminders.models import Message
from governance.reminders.turns import find_turns, tell_turns
from tests.agreements.signing.test_frames import negotiate
from tests.factories import signing
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
STOPPED = "Undertecknandet av Ramavtal om digitala remisser är stoppat"
READ = "Läs och godkänn Ramavtal 2026-01, version 1.0"
WHY = "Taket saknas i § 6"


def desk(actor: Actor) -> dict[str, str]:
    """What stands on somebody's desk."""
    return {str(each.title): str(each.text) for each in agenda.duties(actor, TODAY)}


def rejected(*, groups: tuple[int, ...] = (1, 2, 3)) -> signing.SigningWorld:
    """The State has signed, and the region has said no."""
    found = signing.open_round(groups=groups)
    signing.sign_here(found, found.signatory(found.world.state))
    no = found.signatory(found.world.region)
    signatures.reject_agreement(no, reason=WHY, by=found.actor(no), today=TODAY)
    return found


def test_every_party_and_those_who_lead_are_told_who_rejected_and_why() -> None:
    found = rejected()

    said = "Mats Öberg, Region Aspen: Taket saknas i § 6"
    for principal in found.world.principals:
        assert desk(found.world.by_speaker(principal))[STOPPED] == said
    assert desk(found.by_leader())[STOPPED] == said
    tell_turns(found.world.partnership, find_turns(found.world.partnership, today=TODAY), today=TODAY)
    voided = found.seat_of(found.signatory(found.world.state)).user
    assert [each.text for each in Message.objects.filter(user=voided, title=STOPPED)] == [said]


def test_nobody_is_asked_to_read_a_rejected_text_but_the_next_version() -> None:
    found = rejected()
    speaker = found.world.by_speaker(found.world.municipality)
    before = desk(speaker)
    new_version(found.world.now(), by=found.by_leader(), today=TODAY)
    writing = desk(speaker)
    freeze_version(found.world.now(), by=found.by_leader(), today=TODAY)

    after = desk(speaker)

    assert READ not in before
    assert STOPPED in before
    assert STOPPED not in writing
    assert READ.replace("1.0", "1.1") in after


def test_the_same_text_put_before_the_parties_again_is_asked_about_again() -> None:
    found = rejected()
    prepare_agreement(found.world.now(), by=SYSTEM, today=TODAY)

    assert READ in desk(found.world.by_speaker(found.world.municipality))


def test_parties_of_the_negotiation_are_told_when_a_signing_is_stopped() -> None:
    found = signing.preparing_round()
    made = negotiate(found)
    rounds.stop_round(found.now(), reason="Fel belopp.", by=found.by_leader(), today=TODAY)

    told = Notice.objects.filter(negotiation=made, what__endswith="Fel belopp.")
    assert told.count() == 3
    assert "Undertecknandet av Ramavtal om digitala remisser stoppades av" in told[0].what
