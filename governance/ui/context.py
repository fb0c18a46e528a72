"""What base.html needs on every page, worked out only when the template asks for it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from . import menu


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the frame, ready to be shown."""

    label: str
    url: str
    current: bool = False
    count: int = 0


class Frame:
    """The frame around a page: who acts, from which seat, on which day, and where one can go."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @property
    def actor(self) -> Any:
        """The actor that the middleware has set, or None where it never ran."""
        return getattr(self.request, "actor", None)

    @cached_property
    def signed_in(self) -> bool:
        """Whether a person has signed in."""
        user = getattr(self.request, "user", None)
        return bool(user is not None and user.is_authenticated)

    @cached_property
    def seat(self) -> str:
        """The seat that one acts from, in words; empty for a visitor."""
        seat = getattr(self.actor, "seat", None)
        return str(getattr(seat, "full_label", "") or "") if self.signed_in else ""

    @cached_property
    def person(self) -> str:
        """The name of the person who has signed in."""
        return str(getattr(self.request.user, "name", "") or self.request.user) if self.signed_in else ""

    @cached_property
    def today(self) -> date:
        """The day from which the page is told; the middleware may have set another than the calendar's."""
        return getattr(self.request, "today", None) or timezone.localdate()

    @cached_property
    def now(self) -> datetime:
        """The hour at which the page was made."""
        return timezone.localtime()

    @cached_property
    def menu(self) -> list[Link]:
        """The main menu for this actor, with the current page marked."""
        match = self.request.resolver_match
        view_name = match.view_name if match else ""
        items = [(item, item.url()) for item in menu.menu_items() if item.shown_to(self.actor)]
        nearest = max((item.closeness(view_name) for item, _ in items), default=0)
        return [
            Link(
                label=str(item.label),
                url=url,
                current=nearest > 0 and item.closeness(view_name) == nearest,
                count=item.count(self.actor, self.today) if item.count else 0,
            )
            for item, url in items
            if url
        ]

    @cached_property
    def footer(self) -> list[Link]:
        """The links of the footer whose pages exist."""
        return [Link(str(item.label), url) for item in menu.footer_items() if (url := item.url())]

    @cached_property
    def seat_url(self) -> str:
        """Where one chooses seat, to come back to this page."""
        url = menu.address_of("seat")
        is_elsewhere = self.request.resolver_match and self.request.path != url
        return f"{url}?{urlencode({'next': self.request.get_full_path()})}" if is_elsewhere else url

    @cached_property
    def sign_in_url(self) -> str:
        """Where one signs in."""
        return menu.address_of("sign_in")

    @cached_property
    def sign_out_url(self) -> str:
        """Where one signs out (by POST)."""
        return menu.address_of("sign_out")

    @property
    def demo(self) -> bool:
        """Whether this is a demonstration with made-up amounts."""
        return bool(settings.DEMO)


def page(request: HttpRequest) -> dict[str, Any]:
    """Give every page its frame (`frame`); nothing in it is read before the template asks."""
    return {"frame": Frame(request)}
