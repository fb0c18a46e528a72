"""What the journeys share: somebody at a browser, signed in or not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client

from governance.organisations.models import Seat
from tests.factories.organisations import sign_in


@contextmanager
def opened(browser: Any, address: str, seat: Seat | None = None, **context: Any) -> Iterator[Any]:
    """Open a page of the browser's own, as the person in a seat or as a visitor."""
    outside = browser.new_context(locale="sv-SE", timezone_id="Europe/Stockholm", reduced_motion="reduce", **context)
    try:
        if seat is not None:
            client = Client()
            sign_in(client, seat)
            name = settings.SESSION_COOKIE_NAME
            outside.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])
        yield outside.new_page()
    finally:
        outside.close()


def listen(page: Any, address: str, tell: Callable[[str], None]) -> None:
    """Tell of every complaint of the browser, and of everything it wants from elsewhere."""

    def said(message: Any) -> None:
        if message.type in ("error", "warning") and "the server responded with a status of 4" not in message.text:
            tell(f"{page.url}: {message.text}")

    def answered(answer: Any) -> None:
        if answer.status >= 400 and answer.request.resource_type != "document":
            tell(f"{page.url}: {answer.status} för {answer.url}")

    page.on("console", said)
    page.on("response", answered)
    page.on("pageerror", lambda error: tell(f"{page.url}: {error}"))
    page.on("request", lambda asked: None if asked.url.startswith((address, "data:")) else tell(f"hämtar {asked.url}"))
