"""Reads of commitments that cross an agreement and its amendments."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from agreements.texts.models import AgreementParty

from .models import Commitment, Deviation, DeviationAnswer, ProgressReport
from .states import OFFERS, TAKEN_UP, CommitmentState, DeviationState


def family(agreement: Any) -> Q:
    """The commitments of an agreement and of its amendments; boards and closing look at all of them."""
    root = agreement.root
    return Q(agreement_id=root.pk) | Q(agreement__parent_id=root.pk, agreement__kind="amendment")


def commitments_of(agreement: Any) -> Any:
    """Every commitment of an agreement with its amendments, old versions too."""
    return Commitment.objects.filter(family(agreement))


def agreed_commitments(agreement: Any) -> Any:
    """What stands in the agreement's own table when it is signed: agreed, in the order of their numbers."""
    found = Commitment.objects.filter(agreement=agreement).agreed_once()
    return found.select_related("principal__organisation", "counter_performance_of").order_by("pk")


def open_commitments(agreement: Any) -> Any:
    """Those that keep the agreement's board active (C-02): neither realised, nor replaced, nor released."""
    return commitments_of(agreement).open().select_related("principal__organisation").order_by("due_on", "pk")


def standing_commitments(agreement: Any) -> Any:
    """What a board looks at: everything but offers, and what is withdrawn or lapsed."""
    gone = (*OFFERS, CommitmentState.WITHDRAWN, CommitmentState.LAPSED)
    return commitments_of(agreement).exclude(state__in=gone)


def followed_commitments(agreement: Any) -> Any:
    """What a board reports on: what stands, without that which an amendment adds only when it holds."""
    coming = Q(state=CommitmentState.AGREED, agreement__kind="amendment")
    return standing_commitments(agreement).exclude(coming)


def decided_next() -> Any:
    """The deviations that a board decides on next: told and not taken up, or answered by every party."""
    answered = Q(state=DeviationState.WITH_PARTIES) & ~Exists(silent_parties())
    return Deviation.objects.filter(Q(state=DeviationState.REPORTED) | answered)


def silent_parties() -> Any:
    """The parties that have not answered the board about a deviation."""
    given = DeviationAnswer.objects.filter(deviation=OuterRef(OuterRef("pk")), principal=OuterRef("principal"))
    return AgreementParty.objects.filter(~Exists(given), agreement=OuterRef("commitment__agreement"))


def with_turns(commitments: Any) -> Any:
    """Commitments that know whether they lie with the parties, and what is reported and not verified.

    A deviation does while a party has not answered the board, and while a supplementary agreement is negotiated; but
    what is reported meanwhile lies with the board.
    """
    asked = Q(state=DeviationState.WITH_PARTIES) & Exists(silent_parties())
    theirs = Deviation.objects.filter(asked | Q(state=DeviationState.RENEGOTIATING), commitment=OuterRef("pk"))
    reported = ProgressReport.objects.waiting().filter(commitment=OuterRef("pk"))
    return commitments.annotate(
        lies_with_parties=Exists(theirs) & ~Exists(reported), unverified=Subquery(reported.values("value")[:1])
    )


def waits_for_board(commitment: Commitment) -> bool:
    """Whether it is the board's to take up; of commitments read `with_turns`."""
    return commitment.state in TAKEN_UP and not commitment.lies_with_parties  # type: ignore[attr-defined]  # annotated


def waits_for_parties(commitment: Commitment) -> bool:
    """Whether its deviation lies with the parties; of commitments read `with_turns`."""
    return commitment.state in TAKEN_UP and bool(commitment.lies_with_parties)  # type: ignore[attr-defined]  # annotated
