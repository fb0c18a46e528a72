"""The states of a signing round and of each signatory in it, with whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone

SIGNATORIES = _("de som ska underteckna")
SIGNATORY = _("undertecknaren")
LEADERS = _("förhandlingspersonerna")
SYSTEM = _("Samverk")
NOBODY = _("ingen")


class RoundState(models.TextChoices):
    """Where a signing round stands."""

    PLANNED = "planned", _("Planeras")
    PREPARING = "preparing", _("Förseglas")
    OPEN = "open", _("Öppen")
    COMPLETED = "completed", _("Avslutad")
    STOPPED = "stopped", _("Stoppad")


UNDER_WAY = (RoundState.PLANNED, RoundState.PREPARING, RoundState.OPEN)
"""The agreement has at most one round that is under way."""

ROUND_SITUATIONS: dict[str, Situation] = {
    RoundState.PLANNED: Situation(LEADERS, _("bestämmer vem som undertecknar för varje part"), Tone.TODO),
    RoundState.PREPARING: Situation(SYSTEM, _("framställer och förseglar avtalet"), Tone.WORK),
    RoundState.OPEN: Situation(SIGNATORIES, _("ska underteckna i tur och ordning"), Tone.WORK),
    RoundState.COMPLETED: Situation(NOBODY, _("Alla har undertecknat"), Tone.DONE),
    RoundState.STOPPED: Situation(LEADERS, _("ska ta ställning till varför undertecknandet stoppades"), Tone.NO),
}


class SignatoryState(models.TextChoices):
    """Where one person's signature stands."""

    WAITING = "waiting", _("Väntar på andra")
    TURN = "turn", _("Kan underteckna")
    SIGNING = "signing", _("Underskriften läggs till")
    SIGNED = "signed", _("Undertecknat")
    REJECTED = "rejected", _("Avvisat")
    WITHDRAWN = "withdrawn", _("Återtaget")
    ENDED = "ended", _("Avbrutet")


NOT_SIGNED = (SignatoryState.WAITING, SignatoryState.TURN, SignatoryState.SIGNING)
"""Something is still to be done by, or for, the person."""

REPLACEABLE = (SignatoryState.WAITING, SignatoryState.TURN)
"""Somebody else may be named instead."""

SIGNATORY_SITUATIONS: dict[str, Situation] = {
    SignatoryState.WAITING: Situation(_("de som undertecknar före"), _("ska underteckna först"), Tone.TODO),
    SignatoryState.TURN: Situation(SIGNATORY, _("ska granska och underteckna"), Tone.WORK),
    SignatoryState.SIGNING: Situation(SYSTEM, _("lägger till underskriften i filen"), Tone.WORK),
    SignatoryState.SIGNED: Situation(NOBODY, _("Underskriften finns i filen"), Tone.DONE),
    SignatoryState.REJECTED: Situation(LEADERS, _("ska ta ställning till skälen"), Tone.STOP),
    SignatoryState.WITHDRAWN: Situation(LEADERS, _("ska ta ställning till skälen"), Tone.STOP),
    SignatoryState.ENDED: Situation(NOBODY, _("Undertecknandet stoppades"), Tone.LOCK),
}


class Way(models.TextChoices):
    """How somebody signs (sätt)."""

    SAMVERK = "samverk", _("i Samverk")
    UPLOAD = "upload", _("med egen underskriftstjänst")


class CheckoutState(models.TextChoices):
    """Whether the file is lent to one who signs elsewhere, and how that ended."""

    OUT = "out", _("Utlånad")
    HANDED_IN = "handed_in", _("Inlämnad")
    GIVEN_BACK = "given_back", _("Återlämnad utan underskrift")
    RUN_OUT = "run_out", _("Lånetiden gick ut")


CHECKOUT_SITUATIONS: dict[str, Situation] = {
    CheckoutState.OUT: Situation(SIGNATORY, _("undertecknar filen utanför Samverk"), Tone.WORK),
    CheckoutState.HANDED_IN: Situation(NOBODY, _("Filen är inlämnad"), Tone.DONE),
    CheckoutState.GIVEN_BACK: Situation(NOBODY, _("Filen lämnades tillbaka utan underskrift"), Tone.NO),
    CheckoutState.RUN_OUT: Situation(NOBODY, _("Lånetiden gick ut"), Tone.NO),
}
