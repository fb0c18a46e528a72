"""Rulings are registered by whoever may, on a day that can be, and corrected by a correcting act."""

import re
from datetime import date
from typing import Any

import pytest

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.decisions.models import Ruling
from governance.decisions.services import (
    correct_ruling,
    hand_over,
    note_legal_force,
    note_received,
    plan_meeting,
    register_ruling,
    tally,
)
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Body
from governance.workflow.refusals import NotAllowed, Refused, Stale
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
    make_matter,
    matter_out,
    ready_matter,
)

from .conftest import Remembering

pytestmark = pytest.mark.django_db


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


def test_legal_force_waits_for_the_end_of_the_time_to_appeal() -> None:
    region, svalov = matter_out(2).principal_rulings()
    later = date(2026, 12, 1)
    facts: dict[str, Any] = {"decided_on": TODAY, "announced_on": date(2026, 10, 21), "today": later}
    sentence = r"först när överklagandetiden har gått ut\. Sista dag att överklaga är 11 november 2026"

    for day in (TODAY, date(2026, 10, 21), date(2026, 11, 11)):
        with pytest.raises(Refused, match=sentence):
            decide(region, **facts, legal_force_on=day)
    decided = decide(region, **facts, legal_force_on=date(2026, 11, 12))
    announced = decide(svalov, **facts)
    for day in (TODAY, date(2026, 11, 11)):
        with pytest.raises(Refused, match=sentence):
            note_legal_force(announced, legal_force_on=day, by=keeper_of(announced), today=later)

    assert (decided.legal_force_on, again(svalov).legal_force_on) == (date(2026, 11, 12), None)


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


def test_legal_force_of_an_adoption_does_not_stay_with_another_outcome() -> None:
    ruling = decide(matter_out(2).principal_rulings()[0], legal_force_on=TODAY)
    changes = {"outcome": "rejected", "reasons": "Fullmäktige avslog.", "legal_force_on": TODAY}

    correct_ruling(ruling, changes=changes, reason="Fel utfall.", by=keeper_of(ruling), today=TODAY)

    assert (again(ruling).state, again(ruling).legal_force_on) == ("rejected", None)


def test_reckoned_day_to_appeal_follows_the_announcement_and_a_stated_one_stays() -> None:
    region, svalov = matter_out(2).principal_rulings()
    early, stated = date(2026, 10, 1), date(2026, 11, 11)
    reckoned = decide(region, decided_on=early, announced_on=early)
    typed = decide(svalov, decided_on=early, announced_on=early, appeal_until=stated)

    for ruling in (reckoned, typed):
        changes = {"announced_on": date(2026, 10, 8), "appeal_until": ruling.appeal_until}
        correct_ruling(ruling, changes=changes, reason="Fel dag.", by=keeper_of(ruling), today=TODAY)

    assert (again(region).appeal_until, again(svalov).appeal_until) == (date(2026, 10, 29), stated)


def test_correction_that_changes_nothing_is_refused() -> None:
    ruling = decide(matter_out(2).principal_rulings()[0], paragraph="§ 12", announced_on=TODAY)
    before = Event.objects.about(ruling).count()

    for changes in ({}, {"outcome": "adopted", "paragraph": "§ 12", "announced_on": TODAY, "appeal_until": None}):
        with pytest.raises(Refused, match="Inget är ändrat"):
            correct_ruling(ruling, changes=changes, reason="Fel.", by=keeper_of(ruling), today=TODAY)

    assert Event.objects.about(ruling).count() == before


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

    with pytest.raises(Refused, match=r"1 januari 2099 är mer än två år bort\. Sista dag som kan anges är") as far:
        plan_meeting(ruling, next_meeting_on=date(2099, 1, 1), by=keeper_of(ruling), today=TODAY)

    refusal = far.value.refusals[0]
    assert (refusal.rule.requirement, refusal.mended_by) == ("W-13", "du själv: välj en dag inom två år")


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


def test_body_on_the_way_treats_the_matter_after_the_body_before_it() -> None:
    sgd, ctb, _cs = make_matter(1).trunk_rulings()
    decide(sgd, today=PASSED)

    with pytest.raises(Refused, match=r"Det är före 13 mars 2026, då Styrgrupp SGD behandlade ärendet\."):
        decide(ctb, today=HANDED, decided_on=date(2026, 3, 12))

    assert decide(ctb, today=HANDED, decided_on=PASSED).state == "adopted"


def test_corrected_day_of_a_body_stays_between_those_before_and_after_it() -> None:
    sgd, ctb, cs = matter_out(1).trunk_rulings()

    def correct(ruling: Ruling, day: date) -> None:
        correct_ruling(ruling, changes={"decided_on": day}, reason="Fel.", by=keeper_of(ruling), today=TODAY)

    for day in (date(2026, 3, 28), TODAY):
        with pytest.raises(Refused, match=r"Det är efter 27 mars 2026, då ärendet lämnades över\."):
            correct(cs, day)
    correct(cs, HANDED)
    correct(ctb, date(2026, 3, 20))
    with pytest.raises(Refused, match=r"Det är efter 20 mars 2026, då Central tjänstemannaberedning behandlade"):
        correct(sgd, date(2026, 3, 21))
    with pytest.raises(Refused, match=r"Det är före 20 mars 2026, då Central tjänstemannaberedning behandlade"):
        correct(cs, date(2026, 3, 19))
    assert [again(each).decided_on for each in (sgd, ctb, cs)] == [PASSED, date(2026, 3, 20), HANDED]


def test_stale_form_is_refused_with_who_was_before() -> None:
    ruling = matter_out(1).principal_rulings()[0]
    registrar = keeper_of(ruling)
    plan_meeting(ruling, next_meeting_on=date(2026, 11, 24), by=registrar, today=TODAY, version=1)

    with pytest.raises(Stale, match="Registrator, Region Skåne ändrade uppgifterna"):
        register_ruling(
            ruling, outcome="adopted", decided_on=TODAY, paragraph="§ 1", by=registrar, today=TODAY, version=1
        )
