"""What waits for whom, and until when: filled by the apps that know, read by my desk and the year wheel."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import update_wrapper
from typing import Any, Generic, TypeVar

from django.db.models import QuerySet

from governance.workflow.citations import Citation
from governance.workflow.together import Wish, read_together

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


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """What a source wants read, and what it tells of the rows; those who want the same say so with a key.

    A source that every desk asks wishes for its rows, so that their SQL is worked out once.
    """

    rows: QuerySet[Any] | Wish
    tell: Callable[[list[Any]], list[T]]
    key: str = ""


class Reading(Generic[T]):
    """A source that says what it wants read: asked alone it reads that, asked with others all is one question."""

    def __init__(self, wants: Callable[[Any, date], Wanted[T] | None]) -> None:
        self.wants = wants
        update_wrapper(self, wants)

    def __call__(self, of: Any, today: date) -> list[T]:
        """What it tells an actor, or of some partnerships."""
        return told_by([self], of, today)[0]


def reading(wants: Callable[[Any, date], Wanted[T] | None]) -> Reading[T]:
    """Make a source of a function that says what it wants read, or that it has nothing to ask."""
    return Reading(wants)


def told_by(sources: Sequence[Callable[[Any, date], list[T]]], of: Any, today: date) -> list[list[T]]:
    """What each source tells; all that they want read is one question, and no row is read twice in a request."""
    read: dict[str, list[Any]] = of.recall("agenda.read", dict) if isinstance(of, Actor) else {}
    wants = [source.wants(of, today) if isinstance(source, Reading) else None for source in sources]
    asked = {want.key or str(at): want.rows for at, want in enumerate(wants) if want and want.key not in read}
    now = dict(zip(asked, read_together(list(asked.values())), strict=True))
    read.update((key, rows) for key, rows in now.items() if not key.isdecimal())
    told: list[list[T]] = []
    for at, (source, want) in enumerate(zip(sources, wants, strict=True)):
        if want is not None:
            told.append(want.tell(read[want.key] if want.key else now[str(at)]))
        else:
            told.append([] if isinstance(source, Reading) else source(of, today))
    return told


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
AFFAIRS: dict[str, Callable[[frozenset[int]], bool]] = {}
ABOUT: dict[Callable[..., Any], str] = {}


def as_kinds(kinds: Iterable[Any]) -> Kinds:
    """Kinds of partnership as they are compared; none means every kind."""
    return frozenset(str(kind) for kind in kinds)


def concerns(kinds: Kinds, known: frozenset[str]) -> bool:
    """Whether a source has anything to tell somebody who knows of partnerships of these kinds."""
    return not kinds or not kinds.isdisjoint(known)


def affair(name: str, is_there: Callable[[frozenset[int]], bool]) -> None:
    """Say how one sees with one question whether some partnerships have any of what several sources tell about."""
    AFFAIRS[name] = is_there


def has_affair(source: Callable[..., Any], actor: Actor) -> bool:
    """Whether there is anything for a source to tell about in the actor's partnerships; asked once a request."""
    about = ABOUT.get(source, "")
    return not about or actor.recall(f"agenda.{about}", lambda: AFFAIRS[about](actor.partnership_ids))


def duty_source(source: DutySource, *, kinds: Iterable[Any] = (), about: str = "") -> DutySource:
    """Add a function that tells what waits for the seat acted from, in partnerships of some kinds or of all.

    `about` names an `affair`: where the actor's partnerships have none of it, the source is not asked.
    """
    DUTIES[source], ABOUT[source] = as_kinds(kinds), about
    return source


def waiting_source(source: WaitingSource, *, kinds: Iterable[Any] = (), about: str = "") -> WaitingSource:
    """Add a function that tells what one waits for others to do."""
    WAITINGS[source], ABOUT[source] = as_kinds(kinds), about
    return source


