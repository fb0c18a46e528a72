"""A person's inbox: what she has been told, and that she has read it."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words
from governance.organisations.actors import Actor

from .models import MailChoice, Message

PAGE = 30


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of a person's messages, newest first."""

    lead: str
    messages: tuple[Message, ...]
    unread: int
    before: int | None
    wants_mail: bool


def unread_count(actor: Actor) -> int:
    """How many messages the person has not read."""
    return Message.objects.visible_to(actor).unread().count()


def inbox_of(actor: Actor, *, before: int | None = None) -> Inbox:
    """The person's messages from one on and back; three queries."""
    mine = Message.objects.visible_to(actor)
    found = list((mine.filter(pk__lt=before) if before else mine).with_seats()[: PAGE + 1])
    unread = unread_count(actor)
    choice = MailChoice.objects.filter(user_id=actor.user.pk or 0).first()
    return Inbox(
        lead=lead_of(unread),
        messages=tuple(found[:PAGE]),
        unread=unread,
        before=found[PAGE - 1].pk if len(found) > PAGE else None,
        wants_mail=choice is None or choice.wants_mail,
    )


def lead_of(unread: int) -> str:
    """The state of the inbox in words."""
    if not unread:
        return _("Du har inga olästa meddelanden.")
    words = _("%s är oläst.") if unread == 1 else _("%s är olästa.")
    return words % capitalise(count_in_words(unread, _("meddelande"), _("meddelanden"), neuter=True))


def mark_read(actor: Actor, *, message: Message | None = None) -> int:
    """Note that one message, or everything unread, has been read."""
    mine = Message.objects.visible_to(actor).filter(read_at__isnull=True)
    if message is not None:
        mine = mine.filter(pk=message.pk)
    return mine.update(read_at=timezone.now())


@transaction.atomic
def choose_mail(actor: Actor, *, wants_mail: bool) -> None:
    """Note whether the person wants her messages by e-mail too."""
    MailChoice.objects.update_or_create(user_id=actor.user.pk or 0, defaults={"wants_mail": wants_mail})
