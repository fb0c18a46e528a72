"""Parties that nobody signs for yet, and whether anybody could: a mandate to sign is the party's own to give (P-12)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.organisations.models import Mandate, Principal

from .amounts import parties_to


@dataclass(frozen=True, slots=True)
class Missing:
    """A party without anybody who signs for it (part utan undertecknare)."""

    principal: Principal
    has_mandate: bool

    @property
    def mended_by(self) -> str:
        """Who can see to it that somebody signs."""
        name = self.principal.organisation.name
        if self.has_mandate:
            return _("en förhandlingsperson: lägg till någon som har mandat att underteckna för %s") % name
        return _("registratorn hos %s: registrera ett mandat att underteckna") % name


def missing_in(round_: Any, today: date) -> list[Missing]:
    """The parties to the agreement that nobody on the list signs for; three questions at most."""
    signing = {each.principal_id for each in round_.named}
    left = [each.principal for each in parties_to(round_.agreement) if each.principal_id not in signing]
    if not left:
        return []
    live = Mandate.objects.filter(partnership_id=round_.partnership_id).live(today).for_signing()
    able = set(live.values_list("organisation_id", flat=True))
    return [Missing(each, each.organisation_id in able) for each in left]
