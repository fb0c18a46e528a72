"""Telling principals of a matter: for information, and as a reminder to name a meeting."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.swedish_order import swedish_key
from governance.lib.text import capitalise, join_swedish
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


def reminded_today(matter: Matter, today: date) -> list[Notice]:
    """The reminders of a day; one query."""
    return list(matter.notices.reminders().filter(sent_on=today).with_names())


def reminded_words(sent: Iterable[Notice]) -> str:
    """Who were reminded, when and by whom, in a sentence for each who reminded."""
    by_sender: dict[tuple[date, str], list[str]] = {}
    for notice in sent:
        by_sender.setdefault((notice.sent_on, notice.sent_by), []).append(notice.principal.organisation.short_name)
    words = _("%(who)s påmindes %(day)s av %(by)s.")
    return " ".join(
        words % {"who": join_swedish(sorted(names, key=swedish_key)), "day": swedish_date(day), "by": by}
        for (day, by), names in by_sender.items()
    )


@transaction.atomic
def remind_principals(matter: Matter, rulings: Iterable[Ruling], *, by: Any, today: date) -> list[Notice]:
    """Remind principals that have not decided (påminna); one that was reminded today is not reminded again.

    Raises NotAllowed for others than those who carry the matter, and Refused when it is not with the principals or all
    were reminded today.
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
    sent = reminded_today(held, today)
    told = {notice.principal_id for notice in sent}
    until = _(" senast %s") % swedish_date(held.decide_by) if held.decide_by else ""
    text = _("Ange när ni behandlar ärendet ”%(title)s”. Beslut behövs%(until)s.") % {
        "title": held.title,
        "until": until,
    }
    waiting = [each for each in held.principal_rulings() if each.pk in wanted and each.state in OPEN]
    if waiting and all(each.principal_id in told for each in waiting):
        sentence = _("%s De kan påminnas igen i morgon.") % reminded_words(sent)
        raise refuse(sentence, citations.REMINDED_ONCE_A_DAY, mended_by=_("du själv: vänta till i morgon"))
    return [
        send_notice(held, each.principal, NoticeKind.REMINDER, text, by=by, today=today)
        for each in waiting
        if each.principal is not None and each.principal_id not in told
    ]
