"""The parties' valuations as the trade finder reads them: by the negotiators' question alone."""

from hashlib import sha256
from typing import Any

from agreements.negotiations.models import Negotiation
from governance.audit.canonical import canonical_json

from .analysis import Table
from .board import Board, IssueRow


def finders_board(negotiation: Negotiation) -> Board:
    """Everything that an analysis stands on, private values as well; handed to nobody as it is."""
    return Board(negotiation, None, for_finder=True)


def options_left(board: Board, issue: IssueRow, *, within_mandates: bool) -> tuple[int, ...]:
    """The options that a package may take in an issue: what the State has decided alone is decided (N-18)."""
    return tuple(each for each in issue.open_options if not (within_mandates and each in board.limits))


def table_of(board: Board, *, within_mandates: bool) -> Table | None:
    """The valuations as a table; nothing when some issue has no option left to choose."""
    kept = [options_left(board, issue, within_mandates=within_mandates) for issue in board.issues]
    if not board.parties or not kept or not all(kept):
        return None
    parties = tuple(each.pk for each in board.parties)
    values = {key: each.amount for key, each in board.values.items()}
    summed = frozenset(each for each in parties if board.in_kronor(each))
    return Table(parties, tuple(kept), values, summed)


def closed_issues(board: Board, *, within_mandates: bool) -> list[IssueRow]:
    """The issues that have no option left."""
    return [each for each in board.issues if not options_left(board, each, within_mandates=within_mandates)]


def fingerprint(table: Table) -> str:
    """Tells whether an analysis stands on the values of today; kept for the negotiators alone."""
    told: dict[str, Any] = {
        "parties": list(table.parties),
        "issues": [list(each) for each in table.issues],
        "values": [[*key, value] for key, value in sorted(table.values.items())],
        "summed": sorted(table.summed),
    }
    return sha256(canonical_json(told).encode()).hexdigest()
