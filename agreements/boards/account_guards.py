"""What must be true before a year's accounts take a step."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import join_swedish
from governance.workflow.guards import Act, guard

from . import citations
from .states import AFTER, AccountsState, PartyAccountsState

FIGURES = ("budget_ore", "cost_ore", "financing_due_ore", "financing_paid_ore")


@guard(
    citations.YEARLY_ACCOUNTS,
    mended_by=gettext_lazy("de parter som inte har lämnat"),
    fulfilled=gettext_lazy("Alla parter har lämnat sin redovisning"),
    by_when=lambda accounts, act: accounts.due_on,
)
def every_party_has_accounted(accounts: Any, act: Act) -> str | None:
    """Every party has told its figures for the year."""
    waiting = accounts.parties.filter(state=PartyAccountsState.REQUESTED).select_related("principal__organisation")
    names = [each.principal.organisation.short_name for each in waiting]
    return _("Redovisning saknas från %s.") % join_swedish(names) if names else None


@guard(
    citations.YEARLY_ACCOUNTS,
    mended_by=gettext_lazy("du själv: skriv vad som ska rättas"),
    fulfilled=gettext_lazy("Skälet är skrivet"),
    given=("reason",),
)
def reason_is_written(accounts: Any, act: Act) -> str | None:
    """It is written what has to be corrected."""
    if act.by.is_system:
        return None
    return None if str(act.details.get("reason", "")).strip() else _("Skriv vad som ska rättas.")


@guard(
    citations.MINUTED,
    mended_by=gettext_lazy("styrelsen: godkänn redovisningen som ett ärende vid ett sammanträde"),
    fulfilled=gettext_lazy("Styrelsen har godkänt vid ett sammanträde"),
)
def approval_is_minuted(accounts: Any, act: Act) -> str | None:
    """The approval has a paragraph of a meeting that was held."""
    from .models import AgendaItem  # noqa: PLC0415 -- models need guards

    number = "".join(sign for sign in str(act.details.get("paragraph", "")) if sign.isdigit())
    items = AgendaItem.objects.filter(accounts=accounts, number=int(number)) if number else AgendaItem.objects.none()
    if items.filter(meeting__state__in=AFTER).exists():
        return None
    return _("Godkännandet är inte ett ärende i protokollet från ett hållet sammanträde.")


@guard(
    citations.YEARLY_ACCOUNTS,
    mended_by=gettext_lazy("Samverk: vänta tills förseglingen är klar"),
    fulfilled=gettext_lazy("Den sammanställda redovisningen är förseglad"),
)
def document_is_sealed(accounts: Any, act: Act) -> str | None:
    """The compiled accounts are a sealed document."""
    from governance.documents.services import current_document  # noqa: PLC0415 -- reads models
    from governance.documents.shapes import CompiledAccountsData  # noqa: PLC0415 -- with its reader

    document = current_document(CompiledAccountsData.KIND, accounts)
    return None if document is not None and document.is_sealed else _("Dokumentet förseglas.")


@guard(
    citations.YEARLY_ACCOUNTS,
    mended_by=gettext_lazy("styrelsens sekreterare: öppna redovisningen igen"),
    fulfilled=gettext_lazy("Redovisningen är inte sammanställd än"),
)
def round_is_open(accounts: Any, act: Act) -> str | None:
    """The year's accounts are still collected."""
    if accounts.round.state == AccountsState.REQUESTED:
        return None
    return _("Redovisningen är ”%s” och ändras inte.") % accounts.round.get_state_display().lower()


@guard(
    citations.YEARLY_ACCOUNTS,
    mended_by=gettext_lazy("du själv: fyll i beloppen"),
    fulfilled=gettext_lazy("Alla fyra beloppen är ifyllda"),
    given=FIGURES,
)
def figures_are_given(accounts: Any, act: Act) -> str | None:
    """Every amount is told; none is a zero where there is nothing."""
    if not any(name in act.details for name in FIGURES):
        return None  # nobody has filled them in yet
    if any(act.details.get(name) is None for name in FIGURES):
        return _("Fyll i alla fyra beloppen. Skriv 0 där det inte finns något.")
    if any(act.details[name] < 0 for name in FIGURES):
        return _("Ett belopp kan inte vara mindre än noll.")
    return None
