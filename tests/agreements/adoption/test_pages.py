import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from agreements.adoption import services
from agreements.adoption.models import Condition
from agreements.adoption.states import ConditionKind
from agreements.texts import services as texts
from governance.audit.actors import SYSTEM
from governance.lib.money import Sek
from governance.workflow.tokens import FIELD, new_token
from tests.factories.adoption import AdoptionWorld, adoption_world, in_force_world
from tests.factories.organisations import TODAY, make_seat, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def noon() -> Iterator[None]:
    """The pages' day is the factories'."""
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield


def words(response: Any) -> str:
    """The page's own part as words, with plain spaces."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main).replace("\u00a0", " ").replace("&nbsp;", " "))


def address(made: AdoptionWorld, name: str = "validity", *more: Any) -> str:
    """One of the agreement's pages."""
    return reverse(f"adoption:{name}", args=[made.world.partnership.slug, made.world.agreement.pk, *more])


def send(client: Client, url: str, **fields: Any) -> Any:
    """Post a form as the page would."""
    return client.post(url, {FIELD: new_token(), **fields})


def test_page_tells_what_is_met_and_what_remains(client: Client) -> None:
    made = adoption_world()
    _state, region, municipality = made.world.principals
    made.adopt(region, legal_force_on=TODAY)
    made.adopt(municipality, announced_on=TODAY)
    sign_in(client, made.world.speakers[municipality.pk])

    said = words(client.get(address(made)))

    assert "1 av 4 villkor är uppfyllda." in said
    assert "Region Aspen, regionfullmäktige Godkände 20 oktober, § 112, laga kraft 20 oktober Klar" in said
    assert "Almby kommun, kommunfullmäktige (din part) Godkände 20 oktober, § 112." in said
    assert "Kan överklagas till och med 10 november." in said
    assert "Väntar på laga kraft" in said
    assert "Anteckna laga kraft" in said
    assert "Fastställ att avtalet förfaller" not in said


def test_leader_hands_over_from_the_page(client: Client) -> None:
    made = adoption_world(opened=False)
    sign_in(client, made.world.leader)
    assert "Lämna över till parterna för beslut" in words(client.get(address(made)))

    answer = send(client, address(made, "open"), handed_over_on=str(TODAY))

    assert answer.status_code == 303
    assert answer["Location"] == made.matter.url()
    assert made.matter.state == "with_principals"


def test_leader_states_that_a_rejection_ends_the_agreement(client: Client) -> None:
    made = adoption_world()
    region = made.world.region
    made.decide(region, "rejected")
    sign_in(client, made.world.leader)
    condition = made.condition(ConditionKind.PARTY_DECISION, region)
    page = client.get(address(made))
    url = address(made, "fail", condition.pk)
    assert url in page.content.decode()

    assert send(client, url, reason="").status_code == 422
    answer = send(client, url, reason="Regionen omprövar inte.")

    assert answer.status_code == 303
    assert made.agreement.state == "lapsed"
    assert "Avtalet har förfallit." in words(client.get(address(made)))


def test_rejection_is_told_with_its_reasons_and_a_party_is_led_to_its_own_decision(client: Client) -> None:
    made = adoption_world()
    _state, region, municipality = made.world.principals
    made.decide(region, "rejected", reasons="Kostnaden är för hög.")
    sign_in(client, made.world.speakers[municipality.pk])

    page = client.get(address(made))

    assert "Region Aspen har inte godkänt avtalet, men kan pröva det igen." in words(page)
    assert "§ 112: Kostnaden är för hög." in words(page)
    own = made.ruling(municipality)
    register = reverse("decisions:register", args=[made.world.partnership.slug, own.matter_id, own.pk])
    assert f'ds-button" href="{register}"' in page.content.decode()


def test_last_party_notes_legal_force_when_all_have_decided(client: Client) -> None:
    made = adoption_world(order="sign_first")
    made.sign()
    for each in made.world.principals:
        made.adopt(each)
    region = made.world.region
    sign_in(client, made.world.speakers[region.pk])

    page = client.get(address(made)).content.decode()

    own = made.ruling(region)
    url = reverse("decisions:legal_force", args=[made.world.partnership.slug, own.matter_id, own.pk])
    assert f'ds-button" href="{url}"' in page


