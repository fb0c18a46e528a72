from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.negotiations import services
from agreements.negotiations.forms.process import IssueForm
from agreements.negotiations.models import Negotiation
from governance.audit.actors import SYSTEM
from tests.factories.negotiations import NegotiationWorld, confirm_all, negotiation_world
from tests.factories.organisations import TODAY

from .pages import NOON, browser, send, url, words

pytestmark = pytest.mark.django_db
READ = "room directive parties issues sessions notices timetable checklist negotiators precedents".split()
EDIT = {
    "directive_edit": (),
    "frame": (),
    "publish": (),
    "party_new": (),
    "issue_new": (),
    "session_new": (),
    "notice_new": (),
    "milestone_new": (),
    "negotiator_new": (),
    "precedent_new": (),
}


@pytest.fixture(autouse=True)
def _on_the_day() -> Any:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.mark.parametrize("state", ["proposed", "initiating", "negotiating", "agreeing", "implementing"])
def test_every_page_is_shown_to_all_who_take_part(state: str) -> None:
    world = negotiation_world(state)
    for seat in (world.leader, world.speakers["region"], world.registrars["city"], world.government):
        client = browser(seat)
        for name in READ:
            assert client.get(url(world, name)).status_code == 200, (name, seat)
        assert client.get(url(world, "party", world.parties["region"].pk)).status_code == 200
        assert client.get(url(world, "gate", world.parties["region"].pk, 3)).status_code == 200
        for step in ("initiate", "begin_negotiating", "begin_agreeing", "implement", "conclude", "pause", "abort"):
            assert client.get(url(world, "step", step)).status_code == 200, step
        assert client.get(reverse("negotiations:list", args=[world.partnership.slug])).status_code == 200
        assert client.get(reverse("negotiations:start")).status_code == 200


def test_negotiation_one_may_not_know_of_does_not_exist() -> None:
    world, other = negotiation_world("initiating"), negotiation_world("initiating")
    client = browser(other.leader)

    for name in (*READ, *EDIT):
        assert client.get(url(world, name)).status_code == 404, name
    assert send(client, url(world, "remind")).status_code == 404
    assert world.negotiation.title in words(client.get(reverse("negotiations:start")))
    assert url(world, "room") not in client.get(reverse("negotiations:start")).content.decode()
    assert Client().get(url(world, "room")).status_code == 302


def test_edit_pages_are_for_those_who_may_send_them() -> None:
    world = negotiation_world("initiating")
    office, party = browser(world.office), browser(world.speakers["region"])

    for name in EDIT:
        expected = 403 if name == "publish" else 200
        assert office.get(url(world, name)).status_code == expected, name
        assert party.get(url(world, name)).status_code == 403, name


def test_room_says_what_is_missing_and_whose_turn_it_is() -> None:
    world = negotiation_world("initiating")
    confirm_all(world, but=(("city", 3), ("region", 5)))
    services.tell_why_not(
        world.party("city"), 3, text="Vill att äldre journaldata lämnas utanför.", by=world.speaker("city"), today=TODAY
    )
    services.add_milestone(
        world.again(),
        phase="initiating",
        planned_on=TODAY.replace(month=11, day=3),
        title="Grindar",
        by=SYSTEM,
        today=TODAY,
    )

    shown = words(browser(world.leader).get(url(world, "room")))

    assert "Två bekräftelser av 40 saknas. När inget saknas kan parterna börja förhandla." in shown
    assert "Läge Initieras 38 av 40 bekräftelser finns" in shown
    assert "Vems tur Region Aspen och Almby kommun sedan 17 augusti" in shown
    assert "Planerat: Grindar 3 november 2026 14 dagar kvar" in shown
    assert "Påminn de två parterna" in shown
    assert "Almby kommun , grind 3. Vill att äldre journaldata lämnas utanför." in shown
    assert "Region Aspen , grind 5." in shown
    assert "Klara 8 av 8 8 av 8 7 av 8 8 av 8 7 av 8" in shown


def test_party_sees_its_own_next_gate_and_confirms_all_five() -> None:
    world = negotiation_world("initiating")
    client, party = browser(world.speakers["region"]), world.parties["region"]

    assert "Bekräfta grind 1" in words(client.get(url(world, "room")))
    at = url(world, "gate", party.pk, 1)
    for _ in range(5):
        answer = send(client, at, edition="1", differing_view="Drift bör ingå." if at.endswith("2/") else "")
        assert answer.status_code == 303
        at = answer.url

    assert at == url(world, "room")
    shown = words(client.get(at))
    assert "35 av 40" not in shown
    assert "5 av 40 bekräftelser finns" in shown
    assert "Region Aspen , grind 2: Drift bör ingå." in shown


