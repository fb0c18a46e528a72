from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from tests.factories.organisations import TODAY

from .pages import NOON


@pytest.fixture
def today() -> Iterator[date]:
    with time_machine.travel(NOON, tick=False):
        yield TODAY
