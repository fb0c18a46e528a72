from typing import Any

from django.apps import AppConfig


def is_person(actor: Any) -> bool:
    """Whether somebody is signed in."""
    return actor is not None and bool(actor.is_person)


def runs_installation(actor: Any) -> bool:
    """Whether somebody who runs the installation is signed in."""
    return is_person(actor) and bool(actor.user.is_staff)


class OrganisationsConfig(AppConfig):
    """Who takes part: organisations, partnerships, bodies, seats, populations."""

    name = "governance.organisations"
    verbose_name = "Organisationer"

    def ready(self) -> None:
        """Name the pages in the menu, the words of the trail and the mail that is sent later."""
        from governance.ui import menu  # noqa: PLC0415 -- apps are ready first

        from . import invitations, words  # noqa: F401, PLC0415 -- they register what they know

        menu.register(
            "Partnerskap",
            "organisations:partnerships",
            order=20,
            shown_to=is_person,
            sections=("organisations:",),
        )
        menu.register(
            "Uppsättning",
            "organisations:installation",
            order=90,
            shown_to=runs_installation,
            sections=("organisations:installation", "organisations:organisations", "organisations:populations"),
        )
