"""What higher apps add to the signing of an agreement; each fills it in `AppConfig.ready`."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from django.dispatch import Signal

from governance.documents.shapes import CommitmentRow

if TYPE_CHECKING:
    from agreements.texts.models import AgreementVersion

RowSource = Callable[["AgreementVersion"], Sequence[CommitmentRow]]
"""Tells the commitments of a text, ready to print, in the transaction that freezes the document."""

COMMITMENTS: list[RowSource] = []

round_completed = Signal()
"""Sent in the transaction of the last signature: sender SigningRound, with `round`, `by` and `today`."""


def commitment_rows(source: RowSource) -> RowSource:
    """Add the commitments of an agreement to its printed form."""
    if source not in COMMITMENTS:
        COMMITMENTS.append(source)
    return source


def commitments_of(text: "AgreementVersion") -> tuple[CommitmentRow, ...]:
    """Every commitment that an app tells of, in the order told."""
    return tuple(row for source in COMMITMENTS for row in source(text))
