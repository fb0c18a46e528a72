"""The gallery in a real browser: accessible, within the narrowest screen, quiet under the strict policy."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from governance.ui import menu
from governance.ui.context import Frame

pytestmark = [pytest.mark.urls("tests.ui.urls"), pytest.mark.django_db(transaction=True)]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "EN-301-549", "best-practice"]
PAGES = ["/", "/ordlista/", "/saknas/", "/belopp/", "/stopp/"]
WIDTHS = [320, 1280]


@pytest.fixture
def noise(page: Any) -> list[str]:
    """What the browser complains of: errors on the page and in the console, breaches of the policy."""
    heard: list[str] = []
    page.on("console", lambda message: heard.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("address", PAGES)
def test_page_has_no_violations_and_fits(
    live_server: Any, page: Any, noise: list[str], address: str, width: int
) -> None:
    outside: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(live_server.url) else outside.append(request.url))
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(live_server.url + address)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    assert found.violations_count == 0, found.generate_report()
    assert overflow <= 0
    assert [line for line in noise if "the server responded with a status of 4" not in line] == []
    assert outside == []


def test_every_stop_of_the_keyboard_can_be_seen(live_server: Any, page: Any) -> None:
    page.goto(live_server.url)
    unseen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        look = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [document.activeElement.outerHTML.slice(0, 80), s.outlineStyle, s.boxShadow]; })()"
        )
        if look[1] == "none" and look[2] == "none":
            unseen.append(look[0])

    assert unseen == []


def test_phone_menu_closes_with_escape_and_gives_focus_back(live_server: Any, page: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(menu, "_menu", {"start": menu.Item("Start", "start")})
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(live_server.url)

    page.click("details.menu summary")
    expect(page.locator("details.menu")).to_have_attribute("open", "")
    page.keyboard.press("Escape")

    expect(page.locator("details.menu")).not_to_have_attribute("open", "")
    expect(page.locator("details.menu summary")).to_be_focused()


def test_wrong_form_puts_the_reader_at_its_errors(live_server: Any, page: Any, noise: list[str]) -> None:
    page.goto(live_server.url + "/belopp/")

    page.fill("#id_amount", "tusen")
    page.click("text=Spara")

    expect(page.locator(".errsum")).to_be_focused()
    page.click(".errsum a")
    expect(page.locator("#id_amount")).to_be_focused()
    expect(page.locator("#id_amount")).to_have_value("tusen")
    assert [line for line in noise if "422" not in line] == []


def test_refused_step_is_swapped_in_and_takes_the_focus(live_server: Any, page: Any, noise: list[str]) -> None:
    page.goto(live_server.url + "/belopp/")

    page.click("#steg")

    expect(page.locator("#svar #stop-title")).to_be_focused()
    expect(page.locator("h1")).to_have_text("Belopp")
    assert [line for line in noise if "409" not in line] == []


def test_filter_swaps_the_list_keeps_the_focus_and_names_the_address(live_server: Any, page: Any) -> None:
    page.goto(live_server.url + "/lista/")
    page.evaluate("window.kept = true")

    page.focus("#lista-2")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Visar antagen")).to_be_visible()
    expect(page).to_have_url(f"{live_server.url}/lista/?lage=antagen")
    expect(page.locator("[aria-current]")).to_have_text("antagen")
    expect(page.locator("#lista-2")).to_be_focused()
    assert page.evaluate("window.kept")


def test_filter_works_without_script(live_server: Any, browser: Any) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(live_server.url + "/lista/")

    page.click("text=antagen")

    expect(page.get_by_text("Visar antagen")).to_be_visible()


def test_long_seat_fits_the_narrowest_screen(live_server: Any, page: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(Frame, "signed_in", True)
    monkeypatch.setattr(Frame, "seat", "Registrator, Nämnden för funktionsstödsförvaltningens myndighetsutövning")
    monkeypatch.setitem(menu._places, "sign_out", "start")
    page.set_viewport_size({"width": 320, "height": 700})

    page.goto(live_server.url + "/ordlista/")

    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.click("details.menu summary")
    expect(page.locator(".menu__out button")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_day_with_its_year_does_not_touch_what_happened(live_server: Any, page: Any, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(live_server.url + "/ordlista/")

    gap = page.evaluate(
        "document.querySelector('main').innerHTML = '<ul class=\"plain rows small log\"><li><span class=\"num\">3 mars'"
        '+ \'</span><span>Lämnad</span></li><li><span class="num">27\u00a0mars\u00a02024</span><span>Skickad</span>'
        "</li></ul>', (() => {const [day, told] = document.querySelectorAll('.log li')[1].children;"
        "const words = document.createRange(); words.selectNodeContents(day);"
        "return told.getBoundingClientRect().left - words.getBoundingClientRect().right})()"
    )

    assert gap >= 8


def test_the_watchers_are_awake(live_server: Any, page: Any, noise: list[str]) -> None:
    page.goto(live_server.url + "/ordlista/")

    page.evaluate(
        "document.querySelector('main').innerHTML = '<p style=\"color:red\">x</p><img src=\"/static/ui/mark.svg\">'"
    )
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})

    assert "image-alt" in {fault["id"] for fault in found.response["violations"]}
    assert any("Content Security Policy" in line for line in noise)
