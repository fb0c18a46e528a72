from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from governance.audit.actors import SYSTEM
from governance.audit.models import Event
from governance.documents import storage
from governance.documents.models import Dispatch, Document
from governance.documents.services import (
    DocumentDamaged,
    confirm_receipt,
    current_document,
    dispatch_document,
    open_document,
    says_the_same,
    seal_now,
)
from governance.documents.states import DispatchState, DocumentState
from governance.jobs.models import Job
from governance.jobs.services import run_batch, run_job
from governance.jobs.states import JobState
from governance.organisations.kinds import BodyKind, SeatRole
from governance.workflow.refusals import NotAllowed, Refused, WrongState
from governance.workflow.steps import perform
from tests.factories.organisations import TODAY, act_as, make_body, make_seat
from tests.processes import run_together

from . import samples
from .conftest import Place, build

pytestmark = pytest.mark.django_db


def test_order_freezes_the_data_and_queues_the_sealing(place: Place) -> None:
    document = place.ordered(batch="lägesrapporter")

    assert document.state == DocumentState.ORDERED
    assert document.doc_id == "SGD-LR-2026-01-1214"
    assert document.frozen["head"]["doc_id"] == document.doc_id
    assert document.frozen["head"]["verify_url"].endswith("/verify/SGD-LR-2026-01-1214/")
    assert document.frozen["head"]["audit"]["number"] > 0
    assert Job.objects.get().arguments == {"document": document.pk}
    assert Event.objects.about(document).get().kind == "documents.document.order"


def test_ordering_again_gives_the_same_document(place: Place) -> None:
    first = place.made()

    again = place.made(build=lambda head: pytest.fail("must not be built again"))

    assert again == first
    assert again.sha256 == first.sha256
    assert Job.objects.count() == 1


def test_job_seals_and_keeps_the_file(place: Place) -> None:
    document = place.ordered(batch="b")

    (job,) = run_batch("b")

    document = Document.objects.get(pk=document.pk)
    assert job.state == JobState.DONE
    assert job.result == {"document": document.doc_id}
    assert document.is_sealed
    assert (document.pages, document.signatures) == (2, 1)
    assert document.size == len(open_document(document))
    assert [event.kind for event in Event.objects.about(document)] == [
        "documents.document.seal",
        "documents.document.order",
    ]


def test_sealing_twice_keeps_one_file(place: Place) -> None:
    document = place.made()
    before = open_document(document)

    again = seal_now(document)
    run_job(Job.objects.get().pk)

    assert open_document(again) == before
    assert len(list(storage.place_of(document.sha256).parent.glob("*"))) == 1
    assert Event.objects.about(document).filter(kind="documents.document.seal").count() == 1


def test_nobody_seals_by_hand(place: Place) -> None:
    document = place.ordered()
    actor = act_as(make_seat(body=make_body(partnership=place.partnership)))

    with pytest.raises(NotAllowed):
        perform(document, "seal", by=actor, today=TODAY)


def test_superseding_makes_the_next_edition(place: Place) -> None:
    first = place.made()

    second = place.made(supersede=True, build=lambda head: replace(samples.plain_report(head), lead="Rättad."))

    first = Document.objects.with_newer().get(pk=first.pk)
    assert (second.edition, second.supersedes, second.doc_id) == (2, first, first.doc_id)
    assert first.has_newer  # type: ignore[attr-defined]
    assert not first.current
    assert current_document("plain_report", place.partnership, place.principal) == second
    assert second.file_name == "SGD-LR-2026-01-1214-v2.pdf"


def test_document_says_the_same_until_its_data_change(place: Place) -> None:
    document = place.ordered()

    assert says_the_same(document, build)
    assert not says_the_same(document, lambda head: replace(build(head), lead="Ett annat läge."))


def test_database_holds_one_current_document_a_principal(place: Place) -> None:
    document = place.ordered()
    twin = Document.objects.get(pk=document.pk)
    twin.pk, twin.edition = None, 2

    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save(force_insert=True)


def test_damaged_file_is_not_handed_out(place: Place) -> None:
    document = place.made()
    path = storage.place_of(document.sha256)
    path.write_bytes(path.read_bytes() + b" ")

    with pytest.raises(DocumentDamaged, match="är inte den som förseglades"):
        open_document(document)

    path.unlink()
    with pytest.raises(DocumentDamaged, match="saknas"):
        open_document(document)


def test_storing_the_same_bytes_twice_is_storing_them_once(place: Place) -> None:
    assert storage.put(b"x") == storage.put(b"x")
    assert [path.read_bytes() for path in storage.place_of(storage.put(b"x")).parent.iterdir()] == [b"x"]


def registrar(place: Place, *, principal: int = 1) -> object:
    del principal
    body = make_body(organisation=place.principal.organisation, kind=BodyKind.REGISTRY, name="Registratur")
    return act_as(make_seat(body=body, role=SeatRole.REGISTRAR))


def test_dispatch_is_recorded_once_and_receipted_by_the_principal(place: Place) -> None:
    document = place.made()
    sent = dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)

    assert dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY) == sent

    day = TODAY + timedelta(days=3)
    event = confirm_receipt(sent, by=registrar(place), today=day, version=1, diary_number="KS 2026/17")  # type: ignore[arg-type]
    kept = Dispatch.objects.get()
    assert (kept.state, kept.received_on, kept.diary_number) == (DispatchState.RECEIPTED, day, "KS 2026/17")
    assert kept.received_by.startswith("Registrator")
    assert event.occurred_on == day