def test_last_day_asks_how_the_parties_agreed_once_the_text_stands(client: Client) -> None:
    made = adoption_world()
    sign_in(client, made.world.leader)
    url = address(made, "last_day", made.condition(ConditionKind.SIGNATURES).pk)

    sent = send(client, url, last_on=str(TODAY + timedelta(days=90)), row_version=1)

    assert "Hur har parterna kommit överens om dagen? (valfritt)" not in words(client.get(url))
    assert "Fyll i fältet ”Hur har parterna kommit överens om dagen?”." in words(sent)


def test_all_last_days_are_moved_on_one_page(client: Client) -> None:
    made = adoption_world()
    sign_in(client, made.world.leader)
    url = address(made, "last_days")
    seen = " ".join(f"{each.pk}:{each.version}" for each in Condition.objects.order_by("order", "pk"))
    fields = {"last_on": "2026-12-15", "reason": "Protokoll 4 november, § 3", "seen": seen}

    listed = client.get(address(made)).content.decode()
    asked = client.get(url)
    without = send(client, url, **{**fields, "reason": ""})
    moved = send(client, url, **fields)
    again = send(client, url, **{**fields, "last_on": "2026-12-20"})

    assert f'href="{url}">Flytta fram alla sista dagar</a>' in listed
    assert f'name="seen" value="{seen}"' in asked.content.decode()
    assert "beslut i Almby kommun (15 november 2026)" in words(asked)
    assert [each.status_code for each in (without, moved, again)] == [422, 303, 409]
    assert "Någon hann före dig" in words(again)
    assert set(Condition.objects.values_list("last_on", flat=True)) == {date(2026, 12, 15)}
    assert send(client, url, **{**fields, "seen": "x"}).status_code == 422
    sign_in(client, made.world.speakers[made.world.region.pk])
    assert client.get(url).status_code == 403


def test_cap_that_is_no_percentage_is_asked_for_in_words(client: Client) -> None:
    made = adoption_world(opened=False)
    texts.stop_signing(made.agreement, reason="Ändring.", by=SYSTEM, today=TODAY)
    sign_in(client, made.world.secretary)

    for wrong in ("-3", "femton", "1001"):
        sent = send(client, address(made, "add_cap"), base="100 000", percent=wrong)
        assert "Skriv hur många procent kostnaden får stiga, till exempel 15 eller 12,5." in words(sent)


def test_refusal_is_told_on_the_form(client: Client) -> None:
    made = adoption_world()
    sign_in(client, made.world.leader)
    condition = made.condition(ConditionKind.PARTY_DECISION, made.world.region)

    answer = send(client, address(made, "fail", condition.pk), reason="Tar tid.")

    assert answer.status_code == 409
    assert "Region Aspen har inte sagt nej och kan ännu besluta" in words(answer)
    assert made.agreement.state == "ready_to_sign"


def test_older_version_of_a_condition_is_not_overwritten(client: Client) -> None:
    made = adoption_world()
    sign_in(client, made.world.leader)
    condition = made.condition(ConditionKind.SIGNATURES)
    services.change_last_day(condition, last_on=None, reason="Möte", by=made.world.by_leader(), today=TODAY)

    fields = {"last_on": "2026-12-01", "reason": "Möte", "row_version": condition.version}
    answer = send(client, address(made, "last_day", condition.pk), **fields)

    assert answer.status_code == 409
    assert "Någon hann före dig" in words(answer)


def test_writer_adds_and_removes_conditions_of_a_draft(client: Client) -> None:
    made = adoption_world(opened=False)
    texts.stop_signing(made.agreement, reason="Nytt villkor.", by=SYSTEM, today=TODAY)
    sign_in(client, made.world.secretary)

    send(client, address(made, "add"), label="Driftavtalet är tecknat", last_on="2026-12-31")
    send(client, address(made, "add_cap"), base="186 400 000", percent="15")

    said = words(client.get(address(made)))
    assert "Driftavtalet är tecknat" in said
    assert "Kostnaden stiger inte mer än 15 procent" in said
    assert "214 360 000 kr" in said
    own = Condition.objects.get(kind=ConditionKind.OTHER)
    assert send(client, address(made, "remove", own.pk)).status_code == 303
    assert not Condition.objects.filter(pk=own.pk).exists()


