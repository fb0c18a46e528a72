from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lib.money import LARGEST_ORE

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

TOO_LARGE = _("Beloppet är för stort. Det får vara högst 100 miljarder kronor.")


class OwnedQuerySet(models.QuerySet):
    """Reads of rows that a partnership owns."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships; everyone in a partnership sees all of it (X-01)."""
        return self.filter(partnership_id__in=actor.partnership_ids)


def amount_can_be_added_up(name: str, most: int = LARGEST_ORE) -> models.CheckConstraint:
    """The limit of `amount_ore` that keeps the database's sums within what it can hold."""
    return models.CheckConstraint(
        condition=Q(amount_ore__gte=-most) & Q(amount_ore__lte=most),
        name=name,
        violation_error_message=TOO_LARGE,
    )
