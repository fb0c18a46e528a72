"""Where higher floors take part in a negotiation: guards of its steps, panels, news, what stands and what binds.

Step names: initiate, begin_negotiating, reopen_initiation, begin_agreeing, reopen_negotiating, implement, conclude,
pause, resume_initiating, resume_negotiating, resume_agreeing, resume_implementing, abort.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from django.dispatch import Signal

from governance.workflow.citations import Citation
from governance.workflow.guards import Act, Guard, guard
from governance.workflow.refusals import Refusal

from .citations import PHASES_IN_ORDER

Question = Callable[[Any, Act], str | Refusal | None]
PanelSource = Callable[[Any, Any, date], dict[str, Any] | None]
PANELS: list[PanelSource] = []
PARTS: list[tuple[Any, str]] = [
    ("Förhandlingsrum", "negotiations:room"),
    ("Direktiv", "negotiations:directive"),
    ("Parter", "negotiations:parties"),
    ("Frågor", "negotiations:issues"),
    ("Tillfällen", "negotiations:sessions"),
    ("Information", "negotiations:notices"),
    ("Tidplan", "negotiations:timetable"),
    ("Framgångsfaktorer", "negotiations:checklist"),
    ("Förhandlingspersoner", "negotiations:negotiators"),
    ("Förebilder", "negotiations:precedents"),
]
"""The parts of a negotiation beside each other: label and name of the address."""

finances_changed = Signal()
"""Sent by `register_finance_change` inside its transaction: sender Party, kwargs party, change, by, today."""


def readiness(
    step_name: str,
    question: Question | Guard,
    *,
    rule: Citation = PHASES_IN_ORDER,
    mended_by: Any = "den som steget väntar på",
    fulfilled: Any = "Inget annat hindrar steget",
) -> None:
    """Let a higher floor ask its own question before a step; called in `AppConfig.ready`.

    A `Guard` made with `@guard` is best: it then stands on the page of rules under its own citation. A plain function
    (negotiation, act) -> Refusal | sentence | None becomes one, with the rule and words given here.
    """
    from .models import Negotiation  # noqa: PLC0415 -- models need guards first

    asked = question if isinstance(question, Guard) else guard(rule, mended_by=mended_by, fulfilled=fulfilled)(question)
    transitions = getattr(Negotiation, step_name)._django_fsm.transitions.values()
    for each in transitions:
        guards: list[Guard] = each.custom["guards"]
        if all(known.check is not asked.check for known in guards):
            guards.append(asked)
    if "_steps" in Negotiation.__dict__:
        delattr(Negotiation, "_steps")


def part(label: Any, url_name: str, *, after: str) -> None:
    """Add a part to those that stand beside each other on a negotiation's pages; called in `AppConfig.ready`.

    The address takes the partnership's slug and the negotiation's key, as our own do.
    """
    names = [name for _label, name in PARTS]
    if url_name not in names:
        PARTS.insert(names.index(after) + 1, (label, url_name))


class Standing(Protocol):
    """What the parties have before them, or have agreed to, made of issues and options as these are written."""

    @property
    def chosen(self) -> Mapping[int, int]:
        """Issue -> option."""

    @property
    def consenting(self) -> frozenset[int]:
        """The parties that have said yes to it."""

    @property
    def freed_by(self) -> str:
        """Who can take it off the table, so that the words can change."""

    def end(self, reason: str, *, today: date) -> None:
        """Let it, and every answer to it, hold no longer."""


WARNINGS: dict[str, list[Callable[[Any, date], str]]] = {}
"""What is said on a step's page and stops nothing, by the name of the step."""


def warns(step_name: str, source: Callable[[Any, date], str]) -> None:
    """Let a higher floor say something on a step's page, in a sentence or nothing; called in `AppConfig.ready`."""
    known = WARNINGS.setdefault(step_name, [])
    if source not in known:
        known.append(source)


def warnings_of(negotiation: Any, step_name: str, today: date) -> list[str]:
    """What the higher floors say of a step that is about to be taken."""
    return [said for source in WARNINGS.get(step_name, ()) if (said := source(negotiation, today))]


STANDING: list[Callable[[Any], Iterable[Standing]]] = []


def stands_on_issues(source: Callable[[Any], Iterable[Standing]]) -> None:
    """Let a higher floor tell what stands on the issues of a negotiation; called in `AppConfig.ready`."""
    if source not in STANDING:
        STANDING.append(source)


def standing_in(negotiation: Any) -> list[Standing]:
    """What the parties have before them, or have agreed to, in a negotiation."""
    return [each for source in STANDING for each in source(negotiation)]


USES: list[Callable[[Any, tuple[int, ...]], Iterable[str]]] = []


def uses_issues(source: Callable[[Any, tuple[int, ...]], Iterable[str]]) -> None:
    """Let a higher floor tell, in sentences, why an issue (or none) and some options cannot be taken away."""
    if source not in USES:
        USES.append(source)


def uses_of(issue: Any, option_ids: tuple[int, ...]) -> list[str]:
    """Why an issue (or none) and some of its options cannot be taken away, as the higher floors know."""
    return [sentence for source in USES for sentence in source(issue, option_ids)]


BONDS: list[Callable[[Any], Refusal | None]] = []


def binds_parties(source: Callable[[Any], Refusal | None]) -> None:
    """Let a higher floor say what keeps a party from leaving, or nothing; called in `AppConfig.ready`."""
    if source not in BONDS:
        BONDS.append(source)


def bonds_of(party: Any) -> list[Refusal]:
    """What keeps a party from leaving, as the higher floors know."""
    return [said for source in BONDS if (said := source(party))]


def room_panel(source: PanelSource) -> PanelSource:
    """Add a panel to the negotiation's room; the source answers with `template`, `order` and context, or nothing.

    The template is included under the gates with the panel's own context as `panel`. A panel may also say whose turn
    it is meanwhile (`turn`: who, and what is asked) and what the reader does next (`next`: words and address).
    """
    if source not in PANELS:
        PANELS.append(source)
    return source


def room_panels(negotiation: Any, actor: Any, today: date) -> list[dict[str, Any]]:
    """The panels of the higher floors, in order."""
    told = [panel for source in PANELS if (panel := source(negotiation, actor, today))]
    return sorted(told, key=lambda panel: panel.get("order", 100))


def told_by(panels: Iterable[dict[str, Any]], what: str) -> tuple[str, str] | None:
    """What the first panel that knows says of whose turn it is, or of what the reader does next."""
    return next((panel[what] for panel in panels if panel.get(what)), None)
