import time
from datetime import date

from budgets.models import AnnualReport
from governance.jobs.models import Job
from governance.jobs.registry import Finish, job
from governance.jobs.services import batch_progress, run_batch

from . import story
from .after import Following

LONGEST_WAIT = 150
"""Seconds to wait for documents that another worker is sealing."""


class StillSealing(RuntimeError):
    """Somebody else has documents of the story in hand; tried again later."""


@job(story.FINISH)
def finish_demo(asked: Job) -> Finish:
    """Seal what is left of a year's annual report, then let it be sent and confirmed."""
    today, year = date.fromisoformat(asked.arguments["today"]), int(asked.arguments["year"])
    batch = AnnualReport.objects.get(partnership__slug="sgd-skane", year=year).batch
    deadline = time.monotonic() + LONGEST_WAIT
    run_batch(batch)
    while batch_progress(batch).open:
        if time.monotonic() > deadline:
            raise StillSealing(batch)
        time.sleep(0.5)

    def finish() -> None:
        story.finish(year=year, today=today)

    return finish


@job(story.SIGN)
def sign_demo(asked: Job) -> None:
    """Let the concluded agreement be sealed, signed and followed; each step is taken once."""
    Following(date.fromisoformat(asked.arguments["today"])).tell()
