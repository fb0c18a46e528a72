"""What several acts need: who may, holding the negotiation, refusing in words, telling every party."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.audit.services import record
from governance.workflow.citations import Citation
from governance.workflow.refusals import NotAllowed, Refusal, Refused
from governance.workflow.steps import lock, state_label

from .. import citations
from ..models import Negotiation, Notice, Party
from ..states import Channel

NO_LIMIT = "Ingen tidsgräns"


def refuse(sentence: str, rule: Citation, *, mended_by: str, title: str = "") -> Refused:
    """A refusal with one reason, ready to raise."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by, title=title, no_deadline=NO_LIMIT)])


def require_right(subject: Any, by: Any, permission: Callable[[Any, Any], bool], who: Any) -> None:
    """Raise NotAllowed for others than those who may; Samverk itself may."""
    if not by.is_system and not permission(subject, by):
        raise NotAllowed(str(who))


def require_text(value: str, sentence: str) -> str:
    """The text without the space around it. Raises Refused where there is none."""
    bare = value.strip()
    if not bare:
        raise refuse(sentence, citations.RIGHT_FIGURES, mended_by=_("du själv: rätta uppgiften"))
    return bare


def hold(negotiation: Negotiation) -> Negotiation:
    """Hold the negotiation so that nobody else changes it or its parts meanwhile."""
    held: Negotiation = lock(negotiation)
    return held


def require_state(negotiation: Negotiation, states: Iterable[str], what: str) -> None:
    """Raise Refused where the negotiation stands elsewhere than it must for an act."""
    if negotiation.state in tuple(states):
        return
    sentence = _("Förhandlingens läge är ”%(state)s”. Då går det inte att %(what)s.") % {
        "state": state_label(negotiation),
        "what": what,
    }
    raise refuse(sentence, citations.PHASES_IN_ORDER, mended_by=_("förhandlingspersonerna"))


def next_number(rows: models.QuerySet[Any], field: str = "number") -> int:
    """One more than the highest."""
    return int(rows.aggregate(highest=models.Max(field))["highest"] or 0) + 1


def person(by: Any) -> Any:
    """The user behind an actor; the system has none."""
    return None if by.is_system else by.user


def remove(row: Any, *, by: Any, today: date, **details: Any) -> Event:
    """Take a row away; the trail keeps what it said."""
    event = record(
        chain=row.chain,
        kind=f"{row._meta.label_lower}.remove",
        subject=row,
        by=by,
        occurred_on=today,
        details=details,
    )
    row.delete()
    return event


def tell_parties(
    negotiation: Negotiation,
    what: str,
    *,
    by: Any,
    today: date,
    channel: str = Channel.SAMVERK,
    parties: Iterable[Party] | None = None,
    told_on: date | None = None,
) -> list[Notice]:
    """Write down that parties were told something: all who take part, unless some are named (N-20)."""
    told = list(negotiation.parties.present().with_organisation()) if parties is None else list(parties)
    made = Notice.objects.bulk_create(
        Notice(
            negotiation=negotiation,
            party=party,
            told_on=told_on or today,
            what=what,
            channel=channel,
            by=person(by),
        )
        for party in told
    )
    if made:
        record(
            chain=negotiation.chain,
            kind="negotiations.negotiation.tell",
            subject=negotiation,
            by=by,
            occurred_on=told_on or today,
            details={"what": what, "channel": str(channel), "parties": [party.name for party in told]},
        )
    return made
