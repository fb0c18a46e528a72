"""Whether what a party offers lies within its mandates; the negotiation tells what each mandate lets its holder do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from agreements.negotiations.mandates import frame_of, require_mandate
from governance.lib.money import Sek
from governance.organisations.models import Mandate
from governance.ui.templatetags.swedish import kr

from .states import DRAFTS


@dataclass(frozen=True, slots=True)
class Mandates:
    """What every party of an agreement may offer on a day, read at once (mandat i avtalet)."""

    frames: dict[int, Sek | None]
    offered: dict[int, Sek]

    @classmethod
    def of(cls, agreement: Any, commitments: Sequence[Any], today: date) -> "Mandates":
        """Read the live mandates of the partnership; a party without any is in no frame."""
        held: dict[int, list[Mandate]] = defaultdict(list)
        for each in Mandate.objects.live(today).for_negotiating().filter(partnership_id=agreement.partnership_id):
            held[each.organisation_id].append(each)
        parties = changed_parties(agreement) if agreement.negotiation_id else {}
        principals = {each.principal_id: each.principal for each in commitments}
        frames = {
            key: widest(held[one.organisation_id], parties.get(key))
            for key, one in principals.items()
            if one.organisation_id in held
        }
        offered: dict[int, Sek] = defaultdict(lambda: Sek(0))
        for each in commitments:
            offered[each.principal_id] += Sek(each.amount_ore or 0)
        return cls(frames, dict(offered))

    def outside(self, commitment: Any) -> str | None:
        """The sentence to say when an offer lies outside its party's mandates; nothing when it does not."""
        key, name = commitment.principal_id, str(commitment.principal.organisation.short_name)
        if key not in self.frames:
            return no_mandate_words(name)
        frame, offered = self.frames[key], self.offered[key]
        above = commitment.amount_ore is not None and frame is not None and offered > frame
        return above_frame_words(name, offered, frame) if above else None


def changed_parties(agreement: Any) -> dict[int, Any]:
    """The parties whose frame may be lower than their mandates say, since their finances changed, by principal."""
    found = agreement.negotiation.parties.filter(finance_changes__new_frame_ore__isnull=False)
    return {each.principal_id: each for each in found.distinct()}


def widest(held: Sequence[Mandate], party: Any) -> Sek | None:
    """The largest amount that one of the mandates allows; nothing when one of them states no limit."""
    frames = [frame_of(party, each) if party else each.frame for each in held]
    known = [each for each in frames if each is not None]
    return max(known) if len(known) == len(frames) else None


def no_mandate_words(name: str) -> str:
    """Nobody may act for the party."""
    return _("Ingen har ett gällande mandat att förhandla för %s.") % name


def above_frame_words(name: str, offered: Sek, frame: Sek | None) -> str:
    """The party offers more than its mandates allow."""
    told = {"party": name, "offered": kr(offered), "frame": kr(frame)}
    return _("%(party)s erbjuder %(offered)s i avtalet. Mandatets ram är %(frame)s.") % told


def party_in(commitment: Any) -> Any:
    """The responsible party as it stands in the agreement's negotiation, or nothing.

    One that has left the negotiation, but is named by a text that is still written, offers within its mandates too.
    """
    negotiation = commitment.agreement.negotiation
    if negotiation is None:
        return None
    found = negotiation.parties.filter(principal_id=commitment.principal_id)
    return found.select_related("principal__organisation").first()


def offered_in_all(commitment: Any) -> Sek:
    """What the party offers in money in the whole agreement, this offer included."""
    rows = type(commitment).objects.filter(agreement_id=commitment.agreement_id, principal_id=commitment.principal_id)
    others = rows.filter(state__in=DRAFTS).exclude(pk=commitment.pk).aggregate(ore=Sum("amount_ore"))["ore"] or 0
    return Sek(others + (commitment.amount_ore or 0))


def outside_mandate_of(commitment: Any, today: date) -> str | None:
    """The sentence to say when the party lacks a mandate today, or offers more than its frame; nothing otherwise."""
    held = list(Mandate.objects.live(today).for_negotiating().for_party(commitment.principal))
    name = str(commitment.principal.organisation.short_name)
    if not held:
        return no_mandate_words(name)
    frame, offered = widest(held, party_in(commitment)), offered_in_all(commitment)
    above = commitment.amount_ore is not None and frame is not None and offered > frame
    return above_frame_words(name, offered, frame) if above else None


def require_own_mandate(commitment: Any, by: Any, today: date) -> None:
    """Raise Refused when the one who acts holds no mandate for the party, or offers more than it allows.

    Samverk itself carries commitments over into an amendment; the party then changes them within its own mandate.
    """
    party = party_in(commitment)
    if party is not None and not by.is_system:
        require_mandate(party, by, today, amount=offered_in_all(commitment))
