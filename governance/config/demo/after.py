"""What happens to the concluded agreement after its text is adopted: it is signed, holds, and is followed by a board.

Signing takes a sealed file, which is made outside any transaction; so this part is told by a job, step by step. Each
step looks whether it has been taken, so that a job that was cut off can be done again.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from agreements.commitments.models import Commitment
from agreements.commitments.services.deviations import report_deviation
from agreements.commitments.services.progress import report_progress
from agreements.commitments.states import DeviationKind
from agreements.negotiations.services.directive import take_step
from agreements.negotiations.states import NegotiationState
from agreements.signing import again
from agreements.signing.models import Signatory, SigningRound
from agreements.signing.services.rounds import batch_of, open_round, plan_round
from agreements.signing.services.signatures import confirm_signature
from agreements.signing.states import RoundState, SignatoryState
from agreements.texts.models import Agreement
from agreements.texts.states import AgreementState
from governance.decisions.services import register_ruling
from governance.decisions.states import RulingState
from governance.jobs.services import batch_progress, run_batch
from governance.organisations.models import Partnership, Principal, Seat

from .harbour import SLUG, Concluding
from .tables import Table

LONGEST_WAIT = 150
"""Seconds to wait for a file that another worker has in hand."""


class StillSigning(RuntimeError):
    """Somebody else has the agreement's file in hand; tried again later."""


def table_of(slug: str) -> Table:
    """The table as it was laid, found again by the addresses of its people."""
    partnership = Partnership.objects.get(slug=slug)
    table = Table(partnership)
    for principal in Principal.objects.filter(partnership=partnership).select_related("organisation"):
        table.principals[principal.organisation.name] = principal
    seats = Seat.objects.filter(user__is_demo=True).select_related("user", "body__organisation", "body__partnership")
    for seat in seats:
        name = seat.user.email.removesuffix("@demo.invalid").split(".")
        if seat.body.partnership_id == partnership.pk:
            table.seats[name[0]] = seat
        elif len(name) > 1:
            table.seats[f"{name[1]}.{name[0]}"] = seat
    return table


class Following:
    """The acts after the adoption, in order."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.table = table_of(SLUG)
        self.story = Concluding(self.table)
        for key in ("staten", "region", "stad"):
            seat = self.table.seats[f"{key}.foretradaren"]
            self.table.seats[key] = seat
            self.table.seats[f"{key}.chair"] = self.table.seats[f"{key}.ordforanden"]
            self.table.seats[f"{key}.registrar"] = self.table.seats[f"{key}.registratorn"]
            self.table.principals[key] = Principal.objects.get(
                partnership=self.table.partnership, organisation=seat.body.organisation
            )

    def day(self, days_ago: int) -> date:
        """So many days before the day of the story."""
        return self.today - timedelta(days=days_ago)

    @property
    def agreement(self) -> Agreement:
        """The agreement as it stands."""
        return self.story.agreement

    def tell(self) -> None:
        """Everything that has not happened yet."""
        steps: tuple[Callable[[], None], ...] = (self.open, self.sign, self.approve, self.implement, self.report)
        for step in steps:
            step()

    def open(self) -> None:
        """The round is planned and opened; the file is sealed."""
        if self.agreement.state != AgreementState.READY_TO_SIGN:
            return
        on = self.day(1_180)
        lead = self.table.act("lead", on)
        found = SigningRound.objects.filter(agreement=self.agreement).first()
        if found is None:
            with transaction.atomic():
                planned = plan_round(self.agreement, last_on=on + timedelta(days=60), by=lead, today=on)
                found = open_round(planned, by=lead, today=on)
        self.work(found)

    def work(self, round_: SigningRound) -> None:
        """Do what the file waits for, or wait for whoever does it."""
        deadline = time.monotonic() + LONGEST_WAIT
        run_batch(batch_of(round_))
        while batch_progress(batch_of(round_)).open:
            if time.monotonic() > deadline:
                raise StillSigning(batch_of(round_))
            time.sleep(0.5)

    def sign(self) -> None:
        """The three chairs sign, each in turn."""
        round_ = SigningRound.objects.get(agreement=self.agreement)
        if round_.state != RoundState.OPEN:
            return
        for number, signatory in enumerate(round_.signatories.in_order(), start=1):
            on = self.day(1_180 - 4 * number)
            seat = Seat.objects.select_related("user", "body__organisation").get(user=signatory.user)
            by = type(self.table.act("lead", on))(user=seat.user, seat=seat, today=on)
            current = Signatory.objects.get(pk=signatory.pk)
            if current.state == SignatoryState.TURN:
                proof = again.show(seat.user, current, password="", origin="demonstration")
                confirm_signature(current, proof=proof, by=by, today=on)
            self.work(round_)

    def approve(self) -> None:
        """The Government approves a year later, and the agreement holds."""
        ruling = self.story.ruling("staten")
        if ruling.state == RulingState.ADOPTED:
            return
        on = self.day(760)
        register_ruling(
            ruling,
            outcome="adopted",
            decided_on=on - timedelta(days=1),
            paragraph="II:4",
            diary_number=f"LI{on.year}/00412",
            by=self.table.act("staten.registrar", on),
            today=on,
        )

    def implement(self) -> None:
        """The negotiation goes on to its implementation."""
        on = self.day(755)
        if self.story.negotiation.state == NegotiationState.AGREEING:
            take_step(self.story.negotiation, "implement", by=self.table.act("lead", on), today=on)

    def report(self) -> None:
        """The parties tell how far they have come; one of them is late."""
        homes, objects = self.commitment("28 550"), self.commitment("Åtta")
        if homes.reports.exists():
            return
        on = self.day(120)
        nearby = {
            principal: Decimal(number)
            for principal, number in (
                (self.table.principals["Nordby kommun"], 140),
                (self.table.principals["Söderby kommun"], 95),
            )
        }
        with transaction.atomic():
            report_progress(
                homes,
                as_of=self.day(130),
                value=Decimal(4_812),
                text="Bostäder med slutbesked i influensområdet, tre år efter avtalets början.",
                evidence="Stadens byggregister, uttag 2026-07 (påhittat)",
                contributions=nearby,
                by=self.table.act("stad", on),
                today=on,
            )
            later = self.day(30)
            report_deviation(
                objects,
                kind=DeviationKind.LATE,
                description="Markundersökningen visar mer sättningar än väntat. Två linjer blir ett år sena.",
                expected_on=date(2032, 12, 31),
                by=self.table.act("region", later),
                today=later,
            )

    def commitment(self, title: str) -> Commitment:
        """A commitment by the beginning of its title."""
        return Commitment.objects.get(agreement=self.agreement, title__startswith=title)
