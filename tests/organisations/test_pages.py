"""Every page and form of setting up, as those who may and those who may not."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.organisations import services
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Body, Organisation, Partnership, Principal, Seat
from governance.organisations.shipped import load_shipped_populations
from tests.factories.organisations import (
    TODAY,
    make_body,
    make_organisation,
    make_partnership,
    make_principal,
    make_seat,
    make_skane,
    make_user,
    sign_in,
)

pytestmark = pytest.mark.django_db
DAY = date(2024, 12, 31)


def token_of(client: Client, url: str) -> str:
    found = re.search(r'name="engangskod" value="([^"]+)"', client.get(url).content.decode())
    assert found, f"no one-time token on {url}"
    return found[1]


def send(client: Client, url: str, data: dict[str, Any], *, at: str = "") -> Any:
    return client.post(url, {**data, "engangskod": token_of(client, at or url)})


def version_of(client: Client, url: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', client.get(url).content.decode())
    assert found
    return found[1]


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True))
    return client


@pytest.fixture
def seat() -> Seat:
    """An administrator of a partnership with three principals."""
    world = make_skane(principals=3)
    return make_seat(body=make_body(partnership=world.partnership, name="Kansli"), role=SeatRole.ADMINISTRATOR)


@pytest.fixture
def administrator(client: Client, seat: Seat) -> Client:
    sign_in(client, seat)
    return client


# Seeing --------------------------------------------------------------------------------------------------------------


def test_partnership_page_tells_who_and_where(administrator: Client, seat: Seat) -> None:
    page = administrator.get("/partnerskap/sgd/").content.decode()

    for said in ("Region Skåne", "Svalövs kommun", "Staffanstorps kommun", "Kansli", seat.user.name):
        assert said in page
    assert "Inga egna befogenheter" in page


def test_own_principal_is_marked_and_not_moved(client: Client, seat: Seat) -> None:
    organisation = Organisation.objects.get(code="1230")
    mine = make_seat(body=make_body(organisation=organisation, kind=BodyKind.REGISTRY, name="Registratur"))
    sign_in(client, mine)

    page = client.get("/partnerskap/sgd/").content.decode()

    assert page.count("(din huvudman)") == 1
    assert page.index("Staffanstorps kommun") < page.index("Svalövs kommun")


@pytest.mark.parametrize(
    "name", ["partnership", "happened", "set_up", "edit_partnership", "add_principal", "add_body", "add_insight"]
)
def test_another_partnership_does_not_exist(administrator: Client, name: str) -> None:
    other = make_partnership(slug="annat", name="Det andra partnerskapet")

    answer = administrator.get(reverse(f"organisations:{name}", args=[other.slug]))
    unknown = administrator.get(reverse(f"organisations:{name}", args=["finns-inte"]))

    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert "Det andra partnerskapet" not in answer.content.decode()


def test_rows_of_another_partnership_do_not_exist(administrator: Client) -> None:
    principal = make_principal()
    other = make_seat()
    urls = [
        reverse("organisations:edit_principal", args=["sgd", principal.pk]),
        reverse("organisations:body", args=[other.body_id]),
        reverse("organisations:edit_body", args=[other.body_id]),
        reverse("organisations:add_seat", args=[other.body_id]),
        reverse("organisations:edit_seat", args=[other.pk]),
        reverse("organisations:organisation", args=[principal.organisation_id]),
        reverse("organisations:body", args=[99999999999999999999]),
    ]

    assert [administrator.get(url).status_code for url in urls] == [404] * len(urls)


def test_a_member_without_the_right_seat_reads_who_may(client: Client, seat: Seat) -> None:
    member = make_seat(body=seat.body, role=SeatRole.MEMBER)
    sign_in(client, member)

    answer = client.get("/partnerskap/sgd/uppsattning/")

    assert answer.status_code == 403
    assert "partnerskapets administratör" in answer.content.decode()


def test_what_does_not_exist_is_told_before_who_may(client: Client, seat: Seat) -> None:
    sign_in(client, make_seat(body=seat.body, role=SeatRole.MEMBER))
    own, other = Principal.objects.filter(partnership=seat.body.partnership)[0], make_principal()
    address = "/partnerskap/sgd/uppsattning/huvudman/{}/"

    assert client.get(address.format(own.pk)).status_code == 403
    assert client.get(address.format(other.pk)).status_code == 404


@pytest.mark.parametrize("url", ["/uppsattning/", "/uppsattning/organisation/", "/folkmangd/las-in/"])
def test_pages_of_the_installation_do_not_exist_for_others(administrator: Client, url: str) -> None:
    assert administrator.get(url).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, seat: Seat) -> None:
    for url in ("/partnerskap/", "/partnerskap/sgd/", "/folkmangd/", "/uppsattning/", f"/organ/{seat.body_id}/"):
        answer = client.get(url)
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/logga-in/?next={url}")


# Setting up ----------------------------------------------------------------------------------------------------------


def test_staff_sets_up_a_whole_partnership(staff: Client, mailoutbox: list[Any]) -> None:
    send(staff, "/uppsattning/organisation/", {"kind": "municipality", "name": "Ystads kommun", "short_name": "Ystad"})
    started = {"kind": "sgd", "name": "Nytt", "short_name": "N", "slug": "nytt", "started_on": "2026-01-01"}
    answer = send(staff, "/uppsattning/partnerskap/", started)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/partnerskap/nytt/uppsattning/")
    alike = send(staff, "/uppsattning/partnerskap/", {**started, "slug": "annat", "short_name": "n"})
    assert (alike.status_code, "Dokumentens nummer börjar med det, så välj ett annat." in alike.content.decode()) == (
        422,
        True,
    )
    organisation = Organisation.objects.get()
    principal = {"organisation": organisation.pk, "group": "municipalities", "from_on": "2026-01-01"}
    send(staff, "/partnerskap/nytt/uppsattning/huvudman/", principal)
    body = {"kind": "steering_group", "name": "Styrgrupp", "abbreviation": "SG", "prepares": "on"}
    answer = send(staff, "/partnerskap/nytt/uppsattning/organ/", body)
    person = {"name": "Åsa Öberg", "email": "Asa@example.se", "role": "chair", "from_on": "2026-01-01"}
    send(staff, answer.headers["Location"] + "plats/", person)

    seat = Seat.objects.select_related("user", "body").get()
    assert (seat.user.email, seat.body.name, seat.body.prepares) == ("asa@example.se", "Styrgrupp", True)
    assert not seat.user.has_usable_password()
    kinds = list(Event.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [
        "organisations.organisation.create",
        "organisations.partnership.create",
        "organisations.principal.create",
        "organisations.body.create",
        "organisations.seat.create",
        "accounts.user.invite",
    ]
    page = staff.get("/partnerskap/nytt/uppsattning/").content.decode()
    assert "Ystads kommun" in page
    assert "Styrgrupp (SG)" in page


def test_a_form_sent_twice_is_one_act(administrator: Client, seat: Seat) -> None:
    url = "/partnerskap/sgd/uppsattning/organ/"
    data = {"kind": "board", "name": "Styrelse", "engangskod": token_of(administrator, url)}

    first, second = administrator.post(url, data), administrator.post(url, {**data, "name": "Styrelse två"})

    assert (first.status_code, second.status_code) == (303, 409)
    assert "redan skickat" in second.content.decode()
    assert not Body.objects.filter(name="Styrelse två").exists()


def test_a_form_without_its_token_is_refused(administrator: Client) -> None:
    answer = administrator.post("/partnerskap/sgd/uppsattning/organ/", {"kind": "board", "name": "Styrelse"})

    assert answer.status_code == 403
    assert not Body.objects.filter(name="Styrelse").exists()


def test_a_wrong_form_comes_back_with_what_was_typed(administrator: Client) -> None:
    answer = send(administrator, "/partnerskap/sgd/uppsattning/organ/", {"kind": "board", "name": ""})

    assert answer.status_code == 422
    assert "errsum" in answer.content.decode()


def test_a_body_with_a_name_that_is_taken_is_refused_in_words(administrator: Client) -> None:
    answer = send(administrator, "/partnerskap/sgd/uppsattning/organ/", {"kind": "board", "name": "Kansli"})

    assert answer.status_code == 409
    assert "Partnerskapet har redan ett organ med det namnet." in answer.content.decode()


def test_an_overlapping_principal_is_refused_on_the_page(administrator: Client) -> None:
    organisation = Organisation.objects.get(code="1214")
    Principal.objects.filter(organisation=organisation).update(until_on=date(2026, 1, 31))
    data = {"organisation": organisation.pk, "group": "municipalities", "from_on": "2026-01-01"}

    answer = send(administrator, "/partnerskap/sgd/uppsattning/huvudman/", data)

    assert answer.status_code == 409
    assert "är redan huvudman under en del av den tiden" in answer.content.decode()
    assert Principal.objects.filter(organisation=organisation).count() == 1


def test_a_stale_edit_shows_both_values_and_can_then_be_saved(administrator: Client, seat: Seat) -> None:
    url = f"/organ/{seat.body_id}/uppgifter/"
    shown = {"kind": "steering_group", "version": version_of(administrator, url), "name": "Mitt namn"}
    services.change(seat.body, changes={"name": "Hennes namn"}, by=SYSTEM, today=TODAY, version=1)

    answer = send(administrator, url, shown)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Hennes namn" in page
    assert "Mitt namn" in page
    assert Body.objects.get(pk=seat.body_id).name == "Hennes namn"
    renewed = re.search(r'name="version" value="(\d+)"', page)
    assert renewed
    again = send(administrator, url, {**shown, "version": renewed[1]})
    assert again.status_code == 303
    assert Body.objects.get(pk=seat.body_id).name == "Mitt namn"


def test_an_edit_that_changes_nothing_leaves_no_event(administrator: Client, seat: Seat) -> None:
    url = f"/organ/{seat.body_id}/uppgifter/"
    before = Event.objects.count()

    answer = send(administrator, url, {"kind": "steering_group", "version": "1", "name": "Kansli"})

    assert answer.status_code == 303
    assert Event.objects.count() == before


def test_a_principal_is_ended_by_its_last_day(administrator: Client) -> None:
    principal = Principal.objects.get(organisation__code="1214")
    url = f"/partnerskap/sgd/uppsattning/huvudman/{principal.pk}/"
    data = {"group": "municipalities", "from_on": "2020-01-01", "until_on": "2026-12-31", "version": "1"}

    assert send(administrator, url, data).status_code == 303
    assert Principal.objects.get(pk=principal.pk).until_on == date(2026, 12, 31)
    assert "31 december 2026" in administrator.get("/partnerskap/sgd/").content.decode().replace("\xa0", " ")


def test_a_seat_is_ended_by_its_last_day(administrator: Client, seat: Seat) -> None:
    other = make_seat(body=seat.body, role=SeatRole.MEMBER)

    answer = send(
        administrator, f"/platser/{other.pk}/", {"from_on": "2020-01-01", "until_on": "2026-01-01", "version": "1"}
    )

    assert answer.status_code == 303
    assert "Tidigare och kommande" in administrator.get(f"/organ/{seat.body_id}/").content.decode()


def test_somebody_known_gets_a_seat_without_a_new_invitation(administrator: Client, seat: Seat) -> None:
    known = make_user(email="kand@example.se")
    data = {"name": "Annat namn", "email": "Kand@example.se", "role": "member", "from_on": "2026-01-01"}

    send(administrator, f"/organ/{seat.body_id}/plats/", data)

    assert Seat.objects.filter(user=known, body=seat.body).exists()
    assert not Event.objects.filter(kind="accounts.user.invite").exists()
    assert User.objects.get(pk=known.pk).name == known.name


def test_insight_is_given_and_taken_back(administrator: Client) -> None:
    office = make_body(kind=BodyKind.AUDIT_OFFICE, organisation=make_organisation(), name="Revisionen")
    auditor = make_seat(body=office)
    until = (timezone.localdate() + timedelta(30)).isoformat()
    send(administrator, "/partnerskap/sgd/uppsattning/insyn/", {"body": office.pk, "until_on": until})
    reader = Client()
    sign_in(reader, auditor)
    assert reader.get("/partnerskap/sgd/").status_code == 200
    assert reader.get("/partnerskap/sgd/uppsattning/").status_code == 403

    url = f"/partnerskap/sgd/uppsattning/insyn/{office.pk}/avsluta/"
    assert send(administrator, url, {}, at="/partnerskap/sgd/uppsattning/").status_code == 303
    assert reader.get("/partnerskap/sgd/").status_code == 404


def test_the_trail_of_a_partnership_is_told_in_words(administrator: Client) -> None:
    page = administrator.get("/partnerskap/sgd/handelser/").content.decode()

    assert "Svalövs kommun blev huvudman" in page
    assert "Partnerskapet Skånegemensam digitalisering sattes upp" in page
    assert "organisations." not in page


# Queries -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "most"),
    [
        ("/partnerskap/", 8),
        ("/partnerskap/sgd/", 12),
        ("/partnerskap/sgd/handelser/", 8),
        ("/partnerskap/sgd/uppsattning/", 12),
        ("/partnerskap/sgd/tider/", 12),
        ("/mitt-bord/", 12),
        ("/folkmangd/", 8),
        ("/folkmangd/2024-12-31/", 8),
        ("/plats/", 8),
    ],
)
def test_pages_ask_as_often_whatever_the_number_of_rows(
    client: Client, url: str, most: int, django_assert_max_num_queries: Any
) -> None:
    world = make_skane(principals=34)
    load_shipped_populations(by=SYSTEM, today=TODAY)
    body = make_body(partnership=world.partnership)
    sign_in(client, make_seat(body=body, role=SeatRole.ADMINISTRATOR))
    with django_assert_max_num_queries(most) as few:
        assert client.get(url).status_code == 200
    for _each in range(12):
        make_seat(body=make_body(partnership=world.partnership))
        make_seat(body=body)

    with django_assert_max_num_queries(len(few)):
        assert client.get(url).status_code == 200


def test_reading_a_page_writes_nothing(administrator: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    load_shipped_populations_for_three()
    urls = ["/partnerskap/", "/partnerskap/sgd/", "/partnerskap/sgd/uppsattning/", "/folkmangd/", "/plats/"]
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for url in urls:
            assert administrator.get(url).status_code == 200

    assert [query["sql"] for query in asked if not query["sql"].startswith("SELECT")] == []


def load_shipped_populations_for_three() -> None:
    from governance.organisations.shipped import load_shipped_organisations

    load_shipped_organisations(by=SYSTEM, today=TODAY)
    load_shipped_populations(by=SYSTEM, today=TODAY)


# Population ----------------------------------------------------------------------------------------------------------

ROWS = "12,Region Skåne,2019-12-31,40000\n1214,Svalöv,2019-12-31,14000\n1230,Staffanstorp,2019-12-31,26000\n"


def upload(client: Client, text: str, **more: Any) -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("folkmängd.csv", f"code,name,reference_date,population\n{text}".encode())
    return client.post("/folkmangd/las-in/", {"file": file, "source": "SCB 2020", **more})


def value_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, f"no {name} on the page"
    return found[1]


def test_a_difference_is_confirmed_on_the_page_before_it_is_read_in(staff: Client, seat: Seat) -> None:
    from governance.organisations.models import PopulationFigure

    page = upload(staff, ROWS.replace("40000", "5")).content.decode()
    assert "Jag har kontrollerat att siffrorna är rätt" in page
    sent = {name: value_of(page, name) for name in ("engangskod", "content", "source")}

    refused = staff.post("/folkmangd/las-in/bekrafta/", sent)

    assert refused.status_code == 409
    assert "Region Skåne har 5 invånare" in refused.content.decode()
    assert not PopulationFigure.objects.exists()
    sent["engangskod"] = value_of(refused.content.decode(), "engangskod")
    assert staff.post("/folkmangd/las-in/bekrafta/", {**sent, "accept_difference": "on"}).status_code == 303
    assert PopulationFigure.objects.count() == 3


def test_a_population_file_is_looked_at_and_then_read_in(staff: Client, seat: Seat) -> None:
    from governance.organisations.models import PopulationFigure

    looked = upload(staff, ROWS)
    page = looked.content.decode()
    assert looked.status_code == 200
    assert "3 nya uppgifter." in page
    assert not PopulationFigure.objects.exists()
    sent = {name: value_of(page, name) for name in ("engangskod", "content", "source")}

    answer = staff.post("/folkmangd/las-in/bekrafta/", sent)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/folkmangd/2019-12-31/")
    assert PopulationFigure.objects.count() == 3
    assert staff.post("/folkmangd/las-in/bekrafta/", sent).status_code == 409


def test_a_wrong_population_file_shows_its_faults_and_no_button(staff: Client, seat: Seat) -> None:
    answer = upload(staff, ROWS.replace("14000", "-1"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Rad 3" in page
    assert "-1 är negativt" in page
    assert "Läs in uppgifterna" not in page


def test_a_preview_that_was_tampered_with_is_refused(staff: Client, seat: Seat) -> None:
    from governance.organisations.models import PopulationFigure

    token = re.search(r'name="engangskod" value="([^"]+)"', upload(staff, ROWS).content.decode())
    assert token

    answer = staff.post("/folkmangd/las-in/bekrafta/", {"content": "x", "source": "y", "engangskod": token[1]})

    assert answer.status_code == 409
    assert "Förhandsgranskningen är för gammal" in answer.content.decode()
    assert not PopulationFigure.objects.exists()


def test_a_hundred_megabytes_are_refused_on_the_page(staff: Client, seat: Seat) -> None:
    answer = upload(staff, "x" * 5_100_000)

    assert answer.status_code == 422
    assert "Filen är för stor" in answer.content.decode()


def test_the_start_page_is_for_everybody(client: Client) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert "Kontrollera ett dokument" in answer.content.decode()


def test_partnership_slug_is_kept(staff: Client) -> None:
    make_partnership(slug="samma")
    data = {"kind": "sgd", "name": "Ett till", "short_name": "E", "slug": "samma", "started_on": "2026-01-01"}

    assert send(staff, "/uppsattning/partnerskap/", data).status_code == 422
    assert Partnership.objects.count() == 1
