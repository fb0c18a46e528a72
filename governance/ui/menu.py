"""The places of the frame around every page: main menu, footer, seat and sign-in, filled in by the apps."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse

Predicate = Callable[[Any], bool]
Counter = Callable[[Any, date], int]


@dataclass(frozen=True, slots=True)
class Item:
    """A link in the main menu or the footer."""

    label: str
    url_name: str
    order: int = 100
    shown_to: Predicate = field(default=lambda actor: True)
    count: Counter | None = None
    sections: tuple[str, ...] = ()

    def url(self) -> str:
        """Where the link leads; empty in an installation that lacks the page."""
        try:
            return reverse(self.url_name)
        except NoReverseMatch:
            return ""

    def closeness(self, view_name: str) -> int:
        """How well the item stands for the page now shown; 0 when it does not."""
        if view_name == self.url_name:
            return 1000
        return max((len(prefix) for prefix in self.sections if view_name.startswith(prefix)), default=0)


_menu: dict[str, Item] = {}
_footer: dict[str, Item] = {}
_places: dict[str, str] = {
    "seat": "accounts:choose_seat",
    "sign_in": "accounts:sign_in",
    "sign_out": "accounts:sign_out",
    "rules": "rules",
}


def register(
    label: str,
    url_name: str,
    *,
    shown_to: Predicate = lambda actor: True,
    order: int = 100,
    count: Counter | None = None,
    sections: tuple[str, ...] = (),
) -> None:
    """Add a link to the main menu; called in `AppConfig.ready`.

    `shown_to` is asked with the actor (None for a visitor where none is set), `count` with actor and day. `sections`
    are beginnings of URL names, such as `budgets:`, whose pages mark the item as the current one.
    """
    _menu[url_name] = Item(label, url_name, order, shown_to, count, sections)


def register_footer(label: str, url_name: str, *, order: int = 100) -> None:
    """Add a link to the footer of every page."""
    _footer[url_name] = Item(label, url_name, order)


def place(name: str, url_name: str) -> None:
    """Say which page chooses seat (`seat`), signs in (`sign_in`) or out (`sign_out`), or shows the `rules`."""
    _places[name] = url_name


def menu_items() -> list[Item]:
    """The main menu in its order."""
    return sorted(_menu.values(), key=lambda item: (item.order, item.label))


def footer_items() -> list[Item]:
    """The footer in its order."""
    return sorted(_footer.values(), key=lambda item: (item.order, item.label))


def address_of(name: str) -> str:
    """The address of a place of the frame, empty where there is no such page."""
    try:
        return reverse(_places[name])
    except NoReverseMatch:
        return ""
