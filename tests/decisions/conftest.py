"""What the tests of decisions share: the day of the mock-ups, and a follower that remembers what it is told."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from governance.decisions import registry
from governance.decisions.models import Matter, Ruling
from tests.factories.decisions import TODAY


class Remembering(registry.Follower):
    """Writes down what it is told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.reopens = True

    def stage_passed(self, matter: Matter, stage: str, *, today: date) -> None:
        self.told.append(f"passed {stage}")

    def stage_returned(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        self.told.append(f"returned {ruling.stage}")

    def stage_resumed(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        self.told.append(f"resumed {ruling.stage}")

    def handed_over(self, matter: Matter, *, today: date) -> None:
        self.told.append(f"handed over to {len(matter.principal_rulings())}")

    def adopted(self, matter: Matter, *, today: date) -> None:
        self.told.append("adopted")

    def became_incomplete(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        self.told.append(f"incomplete {ruling.principal_name}")

    def resumed(self, matter: Matter, *, today: date) -> None:
        self.told.append("resumed")

    def may_reopen(self, matter: Matter) -> bool:
        return self.reopens

    def reopened(self, matter: Matter, *, today: date) -> None:
        self.told.append("reopened")

    def withdrawn(self, matter: Matter, *, today: date) -> None:
        self.told.append("withdrawn")


@pytest.fixture
def follower(monkeypatch: pytest.MonkeyPatch) -> Remembering:
    """Follow organisations, which stand as subjects here."""
    remembering = Remembering()
    monkeypatch.setitem(registry.FOLLOWERS, "organisations.organisation", remembering)
    return remembering


@pytest.fixture
def on_the_day() -> Iterator[None]:
    """Tell the pages from the day of the mock-ups."""
    with time_machine.travel(f"{TODAY}T09:14:00+02:00", tick=False):
        yield
