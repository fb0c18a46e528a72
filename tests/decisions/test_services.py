import re
from datetime import date
from typing import Any

import pytest

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.decisions import registry
from governance.decisions.models import ImmutableRoute, Matter, Notice, Route, Ruling
from governance.decisions.routes import SGD_ROUTES
from governance.decisions.services import (
    answer_return,
    correct_ruling,
    ensure_routes,
    hand_over,
    matter_for,
    note_legal_force,
    note_received,
    open_matter,
    plan_meeting,
    register_ruling,
    remind_principals,
    tally,
    withdraw_matter,
)
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, PartnershipKind, SeatRole
from governance.organisations.models import Body
from governance.workflow.refusals import NotAllowed, Refused, Stale, WrongState
from tests.factories.decisions import (
    HANDED,
    LAST,
    PASSED,
    TODAY,
    actor_for_principal,
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

pytestmark = pytest.mark.django_db


class Remembering(registry.Follower):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.reopens = True

    def stage_passed(self, matter: Matter, stage: str, *, today: date) -> None:
        self.told.append(f"passed {stage}")

    def stage_returned(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        self.told.append(f"returned {ruling.stage}")

    def stage_resumed(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        self.told.append(f"resumed {ruling.stage}")

    def handed_over(self, matter: Matter, *, today: date) -> None:
        self.told.append(f"handed over to {len(matter.principal_rulings())}")

    def adopted(self, matter: Matter, *, today: date) -> None:
        self.told.append("adopted")

    def became_incomplete(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        self.told.append(f"incomplete {ruling.principal_name}")

    def resumed(self, matter: Matter, *, today: date) -> None:
        self.told.append("resumed")

    def may_reopen(self, matter: Matter) -> bool:
        return self.reopens

    def reopened(self, matter: Matter, *, today: date) -> None:
        self.told.append("reopened")

    def withdrawn(self, matter: Matter, *, today: date) -> None:
        self.told.append("withdrawn")


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Remembering:
    """Follow organisations, which stand as subjects here."""
    remembering = Remembering()
    monkeypatch.setitem(registry.FOLLOWERS, "organisations.organisation", remembering)
    return remembering


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
        answer_return(matter, second, answer="Bifogas.", by=cs, today=PASSED)
    answer_return(matter, second, answer="Bifogas.", by=sgd, today=PASSED)

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
        answer_return(matter, svalov, answer="  ", by=cs, today=TODAY)
    answer_return(matter, svalov, answer="Kostnaden är oförändrad.", by=cs, today=TODAY)

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

    answer_return(matter, svalov, answer="Ja.", by=cs, today=TODAY)
    assert again(matter).state == "incomplete"
    answer_return(matter, staffanstorp, answer="Ja.", by=cs, today=TODAY)

    assert again(matter).state == "with_principals"


def test_nobody_registers_for_another_principal() -> None:
    matter = matter_out(3)
    _region, svalov, staffanstorp = matter.principal_rulings()
    facts: dict[str, Any] = {"outcome": "adopted", "decided_on": TODAY, "paragraph": "§ 1", "today": TODAY}

    outsiders: list[Any] = [
        actor_for_principal(staffanstorp.principal, today=TODAY),
        actor_for_principal(svalov.principal, SeatRole.OBSERVER, today=TODAY),
        actor_for_principal(svalov.principal, SeatRole.CONTROLLER, today=TODAY),
        actor_in(matter.partnership, BodyKind.JOINT_POLITICAL, today=TODAY),
        SYSTEM,
    ]
    for outsider in outsiders:
        with pytest.raises(NotAllowed):
            register_ruling(svalov, by=outsider, **facts)
    assert again(svalov).state == "not_started"


def test_body_ruling_is_registered_by_its_own_secretary() -> None:
    matter = make_matter()
    first = matter.trunk_rulings()[0]
    facts: dict[str, Any] = {"outcome": "adopted", "decided_on": PASSED, "paragraph": "§ 1", "today": PASSED}

    for outsider in (
        actor_in(matter.partnership, BodyKind.JOINT_POLITICAL, today=PASSED),
        actor_in(matter.partnership, BodyKind.STEERING_GROUP, SeatRole.MEMBER, today=PASSED),
    ):
        with pytest.raises(NotAllowed):
            register_ruling(first, by=outsider, **facts)
    register_ruling(first, by=actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=PASSED), **facts)
    assert again(first).state == "adopted"


def test_body_without_the_power_may_not_recommend() -> None:
    matter = make_matter()
    for ruling in matter.trunk_rulings()[:2]:
        decide(ruling, today=PASSED)
    Body.objects.filter(partnership=matter.partnership, kind=BodyKind.JOINT_POLITICAL).update(recommends=False)

    with pytest.raises(Refused, match="Centralt samverkansorgan har inte till uppgift att rekommendera"):
        decide(matter.trunk_rulings()[2], today=PASSED)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"decided_on": None}, "Ange vilken dag beslutet fattades"),
        ({"decided_on": date(2026, 10, 21)}, "Beslutsdagen 21 oktober 2026 har inte varit än"),
        ({"paragraph": " "}, "Ange paragrafen"),
        ({"announced_on": date(2026, 10, 19)}, "inte anslås före beslutsdagen"),
        ({"announced_on": TODAY, "appeal_until": date(2026, 10, 19)}, "Överklagandetiden kan inte sluta"),
        ({"legal_force_on": date(2026, 10, 19)}, "inte få laga kraft före beslutsdagen"),
        ({"legal_force_on": date(2026, 11, 19)}, "inte i förväg"),
        ({"outcome": "rejected", "reasons": " "}, "Ange skälen"),
        ({"outcome": "remitted", "reasons": ""}, "Ange skälen"),
        ({"outcome": "sent_back", "reasons": ""}, "Ange skälen"),
    ],
)
def test_register_ruling_refuses_what_cannot_be(facts: dict, sentence: str) -> None:
    ruling = matter_out(1).principal_rulings()[0]

    with pytest.raises(Refused, match=sentence):
        decide(ruling, **facts)
    assert again(ruling).state == "not_started"


