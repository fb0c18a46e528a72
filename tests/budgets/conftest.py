"""What the tests of budgets' pages share: the day of the mock-ups."""

from collections.abc import Iterator

import pytest
import time_machine

from .pages import NOON


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """Tell the pages from the day of the mock-ups."""
    with time_machine.travel(NOON, tick=False):
        yield
