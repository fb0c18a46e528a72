"""Mails that tell people it is their turn: what, until when and where; nothing that is only for those signed in."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.text import capitalise, count_in_words

from .models import Message


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits, as the mail tells it."""

    title: str
    context: str
    due: str
    url: str


def line_of(message: Message) -> Line:
    """A message without its text, which may hold what only those signed in may read."""
    return Line(message.title, message.context, due_words(message.due_on), absolute(message.url))


def due_words(due_on: date | None) -> str:
    """The last day in words, or nothing."""
    return swedish_date(due_on) if due_on else ""


def absolute(path: str) -> str:
    """A page's address as it works from a mail."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


def subject_of(messages: list[Message]) -> str:
    """What the mail is about: the thing itself, or how many."""
    if len(messages) == 1:
        return _("Samverk: %s") % " ".join(messages[0].title.split())
    return _("Samverk: %s väntar på dig") % count_in_words(len(messages), _("sak"), _("saker"))


def mail_about(messages: list[Message]) -> EmailMessage:
    """One mail to one person. The same messages give the same Message-ID, so that a second copy can be told as one."""
    user: Any = messages[0].user
    number = count_in_words(len(messages), _("sak"), _("saker"))
    context = {
        "name": user.name,
        "lead": _("%s väntar på dig i Samverk:") % capitalise(number),
        "lines": [line_of(each) for each in messages],
        "inbox": absolute(reverse("reminders:inbox")),
    }
    host = urlsplit(settings.PUBLIC_URL).hostname or "localhost"
    ident = "-".join(str(each.pk) for each in (messages[0], messages[-1]))
    return EmailMessage(
        subject=subject_of(messages),
        body=render_to_string("email/turns.txt", context),
        to=[user.email],
        headers={
            "Message-ID": f"<samverk-{ident}.{messages[0].digest[:16]}@{host}>",
            "Auto-Submitted": "auto-generated",
        },
    )