def deadline_source(
    source: DeadlineSource, *, coming: ComingSource | None = None, kinds: Iterable[Any] = (), about: str = ""
) -> DeadlineSource:
    """Add a function that tells the days to keep in some partnerships.

    `coming` tells an actor those that are not kept yet, where they follow from what is read for the desk anyhow.
    """
    DEADLINES[source], ABOUT[source] = (coming, as_kinds(kinds)), about
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


def duty_sources(actor: Actor) -> list[DutySource]:
    """Those that may have a duty for the actor."""
    known = actor.partnership_kinds
    return [source for source, kinds in DUTIES.items() if concerns(kinds, known) and has_affair(source, actor)]


def waiting_sources(actor: Actor) -> list[WaitingSource]:
    """Those that may know of something that the actor waits for."""
    known = actor.partnership_kinds
    return [source for source, kinds in WAITINGS.items() if concerns(kinds, known) and has_affair(source, actor)]


def coming_sources(actor: Actor) -> list[ComingSource]:
    """Those that may know of days to keep in the actor's partnerships."""
    return [
        coming or of_partnerships(source)
        for source, (coming, kinds) in DEADLINES.items()
        if concerns(kinds, actor.partnership_kinds) and has_affair(source, actor)
    ]


def of_partnerships(source: DeadlineSource) -> ComingSource:
    """A source of days in some partnerships, as one that is asked of an actor's."""
    if isinstance(source, Reading):
        return Reading(lambda actor, today: source.wants(actor.partnership_ids, today))
    return lambda actor, today: source(actor.partnership_ids, today)


def soonest(told: Iterable[list[Any]]) -> list[Any]:
    """Duties, or what one waits for: late first."""
    return sorted((each for several in told for each in several), key=lambda each: far_off_last(each.due_on))


def by_day(told: Iterable[list[Deadline]]) -> list[Deadline]:
    """Days to keep, in order."""
    return sorted((each for days in told for each in days), key=lambda each: (each.on, str(each.title)))


def duties(actor: Actor, today: date) -> list[Duty]:
    """Everything that waits for the actor, late first."""
    return soonest(told_by(duty_sources(actor), actor, today))


def waitings(actor: Actor, today: date) -> list[Waiting]:
    """Everything that waits for others, late first."""
    return soonest(told_by(waiting_sources(actor), actor, today))


def deadlines(partnership_ids: frozenset[int], today: date, *, kind: str = "") -> list[Deadline]:
    """Every day to keep in the partnerships, in order; where all are of one kind, only what concerns it is asked."""
    known = frozenset({kind})
    asked = [source for source, (_, kinds) in DEADLINES.items() if not kind or concerns(kinds, known)]
    return by_day(told_by(asked, partnership_ids, today))


def coming_deadlines(actor: Actor, today: date) -> list[Deadline]:
    """Every day to keep in the actor's partnerships, in order; some sources leave out those that are kept."""
    return by_day(told_by(coming_sources(actor), actor, today))


def everything(actor: Actor, today: date) -> tuple[list[Duty], list[Waiting], list[Deadline]]:
    """Duties, what one waits for and days to keep, as a desk shows them side by side: read with one question."""
    duty, waiting, coming = duty_sources(actor), waiting_sources(actor), coming_sources(actor)
    told: list[list[Any]] = told_by([*duty, *waiting, *coming], actor, today)
    first, last = len(duty), len(duty) + len(waiting)
    return soonest(told[:first]), soonest(told[first:last]), by_day(told[last:])


def panels(partnership: Partnership, actor: Actor, today: date) -> list[Panel]:
    """What happens now in a partnership, in the order of the parts."""
    here = frozenset({str(partnership.kind)})
    told = (source(partnership, actor, today) for source, kinds in PANELS.items() if concerns(kinds, here))
    return sorted((panel for panel in told if panel), key=lambda panel: (panel.order, str(panel.title)))


def sections(kind: str = "") -> list[Section]:
    """The parts of a partnership of a kind, in order."""
    found = [each for each in SECTIONS.values() if not each.kinds or kind in each.kinds]
    return sorted(found, key=lambda each: (each.order, str(each.label)))
