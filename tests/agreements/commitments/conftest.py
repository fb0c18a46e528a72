from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.commitments import CommitmentWorld, board_is, commitment_world, world_in_force
from tests.factories.organisations import TODAY

Running = tuple[CommitmentWorld, Any, Any]


@pytest.fixture
def world(db: None) -> Iterator[CommitmentWorld]:
    """Three parties with mandates, a draft agreement and its board."""
    made = commitment_world()
    with board_is(made.board):
        yield made


@pytest.fixture
def running(db: None) -> Iterator[Running]:
    """Dwellings and money that are both under way."""
    made = world_in_force()
    with board_is(made[0].board):
        yield made


@pytest.fixture
def noon(time_machine: Any) -> None:
    """Let the clock stand on the day of the world."""
    time_machine.move_to(f"{TODAY}T12:00:00+02:00", tick=False)
