"""Default deny, tried: every address of the URLconf, asked as every role, about objects in several states.

The story is told once for the module, in one transaction that is undone afterwards.
"""

import re
from collections import Counter, deque
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse

from governance.accounts.middleware import SIGNED_IN_AT
from governance.audit.models import Event
from governance.config.demo.assemblies import SENT_BACK_BECAUSE
from governance.documents.models import Document
from governance.lib.money import Sek
from governance.organisations.models import Principal
from tests.factories.organisations import make_user, sign_in
from tests.journeys.world import LINE, World, tell_story, told_day

from .addresses import Address, addresses, examples, pages
from .asking import HOSTILE, HUGE, Asker, Forms, filled, hostile, steady, text_of

pytestmark = [pytest.mark.timeout(600), pytest.mark.django_db, pytest.mark.xdist_group("walls")]  # one story for all

INSIDE = {
    "sgd": ("sgd", "malmö", "cs", "lund", "administrator", "revisor"),
    "vip": ("vip", "vip-styrelse"),
    "granne": ("granne",),
    "hälsa": ("förhandlare", "part"),
    "storhamn": ("storhamn",),
    "avtal": ("avtal", "styrelse"),
}
OUTSIDE = {
    "sgd": ("besökare", "utan plats", "vip", "vip-styrelse", "granne", "systemansvarig"),
    "vip": ("besökare", "utan plats", "sgd", "malmö", "administrator", "revisor", "granne", "systemansvarig"),
    "granne": ("besökare", "utan plats", "vip", "sgd", "cs", "malmö", "revisor", "systemansvarig"),
    "hälsa": ("besökare", "sgd", "storhamn", "systemansvarig"),
    "storhamn": ("besökare", "vip", "förhandlare", "part"),
    "avtal": ("besökare", "malmö", "förhandlare", "systemansvarig"),
}
ANYBODY = (
    *("besökare", "utan plats", "vip", "sgd", "malmö", "revisor", "granne", "systemansvarig"),
    *("förhandlare", "part", "styrelse"),
)
FULLY = ("sgd", "malmö", "vip", "granne", "förhandlare", "storhamn", "avtal")
SET_UP = {
    *("set_up", "edit_partnership", "add_principal", "edit_principal", "add_body", "add_insight", "end_insight"),
    *("body", "edit_body", "add_seat", "edit_seat", "invite_again"),
    *("organisation", "add_organisation_body", "edit_organisation"),
}
"""What whoever runs the installation sets up, in every partnership."""

PRIVATE = ("benefits:", "negotiations:read")
"""What differs between the neutral negotiator and each party: valuations, sketches, the trade finder."""

FEW_QUESTIONS = ("negotiations:", "benefits:", "agreements:", "adoption:", "signing:", "commitments:", "boards:")
"""Where a page asks the database at most twelve times, and a list eight."""

LISTS = {
    *(f"negotiations:{name}" for name in "list parties issues sessions notices timetable checklist".split()),
    *("negotiations:negotiators", "negotiations:precedents", "benefits:packages", "commitments:list", "boards:list"),
    *("agreements:list", "agreements:template", "agreements:figures"),
}

LINK = re.compile(r'href="(/[^"#]*)')
"""A link to a page of ours, without the place on it."""

BACK = re.compile(r'href="([^"]+)">Till sidan som steget hör till<')

