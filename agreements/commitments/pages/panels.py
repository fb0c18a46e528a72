"""What commitments add to the pages of the agreement and of the negotiation, and to the signed agreement itself."""

from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.registry import Action, Group, Item, Reads
from agreements.texts.states import SIGNED_ON
from governance.documents.shapes import CommitmentRow
from governance.lib.text import capitalise, count, count_in_words, join_swedish
from governance.organisations.actors import Actor
from governance.workflow.together import Wish, read_wishes

from ..models import Commitment
from ..queries import agreed_commitments
from ..states import AGREED_ONCE, DRAFTS, OFFERS, OPEN, CommitmentState
from ..words import agreed_name, condition_words, price_level_words, promise_words
from .listing import read_all

State = CommitmentState


def list_url(agreement: Any) -> str:
    """The list of an agreement's commitments."""
    return reverse("commitments:list", args=[agreement.partnership.slug, agreement.pk])


def reads(agreement: Any, actor: Actor) -> Reads:
    """What the parts of the agreement's page need read."""
    wish = Wish("commitments.of", lambda key: [commitments_of(key)], (agreement.pk,))
    return Reads(wish, partial(kept, agreement, actor))


def commitments_of(agreement_id: int) -> QuerySet[Commitment]:
    """The commitments of an agreement, the oldest first."""
    return Commitment.objects.filter(agreement_id=agreement_id).order_by("pk")


def kept(agreement: Any, actor: Actor, rows: Iterable[Commitment]) -> list[Commitment]:
    """The commitments of an agreement whose page is shown, kept for the request."""
    return actor.recall(f"commitments.of.{agreement.pk}", lambda: list(rows))


def states_of(agreement: Any, actor: Actor) -> list[Commitment]:
    """The commitments of an agreement; one question a request, though several ask."""
    return kept(agreement, actor, commitments_of(agreement.pk))


def actions(agreement: Any, actor: Actor, today: date) -> list[Action]:
    """The way to the commitments from the agreement's page."""
    return [Action(label=_("Åtaganden"), url=list_url(agreement))]


def group(agreement: Any, actor: Actor, today: date) -> Group | None:
    """What is left to do about the commitments before the agreement is signed; after that, what is in doubt (N-14)."""
    rows = states_of(agreement, actor)
    if not agreement.is_written:
        return doubted_group(agreement, rows)
    offers = [each for each in rows if each.state in OFFERS]
    agreed = [each for each in rows if each.state == State.AGREED]
    flagged = [each for each in rows if each.is_flagged]
    url = list_url(agreement)
    items = [
        Item(
            title=_("Bindande åtaganden"),
            status="done" if agreed else "todo",
            words=count(len(agreed), "klart", "klara") if agreed else _("Inga än"),
            note=_("Bud som håller tillsammans blir bindande samtidigt."),
            url=url,
        )
    ]
    if offers:
        words = count(len(offers), "bud", "bud")
        items.append(Item(title=_("Bud att klarera"), status="work", words=words, note=lapse_words(offers), url=url))
    if flagged:
        note = _("En parts ekonomi har ändrats.")
        words = count(len(flagged), "bud", "bud")
        items.append(Item(title=_("Flaggade bud"), status="warn", words=words, note=note, url=url))
    return Group(title=_("Åtaganden"), items=tuple(items), order=15)


def lapse_words(offers: list[Commitment]) -> str:
    """Which offers lapse when the agreement begins to hold, unless they are cleared before it is made ready."""
    which = join_swedish([str(each) for each in offers])
    return _("Förfaller när avtalet börjar gälla, om det inte klareras medan avtalet skrivs: %s.") % which


def offers_that_lapse(agreement: Any) -> Item | None:
    """What the negotiators should know before they make an agreement ready: these offers will bind nobody."""
    rows = list(commitments_of(agreement.pk))
    offers = [each for each in rows if each.state in OFFERS]
    if not offers:
        return None
    told = count_in_words(len(offers), "bud är inte klarerat", "bud är inte klarerade", neuter=True)
    none = "" if any(each.state == State.AGREED for each in rows) else _(" Inget åtagande är bindande.")
    return Item(
        title=capitalise(told),
        status="warn",
        note=f"{lapse_words(offers)}{none}",
        words=_("Se vilka bud som håller tillsammans"),
        url=reverse("commitments:clear", args=[agreement.partnership.slug, agreement.pk]),
    )


