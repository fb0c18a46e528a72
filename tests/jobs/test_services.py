from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from governance.jobs import services
from governance.jobs.models import Job
from governance.jobs.registry import WORK, Finish
from governance.jobs.services import batch_progress, claim, due, queue_job, revive, run_batch, run_job, sweep
from governance.jobs.states import JobState
from governance.organisations.models import Organisation
from tests.processes import run_together

KIND = "tests.register"


def register(job: Job) -> Finish:
    """Write an organisation: a result that can be counted."""
    name = job.arguments["name"]
    if name == "trasig":
        raise ValueError("går inte")

    def finish() -> dict[str, Any]:
        return {"key": Organisation.objects.create(kind="company", name=name, short_name=name).pk}

    return finish


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    WORK[KIND] = register
    yield
    del WORK[KIND]


@pytest.fixture
def bells(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    rung: list[int] = []
    monkeypatch.setattr(services, "ring", rung.append)
    return rung


def ask(name: str, *, batch: str = "") -> Job:
    with transaction.atomic():
        return queue_job(KIND, key=f"{KIND}:{name}", arguments={"name": name}, batch=batch)


@pytest.mark.django_db(transaction=True)
def test_queue_job_rings_after_commit_and_not_before(bells: list[int]) -> None:
    with transaction.atomic():
        asked = queue_job(KIND, key="en", arguments={"name": "En"})
        assert bells == []

    assert bells == [asked.pk]


@pytest.mark.django_db(transaction=True)
def test_queue_job_leaves_nothing_when_the_change_is_undone(bells: list[int]) -> None:
    def change() -> None:
        with transaction.atomic():
            queue_job(KIND, key="en", arguments={"name": "En"})
            raise RuntimeError

    with pytest.raises(RuntimeError):
        change()

    assert (bells, Job.objects.count()) == ([], 0)


@pytest.mark.django_db(transaction=True)
def test_queue_job_asked_twice_is_one_job(bells: list[int]) -> None:
    assert ask("en") == ask("en")

    assert Job.objects.count() == 1


def test_queue_job_refuses_an_unknown_kind(db: None) -> None:
    with pytest.raises(KeyError):
        queue_job("okänt", key="en", arguments={})


@pytest.mark.django_db(transaction=True)
def test_ring_survives_a_silent_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("governance.jobs.tasks.run.apply_async", refuse)

    assert ask("en").state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_run_job_delivered_twice_gives_one_result(bells: list[int]) -> None:
    asked = ask("en")

    first, second = run_job(asked.pk), run_job(asked.pk)

    assert (first.state, second.state) == (JobState.DONE, JobState.DONE)
    assert first.result == {"key": Organisation.objects.get().pk}


@pytest.mark.django_db(transaction=True)
def test_run_job_five_failures_make_a_dead_letter_that_a_person_can_revive(bells: list[int]) -> None:
    asked = ask("trasig")

    states = [run_job(asked.pk).state for _ in range(6)]

    assert states == [JobState.FAILED] * 4 + [JobState.DEAD] * 2
    assert Job.objects.get().error == "ValueError: går inte"
    revive(asked.pk)
    assert Job.objects.get().state == JobState.QUEUED


@pytest.mark.django_db(transaction=True)
def test_run_job_by_a_worker_that_lost_its_lease_changes_nothing(
    bells: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask("en")

    def overtaken(job: Job) -> Finish:
        later = timezone.now() + services.LEASE + timedelta(seconds=1)
        assert claim(job.pk, now=later) is not None
        return register(job)

    monkeypatch.setitem(WORK, KIND, overtaken)
    run_job(asked.pk)

    held = Job.objects.get()
    assert (held.state, held.attempts, Organisation.objects.count()) == (JobState.RUNNING, 2, 0)


@pytest.mark.django_db(transaction=True)
def test_sweep_rings_for_what_was_forgotten_or_left(bells: list[int]) -> None:
    forgotten, left, fresh = ask("glömt"), ask("lämnat"), ask("nytt")
    long_ago = timezone.now() - timedelta(hours=1)
    Job.objects.filter(pk=forgotten.pk).update(rung_at=long_ago)
    Job.objects.filter(pk=left.pk).update(state=JobState.RUNNING, lease_until=long_ago)
    bells.clear()

    assert sweep() == 2
    assert bells == [forgotten.pk, left.pk]
    assert fresh.pk not in due(now=timezone.now())


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("notice", ["claim", "sweep"])
def test_a_job_that_kills_its_process_dies_after_five_claims(bells: list[int], notice: str) -> None:
    asked = ask("dödar sin process")
    now = timezone.now() - timedelta(hours=2)
    for _attempt in range(services.MOST_ATTEMPTS):
        assert claim(asked.pk, now=now) is not None
        now += services.LEASE + timedelta(seconds=1)
    bells.clear()

    again = claim(asked.pk, now=now) if notice == "claim" else None
    rung = sweep()

    job = Job.objects.get()
    assert (again, rung, bells) == (None, 0, [])
    assert (job.state, job.attempts, job.lease_until) == (JobState.DEAD, 5, None)
    assert "Arbetsprocessen dog" in job.error
    assert job.finished_at is not None
    assert revive(job.pk)


@pytest.mark.django_db(transaction=True)
def test_run_batch_does_what_is_open_and_progress_counts_it(bells: list[int]) -> None:
    for name in ("en", "två", "tre"):
        ask(name, batch="omgång")

    assert batch_progress("omgång").open == 3
    assert {job.state for job in run_batch("omgång")} == {JobState.DONE}
    assert (batch_progress("omgång").total, batch_progress("omgång").done) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_run_jobs_command_ends_although_a_job_keeps_failing(
    bells: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    ask("en")
    ask("trasig")

    call_command("run_jobs")

    assert capsys.readouterr().out == "1 jobb klara, 1 gav upp.\n"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_run_job_by_eight_processes_gives_each_result_once(bells: list[int]) -> None:
    jobs = [ask(f"nummer {each}").pk for each in range(20)]
    script = f"""
from governance.jobs.registry import WORK
from governance.jobs.services import run_job
from tests.jobs.test_services import KIND, register
WORK[KIND] = register
for each in {jobs}:
    run_job(each)
"""
    finished = run_together([script] * 8)

    assert [(each.returncode, each.stderr[-500:]) for each in finished] == [(0, "")] * 8
    assert Organisation.objects.count() == 20
    assert set(Job.objects.values_list("state", "attempts")) == {(JobState.DONE, 1)}
