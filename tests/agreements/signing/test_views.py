"""The pages of signing, as everybody meets them: plan, open, sign here, sign elsewhere, say no, stop."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.signing.models import Checkout, Signatory, SigningRound
from agreements.signing.services import rounds, signatures
from agreements.signing.states import CheckoutState, RoundState, SignatoryState
from agreements.texts.states import AgreementState
from governance.documents.canonical import sha256
from governance.documents.models import DocumentRevision
from governance.jobs.models import Job
from governance.jobs.states import JobState
from governance.organisations.kinds import SeatRole
from tests.budgets.pages import NOON, send, words
from tests.factories import signing
from tests.factories.agreements import agreement_world
from tests.factories.decisions import seat_in
from tests.factories.organisations import TODAY, make_seat

from .pages import browser, url

pytestmark = pytest.mark.django_db
PASSWORD = "ett mycket långt lösenord"


@pytest.fixture(autouse=True)
def _on_the_day() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def leader(found: signing.SigningWorld) -> Client:
    return browser(found.world.leader)


def person(found: signing.SigningWorld, signatory: Signatory) -> Client:
    return browser(found.seat_of(signatory))


# Planning and opening ------------------------------------------------------------------------------------------------


def test_leader_plans_names_and_opens_the_round_from_the_pages() -> None:
    world = agreement_world(AgreementState.READY_TO_SIGN)
    signing.give_mandates(world)
    client = browser(world.leader)
    home = reverse("signing:round", args=[world.partnership.slug, world.agreement.pk])

    empty = words(client.get(home))
    planned = send(client, f"{home}planera/", last_on=signing.LAST.isoformat())
    found = signing.SigningWorld(world, SigningRound.objects.get(), {})
    listed = words(client.get(home))
    moved = send(client, url(found, "group", found.signatories[2].pk), group=2, version=1)
    opening = words(client.get(url(found, "open")))
    opened = send(client, url(found, "open"), version=found.now().version)
    sealing = words(client.get(home))
    signing.work(found)
    running = words(client.get(home))

    assert "Undertecknandet är inte öppnat än" in empty
    assert (planned.status_code, moved.status_code, opened.status_code) == (303, 303, 303)
    assert "Åsa Lindqvist kommunstyrelsens ordförande" in listed
    assert "Redan uppfyllt Avtalet är klart att underteckna" in opening
    assert "0 av 1 dokument klara" in sealing
    assert "Förseglat av Samverk" in running
    assert "Kan underteckna samtidigt med Region Aspen." in running
    assert "Undertecknar efter Staten och Region Aspen." in running
    assert "0 av 3 underskrifter finns" in running


def test_signatory_is_asked_about_before_she_is_removed() -> None:
    found = signing.planned_round()
    client, named = leader(found), found.signatories[1]
    page = url(found, "remove", named.pk)

    listed = client.get(url(found, "round")).content.decode()
    asked = words(client.get(page))
    rounds.set_group(named, 2, by=found.by_leader(), today=TODAY)
    seen_before = send(client, page, version=named.version)

    assert f'href="{page}"' in listed
    assert f'action="{page}"' not in listed
    assert f"Ta bort {named.name} ur listan?" in asked
    assert "Någon hann före dig" in words(seen_before)
    assert len(found.signatories) == 3
    removed = send(client, page, version=found.signatory(found.world.region).version)
    assert removed.status_code == 303
    assert len(found.signatories) == 2


def test_opening_says_what_is_missing_instead_of_showing_a_button() -> None:
    found = signing.planned_round()
    client = leader(found)
    removed = send(client, url(found, "remove", found.signatories[1].pk))

    page = client.get(url(found, "open"))
    tried = send(client, url(found, "open"), version=found.now().version)

    assert removed.status_code == 303
    assert "Ingen undertecknar för Region Aspen." in words(page)
    assert 'class="form"' not in page.content.decode()
    assert tried.status_code == 409
    assert "Ingen undertecknar för Region Aspen." in words(tried)
    added = send(client, url(found, "add"), mandate=found.mandates[found.world.region.pk].pk, group=1)
    assert added.status_code == 303
    assert len(found.signatories) == 3


def test_leaders_pages_are_theirs_alone_and_unknown_to_outsiders() -> None:
    found = signing.planned_round()
    speaker, stranger = person(found, found.signatories[0]), browser(make_seat())

    for name in ("plan", "open", "stop", "add", "last_day", "take_back"):
        assert speaker.get(url(found, name)).status_code == 403, name
        assert stranger.get(url(found, name)).status_code == 404, name
    assert speaker.get(url(found, "round")).status_code == 200
    assert stranger.get(url(found, "round")).status_code == 404


def test_last_day_is_changed_forward_alone() -> None:
    found = signing.planned_round()
    client = leader(found)

    back = send(client, url(found, "last_day"), last_on="2026-10-01", version=found.now().version)
    forward = send(client, url(found, "last_day"), last_on="2026-12-01", version=found.now().version)

    assert back.status_code == 422
    assert "Dagen har redan varit" in words(back)
    assert forward.status_code == 303
    assert found.now().last_on.isoformat() == "2026-12-01"


# Signing in Samverk --------------------------------------------------------------------------------------------------


def test_person_reviews_signs_in_again_and_signs() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.municipality)
    client = person(found, signatory)

    desk = words(client.get(reverse("desk")))
    review = words(client.get(url(found, "review", signatory.pk)))
    asked = words(client.get(url(found, "confirm", signatory.pk)))
    wrong = send(client, url(found, "confirm", signatory.pk), has_read="on", password="fel", version=signatory.version)
    unread = send(client, url(found, "confirm", signatory.pk), password=PASSWORD, version=signatory.version)
    assert not Job.objects.filter(kind=signatures.SIGN_JOB).exists()
    said = send(
        client, url(found, "confirm", signatory.pk), has_read="on", password=PASSWORD, version=signatory.version
    )
    under_way = words(client.get(said.url))
    signing.work(found)
    done = words(client.get(said.url))

    assert "Underteckna Ramavtal om digitala remisser" in desk
    assert "Er del av kostnaden 32 620 000 kr" in review
    assert "Ditt mandat Beslut av Almby kommun 1 september 2026, KF 2026-09-28 § 112" in review
    assert "Mandatet avser Avtal om digitala remisser" in review
    assert "Mandatets ram Ingen beloppsgräns" in review
    assert "Mandatet gäller Till och med 31 december 2027" in review
    assert "Ditt lösenord" in asked
    assert (wrong.status_code, unread.status_code) == (422, 422)
    assert "Lösenordet stämmer inte." in words(wrong)
    assert "Kryssa i att du har läst avtalet." in words(unread)
    assert said.status_code == 303
    assert "0 av 1 underskrifter klara" in under_way
    assert "Undertecknat Åsa Lindqvist, Almby kommun, 20 oktober 2026 kl. 12.00" in done


def test_person_whose_turn_it_is_not_reads_what_is_waited_for() -> None:
    found = signing.planned_round(groups=(1, 1, 2))
    last = found.signatories[2]
    client, review = person(found, last), url(found, "review", last.pk)
    planned = client.get(review)

    assert "Du kan underteckna när avtalet är förseglat och det är din tur." in words(planned)
    assert url(found, "file") not in planned.content.decode()
    assert url(found, "reject", last.pk) not in planned.content.decode()
    assert client.get(url(found, "confirm", last.pk)).headers["Location"] == review

    opened = signing.open_round(groups=(1, 1, 2))
    last = opened.signatories[2]
    shown = person(opened, last).get(url(opened, "review", last.pk))

    assert "Du kan underteckna när Staten och Region Aspen har gjort det." in words(shown)
    assert url(opened, "reject", last.pk) in shown.content.decode()
    assert "Steget hör inte till det här läget" not in words(shown)


def test_link_that_is_passed_on_signs_for_nobody_else() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    colleague = browser(seat_in(found.seat_of(signatory).body, SeatRole.REPRESENTATIVE))
    others = (colleague, leader(found), person(found, found.signatory(found.world.state)))

    for client in others:
        for name in ("review", "confirm", "lend", "hand_in", "reject"):
            assert client.get(url(found, name, signatory.pk)).status_code == 403, name
        sent = send(client, url(found, "confirm", signatory.pk), has_read="on", password=PASSWORD, version=1)
        assert sent.status_code == 403
    assert Client().get(url(found, "review", signatory.pk)).status_code == 302
    assert found.signatory(found.world.region).state == SignatoryState.TURN


def test_double_click_on_sign_is_one_signature() -> None:
    from governance.workflow.tokens import new_token

    found = signing.open_round()
    signatory, token = found.signatories[0], new_token()
    client = person(found, signatory)
    given = {"has_read": "on", "password": PASSWORD, "version": signatory.version, "token": token}

    first = send(client, url(found, "confirm", signatory.pk), **given)
    second = send(client, url(found, "confirm", signatory.pk), **given)

    assert (first.status_code, second.status_code) == (303, 409)
    assert Job.objects.filter(kind=signatures.SIGN_JOB).count() == 1


def test_demonstration_person_confirms_without_a_password() -> None:
    found = signing.open_round()
    signatory = found.signatories[0]
    user = found.seat_of(signatory).user
    user.is_demo = True
    user.save()
    client = person(found, signatory)

    page = client.get(url(found, "confirm", signatory.pk))
    said = send(client, url(found, "confirm", signatory.pk), has_read="on", version=signatory.version)

    assert 'type="password"' not in page.content.decode()
    assert "Exempelpersoner har inget lösenord" in words(page)
    assert said.status_code == 303


def test_signature_that_gave_up_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    from agreements.signing import growing

    found = signing.open_round()
    signatory = signing.say_yes(found, found.signatories[0])

    def unreachable(*_: Any, **__: Any) -> None:
        raise OSError("tidsstämplingen svarar inte")

    with monkeypatch.context() as silent:
        silent.setattr(growing, "put", unreachable)
        for _try in range(5):
            signing.work(found)
    client = person(found, signatory)
    gave_up = words(client.get(url(found, "progress", signatory.pk)))
    again = send(client, url(found, "retry", signatory.pk))
    signing.work(found)

    assert "Samverk försökte flera gånger" in gave_up
    assert again.status_code == 303
    assert Job.objects.get(kind=signatures.SIGN_JOB).state == JobState.DONE
    assert found.signatories[0].state == SignatoryState.SIGNED


# Signing elsewhere ---------------------------------------------------------------------------------------------------


def upload(client: Client, address: str, content: Any, version: int, name: str = "avtal.pdf") -> Any:
    return send(client, address, version=version, file=SimpleUploadedFile(name, content, "application/pdf"))


def test_person_borrows_the_file_signs_it_elsewhere_and_hands_it_in() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    client, address = person(found, signatory), url(found, "hand_in", signatory.pk)

    early = words(client.get(address))
    lent = send(client, url(found, "lend", signatory.pk), hours=24, version=signatory.version)
    page = words(client.get(address))
    fetched_bytes = b"".join(client.get(url(found, "file")).streaming_content)  # type: ignore[attr-defined]
    sealed = DocumentRevision.objects.get(number=1)
    others = words(person(found, found.signatories[0]).get(url(found, "review", found.signatories[0].pk)))
    shown = words(client.get(url(found, "round")))
    version = found.signatory(found.world.region).version
    handed = upload(client, address, signing.signed_elsewhere(found, signatory), version)
    signing.work(found)

    assert "Du har inte lånat filen." in early
    assert lent.url == address
    assert "Du har filen till 21 oktober 2026 kl. 12.00." in page
    assert sha256(fetched_bytes) == sealed.sha256
    assert "Mats Öberg, Region Aspen har lånat filen till 21 oktober 2026 kl. 12.00" in others
    assert "Filen är utlånad" in shown
    assert handed.url == url(found, "progress", signatory.pk)
    assert found.signatory(found.world.region).state == SignatoryState.SIGNED


def test_file_with_something_wrong_is_refused_with_the_reason_and_nothing_is_lost() -> None:
    found = signing.open_round()
    signatory = found.signatory(found.world.region)
    client, address = person(found, signatory), url(found, "hand_in", signatory.pk)
    signing.borrow(found, signatory)
    version = found.signatory(found.world.region).version
    wrong_person = signing.signed_elsewhere(found, signatory, name="Karin Åkerlind")

    answers = {
        "not_pdf": upload(client, address, b"hej", version),
        "wrong_name": upload(client, address, b"%PDF-", version, name="avtal.docx"),
        "wrong_person": upload(client, address, wrong_person, version),
        "nothing": send(client, address, version=version),
    }

    assert {name: answer.status_code for name, answer in answers.items()} == {
        "not_pdf": 409,
        "wrong_name": 422,
        "wrong_person": 409,
        "nothing": 422,
    }
    assert "Filen är ingen PDF." in words(answers["not_pdf"])
    assert "Certifikatet är utfärdat för Karin Åkerlind. I fältet ska Mats Öberg underteckna." in words(
        answers["wrong_person"]
    )
    assert Checkout.objects.get().state == CheckoutState.OUT
    assert not Job.objects.filter(kind=signatures.SIGN_JOB).exists()


def test_file_of_200_mb_is_refused_before_it_is_read() -> None:
    found = signing.open_round()
    signatory = found.signatories[0]
    client = person(found, signatory)
    signing.borrow(found, signatory)
    huge = SimpleUploadedFile("avtal.pdf", b"%PDF-1.7", "application/pdf")
    huge.file = io.BytesIO(b"%PDF-" + bytes(26 * 1024 * 1024))
    huge.size = 26 * 1024 * 1024

    answer = send(client, url(found, "hand_in", signatory.pk), version=found.signatories[0].version, file=huge)

    assert answer.status_code == 422
    assert "Filen är för stor. Den får vara högst 25 MB." in words(answer)
    assert found.signatories[0].state == SignatoryState.TURN


def test_file_is_given_back_from_the_page() -> None:
    found = signing.open_round()
    signatory = found.signatories[0]
    client = person(found, signatory)
    signing.borrow(found, signatory)

    given = send(client, url(found, "give_back", signatory.pk))

    assert given.status_code == 303
    assert Checkout.objects.get().state == CheckoutState.GIVEN_BACK
    assert client.get(url(found, "give_back", signatory.pk)).status_code == 404


# Saying no -----------------------------------------------------------------------------------------------------------


def test_person_rejects_with_a_reason_that_everybody_reads() -> None:
    found = signing.open_round()
    signatory = found.signatories[0]
    client = person(found, signatory)
    given = {"version": signatory.version}

    bare = send(client, url(found, "reject", signatory.pk), reason="", **given)
    said = send(client, url(found, "reject", signatory.pk), reason="Kostnadstaket saknas", **given)
    page = words(leader(found).get(url(found, "round")))

    assert (bare.status_code, said.status_code) == (422, 303)
    assert "Kostnadstaket saknas" in page
    assert "Underskrifterna i den här omgången gäller inte." in page
    assert found.now().state == RoundState.STOPPED


def test_leader_stops_and_person_takes_her_signature_back() -> None:
    found = signing.open_round()
    first = signing.sign_here(found, found.signatories[0])

    client, progress = person(found, first), url(found, "progress", first.pk)
    page = words(client.get(url(found, "round")))
    looked = client.get(url(found, "review", first.pk))
    form = words(client.get(url(found, "withdraw", first.pk)))
    back = send(person(found, first), url(found, "withdraw", first.pk), reason="Nytt beslut", version=first.version)
    stopped_twice = send(leader(found), url(found, "stop"), reason="Fel", version=found.now().version)

    assert "Ta tillbaka min underskrift" in page
    assert looked.headers["Location"] == progress
    assert "Skälet är skrivet" not in form
    assert back.status_code == 303
    assert "Undertecknandet är stoppat" in words(client.get(url(found, "review", first.pk)))
    assert "Underskrifterna i den här omgången gäller inte." in words(client.get(progress))
    assert stopped_twice.status_code == 409
    assert found.world.now().state == AgreementState.DRAFT


def test_earlier_round_stays_readable() -> None:
    found = signing.open_round()
    send(leader(found), url(found, "stop"), reason="Fel belopp", version=found.now().version)

    page = leader(found).get(url(found, "earlier", 1))

    assert page.status_code == 200
    assert "Fel belopp" in words(page)
    assert leader(found).get(url(found, "earlier", 2)).status_code == 404


# The agreement's own page, the desk, the trail ------------------------------------------------------------------------


def test_agreements_page_says_whose_turn_and_shows_the_signatures() -> None:
    found = signing.open_round()
    signing.sign_here(found, found.signatories[0])
    agreement = found.world.agreement
    address = reverse("agreements:agreement", args=[agreement.partnership.slug, agreement.pk])

    mine = words(person(found, found.signatory(found.world.municipality)).get(address))
    others = words(leader(found).get(address))

    assert "Avtalet är klart att underteckna för Almby kommun." in mine
    assert "Almby kommun (du)" in mine
    assert "1 av 3 underskrifter finns" in mine
    assert "Granska och underteckna" in mine
    assert "Du får underteckna för Almby kommun enligt beslut 1 september 2026, KF 2026-09-28 § 112." in mine
    assert "Region Aspen och Almby kommun" in others
    assert "1 av 3 klara" in others
    assert "Läs hela avtalet (PDF" in others


def test_desk_tells_the_leader_to_open_and_others_whom_they_wait_for() -> None:
    planned = signing.planned_round()
    open_ = signing.open_round()

    assert "Öppna undertecknandet" in words(leader(planned).get(reverse("desk")))
    waiting = words(leader(open_).get(reverse("desk")))
    assert "Underskrifter: Ramavtal om digitala remisser" in waiting
    assert "Staten, Region Aspen och Almby kommun" in waiting


def test_events_lead_to_the_round() -> None:
    found = signing.open_round()
    client = leader(found)

    for kind, pk in (("signinground", found.round.pk), ("signatory", found.signatories[0].pk)):
        answer = client.get(reverse("signing:find", args=[kind, pk]))
        assert (answer.status_code, answer["Location"]) == (302, url(found, "round"))
    assert client.get(reverse("signing:find", args=["annat", 1])).status_code == 404
    assert browser(make_seat()).get(reverse("signing:find", args=["signinground", found.round.pk])).status_code == 404


def queries_of(client: Client, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [each["sql"] for each in asked.captured_queries]


def test_page_before_opening_asks_little_though_it_looks_at_everything() -> None:
    found = signing.planned_round()

    assert len(queries_of(leader(found), url(found, "open"))) <= 12


def test_pages_ask_the_same_however_many_sign() -> None:
    found = signing.open_round()
    signatory = found.signatories[0]
    client = person(found, signatory)
    addresses = {name: url(found, name, *more) for name, *more in (("round",), ("review", signatory.pk))}

    before = {name: queries_of(client, address) for name, address in addresses.items()}
    for other in found.signatories[1:]:
        signing.sign_here(found, other)
    after = {name: len(queries_of(client, address)) for name, address in addresses.items()}

    assert {name: len(asked) for name, asked in before.items()} == after
    assert all(number <= 12 for number in after.values()), (after, before)
