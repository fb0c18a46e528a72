from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


def raise_wall(*, using: str, **_: Any) -> None:
    """Put the trigger in place after every migration."""
    from . import triggers  # noqa: PLC0415 -- apps first

    triggers.install(connections[using])


def lower_wall(*, using: str, **_: Any) -> None:
    """Take the trigger away while tables are rebuilt."""
    from . import triggers  # noqa: PLC0415 -- apps first

    triggers.remove(connections[using])


class BoardsConfig(AppConfig):
    """The board that follows an agreement until every commitment is realised."""

    name = "agreements.boards"
    label = "boards"
    verbose_name = "Styrelser"

    def ready(self) -> None:
        """Answer which board follows an agreement, ask before its end, and tell desk and trail of what is here."""
        from agreements.commitments.minuted import agenda_source, minutes_source  # noqa: PLC0415 -- apps first
        from agreements.commitments.registry import board_source, followed_source  # noqa: PLC0415 -- apps first
        from agreements.negotiations import registry as negotiations  # noqa: PLC0415 -- apps first
        from agreements.texts import registry as texts  # noqa: PLC0415 -- apps first

        from . import agenda, happenings, minuted, queries, questions  # noqa: F401, PLC0415 -- apps first

        agenda.announce()
        board_source(queries.board_body_of)
        followed_source(queries.agreements_followed_by)
        texts.board_source(queries.led_by_board)
        agenda_source(minuted.taken_up_at)
        minutes_source(minuted.why_not_minuted, minuted.where_to_decide)
        texts.readiness("complete", questions.board_has_closed)
        negotiations.readiness("conclude", questions.every_board_has_closed)
        pre_migrate.connect(lower_wall, sender=self, dispatch_uid="boards.lower_wall")
        post_migrate.connect(raise_wall, sender=self, dispatch_uid="boards.raise_wall")
