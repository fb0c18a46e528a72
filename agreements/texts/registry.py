"""What higher apps add to agreements: questions to their steps, panels to their page, groups to what is missing.

Each fills it in `AppConfig.ready`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from governance.workflow.guards import Act
from governance.workflow.refusals import Refusal
from governance.workflow.together import Wish, read_wishes

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

    from .models import Agreement

ANY_AGREEMENT = "agreements"
"""What the desk first asks of somebody's partnerships, before it asks what agreements want of anybody."""

Question = Callable[["Agreement", Act], Refusal | None]
"""Asked before a step: what stands in its way, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that must be done before an agreement holds (punkt): its status as shape and word."""

    title: Any
    status: str = "todo"
    words: Any = ""
    note: Any = ""
    url: str = ""

    @property
    def is_done(self) -> bool:
        """Whether nothing more is asked for."""
        return self.status == "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Things of one sort that must be done (grupp av punkter)."""

    title: Any
    items: tuple[Item, ...]
    order: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Whose turn it is, when a higher app knows better than the state alone (vems tur)."""

    turn: Any
    turn_note: Any = ""
    state_note: Any = ""
    lead: Any = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do from the agreement's page; the first that is `primary` becomes the filled button."""

    label: Any
    url: str
    primary: bool = False
    symbol: str = ""


@dataclass(frozen=True, slots=True)
class Reads:
    """What an app's parts of an agreement's page need of the database, and what keeps it for the request."""

    wish: Wish
    keep: Callable[..., object]


Panel = dict[str, Any]
"""`template`, `order`, `place` ("main" or "aside") and whatever the template shows."""
PanelSource = Callable[["Agreement", "Actor", date], Panel | None]
GroupSource = Callable[["Agreement", "Actor", date], Group | None]
TurnSource = Callable[["Agreement", "Actor", date], Turn | None]
ActionSource = Callable[["Agreement", "Actor", date], list[Action]]
ReadSource = Callable[["Agreement", "Actor"], Reads | None]
WarningSource = Callable[["Agreement"], Item | None]
"""Answers with what one should know before a step that it does not stop, or nothing."""
BoardSource = Callable[[int], frozenset[int] | None]
"""Answers with the keys of the agreements (never amendments) that a body follows, or nothing: it is no such board."""
Follower = Callable[..., None]
"""Called as `follower(agreement, by=…, today=…)` in the transaction of the act that it follows."""

QUESTIONS: dict[str, list[Question]] = {}
PANELS: list[PanelSource] = []
GROUPS: list[GroupSource] = []
TURNS: list[TurnSource] = []
ACTIONS: list[ActionSource] = []
READS: list[ReadSource] = []
WARNINGS: dict[str, list[WarningSource]] = {}
BOARDS: list[BoardSource] = []
FOLLOWERS: dict[str, list[Follower]] = {}


def readiness(step: str, question: Question) -> Question:
    """Ask something before a step of an agreement, such as "bring_into_force", or before one may "object" or "sign"."""
    asked = QUESTIONS.setdefault(step, [])
    if question not in asked:
        asked.append(question)
    return question


def agreement_panel(source: PanelSource) -> PanelSource:
    """Add a part to an agreement's page."""
    if source not in PANELS:
        PANELS.append(source)
    return source


def readiness_group(source: GroupSource) -> GroupSource:
    """Add a group to the list of what an agreement needs before it holds."""
    if source not in GROUPS:
        GROUPS.append(source)
    return source


def whose_turn(source: TurnSource) -> TurnSource:
    """Tell better than the state whose turn it is."""
    if source not in TURNS:
        TURNS.append(source)
    return source


def agreement_action(source: ActionSource) -> ActionSource:
    """Add links and the filled button of an agreement's page."""
    if source not in ACTIONS:
        ACTIONS.append(source)
    return source


def agreement_reads(source: ReadSource) -> ReadSource:
    """Tell what the parts that an app adds to an agreement's page need read, so that all is read with one question."""
    if source not in READS:
        READS.append(source)
    return source


def step_warning(step: str, source: WarningSource) -> WarningSource:
    """Tell what one should know before a step, such as "make_ready", though nothing stands in its way."""
    asked = WARNINGS.setdefault(step, [])
    if source not in asked:
        asked.append(source)
    return source


def board_source(source: BoardSource) -> BoardSource:
    """Tell which agreements a body follows as their board, and so leads."""
    if source not in BOARDS:
        BOARDS.append(source)
    return source


def followed_by_board(body_id: int) -> frozenset[int] | None:
    """The agreements that a body follows as their board; nothing for a body that is no agreement's board."""
    told = [keys for source in BOARDS if (keys := source(body_id)) is not None]
    return frozenset[int]().union(*told) if told else None


def follow(step: str, follower: Follower) -> Follower:
    """Do something in the transaction of a step that this app's services take, such as "bring_into_force"."""
    found = FOLLOWERS.setdefault(step, [])
    if follower not in found:
        found.append(follower)
    return follower


def ask(step: str, agreement: "Agreement", act: Act) -> Refusal | None:
    """The first thing that a higher app says stands in the way of a step."""
    answers = (question(agreement, act) for question in QUESTIONS.get(step, ()))
    return next((answer for answer in answers if answer is not None), None)


def warnings(step: str, agreement: "Agreement") -> list[Item]:
    """What higher apps want known before a step."""
    told = (source(agreement) for source in WARNINGS.get(step, ()))
    return [each for each in told if each is not None]


def read_all(agreement: "Agreement", actor: "Actor", own: Wish) -> list[list[Any]]:
    """The page's own rows, read with those that the higher apps want; these keep theirs."""
    wanted = [told for source in READS if (told := source(agreement, actor)) is not None]
    mine, *theirs = read_wishes(own, *(each.wish for each in wanted))
    for each, found in zip(wanted, theirs, strict=True):
        each.keep(*found)
    return mine


def groups(agreement: "Agreement", actor: "Actor", today: date) -> list[Group]:
    """What higher apps ask for, in order."""
    told = (source(agreement, actor, today) for source in GROUPS)
    return sorted((group for group in told if group is not None and group.items), key=lambda group: group.order)


def panels(agreement: "Agreement", actor: "Actor", today: date) -> dict[str, list[Panel]]:
    """The parts that higher apps show in each place of the page ("main", "aside"), in order."""
    told = (source(agreement, actor, today) for source in PANELS)
    found = sorted(
        (panel for panel in told if panel is not None),
        key=lambda panel: (panel.get("order", 100), panel["template"]),
    )
    return {place: [each for each in found if each.get("place", "main") == place] for place in ("main", "aside")}


def turn(agreement: "Agreement", actor: "Actor", today: date) -> Turn | None:
    """What the last app that knows says of whose turn it is."""
    told = [answer for source in TURNS if (answer := source(agreement, actor, today)) is not None]
    return told[-1] if told else None


def actions(agreement: "Agreement", actor: "Actor", today: date) -> list[Action]:
    """What higher apps let one do, the most important first."""
    return [action for source in ACTIONS for action in source(agreement, actor, today)]


def tell_followers(step: str, agreement: "Agreement", *, by: Any, today: date) -> None:
    """Let those who follow a step act in its transaction."""
    for follower in FOLLOWERS.get(step, ()):
        follower(agreement, by=by, today=today)
