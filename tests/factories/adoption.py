"""An agreement whose text stands still, with its conditions, its parties' matter and their rulings; through real acts.

What the signing rounds ask is left aside: here a test says itself when everybody has signed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from agreements.adoption import services
from agreements.adoption.models import Condition, Validity
from agreements.texts import registry
from agreements.texts import services as texts
from agreements.texts.kinds import SignOrder
from agreements.texts.models import Agreement
from agreements.texts.states import AgreementState
from governance.decisions import services as decisions
from governance.decisions.models import Matter, Ruling
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Principal

from .agreements import AgreementWorld, agreement_world, left_alone
from .decisions import again
from .organisations import TODAY
from .telling import told_once

LAST = date(2026, 11, 15)


@dataclass(frozen=True)
class AdoptionWorld:
    """The agreement's world with what adoption adds to it."""

    world: AgreementWorld

    @property
    def agreement(self) -> Agreement:
        """The agreement, read anew."""
        return self.world.now()

    @property
    def validity(self) -> Validity:
        """Its validity, read anew."""
        return Validity.objects.select_related("agreement", "matter").get(agreement=self.world.agreement)

    @property
    def matter(self) -> Matter:
        """The parties' matter, read anew."""
        matter = self.validity.matter
        assert matter is not None
        return Matter.objects.select_related("route", "partnership").get(pk=matter.pk)

    def condition(self, kind: str, principal: Principal | None = None) -> Condition:
        """One condition, read anew."""
        found = Condition.objects.with_names().filter(agreement=self.world.agreement, kind=kind)
        return found.get(principal=principal) if principal else found.get()

    def states(self) -> dict[str, str]:
        """Label -> state of every condition."""
        return dict(Condition.objects.filter(agreement=self.world.agreement).values_list("label", "state"))

    def ruling(self, principal: Principal) -> Ruling:
        """The party's current ruling."""
        return Ruling.objects.current().with_names().get(matter=self.matter, principal=principal)

    def adopt(self, principal: Principal, *, today: date = TODAY, **facts: Any) -> Ruling:
        """The party's own body approves."""
        return self.decide(principal, "adopted", today=today, **facts)

    def decide(self, principal: Principal, outcome: str, *, today: date = TODAY, **facts: Any) -> Ruling:
        """The party's own representative registers an outcome."""
        given = {"decided_on": today, "paragraph": "112", "reasons": "" if outcome == "adopted" else "Nej.", **facts}
        ruling, by = self.ruling(principal), self.world.by_speaker(principal, today)
        decisions.register_ruling(ruling, outcome=outcome, by=by, today=today, **given)
        return again(ruling)

    def gain_force(self, principal: Principal, *, on: date = TODAY, today: date = TODAY) -> None:
        """The party notes that its decision has gained legal force."""
        by = self.world.by_speaker(principal, today)
        decisions.note_legal_force(self.ruling(principal), legal_force_on=on, by=by, today=today)

    def sign(self, *, today: date = TODAY, on: date | None = None) -> Validity:
        """Every party has signed."""
        with signing_left_aside():
            return services.note_signatures_complete(
                self.agreement, by=self.world.by_leader(today), today=today, signed_on=on or today
            )


@contextmanager
def signing_left_aside() -> Iterator[None]:
    """Let nobody ask for a signing round."""
    asked = {step: registry.QUESTIONS.pop(step, []) for step in ("begin_signing", "note_all_signed")}
    try:
        yield
    finally:
        registry.QUESTIONS.update({step: questions for step, questions in asked.items() if questions})


@told_once
def adoption_world(
    *, opened: bool = True, order: str = SignOrder.DECIDE_FIRST, last_on: date | None = LAST, today: date = TODAY
) -> AdoptionWorld:
    """Staten, Region Aspen and Almby kommun with a frozen text, its four conditions, and (opened) the matter out."""
    world = agreement_world(AgreementState.READY_TO_SIGN, today=today, sign_order=order, last_on=last_on)
    services.set_conditions(world.now(), today=today)
    made = AdoptionWorld(world)
    if opened:
        services.open_adoption(made.agreement, by=world.by_leader(today), today=today)
    return made


@told_once
def in_force_world(*, today: date = TODAY, cap: bool = False) -> AdoptionWorld:
    """The same in force, with a cost cap of 15 % where asked for."""
    world = agreement_world(AgreementState.PREPARED, today=today)
    made = AdoptionWorld(world)
    if cap:
        services.add_cost_cap(
            world.now(), base_ore=100_000_000, cap_ppm=150_000, by=world.by_leader(today), today=today
        )
    with left_alone():
        texts.make_ready(world.now(), by=world.by_leader(today), today=today)
    services.set_conditions(made.agreement, today=today)
    services.open_adoption(made.agreement, by=world.by_leader(today), today=today)
    for each in world.principals:
        made.adopt(each, today=today, legal_force_on=None)
        if each.organisation.bodies.filter(kind=BodyKind.COUNCIL).exists():
            made.gain_force(each, on=today, today=today)
    made.sign(today=today)
    return made
