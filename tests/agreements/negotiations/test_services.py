import pytest
from django.db import IntegrityError, transaction

from agreements.negotiations import services
from agreements.negotiations.mandates import outside_mandate
from agreements.negotiations.models import (
    ConflictOfInterest,
    Issue,
    Notice,
    Option,
    Party,
)
from agreements.negotiations.permissions import may_assist, may_lead, may_speak_for, party_of
from agreements.negotiations.states import IssueKind
from governance.lib.money import Sek
from governance.workflow.refusals import NotAllowed, Refused, Stale
from tests.factories.negotiations import CAST, negotiation_world
from tests.factories.organisations import TODAY, act_as, make_principal

pytestmark = pytest.mark.django_db


def test_negotiation_is_registered_with_number_checklists_and_precedents() -> None:
    world = negotiation_world("proposed")

    second = services.register_negotiation(
        partnership=world.partnership, title="Nästa", by=world.secretary(), today=TODAY
    )

    assert (world.negotiation.number, second.number) == ("2026:1", "2026:2")
    assert {each.phase for each in second.checklist.all()} == {
        "initiating",
        "negotiating",
        "agreeing",
        "implementing",
    }
    assert "SOU 2017:107" in " ".join(second.precedents.values_list("reference", flat=True))


def test_who_may_propose_lead_assist_and_speak() -> None:
    world = negotiation_world("proposed")
    everyone = {
        "leader": world.negotiator(),
        "office": world.secretary(),
        "minister": world.minister(),
        "state": world.speaker("state"),
        "region": world.speaker("region"),
    }

    assert {name for name, actor in everyone.items() if may_lead(world.negotiation, actor)} == {"leader"}
    assert {name for name, actor in everyone.items() if may_assist(world.negotiation, actor)} == {"leader", "office"}
    assert {name for name, actor in everyone.items() if may_speak_for(world.party("state"), actor)} == {"state"}
    assert party_of(world.negotiation, world.speaker("state")) == world.party("state")
    assert party_of(world.negotiation, world.negotiator()) is None
    services.register_negotiation(partnership=world.partnership, title="En", by=world.minister(), today=TODAY)
    with pytest.raises(NotAllowed):
        services.register_negotiation(partnership=world.partnership, title="Två", by=world.speaker(), today=TODAY)


def test_initiation_waits_for_a_whole_directive() -> None:
    world = negotiation_world("proposed")
    held = world.again()
    services.edit_directive(
        held, changes={"purpose": "", "directive_decided_on": None}, by=world.secretary(), today=TODAY
    )

    with pytest.raises(Refused, match="Direktivet saknar syfte och beslutsdag"):
        services.take_step(world.again(), "initiate", by=world.negotiator(), today=TODAY)


def test_directive_stands_still_once_the_negotiation_has_begun() -> None:
    world = negotiation_world()

    with pytest.raises(Refused, match="Då går det inte att ändra direktivet"):
        services.edit_directive(world.again(), changes={"purpose": "Annat"}, by=world.secretary(), today=TODAY)
    services.take_step(
        world.again(), "reopen_initiation", by=world.negotiator(), today=TODAY, reason="Uppdraget är vidgat."
    )
    services.edit_directive(world.again(), changes={"purpose": "Annat"}, by=world.secretary(), today=TODAY)

    assert world.again().purpose == "Annat"


def test_frame_is_told_to_every_party() -> None:
    world = negotiation_world()

    services.set_frame(world.again(), frame=Sek.of_kronor(700_000_000), by=world.secretary(), today=TODAY)

    assert world.again().frame == Sek.of_kronor(700_000_000)
    assert Notice.objects.filter(what="Den ekonomiska ramen är 700\u00a0000\u00a0000 kr.").count() == len(CAST)


def test_edit_on_an_older_version_is_refused_with_both_values() -> None:
    world = negotiation_world("proposed")
    seen = world.again().version
    services.edit_directive(world.again(), changes={"title": "Ett"}, by=world.secretary(), today=TODAY, version=seen)

    with pytest.raises(Stale) as stale:
        services.edit_directive(
            world.again(), changes={"title": "Två"}, by=world.secretary(), today=TODAY, version=seen
        )

    assert stale.value.refusals[0].rows == (("förhandling", "Ett", "Två"),)


