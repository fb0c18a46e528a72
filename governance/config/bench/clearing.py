import random
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from agreements.commitments.clearing import Condition, Kind, Level, Measure, Offer, clear
from agreements.commitments.models import Commitment, ConditionTarget, OfferCondition
from agreements.commitments.services.clearing import clear_offers
from agreements.commitments.services.offers import make_offer
from agreements.texts.models import Agreement
from agreements.texts.services import draft_agreement
from governance.accounts.models import User
from governance.audit.actors import SYSTEM
from governance.organisations.kinds import OrganisationKind, PartnershipKind, PrincipalGroup
from governance.organisations.models import Mandate, Organisation, Partnership, Principal

from .measure import Figure, wall

PARTIES, CONDITIONS = 40, 10
TODAY = date(2026, 4, 1)
SLUG = "klarering"


def chain(parties: int, conditions: int) -> list[Offer]:
    """The slowest case: each offer rests on the next, and the last on nobody, so that one falls in each round."""
    keys = [f"part{at}" for at in range(parties)]
    made = []
    for at, key in enumerate(keys):
        after = keys[at + 1] if at + 1 < parties else "ingen"
        asked = [Condition(kind=Kind.LEVEL, offers=(after,), threshold=1)]
        others = tuple(each for each in keys if each != key)
        asked += [Condition(kind=Kind.SUM, offers=others, threshold=1 + each) for each in range(conditions - 1)]
        made.append(Offer(key=key, levels=(Level(measures={Measure.QUANTITY: 1}, conditions=tuple(asked)),)))
    return made


def tangle(parties: int, conditions: int, *, levels: int = 3) -> list[Offer]:
    """Made-up offers with conditions on each other, the same every time."""
    dice = random.Random(20170)  # noqa: S311 -- made-up figures, no secret
    keys = [f"part{at}" for at in range(parties)]

    def asked(key: str) -> Condition:
        others = [each for each in keys if each != key]
        kind = dice.choice(list(Kind))
        some = dice.sample(others, 1 if kind is Kind.LEVEL else dice.randint(3, 12))
        return Condition(kind=kind, offers=tuple(some), threshold=dice.randint(1, len(some)))

    made = []
    for key in keys:
        steps = tuple(
            Level(measures={Measure.QUANTITY: at}, conditions=tuple(asked(key) for _ in range(conditions)))
            for at in range(1, levels + 1)
        )
        made.append(Offer(key=key, levels=steps))
    return made


def party(partnership: Partnership, number: int, holder: User) -> Principal:
    """A made-up municipality that may negotiate."""
    name = f"Provkommun {number}"
    made = Organisation.objects.create(kind=OrganisationKind.MUNICIPALITY, name=name, short_name=name)
    Mandate.objects.create(
        partnership=partnership,
        organisation=made,
        holder=holder,
        role="Företrädare",
        subject="Mätningen",
        valid_from=TODAY,
        decision_reference="KF § 1",
        decided_on=TODAY,
    )
    return Principal.objects.create(
        partnership=partnership, organisation=made, group=PrincipalGroup.MUNICIPALITIES, from_on=TODAY
    )


def negotiated() -> Agreement:
    """A draft agreement between 40 parties whose offers rest on each other, ten conditions each."""
    partnership = Partnership.objects.create(
        slug=SLUG, kind=PartnershipKind.NEGOTIATION, name="Mätningen", short_name="Mätning", started_on=TODAY
    )
    holder = User.objects.create_user(email="matning@demo.invalid", name="Mätningen")
    principals = [party(partnership, number, holder) for number in range(PARTIES)]
    agreement = draft_agreement(partnership=partnership, parties=principals, title="Mätningen", by=SYSTEM, today=TODAY)
    terms: dict[str, Any] = {"unit": "bostäder", "counting_rule": "x", "due_on": TODAY, "owner_role": "x"}
    offers = [
        make_offer(agreement, each, title="Bud", quantity=Decimal(1), by=SYSTEM, today=TODAY, **terms)
        for each in principals
    ]
    for at, offer in enumerate(offers):
        others = [offers[(at + step) % PARTIES] for step in range(1, CONDITIONS + 1)]
        ask(offer, others)
    return agreement


def ask(offer: Commitment, others: list[Commitment]) -> None:
    """Let an offer rest on each of these."""
    level = offer.levels.get()
    for other in others:
        row = OfferCondition.objects.create(level=level, kind=Kind.LEVEL.value, threshold=1)
        ConditionTarget.objects.create(condition=row, offer=offer, depends_on=other)


def act(agreement: Agreement) -> None:
    """Clear all of it and take it back, so that it can be measured again."""
    with transaction.atomic():
        made = clear_offers(agreement, by=SYSTEM, today=TODAY)
        assert made.bound == PARTIES  # noqa: S101 -- the whole of it was done
        transaction.set_rollback(True)


def figures() -> Iterator[Figure]:
    """Clearing of conditional offers: the outcome alone, at its slowest, and as an act in the database."""
    name = f"Klarering av {PARTIES} parters bud med {CONDITIONS} villkor"
    for case, offers in (("tre nivåer", tangle(PARTIES, CONDITIONS)), ("ett fall i taget", chain(PARTIES, CONDITIONS))):
        clear(offers)
        slowest = max(wall(lambda offers=offers: clear(offers)) for _ in range(5))  # type: ignore[misc]
        yield Figure(f"{name}, {case}", round(slowest, 4), "sekunder", 1)
    agreement = Agreement.objects.filter(partnership__slug=SLUG).first() or negotiated()
    act(agreement)
    slowest = max(wall(lambda: act(agreement)) for _ in range(3))
    yield Figure(f"{name}, alla bindande i en transaktion", round(slowest, 4), "sekunder", 1)
