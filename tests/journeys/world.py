"""The demonstration's story with more added to it, so that there is something of every kind in every state.

Beside SGD and VIP stands a third partnership with a budget of its own. Its region and Svalöv are principals in both;
nobody else of SGD may know of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import time_machine
from django.utils import timezone

from agreements.boards.services.accounts import request_accounts
from agreements.boards.services.meetings import add_item, plan_meeting
from agreements.boards.states import Place
from agreements.commitments.clearing import Kind
from agreements.commitments.services.deviations import report_deviation as report_commitment_deviation
from agreements.commitments.services.offers import add_condition, add_level, make_offer
from agreements.commitments.services.progress import report_progress
from agreements.commitments.states import DeviationKind as CommitmentDeviation
from agreements.signing.models import Signatory
from agreements.signing.services.checkouts import lend_file
from agreements.signing.services.rounds import begin_round, open_round, plan_round
from agreements.signing.services.signatures import note_signature
from agreements.texts.models import Agreement
from agreements.texts.services.templates import ensure_template
from agreements.texts.services.versions import new_version
from agreements.texts.services.writing import write_annex
from agreements.texts.states import AgreementState
from budgets.goals import GOALS
from budgets.models import AnnualReport, Budget, Deviation
from budgets.queries import budget_for
from budgets.services.annual_reports import start_annual_report
from budgets.services.deviations import report_deviation
from budgets.services.frames import frame_of
from budgets.services.handover import dispatch_letters
from budgets.services.plans import add_activity
from budgets.services.principles import compute_consent, propose_principle, put_principle_forward
from budgets.states import DeviationKind, Phase
from governance.accounts.models import User
from governance.config.demo import harbour, health, story
from governance.config.demo.assemblies import ruling
from governance.config.demo.cast import Cast
from governance.decisions.services import register_ruling
from governance.decisions.states import RulingState
from governance.documents.models import Document
from governance.documents.seal import Sealed
from governance.documents.services import Made, keep
from governance.documents.states import DocumentState
from governance.lib.sharing import Principle
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind, SeatRole
from governance.organisations.models import Partnership, Seat
from governance.reminders.models import Message
from tests.factories.agreements import bring_to, draft_with_text, left_alone
from tests.factories.boards import BoardWorld, board_world
from tests.factories.budgets import handed_over, load_populations, make_draft, submitted
from tests.factories.commitments import COMPLETE
from tests.factories.decisions import make_deciding_partnership, seat_in
from tests.factories.organisations import make_user
from tests.factories.signing import say_yes_as

DAY = date(2026, 11, 21)
LINE = "Grannens tjänst för fjärrvård"
DRAFT, SIGNED = "Tilläggsuppdrag om svarstider", "Samarbete om gemensam växel"


@contextmanager
def told_day() -> Iterator[None]:
    """Let the clock stand at the day of the story, and go on from there."""
    with time_machine.travel(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=UTC), tick=True):
        yield


@dataclass
class World:
    """Three partnerships, and a seat for each role that asks."""

    cast: Cast
    sgd: Partnership
    vip: Partnership
    neighbour: Partnership
    talks: Partnership
    signing: Partnership
    pact: Partnership
    draft: Budget
    seats: dict[str, Seat]


def seal_without_rendering(documents: Any) -> None:
    """Let documents be sealed, as far as the register knows: their pages are drawn by other tests."""
    for document in documents:
        bare = f"%PDF-1.7 {document.doc_id}\n".encode()
        sealed = Sealed(bare, datetime(DAY.year, DAY.month, DAY.day, 8, tzinfo=UTC), "ab" * 32)
        keep(document.pk, Made(sealed, 6))


def tell_story() -> World:
    """Tell everything, within the clock of `told_day`."""
    cast = story.tell(today=DAY)
    sgd = cast.partnership
    seal_without_rendering(Document.objects.filter(partnership=sgd, state=DocumentState.ORDERED))
    for report in AnnualReport.objects.filter(partnership=sgd):
        story.finish(year=report.year, today=DAY)
    for budget in Budget.objects.filter(partnership=sgd, handed_over_on__isnull=False):
        dispatch_letters(budget, today=DAY)
    draft = add_other_states(cast)
    neighbour = make_neighbour()
    vip = Partnership.objects.get(slug="vip-vasterbotten")
    talks, signing = (Partnership.objects.get(slug=slug) for slug in (health.SLUG, harbour.SLUG))
    plan_signing(signing)
    board = make_pact()
    seats = seats_of(cast, sgd, vip, neighbour) | seats_of_talks(talks, signing, board)
    tell_turn(seats["sgd"])
    sit_everywhere(seats["alla"].user, talks, signing, board.agreement.partnership)
    return World(cast, sgd, vip, neighbour, talks, signing, board.agreement.partnership, draft, seats)


def plan_signing(partnership: Partnership) -> None:
    """Those who are to sign the agreement of the story are named; nobody has signed yet."""
    seat = Seat.objects.get(body__partnership=partnership, role=SeatRole.CHAIR)
    by = Actor(user=seat.user, seat=seat, today=DAY)
    ensure_template(partnership, by=by, today=DAY)
    plan_round(Agreement.objects.get(partnership=partnership), last_on=DAY + timedelta(days=30), by=by, today=DAY)


def tell_turn(seat: Seat) -> None:
    """A message that waits for its reader."""
    Message.objects.create(user=seat.user, seat=seat, digest="prov", title="Svara på skälen", url="/mitt-bord/")


def make_pact() -> BoardWorld:
    """An agreement in force with its board, a meeting to come, a progress report that waits and a deviation."""
    world = board_world()
    by = world.base.speaker(world.municipality, DAY)
    report_progress(
        world.housing,
        as_of=DAY,
        value=Decimal(40),
        text="Kvarteret Sländan",
        evidence="Byggregistret",
        by=by,
        today=DAY,
    )
    state = world.base.speaker(world.state, DAY)
    report_commitment_deviation(
        world.money, kind=CommitmentDeviation.LATE, description="Betalningen skjuts upp", by=state, today=DAY
    )
    secretary = world.by_secretary(DAY)
    meeting = plan_meeting(world.now(), held_on=DAY + timedelta(days=10), by=secretary, today=DAY)
    add_item(meeting, title="Läget i Kvarteret Sländan", by=secretary, today=DAY)
    request_accounts(world.now(), year=DAY.year, due_on=DAY + timedelta(days=60), by=secretary, today=DAY)
    annex = world.agreement.annexes.get(title="Prov och räkneregler")
    write_annex(annex, text="En verksamhet räknas efter tio prov.", change_note="Tio prov", by=secretary, today=DAY)
    add_draft(world)
    add_signing(world)
    return world


def add_draft(world: BoardWorld) -> None:
    """Beside the agreement in force one that is written: a second version, and what is offered in it."""
    parties = world.base.base
    agreement = draft_with_text(parties.partnership, list(parties.principals), today=DAY, title=DRAFT)
    with left_alone():
        bring_to(agreement, AgreementState.PREPARED, today=DAY)
    new_version(Agreement.objects.get(pk=agreement.pk), by=parties.by_leader(DAY), today=DAY)
    offers = []
    for party, title in ((parties.region, "Remissväxeln"), (world.state, "Driftbidrag")):
        given: dict[str, Any] = {"title": title, "quantity": Decimal(10), "unit": "enheter", **COMPLETE}
        offers.append(make_offer(agreement, party, by=world.speaker(party, DAY), today=DAY, **given))
    mine, other = offers
    by = world.speaker(parties.region, DAY)
    add_condition(mine, kind=Kind.LEVEL, others=[other], threshold=Decimal(5), by=by, today=DAY)
    add_level(mine, quantity=Decimal(20), by=by, today=DAY)


def add_signing(world: BoardWorld) -> None:
    """And one that is signed: the State has signed, the region has borrowed the file, the municipality waits."""
    parties = world.base.base
    agreement = draft_with_text(parties.partnership, list(parties.principals), today=DAY, title=SIGNED)
    with left_alone():
        bring_to(agreement, AgreementState.READY_TO_SIGN, today=DAY)
    by = parties.by_leader(DAY)
    planned = plan_round(Agreement.objects.get(pk=agreement.pk), last_on=DAY + timedelta(days=30), by=by, today=DAY)
    opened = open_round(planned, by=by, today=DAY)
    seal_without_rendering([opened.file])
    begin_round(opened.pk, today=DAY)
    first, second, _third = Signatory.objects.filter(round=opened).in_order()
    say_yes_as(first, world.speaker(world.state, DAY), today=DAY)
    note_signature(first.pk, at=timezone.now(), sha256="ab" * 32, today=DAY)
    until = timezone.now() + timedelta(hours=24)
    lend_file(second, until=until, by=world.speaker(parties.region, DAY), today=DAY)


def seats_of_talks(talks: Partnership, signing: Partnership, board: BoardWorld) -> dict[str, Seat]:
    """Who leads and who speaks in the negotiations, and who is in the board."""

    def leads(partnership: Partnership) -> Seat:
        return Seat.objects.get(body__partnership=partnership, body__kind=BodyKind.NEGOTIATORS, role=SeatRole.CHAIR)

    def speaks(name: str, role: str = SeatRole.REPRESENTATIVE) -> Seat:
        return Seat.objects.get(body__organisation__name=name, role=role, user__is_demo=True)

    return {
        "förhandlare": leads(talks),
        "kansli": Seat.objects.get(body=leads(talks).body, role=SeatRole.SECRETARY),
        "part": speaks("Region Aspen"),
        "staten": speaks("Svenska staten (exempel)"),
        "registratur": speaks("Svenska staten (exempel)", SeatRole.REGISTRAR),
        "storhamn": leads(signing),
        "avtal": board.base.base.leader,
        "styrelse": board.seat(Place.CHAIR),
        "avtalspart": board.base.base.speakers[board.base.base.region.pk],
        "avtalsstat": board.base.base.speakers[board.state.pk],
    }


def sit_everywhere(user: User, *partnerships: Partnership) -> None:
    """Let one person have a place in more partnerships."""
    for partnership in partnerships:
        seat_in(partnership.bodies.get(kind=BodyKind.NEGOTIATORS), SeatRole.SECRETARY, user)


def add_other_states(cast: Cast) -> Budget:
    """What the story of the day does not hold: a draft, a budget being prepared, and what is only proposed."""
    sgd, by = cast.partnership, cast.act("sgd", DAY)
    lines = (("Mina planer", "management", 1_234_567), ("Trygg utskrivning", "establishment", 765_432))
    draft = make_draft(sgd, year=2028, lines=lines, today=DAY)
    submitted(sgd, year=2029, lines=lines, today=DAY)
    assert draft.plan is not None
    goals = [GOALS[0].ref]
    add_activity(draft.plan, title="Pröva nästa steg", goals=goals, responsible="Styrgruppen", by=by, today=DAY)
    this_year = budget_for(sgd, DAY.year)
    assert this_year is not None
    start_annual_report(this_year, by=by, today=DAY)
    report_deviation(
        frame_of(this_year), kind=DeviationKind.OTHER, title="Avtalet sägs upp", description="Prövas.", by=by, today=DAY
    )
    assert Deviation.objects.filter(title="Avtalet sägs upp").exists()
    service = cast.services["hjalpmedel"]
    propose_principle(
        service=service,
        phase=Phase.ESTABLISHMENT,
        principle=Principle.by_region(450_000),
        from_year=2030,
        reason="Bara föreslagen.",
        by=by,
        today=DAY,
    )
    recommend_principle(cast)
    return draft


def recommend_principle(cast: Cast) -> None:
    """A matter that CS has recommended, which waits to be handed over to the councils it asks."""
    by = cast.act("sgd", DAY)
    proposed = propose_principle(
        service=cast.services["hjalpmedel"],
        phase=Phase.DECOMMISSION,
        principle=Principle.by_region(400_000),
        from_year=2028,
        reason="Väntar på att lämnas över.",
        by=by,
        today=DAY,
    )
    computed = compute_consent(proposed, by=cast.act("controller", DAY), today=DAY)
    matter = put_principle_forward(computed, by=by, today=DAY)
    register_ruling(
        ruling(matter, "cs"),
        outcome=RulingState.ADOPTED,
        decided_on=DAY,
        paragraph="§ 30",
        by=cast.act("cs", DAY),
        today=DAY,
    )


def make_neighbour() -> Partnership:
    """A partnership of its own kind with a budget at two principals that SGD has too."""
    neighbour = make_deciding_partnership(2)
    neighbour.name, neighbour.short_name, neighbour.slug = "Grannsamarbetet för fjärrvård", "GRANNE", "granne"
    neighbour.save()
    load_populations(neighbour)
    handed_over(neighbour, year=2026, lines=((LINE, "management", 7_654_321),), today=date(2025, 1, 20), on=DAY)
    return neighbour


def seats_of(cast: Cast, sgd: Partnership, vip: Partnership, neighbour: Partnership) -> dict[str, Seat]:
    """A seat for each role; "alla" is one person with a place in each partnership."""

    def first(partnership: Partnership, kind: BodyKind, role: SeatRole) -> Seat:
        return Seat.objects.filter(body__partnership=partnership, body__kind=kind, role=role).order_by("pk")[0]

    everywhere = make_user(name="Sitter överallt")
    seat = seat_in(sgd.bodies.get(kind=BodyKind.STEERING_GROUP), SeatRole.SECRETARY, everywhere)
    seat_in(vip.bodies.get(kind=BodyKind.PROGRAMME_OFFICE), SeatRole.ADMINISTRATOR, everywhere)
    seat_in(neighbour.bodies.get(kind=BodyKind.STEERING_GROUP), SeatRole.SECRETARY, everywhere)
    return {
        "sgd": cast.seats["sgd"],
        "cs": cast.seats["cs"],
        "administrator": cast.seats["admin"],
        "malmö": cast.registrars["1280"],
        "lund": cast.registrars["1281"],
        "revisor": Seat.objects.get(role=SeatRole.AUDITOR),
        "vip": first(vip, BodyKind.PROGRAMME_OFFICE, SeatRole.ADMINISTRATOR),
        "vip-styrelse": first(vip, BodyKind.BOARD, SeatRole.CHAIR),
        "granne": first(neighbour, BodyKind.STEERING_GROUP, SeatRole.SECRETARY),
        "alla": seat,
    }
