"""What happens to the concluded agreement after its text is adopted: it is signed, holds, and is followed by a board.

Signing takes a sealed file, which is made outside any transaction; so this part is told by a job, step by step. Each
step looks whether it has been taken, so that a job that was cut off can be done again.
"""

import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from agreements.boards.models import Board
from agreements.boards.services.accounts import request_accounts, submit_accounts
from agreements.boards.services.forming import activate_board, appoint, form_board
from agreements.boards.services.meetings import (
    adjust_minutes,
    attest_minutes,
    call_meeting,
    decide_item,
    hold_meeting,
    plan_meeting,
)
from agreements.boards.states import Outcome, Place
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
from governance.accounts.models import User
from governance.decisions.services import register_ruling
from governance.decisions.states import RulingState
from governance.jobs.services import batch_progress, run_batch
from governance.lib.dates import swedish_date
from governance.organisations.actors import Actor
from governance.organisations.models import Partnership, Principal, Seat

from .cast import person
from .harbour import SLUG, Concluding
from .health_figures import mkr
from .tables import Table

PARTIES = ("staten", "region", "stad")
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
        for key in PARTIES:
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
        steps: tuple[Callable[[], None], ...] = (
            self.open,
            self.sign,
            self.approve,
            self.implement,
            self.form_board,
            self.first_report,
            self.meet,
            self.ask_for_accounts,
            self.report,
        )
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
            by = Actor(user=seat.user, seat=seat, today=on)
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

    def form_board(self) -> None:
        """The State appoints who leads the board, each party its member and deputy; the board begins its work."""
        if Board.objects.filter(agreement=self.agreement).exists():
            return
        on = self.day(740)
        with transaction.atomic():
            board = form_board(self.agreement, by=self.table.act("lead", on), today=on)
            for place, title in (
                (Place.CHAIR, "Styrelsens ordförande"),
                (Place.DEPUTY_CHAIR, "Styrelsens vice ordförande"),
                (Place.SECRETARY, "Styrelsens sekreterare"),
            ):
                user = person(f"{title}, Storhamn", f"{place}.styrelsen.storhamn")
                self.appoint(board, place, user, None, "staten", on)
            for key in PARTIES:
                for place in (Place.MEMBER, Place.DEPUTY):
                    party = self.table.principals[key]
                    name = f"{Place(place).label.capitalize()} för {party.organisation.name}"
                    user = person(name, f"{place}.{key}.styrelsen.storhamn")
                    self.appoint(board, place, user, party, key, on)
            activate_board(board, by=self.act("chair", on), today=on)

    def appoint(self, board: Board, place: str, user: User, party: Principal | None, key: str, on: date) -> None:
        """Somebody is appointed to a place by a decision of those who appoint."""
        by = self.table.act(key, on)
        reference = f"Beslut {swedish_date(on)}, § 9 (exempel)"
        appoint(board, place=place, user=user, principal=party, reference=reference, by=by, today=on)

    def act(self, place: str, on: date, key: str = "") -> Actor:
        """Somebody of the board acting, for a party where `key` names one."""
        board = Board.objects.get(agreement=self.agreement)
        party = self.table.principals[key] if key else None
        found = board.appointments.told().get(place=place, principal=party, ended_on=None)
        seat = Seat.objects.select_related("user", "body__organisation", "body__partnership").get(pk=found.seat_id)
        return Actor(user=seat.user, seat=seat, today=on)

    def first_report(self) -> None:
        """After half a year the city and the State report for the first time."""
        homes, money = self.commitment("28 550"), self.commitment("Hälften")
        if homes.reports.exists():
            return
        on = self.day(420)
        with transaction.atomic():
            report_progress(
                homes,
                as_of=self.day(430),
                value=Decimal(2_140),
                text="De första kvarteren vid linje 1.",
                evidence="Stadens byggregister (påhittat)",
                by=self.table.act("stad", on),
                today=on,
            )
            report_progress(
                money,
                as_of=self.day(430),
                value=Decimal(31_200_000_000),
                text="Utbetalningar till och med första halvåret.",
                evidence="Utbetalningsbesked (påhittade)",
                by=self.table.act("staten", on),
                today=on,
            )

    def meet(self) -> None:
        """The board meets, verifies both reports with its paragraphs, and adjusts its minutes."""
        board = Board.objects.get(agreement=self.agreement)
        if board.meetings.exists():
            return
        on = self.day(400)
        secretary = self.act("secretary", on)
        with transaction.atomic():
            meeting = plan_meeting(board, held_on=on, place="Stadshuset i Storhamn", by=secretary, today=on)
            meeting = call_meeting(meeting, by=secretary, today=on)
            present = [each.seat for each in board.appointments.on(on).told()]
            meeting = hold_meeting(meeting, present=present, by=secretary, today=on)
            for item in meeting.items.order_by("order"):
                words = "Styrelsen har granskat underlaget och godkänner det."
                decide_item(item, outcome=Outcome.VERIFIED, decision=words, by=secretary, today=on)
            adjuster = board.appointments.told().get(place=Place.MEMBER, principal=self.table.principals["region"])
            attest_minutes(meeting, adjuster=adjuster.seat, by=self.act("chair", on), today=on)
            later = on + timedelta(days=6)
            adjust_minutes(meeting, by=self.act(Place.MEMBER, later, "region"), today=later)

    def ask_for_accounts(self) -> None:
        """The parties have been asked for last year's accounts; two of three have answered."""
        board = Board.objects.get(agreement=self.agreement)
        if board.accounts.exists():
            return
        on = self.day(40)
        with transaction.atomic():
            asked = request_accounts(
                board, year=on.year - 1, due_on=self.today + timedelta(days=20), by=self.act("secretary", on), today=on
            )
            for key, paid in (("staten", 312_000_000), ("region", 141_000_000)):
                told = asked.parties.get(principal=self.table.principals[key])
                submit_accounts(
                    told,
                    budget_ore=mkr(330).ore,
                    cost_ore=mkr(324).ore,
                    financing_due_ore=paid * 100,
                    financing_paid_ore=paid * 100,
                    comment="Enligt bokslutet (påhittat).",
                    by=self.table.act(key, on),
                    today=on,
                )

    def report(self) -> None:
        """The city reports anew, and the region tells that it will be late; the board's turn."""
        homes, objects = self.commitment("28 550"), self.commitment("Åtta")
        if homes.reports.count() > 1:
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
