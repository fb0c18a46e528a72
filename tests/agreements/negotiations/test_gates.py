from datetime import timedelta

import pytest

from agreements.negotiations import services
from agreements.negotiations.models import GateConfirmation, Notice
from agreements.negotiations.states import Gate
from governance.organisations.actors import actor_for
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refused
from governance.workflow.steps import view_step
from tests.factories.negotiations import CAST, CONFIRMED, NegotiationWorld, confirm_all, negotiation_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db


def initiating(**fields: object) -> NegotiationWorld:
    return negotiation_world("initiating", **fields)  # type: ignore[arg-type]


def begin(world: NegotiationWorld) -> None:
    services.take_step(world.again(), "begin_negotiating", by=world.negotiator(), today=TODAY)


@pytest.mark.parametrize("gate", Gate)
def test_one_missing_confirmation_stops_and_the_refusal_names_the_party(gate: Gate) -> None:
    world = initiating()
    confirm_all(world, but=(("city", int(gate)),))

    with pytest.raises(Refused) as refused:
        begin(world)

    assert [each.sentence for each in refused.value.refusals] == [
        f"Grind {int(gate)}, {str(gate.label).lower()}: Almby kommun har inte bekräftat."
    ]
    assert world.again().state == "initiating"


def test_all_gates_mandates_and_frame_let_the_negotiation_begin() -> None:
    world = initiating()
    confirm_all(world)

    begin(world)

    assert world.again().state == "negotiating"
    told = Notice.objects.filter(what__startswith="Alla grindar är klara").values_list("party_id", flat=True)
    assert set(told) == {party.pk for party in world.parties.values()}


def test_every_reason_is_told_at_once() -> None:
    world = negotiation_world("initiating", mandates=False)

    view = view_step(world.again(), "begin_negotiating", Act(world.negotiator(), TODAY))

    assert [each.rule.requirement for each in view.refusals] == ["N-03", "N-04", "N-05", "N-06", "N-07", "N-10"]
    assert "Mandat att förhandla saknas för Staten, Region Aspen," in view.refusals[-1].sentence


def test_party_confirms_for_itself_alone() -> None:
    world = initiating()

    for stranger in (world.speaker("city"), world.negotiator(), world.registrar("region"), world.minister()):
        with pytest.raises(NotAllowed):
            services.confirm_gate(world.party("region"), 1, by=stranger, today=TODAY)
    with pytest.raises(NotAllowed):
        services.confirm_gate(world.party("state"), 1, by=world.negotiator(), today=TODAY)
    assert not GateConfirmation.objects.exists()


def test_person_with_two_seats_confirms_only_from_the_seat_acted_from() -> None:
    world = initiating()
    seat = world.speakers["region"]
    world.speakers["city"].user = seat.user
    world.speakers["city"].save()

    with pytest.raises(NotAllowed):
        services.confirm_gate(
            world.party("city"), 1, by=actor_for(seat.user, today=TODAY, seat_id=seat.pk), today=TODAY
        )


def test_differing_view_stands_beside_the_confirmation() -> None:
    world = initiating()

    confirmed = services.confirm_gate(
        world.party(), 2, differing_view="Drift bör ingå.", by=world.speaker(), today=TODAY
    )

    assert (confirmed.gate, confirmed.differing_view, confirmed.withdrawn_on) == (2, "Drift bör ingå.", None)


def test_gate_is_confirmed_once_and_there_are_five() -> None:
    world = initiating()
    services.confirm_gate(world.party(), 2, by=world.speaker(), today=TODAY)

    with pytest.raises(Refused, match="har redan bekräftat grind 2"):
        services.confirm_gate(world.party(), 2, by=world.speaker(), today=TODAY)
    with pytest.raises(Refused, match="fem grindar"):
        services.confirm_gate(world.party(), 6, by=world.speaker(), today=TODAY)


def test_withdrawn_confirmation_stops_again_and_stays_in_the_trail() -> None:
    world = initiating()
    confirm_all(world)
    given = world.party().confirmations.get(gate=5)

    with pytest.raises(Refused, match="Ange skälet"):
        services.withdraw_confirmation(given, because=" ", by=world.speaker(), today=TODAY)
    services.withdraw_confirmation(given, because="Ny regionledning.", by=world.speaker(), today=TODAY)

    with pytest.raises(Refused, match="Grind 5"):
        begin(world)
    services.confirm_gate(world.party(), 5, by=world.speaker(), today=TODAY)
    begin(world)
    assert world.party().confirmations.filter(gate=5).count() == 2


