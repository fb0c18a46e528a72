"""The pages of a board: the whole way through forms, who may, and how many questions they ask."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from agreements.boards import services
from agreements.boards.models import AccountsRound, Board, Meeting, UnitFigure
from agreements.boards.states import Place
from agreements.commitments.services.deviations import report_deviation
from agreements.texts.models import Agreement
from governance.accounts.models import User
from governance.documents.models import Document
from governance.jobs.models import Job
from governance.organisations.models import Seat
from governance.workflow.refusals import NotAllowed
from governance.workflow.tokens import FIELD, new_token
from tests.factories.boards import BoardWorld, board_world, formed_board, people_board
from tests.factories.commitments import now
from tests.factories.negotiations import negotiation_world
from tests.factories.organisations import TODAY, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def as_seat(client: Client, seat: Seat) -> Client:
    sign_in(client, seat)
    return client


def url(world: BoardWorld, name: str, pk: int, *more: Any) -> str:
    return reverse(f"boards:{name}", args=[world.board.partnership.slug, pk, *more])


def send(client: Client, address: str, **data: Any) -> Any:
    """Fill in a form as a browser would: its token and version come from the page."""
    page = client.get(address)
    assert page.status_code == 200, page.content.decode()[:2000]
    form = page.context["form"]
    hidden = {"version": form.initial["version"]} if "version" in form.fields else {}
    return client.post(address, {**hidden, FIELD: new_token(), **data})


def test_the_whole_way_of_a_report_through_the_pages(client: Client, world: BoardWorld) -> None:
    world.report(world.housing, 100)
    as_seat(client, world.seat(Place.SECRETARY))

    made = send(client, url(world, "meeting_new", world.board.pk), held_on=TODAY.isoformat(), place="Almby")
    meeting = Meeting.objects.get()
    assert made.headers["Location"] == url(world, "meeting", meeting.pk)
    send(client, url(world, "item_new", meeting.pk), kind="matter", title="Läget", text="")
    send(client, url(world, "meeting_step", meeting.pk, "call"))
    send(
        client,
        url(world, "meeting_step", meeting.pk, "hold"),
        present=[str(seat.pk) for seat in world.everybody()],
    )
    for item in meeting.items.all():
        outcome = "verified" if item.report_id else "decided"
        answered = send(client, url(world, "item", item.pk), outcome=outcome, decision="Enligt förslaget.")
        assert answered.status_code == 303
    as_seat(client, world.seat(Place.CHAIR))
    adjuster = world.seat(Place.MEMBER, world.state)
    send(client, url(world, "meeting_step", meeting.pk, "attest"), adjuster=str(adjuster.pk))
    waiting = client.get(url(world, "meeting", meeting.pk))
    assert waiting.context["turn"] == adjuster.user.name
    assert client.get(url(world, "meeting_step", meeting.pk, "adjust")).status_code == 403
    assert not Document.objects.filter(kind="minutes").exists()
    as_seat(client, adjuster)
    assert url(world, "meeting_step", meeting.pk, "adjust") in client.get(waiting.request["PATH_INFO"]).content.decode()
    adjusted = send(client, url(world, "meeting_step", meeting.pk, "adjust"))

    assert adjusted.status_code == 303
    assert now(world.housing).state == "realised"
    shown = client.get(url(world, "meeting", meeting.pk)).content.decode()
    assert "Protokollet är justerat." in shown
    assert Document.objects.filter(kind="minutes").count() == 1


def test_no_deputy_is_noted_as_present_unless_somebody_says_so(client: Client, world: BoardWorld) -> None:
    meeting = world.meeting("Läget")
    as_seat(client, world.seat(Place.SECRETARY))
    deputies = {world.seat(Place.DEPUTY, each).pk for each in world.base.base.principals}
    address = url(world, "meeting_step", meeting.pk, "hold")

    ticked = client.get(address).context["form"]["present"].value()
    assert {int(key) for key in ticked} == {seat.pk for seat in world.everybody()} - deputies
    send(client, address, present=ticked)

    correcting = url(world, "meeting_step", meeting.pk, "correct_attendance")
    assert correcting in client.get(url(world, "meeting", meeting.pk)).content.decode()
    noted = client.get(correcting).context["form"]["present"].value()
    assert noted == ticked
    assert send(client, correcting, present=[*noted, str(min(deputies))]).status_code == 303
    assert meeting.attendance.get(seat_id=min(deputies)).present


def test_the_whole_way_of_a_years_accounts_through_the_pages(client: Client, world: BoardWorld) -> None:
    as_seat(client, world.seat(Place.SECRETARY))
    send(
        client,
        url(world, "accounts_new", world.board.pk),
        year=TODAY.year,
        due_on=(TODAY + timedelta(days=9)).isoformat(),
    )
    accounts = AccountsRound.objects.get()
    amounts = {"budget_ore": "1 000", "cost_ore": "900,01", "financing_due_ore": "5", "financing_paid_ore": "0"}
    for each in accounts.parties.all():
        as_seat(client, world.base.base.speakers[each.principal_id])
        assert "Lämna redovisning" in client.get(reverse("desk")).content.decode()
        assert send(client, url(world, "party_accounts", each.pk), **amounts).status_code == 303

    as_seat(client, world.seat(Place.SECRETARY))
    send(client, url(world, "accounts_step", accounts.pk, "compile"), summary="Ett lugnt år.")

    shown = client.get(url(world, "accounts", accounts.pk)).content.decode()
    assert AccountsRound.objects.get().state == "compiled"
    assert "2\u00a0700,03" in shown
    assert "Ett lugnt år." in shown


def test_what_was_done_in_a_year_is_told_in_the_commitments_own_measure(client: Client, world: BoardWorld) -> None:
    services.request_accounts(world.now(), year=TODAY.year, due_on=TODAY, by=world.by_secretary(), today=TODAY)
    amounts = {"budget_ore": "1 000", "cost_ore": "900,01", "financing_due_ore": "5", "financing_paid_ore": "0"}
    told = ((world.municipality, world.housing, "1 040,5"), (world.state, world.money, "12,5"))

    for principal, commitment, words in told:
        part = AccountsRound.objects.get().parties.get(principal=principal)
        as_seat(client, world.base.base.speakers[principal.pk])
        address = url(world, "party_accounts", part.pk)
        assert send(client, address, **amounts, **{f"unit_{commitment.pk}": words}).status_code == 303
        assert f'value="{words}"' in client.get(address).content.decode().replace("\u00a0", " ")

    units = UnitFigure.objects.order_by("pk").values_list("value", flat=True)
    assert list(units) == [Decimal("1040.5"), Decimal(125_000)]


def test_wrong_amounts_come_back_with_what_was_typed(client: Client, world: BoardWorld) -> None:
    services.request_accounts(world.now(), year=TODAY.year, due_on=TODAY, by=world.by_secretary(), today=TODAY)
    part = AccountsRound.objects.get().parties.get(principal=world.municipality)
    as_seat(client, world.base.base.speakers[world.municipality.pk])

    asked = send(
        client,
        url(world, "party_accounts", part.pk),
        budget_ore="tusen",
        cost_ore="-5",
        financing_due_ore="",
        financing_paid_ore="1",
    )

    assert asked.status_code == 422
    assert 'value="tusen"' in asked.content.decode()


def test_a_board_is_set_up_and_peopled_through_the_pages(client: Client) -> None:
    base, board = formed_board()
    slug = base.agreement.partnership.slug
    Board.objects.filter(pk=board.pk).delete()
    as_seat(client, base.base.leader)
    set_up = send(client, reverse("boards:form", args=[slug, base.agreement.pk]), name="Styrelsen för Aspen")
    made = Board.objects.get()
    assert set_up.status_code == 303

    as_seat(client, base.base.speakers[base.base.state.pk])
    person = make_user(name="Asta Ordförande")
    address = reverse("boards:appoint", args=[slug, made.pk, "chair"])
    assert send(client, address, email="ingen@example.se", reference="x").status_code == 422
    send(client, address, email=person.email, reference="Regeringen 2026-10-01")
    member = reverse("boards:appoint", args=[slug, made.pk, "member"]) + f"?part={base.base.municipality.pk}"
    refused = client.get(member)

    shown = client.get(reverse("boards:board", args=[slug, made.pk])).content.decode()
    assert "Asta Ordförande" in shown
    assert refused.status_code == 403


def test_the_page_names_what_stands_between_now_and_closing(client: Client, world: BoardWorld) -> None:
    as_seat(client, world.seat(Place.CHAIR))

    board = client.get(url(world, "board", world.board.pk)).content.decode()
    step = client.get(url(world, "step", world.board.pk, "close"))

    assert "2 åtaganden är inte realiserade: 1. Bostäder och 2. Medfinansiering." in board
    assert "Det går inte att avsluta styrelsen än" in step.content.decode()
    assert "<button" not in step.content.decode().split("<main")[1].split("</main>")[0]


def test_a_refused_step_changes_nothing_and_says_why(client: Client, world: BoardWorld) -> None:
    meeting = world.meeting("Läget")
    as_seat(client, world.seat(Place.SECRETARY))
    nobody = send(client, url(world, "meeting_step", meeting.pk, "hold"), present=[str(world.seat(Place.SECRETARY).pk)])

    assert nobody.status_code == 409
    assert "Varken ordföranden eller vice ordföranden" in nobody.content.decode()
    assert Meeting.objects.get().state == "called"


@pytest.mark.parametrize("name", ["board", "meeting", "accounts"])
def test_what_one_may_not_know_of_is_not_found(client: Client, world: BoardWorld, name: str) -> None:
    meeting, accounts = world.meeting("Läget"), world.account()
    other = board_world()
    keys = {"board": world.board.pk, "meeting": meeting.pk, "accounts": accounts.pk}
    as_seat(client, other.seat(Place.CHAIR))

    assert client.get(url(world, name, keys[name])).status_code == 404
    assert client.get(reverse("boards:find", args=["board", world.board.pk])).status_code == 404


def test_events_lead_to_their_page(client: Client, world: BoardWorld) -> None:
    meeting, accounts = world.meeting("Läget"), world.account()
    as_seat(client, world.seat(Place.CHAIR))
    part, item = accounts.parties.first(), meeting.items.get()
    assert part is not None

    for kind, key, page in (
        ("board", world.board.pk, url(world, "board", world.board.pk)),
        ("meeting", meeting.pk, url(world, "meeting", meeting.pk)),
        ("agendaitem", item.pk, url(world, "meeting", meeting.pk)),
        ("partyaccounts", part.pk, url(world, "accounts", accounts.pk)),
    ):
        assert client.get(reverse("boards:find", args=[kind, key])).headers["Location"] == page


def test_the_agreements_page_shows_its_board(client: Client, world: BoardWorld) -> None:
    as_seat(client, world.base.base.leader)

    shown = client.get(reverse("agreements:agreement", args=[world.board.partnership.slug, world.agreement.pk]))

    assert url(world, "board", world.board.pk) in shown.content.decode()


def test_a_report_is_ordered_once_from_its_page(client: Client, world: BoardWorld) -> None:
    as_seat(client, world.seat(Place.SECRETARY))

    ordered = send(client, url(world, "report", world.board.pk))

    document = Document.objects.get(kind="commitment_report")
    assert opened(client, ordered.headers["Location"]) == document.doc_id
    assert opened(client, *links_to_documents(client, url(world, "board", world.board.pk))) == document.doc_id
    told = document.frozen
    assert told["lead"] == "0 av 2 åtaganden är realiserade. Inget är försenat."
    assert [row["promised"] for row in told["commitments"]] == ["100\u00a0bostäder", "50\u00a0% av kostnaden"]


def opened(client: Client, *addresses: str) -> str:
    """The number of the document that the only address leads to."""
    (address,) = addresses
    shown = client.get(address)
    assert shown.status_code == 200, address
    number: str = shown.context["document"].doc_id
    return number


def links_to_documents(client: Client, address: str) -> list[str]:
    """Where a page's own links to sealed documents lead."""
    main = client.get(address).content.decode().split("<main")[1].split("</main>")[0]
    return re.findall(r'href="(/[^"]*/dokument/[^"]+)"', main)


