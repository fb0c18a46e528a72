"""The kinds and states of the conditions under which an agreement holds, with whose turn it is."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone


class ConditionKind(models.TextChoices):
    """What sort of condition it is (slag av villkor)."""

    SIGNATURES = "signatures", _("Parternas underskrifter")
    PARTY_DECISION = "party_decision", _("Partens eget beslut")
    GOVERNMENT = "government", _("Regeringens godkännande")
    COST_CAP = "cost_cap", _("Kostnadstak")
    OTHER = "other", _("Annat villkor")


DERIVED = (ConditionKind.SIGNATURES, ConditionKind.PARTY_DECISION, ConditionKind.GOVERNMENT)
"""What follows from who the parties are; nobody adds or takes away these."""
DECISIONS = (ConditionKind.PARTY_DECISION, ConditionKind.GOVERNMENT)
"""What a party's own body decides."""


class ConditionState(models.TextChoices):
    """Where one condition stands."""

    PENDING = "pending", _("Återstår")
    MET = "met", _("Uppfyllt")
    FAILED = "failed", _("Kan inte uppfyllas")
    BREACHED = "breached", _("Överskridet")


CONDITION_SITUATIONS: dict[str, Any] = {
    ConditionState.PENDING: Situation(_("den som villkoret gäller"), _("ska uppfylla villkoret"), Tone.TODO),
    ConditionState.MET: Situation(_("ingen"), _("Villkoret är uppfyllt"), Tone.DONE),
    ConditionState.FAILED: Situation(_("ingen"), _("Villkoret kan inte uppfyllas, så avtalet förfaller"), Tone.NO),
    ConditionState.BREACHED: Situation(
        _("styrelsen"), _("ska ta upp kostnaden med parterna. Avtalet gäller under tiden"), Tone.WARN
    ),
}