def test_three_weeks_are_suggested_and_the_stated_day_wins() -> None:
    matter = matter_out(2)
    region, svalov = matter.principal_rulings()

    suggested = decide(region, announced_on=TODAY)
    stated = decide(svalov, announced_on=TODAY, appeal_until=date(2026, 11, 11))

    assert suggested.appeal_until == date(2026, 11, 10)
    assert stated.appeal_until == date(2026, 11, 11)
    assert suggested.legal_force_on is None


def test_late_decision_is_stored_and_flagged() -> None:
    matter = matter_out(2)
    region, svalov = matter.principal_rulings()
    late = date(2026, 12, 2)

    on_the_day = decide(region, decided_on=LAST, today=late)
    after = decide(svalov, today=late)

    assert (on_the_day.is_late, after.is_late) == (False, True)
    assert tally(matter).late == 1
    assert again(matter).state == "adopted"


def somebody_else(ruling: Ruling) -> Actor:
    """An actor of the partnership who is not the principal's own."""
    return actor_in(ruling.matter.partnership, BodyKind.JOINT_POLITICAL)


def test_note_legal_force_is_a_persons_act() -> None:
    ruling = decide(matter_out(2).principal_rulings()[0])
    registrar = keeper_of(ruling)

    with pytest.raises(NotAllowed):
        note_legal_force(ruling, legal_force_on=date(2026, 11, 12), by=somebody_else(ruling), today=date(2026, 11, 12))
    note_legal_force(ruling, legal_force_on=date(2026, 11, 12), by=registrar, today=date(2026, 11, 12), version=2)

    assert again(ruling).legal_force_on == date(2026, 11, 12)
    undecided = ruling.matter.principal_rulings()[1]
    with pytest.raises(Refused, match="inget registrerat beslut"):
        note_legal_force(undecided, legal_force_on=TODAY, by=keeper_of(undecided), today=TODAY)


def test_note_received_is_recorded() -> None:
    ruling = matter_out(1).principal_rulings()[0]

    note_received(ruling, received_on=date(2026, 3, 30), by=keeper_of(ruling), today=TODAY)

    assert again(ruling).received_on == date(2026, 3, 30)


