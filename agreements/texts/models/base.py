from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class OwnedQuerySet(models.QuerySet):
    """Reads of rows that a partnership owns."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships; everyone in a partnership sees all of it (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)


class OfAgreementQuerySet(models.QuerySet):
    """Reads of rows that belong to an agreement."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of agreements in the actor's partnerships."""
        return self.filter(agreement__partnership_id__in=actor.partnership_ids)


class OfVersionQuerySet(models.QuerySet):
    """Reads of rows that belong to a version of an agreement's text."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of agreements in the actor's partnerships."""
        return self.filter(version_of__agreement__partnership_id__in=actor.partnership_ids)
