"""What a body that answers reasons tells, and what is read of a round that is over."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.decisions.models import Matter, Ruling
from governance.decisions.services import answer_return
from governance.organisations.kinds import BodyKind
from governance.workflow.refusals import Refused
from tests.factories.decisions import TODAY, actor_in, again, decide, matter_out, registry_seat, seat_in

from .pages import browse, ruling_of, send, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]
RETURNED_ON = date(2026, 10, 12)


def sent_back(matter: Matter) -> Ruling:
    """Svalöv's ruling, sent back some days ago."""
    return decide(ruling_of(matter, "Svalöv"), "sent_back", decided_on=RETURNED_ON, paragraph="76")


def test_answer_tells_its_day_and_paragraph_on_the_page_and_in_the_trail(client: Client) -> None:
    matter = matter_out(2)
    ruling = sent_back(matter)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))
    address = url("answer", matter, ruling.pk)
    form = client.get(address).context["form"]

    response = send(client, address, answer="Bifogas.", version=2, decided_on=date(2026, 10, 16), paragraph="§ 31")

    assert (form["decided_on"].initial, form.fields["paragraph"].required) == (TODAY, True)
    assert response.status_code == 303
    page = text_of(client.get(ruling.url()))
    way = reverse("decisions:trail", args=[matter.partnership.slug, "decisions.matter", matter.pk])
    trail = text_of(client.get(way))
    assert "Svar av Centralt samverkansorgan (CS) 16 oktober 2026, § 31 Bifogas." in page
    for words in (page, trail):
        assert "Skälen från Svalöv besvarades, § 31" in words
        assert "Hände 16 oktober 2026" in words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"decided_on": TODAY + timedelta(days=1), "paragraph": "31"}, "Dagen har inte varit än."),
        (
            {"decided_on": date(2026, 10, 11), "paragraph": "31"},
            "Svaret kan inte vara beslutat före 12 oktober 2026, då beslutet med skälen fattades.",
        ),
        ({"decided_on": TODAY}, "Paragraf i protokollet"),
    ],
)
def test_answer_form_names_what_is_wrong_with_day_and_paragraph(
    client: Client, given: dict[str, Any], said: str
) -> None:
    matter = matter_out(2)
    ruling = sent_back(matter)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))

    response = send(client, url("answer", matter, ruling.pk), answer="Bifogas.", version=2, **given)

    assert response.status_code == 422
    assert said in text_of(response)
    assert again(ruling).state == "sent_back"


@pytest.mark.parametrize(
    ("decided_on", "paragraph", "said"),
    [
        (None, "31", "Ange vilken dag svaret beslutades."),
        (TODAY + timedelta(days=1), "31", "har inte varit än"),
        (date(2026, 10, 11), "31", "Det är före 12 oktober 2026, då beslutet med skälen fattades."),
        (TODAY, " ", "Ange paragrafen i protokollet."),
    ],
)
def test_answer_is_refused_without_its_day_and_paragraph(decided_on: date | None, paragraph: str, said: str) -> None:
    matter = matter_out(2)
    ruling = sent_back(matter)
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL)

    with pytest.raises(Refused, match=said):
        answer_return(matter, ruling, answer="Ja.", by=cs, today=TODAY, decided_on=decided_on, paragraph=paragraph)


@pytest.mark.parametrize(
    ("outcome", "word", "lead"), [("sent_back", "Sänd tillbaka", "Sänd tillbaka"), ("rejected", "Avslagen", "Avslag")]
)
def test_round_that_is_over_tells_what_was_decided_and_that_a_new_one_goes_on(
    client: Client, outcome: str, word: str, lead: str
) -> None:
    matter = matter_out(2)
    ruling = decide(ruling_of(matter, "Svalöv"), outcome, paragraph="76")
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL)
    answer_return(matter, ruling, answer="Svar.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")
    browse(client, registry_seat(ruling.principal))

    first, second = client.get(ruling.url()), client.get(ruling_of(matter, "Svalöv").url())

    strip = first.context["strip"]
    assert (strip.state, strip.state_note) == (word, "ersatt av ny omgång")
    assert f"{word}, ersatt av ny omgång" in text_of(second)
    assert f"{lead} 20 oktober, § 76" in text_of(first)
    assert "Omgång 2</span> <span>" in first.content.decode()


def test_return_that_waits_for_its_answer_tells_when_the_answer_is_due(client: Client) -> None:
    matter = matter_out(2)
    ruling = sent_back(matter)
    browse(client, registry_seat(ruling.principal))

    page = client.get(ruling.url())

    assert page.context["strip"].due == matter.decide_by
    assert "Senast 30 november 2026 41 dagar kvar" in text_of(page)
    assert "Beslutat" not in text_of(page)
    cs = actor_in(matter.partnership, BodyKind.JOINT_POLITICAL)
    answer_return(matter, ruling, answer="Svar.", by=cs, today=TODAY, decided_on=TODAY, paragraph="31")
    assert "Senast Beslutat 12 oktober 2026" in text_of(client.get(ruling.url()))
