"""What conditions do when the parties' rulings come in, and when the agreement itself moves."""

from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from agreements.texts.permissions import follows
from governance.audit.actors import SYSTEM
from governance.decisions.models import Matter, Ruling
from governance.decisions.registry import Follower
from governance.organisations.actors import Actor
from governance.organisations.kinds import BodyKind

from . import services
from .services.common import TEXT_STANDS, hold
from .services.conditions import begin_anew, set_held
from .services.costs import follow_amendment
from .services.deciding import follow_ruling, link_rulings
from .services.settling import note_lapsed, recount


class AgreementFollower(Follower):
    """Moves the conditions of an agreement as its parties decide."""

    def is_led_by(self, matter: Matter, actor: Actor) -> bool:
        """A board leads what is decided about the agreement that it follows, and about no other."""
        if actor.seat is None or actor.seat.body.kind != BodyKind.BOARD:
            return True
        return follows(Agreement.objects.get(pk=matter.subject_key), actor)

    def handed_over(self, matter: Matter, *, today: date) -> None:
        """Each party's condition knows where it is decided."""
        link_rulings(matter)

    def ruling_changed(self, matter: Matter, ruling: Ruling, *, today: date) -> None:
        """A party has decided, corrected its entry or noted legal force."""
        follow_ruling(ruling, matter, today=today)

    def may_reopen(self, matter: Matter) -> bool:
        """While the agreement does not hold: nothing rests on it yet."""
        return Agreement.objects.get(pk=matter.subject_key).state in TEXT_STANDS

    def withdrawn(self, matter: Matter, *, today: date) -> None:
        """Taken back from the parties: what they had decided counts no more, and it may be handed over anew."""
        validity = hold(Agreement.objects.get(pk=matter.subject_key))
        if validity.matter_id == matter.pk and validity.agreement.state in TEXT_STANDS:
            begin_anew(validity, today=today)
            recount(validity)

    def page_url(self, matter: Matter) -> str:
        """The agreement's validity."""
        try:
            return reverse("adoption:validity", args=[matter.partnership.slug, int(matter.subject_key)])
        except NoReverseMatch:
            return ""

    def meanwhile(self, matter: Matter) -> str:
        """What holds until all have decided."""
        return _("Avtalet gäller inte förrän varje villkor är uppfyllt.")


def text_is_ready(agreement: Agreement, *, by: Any, today: date) -> None:
    """The frozen text is the one to sign: its conditions stand from now on."""
    services.set_conditions(agreement, today=today, by=SYSTEM)


def agreement_lapsed(agreement: Agreement, *, by: Any, today: date) -> None:
    """The agreement came to nothing: so does the parties' matter."""
    note_lapsed(hold(agreement), today=today)


def agreement_holds(agreement: Agreement, *, by: Any, today: date) -> None:
    """An agreement that came into force may have agreed on another cost for the one that it amends."""
    follow_amendment(agreement, today=today)


def text_goes_back(agreement: Agreement, *, by: Any, today: date) -> None:
    """The signing was stopped: what was decided about that text counts no more."""
    set_held(hold(agreement), today=today, by=SYSTEM)
