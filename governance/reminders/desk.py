"""Put together what waits, for whom and until when, as the desk and the year wheel show it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.lib.money import thousands
from governance.lib.text import capitalise, count_in_words
from governance.organisations import agenda
from governance.organisations.actors import Actor
from governance.organisations.agenda import Deadline, Duty, Waiting
from governance.organisations.happenings import happening
from governance.organisations.models import partnership_chain
from governance.ui.charts import year_wheel
from governance.ui.parts import Deadline as Mark
from governance.ui.parts import Happening, Task

EVENTS_SHOWN = 8
EVENTS_READ = 2000
DATES_SHOWN = 6
MARKS_ON_WHEEL = 12
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Desk:
    """My desk: what waits for me, what I wait for, what happened last, the next days to keep."""

    lead: str
    tasks: tuple[Task, ...]
    waitings: tuple[Waiting, ...]
    events: tuple[Happening, ...]
    dates: tuple[Mark, ...]


def desk_of(actor: Actor, today: date) -> Desk:
    """Ask every source what it has for the actor."""
    duties, waitings, days = agenda.everything(actor, today)
    coming = [each for each in days if is_coming(each, today)]
    return Desk(
        lead=lead_of(duties, actor, today),
        tasks=tuple(task_of(duty, is_first=index == 0) for index, duty in enumerate(duties)),
        waitings=tuple(waitings),
        events=tuple(latest_happenings(actor)),
        dates=tuple(mark_of(each) for each in coming[:DATES_SHOWN]),
    )


def place_of(actor: Actor) -> str:
    """For whom one acts: an organisation, or a body of a partnership."""
    if actor.seat is None:
        return actor.user_name
    body: Any = actor.seat.body
    return str(body.name if body.partnership_id else body.organisation.name)


def lead_of(duties: Sequence[Duty], actor: Actor, today: date) -> str:
    """The state of the desk in words: "Tre saker väntar på Malmö stad. En av dem är sen."."""
    if not duties:
        return _("Inget väntar på dig.")  # what waits for others at the same place is theirs to do
    place = place_of(actor)
    late = sum(1 for duty in duties if duty.due_on and duty.due_on < today)
    said = _("%(things)s väntar på %(place)s.") % {
        "things": capitalise(count_in_words(len(duties), "sak", "saker")),
        "place": place,
    }
    if not late:
        return said
    if len(duties) == 1:
        return said + " " + _("Den är sen.")
    return f"{said} {capitalise(count_in_words(late, 'av dem är sen', 'av dem är sena'))}."


def task_of(duty: Duty, *, is_first: bool) -> Task:
    """A duty as a row of the desk; only the first has a filled button, so that a page has one."""
    has_button = is_first and bool(duty.action)
    return Task(
        title=str(duty.title),
        url=duty.url,
        text=str(duty.text),
        meta=str(duty.context),
        due_on=duty.due_on,
        since=duty.since,
        action=str(duty.action) if has_button else "",
        action_url=(duty.action_url or duty.url) if has_button else "",
    )


LATEST = """
SELECT event.*, alike.times
FROM audit_event event
JOIN (
    SELECT MAX(id) AS newest, COUNT(*) AS times
    FROM (
        SELECT id, chain, kind, occurred_on
        FROM audit_event
        WHERE chain IN (%s) AND kind NOT LIKE %s
        ORDER BY id DESC
        LIMIT %s
    ) recent
    GROUP BY chain, kind, occurred_on
    ORDER BY newest DESC
    LIMIT %s
) alike ON event.id = alike.newest
"""
ONE = "IN (%s)"


def latest_happenings(actor: Actor) -> list[Happening]:
    """What happened last in the actor's partnerships, apart from how they are set up; one query.

    What happened to many objects the same day (34 letters that were sent) is one line. The grouping reads narrow rows
    and fetches whole events only for the lines that are shown, which takes SQL that querysets do not write.
    """
    chains = [partnership_chain(pk) for pk in sorted(actor.partnership_ids)]
    if not chains:
        return []
    asked = LATEST.replace(ONE, f"IN ({', '.join(['%s'] * len(chains))})")
    found: Any = Event.objects.raw(asked, [*chains, "organisations.%", EVENTS_READ, EVENTS_SHOWN])
    newest = sorted(found, key=lambda event: (day_of(event), event.pk), reverse=True)
    return [line_of(event, event.times) for event in newest]


def day_of(event: Event) -> date:
    """The day that the line is told under: when it happened, else when it was recorded."""
    return event.occurred_on or timezone.localdate(event.recorded_at)


def line_of(event: Event, times: int) -> Happening:
    """An event as a line, or the last of several alike, with how many they were."""
    line = happening(event)
    if times == 1:
        return line
    told = _("Den senaste av %s samma dag") % thousands(times)
    of_what = "" if line.note.lower() in line.sentence.lower() else line.note
    return replace(line, note=". ".join(each.rstrip(".") for each in (of_what, told) if each), url="")


def is_coming(deadline: Deadline, today: date) -> bool:
    """Whether a day is still to be kept, within the coming year."""
    return not deadline.done and today <= deadline.on <= today + YEAR


def mark_of(deadline: Deadline) -> Mark:
    """A day to keep as the year wheel and its list show it."""
    return Mark(on=deadline.on, label=str(deadline.title), url=deadline.url)


@dataclass(frozen=True, slots=True)
class Days:
    """The days to keep in a partnership: on the wheel, later ones, and those gone by."""

    late: tuple[Deadline, ...]
    wheel: str
    coming: tuple[Deadline, ...]
    later: tuple[Deadline, ...]
    kept: tuple[Deadline, ...]


def days_of(partnership_id: int, today: date, *, kind: str = "") -> Days:
    """Sort the days to keep in a partnership by whether they are late, near, far off or done."""
    found = agenda.deadlines(frozenset({partnership_id}), today, kind=kind)
    coming = [each for each in found if is_coming(each, today)]
    near, rest = coming[:MARKS_ON_WHEEL], coming[MARKS_ON_WHEEL:]
    return Days(
        late=tuple(each for each in found if not each.done and each.on < today),
        wheel=year_wheel([each.on for each in near], today, list_stands="bredvid"),
        coming=tuple(near),
        later=(*rest, *(each for each in found if not each.done and each.on > today + YEAR)),
        kept=tuple(each for each in reversed(found) if each.done),
    )


def days_lead(days: Days, today: date) -> str:
    """The days of a partnership in one sentence."""
    if days.late:
        late = count_in_words(len(days.late), "tid har gått ut", "tider har gått ut")
        return _("%s utan att det som skulle göras är gjort.") % capitalise(late)
    if days.coming:
        return _("Inget är sent.")
    return _("Det finns inga tider att hålla just nu.")
