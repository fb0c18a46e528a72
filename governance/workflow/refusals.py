from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .citations import CHANGED_MEANWHILE, ONCE_ONLY, ORDER_OF_STEPS, RIGHT_TO_ACT, Citation

NOBODY = "ingen"
"""Whose turn it is where nothing is waited for."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a step is not possible now (hinder för steget): what is wrong, by which rule, who can mend it, by when."""

    sentence: str
    rule: Citation
    mended_by: str
    title: str = ""
    by_when: date | None = None
    no_deadline: str = ""
    how: str = ""
    link: str = ""
    rows: tuple[tuple[str, Any, Any], ...] = field(default=())

    @property
    def heading(self) -> str:
        """The title, or the sentence itself where it is short enough to be one."""
        return self.title or self.sentence


class Refused(Exception):
    """A step or an edit was refused; nothing was changed."""

    status = 409

    def __init__(self, refusals: list[Refusal]) -> None:
        self.refusals = refusals
        super().__init__(" ".join(str(each.sentence) for each in refusals))


class NotAllowed(Refused):
    """The one who acts does not hold the seat that the step needs."""

    status = 403

    def __init__(self, who: str) -> None:
        sentence = f"Steget kan bara tas av {who}."
        super().__init__([Refusal(sentence, RIGHT_TO_ACT, mended_by=who, title="Du har inte rätt plats för steget")])


class Stale(Refused):
    """Somebody else changed the row after the form was shown; `rows` holds field, saved value and one's own."""

    def __init__(self, who: str, when: str, rows: tuple[tuple[str, Any, Any], ...] = ()) -> None:
        sentence = f"{who} ändrade uppgifterna {when}, medan du hade formuläret öppet."
        refusal = Refusal(
            sentence,
            CHANGED_MEANWHILE,
            mended_by="du själv",
            title="Någon hann före dig",
            how="Läs det som är sparat och välj vad som ska gälla.",
            no_deadline="Ingen tidsgräns",
            rows=rows,
        )
        super().__init__([refusal])


class Busy(Refused):
    """Somebody else wrote at the same moment, and was the one let through; what was sent may be sent again."""

    def __init__(self) -> None:
        refusal = Refusal(
            "Någon annan skrev i samma ärende i samma ögonblick. Inget av det du skickade har sparats.",
            CHANGED_MEANWHILE,
            mended_by="du själv",
            title="Någon annan skrev samtidigt",
            how="Skicka det igen.",
            no_deadline="Ingen tidsgräns",
        )
        super().__init__([refusal])


class WrongState(Refused):
    """The step does not start from where the matter stands; `turn` is whose turn it is there, in words."""

    def __init__(self, *, step: str, state: str, turn: str = "") -> None:
        sentence = f"Läget är ”{state}”. Därifrån går det inte att {step}."
        refusal = Refusal(
            sentence,
            ORDER_OF_STEPS,
            mended_by="ingen: här väntar inget på någon" if turn == NOBODY else turn or "den vars tur det är",
            title="Steget hör inte till det här läget",
            no_deadline="Ingen tidsgräns",
        )
        super().__init__([refusal])


class AlreadyDone(Refused):
    """The form was sent before; a double click is one act."""

    def __init__(self) -> None:
        refusal = Refusal(
            "Formuläret är redan skickat. Det som skulle göras är gjort en gång.",
            ONCE_ONLY,
            mended_by="ingen: det är klart",
            title="Redan gjort",
            no_deadline="Ingen tidsgräns",
        )
        super().__init__([refusal])
