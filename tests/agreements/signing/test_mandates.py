"""No signature outside a mandate: what the guards say against the rule written out once more, for any mandate."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from agreements.signing import guards
from agreements.signing.models import Signatory, SigningRound
from agreements.texts.models import Agreement
from governance.accounts.models import User
from governance.organisations.models import Mandate, Organisation, Principal

TODAY = date(2026, 10, 20)
near = st.integers(-3, 3).map(lambda days: TODAY + timedelta(days=days))
keys = st.integers(1, 2)


@st.composite
def signatories(draw: st.DrawFn) -> Signatory:
    """Somebody with any mandate: perhaps another person's, another party's, run out, revoked, without the right."""
    mandate = Mandate(
        partnership_id=draw(keys),
        organisation_id=draw(keys),
        holder_id=draw(keys),
        valid_from=draw(near),
        valid_until=draw(st.none() | near),
        revoked_on=draw(st.none() | near),
        may_sign=draw(st.booleans()),
        frame_ore=draw(st.none() | st.integers(0, 10)),
    )
    organisation = Organisation(pk=1, name="Almby kommun")
    agreement = Agreement(pk=1, partnership_id=1)
    return Signatory(
        round=SigningRound(pk=1, agreement=agreement),
        principal=Principal(pk=1, organisation=organisation, partnership_id=1),
        user=User(pk=1, name="Åsa Lindqvist"),
        name="Åsa Lindqvist",
        mandate=mandate,
    )


@given(signatories())
def test_mandate_is_found_to_hold_exactly_when_everything_about_it_does(signatory: Signatory) -> None:
    mandate = signatory.mandate
    days = [TODAY + timedelta(days=offset) for offset in range(-10, 11)]
    holds_on = [
        day
        for day in days
        if mandate.valid_from <= day
        and (mandate.valid_until is None or day <= mandate.valid_until)
        and (mandate.revoked_on is None or day < mandate.revoked_on)
    ]
    own = (mandate.partnership_id, mandate.organisation_id, mandate.holder_id) == (1, 1, 1)

    assert (guards.mandate_fault(signatory, TODAY) == "") == (own and mandate.may_sign and TODAY in holds_on)


@given(signatories(), st.integers(0, 10))
def test_amount_is_found_to_fit_exactly_when_the_frame_covers_it(signatory: Signatory, amount: int) -> None:
    frame = signatory.mandate.frame_ore
    fits = frame is None or max(frame, amount) == frame

    assert (guards.frame_fault(signatory, amount) == "") == fits
