"""The pages of documents: the list, one document, its file, and the receipt."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.documents import queries, receipts, storage
from governance.documents.models import Dispatch, Document
from governance.documents.services import dispatch_document, open_document
from governance.documents.shapes import ShareLetterData
from governance.organisations.agenda import duties
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Organisation, Seat
from governance.workflow.tokens import FIELD, new_token
from tests.factories.organisations import (
    TODAY,
    act_as,
    make_body,
    make_organisation,
    make_partnership,
    make_principal,
    make_seat,
    sign_in,
)

from . import samples
from .bare import seal_bare
from .conftest import Place

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told_day() -> Iterator[None]:
    with time_machine.travel(datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC), tick=True):
        yield


def registrar(organisation: Organisation) -> Seat:
    return make_seat(body=make_body(kind=BodyKind.COUNCIL, organisation=organisation), role=SeatRole.REGISTRAR)


@pytest.fixture
def reader(client: Client, place: Place) -> Client:
    sign_in(client, registrar(place.principal.organisation))
    return client


def stranger(client: Client) -> Client:
    principal = make_principal(partnership=make_partnership(), organisation=make_organisation())
    sign_in(client, registrar(principal.organisation))
    return client


def page(name: str, place: Place, *more: Any) -> str:
    return reverse(f"documents:{name}", args=[place.partnership.slug, *more])


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("\u00a0", " ")


def sealed(place: Place, **changes: Any) -> Document:
    with transaction.atomic():
        document = place.ordered(**changes)
    return seal_bare(document)


def another_principal(place: Place, name: str = "Lunds kommun", code: str = "1281") -> Any:
    organisation = make_organisation(name=name, short_name=name, code=code)
    return make_principal(partnership=place.partnership, organisation=organisation)


def post(client: Client, url: str, **fields: str) -> Any:
    return client.post(url, {FIELD: new_token(), **fields})


def many(place: Place, number: int) -> None:
    """Documents of a principal each, half of them sealed and sent."""
    for at in range(number):
        principal = another_principal(place, f"Kommun {at}", f"{2000 + at}")
        document = sealed(place, principal=principal) if at % 2 else place.ordered(principal=principal)
        if document.is_sealed:
            dispatch_document(document, principal=principal, by=SYSTEM, today=TODAY)


def test_menu_leads_straight_to_the_only_partnership(reader: Client, place: Place) -> None:
    assert reader.get("/dokument/").headers["Location"] == page("list", place)


def test_list_without_documents_says_what_brings_them(reader: Client, place: Place) -> None:
    answer = reader.get(page("list", place))

    assert answer.status_code == 200
    assert "Inga dokument än" in answer.text


def test_list_tells_state_and_receipt_and_puts_ones_own_first(reader: Client, place: Place) -> None:
    other = another_principal(place, "Alingsås kommun", "1000")
    place.ordered(principal=other)
    own = sealed(place)
    dispatch_document(own, principal=place.principal, by=SYSTEM, today=TODAY)

    answer = reader.get(page("list", place))

    told = words_of(answer)
    assert told.index("SGD-LR-2026-01-1214") < told.index("SGD-LR-2026-01-1000")
    assert answer.text.count('class="is-me"') == 1
    assert "Svalövs kommun (din huvudman)" in told
    assert "Förseglat 20 oktober Inte kvitterat" in told
    assert "Förseglas beställt 20 oktober Inte skickat" in told


def test_list_can_be_narrowed_to_kind_year_and_ones_own(reader: Client, place: Place) -> None:
    letter = {
        "kind": ShareLetterData,
        "build": lambda head: samples.share_letter(head=head),
        "period": "2027-1",
        "title": "Missiv 2027",
    }
    place.ordered()
    place.ordered(principal=another_principal(place))
    place.ordered(**letter, today=date(2025, 3, 1))
    url = page("list", place)

    def shown(query: str) -> list[str]:
        return re.findall(r"(SGD-[A-Z]+-[0-9-]+) · version", reader.get(url + query).text)

    assert len(shown("")) == 3
    assert shown("?slag=share_letter") == ["SGD-KF-2027-1-1214"]
    assert shown("?ar=2025") == ["SGD-KF-2027-1-1214"]
    assert shown("?huvudman=min&ar=2026") == ["SGD-LR-2026-01-1214"]
    assert len(shown("?slag=obegripligt&ar=nej")) == 3
    assert "Inget dokument passar urvalet" in reader.get(f"{url}?slag=share_letter&ar=2026").text


def test_list_goes_on_where_the_page_ended(reader: Client, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    many(place, 6)
    place.ordered(today=date(2025, 1, 1))
    url, found = page("list", place), []
    while url:
        text = reader.get(url).text
        found.append(re.findall(r"SGD-LR-2026-01-(\d+) · version", text))
        more = re.search(r'href="([^"]+efter=[^"]+)"', text)
        url = more.group(1).replace("&amp;", "&") if more else ""

    assert found == [["1214", "2000", "2001"], ["2002", "2003", "2004"], ["2005"]]


def test_list_names_principals_in_swedish_order_also_where_a_page_ends(
    reader: Client, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    named = [
        "Östra Göinge kommun",
        "Åstorps kommun",
        "Ängelholms kommun",
        "Bjuvs kommun",
        "Yst~ads kommun",
        "Lunds kommun",
    ]
    for at, name in enumerate(named):
        place.ordered(principal=another_principal(place, name, f"{2000 + at}"))
    url, found = page("list", place), []
    while url:
        text = reader.get(url).text
        found += re.findall(r'data-l="Huvudman:">([^<]+)</td>', text)
        more = re.search(r'href="([^"]+efter=[^"]+)"', text)
        url = more.group(1).replace("&amp;", "&") if more else ""

    assert found == [named[3], named[5], named[4], named[1], named[2], named[0]]


@pytest.mark.parametrize(
    "mark",
    [
        *("", "nej", "2~2026-10-20~k~X~1~A", "1~2026-13-40~k~X~1~A", "1~2026-10-20~k~X~-1~A", "1~2026-10-20~k~X~1"),
        "1~2026-10-20~X~1",
    ],
)
def test_mark_that_is_none_is_no_page(reader: Client, place: Place, mark: str) -> None:
    assert reader.get(page("list", place), {"efter": mark}).status_code == 404


def test_pages_ask_no_more_of_the_database_with_many_documents(reader: Client, place: Place) -> None:
    own = sealed(place)
    dispatch_document(own, principal=place.principal, by=SYSTEM, today=TODAY)
    many(place, 2)
    pages = [page("list", place), page("document", place, own.doc_id), page("document", place, "SGD-LR-2026-01-2000")]

    def asked() -> list[int]:
        numbers = []
        for each in pages:
            with CaptureQueriesContext(connection) as told:
                assert reader.get(each).status_code == 200
            numbers.append(len(told))
        return numbers

    few = asked()
    many_more = [another_principal(place, f"By {at}", f"{3000 + at}") for at in range(20)]
    for principal in many_more:
        dispatch_document(own, principal=principal, by=SYSTEM, today=TODAY)
        place.ordered(principal=principal)

    assert asked() == few
    assert few[0] <= 8
    assert max(few) <= 12


def test_document_page_tells_everything_that_identifies_it(reader: Client, place: Place) -> None:
    document = sealed(place)
    dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)

    answer = reader.get(page("document", place, document.doc_id))

    told = words_of(answer)
    assert "Det här är den senaste versionen" in told
    for digest in (document.sha256, document.data_sha256, document.signer):
        assert digest in told.replace(" ", "")
    assert "Svalövs kommun kvitterar att dokumentet har kommit fram" in told
    assert "Dokumentet förseglades" in told
    assert "Dokumentet skickades" in told
    assert f"/verify/{document.doc_id}/" in answer.text
    assert page("file", place, document.doc_id) in answer.text


def test_superseded_edition_says_which_one_holds(reader: Client, place: Place) -> None:
    first = sealed(place)
    second = sealed(place, supersede=True)

    newest = words_of(reader.get(page("document", place, first.doc_id)))
    older = words_of(reader.get(page("edition", place, first.doc_id, 1)))

    assert second.edition == 2
    assert "Version 1 förseglad 20 oktober 2026, ersätts av den här" in newest
    assert "En senare version gäller: version 2." in older
    assert "Ersatt av version 2" in older
    assert reader.get(page("edition", place, first.doc_id, 3)).status_code == 404


def test_document_that_is_being_sealed_shows_how_far_its_batch_has_come(reader: Client, place: Place) -> None:
    with transaction.atomic():
        document = place.ordered(batch="rapporter-1")
        place.ordered(principal=another_principal(place), batch="rapporter-1")

    answer = reader.get(page("document", place, document.doc_id))

    assert "0 av 2 dokument klara" in words_of(answer)
    assert "Visa läget igen" in answer.text
    assert page("batch", place, "rapporter-1") in answer.text
    assert "/verify/" not in answer.text.split("<main")[1].split("</main>")[0]


def test_file_is_handed_out_as_it_was_sealed_and_as_nothing_else(reader: Client, place: Place) -> None:
    document = sealed(place)

    answer = reader.get(page("file", place, document.doc_id))

    assert answer.getvalue() == open_document(document)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.doc_id}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox"


def test_file_without_number_is_the_newest_that_is_sealed(reader: Client, place: Place) -> None:
    first = sealed(place)
    place.ordered(supersede=True)

    assert reader.get(page("file", place, first.doc_id)).getvalue() == open_document(first)
    assert "Version 2 förseglas. Version 1 gäller så länge." in reader.get(page("document", place, first.doc_id)).text
    waiting = reader.get(page("edition_file", place, first.doc_id, 2))
    assert waiting.status_code == 404
    assert "Filen är inte klar än" in waiting.text


def test_frozen_data_are_handed_out_byte_for_byte(reader: Client, place: Place) -> None:
    document = place.ordered()

    answer = reader.get(page("data", place, document.doc_id))

    assert answer.getvalue() == Document.objects.get(pk=document.pk).data.encode()
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{document.doc_id}-underlag.json"'


@pytest.mark.parametrize("harm", ["gone", "altered"])
def test_damaged_file_is_told_and_never_handed_out(reader: Client, place: Place, harm: str) -> None:
    document = sealed(place)
    path = Path(storage.place_of(document.sha256))
    if harm == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"tillagg")

    answer = reader.get(page("file", place, document.doc_id))

    assert answer.status_code == 410
    assert "Filen kan inte lämnas ut" in answer.text
    assert "tillagg" not in answer.text


def test_altered_data_are_told_and_never_handed_out(reader: Client, place: Place) -> None:
    document = place.ordered()
    Document.objects.filter(pk=document.pk).update(data='{"head":{}}')

    answer = reader.get(page("data", place, document.doc_id))

    assert answer.status_code == 410
    assert "inte det som frystes" in answer.text


def test_another_partnership_knows_of_nothing(client: Client, place: Place) -> None:
    document = sealed(place)
    sent = dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)
    stranger(client)
    asked = [page("list", place), *(page(name, place, document.doc_id) for name in ("document", "file", "data"))]
    asked += [page("edition", place, document.doc_id, 1), page("receipt", place, document.doc_id, sent.pk)]
    asked += [reverse("documents:find", args=["document", document.pk])]

    assert [client.get(url).status_code for url in asked] == [404] * 7


def test_reading_writes_nothing(reader: Client, place: Place) -> None:
    document = sealed(place)
    urls = [page("list", place), *(page(name, place, document.doc_id) for name in ("document", "file", "data"))]
    for url in urls:
        with CaptureQueriesContext(connection) as told:
            assert reader.get(url).status_code == 200
        assert [each["sql"] for each in told if not each["sql"].startswith("SELECT")] == []


def test_trail_leads_back_to_the_document(reader: Client, place: Place) -> None:
    document = sealed(place)
    sent = dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)

    for kind, pk in (("document", document.pk), ("dispatch", sent.pk)):
        answer = reader.get(reverse("documents:find", args=[kind, pk]))
        assert answer.headers["Location"] == page("document", place, document.doc_id)
    assert reader.get(reverse("documents:find", args=["annat", 1])).status_code == 404


def test_receiver_confirms_once_and_others_may_not(client: Client, place: Place) -> None:
    document = sealed(place)
    sent = dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)
    url = page("receipt", place, document.doc_id, sent.pk)
    sign_in(client, registrar(another_principal(place).organisation))
    assert post(client, url).status_code == 403

    seat = registrar(place.principal.organisation)
    sign_in(client, seat)
    (duty,) = [each for each in duties(act_as(seat), TODAY) if "Kvittera" in str(each.title)]
    assert duty.url == url
    token = new_token()
    answers = [client.post(url, {FIELD: token, "diary_number": " KS 2026/9 "}).status_code for _ in range(2)]

    assert answers == [303, 409]
    sent.refresh_from_db()
    assert (sent.received_on, sent.diary_number) == (TODAY, "KS 2026/9")
    assert Event.objects.about(sent).filter(kind="documents.dispatch.receipt").count() == 1
    assert [each for each in duties(act_as(seat), TODAY) if "Kvittera" in str(each.title)] == []


def test_receipt_goes_to_the_page_of_the_app_that_has_one(monkeypatch: pytest.MonkeyPatch, place: Place) -> None:
    document = sealed(place)
    sent = dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)
    monkeypatch.setitem(receipts.PAGES, document.subject_type, lambda each: f"/egen/{each.pk}/")

    assert receipts.receipt_url(Dispatch.objects.get(pk=sent.pk)) == f"/egen/{sent.pk}/"
