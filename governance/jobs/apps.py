from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Work that is done later, exactly once."""

    name = "governance.jobs"
    verbose_name = "Jobb"
