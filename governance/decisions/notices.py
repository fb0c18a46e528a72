"""Telling principals of a matter: for information, and as a reminder to name a meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.text import capitalise
from governance.organisations.models import Principal
from governance.workflow.acts import refuse
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import create, lock, steps_of, who_may

from . import citations
from .models import Matter, Notice, Ruling
from .permissions import may_lead
from .states import OPEN, OUT, NoticeKind


def send_notice(matter: Matter, principal: Principal, kind: NoticeKind, text: str, *, by: Any, today: date) -> Notice:
    """Leave one notice on a principal's desk and record it."""
    notice = Notice(
        matter=matter,
        principal=principal,
        kind=kind,
        text=text,
        sent_on=today,
        sent_by=by.seat_label or by.user_name,
    )
    create(notice, by=by, today=today, kind="send", text=text)
    return notice


def inform_principals(matter: Matter, principals: Iterable[Principal], *, by: Any, today: date) -> list[Notice]:
    """Tell those who are not asked, since every principal sees every decision (A-07, X-01)."""
    text = _("För kännedom: %s. Er andel ökar inte, så ert fullmäktige behöver inte besluta.") % matter.title
    return [send_notice(matter, each, NoticeKind.INFORMED, text, by=by, today=today) for each in principals]


@transaction.atomic
def remind_principals(matter: Matter, rulings: Iterable[Ruling], *, by: Any, today: date) -> list[Notice]:
    """Remind principals that have not decided (påminna); one that was reminded today is not reminded again.

    Raises NotAllowed for others than those who carry the matter, and Refused when it is not with the principals.
    """
    held: Matter = lock(matter)
    if not by.is_system and not may_lead(held, by):
        raise NotAllowed(who_may(held, steps_of(Matter)["hand_over"]))
    if held.state not in OUT:
        sentence = _("Läget är ”%(state)s”. %(who)s påminns medan ärendet ligger hos dem.") % {
            "state": held.get_state_display(),
            "who": capitalise(str(held.words.the_many)),
        }
        raise refuse(sentence, citations.ROUTE, mended_by=_("ingen: det finns inget beslut att påminna om"))
    wanted = {ruling.pk for ruling in rulings}
    told = set(held.notices.reminders().filter(sent_on=today).values_list("principal_id", flat=True))
    until = _(" senast %s") % swedish_date(held.decide_by) if held.decide_by else ""
    text = _("Ange när ni behandlar ärendet ”%(title)s”. Beslut behövs%(until)s.") % {
        "title": held.title,
        "until": until,
    }
    waiting = [each for each in held.principal_rulings() if each.pk in wanted and each.state in OPEN]
    return [
        send_notice(held, each.principal, NoticeKind.REMINDER, text, by=by, today=today)
        for each in waiting
        if each.principal is not None and each.principal_id not in told
    ]
