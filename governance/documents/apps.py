from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def restore_wall(*, using: str, **_: Any) -> None:
    """Put the triggers back after every migration, since SQLite drops them when it rebuilds a table."""
    from . import wall  # noqa: PLC0415 -- apps first

    connection = connections[using]
    if wall.TABLE in connection.introspection.table_names():
        wall.install(connection)


class DocumentsConfig(AppConfig):
    """Documents: frozen data, PDF, seal, register, verification, dispatch and receipt."""

    name = "governance.documents"
    verbose_name = "Dokument"

    def ready(self) -> None:
        """Register the checks, the jobs, what the trail and the frame tell, and the witnesses of the trail."""
        from . import checks, desk, tasks, witnesses, words  # noqa: F401, PLC0415 -- they register themselves

        post_migrate.connect(restore_wall, sender=self, dispatch_uid="documents.restore_wall")
        desk.announce()
        witnesses.stand_up()
