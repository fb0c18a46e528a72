"""The job that seals ordered documents."""

from collections.abc import Callable
from typing import Any

from governance.jobs.models import Job
from governance.jobs.registry import job

from .models import Document


@job("documents.seal")
def seal_ordered(asked: Job) -> Callable[[], dict[str, Any]] | None:
    """Render and seal outside any transaction; keep file and row in the transaction of the job's result."""
    from .services import keep, make_file  # noqa: PLC0415 -- services queue this job

    document = Document.objects.get(pk=asked.arguments["document"])
    if document.is_sealed:
        return None
    made = make_file(document)
    return lambda: {"document": keep(document.pk, made).doc_id}
