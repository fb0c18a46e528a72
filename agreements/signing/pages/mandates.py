"""Where a party's mandates are seen and registered, and which party must register one before it can sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.negotiations.models import Party
from governance.organisations.actors import Actor
from governance.organisations.permissions import may_give_mandate

from ..missing import Missing


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A party that nobody signs for (lucka i listan): why, who can mend it and where."""

    title: str
    words: str
    url: str = ""
    label: str = ""


def party_urls(agreement: Any) -> dict[int, tuple[Any, ...]]:
    """Principal -> what its page in the negotiation is found by, if the agreement has one; one question."""
    if agreement.negotiation_id is None:
        return {}
    slug, negotiation = agreement.partnership.slug, agreement.negotiation_id
    found = Party.objects.filter(negotiation_id=negotiation).values_list("principal_id", "pk")
    return {principal: (slug, negotiation, party) for principal, party in found}


def mandates_url(agreement: Any, principal_id: int) -> str:
    """Where the party's mandates are seen."""
    args = party_urls(agreement).get(principal_id)
    return f"{reverse('negotiations:party', args=args)}#h-mandat" if args else ""


def gaps_of(agreement: Any, missing: Iterable[Missing], actor: Actor) -> list[Gap]:
    """What a list lacks, each with the way to where it is mended."""
    missing = list(missing)
    urls = party_urls(agreement) if missing else {}
    return [gap_of(each, urls.get(each.principal.pk), actor) for each in missing]


def gap_of(missing: Missing, args: tuple[Any, ...] | None, actor: Actor) -> Gap:
    """One of them; the party's own people come right to the form, others to the party's mandates."""
    name = missing.principal.organisation.name
    title = _("Ingen undertecknar för %s") % name
    if missing.has_mandate:
        words = _("Någon har mandat att underteckna men står inte i listan. Lägg till personen.")
        return Gap(title=title, words=words)
    words = _(
        "Parten har inget gällande mandat att underteckna. Registratorn hos %s registrerar det beslut som säger vem "
        "som får underteckna. Därefter kan personen läggas till här."
    )
    if args is None:
        return Gap(title=title, words=words % name)
    if may_give_mandate(missing.principal.organisation, actor):
        url, label = reverse("negotiations:mandate_new", args=args), _("Registrera ett mandat")
    else:
        url, label = f"{reverse('negotiations:party', args=args)}#h-mandat", _("Se partens mandat")
    return Gap(title=title, words=words % name, url=url, label=label)
