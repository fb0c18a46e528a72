"""The frame, the errors and the glossary, asked for as a visitor does."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.template.loader import get_template
from django.test import Client, RequestFactory

from governance.lib.swedish_order import swedish_key
from governance.ui import menu, views
from governance.ui.glossary import Entry, read_table, terms

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db]


@pytest.fixture
def registry(monkeypatch: Any) -> None:
    """A menu and a footer of this test's own."""
    monkeypatch.setattr(menu, "_menu", {})
    monkeypatch.setattr(menu, "_footer", {})


def test_menu_shows_what_the_actor_may_and_what_exists(client: Client, registry: None) -> None:
    menu.register("Start", "start", order=2)
    menu.register("Ordlista", "glossary", order=1, count=lambda actor, today: 3)
    menu.register("Hemligt", "broken", shown_to=lambda actor: False)
    menu.register("Saknas", "no_such_page")

    page = client.get("/ordlista/").content.decode()
    bar = page[page.index('<nav class="nav"') : page.index("</nav>")]

    assert bar.index("Ordlista") < bar.index("Start")
    assert '<a href="/ordlista/" aria-current="page">Ordlista<span class="count">3' in bar
    assert bar.count("aria-current") == 1
    assert "Hemligt" not in bar
    assert "Saknas" not in bar


def test_menu_marks_the_nearest_section(client: Client, registry: None) -> None:
    menu.register("Allt", "start", sections=("g",))
    menu.register("Ord", "broken", sections=("gloss",))

    page = client.get("/ordlista/").content.decode()

    assert '<a href="/trasig/" aria-current="page">Ord' in page
    assert '<a href="/">Allt' in page


def test_footer_links_only_pages_that_exist(client: Client, registry: None) -> None:
    menu.register_footer("Ordlista", "glossary")
    menu.register_footer("Saknas", "no_such_page")

    foot = client.get("/").content.decode().split('<footer class="foot">')[1]

    assert "/ordlista/" in foot
    assert "Saknas" not in foot
    assert "Sidan visar läget" in foot


def test_demonstration_is_marked_and_a_real_installation_is_not(client: Client, settings: Any) -> None:
    assert 'class="demo"' in client.get("/").content.decode()

    settings.DEMO = False

    assert 'class="demo"' not in client.get("/").content.decode()


def test_visitor_has_no_seat_and_no_way_to_sign_out(client: Client) -> None:
    page = client.get("/").content.decode()

    assert "Du agerar som" not in page
    assert "logga ut" not in page


def test_page_asks_nothing_of_the_database_for_its_frame(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        client.get("/ordlista/")


def test_missing_page_is_told_in_swedish(client: Client) -> None:
    answer = client.get("/finns-inte/")

    assert answer.status_code == 404
    assert "<h1>Sidan finns inte</h1>" in answer.content.decode()


def test_broken_page_tells_nothing_of_how(client: Client) -> None:
    client.raise_request_exception = False

    answer = client.get("/trasig/")

    assert answer.status_code == 500
    assert "Något gick fel hos oss" in answer.content.decode()
    assert "hemlig detalj" not in answer.content.decode()


@pytest.mark.parametrize(
    ("view", "status", "heading"),
    [
        (views.bad_request, 400, "Det som skickades går inte att läsa"),
        (views.permission_denied, 403, "Du får inte göra det här"),
        (views.csrf_failure, 403, "Formuläret är för gammalt"),
    ],
)
def test_error_answers_before_any_middleware_has_run(view: Any, status: int, heading: str) -> None:
    request = RequestFactory().get("/")

    answer = view(request)

    assert (answer.status_code, f"<h1>{heading}</h1>" in answer.content.decode()) == (status, True)


def test_too_large_a_form_is_told_so() -> None:
    answer = views.bad_request(RequestFactory().get("/"), RequestDataTooBig())

    assert (answer.status_code, "Filen är för stor" in answer.content.decode()) == (413, True)


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 500, "csrf"])
def test_error_page_needs_no_request(status: int | str) -> None:
    assert "Till startsidan" in get_template(f"errors/{status}.html").render()


def test_page_of_the_glossary_shows_every_row_of_the_document(client: Client) -> None:
    rows = read_table((settings.BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8"))

    page = client.get("/ordlista/").content.decode()

    assert len(rows) > 40
    assert page.count("<dt ") == len(rows)


def test_glossary_is_in_swedish_order_and_has_each_word_once() -> None:
    words = [entry.swedish for entry in terms()]

    assert words == sorted(set(words), key=swedish_key)
    assert len({entry.english for entry in terms()}) == len(words)


def test_table_is_read_without_head_and_ruler() -> None:
    text = "# T\n\n| a | b | c |\n| --- | --- | --- |\n| seal | försegling | Ett märke. |\n"

    assert read_table(text) == [Entry("seal", "försegling", "Ett märke.")]


class Seat:
    """A seat, as the frame reads it."""

    full_label = "Registrator, Malmö <stad>"


class Person:
    """Somebody who has signed in."""

    is_authenticated = True
    name = "Astrid Exempelsson"


def header_of(actor: Any, monkeypatch: Any) -> str:
    """The head of a page for a signed-in person."""
    for place, name in (("seat", "glossary"), ("sign_out", "start"), ("sign_in", "start")):
        monkeypatch.setitem(menu._places, place, name)
    request = RequestFactory().get("/")
    request.user, request.actor = Person(), actor  # type: ignore[attr-defined, assignment]
    return get_template("components/_header.html").render({}, request)


def test_header_says_from_which_seat_one_acts(monkeypatch: Any) -> None:
    shown = header_of(SimpleNamespace(seat=Seat()), monkeypatch)

    assert "Du agerar som: <b>Registrator, Malmö &lt;stad&gt;</b>" in shown
    assert 'href="/ordlista/" aria-label="Byt roll eller organisation">byt</a>' in shown
    assert '<form class="top__out" action="/" method="post"><input type="hidden" name="csrfmiddlewaretoken"' in shown


def test_header_names_a_person_without_seat(monkeypatch: Any) -> None:
    shown = header_of(SimpleNamespace(seat=None), monkeypatch)

    assert "<b>Astrid Exempelsson</b>" in shown
    assert "Du agerar som" not in shown


def test_page_is_told_from_the_day_of_the_request() -> None:
    request = RequestFactory().get("/")
    request.today = date(2025, 1, 31)  # type: ignore[attr-defined]

    shown = get_template("components/_footer.html").render({}, request)

    assert "Sidan visar läget 31\u00a0januari\u00a02025" in shown


@pytest.mark.urls("governance.config.urls")
def test_accessibility_statement_says_what_is_tried_and_whom_to_write_to(client: Client, settings: Any) -> None:
    settings.CONTACT = "hjalp@exempel.invalid"
    told = client.get("/tillganglighet/").content.decode()
    settings.CONTACT = ""
    without = client.get("/tillganglighet/").content.decode()

    assert "WCAG 2.2, nivå AA" in told
    assert 'href="mailto:hjalp@exempel.invalid"' in told
    assert "mailto:" not in without
    assert "Vänd dig till den organisation som har bjudit in dig" in without
    assert 'href="https://www.digg.se/tdosanmalan"' in without
    assert "Redogörelsen sågs senast över 28\u00a0november\u00a02026." in without
    assert 'href="/tillganglighet/"' in client.get("/").content.decode()
