"""The pages: each reader sees what he or she may know, and nothing that depends on another's private numbers."""

import re
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse

from agreements.benefits import services
from agreements.benefits.models import Analysis, Package, Valuation, ValuationSheet
from agreements.benefits.services import add_interest
from agreements.benefits.states import InterestKind
from agreements.negotiations.services import register_finance_change
from governance.lib.money import Sek
from governance.organisations.models import Seat
from tests.factories.benefits import KRONOR, BenefitWorld, benefit_world
from tests.factories.organisations import TODAY

from .pages import at, client_of, count, post, steady, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


# What each reader sees ------------------------------------------------------------------------------------------------


def test_matrix_shows_levels_of_what_is_shared_and_locks_for_the_rest() -> None:
    world = benefit_world()

    page = client_of(world.negotiation.speakers["region"]).get(at(world, "overview"))

    rows = re.findall(r'<tr[^>]*><th scope="row">([^<]+)</th>(.*?)</tr>', page.content.decode())
    levels = {name: re.findall(r'<span class="sr">([^<]+)</span>', cells) for name, cells in rows[:8]}
    assert levels["Staten"] == ["Stor nytta", "Stor nytta", "Liten nytta", "Ingen nytta", "Liten nytta"]
    assert set(levels["Hasselby universitet"]) == {"Privat"}
    assert set(levels["Region Aspen"]) != {"Privat"}


def test_negotiator_sees_each_partys_gain_but_the_same_locks() -> None:
    world = benefit_world()
    world.sketch()
    client = client_of(world.negotiation.leader)

    told = text_of(client.get(at(world, "packages")))

    for key, amount in {"state": "66", "region": "47", "university": "5,5"}.items():
        assert f"{world.negotiation.parties[key].name} {amount}" in told
    assert "Störst nytta" in told
    matrix = client.get(at(world, "overview")).content.decode()
    assert matrix.count("Privat</span>") == 4 * 5


def test_party_sees_its_own_gain_and_the_total_that_may_be_told() -> None:
    world = benefit_world()
    world.lay()
    total = sum(KRONOR[key][at_] for key in KRONOR for at_ in (0, 3, 5, 7, 9))

    told = text_of(client_of(world.negotiation.speakers["city"]).get(at(world, "packages")))

    assert f"{round(total / 1_000_000)} Mkr" in told
    assert "Er egen nytta 18" in told
    assert "Region Aspen" not in told


def test_sketch_does_not_exist_for_the_parties() -> None:
    world = benefit_world()
    package = world.sketch("Hemlig skiss")
    for seat in (*world.negotiation.speakers.values(), world.negotiation.government):
        client = client_of(seat)
        assert "Hemlig skiss" not in text_of(client.get(at(world, "packages")))
        assert client.get(at(world, "package", package.number)).status_code == 404
        assert client.get(reverse("benefits:find", args=["package", package.pk])).status_code == 404

    assert client_of(world.negotiation.office).get(at(world, "package", package.number)).status_code == 200


def test_trade_finder_exists_for_the_neutral_negotiators_alone() -> None:
    world = benefit_world()
    asked = services.ask_trade_finder(world.negotiation.again(), by=world.negotiation.negotiator(), today=TODAY)

    for seat in (
        *world.negotiation.speakers.values(),
        world.negotiation.office,
        world.negotiation.government,
        *world.negotiation.registrars.values(),
    ):
        client = client_of(seat)
        for url in (at(world, "ask"), at(world, "analysis", asked.pk)):
            assert client.get(url).status_code == 404
        assert post(client, at(world, "suggestion", asked.pk, 0)).status_code == 404
    assert not Package.objects.exists()
    assert client_of(world.negotiation.second).get(at(world, "analysis", asked.pk)).status_code == 200


def everything_for(world: BenefitWorld, seat: Seat) -> list[bytes]:
    """Every page that somebody can reach, in one order, without tokens."""
    client = client_of(seat)
    numbers = list(Package.objects.filter(negotiation=world.negotiation.negotiation).values_list("number", flat=True))
    urls = [
        at(world, "overview"),
        at(world, "valuations"),
        at(world, "interest_new"),
        at(world, "packages"),
        at(world, "ask"),
        *(at(world, "analysis", each) for each in Analysis.objects.values_list("pk", flat=True)),
        *(at(world, "package", each) for each in numbers),
        *(at(world, "answer", each, name) for each in numbers for name in ("accept", "decline", "note")),
        *(at(world, "package_step", each, name) for each in numbers for name in ("lay", "withdraw")),
        reverse("desk"),
        reverse("organisations:partnership", args=[world.slug]),
        reverse("organisations:happened", args=[world.slug]),
        reverse("negotiations:room", args=[world.slug, world.negotiation.negotiation.pk]),
        *(
            reverse("decisions:trail", args=[world.slug, kind, each])
            for kind, model in (
                ("benefits.valuationsheet", ValuationSheet),
                ("benefits.package", Package),
                ("benefits.analysis", Analysis),
            )
            for each in model.objects.order_by("pk").values_list("pk", flat=True)
        ),
    ]
    answers = [client.get(url) for url in urls]
    return [str(each.status_code).encode() + steady(each.content) for each in answers]


