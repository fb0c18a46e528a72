from collections.abc import Callable
from typing import Any

from .models import Job

Finish = Callable[[], dict[str, Any] | None]
Work = Callable[[Job], Finish | None]

WORK: dict[str, Work] = {}


def job(kind: str) -> Callable[[Work], Work]:
    """Register the work behind a kind of job.

    The function does the slow part outside any transaction, may run twice, and returns what is to be done in the
    same short transaction as the job's own result (or nothing).
    """

    def keep(work: Work) -> Work:
        if kind in WORK and WORK[kind] is not work:
            message = f"{kind} är redan registrerat"
            raise ValueError(message)
        WORK[kind] = work
        return work

    return keep
