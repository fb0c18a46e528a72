from django.apps import AppConfig


class OverviewConfig(AppConfig):
    """What anybody may read of negotiations and agreements."""

    name = "agreements.overview"
    label = "agreement_overview"
    verbose_name = "Avtal i översikt"

    def ready(self) -> None:
        """Let the footer of every page lead here."""
        from governance.ui import menu  # noqa: PLC0415 -- apps first

        menu.register_footer("Öppet för alla", "public:list", order=20)
