"""The only way in which any state changes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.dispatch import Signal
from django.utils import timezone
from django_fsm import FSMField

from governance.audit.actors import Actor
from governance.audit.models import Event
from governance.audit.services import record
from governance.lib.dates import swedish_date

from .days import impossible_day
from .guards import Act, Guard
from .models import Versioned
from .reading import read_and_hold
from .refusals import NotAllowed, Refusal, Refused, Stale, WrongState

step_taken = Signal()
"""Sent after commit with `event`: something happened that others may want to tell about."""


@dataclass(frozen=True, slots=True)
class Step:
    """One transition as data (steg): what it is called, from where to where, who may and what must be true."""

    name: str
    field: str
    sources: tuple[str, ...]
    target: str
    label: str
    who: str
    guards: tuple[Guard, ...]
    permission: Callable[[Any, Any], bool]
    by_system: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """A step as a page shows it: may it be taken, and if not, why not."""

    step: Step
    refusals: tuple[Refusal, ...]
    fulfilled: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.refusals


def state_field(model: type[models.Model]) -> FSMField:
    """Find the model's state field; a model has one."""
    (found,) = [each for each in model._meta.fields if isinstance(each, FSMField)]
    return found


def steps_of(model: type[models.Model]) -> dict[str, Step]:
    """Read a model's machine from its transitions: name -> step, in the order of the class."""
    cached: dict[str, Step] | None = model.__dict__.get("_steps")
    if cached is None:
        field = state_field(model)
        found: dict[str, Step] = {}
        for transition in field.get_all_transitions(model):
            known = found.get(transition.name)
            sources = (*(known.sources if known else ()), str(transition.source))
            custom = transition.custom
            found[transition.name] = Step(
                name=transition.name,
                field=field.name,
                sources=sources,
                target=str(transition.target),
                label=str(custom["label"]),
                who=str(custom["who"]),
                guards=tuple(custom.get("guards", ())),
                permission=custom["permission"],
                by_system=bool(custom.get("by_system")),
            )
        model._steps = cached = found  # type: ignore[attr-defined]
    return cached


def state_of(subject: models.Model) -> str:
    """The value of the subject's state."""
    return str(getattr(subject, state_field(type(subject)).name))


def state_label(subject: models.Model, value: str | None = None) -> str:
    """The state in words."""
    field = state_field(type(subject))
    return str(dict(field.flatchoices).get(value or state_of(subject), value))


def misplaced(subject: models.Model, step: Step, *, state: str = "") -> WrongState:
    """The refusal of a step that does not start from where the subject stands, with whose turn it is there."""
    situation = getattr(subject, "situations", {}).get(state_of(subject))
    turn = str(situation.turn) if situation is not None else ""
    if isinstance(subject, Versioned):
        turn = subject.whose_turn(turn)
    return WrongState(step=step.label, state=state or str(state_label(subject)), turn=turn)


def may_take(subject: models.Model, step: Step, by: Actor) -> bool:
    """Whether this actor holds what the step needs, whatever the guards say."""
    return step.by_system if by.is_system else bool(step.permission(subject, by))


def who_may(subject: models.Model, step: Step) -> str:
    """Who may take the step with this very row, in words."""
    return subject.who_may(step.name, step.who) if isinstance(subject, Versioned) else step.who


def why_not(subject: models.Model, name: str, act: Act) -> list[Refusal]:
    """Ask every guard of a step; an empty list lets us pass. Only reads."""
    asked = (guard.ask(subject, act) for guard in steps_of(type(subject))[name].guards)
    return [each for each in asked if each]


def view_step(subject: models.Model, name: str, act: Act) -> StepView:
    """Look at one step: what stands in the way and what is already fulfilled; what is not given yet is neither."""
    step = steps_of(type(subject))[name]
    answers = [(guard, guard.look(subject, act)) for guard in step.guards]
    refusals = tuple(answer for _, answer in answers if isinstance(answer, Refusal))
    return StepView(step, refusals, tuple(str(guard.fulfilled) for guard, answer in answers if answer is None))


def available_steps(subject: models.Model, *, by: Actor, today: date) -> list[StepView]:
    """The steps that start here and that this actor may take, open or blocked."""
    state, act = state_of(subject), Act(by, today)
    mine = (step for step in steps_of(type(subject)).values() if state in step.sources and may_take(subject, step, by))
    return [view_step(subject, step.name, act) for step in mine]


def lock(subject: models.Model) -> Any:
    """Read the row again and hold it; on SQLite the IMMEDIATE transaction is what holds.

    A model may name in `locked_with` the relations that its guards and its name need, so that they come along.
    """
    return read_and_hold(subject)


def last_change(subject: models.Model) -> tuple[str, str]:
    """Who changed the row last, and when, in words."""
    return by_whom(Event.objects.about(subject).first())


def by_whom(event: Event | None) -> tuple[str, str]:
    """Who did what an event tells, and when, in words; in general terms where there is no event."""
    if event is None:
        return "Någon", "nyss"
    when = timezone.localtime(event.recorded_at)
    return event.seat_label or event.actor_name, f"kl. {when:%H.%M}"


