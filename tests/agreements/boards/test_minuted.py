"""What a board in Samverk has decided: nobody acts on a paragraph that is not in its minutes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.boards import services
from agreements.boards.models import AgendaItem
from agreements.boards.states import Place
from agreements.commitments.models import Deviation, ProgressReport
from agreements.commitments.services import deviations, progress
from governance.workflow.refusals import Refused
from governance.workflow.tokens import FIELD, new_token
from tests.factories.boards import BoardWorld, board_world
from tests.factories.commitments import now
from tests.factories.organisations import TODAY, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]
LATER = TODAY + timedelta(days=7)


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def deviating(world: BoardWorld) -> Deviation:
    """A deviation that the municipality has told of."""
    by = world.speaker(world.municipality)
    return deviations.report_deviation(now(world.housing), kind="late", description="Sent.", by=by, today=TODAY)


def decided(world: BoardWorld, subject: Any, today: date = TODAY, outcome: str = "decided") -> AgendaItem:
    """The item by which the board has met and decided of something."""
    held = world.hold(world.meeting(today=today), today=today)
    about = {"deviation" if isinstance(subject, Deviation) else "report": subject}
    return world.decide(held.items.get(**about), outcome, today)


def ask(world: BoardWorld, row: Deviation, paragraph: str, on: date = TODAY) -> Deviation:
    """Ask the parties to let the commitment go."""
    given: dict[str, Any] = {"paragraph": paragraph, "on": on, "reason": "Vi frågar.", "proposal": "release"}
    return deviations.ask_parties(row, **given, by=world.by_secretary(), today=TODAY)


def test_a_report_is_not_verified_by_a_paragraph_that_the_board_never_wrote(world: BoardWorld) -> None:
    report = world.report(world.housing, 100)

    for paragraph in ("999", "§ 1", "hittepå"):
        with pytest.raises(Refused, match="inte ett ärende i styrelsens protokoll") as refused:
            progress.verify_report(report, paragraph, by=world.by_secretary(), today=TODAY)

    first = refused.value.refusals[0]
    assert (first.rule.requirement, first.mended_by) == (
        "W-74",
        "styrelsens sekreterare: ta upp ärendet vid nästa sammanträde, och skriv beslutet i protokollet",
    )
    assert ProgressReport.objects.get(pk=report.pk).state == "waiting"
    assert now(world.housing).verified_value == 0


def test_another_matter_or_another_day_is_not_the_boards_decision(world: BoardWorld) -> None:
    report = world.report(world.housing, 100)
    held = world.hold(world.meeting("Läget"))
    about, other = held.items.get(report=report), held.items.get(report=None)
    world.decide(other)

    for paragraph, on, sentence in (
        (other.paragraph, TODAY, "inte ett ärende i styrelsens protokoll om Rapport 1"),
        (about.paragraph, LATER, "inte ett ärende"),
        (about.paragraph, TODAY, "är inte skrivet"),
    ):
        with pytest.raises(Refused, match=sentence):
            progress.verify_report(report, paragraph, on=on, by=world.by_secretary(LATER), today=LATER)
    world.decide(about, "postponed")
    with pytest.raises(Refused, match="säger något annat: bordlagt"):
        progress.send_back_report(report, about.paragraph, reason="Nej.", by=world.by_secretary(), today=TODAY)

    assert ProgressReport.objects.get(pk=report.pk).state == "waiting"


def test_a_deviation_is_not_closed_by_a_paragraph_that_the_board_never_wrote(world: BoardWorld) -> None:
    row = deviating(world)

    with pytest.raises(Refused, match="inte ett ärende i styrelsens protokoll om Avvikelse 1"):
        deviations.carry_on(row, paragraph="777", reason="Nej.", by=world.by_secretary(), today=TODAY)
    with pytest.raises(Refused, match="inte ett ärende"):
        ask(world, row, "777")

    assert Deviation.objects.get(pk=row.pk).state == "reported"
    item = decided(world, row)
    deviations.carry_on(row, paragraph=f"{item.number}", reason="Det går.", by=world.by_secretary(), today=TODAY)
    assert Deviation.objects.get(pk=row.pk).state == "continued"


def test_no_decision_is_older_than_what_it_is_about(world: BoardWorld) -> None:
    row, report = deviating(world), world.report(world.money, 100_000)
    before, by = date(2019, 1, 1), world.by_secretary()

    with pytest.raises(Refused, match="den 1 januari 2019 om det som kom in den 20 oktober 2026"):
        deviations.carry_on(row, paragraph="777", on=before, reason="Nej.", by=by, today=TODAY)
    with pytest.raises(Refused, match="den 1 januari 2019 om det som kom in"):
        progress.verify_report(report, "777", on=before, by=by, today=TODAY)


def test_the_parties_answers_are_acted_on_by_a_new_decision(world: BoardWorld) -> None:
    row = deviating(world)
    first = decided(world, row)
    row = ask(world, row, first.paragraph)
    for principal in world.base.base.principals:
        deviations.answer_deviation(row, principal, answer="yes", by=world.speaker(principal), today=TODAY)
    row = Deviation.objects.select_related("commitment__agreement").get(pk=row.pk)
    released: dict[str, Any] = {"reason": "Alla vill.", "by": world.by_secretary(LATER), "today": LATER}

    with pytest.raises(Refused, match="redan verkställd"):
        deviations.release_commitment(row, paragraph=first.paragraph, on=TODAY, **released)
    second = decided(world, row, LATER)
    deviations.release_commitment(row, paragraph=second.paragraph, on=LATER, **released)

    assert now(world.housing).state == "released"


def test_the_outcome_of_a_paragraph_that_was_acted_on_stands(world: BoardWorld) -> None:
    row = deviating(world)
    first = decided(world, row)
    row = ask(world, row, f"{first.number}")
    for principal in world.base.base.principals:
        deviations.answer_deviation(row, principal, answer="yes", by=world.speaker(principal), today=TODAY)
    second = decided(world, row, LATER)
    by = world.by_secretary(LATER)

    world.decide(AgendaItem.objects.get(pk=second.pk), "postponed", LATER)
    world.decide(AgendaItem.objects.get(pk=second.pk), "decided", LATER)
    deviations.carry_on(row, paragraph=second.paragraph, on=LATER, reason="Det går.", by=by, today=LATER)

    for item, sentence in (
        (first, r"§\xa01 är redan verkställd\. Styrelsen frågade parterna den 20 oktober 2026\."),
        (second, r"§\xa02 är redan verkställd\. Styrelsen lät åtagandet fortsätta som avtalat den 27 oktober 2026\."),
    ):
        with pytest.raises(Refused, match=sentence) as refused:
            world.decide(AgendaItem.objects.get(pk=item.pk), "noted", LATER)
        assert refused.value.refusals[0].mended_by == "styrelsen: ta upp ärendet på nytt"
        told = services.decide_item(
            AgendaItem.objects.get(pk=item.pk), outcome="decided", decision="Andra ord.", by=by, today=LATER
        )
        assert (told.outcome, told.decision) == ("decided", "Andra ord.")


def page(client: Client, world: BoardWorld, name: str, subject: Any) -> Any:
    """The page of an act of the board."""
    return client.get(reverse(f"commitments:{name}", args=[world.board.partnership.slug, world.housing.pk, subject.pk]))


def test_the_page_offers_the_next_meeting_instead(client: Client, world: BoardWorld) -> None:
    report = world.report(world.housing, 100)
    slug = world.board.partnership.slug
    sign_in(client, world.seat(Place.SECRETARY))

    unplanned = page(client, world, "verify", report)
    assert unplanned.context["elsewhere"].url == reverse("boards:meeting_new", args=[slug, world.board.pk])
    assert unplanned.context["elsewhere"].url in unplanned.content.decode()
    assert "<form" not in unplanned.content.decode().split("<main")[1].split("</main>")[0]

    meeting = world.meeting()
    assert page(client, world, "send_back", report).context["elsewhere"].url == reverse(
        "boards:meeting", args=[slug, meeting.pk]
    )
    item = world.hold(meeting).items.get()
    assert page(client, world, "verify", report).context["elsewhere"].url == reverse(
        "boards:item", args=[slug, item.pk]
    )
    sent = {"on": str(TODAY), "paragraph": "999", FIELD: new_token()}
    address = reverse("commitments:verify", args=[slug, world.housing.pk, report.pk])
    assert client.post(address, sent).status_code == 409


def test_an_open_deviation_can_be_taken_up_again(client: Client, world: BoardWorld) -> None:
    row = deviating(world)
    row = ask(world, row, decided(world, row).paragraph)
    coming = services.plan_meeting(world.now(), held_on=LATER, by=world.by_secretary(), today=TODAY)
    services.add_item(coming, title="Läget", by=world.by_secretary(), today=TODAY)
    sign_in(client, world.seat(Place.SECRETARY))
    address = reverse("boards:item_new", args=[world.board.partnership.slug, coming.pk])

    assert page(client, world, "carry_on", row).context["elsewhere"].url == address
    client.post(address, {"kind": "waiting_0", FIELD: new_token()})

    assert coming.items.filter(deviation=row).exists()
