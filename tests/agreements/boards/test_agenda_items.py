"""An agenda that changes before its meeting: items are given other words, and are taken away."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agreements.boards import services
from agreements.boards.models import AgendaItem
from agreements.boards.states import Place
from governance.audit.models import Event
from governance.organisations.happenings import details_of, sentence_of
from governance.workflow.refusals import NotAllowed, Refused, Stale
from governance.workflow.tokens import FIELD, new_token
from tests.factories.boards import BoardWorld, board_world
from tests.factories.organisations import TODAY, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(f"{TODAY}T12:00:00+02:00", tick=False)]


@pytest.fixture
def world(db: None) -> BoardWorld:
    return board_world()


def url(world: BoardWorld, name: str, *keys: int) -> str:
    return reverse(f"boards:{name}", args=[world.board.partnership.slug, *keys])


def send(client: Client, address: str, **data: Any) -> Any:
    """Send a form with a token of its own."""
    return client.post(address, {FIELD: new_token(), **data})


def words(response: Any) -> str:
    """The page as words, with plain spaces."""
    html = response.content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html).replace("\u00a0", " "))


def last_event(item: AgendaItem, kind: str) -> Event:
    """The newest event of a kind about an item."""
    return Event.objects.get(
        subject_type="boards.agendaitem", subject_key=str(item.pk), kind=f"boards.agendaitem.{kind}"
    )


# Changed ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("called", [False, True])
def test_an_item_is_changed_until_the_meeting_is_held(world: BoardWorld, *, called: bool) -> None:
    item = world.meeting("Läget", called=called).items.get()

    changed = services.edit_item(item, title=" Läge ", text="Ny\ntext ", by=world.by_chair(), today=TODAY)

    assert (changed.title, changed.text, changed.kind) == ("Läge", "Ny\ntext", "matter")
    told = last_event(item, "edit")
    assert sentence_of(told) == "Ett ärende på dagordningen ändrades"
    assert details_of(told)["before"] == {"title": "Läget", "text": ""}


@pytest.mark.parametrize(("state", "sentence"), [("held", "är hållet"), ("cancelled", "är inställt")])
def test_items_stand_when_the_meeting_is_held_or_cancelled(world: BoardWorld, state: str, sentence: str) -> None:
    meeting, by = world.meeting("Läget"), world.by_secretary()
    if state == "held":
        world.hold(meeting)
    else:
        services.cancel_meeting(meeting, reason="För få.", by=by, today=TODAY)
    item = meeting.items.get()

    with pytest.raises(Refused, match=f"Sammanträdet {sentence}. Dagordningen ändras inte.") as refused:
        services.edit_item(item, title="Annat", text="", by=by, today=TODAY)

    assert refused.value.refusals[0].rule.requirement == "W-133"
    assert refused.value.refusals[0].mended_by == "styrelsens sekreterare: ta upp det nästa gång"
    assert meeting.items.get().title == "Läget"


def test_only_those_who_prepare_change_an_item(world: BoardWorld) -> None:
    item = world.meeting("Läget").items.get()

    for by in (world.acting(Place.MEMBER, world.state), world.speaker(world.municipality)):
        with pytest.raises(NotAllowed, match="styrelsens sekreterare eller ordförande"):
            services.edit_item(item, title="Annat", text="", by=by, today=TODAY)


def test_an_item_keeps_a_title_and_what_samverk_tells(world: BoardWorld) -> None:
    world.report(world.housing, 40)
    meeting, by = world.meeting("Läget"), world.by_secretary()
    report, matter = meeting.items.order_by("order")

    with pytest.raises(Refused, match="Skriv vad ärendet gäller"):
        services.edit_item(matter, title=" ", text="", by=by, today=TODAY)
    with pytest.raises(Refused, match="Samverk skriver vad ärendet gäller") as refused:
        services.edit_item(report, title="Annat", text="", by=by, today=TODAY)

    assert "ta bort ärendet" in refused.value.refusals[0].mended_by


def test_nobody_writes_over_what_another_has_just_changed(client: Client, world: BoardWorld) -> None:
    meeting = world.meeting("Läget")
    item = meeting.items.get()
    sign_in(client, world.seat(Place.SECRETARY))
    address = url(world, "item_edit", meeting.pk, item.pk)
    seen = client.get(address).context["form"].initial["version"]
    services.edit_item(item, title="Ordförandens", text="", by=world.by_chair(), today=TODAY)

    with pytest.raises(Stale):
        services.edit_item(item, title="Mitt", text="", by=world.by_secretary(), today=TODAY, version=seen)
    stopped = send(client, address, version=seen, title="Mitt", text="")

    assert stopped.status_code == 409
    for part in ("Någon hann före dig", "Ordförandens", "Mitt"):
        assert part in words(stopped)
    assert meeting.items.get().title == "Ordförandens"


def test_an_item_is_changed_through_the_pages(client: Client, world: BoardWorld) -> None:
    world.report(world.housing, 40)
    meeting = world.meeting("Läget")
    report, item = meeting.items.order_by("order")
    page, address = url(world, "meeting", meeting.pk), url(world, "item_edit", meeting.pk, item.pk)
    sign_in(client, world.seat(Place.MEMBER, world.state))
    assert client.get(address).status_code == 403
    assert address not in client.get(page).content.decode()
    sign_in(client, world.seat(Place.SECRETARY))
    shown = client.get(page).content.decode()
    assert address in shown
    assert url(world, "item_edit", meeting.pk, report.pk) not in shown
    form = client.get(address)
    assert "Styrelsen är redan kallad." in words(form)
    assert form.context["form"]["title"].value() == "Läget"

    assert send(client, address, version=item.version, title=" ", text="x").status_code == 422
    sent = send(client, address, version=item.version, title="Läget i kvarteret", text="Ett.\r\nTvå.")

    assert sent.headers["Location"] == page
    assert "Läget i kvarteret" in client.get(page).content.decode()
    refused = client.get(url(world, "item_edit", meeting.pk, report.pk))
    assert refused.status_code == 409
    assert page in refused.content.decode()
    world.hold(meeting)
    late = client.get(address)
    assert late.status_code == 409
    assert "Sammanträdet är hållet. Dagordningen ändras inte." in words(late)
    assert address not in client.get(page).content.decode()
    assert send(client, address, version=item.version + 1, title="Sent", text="").status_code == 409


def test_an_item_is_found_below_its_own_meeting_alone(client: Client, world: BoardWorld) -> None:
    one, other = world.meeting("Ett"), world.meeting("Två")
    sign_in(client, world.seat(Place.SECRETARY))

    assert client.get(url(world, "item_edit", other.pk, one.items.get().pk)).status_code == 404


# Taken away ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("called", [False, True])
def test_an_item_is_removed_and_the_trail_keeps_what_it_said(world: BoardWorld, *, called: bool) -> None:
    meeting = world.meeting("Läget", called=called)
    item = services.add_item(meeting, title="Budget", text="Nästa års.", by=world.by_secretary(), today=TODAY)

    services.remove_item(item, by=world.by_secretary(), today=TODAY)

    assert [each.title for each in meeting.items.all()] == ["Läget"]
    told = last_event(item, "remove")
    assert sentence_of(told) == "Ett ärende togs bort från dagordningen"
    said = {"title": "Budget", "text": "Nästa års.", "meeting": meeting.number, "meeting_id": meeting.pk}
    assert details_of(told) == said


@pytest.mark.parametrize(("state", "sentence"), [("held", "är hållet"), ("cancelled", "är inställt")])
def test_nothing_is_removed_when_the_meeting_is_held_or_cancelled(world: BoardWorld, state: str, sentence: str) -> None:
    meeting, by = world.meeting("Läget"), world.by_secretary()
    if state == "held":
        world.hold(meeting)
    else:
        services.cancel_meeting(meeting, reason="För få.", by=by, today=TODAY)

    with pytest.raises(Refused, match=f"Sammanträdet {sentence}. Dagordningen ändras inte."):
        services.remove_item(meeting.items.get(), by=by, today=TODAY)

    assert meeting.items.count() == 1


def test_only_those_who_prepare_remove_an_item(world: BoardWorld) -> None:
    item = world.meeting("Läget").items.get()

    with pytest.raises(NotAllowed, match="styrelsens sekreterare eller ordförande"):
        services.remove_item(item, by=world.acting(Place.MEMBER, world.state), today=TODAY)


def test_what_is_taken_off_an_agenda_waits_for_the_next_meeting(world: BoardWorld) -> None:
    report = world.report(world.housing, 40)
    compiled = services.compile_accounts(world.account(), summary="", by=world.by_secretary(), today=TODAY)
    meeting = world.meeting("Läget")
    removed = list(meeting.items.exclude(kind="matter").order_by("order"))
    assert [each.kind for each in removed] == ["report", "accounts"]

    for item in removed:
        services.remove_item(item, by=world.by_secretary(), today=TODAY)

    assert [(each.report, each.accounts) for each in world.meeting().items.order_by("order")] == [
        (report, None),
        (None, compiled),
    ]


def test_paragraphs_have_no_gap_where_an_item_was_taken_away(world: BoardWorld) -> None:
    meeting = world.meeting("Ett", "Två", "Tre")
    services.remove_item(meeting.items.get(title="Två"), by=world.by_secretary(), today=TODAY)
    services.add_item(meeting, title="Fyra", by=world.by_secretary(), today=TODAY)

    held = world.hold(meeting)

    assert [(each.number, each.title) for each in held.items.all()] == [(1, "Ett"), (2, "Tre"), (3, "Fyra")]


def test_no_meeting_is_held_about_nothing(world: BoardWorld) -> None:
    meeting = world.meeting("Läget")
    services.remove_item(meeting.items.get(), by=world.by_secretary(), today=TODAY)

    with pytest.raises(Refused, match="Dagordningen är tom"):
        world.hold(meeting)


def test_an_item_is_removed_through_the_pages_when_one_has_been_asked(client: Client, world: BoardWorld) -> None:
    report = world.report(world.housing, 40)
    meeting = world.meeting("Ett", "Två", called=False)
    first, second = meeting.items.exclude(report=report).order_by("order")
    page, address = url(world, "meeting", meeting.pk), url(world, "item_remove", meeting.pk, first.pk)
    sign_in(client, world.seat(Place.MEMBER, world.state))
    assert client.get(address).status_code == 403
    assert address not in client.get(page).content.decode()
    sign_in(client, world.seat(Place.SECRETARY))
    assert address in client.get(page).content.decode()
    asked = words(client.get(address))
    assert "Ta bort ”Ett” från dagordningen? Det kan inte ångras, men ärendet kan läggas till på nytt." in asked
    assert meeting.items.count() == 3
    about = words(client.get(url(world, "item_remove", meeting.pk, meeting.items.get(report=report).pk)))
    assert "Lägesrapporten finns kvar och väntar till nästa sammanträde." in about

    without_token = client.post(address, {"version": first.version})
    sent = send(client, address, version=first.version)

    assert without_token.status_code != 303
    assert sent.headers["Location"] == page
    numbered = re.findall(r'<tr><td class="num">(\d+)</td><th scope="row">([^<]+)<', client.get(page).content.decode())
    assert [number for number, _title in numbered] == ["1", "2"]
    assert numbered[1][1] == second.title
    found = client.get(reverse("boards:find", args=["agendaitem", first.pk]))
    assert found.headers["Location"] == page
    assert client.get(address).status_code == 404


def test_nobody_removes_what_another_has_just_changed_unseen(client: Client, world: BoardWorld) -> None:
    meeting = world.meeting("Läget")
    item = meeting.items.get()
    services.edit_item(item, title="Ordförandens", text="", by=world.by_chair(), today=TODAY)
    sign_in(client, world.seat(Place.SECRETARY))
    address = url(world, "item_remove", meeting.pk, item.pk)

    stopped = send(client, address, version=item.version)

    assert stopped.status_code == 409
    assert "Någon hann före dig" in words(stopped)
    assert send(client, address, version=stopped.context["form"].data["version"]).status_code == 303
    assert not meeting.items.exists()


def test_a_held_meeting_offers_no_way_to_its_agenda(client: Client, world: BoardWorld) -> None:
    held = world.hold(world.meeting("Läget"))
    item = held.items.get()
    sign_in(client, world.seat(Place.SECRETARY))
    address = url(world, "item_remove", held.pk, item.pk)

    shown = client.get(address)

    assert shown.status_code == 409
    assert "Sammanträdet är hållet. Dagordningen ändras inte." in words(shown)
    assert send(client, address, version=item.version).status_code == 409
    assert address not in client.get(url(world, "meeting", held.pk)).content.decode()
    assert client.get(reverse("boards:find", args=["agendaitem", 987_654_321])).status_code == 404