def test_initiation_waits_for_negotiators_and_their_declarations() -> None:
    world = negotiation_world("proposed")
    ConflictOfInterest.objects.all().delete()

    with pytest.raises(Refused, match="Förhandlaren och Andra förhandlaren har inte redovisat"):
        services.take_step(world.again(), "initiate", by=world.negotiator(), today=TODAY)
    for each in world.negotiation.negotiators.all():
        seat = world.leader if each.user_id == world.leader.user_id else world.second
        told = services.declare_conflict(each, what="Äger aktier.", by=act_as(seat), today=TODAY)
    with pytest.raises(Refused, match="är inte bedömd"):
        services.take_step(world.again(), "initiate", by=world.negotiator(), today=TODAY)
    with pytest.raises(NotAllowed):
        services.assess_conflict(told, assessment="Nej.", must_abstain=False, by=act_as(world.second), today=TODAY)
    for told in ConflictOfInterest.objects.all():
        services.assess_conflict(told, assessment="Liten post.", must_abstain=False, by=world.minister(), today=TODAY)
    services.take_step(world.again(), "initiate", by=world.negotiator(), today=TODAY)


def test_negotiator_who_must_abstain_takes_no_step() -> None:
    world = negotiation_world("proposed")
    mine = world.negotiation.negotiators.get(user=world.leader.user)
    told = services.declare_conflict(mine, what="Styrelseledamot hos en part.", by=world.negotiator(), today=TODAY)
    services.assess_conflict(told, assessment="Jäv.", must_abstain=True, by=world.minister(), today=TODAY)

    with pytest.raises(Refused, match="Du har anmält jäv och ska avstå"):
        services.take_step(world.again(), "initiate", by=world.negotiator(), today=TODAY)
    services.take_step(world.again(), "initiate", by=act_as(world.second), today=TODAY)

    assert world.again().state == "initiating"


def test_conflict_is_declared_by_oneself_alone() -> None:
    world = negotiation_world("proposed")
    mine = world.negotiation.negotiators.get(user=world.leader.user)

    with pytest.raises(NotAllowed):
        services.declare_conflict(mine, has_conflict=False, by=act_as(world.second), today=TODAY)


def test_party_s_own_people_are_not_neutral() -> None:
    world = negotiation_world("proposed")
    both = world.speakers["region"].user
    services_seat = type(world.leader).objects.create(
        user=both, body=world.negotiators, role="member", from_on=world.leader.from_on
    )

    with pytest.raises(Refused, match="kan inte leda förhandlingen neutralt"):
        services.appoint_negotiator(
            world.negotiation, user=services_seat.user, appointment="Beslut 5", by=world.minister(), today=TODAY
        )
    with pytest.raises(Refused, match="har ingen plats bland partnerskapets förhandlingspersoner"):
        services.appoint_negotiator(
            world.negotiation, user=world.government.user, appointment="Beslut 5", by=world.minister(), today=TODAY
        )


def test_party_without_role_or_undertakings_is_incomplete() -> None:
    world = negotiation_world("initiating")
    services.edit_party(world.party("company"), changes={"undertakings": ""}, by=world.speaker("company"), today=TODAY)
    services.edit_party(world.party("region"), changes={"role": " "}, by=world.secretary(), today=TODAY)

    with pytest.raises(Refused) as refused:
        services.take_step(world.again(), "begin_negotiating", by=world.negotiator(), today=TODAY)

    assert refused.value.refusals[0].sentence == (
        "Det saknas uppgifter om parter: roll för Region Aspen; åtaganden för Furu Medicinteknik AB."
    )
    assert refused.value.refusals[0].rule.requirement == "P-02"


def test_party_is_described_by_itself_or_the_office() -> None:
    world = negotiation_world()

    with pytest.raises(NotAllowed):
        services.edit_party(world.party("region"), changes={"situation": "Bra."}, by=world.speaker("city"), today=TODAY)
    services.edit_party(world.party("region"), changes={"situation": "Svår."}, by=world.speaker("region"), today=TODAY)

    assert world.party("region").situation == "Svår."