def test_double_click_confirms_once_and_stale_directive_is_refused_in_place() -> None:
    world = negotiation_world("initiating")
    client, at = browser(world.speakers["region"]), url(world, "gate", world.parties["region"].pk, 2)
    token = client.get(at).content.decode().split('name="engangskod" value="')[1].split('"')[0]

    first = send(client, at, edition="1", token=token)
    again = send(client, at, edition="1", token=token)
    services.edit_directive(world.again(), changes={"purpose": "Annat"}, by=world.secretary(), today=TODAY)
    stale = send(client, at, edition="1")

    assert [first.status_code, again.status_code, stale.status_code] == [303, 409, 409]
    assert "Direktivet har ändrats sedan du läste det" in words(stale)
    assert world.party().confirmations.count() == 1


def test_stranger_does_not_confirm_by_address() -> None:
    world = negotiation_world("initiating")
    at = url(world, "gate", world.parties["region"].pk, 1)

    for seat in (world.leader, world.speakers["city"], world.registrars["region"]):
        assert send(browser(seat), at, edition="1").status_code == 403
    assert not world.party().confirmations.exists()


def test_blocked_step_says_why_by_which_rule_and_who_can_mend_it() -> None:
    world = negotiation_world("initiating", mandates=False)
    client = browser(world.leader)

    shown = client.get(url(world, "step", "begin_negotiating"))
    refused = send(client, url(world, "step", "begin_negotiating"), row_version=world.again().version)

    assert (shown.status_code, refused.status_code) == (200, 409)
    for answer in (shown, refused):
        text = words(answer)
        assert "Det går inte att börja förhandla än" in text
        assert "Grind 5, typ av förhandling: " in text
        assert "Mandat att förhandla saknas för " in text
        assert "konsensus bland samtliga berörda parter" in text
    assert world.again().state == "initiating"


def test_negotiation_is_led_from_proposal_to_agreement_by_pages() -> None:
    world = negotiation_world("proposed")
    client = browser(world.leader)

    assert send(client, url(world, "step", "initiate"), row_version=world.again().version).status_code == 303
    confirm_all(world)
    assert send(client, url(world, "step", "begin_negotiating"), row_version=world.again().version).status_code == 303
    stale = send(client, url(world, "step", "pause"), row_version=1, reason="Val.")
    wrong = send(client, url(world, "step", "pause"), row_version=world.again().version, reason="")
    paused = send(client, url(world, "step", "pause"), row_version=world.again().version, reason="Val.")
    assert [stale.status_code, wrong.status_code, paused.status_code] == [409, 422, 303]
    assert "Förhandlingen är pausad: Val." in words(client.get(url(world, "room")))
    resumed = send(client, url(world, "step", "resume_negotiating"), row_version=world.again().version)
    assert resumed.status_code == 303
    assert send(client, url(world, "step", "nonsense")).status_code == 404
    assert world.again().state == "negotiating"


def test_reminder_is_sent_from_the_room_and_stands_among_the_information() -> None:
    world = negotiation_world("initiating")
    confirm_all(world, but=(("city", 3),))
    client = browser(world.office)

    assert "Påminn Almby kommun" in words(client.get(url(world, "room")))
    assert send(client, url(world, "remind")).status_code == 303
    again = send(client, url(world, "remind"))

    assert again.status_code == 409
    assert "Påminnelse: Bekräfta grind 3. Almby kommun" in words(client.get(url(world, "notices")))
    assert client.get(url(world, "remind")).status_code == 404


def test_negotiation_is_proposed_with_its_directive() -> None:
    world = negotiation_world("proposed")
    client, at = browser(world.office), reverse("negotiations:new", args=[world.partnership.slug])

    wrong = send(client, at, title="", approach="Värdeskapande")
    made = send(client, at, title="Ny förhandling", approach="Värdeskapande", purpose="Syfte", own_cost="12 000 000")

    assert (wrong.status_code, made.status_code) == (422, 303)
    new = Negotiation.objects.get(title="Ny förhandling")
    assert (new.number, new.purpose, new.own_cost_ore) == ("2026:2", "Syfte", 1_200_000_000)
    assert browser(world.speakers["region"]).get(at).status_code == 403


def test_frame_is_given_in_kronor_and_a_stale_one_is_told_in_kronor() -> None:
    world = negotiation_world("initiating")
    client, seen = browser(world.office), world.again().version

    wrong = send(client, url(world, "frame"), frame="mycket", row_version=seen)
    first = send(client, url(world, "frame"), frame="900 000 000", frame_note="Budget", row_version=seen)
    stale = send(client, url(world, "frame"), frame="1", frame_note="Budget", row_version=seen)

    assert [wrong.status_code, first.status_code, stale.status_code] == [422, 303, 409]
    assert "900 000 000 kr" in words(stale)
    assert world.again().frame_ore == 90_000_000_000


