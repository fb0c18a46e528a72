from typing import Any

from django.apps import AppConfig
from django.db.backends.signals import connection_created


def teach_swedish_order(*, connection: Any, **_: object) -> None:
    """Give SQLite the collation `swedish` (PostgreSQL has it from ICU), so that å ä ö come last in both."""
    if connection.vendor == "sqlite":
        from governance.lib.swedish_order import compare  # noqa: PLC0415 -- only where SQLite is used

        connection.connection.create_collation("swedish", compare)


class AccountsConfig(AppConfig):
    """People and how they sign in."""

    name = "governance.accounts"
    verbose_name = "Personer"

    def ready(self) -> None:
        """Register the checks, and teach every new SQLite connection the Swedish order."""
        from . import checks  # noqa: F401, PLC0415 -- they register themselves

        connection_created.connect(teach_swedish_order, dispatch_uid="accounts.swedish_order")
