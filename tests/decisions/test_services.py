from datetime import date

import pytest

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.decisions.models import ImmutableRoute, Matter, Notice, Route, Ruling
from governance.decisions.routes import SGD_ROUTES
from governance.decisions.services import (
    answer_return,
    ensure_routes,
    hand_over,
    matter_for,
    open_matter,
    plan_meeting,
    tally,
    withdraw_matter,
)
from governance.organisations.kinds import BodyKind, PartnershipKind
from governance.organisations.models import Body
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from tests.factories.decisions import (
    HANDED,
    LAST,
    PASSED,
    TODAY,
    actor_in,
    again,
    decide,
    keeper_of,
    make_deciding_partnership,
    make_matter,
    matter_out,
    ready_matter,
)
from tests.factories.organisations import make_organisation

from .conftest import Remembering

pytestmark = pytest.mark.django_db


def test_ensure_routes_writes_each_version_once() -> None:
    partnership = make_deciding_partnership()

    ensure_routes(partnership)
    ensure_routes(partnership)

    assert sorted(Route.objects.values_list("code", "version")) == sorted((r["code"], r["version"]) for r in SGD_ROUTES)
    assert ensure_routes(make_deciding_partnership(kind=PartnershipKind.VIP)) == []


def test_route_is_never_changed() -> None:
    route = ensure_routes(make_deciding_partnership())[0]

    with pytest.raises(ImmutableRoute, match="skriv en ny version"):
        route.save()
    with pytest.raises(ImmutableRoute):
        Route.objects.all().update(name="Annat")
    with pytest.raises(ImmutableRoute):
        Route.objects.all().delete()
    with pytest.raises(ImmutableRoute):
        route.delete()


def test_open_matter_gives_each_body_on_the_way_its_ruling() -> None:
    matter = make_matter()

    assert [(each.stage, each.kind, each.state) for each in matter.current_rulings] == [
        ("sgd", "prepare", "not_started"),
        ("ctb", "prepare", "not_started"),
        ("cs", "recommend", "not_started"),
    ]
    assert (matter.state, matter.stage) == ("preparing", "sgd")


def test_open_matter_names_the_body_that_is_missing() -> None:
    partnership = make_deciding_partnership(1)
    Body.objects.filter(partnership=partnership, kind=BodyKind.OFFICIALS).delete()

    with pytest.raises(Refused, match="saknar organet Central tjänstemannaberedning"):
        make_matter(partnership=partnership)
    assert not Matter.objects.exists()


def test_subject_has_one_live_matter_at_a_time() -> None:
    matter = make_matter()
    subject = make_organisation()
    Matter.objects.filter(pk=matter.pk).update(subject_key=str(subject.pk))

    with pytest.raises(Exception, match=r"matter_is_one_live_a_subject|UNIQUE constraint failed"):
        open_matter(
            partnership=matter.partnership, route=matter.route, title="Igen", subject=subject, by=SYSTEM, today=TODAY
        )


def test_matter_goes_body_by_body_and_is_then_ready(follower: Remembering) -> None:
    matter = make_matter()
    first, second, third = matter.trunk_rulings()

    with pytest.raises(Refused, match="Styrgrupp SGD ska behandla ärendet först"):
        decide(second)
    decide(first, today=PASSED)
    assert again(matter).stage == "ctb"
    decide(second, today=PASSED)
    decide(third, today=PASSED)

    assert (again(matter).state, again(matter).stage) == ("ready", "principals")
    assert follower.told == ["passed sgd", "passed ctb", "passed cs"]
    assert again(third).state_word == "Rekommenderad"


def test_body_that_returns_the_matter_is_answered_by_the_first_body(follower: Remembering) -> None:
    matter = make_matter()
    first, second, _third = matter.trunk_rulings()
    decide(first, today=PASSED)
    decide(second, "sent_back", today=PASSED, reasons="Kalkylen saknas.")
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=PASSED)
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL, today=PASSED)

    with pytest.raises(NotAllowed):
        answer_return(matter, second, answer="Bifogas.", by=cs, today=PASSED, decided_on=PASSED, paragraph="31")
    answer_return(matter, second, answer="Bifogas.", by=sgd, today=PASSED, decided_on=PASSED, paragraph="31")

    rounds = [(each.round, each.state) for each in Ruling.objects.filter(matter=matter, stage="ctb").order_by("round")]
    assert rounds == [(1, "superseded"), (2, "not_started")]
    assert again(matter).state == "preparing"
    assert follower.told == ["passed sgd", "returned ctb", "resumed ctb"]


