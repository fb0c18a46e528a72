"""Giving and taking back a mandate. What was done while it held stays done."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.accounts.models import User
from governance.audit.actors import Actor
from governance.lib.money import Sek
from governance.workflow.citations import Citation
from governance.workflow.refusals import Refusal, Refused
from governance.workflow.steps import create, edit

from .citations import MANDATE_FROM_ITS_PRINCIPAL, RIGHT_FIGURES
from .models import Mandate, Organisation, Partnership
from .permissions import WHO_GIVES_MANDATE, may_give_mandate
from .services import clean, require


def refuse(sentence: str, rule: Citation, mended_by: str) -> Refused:
    """A refusal with one reason."""
    return Refused([Refusal(sentence, rule, mended_by=mended_by)])


def grant_mandate(  # noqa: PLR0913 -- a mandate is told all at once
    *,
    partnership: Partnership,
    organisation: Organisation,
    holder: User,
    role: str,
    subject: str,
    valid_from: date,
    decision_reference: str,
    by: Actor,
    today: date,
    valid_until: date | None = None,
    frame: Sek | None = None,
    conditions: str = "",
    may_negotiate: bool = True,
    may_sign: bool = False,
    decided_on: date | None = None,
) -> Mandate:
    """Register what an organisation lets a person do for it in a partnership, and the decision that it rests on."""
    require(may_give_mandate(organisation, by), WHO_GIVES_MANDATE)
    require_principal(partnership, organisation, today)
    refuse_oneself(holder, by)
    mandate = Mandate(
        partnership=partnership,
        organisation=organisation,
        holder=holder,
        role=role.strip(),
        subject=subject.strip(),
        frame_ore=None if frame is None else frame.ore,
        conditions=conditions.strip(),
        valid_from=valid_from,
        valid_until=valid_until,
        may_negotiate=may_negotiate,
        may_sign=may_sign,
        decision_reference=decision_reference.strip(),
        decided_on=decided_on or today,
    )
    clean(mandate)
    if mandate.decided_on > today:
        raise refuse(
            _("Beslutet kan inte vara fattat efter i dag."), RIGHT_FIGURES, _("du själv: rätta beslutets datum")
        )
    create(mandate, by=by, today=today, holder=holder.name, organisation=organisation.name)
    return mandate


def require_principal(partnership: Partnership, organisation: Organisation, today: date) -> None:
    """Refuse a mandate for an organisation that is no party to the partnership."""
    if partnership.principals.on(today).filter(organisation=organisation).exists():
        return
    sentence = _("%(organisation)s är inte part i %(partnership)s.") % {
        "organisation": organisation,
        "partnership": partnership,
    }
    raise refuse(sentence, MANDATE_FROM_ITS_PRINCIPAL, _("partnerskapets administratör: lägg till parten först"))


def refuse_oneself(holder: User, by: Any) -> None:
    """Refuse to give oneself a mandate: it comes from one's principal."""
    if not by.is_system and str(holder.pk) == by.user_key:
        raise refuse(
            _("Du kan inte registrera ett mandat för dig själv."),
            MANDATE_FROM_ITS_PRINCIPAL,
            _("en annan person i organisationen, till exempel registratorn"),
        )


def revoke_mandate(
    mandate: Mandate, *, because: str, by: Actor, today: date, version: int | None = None, on: date | None = None
) -> Mandate:
    """Take a mandate back from a day on; what its holder did before stays done."""
    require(may_give_mandate(mandate.organisation, by), WHO_GIVES_MANDATE)
    if not because.strip():
        raise refuse(_("Ange skälet för att mandatet återkallas."), RIGHT_FIGURES, _("du själv: skriv skälet"))
    with transaction.atomic():
        held = Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
        if held.revoked_on is not None:
            raise refuse(_("Mandatet är redan återkallat."), RIGHT_FIGURES, _("ingen: det är klart"))
        changes = {"revoked_on": on or today, "revoked_because": because.strip()}
        revoked: Mandate = edit(held, by=by, today=today, version=version, changes=changes, kind="revoke").subject
    return revoked