def test_dispatch_and_receipt_state_the_days_they_happened(place: Place) -> None:
    sent_on, received_on = TODAY - timedelta(days=9), TODAY - timedelta(days=5)

    sent = dispatch_document(place.made(), principal=place.principal, by=SYSTEM, today=TODAY, occurred_on=sent_on)
    event = confirm_receipt(sent, by=registrar(place), today=TODAY, occurred_on=received_on)  # type: ignore[arg-type]

    kept = Dispatch.objects.get()
    assert (kept.sent_on, kept.received_on) == (sent_on, received_on)
    assert event.occurred_on == received_on
    assert Event.objects.get(kind="documents.dispatch.send").occurred_on == sent_on
    assert event.recorded_at > timezone.now() - timedelta(minutes=5)


def test_days_ahead_and_receipts_before_the_dispatch_are_refused(place: Place) -> None:
    ahead = TODAY + timedelta(days=1)
    with pytest.raises(Refused, match="har inte varit än"):
        dispatch_document(place.made(), principal=place.principal, by=SYSTEM, today=TODAY, occurred_on=ahead)
    sent = dispatch_document(place.made(), principal=place.principal, by=SYSTEM, today=TODAY)
    actor: Any = registrar(place)

    for day, words in ((ahead, "har inte varit än"), (TODAY - timedelta(days=1), "då dokumentet skickades")):
        with pytest.raises(Refused, match=words):
            confirm_receipt(sent, by=actor, today=TODAY, occurred_on=day)
    assert Dispatch.objects.get().state == DispatchState.SENT


def test_receipt_is_given_once(place: Place) -> None:
    sent = dispatch_document(place.made(), principal=place.principal, by=SYSTEM, today=TODAY)
    actor = registrar(place)
    confirm_receipt(sent, by=actor, today=TODAY)  # type: ignore[arg-type]

    with pytest.raises(WrongState):
        confirm_receipt(sent, by=actor, today=TODAY)  # type: ignore[arg-type]


def test_receipt_of_another_is_refused(place: Place) -> None:
    sent = dispatch_document(place.made(), principal=place.principal, by=SYSTEM, today=TODAY)
    stranger = act_as(make_seat(body=make_body(partnership=place.partnership)))

    with pytest.raises(NotAllowed):
        confirm_receipt(sent, by=stranger, today=TODAY)


def test_documents_are_seen_by_their_partnership_alone(place: Place) -> None:
    document = place.ordered()
    inside = act_as(make_seat(body=make_body(partnership=place.partnership)))
    outside = act_as(make_seat())

    assert list(Document.objects.visible_to(inside)) == [document]
    assert list(Document.objects.visible_to(outside)) == []


RIVAL = """
from django.conf import settings; settings.KEY_DIR, settings.DOCUMENT_DIR = {keys!r}, {documents!r}
from governance.documents.models import Document
from governance.documents.services import seal_now
print(seal_now(Document.objects.get(pk={pk})).sha256)
"""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_processes_that_seal_at_once_keep_one_document(place: Place, settings: object) -> None:
    document = place.ordered()
    keys, documents = str(settings.KEY_DIR), str(settings.DOCUMENT_DIR)  # type: ignore[attr-defined]
    script = RIVAL.format(keys=keys, documents=documents, pk=document.pk)

    done = run_together([script] * 2)

    assert {process.returncode for process in done} == {0}, done[0].stderr + done[1].stderr
    document = Document.objects.get(pk=document.pk)
    assert {process.stdout.split()[-1] for process in done} == {document.sha256}
    files = [path for path in storage.place_of(document.sha256).parents[1].rglob("*") if path.is_file()]
    assert [path.stem for path in files] == [document.sha256]
    assert Event.objects.about(document).filter(kind="documents.document.seal").count() == 1


ORDER_RIVAL = """
from tests.documents.conftest import Place
from governance.organisations.models import Partnership, Principal
place = Place(Partnership.objects.get(pk={partnership}), Principal.objects.get(pk={principal}))
from django.db import transaction
with transaction.atomic():
    print(place.ordered().pk)
"""


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_processes_that_order_at_once_get_one_document(place: Place) -> None:
    script = ORDER_RIVAL.format(partnership=place.partnership.pk, principal=place.principal.pk)

    done = run_together([script] * 2)

    assert {process.returncode for process in done} == {0}, done[0].stderr + done[1].stderr
    assert {process.stdout.split()[-1] for process in done} == {str(Document.objects.get().pk)}


def test_dispatch_names_its_receiver_once(place: Place) -> None:
    document = place.made()
    sent = dispatch_document(document, principal=place.principal, by=SYSTEM, today=TODAY)
    name = str(place.principal)

    document.title, sent.document = "Årsrapport 2025", document
    assert str(sent) == f"Årsrapport 2025 till {name}"
    document.title = f"Årsrapport 2025 till {name}"
    assert str(sent) == f"Årsrapport 2025 till {name}"
