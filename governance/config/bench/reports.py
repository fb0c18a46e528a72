import json
import multiprocessing
import os
from collections.abc import Callable, Iterator

from django.db import connections

from budgets.models import AnnualReport
from governance.documents.models import Document
from governance.documents.render import VARIANT, page_html, static_fetcher, style_sheet
from governance.documents.storage import get
from governance.jobs.models import Job
from governance.jobs.services import run_batch
from governance.jobs.states import JobState

from .measure import Figure, wall
from .world import world

WORKERS = 2
fork = multiprocessing.get_context("fork")


def bare(frozen: list[str]) -> None:
    """WeasyPrint as it comes: the same HTML to the same PDF variant, one after another, nothing sealed or kept."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 -- slow, and the rest can be measured without it
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- as above

    for each in frozen:
        known, fetcher = FontConfiguration(), static_fetcher()
        kind = json.loads(each)["head"]["kind"]
        css = CSS(string=style_sheet(kind, demo=True), font_config=known, url_fetcher=fetcher, base_url="static:")
        page = HTML(string=page_html(each), url_fetcher=fetcher, base_url="static:")
        page.write_pdf(pdf_variant=VARIANT, stylesheets=[css], font_config=known)


def in_children(work: Callable[[], object], count: int) -> None:
    """Do a piece of work in processes of its own, as a worker would: with a database connection of their own."""

    def child() -> None:
        connections.close_all()
        work()
        connections.close_all()
        os._exit(0)

    connections.close_all()
    children = [fork.Process(target=child) for _ in range(count)]
    for each in children:
        each.start()
    for each in children:
        each.join()
    assert all(each.exitcode == 0 for each in children)  # noqa: S101 -- a worker that fails is no measure


def figures() -> Iterator[Figure]:
    """A year's 34 sealed reports on two workers against bare WeasyPrint of the same HTML in one process; twice over."""
    cast = world()
    ratios = []
    for turn, report in enumerate(AnnualReport.objects.filter(partnership=cast.partnership).order_by("year")):
        documents = Document.objects.filter(subject_type=report._meta.label_lower, subject_key=str(report.pk))
        frozen = list(documents.values_list("data", flat=True))

        def theirs(frozen: list[str] = frozen) -> None:
            in_children(lambda: bare(frozen), 1)

        def ours(batch: str = report.batch) -> None:
            in_children(lambda: run_batch(batch), WORKERS)

        if turn % 2:
            mine, other = wall(ours), wall(theirs)
        else:
            other, mine = wall(theirs), wall(ours)
        done = Job.objects.filter(batch=report.batch, state=JobState.DONE).count()
        sealed = [get(each.sha256) for each in documents.filter(state="sealed")]
        assert (done, len(sealed)) == (len(frozen), len(frozen))  # noqa: S101 -- every one of them was made
        ratios.append(mine / other)
    name = f"{len(frozen)} förseglade rapporter på två arbetare mot bar WeasyPrint i en process"
    yield Figure(name, round(sum(ratios) / len(ratios), 2), "av tiden", 0.65)
