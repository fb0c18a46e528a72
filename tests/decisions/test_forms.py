"""The forms of a matter and of a ruling: who is shown them, what they refuse, and what they keep."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.audit.actors import SYSTEM
from governance.decisions import registry
from governance.decisions.models import Matter
from governance.decisions.services import plan_meeting, withdraw_matter
from governance.organisations.kinds import BodyKind, SeatRole
from governance.workflow.tokens import FIELD, new_token
from tests.factories.decisions import (
    TODAY,
    again,
    decide,
    keeper_of,
    make_matter,
    matter_out,
    ready_matter,
    registry_seat,
    seat_in,
)

from .pages import browse, ruling_of, send, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_registrar_registers_a_decision(client: Client) -> None:
    matter = matter_out(2)
    ruling = ruling_of(matter, "Svalöv")
    browse(client, registry_seat(ruling.principal))
    address = url("register", matter, ruling.pk)
    assert client.get(address).status_code == 200

    facts = {"outcome": "adopted", "decided_on": TODAY, "paragraph": "§ 76", "version": ruling.version}
    response = send(client, address, **facts, announced_on=TODAY, diary_number="KS 2026/820")

    assert response.status_code == 303
    assert response["Location"] == f"{matter.url()}#h-1214"
    saved = again(ruling)
    assert (saved.state, saved.paragraph, saved.appeal_until) == ("adopted", "76", date(2026, 11, 10))
    assert "Beslutet är registrerat." in text_of(client.get(matter.url()))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"decided_on": "2026-10-21"}, "21 oktober 2026 har inte varit än"),
        ({"decided_on": "igår"}, "Skriv datumet som år-månad-dag"),
        ({"outcome": "rejected"}, "Skriv skälen som de står i protokollet."),
        ({"announced_on": "2026-10-01"}, "Beslutet kan inte anslås före beslutsdagen."),
        ({"legal_force_on": "2026-10-01"}, "inte få laga kraft före beslutsdagen"),
        ({"legal_force_on": "2026-12-01"}, "inte i förväg"),
        ({"legal_force_on": TODAY, "announced_on": TODAY}, "Sista dag att överklaga är 10 november 2026."),
        ({"appeal_until": "2026-10-01"}, "Överklagandetiden kan inte sluta innan"),
    ],
)
def test_wrong_form_comes_back_with_what_was_typed(client: Client, changed: dict[str, Any], sentence: str) -> None:
    matter = matter_out(2)
    ruling = ruling_of(matter, "Svalöv")
    browse(client, registry_seat(ruling.principal))
    facts = {"outcome": "adopted", "decided_on": TODAY, "paragraph": "76", "minutes": "Protokoll KF 7", **changed}

    response = send(client, url("register", matter, ruling.pk), **facts, version=ruling.version)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "Protokoll KF 7" in response.content.decode()
    assert again(ruling).state == "not_started"


def test_double_click_is_one_act(client: Client) -> None:
    matter = matter_out(2)
    ruling = ruling_of(matter, "Svalöv")
    browse(client, registry_seat(ruling.principal))
    form = {FIELD: new_token(), "next_meeting_on": "2026-11-24", "version": ruling.version}

    first = client.post(url("plan", matter, ruling.pk), form)
    second = client.post(url("plan", matter, ruling.pk), form)

    assert (first.status_code, second.status_code) == (303, 409)
    assert "Redan gjort" in text_of(second)
    assert again(ruling).version == 2


def test_stale_form_shows_who_was_before_and_may_be_sent_again(client: Client) -> None:
    matter = matter_out(2)
    ruling = ruling_of(matter, "Svalöv")
    plan_meeting(ruling, next_meeting_on=date(2026, 11, 20), by=keeper_of(ruling), today=TODAY)
    browse(client, registry_seat(ruling.principal))

    response = send(client, url("plan", matter, ruling.pk), next_meeting_on="2026-11-24", version=1)

    assert response.status_code == 409
    assert "Någon hann före dig" in text_of(response)
    assert 'name="version" value="2"' in response.content.decode()
    assert again(ruling).next_meeting_on == date(2026, 11, 20)


@pytest.mark.parametrize("name", ["register", "plan", "legal_force", "correct"])
def test_forms_of_another_principal_are_refused(client: Client, name: str) -> None:
    matter = matter_out(3)
    ruling = decide(ruling_of(matter, "Svalöv"))
    browse(client, registry_seat(ruling_of(matter, "Staffanstorp").principal))

    for response in (client.get(url(name, matter, ruling.pk)), send(client, url(name, matter, ruling.pk), version=2)):
        assert response.status_code == 403
        assert "Du har inte rätt plats" in text_of(response)


def test_observer_of_the_principal_may_only_read(client: Client) -> None:
    matter = matter_out(2)
    ruling = ruling_of(matter, "Svalöv")
    browse(client, registry_seat(ruling.principal, SeatRole.OBSERVER))

    assert "Registrera" not in text_of(client.get(matter.url()))
    assert client.get(url("register", matter, ruling.pk)).status_code == 403


def test_legal_force_is_noted_on_its_page(client: Client) -> None:
    matter = matter_out(2)
    ruling = decide(ruling_of(matter, "Svalöv"), decided_on=date(2026, 9, 14))
    browse(client, registry_seat(ruling.principal))
    address = url("legal_force", matter, ruling.pk)

    assert send(client, address, legal_force_on="2026-09-13", version=2).status_code == 422
    assert send(client, address, legal_force_on="2026-10-14", version=2).status_code == 303
    assert "Ja, 14 oktober" in text_of(client.get(matter.url()))


def test_legal_force_on_a_day_to_appeal_comes_back_to_its_field(client: Client) -> None:
    ruling = decide(ruling_of(matter_out(2), "Svalöv"), decided_on=date(2026, 9, 14), announced_on=date(2026, 9, 15))
    browse(client, registry_seat(ruling.principal))

    response = send(client, url("legal_force", ruling.matter, ruling.pk), legal_force_on="2026-10-06", version=2)

    assert response.status_code == 422
    assert "Sista dag att överklaga är 6 oktober 2026." in text_of(response)


def test_correction_keeps_both_entries_on_the_page(client: Client) -> None:
    matter = matter_out(2)
    ruling = decide(ruling_of(matter, "Svalöv"))
    browse(client, registry_seat(ruling.principal))
    facts = {"outcome": "adopted", "decided_on": TODAY, "paragraph": "21", "version": 2, "reason": "Fel paragraf."}
    assert f'class="lnk" href="{url("correct", matter, ruling.pk)}"' in client.get(ruling.url()).content.decode()
    assert "Det som registrerades först" in text_of(client.get(url("correct", matter, ruling.pk)))

    assert send(client, url("correct", matter, ruling.pk), **{**facts, "reason": ""}).status_code == 422
    assert send(client, url("correct", matter, ruling.pk), **facts).status_code == 303

    words = text_of(client.get(ruling.url()))
    assert "En uppgift om Svalöv rättades: paragraf: § 12 → § 21" in words
    assert "Rättar händelse" in words
    assert "Fel paragraf." in words


def test_trail_names_each_fact_that_was_corrected(client: Client) -> None:
    ruling = decide(ruling_of(matter_out(2), "Svalöv"), decided_on=date(2026, 10, 5))
    browse(client, registry_seat(ruling.principal))
    facts = {"outcome": "adopted", "decided_on": "2026-10-06", "paragraph": "12", "minutes": "KF 7"}

    send(client, url("correct", ruling.matter, ruling.pk), **facts, version=2, reason="Fel dag.")

    words = text_of(client.get(ruling.url()))
    assert "Uppgifter om Svalöv rättades: " in words
    assert "beslutsdag: 5 oktober 2026 → 6 oktober 2026" in words
    assert "protokoll: inget angivet → KF 7" in words


def test_announcement_moved_past_the_reckoned_day_to_appeal_is_corrected(client: Client) -> None:
    early = date(2026, 9, 14)
    ruling = decide(ruling_of(matter_out(2), "Svalöv"), decided_on=early, announced_on=early)
    browse(client, registry_seat(ruling.principal))
    facts = {"outcome": "adopted", "decided_on": early, "paragraph": "12", "version": 2, "reason": "Fel dag."}
    days = {"announced_on": "2026-10-19", "appeal_until": ruling.appeal_until}

    response = send(client, url("correct", ruling.matter, ruling.pk), **facts, **days)

    assert response.status_code == 303
    assert again(ruling).appeal_until == date(2026, 11, 9)


def test_answer_page_quotes_the_reasons_and_begins_a_new_round(client: Client) -> None:
    matter = matter_out(2)
    ruling = decide(ruling_of(matter, "Svalöv"), "rejected", reasons="För dyrt.")
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))
    assert "Svara på skälen från Svalöv" in text_of(client.get(matter.url()))
    assert "”För dyrt.”" in text_of(client.get(url("answer", matter, ruling.pk)))

    said = {"answer": "Oförändrat belopp.", "version": 2, "decided_on": TODAY, "paragraph": "§ 31"}
    response = send(client, url("answer", matter, ruling.pk), **said)

    assert response.status_code == 303
    assert again(matter).state == "with_principals"
    new = ruling_of(matter, "Svalöv")
    assert (new.round, new.state) == (2, "not_started")
    assert "Omgång 1" in text_of(client.get(new.url()))
    assert "Oförändrat belopp." in text_of(client.get(ruling.url()))


def test_withdrawn_matter_offers_no_answer(client: Client) -> None:
    matter = matter_out(2)
    ruling = decide(ruling_of(matter, "Svalöv"), "rejected", reasons="För dyrt.")
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))
    withdraw_matter(matter, reason="Ersätts.", by=SYSTEM, today=TODAY)

    pages = [client.get(each) for each in (matter.url(), ruling.url(), url("answer", matter, ruling.pk))]

    assert [each.status_code for each in pages] == [200, 200, 409]
    assert not any("Svara på skälen" in text_of(each) for each in pages[:2])
    assert "Ärendet är avslutat: tillbakadragen." in text_of(pages[2])
    assert "Ärendet är avslutat utan beslut" in text_of(pages[1])
    assert "ska svara på skälen" not in text_of(pages[1])


def test_missing_page_says_why_by_which_rule_who_mends_and_what_holds(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Holds(registry.Follower):
        def meanwhile(self, matter: Matter) -> str:
            return "Budget 2026 är taket."

    monkeypatch.setitem(registry.FOLLOWERS, "organisations.organisation", Holds())
    matter = matter_out(4)
    decide(ruling_of(matter, "Svalöv"))
    decide(ruling_of(matter, "Burlöv"), "sent_back", reasons="Saknar kalkyl.")
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    words = text_of(client.get(url("missing", matter)))

    for part in (
        "Burlöv har sänt tillbaka ärendet",
        "2 huvudmän har inte beslutat",
        "Region Skåne och Staffanstorp har inte angett något sammanträde.",
        "dock senast före november månads utgång, året före verksamhetsåret",
        "Strategi SGD, avsnitt 7.1",
        "Centralt samverkansorgan (CS)",
        "30 november",
        "Budget 2026 är taket.",
        "Redan uppfyllt",
        "Påminn 2 huvudmän",
    ):
        assert part in words
    monkeypatch.delitem(registry.FOLLOWERS, "organisations.organisation")
    assert "Det beslut som redan är fattat står fast om beloppen inte ändras." in text_of(
        client.get(url("missing", matter))
    )
    html = client.get(url("missing", matter)).content.decode()
    assert f"{reverse('decisions:rules')}#regel-c-06" in html


def test_hand_over_and_withdraw_pages(client: Client) -> None:
    matter = ready_matter(2)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))
    assert "Lämna över till huvudmännen" in text_of(client.get(matter.url()))
    version = again(matter).version

    assert send(client, url("hand_over", matter), handed_over_on="2026-12-01", version=version).status_code == 422
    assert send(client, url("hand_over", matter), handed_over_on=TODAY, version=version).status_code == 303
    assert send(client, url("hand_over", matter), handed_over_on=TODAY, version=version + 1).status_code == 409
    assert again(matter).state == "with_principals"

    assert send(client, url("withdraw", matter), reason="Ersätts.", version=again(matter).version).status_code == 303
    assert "Tillbakadragen" in text_of(client.get(matter.url()))


def test_withdrawal_is_offered_and_never_as_the_filled_button(client: Client) -> None:
    matter = matter_out(2)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    page = client.get(matter.url()).content.decode()

    assert f'class="lnk" href="{url("withdraw", matter)}"' in page
    assert f'class="ds-button" href="{url("missing", matter)}"' in page


def test_forms_of_a_matter_are_shown_to_those_who_may_and_in_their_state_alone(client: Client) -> None:
    matter = matter_out(2)
    svalov = ruling_of(matter, "Svalöv")
    registrar, cs = browse(client, registry_seat(svalov.principal)), Client()
    browse(cs, seat_in(matter.partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))
    rest = browse(Client(), registry_seat(ruling_of(matter, "Region Skåne").principal))

    for name in ("hand_over", "withdraw"):
        refused = registrar.get(url(name, matter))
        assert refused.status_code == 403
        assert "Steget kan bara tas av sekreterare, ordförande eller handläggare" in text_of(refused)
    early = cs.get(url("hand_over", matter))
    assert (early.status_code, "Läget är ”Hos huvudmännen”" in text_of(early)) == (409, True)
    assert cs.get(url("withdraw", matter)).status_code == 200
    assert cs.get(url("answer", matter, svalov.pk)).status_code == 409
    for name in ("legal_force", "correct"):
        undecided = registrar.get(url(name, matter, svalov.pk))
        assert (undecided.status_code, "inget registrerat beslut" in text_of(undecided)) == (409, True)
        assert rest.get(url(name, matter, svalov.pk)).status_code == 403


def test_refused_turn_leads_to_the_matter(client: Client) -> None:
    matter = make_matter(2)
    later = matter.trunk_rulings()[1]
    browse(client, seat_in(later.body))

    answer = client.get(url("register", matter, later.pk))

    assert answer.status_code == 409
    assert f'<a href="{matter.url()}">Till ärendet</a>' in answer.content.decode()


def test_body_registers_its_recommendation(client: Client) -> None:
    matter = make_matter(2)
    first = matter.trunk_rulings()[0]
    browse(client, seat_in(first.body))
    assert "Styrgrupp SGD (SGD) har ärendet nu." in text_of(client.get(matter.url()))
    address = url("register", matter, first.pk)
    assert "Anslaget" not in text_of(client.get(address))

    facts = {"outcome": "adopted", "decided_on": TODAY, "paragraph": "3", "version": 1}
    assert send(client, address, **facts).status_code == 303
    assert "beredde 20 oktober 2026" in text_of(client.get(matter.url()))
