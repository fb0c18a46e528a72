from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Agreements as text: sections, annexes, financing, versions, redline, readiness."""

    name = "agreements.texts"
    label = "agreements"
    verbose_name = "Avtal"

    def ready(self) -> None:
        """Tell the desk, the frame and the trail of what is here."""
        from . import agenda, happenings  # noqa: F401, PLC0415 -- apps first

        agenda.announce()
