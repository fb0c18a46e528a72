"""The work behind a large analysis: the search outside any transaction, its result in the job's own."""

from typing import Any

from governance.jobs.models import Job
from governance.jobs.registry import Finish, job

from .models import Analysis
from .services.searching import KIND, analyse_now


@job(KIND)
def run_analysis(asked: Job) -> Finish | None:
    """Search on the values of this moment, unless it is done already."""
    analysis = Analysis.objects.select_related("negotiation", "start").get(pk=asked.arguments["analysis"])
    if analysis.found is not None:
        return None
    found, stands_on = analyse_now(analysis)

    def finish() -> dict[str, Any]:
        Analysis.objects.filter(pk=analysis.pk, found__isnull=True).update(found=found, fingerprint=stands_on)
        return {"analysis": analysis.pk}

    return finish
