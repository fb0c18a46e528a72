from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command

from agreements.adoption.tasks import LAST_DAYS_JOB, ask_for_last_days
from governance.jobs.models import Job
from governance.jobs.services import run_job
from tests.factories.adoption import LAST, adoption_world
from tests.factories.organisations import TODAY

pytestmark = pytest.mark.django_db

FALLS = LAST + timedelta(days=15)


def test_daily_job_lets_overdue_agreements_lapse_once() -> None:
    made = adoption_world()

    with time_machine.travel(f"{FALLS}T06:00:00+01:00", tick=False):
        ask_for_last_days()
        ask_for_last_days()
        (job,) = Job.objects.filter(kind=LAST_DAYS_JOB)
        done = run_job(job.pk)

    assert done.result == {"lapsed": [made.world.agreement.pk]}
    assert made.agreement.state == "lapsed"
    assert made.matter.state == "withdrawn"


def test_command_names_what_lapsed(capsys: pytest.CaptureFixture[str]) -> None:
    made = adoption_world()

    with time_machine.travel(f"{FALLS}T06:00:00+01:00", tick=False):
        call_command("settle_agreements", on=str(TODAY))
        assert capsys.readouterr().out == "Inget avtal har förfallit.\n"
        call_command("settle_agreements")

    said = capsys.readouterr().out
    assert said.startswith(f"{made.world.agreement} har förfallit: ")
    assert "sista dagen var 15 november 2026" in said


@pytest.mark.parametrize(("on", "said"), [("2026-13-01", "finns inte i kalendern"), ("2999-01-01", "inte varit än")])
def test_command_refuses_what_is_no_day_that_has_been(on: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("settle_agreements", on=on)