def test_the_status_of_a_negotiation_leads_to_its_document(client: Client, world: BoardWorld) -> None:
    negotiation = negotiation_world("initiating")
    as_seat(client, negotiation.leader)

    ordered = send(
        client, reverse("boards:status", args=[negotiation.again().partnership.slug, negotiation.again().pk])
    )

    assert opened(client, ordered.headers["Location"]) == Document.objects.get(kind="negotiation_status").doc_id


def test_minutes_and_approved_accounts_are_opened_from_their_pages(client: Client, world: BoardWorld) -> None:
    accounts = services.compile_accounts(world.account(), summary="", by=world.by_secretary(), today=TODAY)
    held = world.hold(world.meeting())
    world.decide(held.items.get(), "approved")
    world.minuted(held)
    as_seat(client, world.seat(Place.SECRETARY))

    for kind, name, pk in (("minutes", "meeting", held.pk), ("compiled_accounts", "accounts", accounts.pk)):
        links = links_to_documents(client, url(world, name, pk))
        assert opened(client, *links) == Document.objects.get(kind=kind).doc_id


@pytest.mark.parametrize("many", [1, 3])
def test_pages_ask_the_same_number_of_questions(
    client: Client, world: BoardWorld, django_assert_max_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        held = world.hold(world.meeting(*(f"Ärende {each}" for each in range(many))))
        assert held.number == number + 1
    accounts = world.account()
    as_seat(client, world.seat(Place.CHAIR))
    client.get(url(world, "board", world.board.pk))

    with django_assert_max_num_queries(12):
        client.get(url(world, "board", world.board.pk))
    with django_assert_max_num_queries(12):
        client.get(url(world, "meeting", held.pk))
    with django_assert_max_num_queries(12):
        client.get(url(world, "accounts", accounts.pk))
    for name in ("boards:list", "reminders:deadlines"):
        with django_assert_max_num_queries(8):
            client.get(reverse(name, args=[world.board.partnership.slug]))
    for seat in (world.seat(Place.CHAIR), world.speaker(world.municipality).seat):
        assert seat is not None
        as_seat(client, seat)
        client.get(reverse("desk"))
        with django_assert_max_num_queries(12):
            client.get(reverse("desk"))


def test_whoever_appoints_invites_a_person_who_is_new(client: Client) -> None:
    base, board = formed_board()
    as_seat(client, base.base.speakers[base.base.municipality.pk])
    address = reverse("boards:appoint", args=[board.partnership.slug, board.pk, "member"])
    assert client.get(address, {"part": "9" * 4301}).status_code == 404
    address += f"?part={base.base.municipality.pk}"
    given = {"email": "Ny.Ledamot@example.se", "reference": "KS 2026-10-01 § 4"}
    unnamed = send(client, address, **given)
    assert unnamed.status_code == 422
    assert "skriv namnet så bjuds personen in" in unnamed.content.decode()

    send(client, address, **given, name="Ny Ledamot")

    held = board.appointments.get(place="member")
    assert (held.seat.user.email, held.seat.user.name) == ("ny.ledamot@example.se", "Ny Ledamot")
    assert Job.objects.filter(kind="organisations.send_invitation").count() == 1


def test_whoever_may_not_appoint_invites_nobody(client: Client) -> None:
    base, board = formed_board()
    asked: dict[str, Any] = {"email": "ny@example.se", "name": "Ny", "reference": "§ 1", "place": Place.CHAIR}

    with pytest.raises(NotAllowed):
        services.appoint_invited(
            board, by=base.speaker(base.base.municipality), today=TODAY, address="http://x", **asked
        )

    assert not User.objects.filter(email="ny@example.se").exists()


def test_what_came_after_the_planning_is_put_on_the_agenda_in_one_choice(client: Client, world: BoardWorld) -> None:
    meeting = world.meeting("Läget", called=False)
    report = world.report(world.housing, 40)
    as_seat(client, world.seat(Place.SECRETARY))
    address = url(world, "item_new", meeting.pk)
    assert "Lägesrapport: 1. Bostäder" in client.get(address).content.decode()

    send(client, address, kind="waiting_0")

    item = meeting.items.get(report=report)
    assert item.kind == "report"
    assert item.text.startswith("Almby kommun har rapporterat 40 av 100\u00a0bostäder till och med den ")
    assert send(client, address, kind="matter", title=" ").status_code == 422


def test_a_decided_deviation_leads_to_the_act_and_back(client: Client, world: BoardWorld) -> None:
    row = report_deviation(
        now(world.housing),
        kind="late",
        description="Marken sätter sig.",
        by=world.speaker(world.municipality),
        today=TODAY,
    )
    meeting = world.meeting()
    act = reverse("commitments:ask", args=[world.board.partnership.slug, row.commitment_id, row.pk])
    as_seat(client, world.seat(Place.SECRETARY))
    page = reverse("commitments:deviation", args=[world.board.partnership.slug, row.commitment_id, row.pk])
    assert url(world, "meeting", meeting.pk) in client.get(page).content.decode()
    held = world.hold(meeting)
    assert act not in client.get(url(world, "meeting", held.pk)).content.decode()

    item = held.items.get()
    send(client, url(world, "item", item.pk), outcome="decided", decision="Parterna tillfrågas.")

    assert act in client.get(url(world, "meeting", held.pk)).content.decode()
    form = client.get(act).context["form"]
    assert (form["paragraph"].value(), form["on"].value()) == ("§\u00a01", TODAY)
    assert form["reason"].value() == "Parterna tillfrågas."


def test_a_board_being_formed_names_those_with_places_to_fill(client: Client) -> None:
    base, board = formed_board()
    as_seat(client, base.base.leader)
    address = reverse("boards:board", args=[board.partnership.slug, board.pk])

    empty = client.get(address)
    people_board(base, board)
    full = client.get(address)

    assert empty.context["situation"]["turn"] == "Staten, Region Aspen och Almby kommun"
    assert empty.context["situation"]["turn_note"] == "ska utse nio personer"
    assert full.context["situation"]["turn_note"] == "ska börja styrelsens arbete när avtalet gäller"


def test_the_form_proposes_a_year_that_is_not_asked_for(client: Client, world: BoardWorld) -> None:
    Agreement.objects.filter(pk=world.agreement.pk).update(in_force_on=TODAY - timedelta(days=500))
    as_seat(client, world.seat(Place.SECRETARY))
    address = url(world, "accounts_new", world.board.pk)
    first = client.get(address).context["form"]["year"].value()
    due = TODAY + timedelta(days=9)
    services.request_accounts(world.now(), year=first, due_on=due, by=world.by_secretary(), today=TODAY)

    assert first == TODAY.year - 1
    assert client.get(address).context["form"]["year"].value() == TODAY.year


@pytest.mark.parametrize("name", ["cancel", "return_minutes"])
def test_no_reason_is_told_as_written_before_it_is(client: Client, world: BoardWorld, name: str) -> None:
    meeting = world.meeting("Läget")
    if name == "return_minutes":
        world.decide(world.hold(meeting).items.get())
        adjuster = world.seat(Place.MEMBER, world.state)
        services.attest_minutes(meeting, adjuster=adjuster, by=world.by_chair(), today=TODAY)
    as_seat(client, world.seat(Place.CHAIR))
    address = url(world, "meeting_step", meeting.pk, name)

    for shown in (client.get(address), send(client, address, reason="")):
        assert shown.context["fulfilled"] == []
        assert "Redan uppfyllt" not in shown.content.decode()


def test_sending_back_is_told_of_only_where_it_can_be_chosen(client: Client, world: BoardWorld) -> None:
    world.report(world.housing, 100)
    held = world.hold(world.meeting("Läget"))
    as_seat(client, world.seat(Place.SECRETARY))

    told = {each.kind: client.get(url(world, "item", each.pk)).content.decode() for each in held.items.all()}

    assert {kind: "Återsänds något" in page for kind, page in told.items()} == {"report": True, "matter": False}


def test_whoever_is_to_correct_and_attest_anew_reads_why_the_minutes_came_back(
    client: Client, world: BoardWorld
) -> None:
    held = world.hold(world.meeting("Läget"))
    world.decide(held.items.get())
    adjuster = world.acting(Place.MEMBER, world.state)
    assert adjuster.seat is not None
    services.attest_minutes(held, adjuster=adjuster.seat, by=world.by_chair(), today=TODAY)
    address = url(world, "meeting", held.pk)
    as_seat(client, adjuster.seat)
    step = client.get(url(world, "meeting_step", held.pk, "return_minutes")).content.decode()
    services.return_minutes(held, reason="Beslutet löd annorlunda.", by=adjuster, today=TODAY)

    assert "Turen går till sekreteraren, som rättar protokollet." in step
    for place in (Place.SECRETARY, Place.CHAIR):
        as_seat(client, world.seat(place))
        assert f"{adjuster.user_name} skriver: Beslutet löd annorlunda." in client.get(address).content.decode()
    as_seat(client, world.seat(Place.MEMBER, world.municipality))
    assert "Beslutet löd annorlunda." not in client.get(address).content.decode()
    world.minuted(held)
    as_seat(client, world.seat(Place.SECRETARY))
    assert "Beslutet löd annorlunda." not in client.get(address).content.decode()
