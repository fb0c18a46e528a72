"""Signing outside Samverk: one borrower at a time, until a stated time, and only an honest file comes back."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from agreements.signing.models import Checkout, Signatory
from agreements.signing.services import checkouts, rounds
from agreements.signing.states import CheckoutState, SignatoryState, Way
from governance.documents import revisions
from governance.ui.templatetags.swedish import moment
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories import signing
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def hand_in(found: signing.SigningWorld, signatory: Signatory, content: Any) -> None:
    by = found.actor(signatory)
    read = checkouts.look_at_file(signatory, content, by=by)
    checkouts.hand_in_file(signatory, read, by=by, today=TODAY)
    signing.work(found)


def test_file_signed_elsewhere_is_taken_in_and_the_next_one_signs() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    lent = signing.borrow(found, signatory)

    hand_in(found, signatory, signing.signed_elsewhere(found, signatory))

    signed = found.signatory(found.world.region)
    assert (signed.state, signed.way) == (SignatoryState.SIGNED, Way.UPLOAD)
    assert Checkout.objects.get(pk=lent.pk).state == CheckoutState.HANDED_IN
    signing.sign_here(found, found.signatories[0])
    document = found.now().document
    assert document is not None
    assert revisions.signed_fields(document) >= {"seal", "sign_1", "sign_2"}


def test_while_the_file_is_lent_nobody_else_signs_and_is_told_by_whom_and_until_when() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    lent = signing.borrow(found, first)
    who = f"Karin Åkerlind, Staten har lånat filen till {moment(lent.until)}"

    for act in (lambda: signing.say_yes(found, second), lambda: signing.borrow(found, second)):
        with pytest.raises(Refused) as refused:
            act()
        assert [told.sentence for told in refused.value.refusals] == [f"{who}. Till dess kan ingen annan underteckna."]

    with pytest.raises(Refused, match="Du har lånat filen till"):
        signing.say_yes(found, first)
    assert Checkout.objects.count() == 1


def test_loan_that_has_run_out_is_free_for_others_and_takes_nothing_in() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    lent = signing.borrow(found, first, hours=2)
    content = signing.signed_elsewhere(found, first)

    with time_machine.travel(timezone.now() + timedelta(hours=2, minutes=1), tick=True):
        with pytest.raises(Refused, match="den tiden har gått"):
            checkouts.hand_in_file(first, content, by=found.actor(first), today=TODAY)
        assert signing.sign_here(found, second).state == SignatoryState.SIGNED

    assert Checkout.objects.get(pk=lent.pk).state == CheckoutState.RUN_OUT


def test_file_that_was_not_lent_is_not_taken_in() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    content = signing.signed_elsewhere(found, first)

    with pytest.raises(Refused, match="Du har inte lånat filen"):
        checkouts.hand_in_file(first, content, by=found.actor(first), today=TODAY)
    signing.borrow(found, second)
    with pytest.raises(Refused, match="Mats Öberg, Region Aspen har lånat filen"):
        checkouts.hand_in_file(first, content, by=found.actor(first), today=TODAY)


def test_file_is_given_back_without_a_signature_by_its_borrower_alone() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    lent = signing.borrow(found, first)

    with pytest.raises(NotAllowed):
        checkouts.give_back_file(lent, by=found.actor(second), today=TODAY)
    checkouts.give_back_file(lent, by=found.actor(first), today=TODAY)

    assert Checkout.objects.get(pk=lent.pk).state == CheckoutState.GIVEN_BACK
    assert signing.say_yes(found, second).state == SignatoryState.SIGNING


def test_file_is_not_lent_while_a_signature_is_being_added() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    signing.say_yes(found, first)

    with pytest.raises(Refused, match="Underskriften från Karin Åkerlind, Staten läggs till just nu"):
        signing.borrow(found, second)


def test_loan_has_an_end_within_a_week() -> None:
    found = signing.open_round()

    for hours in (0, 24 * 8):
        with pytest.raises(Refused, match="högst sju dagar"):
            signing.borrow(found, found.signatories[0], hours=hours)


def test_stopping_takes_the_file_back() -> None:
    found = signing.open_round()
    lent = signing.borrow(found, found.signatories[0])

    rounds.stop_round(found.now(), reason="Fel belopp", by=found.by_leader(), today=TODAY)

    assert Checkout.objects.get(pk=lent.pk).state == CheckoutState.GIVEN_BACK


def refused_for(found: signing.SigningWorld, signatory: Signatory, content: Any) -> str:
    with pytest.raises(Refused) as refused:
        checkouts.look_at_file(signatory, content, by=found.actor(signatory))
    return str(refused.value.refusals[0].sentence)


class Endless(io.RawIOBase):
    """A file of 200 MB that counts what is read of it."""

    size = 200 * 1024 * 1024
    taken = 0

    def read(self, most: int = -1) -> bytes:
        self.taken += most
        return b"%PDF-" + b"x" * max(most - 5, 0)


def test_wrong_files_are_refused_with_the_reason() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]
    untouched = revisions.latest_bytes(found.now().document)  # type: ignore[arg-type]
    older = signing.signed_elsewhere(found, second)
    signing.sign_here(found, first)
    other = found.signatories[2]
    signing.borrow(found, second)
    huge = Endless()

    assert "större än 25 MB" in refused_for(found, second, huge)
    assert huge.taken == 0
    assert "ingen PDF" in refused_for(found, second, b"hej")
    assert "tidigare skede" in refused_for(found, second, older)
    assert "tidigare skede" in refused_for(found, second, untouched)
    assert "Åsa Lindqvist" in refused_for(found, second, signing.signed_elsewhere(found, second, name=other.name))
    assert "annat fält" in refused_for(found, second, signing.signed_elsewhere(found, second, field=other.field))
    altered = signing.signed_elsewhere(found, second)
    at = altered.index(b"stream") + 20
    assert "ändrat" in refused_for(found, second, altered[:at] + b"#" + altered[at + 1 :])
    assert found.signatory(found.world.region).state == SignatoryState.TURN


def test_file_is_looked_at_for_its_signatory_alone() -> None:
    found = signing.open_round()
    first, second = found.signatories[:2]

    with pytest.raises(NotAllowed):
        checkouts.look_at_file(first, b"%PDF-", by=found.actor(second))


def test_file_that_turns_out_wrong_when_it_is_added_gives_the_turn_back_with_the_reason() -> None:
    found = signing.open_round()
    first = found.signatories[0]
    signing.borrow(found, first)
    content = signing.signed_elsewhere(found, first, name="Någon Annan")

    checkouts.hand_in_file(first, content, by=found.actor(first), today=TODAY)
    signing.work(found)

    returned = found.signatories[0]
    assert returned.state == SignatoryState.TURN
    assert "Någon Annan" in returned.problem
