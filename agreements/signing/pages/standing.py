"""Where an agreement's signing stands: the newest round, who signs, who has the file, and the file's fingerprint."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from agreements.texts.models import Agreement
from governance.documents.models import DocumentRevision
from governance.organisations.actors import Actor

from .. import permissions
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
    """The newest round of an agreement, read once a request; three questions, or one when there is none."""
    return actor.recall(f"signing.{agreement.pk}", lambda: read_standing(agreement, actor))


def read_standing(agreement: Agreement, actor: Actor) -> Standing | None:
    """The newest round of an agreement."""
    found = SigningRound.objects.of(agreement).select_related("text", "document").defer(*HEAVY).first()
    if found is None:
        return None
    found.agreement = agreement
    return standing_on(found, actor)


HEAVY = ("text__text", "document__data")


def standing_on(round_: SigningRound, actor: Actor) -> Standing:
    """One round, with everybody in it."""
    signatories = list(round_.signatories.in_order())
    for each in signatories:
        each.round = round_
    revision = None
    if round_.document_id is not None:
        found = DocumentRevision.objects.filter(document_id=round_.document_id).defer("found")
        revision = found.order_by("-number").first()
    return Standing(round_, signatories, lent_now(round_, signatories), revision, actor)


def lent_now(round_: SigningRound, signatories: list[Signatory]) -> Checkout | None:
    """The loan that holds now; asked only while it can be."""
    if round_.state != RoundState.OPEN:
        return None
    lent = round_.checkouts.filter(state=CheckoutState.OUT).first()
    if lent is None or not lent.holds(timezone.now()):
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
