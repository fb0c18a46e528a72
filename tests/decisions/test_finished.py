"""What a matter's page says where one principal decides alone, and where the matter is finished."""

from datetime import date

import pytest
import time_machine
from django.test import Client

from governance.decisions.models import Matter
from tests.factories.decisions import again, decide, make_deciding_partnership, matter_out, registry_seat

from .pages import browse, ruling_of, text_of, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_the_day")]


def matter_of_one() -> Matter:
    """A matter in which Region Skåne decides alone; the others are informed."""
    partnership = make_deciding_partnership(3)
    return matter_out(partnership=partnership, code="B-01-KP", named=[partnership.principals.by_code()[0]])


def test_one_who_decides_alone_is_called_by_name(client: Client) -> None:
    matter = matter_of_one()
    ruling = ruling_of(matter, "Region Skåne")
    browse(client, registry_seat(ruling.principal))

    before, missing = text_of(client.get(matter.url())), text_of(client.get(url("missing", matter)))
    decide(ruling)
    after = text_of(client.get(matter.url()))

    assert "Region Skåne har inte antagit än." in before
    assert "0 av 1 antaget" in before
    assert "Region Skåne har inte antagit än" in missing
    assert "Överlämnad till Region Skåne" in missing
    for said in ("Region Skåne har antagit.", "Region Skåne har beslutat", "Överlämnad till Region Skåne"):
        assert said in after
    for page in (before, missing, after):
        assert not any(odd in page for odd in ("Alla en", "till de 1", "1 av 1 har antagit", "Alla har", "Alla 1"))


def test_one_who_decides_alone_and_remits_has_no_others_that_go_on(client: Client) -> None:
    matter = matter_of_one()
    ruling = decide(ruling_of(matter, "Region Skåne"), "remitted")
    browse(client, registry_seat(ruling.principal))

    words = text_of(client.get(matter.url()))

    assert "Region Skåne har återremitterat och bereder vidare hos sig." in words
    assert "e andra fortsätter att besluta" not in words


def test_finished_matter_tells_the_day_of_its_last_decision_and_counts_no_time(client: Client) -> None:
    matter = matter_out(3)
    first, *_others, last = matter.principal_rulings()
    registered = date(2026, 12, 13)
    with time_machine.travel("2026-12-14T09:00:00+01:00", tick=False):
        decide(last, today=registered, decided_on=date(2026, 12, 9))
        for ruling in again(matter).principal_rulings()[:-1]:
            decide(ruling, today=registered, decided_on=date(2026, 11, 2))
        browse(client, registry_seat(first.principal))

        words = text_of(client.get(matter.url()))

    assert "Avslutat 13 december" in words
    assert "Sista beslutet 9 december 2026 , 9 dagar efter sista dag, 30 november" in words
    assert not any(odd in words for odd in ("Läget just nu", "dagar sen", "dagar kvar", "av tiden har gått"))