def fields_of(world: NegotiationWorld, **more: Any) -> dict[str, Any]:
    return {
        "holder": world.speakers["region"].user.pk,
        "role": "Företrädare",
        "subject": "Förhandla",
        "frame": "60 000 000",
        "may_negotiate": "on",
        "valid_from": "2026-10-20",
        "decision_reference": "RF § 112",
        "decided_on": "2026-10-01",
        **more,
    }


def test_mandate_is_registered_and_revoked_by_the_partys_registrar() -> None:
    world = negotiation_world("initiating", mandates=False)
    party, client = world.parties["region"], browser(world.registrars["region"])
    at = url(world, "mandate_new", party.pk)

    assert browser(world.speakers["region"]).get(at).status_code == 403
    assert browser(world.registrars["city"]).get(at).status_code == 403
    without = send(client, at, **fields_of(world, may_negotiate=""))
    stranger = send(client, at, **fields_of(world, holder=world.speakers["city"].user.pk))
    made = send(client, at, **fields_of(world))
    assert [without.status_code, stranger.status_code, made.status_code] == [422, 422, 303]
    assert "Välj om personen får förhandla, skriva under eller båda." in words(without)
    shown = words(client.get(url(world, "party", party.pk)))
    assert "Företrädare för Region Aspen Företrädare Gäller" in shown
    mandate = party.principal.organisation.mandates.get()
    revoked = send(client, url(world, "mandate_revoke", party.pk, mandate.pk), because="Val.", row_version=1)
    assert revoked.status_code == 303
    assert "Återkallat" in words(client.get(url(world, "party", party.pk)))


def test_party_tells_its_situation_finances_and_limits_by_pages() -> None:
    world = negotiation_world()
    party, client = world.parties["region"], browser(world.speakers["region"])
    option = world.issues[0].options.first()
    assert option is not None

    edited = send(
        client,
        url(world, "party_edit", party.pk),
        row_version=party.version,
        role="Huvudman för vård",
        undertakings="Data",
        situation="Svår ekonomi",
        level="regional",
    )
    told = send(client, url(world, "finances", party.pk), what="Skatterna sjunker.", new_frame="40 000 000")
    limited = send(client, url(world, "limit", option.pk), reason="Fullmäktige sade nej.")

    assert [edited.status_code, told.status_code, limited.status_code] == [303, 303, 303]
    shown = words(browser(world.speakers["city"]).get(url(world, "party", party.pk)))
    assert "Svår ekonomi" in shown
    assert "Skatterna sjunker. Ny ram: 40 000 000 kr" in shown
    assert "Fullmäktige sade nej." in shown
    assert "Region Aspen , 20 oktober 2026: Skatterna sjunker." in words(browser(world.leader).get(url(world, "room")))
    lifted = send(client, url(world, "limit_lift", party.limits.get().pk))
    assert lifted.status_code == 303
    assert not party.limits.exists()


def test_state_chooses_in_its_own_issue_by_page() -> None:
    world = negotiation_world()
    legal = world.issues[-1]
    second = legal.options.last()
    assert second is not None

    assert browser(world.leader).get(url(world, "choose", legal.pk)).status_code == 403
    assert browser(world.speakers["state"]).get(url(world, "choose", world.issues[0].pk)).status_code == 404
    client = browser(world.speakers["state"])
    chosen = send(client, url(world, "choose", legal.pk), option=second.pk, row_version=legal.version)

    assert chosen.status_code == 303
    assert "Ändrad förordning Statens val" in words(client.get(url(world, "issues")))


def test_office_keeps_the_records_by_pages() -> None:
    world = negotiation_world()
    client = browser(world.office)
    state = world.parties["state"].pk

    issue = send(client, url(world, "issue_new"), title="Driftsform", kind="management")
    session = send(client, url(world, "session_new"), title="Möte", held_on="2026-10-19", attended=[state])
    future = send(client, url(world, "session_new"), title="Möte", held_on="2026-10-21")
    held = world.negotiation.sessions.get()
    decision = send(client, url(world, "decision_new", held.pk), level="national", text="Staten betalar.")
    notice = send(
        client, url(world, "notice_new"), what="Underlag.", channel="mail", told_on="2026-10-18", parties=[state]
    )
    milestone = send(client, url(world, "milestone_new"), title="Paket", phase="negotiating", planned_on="2026-10-01")
    mark = world.negotiation.milestones.get()
    precedent = send(client, url(world, "precedent_new"), title="Bro", reference="SOU 1")
    item = world.negotiation.checklist.first()
    assert item is not None
    answered = send(
        client, url(world, "checklist_answer", item.pk), answered="on", answer="Ja", row_version=item.version
    )

    kept = (issue, session, decision, notice, milestone, precedent, answered)
    assert [each.status_code for each in kept] == [303] * 7
    assert future.status_code == 422
    assert "Fel: Dagen kan inte vara efter i dag." in words(future)
    assert "Beslut 1 nationell nivå Staten betalar." in words(client.get(url(world, "sessions")))
    assert "Underlag. Staten en har inte läst 18 oktober 2026 med e-post" in words(client.get(url(world, "notices")))
    assert "Tidplanen har passerats Paket var planerad till 1 oktober 2026." in words(client.get(url(world, "room")))
    assert "En milstolpe har passerat sin dag." in words(client.get(url(world, "timetable")))
    done = send(client, url(world, "milestone_done", mark.pk), done_on="2026-10-19", row_version=mark.version)
    assert done.status_code == 303
    assert "1 av 17 är uppfyllda" in words(client.get(url(world, "checklist")))
    party = browser(world.speakers["state"])
    assert send(party, url(world, "read", world.parties["state"].pk)).status_code == 303
    assert send(client, url(world, "read", world.parties["state"].pk)).status_code == 404


