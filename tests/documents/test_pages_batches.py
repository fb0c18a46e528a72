"""A batch of sealing while it runs, what gave up, and who may try again."""

import re
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.audit.models import Event
from governance.documents.models import Document
from governance.jobs.models import Job
from governance.jobs.services import queue_job
from governance.jobs.states import JobState
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Organisation
from governance.workflow.tokens import FIELD, new_token
from tests.factories.organisations import make_body, make_organisation, make_principal, make_seat, make_user, sign_in

from .conftest import Place

pytestmark = pytest.mark.django_db
BATCH = "annual-report-7"


def ordered(place: Place, number: int, first: int = 2000) -> list[Document]:
    with transaction.atomic():
        return [
            place.ordered(
                principal=make_principal(
                    partnership=place.partnership, organisation=make_organisation(code=str(first + at))
                ),
                batch=BATCH,
            )
            for at in range(number)
        ]


def give_up(document: Document) -> Job:
    job = Job.objects.get(key=f"documents.seal:{document.pk}")
    job.state, job.attempts, job.error = JobState.DEAD, 5, "OSError: disken är full"
    job.save()
    return job


def steering(client: Client, place: Place) -> Client:
    sign_in(client, make_seat(body=make_body(partnership=place.partnership), role=SeatRole.SECRETARY))
    return client


def registrar(client: Client, place: Place) -> Client:
    body = make_body(kind=BodyKind.COUNCIL, organisation=place.principal.organisation)
    sign_in(client, make_seat(body=body, role=SeatRole.REGISTRAR))
    return client


def batch_url(place: Place, name: str = BATCH) -> str:
    return reverse("documents:batch", args=[place.partnership.slug, name])


def retry_url(place: Place, job: Job) -> str:
    return reverse("documents:retry", args=[place.partnership.slug, BATCH, job.pk])


def words_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_batch_tells_how_far_it_has_come_and_asks_again(client: Client, place: Place) -> None:
    first, *_rest = ordered(place, 3)
    Job.objects.filter(key=f"documents.seal:{first.pk}").update(state=JobState.DONE, finished_at=first.ordered_at)

    answer = registrar(client, place).get(batch_url(place))

    told = words_of(answer)
    assert "1 av 3 rapporter är klara." in told
    assert "Visa läget igen" in told
    assert f'hx-get="{batch_url(place)}"' in answer.text
    assert told.index("SGD-LR-2026-01-2001") < told.index("SGD-LR-2026-01-2000")


def test_batch_names_its_documents_in_swedish_order(client: Client, place: Place) -> None:
    named = dict(zip(ordered(place, 3), ("Östra Göinge kommun", "Åstorps kommun", "Bjuvs kommun"), strict=True))
    for document, name in named.items():
        Organisation.objects.filter(pk=document.principal.organisation_id).update(name=name)  # type: ignore[union-attr]

    text = registrar(client, place).get(batch_url(place)).text

    found = re.findall(r'data-l="Huvudman:">([^<]+)</td>', text)
    assert found == ["Bjuvs kommun", "Åstorps kommun", "Östra Göinge kommun"]


def test_batch_that_is_over_stops_asking(client: Client, place: Place) -> None:
    (only,) = ordered(place, 1)
    Job.objects.update(state=JobState.DONE, finished_at=only.ordered_at)

    answer = registrar(client, place).get(batch_url(place))

    assert "Alla 1 rapporter är klara." in words_of(answer)
    assert "hx-get" not in answer.text.split("<main")[1]


def test_what_gave_up_is_shown_to_all_and_its_reason_to_those_who_can_mend_it(client: Client, place: Place) -> None:
    job = give_up(ordered(place, 2)[0])

    mine = registrar(client, place).get(batch_url(place))
    theirs = steering(client, place).get(batch_url(place))

    assert "1 av 2 gick inte att göra" in words_of(mine)
    assert "disken är full" not in mine.text
    assert retry_url(place, job) not in mine.text
    assert "disken är full" in theirs.text
    assert retry_url(place, job) in theirs.text


def test_steering_group_starts_again_once_and_the_trail_tells(client: Client, place: Place) -> None:
    document = ordered(place, 1)[0]
    job = give_up(document)
    steering(client, place)
    token = new_token()

    answers = [client.post(retry_url(place, job), {FIELD: token}).status_code for _ in range(2)]

    assert answers == [303, 409]
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert Event.objects.about(document).filter(kind="documents.document.retry").count() == 1


def test_job_that_is_not_dead_is_left_alone(client: Client, place: Place) -> None:
    document = ordered(place, 1)[0]
    job = Job.objects.get()
    steering(client, place)

    assert client.post(retry_url(place, job), {FIELD: new_token()}).status_code == 303
    assert not Event.objects.about(document).filter(kind="documents.document.retry").exists()


def test_one_who_runs_the_installation_tries_again_where_he_has_a_seat_and_only_there(
    client: Client, place: Place
) -> None:
    job = give_up(ordered(place, 1)[0])
    user = make_user(is_staff=True)
    sign_in(client, make_seat(user=user))
    assert client.post(retry_url(place, job), {FIELD: new_token()}).status_code == 404

    body = make_body(kind=BodyKind.COUNCIL, organisation=place.principal.organisation)
    sign_in(client, make_seat(user=user, body=body, role=SeatRole.OBSERVER))
    assert client.post(retry_url(place, job), {FIELD: new_token()}).status_code == 303


def test_principals_people_may_not_try_again(client: Client, place: Place) -> None:
    job = give_up(ordered(place, 1)[0])

    answer = registrar(client, place).post(retry_url(place, job), {FIELD: new_token()})

    assert answer.status_code == 403
    job.refresh_from_db()
    assert job.state == JobState.DEAD
    assert client.get(retry_url(place, job)).status_code == 405


def test_batch_with_anything_of_others_does_not_exist(client: Client, place: Place) -> None:
    ordered(place, 1)
    with transaction.atomic():
        queue_job(
            "documents.seal_heads", key="documents.seal_heads:x", arguments={"day": "2026-10-20"}, batch="blandat"
        )
    stranger = make_principal(organisation=make_organisation())
    other = Place(stranger.partnership, stranger)
    registrar(client, other)

    assert client.get(batch_url(place)).status_code == 404
    assert client.get(batch_url(other)).status_code == 404
    assert registrar(client, place).get(batch_url(place, "blandat")).status_code == 404
    assert client.get(batch_url(place, "okand")).status_code == 404


def test_batch_asks_as_much_of_the_database_whatever_its_size(client: Client, place: Place) -> None:
    ordered(place, 2)
    registrar(client, place)
    with CaptureQueriesContext(connection) as few:
        client.get(batch_url(place))
    ordered(place, 60, first=3000)

    with CaptureQueriesContext(connection) as many:
        answer = client.get(batch_url(place))

    assert len(many) == len(few) <= 8
    assert answer.text.count("· version 1") == 34
    assert client.get(batch_url(place) + "?fran=34").text.count("· version 1") == 28
    assert client.get(batch_url(place) + "?fran=-1").status_code == 404
