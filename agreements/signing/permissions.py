"""Who may lead a signing round, and who signs: the named person alone, acting for the party that named her."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.texts import permissions as texts
from governance.organisations.actors import Actor

WHO_LEADS = texts.WHO_LEADS
WHO_SIGNS = _("den person som ska underteckna, från sin plats hos parten")
WHO_SYSTEM = _("Samverk, när det som krävs är uppfyllt")


def may_lead(subject: Any, actor: Actor) -> bool:
    """Those who lead the agreement plan, open and stop its signing; they sign for nobody."""
    return texts.may_lead(subject, actor)


def is_the_signatory(signatory: Any, actor: Actor) -> bool:
    """The person herself, from a seat with the party: a link that is passed on signs for nobody else."""
    if not actor.is_person or actor.user.pk != signatory.user_id:
        return False
    mine = actor.principal_in(signatory.partnership_id)
    return mine is not None and mine.pk == signatory.principal_id


def may_see(subject: Any, actor: Actor) -> bool:
    """Everyone in the partnership (X-01)."""
    return actor.may_see(subject.partnership_id)


def nobody(subject: object, actor: Actor) -> bool:
    """A consequence that Samverk draws by itself."""
    return False
