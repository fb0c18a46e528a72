"""How a matter's page marks those who have named no meeting."""

import re

import pytest
from django.test import Client

from governance.organisations.kinds import BodyKind
from tests.factories.decisions import (
    SKANE,
    again,
    decide,
    make_deciding_partnership,
    matter_out,
    registry_seat,
    seat_in,
)

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
