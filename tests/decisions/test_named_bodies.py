"""Whose turn it is and who may take a step are told by the body's name, where the route knows it."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from governance.audit.actors import SYSTEM
from governance.decisions.desk import waitings
from governance.decisions.presentation import turn_of
from governance.decisions.services import hand_over
from governance.organisations.kinds import BodyKind, PartnershipKind
from governance.workflow.refusals import NotAllowed, WrongState
from tests.factories.decisions import (
    HANDED,
    TODAY,
    actor_for_principal,
    actor_in,
    again,
    decide,
    make_deciding_partnership,
    make_matter,
    matter_out,
    ready_matter,
    registry_seat,
)
from tests.factories.organisations import make_body

from .pages import browse, ruling_of, send, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
CS = "Centralt samverkansorgan (CS)"


@pytest.mark.parametrize(("code", "whose"), [("B-01", "Styrgrupp SGD (SGD)"), ("B-01-KP", CS)])
def test_body_that_puts_the_matter_forward_is_named_until_it_is_handed_over(
    client: Client, code: str, whose: str
) -> None:
    partnership = make_deciding_partnership(3)
    named = list(partnership.principals.by_code())
    matter = ready_matter(partnership=partnership, code=code, named=named)
    browse(client, registry_seat(named[0]))

    strip = client.get(matter.url()).context["strip"]

    assert (strip.turn, strip.turn_note) == (whose, "ska lämna över till huvudmännen")
    assert turn_of(matter, today=TODAY)[0] == whose


def test_turn_of_a_matter_without_bodies_on_the_way_costs_no_question_each(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    partnership = make_deciding_partnership(3, kind=PartnershipKind.NEGOTIATION)
    make_body(kind=BodyKind.NEGOTIATORS, partnership=partnership, name="Förhandlingspersonerna")
    first, *asked = partnership.principals.by_code()
    for number in range(4):
        make_matter(partnership=partnership, title=f"Avtal {number}", code="AV-1", named=asked)

    reader = actor_for_principal(first)

    with django_assert_num_queries(2):
        told = waitings(reader, TODAY)

    assert {each.turn for each in told} == {"den som lägger fram förslaget"}


def test_one_who_may_not_hand_over_or_take_back_is_told_which_bodies_may(client: Client) -> None:
    matter = ready_matter(2)
    principal = matter.partnership.principals.by_code()[0]
    browse(client, registry_seat(principal))
    who = f"handläggare i Styrgrupp SGD (SGD), Central tjänstemannaberedning (CTB) eller {CS}."

    for name in ("hand_over", "withdraw"):
        response = client.get(url(name, matter))
        assert response.status_code == 403
        assert f"Steget kan bara tas av sekreterare, ordförande eller {who}" in text_of(response)
    with pytest.raises(NotAllowed, match="handläggare i Styrgrupp SGD"):
        hand_over(matter, by=actor_for_principal(principal), today=HANDED)


def test_one_who_may_not_answer_or_remind_is_told_which_body_may(client: Client) -> None:
    matter = matter_out(3)
    ruling = decide(ruling_of(matter, "Svalöv"), "sent_back")
    browse(client, registry_seat(ruling.principal))

    answer, reminder = client.get(url("answer", matter, ruling.pk)), send(client, url("remind", matter))

    assert f"Steget kan bara tas av sekreterare, ordförande eller handläggare i {CS}." in text_of(answer)
    assert (answer.status_code, reminder.status_code) == (403, 403)
    assert f"eller {CS}." in text_of(reminder)


def test_step_from_the_wrong_state_names_whose_turn_it_is() -> None:
    matter = ready_matter(2)
    hand_over(matter, by=SYSTEM, today=HANDED)
    decide(ruling_of(matter, "Svalöv"), "rejected")
    sgd = actor_in(matter.partnership, BodyKind.STEERING_GROUP)

    with pytest.raises(WrongState) as refused:
        hand_over(again(matter), by=sgd, today=TODAY)

    assert CS in str(refused.value.refusals[0])
