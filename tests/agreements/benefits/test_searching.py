import pytest
import time_machine

from agreements.benefits import services
from agreements.benefits.analysis import dominates
from agreements.benefits.board import Board
from agreements.benefits.models import Analysis, Package, Valuation
from agreements.benefits.pages.analysis import AnalysisPage
from agreements.benefits.services import Given, searching
from agreements.benefits.tables import finders_board, fingerprint, table_of
from agreements.negotiations.services import add_issue, add_option, limit_mandate
from agreements.negotiations.states import IssueKind
from governance.audit.actors import SYSTEM
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.jobs.states import JobState
from governance.workflow.refusals import NotAllowed, Refused
from tests.factories.benefits import BenefitWorld, benefit_world
from tests.factories.organisations import TODAY

from .pages import NOON, at, client_of, text_of

pytestmark = pytest.mark.django_db


def ask(world: BenefitWorld, **facts: object) -> Analysis:
    by = world.negotiation.negotiator()
    return services.ask_trade_finder(world.negotiation.again(), by=by, today=TODAY, **facts)  # type: ignore[arg-type]


def test_small_search_is_done_at_once_and_proved() -> None:
    world = benefit_world()

    asked = ask(world)

    assert asked.found is not None
    assert (asked.found["method"], int(asked.combinations), asked.found["combinations"]) == ("tried", 24, 24)
    assert asked.found["nash"]["proved"]
    assert not Job.objects.filter(kind=searching.KIND).exists()


def test_suggestions_improve_on_the_package_given() -> None:
    world = benefit_world()
    package = world.sketch("Som i dag", 2, 1, 1, 1)

    asked = ask(world, start=package)

    table = table_of(finders_board(world.negotiation.again()), within_mandates=True)
    assert table is not None
    before = table.gains([each.option_id for each in package.choices.all()])
    assert asked.found is not None
    assert asked.found["suggestions"]
    assert all(dominates(table.gains(choice), before) for choice in asked.found["suggestions"])


def test_options_outside_a_mandate_are_left_out_unless_one_asks() -> None:
    world = benefit_world()
    first = world.choice()[0]
    by = world.negotiation.speaker("city")
    limit_mandate(world.negotiation.party("city"), option=first, reason="Nej", by=by, today=TODAY)

    within, beyond = ask(world), ask(world, within_mandates=False)

    assert within.found is not None
    assert beyond.found is not None
    assert within.combinations == 16
    assert not any(first.pk in choice for choice in within.found["suggestions"])
    assert any(first.pk in choice for choice in beyond.found["suggestions"])


def test_issue_whose_options_all_lie_outside_is_named() -> None:
    world = benefit_world()
    for option in world.options()[3:5]:
        by = world.negotiation.speaker("city")
        limit_mandate(world.negotiation.party("city"), option=option, reason="Nej", by=by, today=TODAY)

    with pytest.raises(Refused, match=r"I fråga 2\. Standarder ligger alla alternativ utanför"):
        ask(world)


def test_search_without_any_value_says_what_is_missing() -> None:
    world = benefit_world(valued=False)

    with pytest.raises(Refused, match="Ingen part har värderat"):
        ask(world)


def test_only_the_neutral_negotiators_ask_and_see() -> None:
    world = benefit_world()
    asked = ask(world)

    for actor in (
        world.negotiation.speaker("state"),
        world.negotiation.secretary(),
        world.negotiation.minister(),
    ):
        with pytest.raises(NotAllowed):
            services.ask_trade_finder(world.negotiation.again(), by=actor, today=TODAY)
        assert not Analysis.objects.visible_to(actor).exists()
    assert list(Analysis.objects.visible_to(world.negotiation.negotiator())) == [asked]


def large_world() -> BenefitWorld:
    """8 parties x 12 issues x 4 options, the State's own issue among them."""
    world = benefit_world(valued=False, issues=False)
    for number in range(12):
        issue = add_issue(
            world.negotiation.again(), title=f"Fråga {number}", kind=IssueKind.OTHER, by=SYSTEM, today=TODAY
        )
        for letter in "abcd":
            add_option(issue, title=f"Alternativ {letter}", by=SYSTEM, today=TODAY)
    options = world.options()
    for place, key in enumerate(world.negotiation.parties, start=1):
        values = {
            each.pk: Given(((place * 7919 + at * 104_729 + place * at * 31) % 2_001 - 700) * 10_000)
            for at, each in enumerate(options)
        }
        by = world.negotiation.speaker(key)
        services.save_valuations(world.negotiation.party(key), values=values, by=by, today=TODAY)
    return world


