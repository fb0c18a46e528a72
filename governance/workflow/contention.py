"""Two who write at once: the database ends one of them, whose act is undone whole and may be sent again."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError

from .refusals import Busy

log = logging.getLogger(__name__)

POSTGRESQL = ("40P01", "40001", "55P03")  # deadlock; could not be put in order; a lock that was not to be had
SQLITE = ("database is locked", "database table is locked")


def is_contention(error: BaseException) -> bool:
    """Whether the database gave up because somebody else wrote at the same time, so that trying again may do."""
    if not isinstance(error, OperationalError):
        return False
    return getattr(error.__cause__, "sqlstate", None) in POSTGRESQL or str(error).startswith(SQLITE)


def busy(error: BaseException) -> Busy | None:
    """The refusal for one whose act was undone because of another's; None for any other error."""
    if not is_contention(error):
        return None
    log.warning("Två skrev samtidigt, och den enas handling backades: %s", str(error).splitlines()[0])
    return Busy()


@contextmanager
def told_when_busy() -> Iterator[None]:
    """Stands round a whole transaction: a database that gave up becomes a refusal in words."""
    try:
        yield
    except OperationalError as error:
        refused = busy(error)
        if refused is None:
            raise
        raise refused from error
