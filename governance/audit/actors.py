from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Who acts, and from which seat (plats); the real one lives in organisations, which stands above."""

    @property
    def user_key(self) -> str:
        """The person's key as text, empty when the system itself acts."""

    @property
    def user_name(self) -> str:
        """The person's name as it was when acting."""

    @property
    def seat_key(self) -> str:
        """The seat's key as text, empty when no seat is involved."""

    @property
    def seat_label(self) -> str:
        """The seat in words, such as "Registrator, Malmö stad"."""

    @property
    def is_system(self) -> bool:
        """Whether Samverk acts by itself: a job, a deadline, a set-up."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """Samverk itself, for what no person does (systemet)."""

    user_key: str = ""
    user_name: str = "Samverk"
    seat_key: str = ""
    seat_label: str = ""
    is_system: bool = True


SYSTEM = SystemActor()
