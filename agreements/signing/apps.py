from django.apps import AppConfig


class SigningConfig(AppConfig):
    """Signing rounds: who signs, in which order, in which way."""

    name = "agreements.signing"
    label = "signing"
    verbose_name = "Underskrifter"

    def ready(self) -> None:
        """Register the jobs, and tell the agreement, the desk and the trail of what is here."""
        from . import announcing, tasks  # noqa: F401, PLC0415 -- apps first

        announcing.announce()