def test_conflict_is_declared_and_assessed_by_pages() -> None:
    world = negotiation_world("proposed")
    mine = world.negotiation.negotiators.get(user=world.leader.user)
    at = url(world, "declare", mine.pk)

    assert browser(world.second).get(at).status_code == 403
    empty = send(browser(world.leader), at, has_conflict="yes", what="")
    told = send(browser(world.leader), at, has_conflict="yes", what="Äger aktier.")
    conflict = mine.conflicts.get(has_conflict=True)
    own = browser(world.leader).get(url(world, "assess", conflict.pk))
    judged = send(
        browser(world.government),
        url(world, "assess", conflict.pk),
        assessment="Jäv.",
        must_abstain="on",
        row_version=1,
    )

    assert [empty.status_code, told.status_code, own.status_code, judged.status_code] == [422, 303, 403, 303]
    assert "Ska avstå på grund av jäv" in words(browser(world.office).get(url(world, "negotiators")))


def test_party_leaves_by_page_and_everybody_is_told() -> None:
    world = negotiation_world()
    at = url(world, "party_leave", world.parties["company"].pk)

    assert browser(world.leader).get(at).status_code == 403
    left = send(browser(world.speakers["company"]), at, because="Såld.", row_version=world.parties["company"].version)

    assert left.status_code == 303
    assert "Furu Medicinteknik AB har lämnat förhandlingen: Såld." in words(
        browser(world.leader).get(url(world, "notices"))
    )


def test_text_from_people_is_escaped() -> None:
    world = negotiation_world("initiating")
    services.tell_why_not(
        world.party("city"), 3, text="<script>alert(1)</script>", by=world.speaker("city"), today=TODAY
    )

    page = browser(world.leader).get(url(world, "room")).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_days_that_cannot_be_are_refused_at_the_field_with_everything_kept() -> None:
    world = negotiation_world()
    office, region = browser(world.office), browser(world.registrars["region"])
    party = world.parties["region"].pk
    person = {"user": world.second.user.pk, "appointment": "Beslut 4", "appointed_on": "2026-10-20"}

    slip = send(office, url(world, "milestone_new"), title="Första paketet", phase="agreeing", planned_on="0026-11-03")
    backwards = send(office, url(world, "negotiator_new"), **person, until_on="2026-10-01")
    mandate = send(region, url(world, "mandate_new", party), **fields_of(world, valid_until="2026-01-01"))

    assert [each.status_code for each in (slip, backwards, mandate)] == [422] * 3
    assert "Fel: Kontrollera året. Det ska vara mellan 1970 och 2150." in words(slip)
    assert 'value="Första paketet"' in slip.content.decode()
    for each in (backwards, mandate):
        assert "Fel: Sista dagen är före den första, 20 oktober 2026." in words(each)


def test_proposed_negotiation_says_what_to_prepare_and_where() -> None:
    world = negotiation_world("proposed")
    services.edit_directive(
        world.again(), changes={"scope": ""}, by=world.negotiator(), today=TODAY, version=world.again().version
    )

    told = browser(world.leader).get(url(world, "room"))
    shown = words(told)

    assert "Skriv direktivet Direktivet saknar omfattning. Återstår" in shown
    assert f'<a class="ds-button" href="{url(world, "directive_edit")}">Skriv direktivet</a>' in told.content.decode()
    assert "Lägg till parterna Åtta parter. Klart" in shown
    assert "Att förbereda" not in words(browser(world.speakers["region"]).get(url(world, "room")))


def test_text_that_is_too_long_names_its_field_in_the_list_of_errors() -> None:
    form = IssueForm({"title": "x" * 201, "kind": "other"})

    assert form.errors["title"] == ["Fråga: skriv högst 200 tecken. Nu är det 201."]
