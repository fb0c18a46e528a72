from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def restore_wall(*, using: str, **_: Any) -> None:
    """Put the triggers back after every migration, since SQLite drops them when it rebuilds a table."""
    from . import triggers  # noqa: PLC0415 -- apps first

    connection = connections[using]
    if "audit_event" in connection.introspection.table_names():
        triggers.install(connection)


class AuditConfig(AppConfig):
    """The one append-only, tamper-evident trail."""

    name = "governance.audit"
    verbose_name = "Spår"

    def ready(self) -> None:
        """Keep the wall standing and let a system check look at it."""
        from . import checks  # noqa: F401, PLC0415 -- registers itself

        post_migrate.connect(restore_wall, sender=self, dispatch_uid="audit.restore_wall")
