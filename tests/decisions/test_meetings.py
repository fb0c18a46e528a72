"""How a matter's page marks those who have named no meeting."""

import re

import pytest
from django.test import Client

from governance.organisations.kinds import BodyKind
from tests.factories.decisions import decide, matter_out, seat_in

from .pages import browse, ruling_of

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
