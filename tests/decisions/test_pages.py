import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from governance.decisions.models import Notice
from governance.decisions.services import plan_meeting
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Organisation, Seat
from tests.factories.decisions import (
    SKANE,
    TODAY,
    again,
    decide,
    keeper_of,
    make_deciding_partnership,
    make_matter,
    matter_out,
    ready_matter,
    registry_seat,
    seat_in,
)

from .pages import browse, ruling_of, send, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_matter_page_answers_first_and_lists_everyone(client: Client) -> None:
    matter = matter_out(4)
    decide(ruling_of(matter, "Svalöv"), paragraph="§ 76", announced_on=date(2026, 10, 20), diary_number="KS 2026/820")
    decide(ruling_of(matter, "Burlöv"), "remitted", paragraph="94", reasons="Kostnaden efter 2028 ska redovisas.")
    browse(client, registry_seat(ruling_of(matter, "Staffanstorp").principal))

    response = client.get(matter.url())

    assert response.status_code == 200
    words = text_of(response)
    assert "1 av 4 har antagit." in words
    assert "Burlöv har återremitterat" in words
    assert "”Kostnaden efter 2028 ska redovisas.”" in words
    assert "Kommunfullmäktige 20 oktober, § 76" in words
    assert "Kan överklagas till 10 november" in words
    assert "Hos huvudmännen" in words
    assert "Inget sammanträde angivet" in words
    assert "Registrera Staffanstorps beslut" in words
    assert "Registrera Svalövs beslut" not in words
    html = response.content.decode()
    assert html.count('class="is-me"') == 1
    assert html.count("ds-button") >= 1
    names = re.findall(r'<tr id="h-\d+"[^>]*><th scope="row"><a [^>]*>([^<]+)</a>', html)
    assert names == ["Region Skåne", "Burlöv", "Staffanstorp", "Svalöv"]


def test_matter_page_maps_skane_only_when_all_are_there(client: Client) -> None:
    matter = matter_out(34)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    assert client.get(matter.url()).content.decode().count('class="tile ') == 34
    Organisation.objects.filter(code="1280").update(code="0180")
    assert 'class="tile ' not in client.get(matter.url()).content.decode()


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?lage=antagen", ["Svalöv"]),
        ("?lage=ej-paborjad", ["Region Skåne", "Staffanstorp"]),
        ("?lage=bereds", ["Burlöv"]),
        ("?lage=utan-sammantrade", ["Region Skåne", "Staffanstorp"]),
        ("?lage=aterstar", ["Region Skåne", "Burlöv", "Staffanstorp"]),
        ("?lage=nagot-annat", ["Region Skåne", "Burlöv", "Staffanstorp", "Svalöv"]),
        ("?sok=LÖV", ["Burlöv", "Svalöv"]),
        ("?lage=antagen&sok=bur", []),
    ],
)
def test_matter_page_filters_by_address_alone(client: Client, query: str, names: list[str]) -> None:
    matter = matter_out(4)
    decide(ruling_of(matter, "Svalöv"))
    burlov = ruling_of(matter, "Burlöv")
    plan_meeting(burlov, next_meeting_on=date(2026, 11, 24), by=keeper_of(burlov), today=TODAY)
    browse(client, registry_seat(burlov.principal))

    html = client.get(matter.url() + query).content.decode()

    found = re.findall(r'<tr id="h-\d+"[^>]*><th scope="row"><a [^>]*>([^<]+)</a>', html)
    assert found == names
    assert f"Visar {len(names)} av 4 huvudmän." in html


def test_meeting_after_the_last_day_is_saved_with_a_remark(client: Client) -> None:
    matter = matter_out(3)
    late, timely = ruling_of(matter, "Svalöv"), ruling_of(matter, "Staffanstorp")
    plan_meeting(late, next_meeting_on=date(2026, 12, 8), by=keeper_of(late), today=TODAY)
    plan_meeting(timely, next_meeting_on=date(2026, 11, 30), by=keeper_of(timely), today=TODAY)
    browse(client, registry_seat(late.principal))

    pages = [
        client.get(url).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
        for url in (matter.url(), late.url(), timely.url())
    ]

    assert [page.count("Sammanträdet är efter sista dag för beslut, 30 november") for page in pages] == [1, 1, 0]


@pytest.mark.parametrize("principals", [3, 34])
def test_matter_page_asks_the_database_equally_often(
    client: Client, principals: int, django_assert_max_num_queries: Any
) -> None:
    matter = matter_out(principals)
    decide(ruling_of(matter, "Svalöv"))
    browse(client, registry_seat(ruling_of(matter, "Staffanstorp").principal))
    client.get(matter.url())

    with django_assert_max_num_queries(12) as asked:
        client.get(matter.url())

    assert len(asked) <= 12