def test_no_confirmation_is_given_or_taken_back_once_the_negotiation_has_begun() -> None:
    world = negotiation_world()

    with pytest.raises(Refused, match="Förhandlas"):
        services.confirm_gate(world.party(), 1, by=world.speaker(), today=TODAY)
    given = world.party().confirmations.get(gate=1)
    with pytest.raises(Refused, match="Förhandlas"):
        services.withdraw_confirmation(given, because="Fel.", by=world.speaker(), today=TODAY)


def test_changed_directive_asks_for_the_gates_it_touches_anew() -> None:
    world = initiating()
    confirm_all(world)

    services.edit_directive(
        world.again(), changes={"delimitations": "Tandvården ingår inte."}, by=world.secretary(), today=TODAY
    )

    live = GateConfirmation.objects.filter(withdrawn_on__isnull=True)
    assert sorted(set(live.values_list("gate", flat=True))) == [1, 2, 5]
    assert set(GateConfirmation.objects.exclude(withdrawn_on=None).values_list("withdrawn_because", flat=True)) == {
        "Direktivet ändrades."
    }
    assert Notice.objects.filter(what="Direktivet har ändrats. Grind 3, 4 ska bekräftas på nytt.").count() == len(CAST)


def test_confirmation_of_an_older_directive_is_refused() -> None:
    world = initiating()
    read = world.again().directive_edition
    services.edit_directive(world.again(), changes={"purpose": "Annat."}, by=world.secretary(), today=TODAY)

    with pytest.raises(Refused, match="Direktivet har ändrats sedan du läste det"):
        services.confirm_gate(world.party(), 2, edition=read, by=world.speaker(), today=TODAY)


def test_unchanged_directive_keeps_its_confirmations() -> None:
    world = initiating()
    confirm_all(world)
    held = world.again()

    services.edit_directive(held, changes={"purpose": held.purpose}, by=world.secretary(), today=TODAY)

    assert not GateConfirmation.objects.exclude(withdrawn_on=None).exists()
    assert world.again().directive_edition == 1


def test_party_says_why_it_waits_and_the_word_goes_when_it_confirms() -> None:
    world = initiating()
    party = world.party()

    services.tell_why_not(
        party,
        5,
        text="Regionstyrelsen tar ställning.",
        expected_on=TODAY + timedelta(7),
        by=world.speaker(),
        today=TODAY,
    )
    assert party.remarks.get().text == "Regionstyrelsen tar ställning."
    services.confirm_gate(party, 5, by=world.speaker(), today=TODAY)

    assert not party.remarks.exists()


def test_reminder_goes_to_those_who_have_something_left_and_once_a_day() -> None:
    world = initiating()
    confirm_all(world, but=(("city", 3), ("region", 5)))

    told = services.remind_parties(world.again(), by=world.secretary(), today=TODAY)

    assert {each.party.name: each.what for each in told} == {
        "Almby kommun": "Påminnelse: Bekräfta grind 3.",
        "Region Aspen": "Påminnelse: Bekräfta grind 5.",
    }
    with pytest.raises(Refused, match="Ingen part behöver påminnas i dag"):
        services.remind_parties(world.again(), by=world.secretary(), today=TODAY)
    again = services.remind_parties(world.again(), by=world.secretary(), today=TODAY + timedelta(1))
    assert len(again) == 2


def test_party_that_left_is_no_longer_waited_for() -> None:
    world = initiating()
    confirm_all(world, but=(("company", 1),))

    services.withdraw_party(world.party("company"), because="Uppköpt.", by=world.speaker("company"), today=CONFIRMED)
    begin(world)

    assert world.again().state == "negotiating"


def test_negotiation_does_not_begin_without_the_state() -> None:
    world = initiating()
    confirm_all(world)
    services.withdraw_party(world.party("state"), because="Ny regering.", by=world.speaker("state"), today=TODAY)

    with pytest.raises(Refused, match="Staten är inte part"):
        begin(world)
