"""What every issue is worth to whom (nyttomatris): steps, not figures; what is private is a lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.models import Party

from ..board import Board, IssueRow

LEVELS = (
    gettext_lazy("Ingen nytta"),
    gettext_lazy("Liten nytta"),
    gettext_lazy("Viss nytta"),
    gettext_lazy("Stor nytta"),
)
STEPS = 3
SQUARES = (1, 15, 29)


@lru_cache(maxsize=STEPS + 1)
def squares(level: int) -> SafeString:
    """A level as filled squares out of three; the words stand beside."""
    drawn = "".join(
        f'<rect class="f{int(at < level)}" x="{x}" y="1" width="10.5" height="10" rx="1"/>'
        for at, x in enumerate(SQUARES)
    )
    return SafeString(f'<span class="lvl"><svg viewBox="0 0 42 12" aria-hidden="true">{drawn}</svg></span>')


@dataclass(frozen=True, slots=True)
class Cell:
    """One party's benefit of one issue: a level, or a lock."""

    level: int | None
    words: str

    @property
    def drawing(self) -> SafeString:
        """The level as squares."""
        return squares(self.level or 0)


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One party's row."""

    name: str
    cells: list[Cell]
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Matrix:
    """The whole matrix, as a page shows it."""

    issues: Sequence[IssueRow]
    rows: list[MatrixRow]
    key: list[tuple[SafeString, str]]


def matrix_of(board: Board) -> Matrix:
    """Make the matrix that a reader may see."""
    rows = [row_of(board, party) for party in board.parties]
    key = [(squares(level), str(words).removesuffix(" nytta").lower()) for level, words in enumerate(LEVELS)]
    return Matrix(board.issues, rows, key)


def row_of(board: Board, party: Party) -> MatrixRow:
    """A party's levels against its own largest benefit, of what the reader may know of each option.

    A negotiator's sums hold private values; the cells do not: there a negotiator sees the same locks as all others.
    """
    is_mine = board.mine is not None and board.mine.pk == party.pk
    best = {issue.pk: best_of(board, party, issue, own=is_mine) for issue in board.issues}
    most = max((value for value in best.values() if value is not None), default=0)
    return MatrixRow(party.name, [cell_of(best[issue.pk], most) for issue in board.issues], is_mine)


def best_of(board: Board, party: Party, issue: IssueRow, *, own: bool) -> int | None:
    """The most that an issue is worth to a party, or nothing when it keeps that to itself."""
    known = (board.values.get((party.pk, option.pk)) for option in issue.options)
    return max((each.amount for each in known if each is not None and (each.shared or own)), default=None)


def cell_of(value: int | None, most: int) -> Cell:
    """A level in three steps, or a lock."""
    if value is None:
        return Cell(None, _("Privat"))
    level = 0 if value <= 0 else -(-value * STEPS // most)
    return Cell(level, str(LEVELS[level]))