NOWHERE = {"slug": "finns-inte", "pk": 987_654_321, "key": "987654321", "matter_id": 987_654_321}
DENIED = (404, 405)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The story, for all tests of this module; an ordinary installation, where nobody is picked from a list."""
    with django_db_blocker.unblock(), told_day(), transaction.atomic(), override_settings(DEMO=True):
        told = tell_story()
        connection.run_on_commit.clear()  # never to be run, and looked through at every savepoint that is undone
        with override_settings(DEMO=False):
            yield told
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def asker(world: World) -> Asker:
    """A client for each role."""
    clients = {role: Client() for role in ("besökare", "utan plats", "systemansvarig", *world.seats)}
    for role, seat in world.seats.items():
        sign_in(clients[role], seat)
    backend = "django.contrib.auth.backends.ModelBackend"
    clients["utan plats"].force_login(make_user(name="Utan plats"), backend=backend)
    clients["systemansvarig"].force_login(make_user(name="Driften", is_staff=True), backend=backend)
    assert all(SIGNED_IN_AT in client.session for role, client in clients.items() if role != "besökare")
    return Asker(clients)


@pytest.fixture(autouse=True)
def nothing_wrong_yet(asker: Asker) -> None:
    asker.wrong, asker.asked = [], 0


@pytest.fixture(scope="module")
def every(world: World) -> list[Address]:
    return addresses(world)


@pytest.fixture(scope="module")
def canaries(world: World) -> dict[str, tuple[str, ...]]:
    """What would betray each partnership: its names, amounts, reasons and document numbers."""
    budget = world.sgd.budgets.get(year=2027)
    share = budget.shares.get(code="1280")
    numbers = Document.objects.filter(partnership=world.sgd).values_list("doc_id", flat=True)
    return {
        "sgd": (
            *("sgd-skane", world.sgd.name, world.sgd.purpose[:60], SENT_BACK_BECAUSE[:60], "Trygg utskrivning"),
            *(budget.diary_number, Sek(budget.total_ore or 0).swedish(), Sek(share.total_ore).swedish()),
            *("1 234 567", "Registratorn, Malmö", "sekreterare.sgd@", *sorted(numbers)[:3]),
        ),
        "vip": (
            *("vip-vasterbotten", world.vip.name, world.vip.purpose[:60], "Styrelsen för VIP", "Arena för policylabb"),
            *("Sakkunniggruppen för upphandling", "Programkontorets administratör", "kontor.vip@"),
        ),
        "granne": ("Grannsamarbetet", LINE, "7 654 321", "GRANNE-"),
        "hälsa": ("Har underskott att återställa", "Företrädaren, Region Aspen", "lead.halsodata@", "Lindö betalar"),
        "storhamn": ("Företrädaren, Storhamns stad", "ordforanden.stad.storhamn@", "stadsbyggnadsdirektör"),
        "avtal": ("Kvarteret Sländan", "Betalningen skjuts upp", world.pact.slug),
    }


def a_few(every: list[Address], most: int) -> Iterator[tuple[Address, int]]:
    """At most so many examples of each page and owner, with the place of each among them."""
    shown: Counter[tuple[str, str]] = Counter()
    for address in every:
        place = shown[address.page.name, address.owner]
        shown[address.page.name, address.owner] += 1
        if place < most:
            yield address, place


def report(asker: Asker) -> None:
    """Fail with every finding at once."""
    print(f"{asker.asked} frågor", *asker.wrong[:60], sep="\n")
    assert not asker.wrong, f"{len(asker.wrong)} fel av {asker.asked}:\n" + "\n".join(asker.wrong[:60])


def look_for(asker: Asker, address: Address, role: str, answer: HttpResponse, words: tuple[str, ...]) -> None:
    """No word of another partnership, other than what was asked for."""
    told = text_of(answer) + answer.headers.get("Location", "")
    for word in words:
        if word in told and word not in address.url:
            asker.note(f"{address.url} som {role}: {answer.status_code} röjer {word!r}")


def nowhere(address: Address) -> str:
    """The same page about something that does not exist."""
    [name] = [name for name in ("slug", "pk", "key") if name in address.keys][:1]
    return address.with_keys(**{name: NOWHERE[name]}).url


def test_every_view_has_a_policy() -> None:
    assert [page.route for page in pages() if page.policy is None] == []


def test_every_address_has_an_example(world: World) -> None:
    known = examples(world)

    assert [page.name for page in pages() if page.takes and page.name not in known] == []
    assert sorted(set(known) - {page.name for page in pages()}) == []


def test_outsiders_find_nothing_and_change_nothing(  # noqa: PLR0912 -- one question, looked at from every side
    world: World, asker: Asker, every: list[Address], canaries: dict[str, tuple[str, ...]]
) -> None:
    events = Event.objects.count()
    nothing: dict[tuple[str, str, str], str] = {}
    for address, place in a_few(every, 2):
        if not address.owner:
            continue
        for role in OUTSIDE[address.owner]:
            if role == "systemansvarig" and address.page.name.removeprefix("organisations:") in SET_UP:
                continue
            if place and role not in FULLY:
                continue
            for method in ("GET", "POST") if place == 0 else ("GET",):
                answer = asker.ask(role, method, address.url)
                if answer is None:
                    continue
                status = answer.status_code
                look_for(asker, address, role, answer, canaries[address.owner])
                if method == "POST" and asker.written:
                    asker.note(f"POST {address.url} som {role}: skriver: {asker.written[0][:120]}")
                if role == "besökare":
                    if status != 302 or not answer.headers["Location"].startswith("/logga-in/?next="):
                        asker.note(f"{method} {address.url} som besökare: {status}")
                    continue
                if status not in DENIED:
                    asker.note(f"{method} {address.url} som {role}: {status}")
                same = (role, method, address.page.name)
                if same not in nothing:
                    other = asker.ask(role, method, nowhere(address))
                    nothing[same] = steady(other) if other else ""
                if steady(answer) != nothing[same]:
                    asker.note(f"{method} {address.url} som {role}: svarar annorlunda än om saken inte fanns")

    assert Event.objects.count() == events
    report(asker)


def test_open_pages_tell_nobody_of_what_is_not_theirs(
    world: World, asker: Asker, every: list[Address], canaries: dict[str, tuple[str, ...]]
) -> None:
    events = Event.objects.count()
    for address in every:
        if address.owner:
            continue
        for role in ANYBODY:
            if role == "systemansvarig" and address.page.policy == "staff":
                continue
            foreign = tuple(word for owner, words in canaries.items() if role not in INSIDE[owner] for word in words)
            for method in ("GET", "POST"):
                with asker.undone():
                    answer = asker.ask(role, method, address.url)
                if answer is None:
                    continue
                look_for(asker, address, role, answer, foreign)
                expected = {"staff": (404,), "demonstration": (404,)}.get(address.page.policy or "")
                if role == "besökare" and address.page.policy in ("staff", "signed_in"):
                    expected = (302,)
                if expected and answer.status_code not in expected:
                    asker.note(f"{method} {address.url} som {role}: {answer.status_code}, väntade {expected}")

    assert Event.objects.count() == events
    report(asker)


def test_keys_of_one_partnership_do_not_open_in_another(world: World, asker: Asker, every: list[Address]) -> None:
    """Asked by one who may see all three: what stops it is the address, not the person."""
    vip = world.vip.slug
    swapped = {"vip": world.sgd.slug, **dict.fromkeys(("sgd", "granne", "hälsa", "storhamn", "avtal"), vip)}
    for address in every:
        if not address.owner or len(address.keys) < 2 or "slug" not in address.keys:
            continue
        if address.page.name == "budgets:frame_open":  # asks about a year, of which there may be none yet
            continue
        moved = address.with_keys(slug=swapped[address.owner])
        for method in ("GET", "POST"):
            with asker.undone():
                answer = asker.ask("alla", method, moved.url)
            is_set_up = address.page.name.removeprefix("organisations:") in SET_UP  # there the right is asked first
            if answer is not None and answer.status_code not in ((403, *DENIED) if is_set_up else DENIED):
                asker.note(f"{method} {moved.url}: {answer.status_code}")

    report(asker)


def test_insiders_read_everything_and_reading_writes_nothing(world: World, asker: Asker, every: list[Address]) -> None:
    """Within a partnership every principal sees what every other sees (X-01); who may write is another question."""
    for address, place in a_few(every, 4):
        if not address.owner:
            continue
        statuses = {}
        for role in INSIDE[address.owner]:
            if role not in FULLY and place > 0:
                continue
            shown = asker.look_up(role, address.url)
            if shown.status:
                statuses[role] = shown.status
            most = 8 if address.page.name in LISTS else 12
            if address.page.name.startswith(FEW_QUESTIONS) and shown.questions > most:
                asker.note(f"GET {address.url} som {role}: {shown.questions} frågor till databasen, högst {most}")
        readers = {status for status in statuses.values() if status not in (403, 409)}
        is_own = address.page.name.startswith(PRIVATE)
        if len(readers) > 1 and not is_own and address.page.name.removeprefix("organisations:") not in SET_UP:
            asker.note(f"GET {address.url}: olika för olika {statuses}")
        if not readers <= {200, 302, 404, 405}:
            asker.note(f"GET {address.url}: {statuses}")

    report(asker)


def test_desk_asks_little_whoever_sits_at_it(asker: Asker) -> None:
    for role in asker.clients:
        asker.ask(role, "GET", reverse("desk"))
        if asker.questions > 12:
            asker.note(f"Mitt bord som {role}: {asker.questions} frågor till databasen")

    report(asker)


def test_no_link_leads_nowhere(asker: Asker) -> None:
    """From the first page on, each kind of address once for each role."""
    for role in ("systemansvarig", "sgd", "malmö", "vip-styrelse", "förhandlare", "part", "styrelse"):
        waiting, known = deque([("/", "")]), {""}
        while waiting:
            url, shown_on = waiting.popleft()
            shown = asker.look_up(role, url)
            if shown.status not in (200, 302):
                asker.note(f"{shown_on} som {role} visar en länk till {url}: {shown.status}")
                continue
            for link in map(unescape, LINK.findall(shown.page)):
                kind = re.sub(r"\d+", "0", link)
                if kind not in known and not link.startswith("/static/"):
                    known.add(kind)
                    waiting.append((link, url))

    report(asker)


def test_a_refusal_leads_back_to_a_page(asker: Asker, every: list[Address]) -> None:
    refusals = 0
    for address, _place in a_few(every, 1):
        for role in INSIDE.get(address.owner, ()):
            shown = asker.look_up(role, address.url)
            if shown.status != 409:
                continue
            refusals += 1
            back = BACK.search(shown.page)
            if back is None:
                asker.note(f"{address.url} som {role}: nekas utan väg tillbaka")
            elif asker.look_up(role, back.group(1)).status not in (200, 302, 409):
                asker.note(f"{address.url} som {role}: leder tillbaka till {back.group(1)}, som inte visas")

    assert refusals > 20
    report(asker)


def test_every_principal_reads_the_same_shares_decisions_and_reports(
    world: World, asker: Asker, every: list[Address]
) -> None:
    alike = ("budgets:lines", "budgets:shares", "budgets:settlement_file", "decisions:csv", "budgets:outcome_file")
    names = [each.organisation.short_name for each in Principal.objects.filter(partnership=world.sgd).by_code()]
    compared = 0
    for address in every:
        if address.owner != "sgd" or address.keys.get("kind") == "xlsx":
            continue
        if address.page.name in alike:
            one, other = (asker.ask(role, "GET", address.url) for role in ("malmö", "lund"))
            assert one is not None and other is not None  # noqa: PT018
            if one.status_code != other.status_code or (one.status_code == 200 and text_of(one) != text_of(other)):
                asker.note(f"{address.url}: olika för Malmö och Lund")
            compared += one.status_code == 200
    for page, year in (("arsrapporter/2024", 2024), ("arsrapporter/2025", 2025), ("2027/1/missiv", 2027)):
        answer = asker.ask("malmö", "GET", f"/partnerskap/sgd-skane/budget/{page}/")
        assert answer is not None
        missing = [name for name in names if name not in text_of(answer)]
        if missing:
            asker.note(f"{year}: Malmö ser inte {missing}")

    assert len(names) == 34
    assert compared >= 8
    report(asker)


def test_no_form_breaks_whatever_is_sent(world: World, asker: Asker, every: list[Address]) -> None:
    """Every form that an insider is shown, sent as shown and hostile; all of it is undone."""
    roles = ("sgd", "cs", "malmö", "administrator", "systemansvarig", "vip", *INSIDE["hälsa"], "storhamn", "styrelse")
    seen: set[tuple[str, str]] = set()
    for address, _place in a_few(every, 2):
        for role in roles:
            if address.owner and role not in (*INSIDE[address.owner], "systemansvarig"):
                continue
            for form in Forms(asker.look_up(role, address.url).page).found:
                target = form["action"] or address.url
                signature = (target if form["action"] else address.page.name, "".join(sorted(form["fields"])))
                if form["method"] != "post" or target == "/logga-ut/" or signature in seen:
                    continue
                seen.add(signature)
                for data in (filled(form), hostile(form, HOSTILE), hostile(form, HUGE), {}):
                    with asker.undone():
                        answer = asker.ask(role, "POST", target, data)
                    if answer is not None and "<script>alert(1)" in text_of(answer):
                        asker.note(f"POST {target} som {role}: det som skrevs blev till kod")

    assert len(seen) > 40
    report(asker)


def test_no_address_breaks_whatever_is_asked(world: World, asker: Asker, every: list[Address]) -> None:
    """Keys and searches beyond what anybody means, asked by one who may see the partnership."""
    huge, far = 10**18, 10**25
    odd: dict[str, list[Any]] = {
        **{"pk": [0, huge, far], "matter_id": [far], "user": [far], "year": [0, 99_999, huge, far], "number": [0, far]},
        **{"slug": ["x" * 300], "name": ["__class__", "x" * 300], "kind": ["pdf", "auth-user"]},
        **{"key": ["x\x00", "9" * 40], "token": ["x\x00"], "doc_id": ["x\x00", "å"]},
    }
    query = "?sok=%00%27&fore=99999999999999999999&rad=x&huvudman=%C3%A5&lage=%00&sida=-1&tjanst=x&next=//x"
    once: set[str] = set()
    for address in every:
        if address.page.name in once:
            continue
        once.add(address.page.name)
        urls = [address.url + query]
        for name, values in odd.items():
            for value in values if name in address.keys else ():
                try:
                    urls.append(address.with_keys(**{name: value}).url)
                except NoReverseMatch:
                    continue
        for url in urls:
            for method in ("GET", "POST"):
                with asker.undone():
                    asker.ask("sgd", method, url)

    report(asker)


def test_wrong_method_is_told_in_swedish(world: World, asker: Asker, every: list[Address]) -> None:
    once: set[str] = set()
    for address in every:
        if address.page.name in once:
            continue
        once.add(address.page.name)
        for method in ("PUT", "DELETE", "OPTIONS", "HEAD"):
            with asker.undone():
                asker.ask("sgd", method, address.url)
            if asker.written:
                asker.note(f"{method} {address.url} skriver: {asker.written[0][:120]}")

    report(asker)
