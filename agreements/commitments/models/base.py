from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class OwnedQuerySet(models.QuerySet):
    """Reads of rows that a partnership owns."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships; everyone in a partnership sees all of it (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)


VALUE: dict[str, Any] = {"max_digits": 20, "decimal_places": 3}
"""A value in the measure of a commitment: a quantity, whole öre, or millionths."""
