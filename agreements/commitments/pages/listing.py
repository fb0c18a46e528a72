"""The list of an agreement's commitments: offers while it is negotiated, the board's view once it holds."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.states import UNDER_WAY
from governance.lib.money import Sek
from governance.lib.text import capitalise, count, count_in_words, join_swedish
from governance.organisations.actors import Actor
from governance.workflow.situations import Tone

from ..models import Commitment
from ..queries import commitments_of, waits_for_board, waits_for_parties, with_turns
from ..states import AGREED_ONCE, CLOSED, OFFERS, OPEN, CommitmentState
from ..terms import read_terms
from ..words import condition_words, done_words, figures_words, promise_words, unverified_words, with_parties_words
from .timeline import Scale, progress_of, time_bar

State = CommitmentState


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRow:
    """An offer with its levels and conditions in words."""

    commitment: Commitment
    url: str
    status: str
    words: str
    promise: str
    conditions: tuple[str, ...]
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentRow:
    """A commitment in the board's table."""

    commitment: Commitment
    url: str
    status: str
    words: str
    promise: str
    done: str
    unverified: str
    share: Any
    bar: Any
    is_late: bool
    is_mine: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartySum:
    """What a party has promised in all, and how far it is."""

    name: str
    count: int
    realised: int
    late: int
    promised: Sek
    verified: Sek


def read_all(agreement: Any) -> list[Commitment]:
    """Every commitment of an agreement and its amendments, with levels and conditions; two questions."""
    found = Commitment.objects.filter(agreement=agreement) if agreement.is_amendment else commitments_of(agreement)
    found = with_turns(found)
    rows = list(found.select_related("principal__organisation", "agreement").order_by("agreement_id", "pk"))
    read_terms(rows)
    return rows


def status_of(commitment: Commitment, today: date) -> tuple[str, str]:
    """The state as a sign and a word; what is late or flagged says so first."""
    if commitment.is_flagged:
        return Tone.WARN, _("Flaggat")
    label = commitment.get_state_display()
    if commitment.is_late(today):
        return Tone.LATE, _("Försenat, %s") % label.lower()
    return str(commitment.situations[commitment.state].tone), label


def url_of(commitment: Commitment, slug: str) -> str:
    """A commitment's page."""
    return reverse("commitments:commitment", args=[slug, commitment.pk])


def levels_words(commitment: Commitment, offers: dict[str, Commitment]) -> tuple[str, ...]:
    """Each level's conditions in words; the level is named when there are several."""
    several = len(commitment.terms) > 1
    told = []
    for level in commitment.terms:
        asked = [condition_words(each, offers) for _key, each in level.conditions]
        if not asked and not several:
            continue
        words = _("om %s") % join_swedish(asked) if asked else _("utan villkor")
        told.append(f"{figures_words(level, unit=commitment.unit)} {words}" if several else capitalise(words))
    return tuple(told)


def offer_row(commitment: Commitment, offers: dict[str, Commitment], mine: Any, *, slug: str, today: date) -> OfferRow:
    """An offer as its row shows it."""
    status, words = status_of(commitment, today)
    return OfferRow(
        commitment=commitment,
        url=url_of(commitment, slug),
        status=status,
        words=words,
        promise=promise_words(commitment),
        conditions=levels_words(commitment, offers),
        is_mine=mine is not None and mine.pk == commitment.principal_id,
    )


def commitment_row(commitment: Commitment, scale: Scale, mine: Any, *, slug: str, today: date) -> CommitmentRow:
    """A commitment as the board's table shows it."""
    status, words = status_of(commitment, today)
    words = with_parties_words(words) if waits_for_parties(commitment) else words
    return CommitmentRow(
        commitment=commitment,
        url=url_of(commitment, slug),
        status=status,
        words=words,
        promise=promise_words(commitment),
        done=done_words(commitment),
        unverified=unverified_words(commitment),
        share=progress_of(commitment),
        bar=time_bar(commitment, scale, today),
        is_late=commitment.is_late(today),
        is_mine=mine is not None and mine.pk == commitment.principal_id,
    )


def late_first(commitment: Commitment, today: date) -> tuple[bool, bool, date, int]:
    """Sort key: late first, then the nearest last day; what is realised comes after what is open."""
    return (
        commitment.state in CLOSED,
        not commitment.is_late(today),
        commitment.due_on or date.max,
        commitment.pk,
    )


def party_sums(commitments: Sequence[Commitment], today: date) -> list[PartySum]:
    """The commitments of each party in numbers, and in kronor where they are of money."""
    by_party: dict[str, list[Commitment]] = defaultdict(list)
    for each in commitments:
        by_party[str(each.principal.organisation.short_name)].append(each)
    return [
        PartySum(
            name=name,
            count=len(rows),
            realised=sum(each.state == State.REALISED for each in rows),
            late=sum(each.is_late(today) for each in rows),
            promised=Sek(sum(each.amount_ore or 0 for each in rows)),
            verified=Sek(sum(int(each.verified_value) for each in rows if each.measure == "amount")),
        )
        for name, rows in by_party.items()
    ]


