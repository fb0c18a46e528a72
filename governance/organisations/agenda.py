"""What waits for whom, and until when: filled by the apps that know, read by my desk and the year wheel."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from governance.workflow.citations import Citation

from .actors import Actor
from .models import Partnership


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that waits for the seat one acts from (uppgift)."""

    title: Any
    url: str
    text: Any = ""
    context: Any = ""
    due_on: date | None = None
    since: date | None = None
    action: Any = ""
    action_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A matter one is party to, where somebody else has the next step (väntar på andra)."""

    title: Any
    url: str
    turn: Any
    since: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day to keep in a partnership (tidsgräns), with the rule that sets it."""

    on: date
    title: Any
    partnership_id: int
    url: str = ""
    kind: str = ""
    rule: Citation | None = None
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """A fact in a panel; has the attributes of `ui.parts.Fact`."""

    label: Any
    value: Any
    note: Any = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What happens now in one part of a partnership, as its page shows it."""

    title: Any
    url: str = ""
    lead: Any = ""
    rows: tuple[PanelRow, ...] = ()
    order: int = 100
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A link in a partnership's own menu (del av partnerskapet)."""

    label: Any
    url_of: Callable[[Partnership], str]
    order: int
    kinds: tuple[str, ...] = ()


Kinds = frozenset[str]
DutySource = Callable[[Actor, date], list[Duty]]
WaitingSource = Callable[[Actor, date], list[Waiting]]
DeadlineSource = Callable[[frozenset[int], date], list[Deadline]]
ComingSource = Callable[[Actor, date], list[Deadline]]
PanelSource = Callable[[Partnership, Actor, date], Panel | None]

DUTIES: dict[DutySource, Kinds] = {}
WAITINGS: dict[WaitingSource, Kinds] = {}
DEADLINES: dict[DeadlineSource, tuple[ComingSource | None, Kinds]] = {}
PANELS: dict[PanelSource, Kinds] = {}
SECTIONS: dict[str, Section] = {}


def as_kinds(kinds: Iterable[Any]) -> Kinds:
    """Kinds of partnership as they are compared; none means every kind."""
    return frozenset(str(kind) for kind in kinds)


def concerns(kinds: Kinds, known: frozenset[str]) -> bool:
    """Whether a source has anything to tell somebody who knows of partnerships of these kinds."""
    return not kinds or not kinds.isdisjoint(known)


def duty_source(source: DutySource, *, kinds: Iterable[Any] = ()) -> DutySource:
    """Add a function that tells what waits for the seat acted from, in partnerships of some kinds or of all."""
    DUTIES[source] = as_kinds(kinds)
    return source


def waiting_source(source: WaitingSource, *, kinds: Iterable[Any] = ()) -> WaitingSource:
    """Add a function that tells what one waits for others to do."""
    WAITINGS[source] = as_kinds(kinds)
    return source


def deadline_source(
    source: DeadlineSource, *, coming: ComingSource | None = None, kinds: Iterable[Any] = ()
) -> DeadlineSource:
    """Add a function that tells the days to keep in some partnerships.

    `coming` tells an actor those that are not kept yet, where they follow from what is read for the desk anyhow.
    """
    DEADLINES[source] = (coming, as_kinds(kinds))
    return source


def panel_source(source: PanelSource, *, kinds: Iterable[Any] = ()) -> PanelSource:
    """Add a function that tells what happens now in a partnership, or nothing."""
    PANELS[source] = as_kinds(kinds)
    return source


def section(label: Any, url_of: Callable[[Partnership], str], *, order: int = 100, kinds: tuple[str, ...] = ()) -> None:
    """Add a link to the own menu of every partnership, or of those of some kinds; called in `AppConfig.ready`."""
    SECTIONS[str(label)] = Section(label, url_of, order, tuple(str(kind) for kind in kinds))


def far_off_last(on: date | None) -> tuple[bool, date]:
    """Sort key of a last day: the earliest first, those without any last."""
    return (on is None, on or date.max)


def duties(actor: Actor, today: date) -> list[Duty]:
    """Everything that waits for the actor, late first."""
    asked = (source for source, kinds in DUTIES.items() if concerns(kinds, actor.partnership_kinds))
    found = [duty for source in asked for duty in source(actor, today)]
    return sorted(found, key=lambda duty: far_off_last(duty.due_on))


def waitings(actor: Actor, today: date) -> list[Waiting]:
    """Everything that waits for others, late first."""
    asked = (source for source, kinds in WAITINGS.items() if concerns(kinds, actor.partnership_kinds))
    found = [waiting for source in asked for waiting in source(actor, today)]
    return sorted(found, key=lambda waiting: far_off_last(waiting.due_on))


def deadlines(partnership_ids: frozenset[int], today: date, *, kind: str = "") -> list[Deadline]:
    """Every day to keep in the partnerships, in order; where all are of one kind, only what concerns it is asked."""
    known = frozenset({kind})
    asked = (source for source, (_, kinds) in DEADLINES.items() if not kind or concerns(kinds, known))
    found = [each for source in asked for each in source(partnership_ids, today)]
    return sorted(found, key=lambda each: (each.on, str(each.title)))


def coming_deadlines(actor: Actor, today: date) -> list[Deadline]:
    """Every day to keep in the actor's partnerships, in order; some sources leave out those that are kept."""
    told = (
        coming(actor, today) if coming else source(actor.partnership_ids, today)
        for source, (coming, kinds) in DEADLINES.items()
        if concerns(kinds, actor.partnership_kinds)
    )
    return sorted((each for days in told for each in days), key=lambda each: (each.on, str(each.title)))


def panels(partnership: Partnership, actor: Actor, today: date) -> list[Panel]:
    """What happens now in a partnership, in the order of the parts."""
    here = frozenset({str(partnership.kind)})
    told = (source(partnership, actor, today) for source, kinds in PANELS.items() if concerns(kinds, here))
    return sorted((panel for panel in told if panel), key=lambda panel: (panel.order, str(panel.title)))


def sections(kind: str = "") -> list[Section]:
    """The parts of a partnership of a kind, in order."""
    found = [each for each in SECTIONS.values() if not each.kinds or kind in each.kinds]
    return sorted(found, key=lambda each: (each.order, str(each.label)))
