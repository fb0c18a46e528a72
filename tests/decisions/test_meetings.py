"""How a matter's page marks those who have named no meeting."""

import re

import pytest
import time_machine
from django.test import Client

from governance.decisions.services import remind_principals
from governance.organisations.kinds import BodyKind
from tests.factories.decisions import (
    SKANE,
    TODAY,
    again,
    decide,
    make_deciding_partnership,
    matter_out,
    registry_seat,
    seat_in,
)
from tests.factories.organisations import act_as

from .pages import browse, ruling_of, send, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def test_one_who_remits_without_a_new_day_is_marked_as_the_others_without_a_meeting(client: Client) -> None:
    matter = matter_out(34)
    decide(ruling_of(matter, "Tomelilla"), "remitted")
    decide(ruling_of(matter, "Svalöv"))
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))

    page = client.get(matter.url())
    filtered = client.get(f"{matter.url()}?lage=utan-sammantrade")

    assert page.context["tally"].without_meeting == 33
    for response, rows in ((page, 34), (filtered, 33)):
        found = re.findall(r'<tr id="h-\d+".*?</tr>', response.content.decode(), flags=re.S)
        assert (len(found), sum("Inget sammanträde angivet" in row for row in found)) == (rows, 33)
    tiles = {tile.label: tile.status_label for tile in page.context["tiles"]}
    assert tiles["Tomelilla"] == "Återremitterad, inget sammanträde angivet"
    assert tiles["Lund"] == "Ej påbörjad, inget sammanträde angivet"
    assert tiles["Svalöv"] == "Antagen"


def test_principals_are_named_in_swedish_order_and_joined_as_a_sentence(client: Client) -> None:
    matter = matter_out(34)
    waiting = {"Tomelilla", "Bromölla", "Åstorp", "Simrishamn", "Ängelholm"}
    for ruling in matter.principal_rulings():
        if ruling.principal_name not in waiting:
            decide(ruling)
    browse(client, seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP)))
    said = "Bromölla, Simrishamn, Tomelilla, Åstorp och Ängelholm"

    missing = text_of(client.get(url("missing", matter)))
    send(client, url("remind", matter))
    page = client.get(matter.url())

    assert f"{said} har inte angett något sammanträde." in missing
    assert f"ange ett sammanträde: {said}." in missing
    reminded = [each.principal.organisation.short_name for each in page.context["reminded"]]
    assert reminded == ["Bromölla", "Simrishamn", "Tomelilla", "Åstorp", "Ängelholm"]


def test_returns_and_remissions_are_named_in_swedish_order(client: Client) -> None:
    matter = matter_out(34)
    for name, outcome in {
        "Tomelilla": "remitted",
        "Bromölla": "remitted",
        "Lund": "rejected",
        "Bjuv": "rejected",
    }.items():
        decide(ruling_of(matter, name), outcome)
    browse(client, registry_seat(ruling_of(matter, "Malmö").principal))

    words = text_of(client.get(matter.url()))

    assert "Bromölla och Tomelilla har återremitterat" in words
    assert "Bjuv och Lund har avslagit ärendet" in words
    assert "ska svara på skälen från Bjuv och Lund, sedan" in words


def test_informed_are_named_in_swedish_order(client: Client) -> None:
    partnership = make_deciding_partnership(len(SKANE))
    named = list(partnership.principals.by_code())[:28]
    matter = again(matter_out(partnership=partnership, code="B-01-KP", named=named))
    browse(client, registry_seat(named[0]))

    words = text_of(client.get(matter.url()))

    assert "Hässleholm, Kristianstad, Simrishamn, Trelleborg, Ystad och Ängelholm. Meddelandet lämnades" in words


def test_page_of_what_is_missing_tells_who_was_reminded_today_and_offers_the_rest(client: Client) -> None:
    matter = matter_out(4)
    burlov, svalov = ruling_of(matter, "Burlöv"), ruling_of(matter, "Svalöv")
    decide(ruling_of(matter, "Region Skåne"))
    sgd = seat_in(matter.partnership.bodies.get(kind=BodyKind.STEERING_GROUP))
    remind_principals(matter, [svalov, burlov], by=act_as(sgd), today=TODAY)
    browse(client, sgd)
    address = url("missing", matter)

    some = text_of(client.get(address))
    send(client, url("remind", matter))
    page = client.get(address)
    everyone = text_of(page)
    refused = send(client, url("remind", matter))

    assert "Burlöv och Svalöv påmindes 20 oktober 2026 av Sekreterare, Styrgrupp SGD" in some
    assert "Påminn en huvudman" in some
    assert "ange ett sammanträde: Staffanstorp." in some
    assert "Burlöv, Staffanstorp och Svalöv påmindes 20 oktober 2026" in everyone
    assert url("remind", matter) not in page.content.decode()
    assert (refused.status_code, "De kan påminnas igen i morgon" in text_of(refused)) == (409, True)
    with time_machine.travel("2026-10-21T09:00:00+02:00", tick=False):
        browse(client, sgd)
        assert "Påminn 3 huvudmän" in text_of(client.get(address))
