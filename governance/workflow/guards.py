from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import Any

from .citations import Citation
from .refusals import Refusal


@dataclass(frozen=True, slots=True)
class Act:
    """What is about to be done (handling): who, on which day, on which version, with which details."""

    by: Any
    today: date
    version: int | None = None
    details: dict[str, Any] = field(default_factory=dict)


class Unasked(Enum):
    """The third answer of a guard: what it judges is not at hand, so that it is neither fulfilled nor in the way."""

    UNASKED = auto()


UNASKED = Unasked.UNASKED
Said = str | Refusal | Unasked | None


@dataclass(frozen=True, slots=True)
class Guard:
    """A precondition that explains itself (villkor); named for what is true when it lets us pass."""

    check: Callable[[Any, Act], Said]
    rule: Citation
    mended_by: str
    fulfilled: str
    by_when: Callable[[Any, Act], date | None] | None = None
    given: tuple[str, ...] = ()
    mended_at: Callable[[Any], tuple[Any, str]] | None = None

    @property
    def name(self) -> str:
        """The guard's own name, such as every_principal_has_adopted."""
        return self.check.__name__

    @property
    def about(self) -> str:
        """One sentence on what the guard is for."""
        return (self.check.__doc__ or "").strip().split("\n")[0]

    def look(self, subject: Any, act: Act) -> Refusal | Unasked | None:
        """Answer a page: a refusal, nothing when it is fulfilled, or that it is not asked before the form is sent."""
        return self.answer(subject, act) if all(name in act.details for name in self.given) else UNASKED

    def ask(self, subject: Any, act: Act) -> Refusal | None:
        """Return the refusal, or nothing when the guard lets us pass."""
        said = self.answer(subject, act)
        return None if said is UNASKED else said

    def answer(self, subject: Any, act: Act) -> Refusal | Unasked | None:
        """What the function says, a sentence made a refusal."""
        said = self.check(subject, act)
        if said is None or isinstance(said, Refusal | Unasked):
            return said
        when = self.by_when(subject, act) if self.by_when else None
        how, link = self.mended_at(subject) if self.mended_at else ("", "")
        mended_by = str(self.mended_by)
        return Refusal(sentence=said, rule=self.rule, mended_by=mended_by, by_when=when, how=str(how), link=link)


def guard(
    rule: Citation,
    *,
    mended_by: Any,
    fulfilled: Any,
    by_when: Callable[[Any, Act], date | None] | None = None,
    given: tuple[str, ...] = (),
    mended_at: Callable[[Any], tuple[Any, str]] | None = None,
) -> Callable[[Callable[[Any, Act], Said]], Guard]:
    """Make a guard of a function (subject, act) that returns a sentence when it refuses.

    `fulfilled` is what the page says when the guard lets us pass ("Överlämnad i tid"). `given` names the details that
    it judges and that a person fills in: a page does not ask before they are given, `perform` asks in earnest.
    `mended_at` gives the words and the address of the page where what is wrong can be mended ("Till invånartalen").
    """

    def wrap(check: Callable[[Any, Act], Said]) -> Guard:
        return Guard(
            check=check,
            rule=rule,
            mended_by=mended_by,
            fulfilled=fulfilled,
            by_when=by_when,
            given=given,
            mended_at=mended_at,
        )

    return wrap