def doubted_group(agreement: Any, rows: list[Commitment]) -> Group | None:
    """What a party must confirm before the text is signed any further."""
    flagged = [each for each in rows if each.is_flagged]
    if not flagged or agreement.state not in SIGNED_ON:
        return None
    item = Item(
        title=_("Det som parterna har lovat står fast"),
        status="stop",
        words=count(len(flagged), "flaggat åtagande", "flaggade åtaganden"),
        note=_("%(why)s Kan lösas av den ansvariga parten: bekräfta åtagandet.") % {"why": flagged[0].flag_reason},
        url=list_url(agreement),
    )
    return Group(title=_("Åtaganden"), items=(item,), order=15)


def panel(agreement: Any, actor: Actor, today: date) -> dict[str, Any] | None:
    """How the commitments stand, beside the agreement."""
    rows = states_of(agreement, actor)
    shown = [each for each in rows if each.state in (*OPEN, State.REALISED)]
    if not rows:
        return None
    return {
        "template": "agreements/commitments/_panel.html",
        "order": 60,
        "place": "aside",
        "url": list_url(agreement),
        "offers": sum(each.state in OFFERS for each in rows),
        "agreed": len(shown),
        "realised": sum(each.state == State.REALISED for each in shown),
        "late": sum(each.is_late(today) for each in shown),
        "flagged": sum(each.is_flagged for each in rows),
    }


def room_panel(negotiation: Any, actor: Actor, today: date) -> dict[str, Any] | None:
    """The offers of the negotiation's agreements, in its room."""
    ((rows,),) = read_wishes(Wish("commitments.room", lambda key: [in_room(key)], (negotiation.pk,)))
    by_agreement: dict[int, list[Commitment]] = {}
    for each in rows:
        by_agreement.setdefault(each.agreement_id, []).append(each)
    if not by_agreement:
        return None
    agreements = [
        {
            "title": str(mine[0].agreement.title),
            "url": list_url(mine[0].agreement),
            "words": room_words(mine),
            "flagged": sum(each.is_flagged for each in mine),
        }
        for mine in by_agreement.values()
    ]
    return {"template": "agreements/commitments/_room.html", "order": 70, "agreements": agreements}


def in_room(negotiation_id: int) -> QuerySet[Commitment]:
    """What a negotiation's agreements offer and have promised, with the agreements."""
    found = Commitment.objects.filter(agreement__negotiation_id=negotiation_id, state__in=(*DRAFTS, *AGREED_ONCE))
    return found.select_related("agreement__partnership")


def room_words(rows: list[Commitment]) -> str:
    """How many are offers, agreed and realised."""
    offers = sum(each.state in OFFERS for each in rows)
    agreed = sum(each.state in AGREED_ONCE for each in rows)
    realised = sum(each.state == State.REALISED for each in rows)
    parts = [count(offers, "bud", "bud")] if offers else []
    parts += [_("%s") % count(agreed, "åtagande", "åtaganden")] if agreed else []
    parts += [_("%s realiserade") % realised] if realised else []
    return join_swedish(parts)


def printed_rows(text: Any) -> list[CommitmentRow]:
    """The agreement's own table of commitments, as it is signed: what each party promises, by when, for what."""
    offers = {str(each.pk): each for each in read_all(text.agreement)}
    return [
        CommitmentRow(
            number=each.number,
            party=str(each.principal.organisation.name),
            what=each.title,
            quantity=printed_quantity(each),
            due_on=each.due_on,
            condition=printed_condition(offers[str(each.pk)], offers),
        )
        for each in agreed_commitments(text.agreement)
        if each.state in OPEN
    ]


def printed_quantity(commitment: Commitment) -> str:
    """How much, and in which price level."""
    level = price_level_words(commitment)
    return f"{promise_words(commitment)}, {level}" if level else promise_words(commitment)


def printed_condition(commitment: Commitment, offers: dict[str, Commitment]) -> str:
    """What it was agreed in return for: the conditions at its level, or the commitment that it pays for."""
    level = next((each for each in commitment.terms if each.number == commitment.agreed_level), None)
    asked = [condition_words(each, offers, agreed_name) for _key, each in level.conditions] if level else []
    if asked:
        return capitalise(_("om %s") % join_swedish(asked))
    other = offers.get(str(commitment.counter_performance_of_id or ""))
    return _("Motprestation för åtagande %s") % other.number if other else ""
