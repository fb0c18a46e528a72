"""Kinds of job for tests with a real worker; the worker imports this module when it joins a test."""

import time

from governance.jobs.models import Job
from governance.jobs.registry import Finish, job


@job("tests.greet")
def greet(asked: Job) -> Finish:
    """Do next to nothing, and leave a result."""
    return lambda: {"greeting": f"Hej {asked.arguments['name']}"}


@job("tests.dawdle")
def dawdle(asked: Job) -> Finish:
    """Take so long that the worker can be killed meanwhile; the second attempt is quick."""
    if asked.attempts == 1:
        time.sleep(120)
    return lambda: {"attempt": asked.attempts}
