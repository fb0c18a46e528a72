"""The forms: what is wrong is told by name and nothing is lost; what is right is done once."""

from datetime import date

import pytest
from django.urls import reverse

from agreements.benefits.models import Analysis, Interest, Package, Valuation
from agreements.benefits.states import ConsentState, PackageState
from agreements.negotiations.services import register_finance_change
from agreements.negotiations.states import NegotiationState
from governance.jobs.models import Job
from governance.jobs.services import run_job
from governance.lib.money import Sek
from tests.factories.benefits import BenefitWorld, agreed_world, benefit_world
from tests.factories.organisations import TODAY

from .pages import at, client_of, post, text_of
from .test_searching import large_world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]


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
    assert "Ingen av åtta parter har samtyckt" in page
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
    assert "Samtyck till paketet" in text_of(client.get(at(world, "package", 1)))

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