def queries_of(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_matter_page_has_the_same_number_of_queries_with_3_and_34(client: Client) -> None:
    small, large = matter_out(3), matter_out(34)
    browse(client, registry_seat(ruling_of(small, "Svalöv").principal))

    assert queries_of(client, small.url()) == queries_of(client, large.url()) <= 9


@pytest.mark.parametrize("number", [1, 12])
def test_list_of_matters_asks_the_database_at_most_eight_times(client: Client, number: int) -> None:
    partnership = make_deciding_partnership(3)
    matters = [make_matter(partnership=partnership, title=f"Ärende {each}") for each in range(number)]
    browse(client, seat_in(partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))

    address = reverse("decisions:list", args=[partnership.slug])
    assert queries_of(client, address) <= 8
    assert queries_of(client, reverse("decisions:overview")) <= 8
    words = text_of(client.get(address))
    assert all(matter.title in words for matter in matters)


def test_another_partnership_sees_nothing(client: Client) -> None:
    matter, other = matter_out(2), make_matter(0)
    ruling = matter.principal_rulings()[0]
    decide(ruling)
    browse(client, seat_in(other.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    addresses = [
        reverse("decisions:list", args=[matter.partnership.slug]),
        *(url(name, matter) for name in ("matter", "csv", "missing", "remind", "hand_over", "withdraw")),
        *(url(name, matter, ruling.pk) for name in ("ruling", "register", "plan", "legal_force", "correct", "answer")),
        reverse("decisions:trail", args=[matter.partnership.slug, "decisions.matter", matter.pk]),
        reverse("decisions:trail", args=[other.partnership.slug, "decisions.matter", matter.pk]),
        reverse("decisions:matter", args=[other.partnership.slug, matter.pk]),
        reverse("decisions:ruling", args=[other.partnership.slug, other.pk, ruling.pk]),
    ]
    for address in addresses:
        assert client.get(address).status_code == 404, address
        assert send(client, address).status_code in (404, 405), address
    assert matter.title not in text_of(client.get(reverse("decisions:overview"))).replace(other.title, "")


def test_visitor_is_sent_to_sign_in(client: Client) -> None:
    matter = matter_out(1)

    response = client.get(matter.url())

    assert response.status_code == 302
    assert reverse("accounts:sign_in") in response["Location"]


def test_ruling_page_tells_what_is_registered_and_what_happened(client: Client) -> None:
    matter = matter_out(2)
    ruling = decide(ruling_of(matter, "Svalöv"), diary_number="KS 2026/820", announced_on=TODAY)
    browse(client, registry_seat(ruling.principal))

    words = text_of(client.get(ruling.url()))

    for part in ("Svalövs beslut", "§ 12", "KS 2026/820", "20 oktober 2026", "Svalöv antog", "Anteckna laga kraft"):
        assert part in words


def test_those_whose_meeting_has_been_are_counted_and_named_apart(client: Client) -> None:
    matter = matter_out(4)
    for name, meeting in (("Svalöv", date(2026, 10, 14)), ("Burlöv", date(2026, 11, 25))):
        ruling = ruling_of(matter, name)
        before = date(2026, 10, 1)
        plan_meeting(ruling, next_meeting_on=meeting, by=keeper_of(ruling, today=before), today=before)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    page, missing = text_of(client.get(matter.url())), text_of(client.get(url("missing", matter)))

    assert "1 huvudman har haft sitt sammanträde utan att registrera beslutet." in page
    shown = client.get(matter.url()).context["counts"]
    assert {str(each.label): each.count for each in shown if each.status in ("work", "late")} == {
        "Sammanträdet har varit, beslutet inte registrerat": 1,
        "Bereds, sammanträde bokat": 1,
    }
    assert "Svalöv har haft sitt sammanträde utan att registrera beslutet. En har bokat sammanträde." in missing
    assert "Fråga dem först" in missing
    assert "Kommunfullmäktige 14 oktober" in missing
    found = text_of(client.get(f"{matter.url()}?lage=har-sammantratt"))
    assert ("Kommunfullmäktige 14 oktober har varit" in found, "25 november" in found) == (True, False)


def test_reminder_reaches_the_desk_and_the_page(client: Client) -> None:
    matter = matter_out(3)
    decide(ruling_of(matter, "Svalöv"))
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    assert send(client, url("remind", matter)).status_code == 303

    assert Notice.objects.reminders().count() == 2
    assert "Påminnelser" in text_of(client.get(matter.url()))
    other = Client()
    browse(other, registry_seat(ruling_of(matter, "Staffanstorp").principal))
    from governance.decisions.desk import principal_duties

    seat = Seat.objects.get(user__pk=other.session["_auth_user_id"])
    from tests.factories.organisations import act_as

    (duty,) = principal_duties(act_as(seat), TODAY)
    assert "Sekreterare, Styrgrupp SGD påminde" in str(duty.text)


def test_csv_holds_everyone_and_no_formula(client: Client) -> None:
    matter = matter_out(34)
    decide(ruling_of(matter, "Svalöv"), "rejected", reasons="=SUMMA(A1)", diary_number="KS 2026/1")
    browse(client, registry_seat(ruling_of(matter, "Svalöv").principal))

    response = client.get(url("csv", matter))

    rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert {row["Kod"] for row in rows} == set(SKANE)
    svalov = next(row for row in rows if row["Kod"] == "1214")
    assert svalov["Huvudman"] == "Svalöv"
    assert (svalov["Läge"], svalov["Beslutsdag"], svalov["Skäl"]) == ("Avslagen", "2026-10-20", "'=SUMMA(A1)")


def test_informed_principals_are_named_on_the_page(client: Client) -> None:
    partnership = make_deciding_partnership(4)
    named = list(partnership.principals.by_code())[2:]
    matter = matter_out(partnership=partnership, code="B-01-KP", named=named)
    browse(client, registry_seat(named[0]))

    words = text_of(client.get(matter.url()))

    assert "Informerade, behöver inte besluta" in words
    assert "Region Skåne och Svalöv. Meddelandet lämnades 27 mars 2026" in words
    assert "Alla 2 huvudmän" in words


def test_trail_goes_page_by_page_and_stays_in_its_partnership(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.decisions.views.reading.PAGE", 2)
    matter = matter_out(1)
    browse(client, registry_seat(matter.principal_rulings()[0].principal))
    address = reverse("decisions:trail", args=[matter.partnership.slug, "decisions.matter", matter.pk])

    pages = [client.get(address)]
    while more := re.search(r'href="([^"]*\?fore=\d+)"', pages[-1].content.decode()):
        pages.append(client.get(more[1]))

    assert len(pages) > 2
    assert "Ärendet lämnades över till huvudmännen" in text_of(pages[0])
    assert "Ärendet öppnades" in text_of(pages[-1])
    assert client.get(address + "?fore=1").status_code == 404
    assert client.get(address + "?fore=x").status_code == 404
    for wrong in ("9" * 30, "9" * 4301, "²"):
        assert client.get(address, {"fore": wrong}).status_code == 404


def test_trail_of_a_matter_holds_what_each_party_has_decided(client: Client) -> None:
    matter = matter_out(2)
    first, second = matter.principal_rulings()
    decide(first)
    decide(second, "rejected")
    browse(client, registry_seat(first.principal))

    shown = client.get(reverse("decisions:trail", args=[matter.partnership.slug, "decisions.matter", matter.pk]))

    told = text_of(shown)
    assert "Spår: Budget 2027" in told
    assert "Region Skåne antog" in told
    assert "Svalöv" in told
    assert told.index("Region Skåne antog") < told.index("Ärendet lämnades över")


def test_rules_page_is_public_and_names_every_guard(client: Client) -> None:
    from governance.workflow.citations import RULES
    from governance.workflow.machines import all_machines

    response = client.get(reverse("decisions:rules"))

    assert response.status_code == 200
    html, words = response.content.decode(), text_of(response)
    for rule in RULES.values():
        assert f'id="{rule.anchor}"' in html
    for machine in all_machines():
        for step in machine["steps"]:
            for guard in step["guards"]:
                assert f'id="regel-{guard["requirement"].lower()}"' in html
    assert "var och en är suveräna i sin beslutsprocess" in words
    assert "Kan lösas av dig själv: skriv svaret." in words
    assert "av du själv" not in words


@pytest.mark.parametrize("state", ["preparing", "ready", "with_principals", "incomplete", "adopted", "withdrawn"])
def test_every_state_has_its_page(client: Client, state: str) -> None:
    match state:
        case "preparing":
            matter = make_matter(2)
        case "ready":
            matter = ready_matter(2)
        case _:
            matter = matter_out(2)
    if state == "incomplete":
        decide(ruling_of(matter, "Svalöv"), "rejected")
    if state == "adopted":
        for ruling in matter.principal_rulings():
            decide(ruling)
    if state == "withdrawn":
        from governance.audit.actors import SYSTEM
        from governance.decisions.services import withdraw_matter

        withdraw_matter(matter, reason="Ersätts.", by=SYSTEM, today=TODAY)
    assert again(matter).state == state
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.JOINT_POLITICAL)))

    for address in (matter.url(), url("missing", matter), url("csv", matter)):
        assert client.get(address).status_code == 200
