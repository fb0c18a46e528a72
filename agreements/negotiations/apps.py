from django.apps import AppConfig


class NegotiationsConfig(AppConfig):
    """Negotiations: directive, parties, issues, gates, sessions, timetable."""

    name = "agreements.negotiations"
    label = "negotiations"
    verbose_name = "Förhandlingar"

    def ready(self) -> None:
        """Tell the frame, the desk and the trail of what is here."""
        from . import agenda, happenings  # noqa: F401, PLC0415 -- apps first

        agenda.announce()
