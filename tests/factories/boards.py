"""An agreement in force with its board, peopled by the parties and by the State through the same acts as in life."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from agreements.boards import services
from agreements.boards.models import AgendaItem, Appointment, Board, Meeting
from agreements.boards.states import Place
from agreements.commitments.models import Commitment, ProgressReport
from agreements.texts.models import Agreement
from governance.organisations.actors import Actor
from governance.organisations.models import Principal, Seat

from .commitments import CommitmentWorld, commitment_world, now
from .organisations import TODAY, act_as, make_user
from .telling import told_once

DECISION = "Beslut 2026-10-01 § 4"


@dataclass(frozen=True)
class BoardWorld:
    """Staten, Region Aspen and Almby kommun in a board that follows dwellings and money."""

    base: CommitmentWorld
    board: Board
    housing: Commitment
    money: Commitment

    @property
    def agreement(self) -> Agreement:
        """The agreement read anew."""
        return self.base.agreement

    @property
    def state(self) -> Principal:
        """The State."""
        return self.base.base.state

    @property
    def municipality(self) -> Principal:
        """The party that builds."""
        return self.base.base.municipality

    def now(self) -> Board:
        """The board read anew, as a page would."""
        return Board.objects.select_related("agreement__parent", "body", "partnership").get(pk=self.board.pk)

    def appointment(self, place: str, principal: Principal | None = None) -> Appointment:
        """Who holds a place now."""
        return self.board.appointments.told().get(place=place, principal=principal, ended_on__isnull=True)

    def seat(self, place: str, principal: Principal | None = None) -> Seat:
        """The seat of whoever holds a place now."""
        found: Seat = Seat.objects.select_related("body__organisation", "body__partnership", "user").get(
            pk=self.appointment(place, principal).seat_id
        )
        return found

    def acting(self, place: str, principal: Principal | None = None, today: date = TODAY) -> Actor:
        """The one who holds a place, acting from it."""
        return act_as(self.seat(place, principal), today)

    def by_chair(self, today: date = TODAY) -> Actor:
        """The chair acting."""
        return self.acting(Place.CHAIR, today=today)

    def by_secretary(self, today: date = TODAY) -> Actor:
        """The secretary acting."""
        return self.acting(Place.SECRETARY, today=today)

    def speaker(self, principal: Principal, today: date = TODAY) -> Actor:
        """A party's own representative acting."""
        return self.base.speaker(principal, today)

    def everybody(self) -> list[Seat]:
        """Every seat of the board."""
        return [each.seat for each in self.board.appointments.on(TODAY).told()]

    def report(self, commitment: Commitment, value: Any, today: date = TODAY) -> ProgressReport:
        """A progress report by the responsible party."""
        return self.base.report(commitment, value, today=today)

    def meeting(self, *titles: str, today: date = TODAY, called: bool = True) -> Meeting:
        """A meeting today, with items of its own besides what waits for the board."""
        made = services.plan_meeting(self.now(), held_on=today, by=self.by_secretary(today), today=today)
        for title in titles:
            services.add_item(made, title=title, by=self.by_secretary(today), today=today)
        return services.call_meeting(made, by=self.by_secretary(today), today=today) if called else made

    def hold(self, meeting: Meeting, *, without: tuple[Seat, ...] = (), today: date = TODAY) -> Meeting:
        """Hold a meeting with everybody there, except some."""
        away = {seat.pk for seat in without}
        present = [seat for seat in self.everybody() if seat.pk not in away]
        return services.hold_meeting(meeting, present=present, by=self.by_secretary(today), today=today)

    def decide(self, item: AgendaItem, outcome: str = "decided", today: date = TODAY) -> AgendaItem:
        """Write a decision."""
        words = "Styrelsen beslutar enligt förslaget."
        return services.decide_item(item, outcome=outcome, decision=words, by=self.by_secretary(today), today=today)

    def minuted(self, meeting: Meeting, today: date = TODAY) -> Meeting:
        """Let the chair attest the minutes and the State's member adjust them."""
        adjuster = self.seat(Place.MEMBER, self.state)
        attested = services.attest_minutes(meeting, adjuster=adjuster, by=self.by_chair(today), today=today)
        return services.adjust_minutes(attested, by=self.acting(Place.MEMBER, self.state, today), today=today)

    def verified(self, commitment: Commitment, value: Any, today: date = TODAY) -> Meeting:
        """Report, meet, verify and adjust: the whole way of a progress report."""
        self.report(commitment, value, today)
        held = self.hold(self.meeting(today=today), today=today)
        for item in held.items.all():
            self.decide(item, "verified" if item.report_id else "decided", today)
        return self.minuted(held, today)

    def decided_to_close(self, today: date = TODAY) -> Meeting:
        """A meeting whose adjusted minutes end the board's work."""
        made = self.meeting("Övrigt", today=today, called=False)
        services.add_item(made, kind="closing", title="Styrelsens avslutning", by=self.by_secretary(today), today=today)
        services.call_meeting(made, by=self.by_secretary(today), today=today)
        held = self.hold(made, today=today)
        for item in held.items.all():
            self.decide(item, today=today)
        return self.minuted(held, today)

    def account(self, year: int = TODAY.year, today: date = TODAY) -> Any:
        """A year's accounts that every party has told."""
        made = services.request_accounts(
            self.now(), year=year, due_on=today + timedelta(days=30), by=self.by_secretary(today), today=today
        )
        for number, each in enumerate(made.parties.select_related("principal__organisation"), start=1):
            units = {now(self.housing): Decimal(40)} if each.principal_id == self.municipality.pk else {}
            services.submit_accounts(
                each,
                budget_ore=number * 1_000_000_00,
                cost_ore=number * 900_000_01,
                financing_due_ore=number * 500_000_00,
                financing_paid_ore=number * 500_000_00,
                units=units,
                by=self.speaker(each.principal, today),
                today=today,
            )
        return made


@told_once
def formed_board(base: CommitmentWorld | None = None) -> tuple[CommitmentWorld, Board]:
    """A board that nobody is appointed to yet, of an agreement in force."""
    world = base or commitment_world()
    if base is None:
        housing = world.offer(world.base.municipality)
        world.money(world.base.state, counter_performance_of=housing)
        world.clear()
        world.bring_into_force()
    return world, services.form_board(world.agreement, by=world.leader(), today=TODAY)


def people_board(world: CommitmentWorld, board: Board) -> None:
    """Let the State and every party appoint theirs."""
    state = world.speaker(world.base.state)
    for place in (Place.CHAIR, Place.DEPUTY_CHAIR, Place.SECRETARY):
        services.appoint(board, place=place, user=make_user(), reference=DECISION, by=state, today=TODAY)
    for principal in world.base.principals:
        for place in (Place.MEMBER, Place.DEPUTY):
            services.appoint(
                board,
                place=place,
                principal=principal,
                user=make_user(),
                reference=DECISION,
                by=world.speaker(principal),
                today=TODAY,
            )


@told_once
def board_world(*, active: bool = True) -> BoardWorld:
    """A board of three parties that follows 100 dwellings and half of the cost."""
    base, board = formed_board()
    people_board(base, board)
    housing, money = Commitment.objects.filter(agreement=base.agreement).order_by("pk")
    world = BoardWorld(base, board, housing, money)
    if active:
        services.activate_board(world.now(), by=world.by_chair(), today=TODAY)
    return world