def test_hand_over_asks_every_principal_and_the_branch(follower: Remembering) -> None:
    matter = ready_matter(4)

    hand_over(matter, by=SYSTEM, today=HANDED, occurred_on=date(2026, 3, 26))

    now = again(matter)
    assert (now.state, now.handed_over_on) == ("with_principals", date(2026, 3, 26))
    assert [each.body.kind for each in now.branch_rulings()] == ["association_board"]
    assert [each.principal_name for each in now.principal_rulings()] == [
        "Region Skåne",
        "Svalöv",
        "Staffanstorp",
        "Burlöv",
    ]
    assert {each.kind for each in now.principal_rulings()} == {"decide"}
    assert follower.told[-1] == "handed over to 4"


def test_hand_over_waits_for_the_recommendation() -> None:
    with pytest.raises(WrongState, match="Läget är ”Bereds”"):
        hand_over(make_matter(), by=SYSTEM, today=HANDED)


def test_hand_over_names_the_principal_without_council() -> None:
    matter = ready_matter(2)
    Body.objects.filter(organisation__code="1214", kind=BodyKind.COUNCIL).delete()

    with pytest.raises(Refused, match="Svalöv saknar fullmäktige"):
        hand_over(matter, by=SYSTEM, today=HANDED)
    assert again(matter).state == "ready"


def test_last_principal_makes_it_adopted(follower: Remembering) -> None:
    matter = matter_out(2)
    region, svalov = matter.principal_rulings()

    decide(region)
    assert again(matter).state == "with_principals"
    decide(svalov)

    assert (again(matter).state, again(matter).closed_on) == ("adopted", TODAY)
    assert follower.told[-1] == "adopted"


def test_principal_decides_without_waiting_for_the_association() -> None:
    matter = matter_out(2)

    decide(matter.principal_rulings()[1])

    assert again(matter.branch_rulings()[0]).state == "not_started"


def test_remission_does_not_make_it_incomplete(follower: Remembering) -> None:
    matter = matter_out(3)

    remitted = decide(matter.principal_rulings()[1], "remitted", reasons="Kostnaden efter 2028 ska redovisas.")

    assert (remitted.state, again(matter).state) == ("remitted", "with_principals")
    assert not any(each.startswith("incomplete") for each in follower.told)


def test_remitted_matter_is_decided_anew_and_the_trail_keeps_the_remission() -> None:
    matter = matter_out(1)
    ruling = decide(matter.principal_rulings()[0], "remitted", paragraph="§ 94", reasons="Kostnaden ska redovisas.")
    registrar = keeper_of(ruling)

    plan_meeting(ruling, next_meeting_on=date(2026, 11, 20), by=registrar, today=TODAY)
    planned = again(ruling)
    assert (planned.state, planned.decided_on, planned.reasons) == ("in_preparation", None, "")
    decide(planned, today=date(2026, 11, 20), paragraph="§ 110")

    assert again(matter).state == "adopted"
    kept = Event.objects.about(ruling).get(kind="decisions.ruling.remit")
    assert "Kostnaden ska redovisas." in kept.details
    assert "§ 94" in kept.details


@pytest.mark.parametrize("outcome", ["rejected", "sent_back"])
def test_return_makes_it_incomplete_while_others_go_on(outcome: str, follower: Remembering) -> None:
    matter = matter_out(3)
    region, svalov, staffanstorp = matter.principal_rulings()

    decide(svalov, outcome)
    assert again(matter).state == "incomplete"
    decide(region)
    decide(staffanstorp)

    assert again(matter).state == "incomplete"
    assert again(region).state == "adopted"
    assert follower.told.count("incomplete Svalöv") == 1


def test_answer_begins_a_new_round_and_the_old_one_stays(follower: Remembering) -> None:
    matter = matter_out(2)
    region, svalov = matter.principal_rulings()
    decide(region)
    decide(svalov, "rejected", diary_number="KS 2026/14", reasons="För dyrt.")
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL, today=TODAY)

    with pytest.raises(Refused, match="Skriv vad ni svarar"):
        answer_return(matter, svalov, answer="  ", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")
    answer_return(
        matter, svalov, answer="Kostnaden är oförändrad.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31"
    )

    old, new = Ruling.objects.filter(matter=matter, principal=svalov.principal).order_by("round")
    assert (old.state, old.outcome, old.reasons, old.answer) == (
        "superseded",
        "rejected",
        "För dyrt.",
        "Kostnaden är oförändrad.",
    )
    assert (new.state, new.round, new.diary_number) == ("not_started", 2, "KS 2026/14")
    assert again(matter).state == "with_principals"
    assert follower.told[-1] == "resumed"
    decide(new)
    assert again(matter).state == "adopted"


def test_matter_resumes_only_when_every_return_is_answered() -> None:
    matter = matter_out(3)
    _region, svalov, staffanstorp = matter.principal_rulings()
    decide(svalov, "rejected")
    decide(staffanstorp, "sent_back")
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL, today=TODAY)

    answer_return(matter, svalov, answer="Ja.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")
    assert again(matter).state == "incomplete"
    answer_return(matter, staffanstorp, answer="Ja.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")

    assert again(matter).state == "with_principals"