def test_party_of_another_partnership_is_refused() -> None:
    world = negotiation_world("initiating")
    with pytest.raises(Refused, match="hör inte till det här partnerskapet"):
        services.add_party(world.again(), principal=make_principal(), by=world.secretary(), today=TODAY)


def test_party_joins_before_the_negotiation_begins_and_once() -> None:
    world = negotiation_world("initiating")
    with pytest.raises(Refused, match="redan part"):
        services.add_party(world.again(), principal=world.party("region").principal, by=world.secretary(), today=TODAY)
    later = negotiation_world()
    with pytest.raises(Refused, match="lägga till en part"):
        services.add_party(later.again(), principal=later.party("region").principal, by=later.secretary(), today=TODAY)


def test_association_binds_no_member() -> None:
    world = negotiation_world()

    assert world.party("association").is_association
    assert world.party("association").name == "Privata vårdgivare (förening)"
    assert [key for key in CAST if world.party(key).is_association] == ["association"]


def test_database_holds_one_state() -> None:
    world = negotiation_world("proposed")

    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=world.parties["region"].pk).update(is_state=True)


def test_state_alone_writes_and_chooses_in_its_own_issues() -> None:
    world = negotiation_world()
    legal = Issue.objects.get(kind=IssueKind.LEGAL)

    for stranger in (world.speaker("region"), world.negotiator(), world.secretary()):
        with pytest.raises(NotAllowed):
            services.add_option(legal, title="Ingen lag", by=stranger, today=TODAY)
    added = services.add_option(legal, title="Föreskrifter", by=world.speaker("state"), today=TODAY)
    with pytest.raises(NotAllowed):
        services.decide_state_issue(legal, option=added, by=world.negotiator(), today=TODAY)
    services.decide_state_issue(legal, option=added, by=world.speaker("state"), today=TODAY)

    assert [str(each) for each in Option.objects.filter(issue=legal).open_to_choice()] == ["Föreskrifter"]
    assert Option.objects.filter(issue=world.issues[0]).open_to_choice().count() == 3


def test_agreeing_waits_for_the_state_s_own_choice() -> None:
    world = negotiation_world()
    services.add_issue(
        world.again(), title="Utbytesformat", kind=IssueKind.INTEROPERABILITY, by=world.secretary(), today=TODAY
    )

    with pytest.raises(Refused) as refused:
        services.take_step(world.again(), "begin_agreeing", by=world.negotiator(), today=TODAY)

    said = [each.sentence for each in refused.value.refusals]
    assert "Frågor utan alternativ: 6. Utbytesformat." in said
    assert "Staten har inte valt i 6. Utbytesformat." in said


def test_issue_of_the_state_is_state_only_whatever_was_asked() -> None:
    world = negotiation_world()
    made = services.add_issue(world.again(), title="Lag", kind=IssueKind.LEGAL, by=world.secretary(), today=TODAY)

    assert made.state_only
    with pytest.raises(IntegrityError), transaction.atomic():
        Issue.objects.filter(pk=made.pk).update(state_only=False)


def test_ordinary_issue_is_not_decided_by_the_state() -> None:
    world = negotiation_world()
    issue = world.issues[0]

    with pytest.raises(Refused, match="Staten väljer ensam bara i sina egna frågor"):
        services.decide_state_issue(issue, option=issue.options.all()[0], by=world.speaker("state"), today=TODAY)


def test_limit_is_told_by_the_party_and_lifted_again() -> None:
    world = negotiation_world()
    party, option = world.party("city"), Option.objects.all()[0]

    with pytest.raises(NotAllowed):
        services.limit_mandate(party, option=option, reason="Nej", by=world.speaker("town"), today=TODAY)
    limit = services.limit_mandate(
        party, option=option, reason="Fullmäktige sade nej.", by=world.speaker("city"), today=TODAY
    )
    with pytest.raises(Refused, match="redan sagt"):
        services.limit_mandate(party, option=option, reason="Nej.", by=world.speaker("city"), today=TODAY)
    assert (
        "Utanför mandatet" in outside_mandate(party, world.speaker("city"), TODAY, option_ids=[option.pk])[0].sentence
    )
    services.lift_limit(limit, by=world.speaker("city"), today=TODAY)

    assert outside_mandate(party, world.speaker("city"), TODAY, option_ids=[option.pk]) == []
