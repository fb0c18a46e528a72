from collections.abc import Iterator

import pytest

from tests.factories.commitments import CommitmentWorld, board_is, commitment_world


@pytest.fixture
def world(db: None) -> Iterator[CommitmentWorld]:
    """Three parties with mandates, a draft agreement and its board."""
    made = commitment_world()
    with board_is(made.board):
        yield made
