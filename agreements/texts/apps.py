from django.apps import AppConfig


class TextsConfig(AppConfig):
    """Agreements as text: sections, annexes, financing, versions, redline, readiness."""

    name = "agreements.texts"
    label = "agreements"
    verbose_name = "Avtal"

    def ready(self) -> None:
        """Tell the desk, the frame, the trail and the negotiations of what is here."""
        from agreements.negotiations import registry  # noqa: PLC0415 -- apps first

        from . import agenda, happenings, questions  # noqa: F401, PLC0415 -- apps first

        agenda.announce()
        registry.readiness("implement", questions.an_agreement_is_in_force)
        registry.binds_parties(questions.what_binds)
