"""How a subject in a higher app learns what becomes of its matter, in the same transaction."""

from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from governance.workflow.days import Beginning

if TYPE_CHECKING:
    from governance.organisations.actors import Actor
    from governance.organisations.models import Principal

    from .models import Matter, Ruling


class Follower:
    """What a decided subject does when its matter moves; a higher app subclasses it and calls `follow`.

    Each method runs inside the transaction of the act that caused it; what it raises undoes that act. It takes steps
    on its own subject as SYSTEM.
    """

    def began(self, matter: "Matter") -> Beginning:
        """From which day the bodies on the way can have treated it: when it was opened, unless the subject knows."""
        return Beginning(matter.opened_on, _("då ärendet öppnades"))

    def is_led_by(self, matter: "Matter", actor: "Actor") -> bool:
        """Whether one who leads a body of the kind that carries such matters leads this one too."""
        return True

    def stage_passed(self, matter: "Matter", stage: str, *, today: date) -> None:
        """A body on the way has prepared, recommended or decided; `stage` is the key of the route's stage."""

    def stage_returned(self, matter: "Matter", ruling: "Ruling", *, today: date) -> None:
        """A body on the way has rejected it or sent it back to the proposer."""

    def stage_resumed(self, matter: "Matter", ruling: "Ruling", *, today: date) -> None:
        """The proposer has answered a body's return; `ruling` is the new round."""

    def handed_over(self, matter: "Matter", *, today: date) -> None:
        """The matter has gone to the principals."""

    def ruling_changed(self, matter: "Matter", ruling: "Ruling", *, today: date) -> None:
        """One principal has decided, or its entry was corrected, withdrawn or completed with its legal force."""

    def adopted(self, matter: "Matter", *, today: date) -> None:
        """All who were to decide have adopted it."""

    def became_incomplete(self, matter: "Matter", ruling: "Ruling", *, today: date) -> None:
        """A principal has rejected it or sent it back."""

    def resumed(self, matter: "Matter", *, today: date) -> None:
        """Every return has been answered."""

    def may_reopen(self, matter: "Matter") -> bool:
        """Whether a decision that all have made may be opened again because an entry was wrong."""
        return False

    def reopened(self, matter: "Matter", *, today: date) -> None:
        """An entry was wrong, so that not all have adopted it after all."""

    def withdrawn(self, matter: "Matter", *, today: date) -> None:
        """The proposer has taken it back."""

    def page_url(self, matter: "Matter") -> str:
        """Where the subject is shown."""
        return ""

    def note_for(self, matter: "Matter", principal: "Principal") -> str:
        """What the subject means to one of those who decide, such as its share, in one sentence; one query at most."""
        return ""

    def hand_over_url(self, matter: "Matter") -> str:
        """Where the subject is handed over, when that takes more than the matter's own step (letters, shares)."""
        return ""

    def meanwhile(self, matter: "Matter") -> str:
        """What holds until all have decided, in one sentence."""
        return ""


FOLLOWERS: dict[str, Follower] = {}
NOBODY = Follower()


def follow(subject_type: str, follower: Follower | type[Follower]) -> None:
    """Say who follows matters about a kind of subject ("budgets.budget"); called in `AppConfig.ready`."""
    FOLLOWERS[subject_type] = follower() if isinstance(follower, type) else follower


def follower_of(matter: "Matter") -> Follower:
    """Who follows this matter's subject."""
    return FOLLOWERS.get(matter.subject_type, NOBODY)
