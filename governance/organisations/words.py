"""What the events of setting up mean, in words, and the first part of a partnership's own menu."""

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.lib.dates import parse_iso_date, swedish_date
from governance.lib.money import thousands
from governance.lib.text import genitive

from .agenda import section
from .happenings import Sentence, details_of, tell


def named(sentence: str) -> Sentence:
    """A sentence about the object of the event, named in place of %s."""
    return lambda event: sentence % event.subject_label


def ended(sentence: str) -> Sentence:
    """A sentence with the object and its last day."""

    def say(event: Event) -> str:
        last = str(details_of(event).get("after", {}).get("until_on", ""))
        try:
            return sentence % (event.subject_label, swedish_date(parse_iso_date(last)))
        except ValueError:
            return sentence % (event.subject_label, last)

    return say


def seated(event: Event) -> str:
    """Who got which seat."""
    return _("%(person)s fick platsen %(seat)s") % {
        "person": details_of(event).get("person", ""),
        "seat": event.subject_label,
    }


def corrected_figure(event: Event) -> str:
    """Which figure was corrected, from what to what."""
    told = details_of(event)
    return _("Folkmängden rättades: %(label)s, från %(before)s till %(after)s") % {
        "label": event.subject_label,
        "before": thousands(int(told.get("before", 0))),
        "after": thousands(int(told.get("after", 0))),
    }


def insight(sentence: str) -> Sentence:
    """A sentence about the body that was given or lost insight."""
    return lambda event: sentence % genitive(str(details_of(event).get("body", {}).get("name", "")))


tell(
    {
        "organisations.organisation.create": named(_("%s registrerades")),
        "organisations.organisation.edit": named(_("Uppgifterna om %s ändrades")),
        "organisations.partnership.create": named(_("Partnerskapet %s sattes upp")),
        "organisations.partnership.edit": named(_("Uppgifterna om %s ändrades")),
        "organisations.partnership.grant_insight": insight(_("%s insyn i partnerskapet började")),
        "organisations.partnership.end_insight": insight(_("%s insyn i partnerskapet togs tillbaka")),
        "organisations.principal.create": named(_("%s blev huvudman")),
        "organisations.principal.edit": named(_("Uppgifterna om huvudmannen %s ändrades")),
        "organisations.principal.end": ended(_("%s är huvudman till och med %s")),
        "organisations.body.create": named(_("Organet %s lades till")),
        "organisations.body.edit": named(_("Uppgifterna om %s ändrades")),
        "organisations.mandate.create": named(_("Ett mandat registrerades: %s")),
        "organisations.mandate.revoke": named(_("Mandatet återkallades: %s")),
        "organisations.seat.create": seated,
        "organisations.seat.edit": named(_("Platsen %s ändrades")),
        "organisations.seat.end": ended(_("Platsen %s avslutas med %s")),
        "organisations.populationimport.create": named(_("Folkmängd lästes in: %s")),
        "organisations.populationfigure.correct": corrected_figure,
        "accounts.user.create": named(_("%s registrerades som systemansvarig")),
        "accounts.user.invite": named(_("%s bjöds in")),
        "accounts.user.join": named(_("%s valde lösenord")),
        "accounts.user.change_password": named(_("%s bytte lösenord")),
        "accounts.user.sign_in": named(_("%s loggade in")),
    }
)
section(_("Översikt"), lambda partnership: reverse("organisations:partnership", args=[partnership.slug]), order=0)
