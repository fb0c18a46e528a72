"""Every page of the URLconf in a real browser: accessible, within the narrowest screen, quiet, and all our own."""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import transaction
from django.test import Client

from tests.architecture.addresses import Address, addresses, pages
from tests.factories.organisations import make_user, sign_in

from .browsing import listen, opened
from .world import World, tell_story, told_day

pytestmark = [
    *(pytest.mark.once, pytest.mark.browser, pytest.mark.timeout(900)),
    pytest.mark.django_db(transaction=True),
]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549"]
NARROW, WIDE = {"width": 320, "height": 800}, {"width": 1280, "height": 900}
ASKERS = (
    *("besökare", "sgd", "cs", "malmö", "administrator", "systemansvarig", "vip", "revisor"),
    *("förhandlare", "kansli", "part", "staten", "registratur", "storhamn"),
    *("avtal", "styrelse", "avtalspart", "avtalsstat"),
)
AT_HOME = {
    "vip": ("vip",),
    "hälsa": ("förhandlare", "kansli", "part", "staten", "registratur"),
    "storhamn": ("storhamn",),
    "avtal": ("avtal", "styrelse", "avtalspart", "avtalsstat"),
}
"""Who is asked first about what a partnership owns; nobody else but those of SGD is shown much of it."""

WITHOUT_PAGE = {
    *("accounts:sign_out", "organisations:end_insight", "organisations:invite_again"),
    "organisations:population_import",
    *("decisions:csv", "budgets:lines", "budgets:shares", "budgets:outcome_file", "budgets:settlement_file"),
    *("documents:find", "documents:file", "documents:data", "documents:edition_file", "documents:edition_data"),
    *("documents:retry", "budgets:find", "budgets:frame_open", "budgets:report_start"),
    *("budgets:line_remove", "budgets:calculation_remove", "budgets:activity_remove"),
    *("reminders:read_all", "reminders:choose_mail", "reminders:read"),
    *("negotiations:find", "negotiations:remind", "negotiations:read", "negotiations:limit_lift"),
    *("negotiations:milestone_remove", "benefits:find", "benefits:interest_remove", "benefits:suggestion"),
    *("agreements:find", "agreements:template_own", "agreements:template_remove"),
    *("agreements:section_remove", "agreements:financing_remove", "agreements:timetable_remove"),
    *("agreements:new_version", "adoption:find", "adoption:remove", "signing:find", "signing:file"),
    *("signing:retry", "signing:give_back", "commitments:find", "boards:find", "workpackages:find"),
}
"""Files, ways on to another page, and addresses that only act."""

SHOWN_TO = {
    **dict.fromkeys(("signing:confirm", "signing:lend", "signing:hand_in", "signing:reject"), "avtalspart"),
    "signing:review": "avtalspart",
    "commitments:level_drop": "avtalspart",
}
"""Whose turn it is, where others are told that it is not theirs."""

ERRORS = (("besökare", "/finns-inte/", 404), ("revisor", "/partnerskap/sgd-skane/budget/ny/", 403))


def clients_of(world: World) -> dict[str, Client]:
    """Everybody who looks at pages."""
    clients = {role: Client() for role in ASKERS}
    for role in set(ASKERS) & set(world.seats):
        sign_in(clients[role], world.seats[role])
    staff = make_user(name="Driften", is_staff=True)
    clients["systemansvarig"].force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    return clients


def shown_pages(world: World, clients: dict[str, Client]) -> Iterator[tuple[str, str]]:
    """Each page once, about an object that it can be shown for, as somebody who is shown it: (role, url)."""
    by_name: dict[str, list[Address]] = {}
    for address in addresses(world):
        by_name.setdefault(address.page.name, []).append(address)
    for name, found in by_name.items():
        if name not in WITHOUT_PAGE:
            yield first_shown(name, found, clients)


def first_shown(name: str, found: list[Address], clients: dict[str, Client]) -> tuple[str, str]:
    """Somebody who is shown the page, and where."""
    for address in found:
        home = AT_HOME.get(address.owner, ())
        for role in (SHOWN_TO[name],) if name in SHOWN_TO else sorted(ASKERS, key=lambda role: role not in home):
            answer = clients[role].get(address.url)
            if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
                return role, address.url
    raise AssertionError(f"ingen visas sidan {name}: {[address.url for address in found[:3]]}")


def complaints(page: Any, label: str, axe: Axe) -> Iterator[str]:
    """What axe finds, and what does not fit."""
    found = axe.run(page, options={"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]})
    for fault in found.response["violations"]:
        where = "; ".join(str(node["target"][0]) for node in fault["nodes"][:3])
        yield f"{label}: {fault['id']}: {fault['help']} ({where})"
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        yield f"{label}: {wide} px för brett"


def test_every_page_is_accessible_narrow_and_quiet(live_server: Any, browser: Any) -> None:
    wrong: list[str] = []
    looked = 0
    with told_day():
        with transaction.atomic():
            world = tell_story()
        clients = clients_of(world)
        asked = list(shown_pages(world, clients))
        asked += [(role, url) for role, url, _status in ERRORS]
        expected = {(role, url): status for role, url, status in ERRORS}
        for role in ASKERS:
            with opened(browser, live_server.url) as page:
                listen(page, live_server.url, wrong.append)
                cookies = [
                    {"name": name, "value": cookie.value, "url": live_server.url}
                    for name, cookie in clients[role].cookies.items()
                ]
                page.context.add_cookies(cookies)
                for url in [url for who, url in asked if who == role]:
                    page.set_viewport_size(WIDE)
                    answer = page.goto(live_server.url + url)
                    looked += 1
                    if answer.status != expected.get((role, url), 200):
                        wrong.append(f"{url} som {role}: {answer.status}")
                    wrong += complaints(page, f"{url} som {role}, 1280 px", Axe())
                    page.set_viewport_size(NARROW)
                    wrong += complaints(page, f"{url} som {role}, 320 px", Axe("void 0"))  # it is there already

    print(f"{looked} sidor vid två bredder")
    assert looked > 75
    assert not wrong, f"{len(wrong)} fel på {looked} sidor:\n" + "\n".join(wrong)


def test_pages_left_out_are_in_the_urlconf() -> None:
    assert WITHOUT_PAGE - {page.name for page in pages()} == set()
