"""The states of an agreement and of a version of its text, with whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone

LEADERS = _("förhandlingspersonerna")
PARTIES = _("parterna")
BOARD = _("styrelsen")
NOBODY = _("ingen")


class AgreementState(models.TextChoices):
    """Where an agreement stands."""

    DRAFT = "draft", _("Utkast")
    PREPARED = "prepared", _("Under beredning")
    READY_TO_SIGN = "ready_to_sign", _("Klart att underteckna")
    PARTLY_SIGNED = "partly_signed", _("Delvis undertecknat")
    AWAITING_DECISIONS = "awaiting_decisions", _("Väntar på beslut")
    IN_FORCE = "in_force", _("Gällande")
    UNDER_AMENDMENT = "under_amendment", _("Gällande, under ändring")
    REPLACED = "replaced", _("Ersatt")
    COMPLETED = "completed", _("Slutfört")
    TERMINATED = "terminated", _("Upphört")
    LAPSED = "lapsed", _("Förfallet")


WRITTEN = (AgreementState.DRAFT, AgreementState.PREPARED)
"""The text may still be changed."""
SIGNED_ON = (AgreementState.READY_TO_SIGN, AgreementState.PARTLY_SIGNED)
"""The text stands still and names are put under it."""
ANSWERED_ON = (*WRITTEN, AgreementState.READY_TO_SIGN)
"""The parties may still say whether they agree to the frozen text."""
UNDER_WAY = (*WRITTEN, *SIGNED_ON, AgreementState.AWAITING_DECISIONS)
"""Not in force yet, but on its way."""
BINDING = (AgreementState.IN_FORCE, AgreementState.UNDER_AMENDMENT)
"""Holds for the parties; an amendment on its way changes nothing until it is in force itself."""
HAS_HELD = (*BINDING, AgreementState.REPLACED, AgreementState.COMPLETED, AgreementState.TERMINATED)
"""Holds, or has held."""
OVER = (AgreementState.REPLACED, AgreementState.COMPLETED, AgreementState.TERMINATED, AgreementState.LAPSED)

AGREEMENT_SITUATIONS: dict[str, Situation] = {
    AgreementState.DRAFT: Situation(LEADERS, _("skriver avtalets text med parterna"), Tone.TODO),
    AgreementState.PREPARED: Situation(PARTIES, _("ska läsa texten och säga vad som saknas"), Tone.WORK),
    AgreementState.READY_TO_SIGN: Situation(LEADERS, _("ska öppna undertecknandet"), Tone.WORK),
    AgreementState.PARTLY_SIGNED: Situation(PARTIES, _("ska underteckna i tur och ordning"), Tone.WORK),
    AgreementState.AWAITING_DECISIONS: Situation(PARTIES, _("ska fatta de beslut som avtalet kräver"), Tone.WORK),
    AgreementState.IN_FORCE: Situation(BOARD, _("följer åtagandena tills alla är realiserade"), Tone.DONE),
    AgreementState.UNDER_AMENDMENT: Situation(
        LEADERS, _("förhandlar ett tilläggsavtal. Avtalet gäller under tiden"), Tone.WORK
    ),
    AgreementState.REPLACED: Situation(NOBODY, _("Ett senare avtal gäller i stället"), Tone.LOCK),
    AgreementState.COMPLETED: Situation(NOBODY, _("Alla åtaganden är realiserade"), Tone.LOCK),
    AgreementState.TERMINATED: Situation(NOBODY, _("Avtalet gäller inte längre"), Tone.NO),
    AgreementState.LAPSED: Situation(NOBODY, _("Avtalet trädde inte i kraft"), Tone.NO),
}


class VersionState(models.TextChoices):
    """Where a version of an agreement's text stands."""

    DRAFTING = "drafting", _("Skrivs")
    FROZEN = "frozen", _("Låst")
    SUPERSEDED = "superseded", _("Ersatt")


VERSION_SITUATIONS: dict[str, Situation] = {
    VersionState.DRAFTING: Situation(LEADERS, _("skriver"), Tone.WORK),
    VersionState.FROZEN: Situation(PARTIES, _("ska säga om de godkänner texten"), Tone.LOCK),
    VersionState.SUPERSEDED: Situation(NOBODY, _("En senare version har ersatt den här"), Tone.LOCK),
}