PRIVATE = ("association", "company", "university", "agency")


class TakenBack(Exception):
    """Undoes what was done to look."""


def look(world: BenefitWorld, package: Package, table: dict[str, list[int]], seat: Seat) -> tuple[Any, Any]:
    """With this table from the start: what the trade finder suggests, and every page after the package was laid."""
    for key, kronor in table.items():
        for option, value in zip(world.options(), kronor, strict=True):
            Valuation.objects.filter(party=world.negotiation.parties[key], option=option).update(value=value * 100)
    suggested: Any = None
    pages: list[bytes] = []
    try:
        with transaction.atomic():
            by = world.negotiation.negotiator()
            asked = services.ask_trade_finder(world.negotiation.again(), by=by, today=TODAY)
            suggested = (asked.found or {})["suggestions"]
            world.lay(package)
            pages = everything_for(world, seat)
            raise TakenBack
    except TakenBack:
        return suggested, pages


def seat_named(world: BenefitWorld, reader: str) -> Seat:
    found: Seat = world.negotiation.speakers.get(reader) or getattr(world.negotiation, reader)
    return found


def test_later_change_of_a_private_value_shows_on_nobody_elses_page() -> None:
    world = benefit_world()
    world.lay()
    seat = world.negotiation.speakers["city"]
    before = everything_for(world, seat)

    Valuation.objects.filter(party=world.negotiation.parties["company"]).update(value=1)

    assert everything_for(world, seat) == before


@pytest.mark.parametrize("reader", ["state", "city", "association", "office", "government"])
def test_two_tables_with_the_same_suggestions_give_others_identical_pages(reader: str) -> None:
    """Value moved between two private parties, so that the sums that may be told are the same."""
    world = benefit_world()
    package = world.sketch("Förslaget")
    seat = seat_named(world, reader)
    moved = [1_000 * (at_ % 3) for at_ in range(len(KRONOR["company"]))]
    first = {key: list(KRONOR[key]) for key in ("university", "company")}
    second = {
        "university": [each + step for each, step in zip(KRONOR["university"], moved, strict=True)],
        "company": [each - step for each, step in zip(KRONOR["company"], moved, strict=True)],
    }

    suggested, pages = look(world, package, first, seat)
    again, others = look(world, package, second, seat)

    assert suggested
    assert suggested == again
    assert pages == others


@pytest.mark.parametrize("reader", ["state", "city", "university", "office", "government"])
def test_fewer_than_three_private_parties_leave_no_mark_on_others_pages(reader: str) -> None:
    """Two private parties, one of them with quite other figures and the same suggestions: nothing of it is read."""
    world = benefit_world(shared=tuple(key for key in KRONOR if key not in ("company", "university")))
    package = world.sketch("Förslaget")
    seat = seat_named(world, reader)

    suggested, pages = look(world, package, {"company": list(KRONOR["company"])}, seat)
    again, others = look(world, package, {"company": [each * 3 for each in KRONOR["company"]]}, seat)

    assert suggested
    assert suggested == again
    assert pages == others


def test_pages_of_the_party_itself_do_show_its_values() -> None:
    """The comparison above would be worth nothing if it could not see a difference."""
    world = benefit_world()
    package = world.sketch("Förslaget")
    seat = world.negotiation.speakers["company"]

    _, pages = look(world, package, {"company": list(KRONOR["company"])}, seat)
    _, others = look(world, package, {"company": [each * 3 for each in KRONOR["company"]]}, seat)

    assert pages != others


# What comes next ------------------------------------------------------------------------------------------------------


def room(world: BenefitWorld) -> str:
    """The address of the negotiation's room."""
    return reverse("negotiations:room", args=[world.slug, world.negotiation.negotiation.pk])


def test_room_names_every_package_that_waits_for_answers() -> None:
    world = benefit_world(valued=False)
    world.lay(world.sketch("Det ena"))
    world.lay(world.sketch("Det andra", 1))
    party = client_of(world.negotiation.speakers["city"])

    assert "Vems tur Parterna ska svara på paketen A och B" in text_of(party.get(room(world)))


def test_room_says_who_is_to_answer_the_package_and_lets_the_party_do_it() -> None:
    world = benefit_world()
    world.sketch("Skissen")
    laid = world.lay(world.sketch("Det framlagda"))
    party, leader = client_of(world.negotiation.speakers["city"]), client_of(world.negotiation.leader)

    shown, led = party.get(room(world)), text_of(leader.get(room(world)))

    assert "Vems tur Åtta parter ska svara på paket B" in text_of(shown)
    assert (
        f'<a class="ds-button" href="{at(world, "package", laid.number)}">Svara på paket B</a>'
        in shown.content.decode()
    )
    assert "Se svaren på paket B" in led
    assert led.index("B. Det framlagda") < led.index("A. Skissen")
    assert "Framlagt för parterna: ingen av åtta parter har samtyckt" in led