def test_correction_of_a_fact_points_to_the_first_entry() -> None:
    ruling = decide(matter_out(2).principal_rulings()[0], paragraph="§ 12")
    first = Event.objects.about(ruling).get(kind="decisions.ruling.adopt")

    event = correct_ruling(
        ruling, changes={"paragraph": "§ 21"}, reason="Fel paragraf.", by=keeper_of(ruling), today=TODAY, version=2
    )

    assert (event.corrects, event.kind) == (first.pk, "decisions.ruling.correct")
    assert '"before":{"paragraph":"12"}' in event.details
    assert again(ruling).paragraph == "21"
    assert Event.objects.get(pk=first.pk).hash == first.hash


def test_correction_of_the_outcome_moves_the_matter(follower: Remembering) -> None:
    matter = matter_out(2)
    region, svalov = matter.principal_rulings()
    decide(region)
    decide(svalov)
    first = Event.objects.about(svalov).get(kind="decisions.ruling.adopt")

    correct_ruling(
        again(svalov),
        changes={"outcome": "rejected", "reasons": "Fullmäktige avslog."},
        reason="Fel utfall registrerades.",
        by=keeper_of(svalov),
        today=TODAY,
    )

    assert (again(svalov).state, again(matter).state, again(matter).closed_on) == ("rejected", "incomplete", None)
    assert follower.told[-3:] == ["adopted", "reopened", "incomplete Svalöv"]
    correcting = Event.objects.about(svalov).filter(corrects=first.pk).order_by("id")
    assert [each.kind for each in correcting] == ["decisions.ruling.take_back", "decisions.ruling.reject"]


def test_outcome_stays_once_others_have_acted_on_it(follower: Remembering) -> None:
    follower.reopens = False
    matter = matter_out(1)
    ruling = decide(matter.principal_rulings()[0])

    with pytest.raises(Refused, match="beslutet gäller redan"):
        correct_ruling(
            ruling,
            changes={"outcome": "rejected", "reasons": "Avslog."},
            reason="Fel.",
            by=keeper_of(ruling),
            today=TODAY,
        )
    assert (again(ruling).state, again(matter).state) == ("adopted", "adopted")


def test_correction_needs_reason_right_and_something_to_correct() -> None:
    matter = matter_out(2)
    region, svalov = matter.principal_rulings()
    decided = decide(region)
    change = {"paragraph": "§ 3"}

    with pytest.raises(Refused, match="Ange skälet"):
        correct_ruling(decided, changes=change, reason="", by=keeper_of(decided), today=TODAY)
    with pytest.raises(NotAllowed):
        correct_ruling(decided, changes=change, reason="Fel.", by=keeper_of(svalov), today=TODAY)
    with pytest.raises(Refused, match="inget registrerat beslut"):
        correct_ruling(svalov, changes=change, reason="Fel.", by=keeper_of(svalov), today=TODAY)
    with pytest.raises(Stale):
        correct_ruling(decided, changes=change, reason="Fel.", by=keeper_of(decided), today=TODAY, version=1)
    with pytest.raises(ValueError, match="Kan inte rättas: state"):
        correct_ruling(decided, changes={"state": "x"}, reason="Fel.", by=keeper_of(decided), today=TODAY)


def test_meeting_lies_ahead_and_fills_the_diary_number() -> None:
    ruling = matter_out(1).principal_rulings()[0]
    registrar = keeper_of(ruling)

    with pytest.raises(Refused, match="har redan varit"):
        plan_meeting(ruling, next_meeting_on=date(2026, 10, 19), by=registrar, today=TODAY)
    with pytest.raises(Refused, match="Ange vilken dag"):
        plan_meeting(ruling, next_meeting_on=None, by=registrar, today=TODAY)
    plan_meeting(
        ruling,
        next_meeting_on=date(2026, 11, 24),
        diary_number="RS 2026-001184",
        preparation="Regionstyrelsen 5 november",
        by=registrar,
        today=TODAY,
        version=1,
    )

    planned = again(ruling)
    assert (planned.state, planned.diary_number, planned.preparation, planned.lacks_meeting) == (
        "in_preparation",
        "RS 2026-001184",
        "Regionstyrelsen 5 november",
        False,
    )


