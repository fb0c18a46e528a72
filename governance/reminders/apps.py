from django.apps import AppConfig


class RemindersConfig(AppConfig):
    """My desk, the days to keep, and messages when it is one's turn."""

    name = "governance.reminders"
    verbose_name = "Påminnelser"

    def ready(self) -> None:
        """Put my desk first in the menu and the days to keep among a partnership's parts."""
        from django.urls import reverse  # noqa: PLC0415 -- apps are ready first

        from governance.organisations.agenda import section  # noqa: PLC0415
        from governance.organisations.apps import is_person  # noqa: PLC0415
        from governance.ui import menu  # noqa: PLC0415

        from . import tasks  # noqa: F401, PLC0415 -- registers the jobs

        menu.register("Mitt bord", "desk", order=10, shown_to=is_person)
        section("Tider", lambda partnership: reverse("reminders:deadlines", args=[partnership.slug]), order=80)
