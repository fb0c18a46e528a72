from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The top floor: what needs every app at once, such as the demonstration and the benches."""

    name = "governance.config"
    label = "project"
    verbose_name = "Samverk"

    def ready(self) -> None:
        """Register the jobs of the demonstration."""
        from .demo import jobs  # noqa: F401, PLC0415 -- registers itself
