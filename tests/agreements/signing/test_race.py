"""Several processes at once: two who sign at the same moment, and a worker that is killed half-way."""

import os
import signal
import subprocess
import sys
import time

import pytest
from django.utils import timezone

from agreements.signing.services import signatures
from agreements.signing.states import RoundState, SignatoryState
from governance.documents import revisions
from governance.documents.states import RevisionKind
from governance.jobs.models import Job
from governance.jobs.states import JobState
from tests.factories import signing
from tests.processes import ROOT, joined_environment, run_together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.race]

PLACES = """
from django.conf import settings
from pathlib import Path
settings.KEY_DIR, settings.DOCUMENT_DIR = Path({keys!r}), Path({documents!r})
"""
RUN = """
from governance.jobs.services import run_job
print(run_job({job}).state)
"""


@pytest.fixture(autouse=True)
def quiet_bells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("governance.jobs.services.ring", lambda _job: None)


def script(settings: object, job: Job, before: str = "") -> str:
    places = PLACES.format(keys=str(settings.KEY_DIR), documents=str(settings.DOCUMENT_DIR))  # type: ignore[attr-defined]
    return places + before + RUN.format(job=job.pk)


def test_three_who_sign_at_the_same_moment_all_succeed_in_turn(settings: object) -> None:
    found = signing.open_round()
    for signatory in found.signatories:
        signing.say_yes(found, signatory)
    jobs = list(Job.objects.filter(kind=signatures.SIGN_JOB))

    finished = run_together([script(settings, job) for job in jobs], timeout=150)
    signing.work(found)  # what a sweeper would ring again

    assert [each.returncode for each in finished] == [0, 0, 0], [each.stderr[-2000:] for each in finished]
    assert {each.state for each in found.signatories} == {SignatoryState.SIGNED}
    assert found.now().state == RoundState.COMPLETED
    document = found.now().document
    assert document is not None
    states = revisions.revisions_of(document)
    assert sorted(each.field for each in states if each.kind == RevisionKind.SIGNATURE) == [
        "sign_1",
        "sign_2",
        "sign_3",
    ]
    assert states[0].kind == RevisionKind.SEAL
    assert states[-1].kind == RevisionKind.ARCHIVE


STOP_AFTER_SIGNING = """
import time
from agreements.signing import growing
really = growing.stamp_when_whole
def wait(*args, **more):
    print("signed", flush=True)
    time.sleep(60)
growing.stamp_when_whole = wait
"""


def test_worker_killed_after_it_signed_leaves_exactly_one_signature(settings: object) -> None:
    found = signing.open_round()
    signing.say_yes(found, found.signatories[0])
    (job,) = Job.objects.filter(kind=signatures.SIGN_JOB)
    code = "import django; django.setup()\n" + script(settings, job, STOP_AFTER_SIGNING)
    doomed = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=joined_environment(), stdout=subprocess.PIPE, text=True
    )
    assert doomed.stdout is not None
    assert doomed.stdout.readline() == "signed\n"
    os.kill(doomed.pid, signal.SIGKILL)
    doomed.wait()
    assert Job.objects.get(pk=job.pk).state == JobState.RUNNING
    assert found.signatories[0].state == SignatoryState.SIGNING
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
    time.sleep(0.01)

    (finished,) = run_together([script(settings, job)], timeout=90)

    assert finished.stdout.splitlines()[-1] == JobState.DONE, finished.stderr[-2000:]
    assert found.signatories[0].state == SignatoryState.SIGNED
    document = found.now().document
    assert document is not None
    assert [each.field for each in revisions.revisions_of(document)] == ["seal", "sign_1"]