def test_new_package_may_begin_as_one_that_ended_and_its_answers_are_still_told() -> None:
    world = benefit_world()
    package = world.lay()
    by = world.negotiation.speaker
    consent = package.consents.get(party=world.negotiation.party("region"))
    services.decline_package(consent, comment="För dyrt.", by=by("region"), today=TODAY)
    services.accept_package(package.consents.get(party=world.negotiation.party("city")), by=by("city"), today=TODAY)
    services.withdraw_package(package, reason="Nytt läge.", by=world.negotiation.negotiator(), today=TODAY)
    leader = client_of(world.negotiation.leader)

    shown = leader.get(at(world, "package", 1))
    drawn = leader.get(at(world, "package_new") + "?efter=1")

    for words in ("Region Aspen Sa nej, gäller inte längre", "Staten Hann inte svara", "Samtyckte, gäller inte längre"):
        assert words in text_of(shown)
    assert "?efter=1" in shown.content.decode()
    assert drawn.content.decode().count("checked") == len(package.choices.all())
    assert "hämtade ur paket A" in text_of(drawn)
    assert leader.get(at(world, "package_new") + "?efter=77").status_code == 404


def test_share_above_what_a_party_may_commit_is_marked_before_anybody_is_asked() -> None:
    world = benefit_world()
    region, by = world.negotiation.party("region"), world.negotiation.speaker("region")
    register_finance_change(region, what="Mindre skatt.", new_frame=Sek.parse("1 000"), by=by, today=TODAY)
    world.sketch()
    leader = client_of(world.negotiation.leader)

    shown, asked = leader.get(at(world, "package", 1)), leader.get(at(world, "package_step", 1, "lay"))

    assert "Över partens ram, 1 000 kr" in text_of(shown)
    assert text_of(shown).count("Över partens ram") == 1
    assert "Region Aspen kan inte samtycka än: partens del av kostnaden är större än dess ram." in text_of(asked)


def test_benefit_that_is_not_valued_is_no_nought() -> None:
    world = benefit_world()
    world.sketch()
    Valuation.objects.filter(party=world.negotiation.party("region")).delete()

    told = text_of(client_of(world.negotiation.leader).get(at(world, "packages")))
    world.lay(Package.objects.get())
    own = text_of(client_of(world.negotiation.speakers["region"]).get(at(world, "packages")))

    assert "Region Aspen –" in told
    assert "Inte värderat av Region Aspen" in told
    assert "Bättre än i dag för sju av åtta, sämre för ingen som har värderat" in told
    assert "Er egen nytta inte värderad" in own


def test_benefits_stand_among_the_parts_of_the_negotiation() -> None:
    world = benefit_world()
    client = client_of(world.negotiation.speakers["city"])

    for address in (room(world), at(world, "overview"), at(world, "packages")):
        page = client.get(address).content.decode()
        for other in (room(world), at(world, "overview"), at(world, "packages")):
            assert f'href="{other}"' in page


# Budgets of queries ---------------------------------------------------------------------------------------------------

MOST = 12


def test_pages_ask_few_questions_however_many_rows() -> None:
    world = benefit_world()
    by = world.negotiation.speaker("region")
    for number in range(2):
        add_interest(
            world.negotiation.party("region"),
            kind=InterestKind.WANTS,
            text=f"{number}",
            shared=True,
            by=by,
            today=TODAY,
        )
    world.lay()
    asked = services.ask_trade_finder(world.negotiation.again(), by=world.negotiation.negotiator(), today=TODAY)
    readers = {"leader": world.negotiation.leader, "party": world.negotiation.speakers["city"]}
    urls = {"overview": at(world, "overview"), "packages": at(world, "packages"), "package": at(world, "package", 1)}
    clients = {name: client_of(seat) for name, seat in readers.items()}
    few = {(who, name): count(clients[who], url) for who in clients for name, url in urls.items()}
    few["leader", "analysis"] = count(clients["leader"], at(world, "analysis", asked.pk))
    few["party", "valuations"] = count(clients["party"], at(world, "valuations"))
    few["leader", "package_edit"] = count(clients["leader"], at(world, "package_new"))

    for place in range(3):
        world.lay(world.sketch(f"Till {place}", place % 2))
    many = {(who, name): count(clients[who], url) for who in clients for name, url in urls.items()}

    assert {key: value for key, value in few.items() if value > (8 if key[1] == "packages" else MOST)} == {}
    assert {key: value for key, value in many.items() if value != few[key]} == {}
