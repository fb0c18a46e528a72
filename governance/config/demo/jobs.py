import time
from datetime import date

from budgets.models import AnnualReport, Budget
from budgets.services.handover import letter_batch
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
    seal_all(AnnualReport.objects.get(partnership__slug="sgd-skane", year=year).batch)

    def finish() -> None:
        story.finish(year=year, today=today)

    return finish


def seal_all(batch: str) -> None:
    """Seal what is left of a batch, and wait for what another worker has in hand. Raises StillSealing."""
    deadline = time.monotonic() + LONGEST_WAIT
    run_batch(batch)
    while batch_progress(batch).open:
        if time.monotonic() > deadline:
            raise StillSealing(batch)
        time.sleep(0.5)


@job(story.RECEIVE)
def receive_demo(asked: Job) -> Finish:
    """Seal what is left of a budget's letters, then let their receivers confirm them."""
    today, budget = date.fromisoformat(asked.arguments["today"]), Budget.objects.get(pk=asked.arguments["budget"])
    seal_all(letter_batch(budget))

    def receive() -> None:
        story.receive_letters(budget=budget.pk, today=today)

    return receive


@job(story.SIGN)
def sign_demo(asked: Job) -> None:
    """Let the concluded agreement be sealed, signed and followed; each step is taken once."""
    Following(date.fromisoformat(asked.arguments["today"])).tell()
