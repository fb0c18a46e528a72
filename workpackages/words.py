"""What the events of services mean, and the register's place in a partnership's menu."""

from django.urls import reverse
from django.utils.translation import gettext as _

from governance.audit.models import Event
from governance.organisations import happenings
from governance.organisations.agenda import section
from governance.organisations.kinds import BUDGETING
from governance.organisations.words import ended, named


def page_of(event: Event) -> str:
    """Where a service is shown, found by its number when somebody asks for it."""
    return reverse("workpackages:find", args=[int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    happenings.tell(
        {
            "workpackages.service.create": named(_("Tjänsten %s registrerades")),
            "workpackages.service.edit": named(_("Uppgifterna om tjänsten %s ändrades")),
            "workpackages.service.end": ended(_("Tjänsten %s är i bruk till och med %s")),
            "workpackages.service.resume": named(_("Tjänsten %s är åter i bruk tills vidare")),
        }
    )
    happenings.link("workpackages.service", page_of)
    section(
        _("Gemensamma tjänster"),
        lambda partnership: reverse("workpackages:list", args=[partnership.slug]),
        order=35,
        kinds=BUDGETING,
    )
