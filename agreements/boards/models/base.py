from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class OwnedQuerySet(models.QuerySet):
    """Reads of rows that a partnership owns."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships; everyone in a partnership sees all of it (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)


class OfBoardQuerySet(models.QuerySet):
    """Reads of rows that belong to a board."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of boards in the actor's partnerships."""
        return self.filter(board__partnership_id__in=actor.partnership_ids)