def perform(
    subject: models.Model,
    name: str,
    *,
    by: Actor,
    today: date,
    version: int | None = None,
    occurred_on: date | None = None,
    corrects: int | None = None,
    **details: Any,
) -> Event:
    """Take one step on a locked row and record it as exactly one event (händelse).

    `version` is what the actor saw; None only where no person looked (a job, a service acting inside another act).
    The subject as it stands afterwards is `event.subject`. Raises NotAllowed, Stale, WrongState or Refused; then
    nothing has changed.
    """
    step = steps_of(type(subject))[name]
    with transaction.atomic():
        held = lock(subject)
        source = state_of(held)
        if not may_take(held, step, by):
            raise NotAllowed(who_may(held, step))
        if version is not None and version != held.version:
            raise Stale(*last_change(held), rows=((str(type(held)._meta.verbose_name), state_label(held), step.label),))
        if source not in step.sources:
            raise misplaced(held, step)
        if refusals := why_not(held, name, Act(by, today, version, details)):
            raise Refused(refusals)
        if wrong_day := impossible_day(held, name, occurred_on, today):
            raise Refused([wrong_day])
        getattr(held, name)(by=by, today=today, **details)
        held.version += 1
        save(held)
        event = record(
            chain=held.chain,
            kind=f"{held._meta.label_lower}.{name}",
            subject=held,
            by=by,
            source=source,
            target=state_of(held),
            occurred_on=occurred_on or today,
            corrects=corrects,
            details=details,
        )
        event.subject = held
        transaction.on_commit(lambda: step_taken.send_robust(sender=type(held), event=event), robust=True)
    return event


def save(subject: models.Model) -> None:
    """Save, and tell a broken constraint in its own sentence.

    The database judges, once; only when it refuses are the constraints asked which of them it was.
    """
    try:
        with transaction.atomic():
            subject.save()
    except IntegrityError as error:
        excluded = {state_field(type(subject)).name} if has_machine(subject) else None
        try:
            subject.validate_constraints(exclude=excluded)
        except ValidationError as told:
            raise Refused(as_refusals(told)) from error
        raise


def has_machine(subject: models.Model) -> bool:
    """Whether the model has states at all."""
    return any(isinstance(each, FSMField) for each in subject._meta.fields)


def as_refusals(error: ValidationError) -> list[Refusal]:
    """Say a broken constraint as a refusal."""
    from .citations import ORDER_OF_STEPS  # noqa: PLC0415 -- used here alone

    return [Refusal(str(each), ORDER_OF_STEPS, mended_by="du själv: rätta uppgiften") for each in error.messages]


def create(
    subject: models.Model,
    *,
    by: Actor,
    today: date,
    kind: str = "create",
    occurred_on: date | None = None,
    **details: Any,
) -> Event:
    """Begin an object in its first state and record that; a constructor alone leaves no trace.

    `occurred_on` is the day on which it is stated to have happened, where it is recorded afterwards.
    """
    if has_machine(subject) and state_of(subject) != state_field(type(subject)).default:
        message = "Ett nytt föremål börjar i sitt första läge."
        raise ValueError(message)
    if occurred_on is not None and (wrong_day := impossible_day(subject, kind, occurred_on, today)):
        raise Refused([wrong_day])
    with transaction.atomic():
        save(subject)
        event = record(
            chain=subject.chain,  # type: ignore[attr-defined]  # every subject of an act has its chain
            kind=f"{subject._meta.label_lower}.{kind}",
            subject=subject,
            by=by,
            target=state_of(subject) if has_machine(subject) else "",
            occurred_on=occurred_on or today,
            details=details,
        )
        event.subject = subject
        transaction.on_commit(lambda: step_taken.send_robust(sender=type(subject), event=event), robust=True)
    return event


def in_words(subject: models.Model, name: str, value: Any) -> Any:
    """A field's value as its reader knows it: the word of a choice, yes or no, a day; amounts are left to the page."""
    choices = dict(getattr(subject._meta.get_field(name), "flatchoices", ()))
    if value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, date):
        return swedish_date(value)
    return "–" if value is None or value == "" else value


def edit(
    subject: models.Model,
    *,
    by: Actor,
    today: date,
    version: int | None,
    changes: dict[str, Any],
    kind: str = "edit",
    corrects: int | None = None,
    reason: str = "",
) -> Event:
    """Change fields of a row if nobody changed it since `version`; the event holds old and new values.

    The state field is not edited: it moves by steps. Raises Stale with saved and own values, or Refused.
    """
    with transaction.atomic():
        held = lock(subject)
        if has_machine(held) and state_field(type(held)).name in changes:
            message = "Läget ändras med steg."
            raise ValueError(message)
        before = {name: getattr(held, name) for name in changes}
        if version is not None and version != held.version:
            rows = tuple(
                (str(held._meta.get_field(name).verbose_name), *(in_words(held, name, each) for each in pair))
                for name, pair in ((name, (before[name], changes[name])) for name in changes)
                if before[name] != changes[name]
            )
            raise Stale(*last_change(held), rows=rows)
        for name, value in changes.items():
            setattr(held, name, value)
        held.version += 1
        save(held)
        event = record(
            chain=held.chain,
            kind=f"{held._meta.label_lower}.{kind}",
            subject=held,
            by=by,
            occurred_on=today,
            corrects=corrects,
            details={"before": before, "after": changes, **({"reason": reason} if reason else {})},
        )
        event.subject = held
        transaction.on_commit(lambda: step_taken.send_robust(sender=type(held), event=event), robust=True)
    return event
