"""The trail in words: each app tells what its kinds of event mean and where they can be seen."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.lib.text import capitalise
from governance.ui.parts import Happening
from governance.workflow.steps import has_machine, steps_of
from governance.workflow.together import Wish, read_wishes

Sentence = Any  # a text, or a function from the event to one
Address = Callable[[Event], str]
Parts = Callable[[str], Mapping[str, Iterable[str]]]

SENTENCES: dict[str, Sentence] = {}
ADDRESSES: dict[str, Address] = {}
PARTS: dict[str, Parts] = {}


def tell(sentences: Mapping[str, Sentence]) -> None:
    """Say what kinds of event mean, such as "budgets.budget.hand_over"; called in `AppConfig.ready`."""
    SENTENCES.update(sentences)


def link(subject_type: str, address: Address) -> None:
    """Say where events about a kind of object can be seen; the function must not ask the database."""
    ADDRESSES[subject_type] = address


def gather(subject_type: str, parts: Parts) -> None:
    """Say which objects' events belong to the trail of a kind of object; from its key to keys by kind."""
    PARTS[subject_type] = parts


def trail_of(subject_type: str, key: str) -> Q:
    """The events about an object, and about what is part of it."""
    about = Q(subject_type=subject_type, subject_key=key)
    for kind, keys in PARTS[subject_type](key).items() if subject_type in PARTS else ():
        about |= Q(subject_type=kind, subject_key__in=list(keys))
    return about


def sentence_of(event: Event) -> str:
    """What happened, in one sentence; a kind that nobody has told of is named by its step and object."""
    told = SENTENCES.get(event.kind)
    if told is not None:
        return str(told(event) if callable(told) else told)
    name = event.kind.rsplit(".", 1)[-1]
    try:
        model: Any = apps.get_model(event.subject_type)
    except (LookupError, ValueError):
        return f"{event.subject_label}: {name}"
    noun = capitalise(str(model._meta.verbose_name))
    if name == "create":
        return _("%(noun)s lades upp: %(label)s") % {"noun": noun, "label": event.subject_label}
    if name == "edit":
        return _("%(noun)s ändrades: %(label)s") % {"noun": noun, "label": event.subject_label}
    step = steps_of(model).get(name) if has_machine(model) else None
    return f"{noun} {event.subject_label}: {step.label if step else name}"


def details_of(event: Event) -> dict[str, Any]:
    """What the event holds besides its columns."""
    try:
        found = json.loads(event.details)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def happening(event: Event) -> Happening:
    """One event as a line of the trail."""
    address = ADDRESSES.get(event.subject_type)
    corrected = _("Rättar händelse %s.") % event.corrects if event.corrects else ""
    reason = str(details_of(event).get("reason", ""))
    sentence = sentence_of(event)
    named = "" if event.subject_label in sentence else event.subject_label
    who, _colon, rest = named.partition(": ")
    if rest and who in sentence:
        named = rest
    return Happening(
        sentence=sentence,
        recorded_at=event.recorded_at,
        occurred_on=None if event.occurred_on == timezone.localdate(event.recorded_at) else event.occurred_on,
        who=event.actor_name,
        seat=event.seat_label,
        number=event.pk,
        note=" · ".join(part for part in (named, corrected, reason) if part),
        digest=event.hash,
        url=address(event) if address else "",
    )


def happenings_about(subject: Model, most: int = 20) -> list[Happening]:
    """What has happened to one object, the newest first and so many at most, as its page shows it; one query."""

    def newest(subject_type: str, subject_key: str) -> list[QuerySet[Event]]:
        found = Event.objects.filter(subject_type=subject_type, subject_key=subject_key)
        return [found.order_by("-pk")[:most]]

    keys = subject._meta.label_lower, str(subject.pk)
    return happenings(read_wishes(Wish(f"organisations.newest_{most}_events", newest, keys))[0][0])


def happenings(events: Iterable[Event]) -> list[Happening]:
    """Events as lines of the trail, in the given order."""
    return [happening(event) for event in events]