def test_leader_notes_an_own_condition(client: Client) -> None:
    made = in_force_world(cap=True)
    sign_in(client, made.world.leader)

    answer = send(client, address(made, "forecast"), forecast="1 300 000", told_on=str(TODAY), source="Rapport 3")

    assert answer.status_code == 303
    said = words(client.get(address(made)))
    assert "Avtalet gäller, men kostnadstaket är överskridet." in said
    assert "30,0 %" in said
    cap = made.condition(ConditionKind.COST_CAP)
    send(client, address(made, "raise_breach", cap.pk), note="Brev till alla parter")
    assert "Togs upp med parterna 20 oktober" in words(client.get(address(made)))
    send(client, address(made, "agree", cap.pk), base="1 300 000", evidence="Tilläggsavtal 1")
    assert made.condition(ConditionKind.COST_CAP).state == "met"
    assert made.condition(ConditionKind.COST_CAP).base_ore == Sek.of_kronor(1_300_000).ore


@pytest.mark.parametrize("name", ["validity", "open", "add", "add_cap", "forecast"])
def test_agreement_of_others_does_not_exist(client: Client, name: str) -> None:
    made = adoption_world()
    sign_in(client, make_seat())

    assert client.get(address(made, name)).status_code == 404


@pytest.mark.parametrize("name", ["meet", "take_back", "fail", "last_day", "raise_breach", "agree"])
def test_party_is_told_who_may(client: Client, name: str) -> None:
    made = adoption_world()
    condition = made.condition(ConditionKind.SIGNATURES)
    sign_in(client, made.world.speakers[made.world.region.pk])

    assert client.get(address(made, name, condition.pk)).status_code == 403
    sign_in(client, make_seat())
    assert client.get(address(made, name, condition.pk)).status_code == 404


def test_event_leads_to_the_condition(client: Client) -> None:
    made = adoption_world()
    condition = made.condition(ConditionKind.SIGNATURES)
    sign_in(client, made.world.leader)

    answer = client.get(reverse("adoption:find", args=[condition.pk]))

    assert answer["Location"] == f"{address(made)}#villkor-{condition.pk}"
    sign_in(client, make_seat())
    assert client.get(reverse("adoption:find", args=[condition.pk])).status_code == 404


def test_draft_shows_the_conditions_to_come_and_saves_nothing(client: Client) -> None:
    made = adoption_world(opened=False)
    texts.stop_signing(made.agreement, reason="Ändring.", by=SYSTEM, today=TODAY)
    Condition.objects.all().delete()
    sign_in(client, made.world.secretary)

    said = words(client.get(address(made)))

    assert "Regeringens godkännande" in said
    assert "När texten är klar" in said
    assert Condition.objects.count() == 0


def test_page_asks_few_questions_however_many_parties(client: Client, django_assert_max_num_queries: Any) -> None:
    made = adoption_world()
    sign_in(client, made.world.leader)
    client.get(address(made))

    with django_assert_max_num_queries(12):
        client.get(address(made))


def test_duties_and_days_stand_on_the_desk(client: Client) -> None:
    made = adoption_world(opened=False)
    sign_in(client, made.world.leader)

    said = words(client.get(reverse("desk")))

    assert "Lämna över avtalet till parterna för beslut" in said
    days = words(client.get(reverse("reminders:deadlines", args=[made.world.partnership.slug])))
    assert "Sista dag för villkoren i Ramavtal" in days


def test_agreements_own_page_lists_what_the_parties_decide(client: Client) -> None:
    made = adoption_world()
    made.adopt(made.world.municipality, announced_on=TODAY)
    sign_in(client, made.world.leader)

    said = words(client.get(reverse("agreements:agreement", args=[made.world.partnership.slug, made.agreement.pk])))

    assert "Beslut hos parterna" in said
    assert "Almby kommun, kommunfullmäktige" in said
    assert "Väntar på laga kraft" in said
    assert "Tas upp när parterna har undertecknat" in said


def test_agreement_that_holds_leads_to_its_conditions_and_annexes(client: Client) -> None:
    made = in_force_world()
    sign_in(client, made.world.speakers[made.world.region.pk])
    keys = [made.world.partnership.slug, made.world.agreement.pk]

    page = client.get(reverse("agreements:agreement", args=keys)).content.decode()

    assert f'href="{address(made)}">Villkor och kostnadstak</a>' in page
    assert f'href="{reverse("agreements:text", args=keys)}">Avsnitt och bilagor</a>' in page


def test_page_says_what_follows_when_the_last_day_has_passed(client: Client) -> None:
    made = adoption_world(last_on=TODAY - timedelta(days=3))
    sign_in(client, made.world.leader)

    said = words(client.get(address(made)))

    assert "Sista dagen var 17 oktober. Avtalet förfaller 1 november om villkoret inte uppfylldes i tid." in said
    assert "Flytta fram sista dagen" in said
    assert "Fastställ att avtalet förfaller" in said
