"""Whose turn it has become: every duty that stands on somebody's desk is told to that person once.

Nobody has to remember to tell. The desk's own sources are asked after something has happened in a partnership, or once
a day since days pass; what is new becomes a message, and what stands there no more is settled. The sources are read
outside any transaction; what they say is written in the short one of the job.
"""

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from governance.audit.models import Head
from governance.jobs.services import queue_job
from governance.organisations import agenda
from governance.organisations.actors import Actor
from governance.organisations.agenda import Duty
from governance.organisations.models import Partnership, Seat, partnership_chain

from .models import Lookout, MailChoice, Message

TURNS_JOB = "reminders.turns"
MAIL_JOB = "reminders.mail"


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that waits for a person, from one of her seats."""

    seat: Seat
    duty: Duty
    digest: str


@dataclass(frozen=True, slots=True)
class Found:
    """What waits for whom in a partnership, and how far its trail had come when it was asked."""

    event_id: int
    seats: tuple[Seat, ...]
    turns: tuple[Turn, ...]


def digest_of(duty: Duty) -> str:
    """What a duty is about: where it is done, what is asked, and since when."""
    said = "\n".join(str(part) for part in (duty.url, duty.action_url, duty.title, duty.since or ""))
    return sha256(said.encode()).hexdigest()


def seats_in(partnership: Partnership, today: date) -> list[Seat]:
    """The seats of a partnership's own bodies, and of its principals', held today by people who may sign in."""
    theirs = Q(body__partnership__isnull=True, body__organisation__principalships__partnership=partnership)
    held = Seat.objects.on(today).filter(Q(body__partnership=partnership) | theirs, user__is_active=True)
    return list(held.select_related("user", "body__organisation", "body__partnership").distinct().order_by("pk"))


def last_event(partnership: Partnership) -> int:
    """How far the partnership's trail has come."""
    found = Head.objects.filter(chain=partnership_chain(partnership.pk)).values_list("event_id", flat=True).first()
    return found or 0


def find_turns(partnership: Partnership, *, today: date) -> Found:
    """Ask every source what waits for each seat; only reads."""
    event_id, seats = last_event(partnership), seats_in(partnership, today)
    turns = [
        Turn(seat, duty, digest_of(duty))
        for seat in seats
        for duty in agenda.duties(Actor(user=seat.user, seat=seat, today=today), today)
    ]
    return Found(event_id, tuple(seats), tuple(turns))


def tell_turns(partnership: Partnership, found: Found, *, today: date) -> list[Message]:
    """Write what is new as messages and settle what is over; mails are asked for in the same transaction.

    The first time a partnership is looked at, what already waits is told in the inbox alone.
    """
    with transaction.atomic():
        before = Lookout.objects.filter(partnership=partnership).first()
        settle_gone(found, today=today)
        told = [message for turn in found.turns if (message := tell(turn)) is not None]
        Lookout.objects.update_or_create(
            partnership=partnership, defaults={"event_id": found.event_id, "looked_on": today}
        )
        if before is not None and not partnership.is_demo:
            ask_for_mail(told)
    return told


def settle_gone(found: Found, *, today: date) -> None:
    """Messages to these seats about what waits no more, and to any seat that is not held any more."""
    standing = {(turn.seat.user_id, turn.digest) for turn in found.turns}
    live = Message.objects.live().filter(seat__in=found.seats).values_list("pk", "user_id", "digest")
    gone = [pk for pk, user_id, digest in live if (user_id, digest) not in standing]
    left = Q(seat__until_on__lt=today)
    Message.objects.live().filter(Q(pk__in=gone) | left).update(settled_at=timezone.now())


def tell(turn: Turn) -> Message | None:
    """Leave a message about a turn, unless the person has one."""
    duty = turn.duty
    message, made = Message.objects.get_or_create(
        user_id=turn.seat.user_id,
        digest=turn.digest,
        settled_at=None,
        defaults={
            "seat": turn.seat,
            "title": str(duty.title)[:300],
            "text": str(duty.text)[:500],
            "context": str(duty.context)[:200],
            "url": str(duty.action_url or duty.url)[:300],
            "due_on": duty.due_on,
        },
    )
    return message if made else None


def ask_for_mail(told: list[Message]) -> None:
    """One mail to each person about everything that is new to her, where mail is configured and wanted."""
    if not settings.MAIL_TURNS:
        return
    declined = set(MailChoice.objects.filter(wants_mail=False).values_list("user_id", flat=True))
    by_user: dict[int, list[int]] = {}
    for message in told:
        if message.user_id not in declined:
            by_user.setdefault(message.user_id, []).append(message.pk)
    for keys in by_user.values():
        queue_job(MAIL_JOB, key=f"{MAIL_JOB}:{keys[0]}-{keys[-1]}:{len(keys)}", arguments={"messages": keys})


def changed(today: date) -> list[tuple[int, int]]:
    """Partnerships, with how far their trail has come, where something has happened or a day has passed."""
    seen = {row.partnership_id: row for row in Lookout.objects.all()}
    heads = dict(Head.objects.filter(chain__startswith="partnership:").values_list("chain", "event_id"))
    found = []
    for pk in Partnership.objects.order_by("pk").values_list("pk", flat=True):
        event_id, last = heads.get(partnership_chain(pk), 0), seen.get(pk)
        if last is None or last.event_id < event_id or last.looked_on < today:
            found.append((pk, event_id))
    return found


def ask_for_turns(*, today: date) -> int:
    """Ask for a look at each partnership that has changed; asking twice about the same event is one job."""
    found = changed(today)
    with transaction.atomic():
        for pk, event_id in found:
            key = f"{TURNS_JOB}:{pk}:{event_id}:{today.isoformat()}"
            queue_job(TURNS_JOB, key=key, arguments={"partnership": pk, "day": today.isoformat()})
    return len(found)
