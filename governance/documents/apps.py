from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Documents: frozen data, PDF, seal, register, verification, dispatch and receipt."""

    name = "governance.documents"
    verbose_name = "Dokument"

    def ready(self) -> None:
        """Register the checks, the jobs, what the trail and the frame tell, and the witnesses of the trail."""
        from . import checks, desk, tasks, witnesses, words  # noqa: F401, PLC0415 -- they register themselves

        desk.announce()
        witnesses.stand_up()