def test_large_search_is_a_job_with_its_result_exactly_once() -> None:
    world = large_world()

    asked = ask(world)

    assert asked.found is None
    assert asked.combinations == 4**12
    job = Job.objects.get(key=asked.job_key)
    assert run_job(job.pk).state == JobState.DONE
    done = Analysis.objects.get(pk=asked.pk)
    assert done.found is not None
    assert (done.found["method"], bool(done.found["suggestions"])) == ("solved", True)
    kept = done.found
    Job.objects.filter(pk=job.pk).update(state=JobState.QUEUED)
    run_job(job.pk)
    assert Analysis.objects.get(pk=asked.pk).found == kept


def test_changed_value_is_seen_in_the_fingerprint() -> None:
    world = benefit_world()
    asked = ask(world)

    world.value("city", [1] * 11, shared=True)

    table = table_of(finders_board(world.negotiation.again()), within_mandates=True)
    assert table is not None
    assert fingerprint(table) != asked.fingerprint


def test_suggestion_becomes_a_sketch() -> None:
    world = benefit_world()
    asked = ask(world)
    by = world.negotiation.negotiator()

    package = services.draft_from_suggestion(asked, 0, title="Förslag 1", by=by, today=TODAY)

    assert asked.found is not None
    assert sorted(each.option_id for each in package.choices.all()) == sorted(asked.found["suggestions"][0])
    with pytest.raises(Refused, match="finns inte i analysen"):
        services.draft_from_suggestion(asked, 99, title="Förslag", by=by, today=TODAY)
    assert Package.objects.count() == 1


def stale_page(world: BenefitWorld, asked: Analysis) -> AnalysisPage:
    negotiation = world.negotiation.again()
    return AnalysisPage(Analysis.objects.get(pk=asked.pk), Board(negotiation, world.negotiation.negotiator()), None)


def test_nothing_is_called_proved_once_the_values_have_changed() -> None:
    world = benefit_world()
    asked = ask(world)
    fresh = stale_page(world, asked)
    assert not fresh.is_stale
    assert any("Bevisat" in each.words for each in fresh.proofs)
    world.value("company", [-(10**8)] * 11, shared=False)

    page = stale_page(world, asked)

    assert page.is_stale
    assert (page.points, page.found) == ([], {})
    assert page.lead.endswith("Inget av förslagen är längre en förbättring. Sök igen för att se vad som gäller nu.")
    with time_machine.travel(NOON, tick=False):
        told = text_of(client_of(world.negotiation.leader).get(at(world, "analysis", asked.pk)))
        assert "Sök igen" in told
        assert "Bevisat" not in told
        assert "Tre sätt att välja" not in told


def test_nothing_is_called_proved_once_the_sketch_that_it_was_compared_with_has_changed() -> None:
    world = benefit_world()
    package = world.sketch("Som i dag", 2, 1, 1, 1)
    asked = ask(world, start=package)
    assert not stale_page(world, asked).is_stale
    options = {each.pk: each for each in world.options()}
    best = [options[key] for key in (asked.found or {})["suggestions"][0]]
    by = world.negotiation.negotiator()
    services.change_package(package, title="Bättre", choices=best, by=by, today=TODAY)

    page = stale_page(world, asked)

    assert page.is_stale
    assert all(dominates(each.gains, page.start) for each in page.points)
    assert ", innan paket A ändrades." in page.lead
    with time_machine.travel(NOON, tick=False):
        told = text_of(client_of(world.negotiation.leader).get(at(world, "analysis", asked.pk)))
    assert "Bevisat" not in told
    services.change_package(
        Package.objects.get(pk=package.pk), title="Som förut", choices=world.choice(2, 1, 1, 1), by=by, today=TODAY
    )
    assert not stale_page(world, asked).is_stale


def test_suggestions_that_still_are_improvements_keep_their_places_without_marks() -> None:
    world = benefit_world()
    asked = ask(world)
    every = len(stale_page(world, asked).points)
    option = world.choice(1)[0]
    Valuation.objects.filter(party=world.negotiation.parties["university"], option=option).update(value=-(10**12))

    page = stale_page(world, asked)

    assert page.is_stale
    assert 0 < len(page.points) < every
    assert all(option.pk not in page.kept["suggestions"][row.place] for row in page.rows)
    assert all(not row.marks for row in page.rows)


def test_after_a_new_issue_the_search_says_only_that_it_is_old() -> None:
    world = benefit_world()
    asked = ask(world)
    made = add_issue(world.negotiation.again(), title="Ny", kind="other", by=SYSTEM, today=TODAY)
    add_option(made, title="Ja", by=world.negotiation.secretary(), today=TODAY)

    with time_machine.travel(NOON, tick=False):
        told = text_of(client_of(world.negotiation.leader).get(at(world, "analysis", asked.pk)))

    assert "före ändringarna i underlaget" in told
    for said in ("Inget paket är bättre", "Ingen part räknar i kronor", "effektiva"):
        assert said not in told