def test_meeting_more_than_two_years_off_is_a_slip_of_the_pen() -> None:
    ruling = matter_out(1).principal_rulings()[0]

    with pytest.raises(Refused, match=r"1 januari 2099 är mer än två år bort\. Sista dag som kan anges är"):
        plan_meeting(ruling, next_meeting_on=date(2099, 1, 1), by=keeper_of(ruling), today=TODAY)


def test_decision_is_not_older_than_the_handover_nor_registered_in_advance() -> None:
    ruling = matter_out(1).principal_rulings()[0]
    early = "1 januari 1999 under ”Beslutsdag” kan inte stämma. Det är före 27 mars 2026, då ärendet lämnades över."

    with pytest.raises(Refused, match=re.escape(early)):
        decide(ruling, decided_on=date(1999, 1, 1))
    with pytest.raises(Refused, match=r"Beslutsdagen 5 maj 2099 har inte varit än\."):
        decide(ruling, decided_on=date(2099, 5, 5))
    decided = decide(ruling, decided_on=HANDED)

    with pytest.raises(Refused, match=re.escape(early)):
        correct_ruling(
            decided, changes={"decided_on": date(1999, 1, 1)}, reason="Fel.", by=keeper_of(decided), today=TODAY
        )
    assert again(ruling).decided_on == HANDED


def test_body_on_the_way_decides_after_the_matter_was_opened_and_before_it_is_handed_over() -> None:
    matter = make_matter(1)
    with pytest.raises(Refused, match=r"Det är före 20 januari 2026, då ärendet öppnades\."):
        decide(matter.trunk_rulings()[0], decided_on=date(2026, 1, 19))

    ready = ready_matter(1)
    with pytest.raises(Refused, match=r"Det är före 13 mars 2026, då beredningen blev klar\."):
        hand_over(ready, by=SYSTEM, today=HANDED, occurred_on=date(2026, 3, 12))
    with pytest.raises(Refused, match=r"28 mars 2026 under ”Dag då ärendet lämnas över” har inte varit än\."):
        hand_over(ready, by=SYSTEM, today=HANDED, occurred_on=date(2026, 3, 28))


def test_stale_form_is_refused_with_who_was_before() -> None:
    ruling = matter_out(1).principal_rulings()[0]
    registrar = keeper_of(ruling)
    plan_meeting(ruling, next_meeting_on=date(2026, 11, 24), by=registrar, today=TODAY, version=1)

    with pytest.raises(Stale, match="Registrator, Region Skåne ändrade uppgifterna"):
        register_ruling(
            ruling, outcome="adopted", decided_on=TODAY, paragraph="§ 1", by=registrar, today=TODAY, version=1
        )


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


def test_reminder_is_recorded_once_a_day_and_only_for_those_who_wait() -> None:
    matter = matter_out(3)
    region, svalov, staffanstorp = matter.principal_rulings()
    decide(region)
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=TODAY)

    sent = remind_principals(matter, [region, svalov, staffanstorp], by=sgd, today=TODAY)
    again_today = remind_principals(matter, [svalov], by=sgd, today=TODAY)

    assert [each.principal for each in sent] == [svalov.principal, staffanstorp.principal]
    assert again_today == []
    assert "senast 30 november 2026" in sent[0].text
    assert Event.objects.about(sent[0]).get().kind == "decisions.notice.send"
    with pytest.raises(NotAllowed):
        remind_principals(matter, [svalov], by=keeper_of(staffanstorp), today=TODAY)


def test_withdrawn_matter_takes_no_more_decisions(follower: Remembering) -> None:
    matter = matter_out(2)
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP, today=TODAY)

    with pytest.raises(Refused, match="Ange skälet"):
        withdraw_matter(matter, reason=" ", by=sgd, today=TODAY)
    withdraw_matter(matter, reason="Ersätts av version 3.", by=sgd, today=TODAY)

    assert (again(matter).state, follower.told[-1]) == ("withdrawn", "withdrawn")
    with pytest.raises(Refused, match="Ärendet är avslutat: tillbakadragen"):
        decide(matter.principal_rulings()[0])


def test_matter_for_finds_the_newest() -> None:
    matter = make_matter()
    subject = type(make_organisation()).objects.get(pk=int(matter.subject_key))

    assert matter_for(subject) == matter
    assert matter_for(make_organisation()) is None
