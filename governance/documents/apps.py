from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents: frozen data, PDF, seal, register, verification, dispatch and receipt."""

    name = "governance.documents"
    verbose_name = "Dokument"

    def ready(self) -> None:
        """Register the checks, the job and the words of the trail."""
        from governance.ui import menu  # noqa: PLC0415 -- apps are ready first

        from . import checks, tasks, words  # noqa: F401, PLC0415 -- they register themselves

        menu.register_footer("Kontrollera ett dokument", "documents:verify", order=10)
