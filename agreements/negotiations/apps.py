from django.apps import AppConfig


class NegotiationsConfig(AppConfig):
    """Negotiations: directive, parties, issues, gates, sessions, timetable."""

    name = "agreements.negotiations"
    label = "negotiations"
    verbose_name = "Förhandlingar"
