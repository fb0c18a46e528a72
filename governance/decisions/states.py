"""The states of matters and rulings, in the reader's words, with whose turn it is."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone


class MatterState(models.TextChoices):
    """Where a matter stands on its route."""

    PREPARING = "preparing", _("Bereds")
    READY = "ready", _("Klar att lämna över")
    WITH_PRINCIPALS = "with_principals", _("Hos huvudmännen")
    INCOMPLETE = "incomplete", _("Ofullständig")
    ADOPTED = "adopted", _("Beslutad av alla")
    WITHDRAWN = "withdrawn", _("Tillbakadragen")


LIVE = (MatterState.PREPARING, MatterState.READY, MatterState.WITH_PRINCIPALS, MatterState.INCOMPLETE)
OUT = (MatterState.WITH_PRINCIPALS, MatterState.INCOMPLETE)
"""Where principals decide: an incomplete matter does not stop the others (A-15)."""

MATTER_SITUATIONS: dict[str, Situation] = {
    MatterState.PREPARING: Situation(_("organet som bereder ärendet"), _("ska behandla ärendet"), Tone.WORK),
    MatterState.READY: Situation(_("den som lägger fram förslaget"), _("ska lämna över till huvudmännen"), Tone.WORK),
    MatterState.WITH_PRINCIPALS: Situation(_("huvudmännen"), _("ska var och en fatta sitt beslut"), Tone.WORK),
    MatterState.INCOMPLETE: Situation(
        _("organet som har rekommenderat"), _("ska svara på skälen. Övriga huvudmän fortsätter att besluta"), Tone.BACK
    ),
    MatterState.ADOPTED: Situation(_("ingen"), _("Alla har beslutat"), Tone.DONE),
    MatterState.WITHDRAWN: Situation(_("ingen"), _("Ärendet är avslutat utan beslut"), Tone.NO),
}


class RulingKind(models.TextChoices):
    """What a ruling is worth: advice, a decision within somebody's frame, or a sovereign decision (A-21, P-12)."""

    PREPARE = "prepare", _("beredning")
    RECOMMEND = "recommend", _("rekommendation")
    DELEGATED = "delegated", _("beslut inom fastställd ram")
    DECIDE = "decide", _("självständigt beslut")


class RulingState(models.TextChoices):
    """Where one body's or principal's treatment of a matter stands."""

    NOT_STARTED = "not_started", _("Ej påbörjad")
    IN_PREPARATION = "in_preparation", _("Bereds")
    ADOPTED = "adopted", _("Antagen")
    REJECTED = "rejected", _("Avslagen")
    REMITTED = "remitted", _("Återremitterad")
    SENT_BACK = "sent_back", _("Sänd tillbaka")
    SUPERSEDED = "superseded", _("Ersatt av ny omgång")


UNDECIDED = (RulingState.NOT_STARTED, RulingState.IN_PREPARATION)
OPEN = (*UNDECIDED, RulingState.REMITTED)
RETURNED = (RulingState.REJECTED, RulingState.SENT_BACK)
DECIDED = (RulingState.ADOPTED, RulingState.REMITTED, *RETURNED)
EXPLAINED = (RulingState.REMITTED, *RETURNED)

RULING_SITUATIONS: dict[str, Situation] = {
    RulingState.NOT_STARTED: Situation(_("den som ska besluta"), _("ska ange när ärendet behandlas"), Tone.TODO),
    RulingState.IN_PREPARATION: Situation(_("den som ska besluta"), _("bereder ärendet"), Tone.WORK),
    RulingState.ADOPTED: Situation(_("ingen"), _("Beslutet är fattat"), Tone.DONE),
    RulingState.REJECTED: Situation(_("den som lade fram förslaget"), _("ska svara på skälen"), Tone.NO),
    RulingState.REMITTED: Situation(
        _("den som ska besluta"), _("bereder ärendet på nytt i sin egen organisation"), Tone.BACK
    ),
    RulingState.SENT_BACK: Situation(_("den som lade fram förslaget"), _("ska svara på skälen"), Tone.BACK),
    RulingState.SUPERSEDED: Situation(_("ingen"), _("Skälen är besvarade, en ny omgång pågår"), Tone.TODO),
}

ADOPTED_WORDS: dict[str, Any] = {
    RulingKind.PREPARE: _("Beredd"),
    RulingKind.RECOMMEND: _("Rekommenderad"),
    RulingKind.DELEGATED: _("Beslutad"),
    RulingKind.DECIDE: _("Antagen"),
}


class NoticeKind(models.TextChoices):
    """Why somebody was told of a matter."""

    INFORMED = "informed", _("för kännedom")
    REMINDER = "reminder", _("påminnelse")
