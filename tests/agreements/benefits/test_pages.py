"""The pages: each reader sees what he or she may know, and nothing that depends on another's private numbers."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.benefits import services
from agreements.benefits.models import Analysis, Interest, Package, Valuation
from agreements.benefits.services import add_interest
from agreements.benefits.states import ConsentState, InterestKind, PackageState
from agreements.negotiations.services import register_finance_change
from agreements.negotiations.states import NegotiationState
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.lib.money import Sek
from governance.organisations.models import Seat
from governance.workflow.tokens import FIELD, new_token
from tests.agreements.benefits.test_searching import large_world
from tests.factories.benefits import KRONOR, BenefitWorld, agreed_world, benefit_world
from tests.factories.organisations import TODAY, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


@pytest.fixture
def today() -> Iterator[date]:
    with time_machine.travel(f"{TODAY}T12:00:00+02:00", tick=False):
        yield TODAY


def at(world: BenefitWorld, name: str, *args: Any) -> str:
    return reverse(f"benefits:{name}", args=[world.slug, world.negotiation.negotiation.pk, *args])


def client_of(seat: Seat) -> Client:
    client = Client(HTTP_HOST="127.0.0.1")
    sign_in(client, seat)
    return client


def post(client: Client, url: str, **data: Any) -> Any:
    return client.post(url, {FIELD: new_token(), **data})


def text_of(response: Any) -> str:
    """What a page says, without marks and with plain spaces."""
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"[\s\u00a0]+", " ", body)


NEW_EACH_TIME = (
    rb'name="csrfmiddlewaretoken" value="[^"]+"',
    rb'name="engangskod" value="[^"]+"',
    'Händelse \\d+( · <span class="hash">[^<]+</span>)?'.encode(),  # a sequence does not turn back
    rb"/paket/sak/packageconsent/\d+/",
)


def steady(page: bytes) -> bytes:
    """A page without what differs between any two requests, whatever they are about: tokens, numbers of events."""
    for each in NEW_EACH_TIME:
        page = re.sub(each, b"", page)
    return page


def count(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    assert response.status_code == 200, response.status_code
    return len(captured)


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


def everything_for(world: BenefitWorld, seat: Seat) -> dict[str, bytes]:
    """Every page that somebody can reach, without tokens."""
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
            for kind in ("benefits.valuationsheet", "benefits.package", "benefits.analysis")
            for each in range(1, 12)
        ),
    ]
    answers = {url: client.get(url) for url in urls}
    return {url: str(each.status_code).encode() + steady(each.content) for url, each in answers.items()}


PRIVATE = ("association", "company", "university", "agency")


class TakenBack(Exception):
    """Undoes what was done to look."""


def look(world: BenefitWorld, package: Package, table: dict[str, list[int]], seat: Seat) -> tuple[Any, Any]:
    """With this table from the start: what the trade finder suggests, and every page after the package was laid."""
    for key, kronor in table.items():
        for option, value in zip(world.options(), kronor, strict=True):
            Valuation.objects.filter(party=world.negotiation.parties[key], option=option).update(value=value * 100)
    suggested: Any = None
    pages: dict[str, bytes] = {}
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


# Forms ----------------------------------------------------------------------------------------------------------------


def typed(world: BenefitWorld, value: str = "1 000", **more: str) -> dict[str, str]:
    """A form of valuations as it is sent."""
    given = {f"v{each.pk}": value for each in world.options()}
    return {"unit": "ore", "row_version": "0", **given, **more}


def test_valuations_are_saved_by_ones_own_party() -> None:
    world = benefit_world(valued=False)
    client = client_of(world.negotiation.speakers["region"])
    first = world.options()[0]

    answer = post(client, at(world, "valuations"), **typed(world, "−1 250,50", **{f"s{first.pk}": "on"}))

    assert answer.status_code == 303
    kept = Valuation.objects.filter(party=world.negotiation.parties["region"])
    assert set(kept.values_list("value", flat=True)) == {-125_050}
    assert list(kept.filter(shared=True).values_list("option_id", flat=True)) == [first.pk]
    assert "−1 250,50" in client.get(at(world, "valuations")).content.decode().replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("mycket", "Fråga 1, Regionala noder: ”mycket” är inte ett tal"),
        ("1e9", "Fråga 1, Regionala noder: ”1e9” är inte ett tal"),
        ("NaN", "Fråga 1, Regionala noder: ”NaN” är inte ett tal"),
        ("9" * 19, "Fråga 1, Regionala noder: talet är för stort"),
        ("1 000 000 000 001", "Fråga 1, Regionala noder: talet är för stort"),
    ],
)
def test_wrong_value_is_told_with_issue_and_option_and_nothing_is_lost(value: str, said: str) -> None:
    world = benefit_world(valued=False)
    client = client_of(world.negotiation.speakers["region"])
    wrong = world.options()[1]

    answer = post(client, at(world, "valuations"), **typed(world, "77 000", **{f"v{wrong.pk}": value}))

    assert answer.status_code == 422
    assert text_of(answer).count(said) == 2
    assert answer.content.decode().count('value="77 000"') == len(world.options()) - 1
    assert not Valuation.objects.exists()


def test_points_are_whole_and_not_too_many() -> None:
    world = benefit_world(valued=False)
    client = client_of(world.negotiation.speakers["region"])

    half = post(client, at(world, "valuations"), **typed(world, "1,5", unit="points"))
    many = post(client, at(world, "valuations"), **typed(world, "1001", unit="points"))
    fine = post(client, at(world, "valuations"), **typed(world, "-40", unit="points"))

    assert "är inte ett heltal" in text_of(half)
    assert "Det får vara högst 1 000 poäng" in text_of(many)
    assert fine.status_code == 303


def test_stale_valuation_is_refused_and_can_be_sent_again() -> None:
    world = benefit_world()
    client = client_of(world.negotiation.speakers["region"])

    stale = post(client, at(world, "valuations"), **typed(world))

    assert stale.status_code == 409
    assert "Någon hann före dig" in text_of(stale)
    assert 'name="row_version" value="1"' in stale.content.decode()


def test_others_cannot_open_a_partys_valuation() -> None:
    world = benefit_world()
    for seat in (world.negotiation.leader, world.negotiation.office, world.negotiation.registrars["region"]):
        assert client_of(seat).get(at(world, "valuations")).status_code == 403


def package_form(world: BenefitWorld, *places: int, **more: str) -> dict[str, str]:
    """A form of a package as it is sent."""
    given = {f"i{each.issue_id}": str(each.pk) for each in world.choice(*places)}
    split = {"state": "50", "region": "30", "city": "10", "town": "10"}
    shares = {f"p{world.negotiation.parties[key].pk}": ppm for key, ppm in split.items()}
    return {"title": "Gemensam drift", "cost": "20 000 000", **given, **shares, **more}


def test_package_is_sketched_changed_and_laid() -> None:
    world = benefit_world()
    client = client_of(world.negotiation.leader)

    made = post(client, at(world, "package_new"), **package_form(world))
    changed = post(client, at(world, "package_edit", 1), **package_form(world, 1), row_version="1")
    laid = post(client, at(world, "package_step", 1, "lay"), row_version="2", answer_by="2026-11-20")

    assert [each.status_code for each in (made, changed, laid)] == [303, 303, 303]
    package = Package.objects.get()
    assert (package.state, package.answer_by) == (PackageState.LAID, date(2026, 11, 20))
    page = text_of(client.get(at(world, "package", 1)))
    assert "Noll parter av 8 har samtyckt" in page
    assert "Regionala noder" in page


def test_package_without_an_option_is_refused_with_the_issue() -> None:
    world = benefit_world()
    form = package_form(world)
    missing = world.options()[3].issue
    del form[f"i{missing.pk}"]

    answer = post(client_of(world.negotiation.leader), at(world, "package_new"), **form)

    assert answer.status_code == 422
    assert "Paketet saknar alternativ i fråga 2. Standarder." in text_of(answer)
    assert "Gemensam drift" in answer.content.decode()


def test_shares_that_do_not_sum_are_refused_with_the_difference() -> None:
    world = benefit_world()
    wrong = {f"p{world.negotiation.parties['town'].pk}": "12,25"}
    client = client_of(world.negotiation.leader)

    over = post(client, at(world, "package_new"), **package_form(world, **wrong))
    words = post(client, at(world, "package_new"), **package_form(world, **{next(iter(wrong)): "lite"}))

    assert over.status_code == 422
    assert "Andelarna summerar till 102,25 %. Det är 2,25 procentenheter för mycket." in text_of(over)
    assert "Lindö kommun: ”lite” är inte en andel i procent" in text_of(words)
    assert not Package.objects.exists()


def test_party_answers_on_its_page_within_its_mandate() -> None:
    world = benefit_world()
    world.lay()
    client = client_of(world.negotiation.speakers["region"])
    assert "Samtycka till paketet" in text_of(client.get(at(world, "package", 1)))

    no = post(client, at(world, "answer", 1, "decline"), row_version="1", comment="För dyrt för oss")
    yes = post(client, at(world, "answer", 1, "accept"), row_version="2", comment="")

    assert (no.status_code, yes.status_code) == (303, 303)
    assert world.consent(Package.objects.get(), "region").state == ConsentState.ACCEPTED


def test_step_that_cannot_be_taken_explains_itself() -> None:
    world = benefit_world(valued=False, reached=NegotiationState.INITIATING)
    world.sketch()
    client = client_of(world.negotiation.leader)

    shown = client.get(at(world, "package_step", 1, "lay"))
    sent = post(client, at(world, "package_step", 1, "lay"), row_version="1")

    assert "Det går inte att lägga fram paketet för parterna än" in text_of(shown)
    assert sent.status_code == 409
    assert "Nu är läget ”Initieras”" in text_of(sent)


def test_consent_outside_the_frame_is_refused_in_place() -> None:
    world = benefit_world()
    world.lay(world.sketch(cost=Sek.of_kronor(100_000_000)))

    answer = post(
        client_of(world.negotiation.speakers["city"]), at(world, "answer", 1, "accept"), row_version="1", comment=""
    )

    assert answer.status_code == 409
    assert "mer än mandatets ram" in text_of(answer)


def test_search_is_asked_shown_and_made_a_sketch() -> None:
    world = benefit_world()
    client = client_of(world.negotiation.leader)

    asked = post(client, at(world, "ask"), start="", within_mandates="on")
    page = client.get(asked.url)

    told = text_of(page)
    assert "alla 24 kombinationer är prövade" in told
    assert "Nash" in told
    assert "Kalai–Smorodinsky" in told
    assert '<svg class="front"' in page.content.decode()
    made = post(client, at(world, "suggestion", Analysis.objects.get().pk, 0))
    assert made.status_code == 303
    assert Package.objects.get().state == PackageState.DRAFT


def test_page_of_an_old_search_says_that_values_have_changed() -> None:
    world = benefit_world()
    client = client_of(world.negotiation.leader)
    asked = post(client, at(world, "ask"), start="", within_mandates="on")
    assert "Underlaget har ändrats" not in text_of(client.get(asked.url))

    world.value("city", [1] * 11, shared=True)

    assert "Underlaget har ändrats" in text_of(client.get(asked.url))


def test_late_change_shows_on_the_desk_of_every_party_until_it_is_confirmed() -> None:
    world, _package = agreed_world()
    party = world.negotiation.party("city")
    register_finance_change(
        party, what="Ny budget", new_frame=Sek(0), by=world.negotiation.speaker("city"), today=TODAY
    )

    for seat in world.negotiation.speakers.values():
        assert "Ta del av varför paket A. Gemensam drift från start inte gäller längre" in text_of(
            client_of(seat).get(reverse("desk"))
        )
    assert "Lägg fram ett nytt paket i stället för A" in text_of(
        client_of(world.negotiation.leader).get(reverse("desk"))
    )
    client = client_of(world.negotiation.speakers["region"])
    consent = world.consent(Package.objects.get(), "region")
    assert post(client, at(world, "answer", 1, "note"), row_version=str(consent.version)).status_code == 303
    assert "Ta del av" not in text_of(client.get(reverse("desk")))


def test_interests_are_written_shown_and_removed() -> None:
    world = benefit_world(valued=False)
    client = client_of(world.negotiation.speakers["region"])

    made = post(client, at(world, "interest_new"), kind="wants", text="Färre omvägar", shared="on")

    assert made.status_code == 303
    assert "Färre omvägar" in text_of(client_of(world.negotiation.speakers["city"]).get(at(world, "overview")))
    interest = Interest.objects.get()
    other = client_of(world.negotiation.speakers["city"])
    assert post(other, at(world, "interest_remove", interest.pk)).status_code == 403
    assert post(client, at(world, "interest_remove", interest.pk)).status_code == 303
    assert not Interest.objects.exists()


def test_large_search_shows_that_it_goes_on_and_then_what_it_found() -> None:
    world = large_world()
    client = client_of(world.negotiation.leader)

    asked = post(client, at(world, "ask"), start="", within_mandates="on")
    waiting = text_of(client.get(asked.url))
    run_job(Job.objects.get(key=Analysis.objects.get().job_key).pk)
    done = text_of(client.get(asked.url))

    assert "Sökningen pågår. Den går igenom 16 777 216 paket" in waiting
    assert "Visa läget igen" in waiting
    assert "är sökta med lösaren HiGHS" in done
    assert "Bevisat, så noga som lösaren räknar." in done


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

    assert {key: value for key, value in few.items() if value > MOST} == {}
    assert {key: value for key, value in many.items() if value != few[key]} == {}
