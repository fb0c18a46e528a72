from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class OfRoundQuerySet(models.QuerySet):
    """Reads of rows that belong to a signing round."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of agreements in the actor's partnerships; everyone in a partnership sees all of it (X-01)."""
        return self.filter(round__agreement__partnership_id__in=actor.partnership_ids)