def lead_of(agreement: Any, agreed: Sequence[Commitment], offers: Sequence[Commitment], today: date) -> str:
    """The state of all of it in a sentence."""
    lapsing = _(" Det som inte är klarerat förfaller när avtalet börjar gälla.") if not agreement.is_written else ""
    if not agreed:
        if not offers:
            return _("Ingen part har lämnat något bud än.")
        words = count_in_words(len(offers), "bud är lämnat", "bud är lämnade", neuter=True)
        return f"{_('%s. Inget är bindande än.') % capitalise(words)}{lapsing}"
    if all(each.state == State.AGREED for each in agreed):
        words = count_in_words(len(agreed), "bud är bindande", "bud är bindande", neuter=True)
        told = _("%s när avtalet börjar gälla.") % capitalise(words)
        left = count_in_words(len(offers), "är kvar som bud", "är kvar som bud", neuter=True)
        return f"{told} {capitalise(left)}.{lapsing}" if offers else told
    realised = sum(each.state == State.REALISED for each in agreed)
    late = sum(each.is_late(today) for each in agreed)
    if len(agreed) == 1:
        return f"{_('Åtagandet är realiserat.') if realised else _('Åtagandet är inte realiserat.')} {late_words(late)}"
    told = _("%(done)s av %(all)s är %(word)s.") % {
        "done": realised or _("Inget"),
        "all": count(len(agreed), "åtagande", "åtaganden"),
        "word": _("realiserat") if realised < 2 else _("realiserade"),
    }
    return f"{told} {late_words(late)}"


def late_words(late: int) -> str:
    """How many are late, in words."""
    if not late:
        return _("Inget är sent.")
    return _("%s.") % capitalise(count_in_words(late, "är sent", "är sena", neuter=True))


def page_of(agreement: Any, actor: Actor, today: date) -> dict[str, Any]:
    """Everything that the list shows."""
    rows = read_all(agreement)
    slug = agreement.partnership.slug
    mine = actor.principal_in(agreement.partnership_id)
    by_key = {str(each.pk): each for each in rows}
    offers = [each for each in rows if each.state in OFFERS]
    agreed = sorted((each for each in rows if each.state in AGREED_ONCE), key=lambda each: late_first(each, today))
    shown = [each for each in agreed if each.state in (*OPEN, State.REALISED)]
    ended = [each for each in rows if each not in shown and each not in offers]
    scale = Scale.of(shown, today)
    nearest = min((each.due_on for each in shown if each.state in OPEN and each.due_on), default=None)
    return {
        "agreement": agreement,
        "lead": lead_of(agreement, shown, offers, today),
        "offers": [offer_row(each, by_key, mine, slug=slug, today=today) for each in offers],
        "rows": [commitment_row(each, scale, mine, slug=slug, today=today) for each in shown],
        "ended": [offer_row(each, {}, mine, slug=slug, today=today) for each in ended],
        "scale": scale,
        "sums": party_sums(shown, today),
        "has_money": any(each.amount_ore for each in shown),
        "flagged": [each for each in rows if each.is_flagged],
        "nearest": nearest,
        **turn_of(agreement, rows, today),
    }


def turn_of(agreement: Any, rows: Sequence[Commitment], today: date) -> dict[str, str]:
    """Where it stands and whose turn it is, for the strip under the heading; the agreement's state comes first."""
    if agreement.is_written:
        return turn_while_written(agreement, rows)
    if agreement.state in UNDER_WAY:
        return turn_of_agreement(agreement)
    waiting = [each for each in rows if waits_for_board(each)]
    asked_parties = [each for each in rows if waits_for_parties(each)]
    late = [each for each in rows if each.is_late(today)]
    still = [each for each in rows if each.state in OPEN]
    if waiting:
        state, turn = _("Följs upp"), _("Styrelsen")
        asked = _("har %s att ta ställning till") % count(len(waiting), "åtagande", "åtaganden")
    elif asked_parties:
        state, turn = _("Följs upp"), _("Parterna")
        asked = _("har %s hos sig") % deviating_words(len(asked_parties))
    elif late:
        state, turn, asked = _("Följs upp"), parties_words(late), _("är sena och ska rapportera")
    elif still:
        state, turn, asked = _("Följs upp"), parties_words(still), _("genomför och rapporterar")
    else:
        done = any(each.state == State.REALISED for each in rows)
        state, turn, asked = (_("Uppfyllda") if done else _("Inget åtagande gäller")), _("Ingen"), ""
    return {"state": state, "turn": turn, "turn_note": asked}


def turn_while_written(agreement: Any, rows: Sequence[Commitment]) -> dict[str, str]:
    """Whose turn it is while offers may still be made, changed and cleared."""
    if any(each.state in OFFERS for each in rows):
        asked = _("prövar vilka bud som håller tillsammans")
        return {"state": _("Förhandlas"), "turn": _("Förhandlingspersonerna"), "turn_note": asked}
    if any(each.state == State.AGREED for each in rows):
        return turn_of_agreement(agreement)
    return {"state": _("Inget bud"), "turn": _("Parterna"), "turn_note": _("lämnar sina bud")}


def turn_of_agreement(agreement: Any) -> dict[str, str]:
    """The commitments wait for the agreement to hold, and it lies with whoever has the agreement."""
    situation = agreement.situations[agreement.state]
    return {"state": _("Avtalet gäller inte än"), "turn": capitalise(str(situation.turn)), "turn_note": situation.asked}


def deviating_words(number: int) -> str:
    """How many commitments deviate, in words."""
    return count_in_words(number, "åtagande som avviker", "åtaganden som avviker", neuter=True)


def parties_words(rows: Sequence[Commitment]) -> str:
    """Whose commitments they are, by name; many parties are counted instead."""
    names = list(dict.fromkeys(str(each.principal.organisation.short_name) for each in rows))
    return join_swedish(names) if len(names) <= 3 else count(len(names), "part", "parter")
