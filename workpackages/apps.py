from django.apps import AppConfig


class WorkpackagesConfig(AppConfig):
    """The register of what the parties build and run together."""

    name = "workpackages"
    verbose_name = "Gemensamma tjänster"
