from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from governance.organisations.models import partnership_chain
from governance.workflow.models import Versioned

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class PartQuerySet(models.QuerySet):
    """Reads of what belongs to a negotiation."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships: what is shared is seen by all who take part (X-01)."""
        return self.filter(negotiation__partnership_id__in=actor.partnership_ids)


class NegotiationPart(Versioned):
    """A row that a negotiation owns; its events stand in the partnership's chain."""

    negotiation: Any
    locked_with: ClassVar[tuple[str, ...]] = ("negotiation",)

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.negotiation.partnership_id)


class OfPartyQuerySet(models.QuerySet):
    """Reads of what belongs to a party."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships."""
        return self.filter(party__negotiation__partnership_id__in=actor.partnership_ids)


class PartyPart(Versioned):
    """A row that a party owns."""

    party: Any
    locked_with: ClassVar[tuple[str, ...]] = ("party__negotiation", "party__principal__organisation")

    class Meta:
        abstract = True

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return partnership_chain(self.party.negotiation.partnership_id)
