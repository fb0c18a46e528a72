"""What those who decide are called: principals (huvudmän) who own together, parties (parter) who agree."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.organisations.body_names import AGREEING
from governance.organisations.kinds import BodyKind, PartnershipKind


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


def words_for(partnership_kind: str) -> PartyWords:
    """The words of a partnership of that kind."""
    return BY_KIND.get(PartnershipKind(partnership_kind), PRINCIPALS)
