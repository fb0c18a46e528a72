"""What those who decide are called: principals (huvudmän) who own together, parties (parter) who agree."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.lib.swedish_order import swedish_key
from governance.lib.text import join_swedish
from governance.organisations.body_names import AGREEING
from governance.organisations.kinds import BodyKind, PartnershipKind

if TYPE_CHECKING:
    from .models import Ruling


@dataclass(frozen=True, slots=True)
class PartyWords:
    """One word in the forms that sentences need; both words take "en"."""

    one: Any
    many: Any
    the_one: Any
    the_many: Any


PRINCIPALS = PartyWords(_("huvudman"), _("huvudmän"), _("huvudmannen"), _("huvudmännen"))
PARTIES = PartyWords(_("part"), _("parter"), _("parten"), _("parterna"))
BY_KIND = dict.fromkeys(AGREEING, PARTIES)

DECIDING_BODIES: dict[str, Any] = {
    BodyKind.COUNCIL: _("fullmäktige"),
    BodyKind.GOVERNMENT: _("regeringen som organ"),
    BodyKind.EXECUTIVE: _("styrelse eller ledning"),
}
"""What is missing where an organisation lacks the body that decides for it."""


def names_of(rulings: "Iterable[Ruling]") -> str:
    """Whose rulings they are, in Swedish order and joined as a sentence does."""
    return join_swedish(sorted((ruling.principal_name for ruling in rulings), key=swedish_key))


def words_for(partnership_kind: str) -> PartyWords:
    """The words of a partnership of that kind."""
    return BY_KIND.get(PartnershipKind(partnership_kind), PRINCIPALS)
