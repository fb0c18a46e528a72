"""Offers and commitments in an agreement of three parties, made by the same acts as in life."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.commitments import registry
from agreements.commitments.models import Commitment
from agreements.commitments.services import clearing, following, offers, progress
from agreements.texts.models import Agreement
from agreements.texts.states import AgreementState
from governance.lib.money import Sek
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Body, Mandate, Principal, Seat

from .agreements import AgreementWorld, agreement_world, bring_to, left_alone
from .decisions import seat_in
from .organisations import LONG_AGO, TODAY, act_as
from .telling import told_once

PRICE_LEVEL = date(2016, 1, 1)
COMPLETE = {
    "counting_rule": "En bostad räknas när den har slutbesked.",
    "due_on": date(2035, 12, 31),
    "owner_role": "Ansvarig för genomförandet",
}


@dataclass(frozen=True)
class CommitmentWorld:
    """The agreement's world with its board and the commitments that a test asked for."""

    base: AgreementWorld
    board: Body
    chair: Seat

    @property
    def agreement(self) -> Agreement:
        """The agreement read anew."""
        return self.base.now()

    def speaker(self, principal: Principal, today: date = TODAY) -> Actor:
        """A party's own representative acting."""
        return self.base.by_speaker(principal, today)

    def leader(self, today: date = TODAY) -> Actor:
        """The negotiator acting."""
        return self.base.by_leader(today)

    def by_board(self, today: date = TODAY) -> Actor:
        """The chair of the agreement's board acting."""
        return act_as(self.chair, today)

    def offer(self, principal: Principal, *, today: date = TODAY, **fields: Any) -> Any:
        """A complete offer of 100 dwellings, or of what is asked for."""
        given = {"title": "Bostäder", "quantity": Decimal(100), "unit": "bostäder", **COMPLETE, **fields}
        return offers.make_offer(self.agreement, principal, by=self.speaker(principal, today), today=today, **given)

    def money(self, principal: Principal, *, share: int = 500_000, today: date = TODAY, **fields: Any) -> Any:
        """An offer of a share of the cost."""
        given = {"title": "Medfinansiering", "share_ppm": share, "share_of": "kostnaden", **COMPLETE, **fields}
        return offers.make_offer(self.agreement, principal, by=self.speaker(principal, today), today=today, **given)

    def needs(self, offer: Commitment, *others: Commitment, least: Any = 1, **fields: Any) -> Any:
        """A condition of an offer on others."""
        given = {"kind": "level", "others": others, "threshold": Decimal(least), **fields}
        return offers.add_condition(now(offer), by=self.speaker(offer.principal), today=TODAY, **given)

    def clear(self, today: date = TODAY) -> Any:
        """Clear what holds together."""
        return clearing.clear_offers(self.agreement, by=self.leader(today), today=today)

    def bring_into_force(self, today: date = TODAY) -> None:
        """Let the agreement hold, and its commitments with it; nobody above asks."""
        with left_alone():
            bring_to(self.agreement, AgreementState.IN_FORCE, today=today)
        following.begin_commitments(self.agreement, by=self.leader(today), today=today)

    def report(self, commitment: Commitment, value: Any, *, today: date = TODAY, **fields: Any) -> Any:
        """A progress report by the responsible party."""
        given = {"as_of": today, "text": "Så långt har vi kommit.", "evidence": "Slutbesked 1–40", **fields}
        return progress.report_progress(
            now(commitment), value=Decimal(value), by=self.speaker(commitment.principal, today), today=today, **given
        )


def now(commitment: Commitment) -> Any:
    """A commitment read anew, as a page would; of any type, since its decimals are compared with whole numbers."""
    return Commitment.objects.select_related("agreement", "principal__organisation").get(pk=commitment.pk)


def give_mandate(principal: Principal, holder: Any, *, frame: Sek | None = None, **fields: Any) -> Mandate:
    """A live mandate that lets its holder negotiate and sign for a party."""
    given = {"role": "Företrädare", "subject": "Förhandlingen", "may_sign": True, "valid_from": LONG_AGO, **fields}
    return Mandate.objects.create(
        partnership=principal.partnership,
        organisation=principal.organisation,
        holder=holder,
        frame_ore=None if frame is None else frame.ore,
        decided_on=LONG_AGO,
        decision_reference="KF 2026-05-04 § 112",
        **given,
    )


@contextmanager
def board_is(board: Body) -> Iterator[None]:
    """Let a body be the board of every agreement, as the app of the boards would tell."""
    known, followed = list(registry.BOARDS), list(registry.FOLLOWED)
    registry.BOARDS[:] = [lambda agreement: board]
    registry.FOLLOWED[:] = [lambda body: Agreement.objects.filter(partnership=board.partnership_id).values("pk")]
    try:
        yield
    finally:
        registry.BOARDS[:], registry.FOLLOWED[:] = known, followed


@told_once
def commitment_world(**particulars: Any) -> CommitmentWorld:
    """A draft agreement of three parties who all have mandates, with a board."""
    base = agreement_world(**particulars)
    for principal in base.principals:
        give_mandate(principal, base.speakers[principal.pk].user)
    board = Body.objects.create(partnership=base.partnership, kind=BodyKind.BOARD, name="Styrelsen för avtalet")
    return CommitmentWorld(base, board, seat_in(board, SeatRole.CHAIR))


@told_once
def world_in_force() -> tuple[CommitmentWorld, Any, Any]:
    """The municipality's 100 dwellings for the State's half of the cost, both binding and under way."""
    world = commitment_world()
    housing = world.offer(world.base.municipality)
    money = world.money(world.base.state, counter_performance_of=housing)
    world.needs(housing, money, least=500_000, measure="share")
    world.needs(money, housing, least=100)
    world.clear()
    world.bring_into_force()
    return world, now(housing), now(money)
