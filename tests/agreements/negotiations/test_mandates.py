"""No act outside a mandate: what `outside_mandate` answers is compared with the rule written out plainly."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.negotiations import services
from agreements.negotiations.mandates import outside_mandate, require_mandate
from agreements.negotiations.models import FinanceChange, MandateLimit, Option
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.organisations.mandates import grant_mandate, revoke_mandate
from governance.organisations.models import Mandate
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.negotiations import MANDATED, RUNS_OUT, NegotiationWorld, give_mandate, negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db
DAY = timedelta(1)
MANDATES = st.lists(
    st.fixed_dictionaries(
        {
            "starts": st.integers(-3, 3),
            "length": st.none() | st.integers(0, 4),
            "revoked": st.none() | st.integers(-2, 3),
            "frame": st.none() | st.integers(0, 5),
            "decided": st.integers(-6, -3),
            "powers": st.sampled_from([(True, False), (False, True), (True, True)]),
            "mine": st.booleans(),
        }
    ),
    max_size=3,
)


def allowed(
    mandates: list[dict[str, Any]], *, amount: int | None, signing: bool, cut: tuple[int, int] | None, limited: bool
) -> bool:
    """The rule in plain words: one of my own mandates lives, has the power, and its frame holds the amount."""
    if limited:
        return False
    for each in mandates:
        begun = each["starts"] <= 0 and (each["length"] is None or each["starts"] + each["length"] >= 0)
        lives = begun and (each["revoked"] is None or each["revoked"] > 0)
        power = each["powers"][1 if signing else 0]
        frames = [each["frame"]] if each["frame"] is not None else []
        if cut is not None and cut[0] >= each["decided"]:
            frames.append(cut[1])
        fits = amount is None or not frames or amount <= min(frames)
        if each["mine"] and lives and power and fits:
            return True
    return False


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True)
@given(
    mandates=MANDATES,
    amount=st.none() | st.integers(0, 6),
    signing=st.booleans(),
    cut=st.none() | st.tuples(st.integers(-6, -1), st.integers(0, 5)),
    limited=st.booleans(),
)
def test_nobody_acts_outside_a_mandate(
    bare_world: NegotiationWorld,
    mandates: list[dict[str, Any]],
    amount: int | None,
    signing: bool,
    cut: tuple[int, int] | None,
    limited: bool,
) -> None:
    world, party = bare_world, bare_world.party()
    Mandate.objects.all().delete()
    MandateLimit.objects.all().delete()
    FinanceChange.objects.all().delete()
    option = Option.objects.order_by("pk")[0]
    for each in mandates:
        start = TODAY + each["starts"] * DAY
        Mandate.objects.create(
            partnership=world.partnership,
            organisation=party.principal.organisation,
            holder=world.speakers["region" if each["mine"] else "city"].user,
            role="Företrädare",
            subject="Allt",
            frame_ore=each["frame"],
            valid_from=start,
            valid_until=None if each["length"] is None else start + each["length"] * DAY,
            revoked_on=None if each["revoked"] is None else TODAY + each["revoked"] * DAY,
            may_negotiate=each["powers"][0],
            may_sign=each["powers"][1],
            decision_reference="§ 1",
            decided_on=TODAY + each["decided"] * DAY,
        )
    if cut is not None:
        FinanceChange.objects.create(
            party=party, told_on=TODAY + cut[0] * DAY, what="Mindre pengar.", new_frame_ore=cut[1], stage="negotiating"
        )
    if limited:
        MandateLimit.objects.create(party=party, option=option, reason="Nej.", told_on=TODAY)

    refusals = outside_mandate(
        party,
        world.speaker(),
        TODAY,
        amount=None if amount is None else Sek(amount),
        option_ids=[option.pk],
        signing=signing,
    )

    assert (refusals == []) == allowed(mandates, amount=amount, signing=signing, cut=cut, limited=limited)


@pytest.fixture
def bare_world() -> NegotiationWorld:
    return negotiation_world("initiating", keys=("state", "region", "city"), mandates=False)


@pytest.mark.parametrize(
    ("day", "lives"), [(MANDATED - DAY, False), (MANDATED, True), (RUNS_OUT, True), (RUNS_OUT + DAY, False)]
)
def test_mandate_holds_from_its_first_day_to_its_last(day: date, lives: bool) -> None:
    world = negotiation_world("initiating")

    assert (outside_mandate(world.party(), world.speaker(today=day), day) == []) is lives


def test_mandate_of_another_party_lets_nobody_act() -> None:
    world = negotiation_world()

    with pytest.raises(Refused, match="Du har inget gällande mandat att förhandla för Region Aspen"):
        require_mandate(world.party("region"), world.speaker("city"), TODAY)
    assert outside_mandate(world.party("region"), SYSTEM, TODAY) != []
    assert outside_mandate(world.party("region"), world.negotiator(), TODAY) != []


def test_amount_above_the_frame_is_refused_with_both_amounts() -> None:
    world = negotiation_world()

    with pytest.raises(
        Refused, match="60\u00a0000\u00a0001\u00a0kr är mer än mandatets ram, 60\u00a0000\u00a0000\u00a0kr"
    ):
        require_mandate(world.party(), world.speaker(), TODAY, amount=Sek.of_kronor(60_000_001))
    require_mandate(world.party(), world.speaker(), TODAY, amount=Sek.of_kronor(60_000_000))


def test_mandate_is_given_by_the_partys_own_people_alone() -> None:
    world = negotiation_world("initiating", mandates=False)
    given: dict[str, Any] = {
        "partnership": world.partnership,
        "organisation": world.party().principal.organisation,
        "holder": world.speakers["region"].user,
        "role": "Företrädare",
        "subject": "Förhandla",
        "valid_from": TODAY,
        "decision_reference": "RF 2026-05-04 § 112",
        "today": TODAY,
    }

    for stranger in (world.registrar("city"), world.negotiator(), world.secretary(), world.speaker("region")):
        with pytest.raises(NotAllowed):
            grant_mandate(**given, by=stranger)
    made = grant_mandate(**given, by=world.registrar("region"))
    with pytest.raises(Refused, match="för dig själv"):
        grant_mandate(**{**given, "holder": world.registrars["region"].user}, by=world.registrar("region"))

    assert Mandate.objects.live(TODAY).for_party(world.party().principal).get() == made


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"valid_until": MANDATED - DAY}, "Mandatets sista dag kan inte vara före den första."),
        ({"may_negotiate": False, "may_sign": False}, "Ett mandat ger rätt att förhandla"),
        ({"decision_reference": " "}, "får inte vara tomt"),
        ({"decided_on": TODAY}, "Beslutet kan inte vara fattat efter i dag."),
    ],
)
def test_mandate_that_makes_no_sense_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    world = negotiation_world("initiating", mandates=False)

    with pytest.raises(Refused) as refused:
        give_mandate(world, "region", **wrong)

    assert sentence in str(refused.value)
    assert not Mandate.objects.exists()


def test_revoked_mandate_stops_the_negotiation_from_beginning_and_what_was_done_stays() -> None:
    world = negotiation_world()
    mandate = world.mandates["region"]

    with pytest.raises(Refused, match="Ange skälet"):
        revoke_mandate(mandate, because="", by=world.registrar(), today=TODAY)
    revoke_mandate(mandate, because="Ny ledning.", by=world.registrar(), today=TODAY)

    with pytest.raises(Refused, match="redan återkallat"):
        revoke_mandate(mandate, because="Igen.", by=world.registrar(), today=TODAY)
    with pytest.raises(Refused, match="Mandat att förhandla saknas för Region Aspen"):
        services.take_step(world.again(), "begin_agreeing", by=world.negotiator(), today=TODAY)
    assert world.again().state == "negotiating"


def test_option_in_negotiation_is_proposed_within_a_mandate_alone() -> None:
    world = negotiation_world()
    revoke_mandate(world.mandates["region"], because="Ny ledning.", by=world.registrar(), today=TODAY)

    with pytest.raises(Refused, match="Du har inget gällande mandat"):
        services.add_option(world.issues[0], title="Nytt", by=world.speaker("region"), today=TODAY)
    made = services.add_option(world.issues[0], title="Nytt", by=world.speaker("city"), today=TODAY)

    assert made.proposed_by == world.party("city")
