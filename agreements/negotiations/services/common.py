"""What several acts need: holding the negotiation, its state, telling every party."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from governance.audit.services import record
from governance.workflow.acts import refuse
from governance.workflow.steps import lock, state_label

from .. import citations
from ..models import Negotiation, Notice, Party
from ..states import Channel


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


def person(by: Any) -> Any:
    """The user behind an actor; the system has none."""
    return None if by.is_system else by.user


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
