"""Where an agreement's signing stands: the newest round, who signs, who has the file, and the file's fingerprint."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from agreements.negotiations.models import Party
from agreements.texts.models import Agreement
from agreements.texts.registry import Reads
from governance.documents.models import DocumentRevision
from governance.organisations.actors import Actor
from governance.workflow.together import Wish, read_together, read_wishes

from .. import permissions
from ..frames import changes_of, parties_of, parties_told
from ..models import Checkout, Signatory, SigningRound
from ..states import CheckoutState, RoundState, SignatoryState


@dataclass(frozen=True)
class Standing:
    """A round as its readers meet it; read once a request by `standing_of`."""

    round: SigningRound
    signatories: list[Signatory]
    lent: Checkout | None
    revision: DocumentRevision | None
    actor: Actor

    @property
    def signed(self) -> list[Signatory]:
        """Those whose signature is in the file."""
        return [each for each in self.signatories if each.state == SignatoryState.SIGNED]

    @property
    def waiting_for(self) -> list[Signatory]:
        """Those whose turn it is."""
        turns = (SignatoryState.TURN, SignatoryState.SIGNING)
        return [each for each in self.signatories if each.state in turns] if self.round.is_open else []

    @property
    def left(self) -> list[Signatory]:
        """Those who have not signed."""
        return [each for each in self.signatories if each.state != SignatoryState.SIGNED]

    @property
    def mine(self) -> Signatory | None:
        """The reader's own signature, from the seat acted from."""
        return next((each for each in self.signatories if permissions.is_the_signatory(each, self.actor)), None)

    @property
    def is_my_turn(self) -> bool:
        """Whether the reader may sign now."""
        return self.round.is_open and self.mine is not None and self.mine.state == SignatoryState.TURN

    @property
    def is_sealed(self) -> bool:
        """Whether there is a file to read."""
        return self.revision is not None


def standing_of(agreement: Agreement, actor: Actor) -> Standing | None:
    """The newest round of an agreement, read once a request with one question."""

    def read() -> Standing | None:
        ((*found, _changes),) = read_wishes(reads(agreement, actor).wish)
        return newest_standing(agreement, actor, *found)

    return actor.recall(f"signing.{agreement.pk}", read)


def reads(agreement: Agreement, actor: Actor) -> Reads:
    """What the parts of the agreement's page need read: its rounds and what belongs to them."""

    def keep(*read: list[Any]) -> None:
        *found, changes = read
        actor.recall(f"signing.{agreement.pk}", lambda: newest_standing(agreement, actor, *found))
        actor.recall(f"signing.told.{agreement.pk}", lambda: parties_of(changes))

    return Reads(Wish("signing.newest", newest_and_around, (agreement.pk,)), keep)


def newest_and_around(agreement_id: int) -> tuple[QuerySet[Any], ...]:
    """The newest round of an agreement, what belongs to all its rounds, and the frames that the parties have told."""
    rounds = SigningRound.objects.of(agreement_id).select_related("text", "document").defer(*HEAVY)[:1]
    return rounds, *around(Q(agreement_id=agreement_id)), changes_of(agreement_id)


def told_of(agreement: Agreement, actor: Actor) -> dict[int, Party]:
    """The parties that have told a new frame (N-14); one question a request."""
    return actor.recall(f"signing.told.{agreement.pk}", lambda: parties_told(agreement))


def around(rounds: Q) -> tuple[QuerySet[Any], ...]:
    """Those who sign in some rounds, the files that grow there, the newest state last, and the loans of them."""
    which = SigningRound.objects.filter(rounds).order_by()
    return (
        Signatory.objects.filter(round__in=which).in_order(),
        DocumentRevision.objects.filter(document__signing_round__in=which).defer("found").order_by("number"),
        Checkout.objects.filter(round__in=which, state=CheckoutState.OUT),
    )


def newest_standing(
    agreement: Agreement, actor: Actor, rounds: list[SigningRound], *read: list[Any]
) -> Standing | None:
    """The newest round of an agreement, of what is read."""
    if not rounds:
        return None
    rounds[0].agreement = agreement
    return stand(rounds[0], actor, *read)


HEAVY = ("text__text", "document__data")


def standing_on(round_: SigningRound, actor: Actor) -> Standing:
    """One round, with everybody in it; one question."""
    return stand(round_, actor, *read_together(around(Q(pk=round_.pk))))


def stand(
    round_: SigningRound,
    actor: Actor,
    signatories: list[Signatory],
    revisions: list[DocumentRevision],
    loans: list[Checkout],
) -> Standing:
    """One round, of what is read of it and perhaps of others."""
    signatories = [each for each in signatories if each.round_id == round_.pk]
    for each in signatories:
        each.round = round_
    states = [each for each in revisions if each.document_id == round_.document_id]
    lent = next((each for each in loans if each.round_id == round_.pk), None)
    return Standing(round_, signatories, lent_now(round_, signatories, lent), states[-1] if states else None, actor)


def lent_now(round_: SigningRound, signatories: list[Signatory], lent: Checkout | None) -> Checkout | None:
    """The loan that holds now."""
    if round_.state != RoundState.OPEN or lent is None or not lent.holds(timezone.now()):
        return None
    lent.round = round_
    lent.signatory = next(each for each in signatories if each.pk == lent.signatory_id)
    return lent


def same_group(signatory: Signatory, signatories: list[Signatory]) -> list[Any]:
    """The others who sign at the same time and have not yet."""
    return [
        each
        for each in signatories
        if each.group == signatory.group and each is not signatory and each.state != SignatoryState.SIGNED
    ]
