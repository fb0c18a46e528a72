"""An agreement that is to be signed by Staten, Region Aspen and Almby kommun, brought to where a test wants it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agreements.signing import again
from agreements.signing.models import Checkout, Signatory, SigningRound
from agreements.signing.services import checkouts, rounds, signatures
from agreements.texts.states import AgreementState
from governance.audit.actors import SYSTEM
from governance.documents import revisions
from governance.jobs.models import Job
from governance.jobs.services import run_batch
from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.organisations.mandates import grant_mandate
from governance.organisations.models import Mandate, Principal, Seat

from .agreements import AgreementWorld, agreement_world
from .organisations import TODAY, act_as
from .telling import told_once

LAST = TODAY + timedelta(days=26)
DECISIONS = ("Regeringen 2026-09-11 § 2", "RF 2026-09-01 § 94", "KF 2026-09-28 § 112")
ROLES = ("förhandlingsperson", "regionstyrelsens ordförande", "kommunstyrelsens ordförande")
NAMES = ("Karin Åkerlind", "Mats Öberg", "Åsa Lindqvist")


@dataclass(frozen=True)
class SigningWorld:
    """An agreement with a round, and everybody who acts in it."""

    world: AgreementWorld
    round: SigningRound
    mandates: dict[int, Mandate]

    @property
    def signatories(self) -> list[Signatory]:
        """Those who sign, read anew, in order."""
        return list(Signatory.objects.filter(round=self.round).in_order().select_related("round__agreement"))

    def signatory(self, principal: Principal) -> Signatory:
        """The one who signs for a party, read anew."""
        return next(each for each in self.signatories if each.principal_id == principal.pk)

    def now(self) -> SigningRound:
        """The round read anew."""
        return SigningRound.objects.select_related("agreement__partnership", "document").get(pk=self.round.pk)

    def seat_of(self, signatory: Signatory) -> Seat:
        """The seat from which a person signs."""
        return self.world.speakers[signatory.principal_id]

    def actor(self, signatory: Signatory, today: date = TODAY) -> Actor:
        """The person acting for the party."""
        return act_as(self.seat_of(signatory), today)

    def by_leader(self, today: date = TODAY) -> Actor:
        """The negotiator acting."""
        return self.world.by_leader(today)


def give_mandates(world: AgreementWorld, *, frame: Sek | None = None, **fields: Any) -> dict[int, Mandate]:
    """Let each party's representative sign for it, on a decision of its own."""
    made = {}
    for principal, role, basis, name in zip(world.principals, ROLES, DECISIONS, NAMES, strict=True):
        user = world.speakers[principal.pk].user
        user.name = name
        user.save(update_fields=["name"])
        given: dict[str, Any] = {
            "role": role,
            "subject": "Avtal om digitala remisser",
            "valid_from": date(2026, 1, 1),
            "valid_until": date(2027, 12, 31),
            "decision_reference": basis,
            "decided_on": date(2026, 9, 1),
            "may_sign": True,
            "frame": frame,
            **fields,
        }
        made[principal.pk] = grant_mandate(
            partnership=world.partnership,
            organisation=principal.organisation,
            holder=user,
            by=SYSTEM,
            today=TODAY,
            **given,
        )
    return made


@told_once
def planned_round(*, groups: tuple[int, ...] = (1, 1, 1), **fields: Any) -> SigningWorld:
    """A round with its list of signatories, not begun; `groups` says in which order the three sign."""
    world = agreement_world(AgreementState.READY_TO_SIGN)
    mandates = give_mandates(world, **fields)
    planned = rounds.plan_round(world.now(), last_on=LAST, by=world.by_leader(), today=TODAY)
    found = SigningWorld(world, planned, mandates)
    for principal, group in zip(world.principals, groups, strict=True):
        signatory = found.signatory(principal)
        if group != signatory.group:
            rounds.set_group(signatory, group, by=world.by_leader(), today=TODAY)
    return found


@told_once
def preparing_round(**fields: Any) -> SigningWorld:
    """A round whose file is ordered and not sealed yet."""
    found = planned_round(**fields)
    rounds.open_round(found.now(), by=found.by_leader(), today=TODAY)
    return found


def open_round(**fields: Any) -> SigningWorld:
    """A round whose file is sealed, so that the first may sign; renders, which takes a second."""
    found = preparing_round(**fields)
    work(found)
    return found


def work(found: SigningWorld) -> list[Job]:
    """Do what is asked for in the round, here and now."""
    return run_batch(rounds.batch_of(found.round))


def say_yes(found: SigningWorld, signatory: Signatory, *, today: date = TODAY) -> Signatory:
    """The person signs in again and confirms; the signature itself is left to the job."""
    return say_yes_as(signatory, found.actor(signatory, today), today=today)


def say_yes_as(signatory: Signatory, by: Actor, *, today: date = TODAY) -> Signatory:
    """The same from a seat of one's choice."""
    proof = again.proof_of(by.user, signatory, again.PASSWORD)
    return signatures.confirm_signature(signatory, proof=proof, by=by, today=today)


def sign_here(found: SigningWorld, signatory: Signatory) -> Signatory:
    """The person signs in Samverk, all the way."""
    say_yes(found, signatory)
    work(found)
    return Signatory.objects.get(pk=signatory.pk)


def borrow(found: SigningWorld, signatory: Signatory, *, hours: int = 24) -> Checkout:
    """The person borrows the file."""
    from django.utils import timezone

    until = timezone.now() + timedelta(hours=hours)
    return checkouts.lend_file(signatory, until=until, by=found.actor(signatory), today=TODAY)


def signed_elsewhere(found: SigningWorld, signatory: Signatory, *, name: str = "", field: str = "") -> bytes:
    """The newest file with a signature made outside, by the demonstration's own authority."""
    from governance.documents.signing_service import OneActService
    from governance.documents.signing_service import Signatory as Signer

    signer = Signer(name=name or signatory.name, role=signatory.role, party=str(signatory.principal))
    newest = revisions.latest_bytes(found.now().document)  # type: ignore[arg-type]  # an open round has one
    return OneActService().sign(newest, field=field or signatory.field, signer=signer, reason="Undertecknar avtalet")