def test_tally_counts_each_state_in_one_query(django_assert_num_queries: object) -> None:
    matter = matter_out(7)
    rulings = matter.principal_rulings()
    for ruling, outcome in zip(rulings, ("adopted", "rejected", "remitted", "sent_back"), strict=False):
        decide(ruling, outcome)
    plan_meeting(rulings[4], next_meeting_on=LAST, by=keeper_of(rulings[4]), today=TODAY)

    with django_assert_num_queries(1):  # type: ignore[operator]
        counted = tally(matter)

    assert counted.total == 7
    assert (counted.adopted, counted.rejected, counted.remitted, counted.sent_back) == (1, 1, 1, 1)
    assert (counted.in_preparation, counted.not_started, counted.without_meeting) == (1, 2, 3)
    assert (counted.returned, counted.remaining, counted.is_complete) == (2, 6, False)


def test_deviating_principle_asks_the_named_and_informs_the_others() -> None:
    partnership = make_deciding_partnership(4)
    named = list(partnership.principals.by_code())[2:]
    matter = ready_matter(partnership=partnership, code="B-01-KP", named=named)

    hand_over(matter, by=SYSTEM, today=HANDED)

    now = again(matter)
    assert [each.principal_name for each in now.principal_rulings()] == ["Staffanstorp", "Burlöv"]
    informed = Notice.objects.informed().filter(matter=now)
    assert [each.principal.organisation.short_name for each in informed.order_by("pk")] == ["Region Skåne", "Svalöv"]
    for ruling in now.principal_rulings():
        decide(ruling)
    assert again(matter).state == "adopted"


def test_deviating_principle_without_anybody_to_ask_is_refused() -> None:
    matter = ready_matter(2, code="B-01-KP")

    with pytest.raises(Refused, match="Ingen huvudman är angiven"):
        hand_over(matter, by=SYSTEM, today=HANDED)


def test_decision_within_the_frame_ends_with_the_body(follower: Remembering) -> None:
    matter = make_matter(2, code="B-03")
    for ruling in matter.trunk_rulings():
        decide(ruling, today=PASSED)

    assert again(matter).state == "adopted"
    assert [each.kind for each in matter.trunk_rulings()] == ["prepare", "prepare", "delegated"]
    assert follower.told[-2:] == ["passed cs", "adopted"]


def test_withdrawn_matter_takes_no_more_decisions(follower: Remembering) -> None:
    matter = matter_out(2)
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=TODAY)

    with pytest.raises(Refused, match="Ange skälet"):
        withdraw_matter(matter, reason=" ", by=sgd, today=TODAY)
    withdraw_matter(matter, reason="Ersätts av version 3.", by=sgd, today=TODAY)

    assert (again(matter).state, follower.told[-1]) == ("withdrawn", "withdrawn")
    with pytest.raises(Refused, match="Ärendet är avslutat: tillbakadragen"):
        decide(matter.principal_rulings()[0])


def test_return_is_not_answered_in_a_matter_that_is_withdrawn() -> None:
    matter = matter_out(2)
    ruling = decide(matter.principal_rulings()[1], "rejected")
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL, today=TODAY)
    withdraw_matter(matter, reason="Ersätts av version 3.", by=cs, today=TODAY)

    with pytest.raises(Refused, match="Ärendet är avslutat: tillbakadragen"):
        answer_return(again(matter), ruling, answer="Ja.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")

    assert [each.state for each in Ruling.objects.filter(principal=ruling.principal)] == ["rejected"]


def test_matter_for_finds_the_newest() -> None:
    matter = make_matter()
    subject = type(make_organisation()).objects.get(pk=int(matter.subject_key))

    assert matter_for(subject) == matter
    assert matter_for(make_organisation()) is None
