from django.apps import AppConfig


class WorkpackagesConfig(AppConfig):
    """The register of what the parties build and run together."""

    name = "workpackages"
    verbose_name = "Gemensamma tjänster"

    def ready(self) -> None:
        """Tell the partnership's menu and the trail of what is here."""
        from .words import announce  # noqa: PLC0415 -- apps first

        announce()
