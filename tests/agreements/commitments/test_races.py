"""Clearing by several at once, and by a process that is killed in the middle."""

import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from agreements.commitments.models import Clearing, Commitment
from governance.audit.models import Event
from tests.factories.commitments import CommitmentWorld, board_is, commitment_world
from tests.processes import ROOT, joined_environment, run_together

pytestmark = pytest.mark.django_db(transaction=True)

CLEAR = """
from datetime import date
from agreements.commitments.services import clearing
from agreements.texts.models import Agreement
from governance.audit.actors import SYSTEM
from governance.workflow.refusals import Refused
try:
    clearing.clear_offers(Agreement.objects.get(pk={pk}), by=SYSTEM, today=date(2026, 10, 20))
    print("cleared")
except Refused as refused:
    print("refused")
"""
DIE = """
import os, signal, django
django.setup()
from governance.workflow import steps
perform, calls = steps.perform, []
def die(*args, **named):
    calls.append(args)
    if len(calls) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return perform(*args, **named)
steps.perform = die
"""


@pytest.fixture
def offered() -> Iterator[CommitmentWorld]:
    """Six offers that hold each other up."""
    world = commitment_world()
    with board_is(world.board):
        made = [
            world.offer(principal, title=f"Bud {number}") for number in (1, 2) for principal in world.base.principals
        ]
        for offer, other in zip(made, [*made[1:], made[0]], strict=True):
            world.needs(offer, other)
        yield world


def test_offers_clear_once_however_many_ask(offered: CommitmentWorld) -> None:
    script = CLEAR.format(pk=offered.base.agreement.pk)

    done = run_together([script, script])

    assert sorted(each.stdout.split()[-1] for each in done) == ["cleared", "refused"], [each.stderr for each in done]
    assert list(Clearing.objects.values_list("to_bind", "bound")) == [(6, 6)]
    assert set(Commitment.objects.values_list("state", flat=True)) == {"agreed"}


def test_a_process_killed_in_the_middle_leaves_nothing(offered: CommitmentWorld) -> None:
    events = Event.objects.count()
    script = DIE + CLEAR.format(pk=offered.base.agreement.pk)

    died = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=joined_environment(), capture_output=True, timeout=90, check=False
    )

    assert died.returncode == -signal.SIGKILL, died.stderr
    assert not Clearing.objects.exists()
    assert set(Commitment.objects.values_list("state", flat=True)) == {"conditional"}
    assert Event.objects.count() == events
