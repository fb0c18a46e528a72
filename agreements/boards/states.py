"""The states of boards, meetings and yearly accounts, with whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone

PARTIES = _("parterna")
BOARD = _("styrelsen")
CHAIR = _("ordföranden")
SECRETARIAT = _("styrelsens sekreterare")
ADJUSTER = _("justeraren")
NOBODY = _("ingen")


class BoardState(models.TextChoices):
    """Where a board stands: it is active until every commitment is realised (C-02)."""

    FORMING = "forming", _("Bildas")
    ACTIVE = "active", _("Verksam")
    CLOSED = "closed", _("Avslutad")


BOARD_SITUATIONS: dict[str, Situation] = {
    BoardState.FORMING: Situation(PARTIES, _("ska var och en utse ledamot och ersättare"), Tone.WORK),
    BoardState.ACTIVE: Situation(BOARD, _("följer upp avtalet tills alla åtaganden är realiserade"), Tone.WORK),
    BoardState.CLOSED: Situation(NOBODY, _("Alla åtaganden är realiserade"), Tone.LOCK),
}


class Place(models.TextChoices):
    """What somebody is appointed to in a board."""

    CHAIR = "chair", _("ordförande")
    DEPUTY_CHAIR = "deputy_chair", _("vice ordförande")
    MEMBER = "member", _("ledamot")
    DEPUTY = "deputy", _("ersättare")
    SECRETARY = "secretary", _("sekreterare")


OF_STATE = (Place.CHAIR, Place.DEPUTY_CHAIR, Place.SECRETARY)
"""Appointed by the State, for the whole board."""
OF_PARTY = (Place.MEMBER, Place.DEPUTY)
"""Appointed by each party, for itself."""
NEEDED_OF_STATE = (Place.CHAIR, Place.DEPUTY_CHAIR)


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", _("Planerat")
    CALLED = "called", _("Kallat")
    HELD = "held", _("Hållet")
    ATTESTED = "attested", _("Hos justeraren")
    MINUTED = "minuted", _("Protokollet justerat")
    CANCELLED = "cancelled", _("Inställt")


COMING = (MeetingState.PLANNED, MeetingState.CALLED)
AFTER = (MeetingState.HELD, MeetingState.ATTESTED, MeetingState.MINUTED)
"""Held, whatever is left to do with the minutes."""
MEETING_SITUATIONS: dict[str, Situation] = {
    MeetingState.PLANNED: Situation(SECRETARIAT, _("skriver dagordningen och kallar"), Tone.TODO),
    MeetingState.CALLED: Situation(BOARD, _("sammanträder på den dagen"), Tone.WORK),
    MeetingState.HELD: Situation(SECRETARIAT, _("skriver besluten. Ordföranden och en justerare justerar"), Tone.WORK),
    MeetingState.ATTESTED: Situation(ADJUSTER, _("ska läsa protokollet och justera det"), Tone.WORK),
    MeetingState.MINUTED: Situation(NOBODY, _("Protokollet är justerat"), Tone.DONE),
    MeetingState.CANCELLED: Situation(NOBODY, _("Sammanträdet är inställt"), Tone.NO),
}


class ItemKind(models.TextChoices):
    """What an item of the agenda is about."""

    MATTER = "matter", _("Ärende")
    REPORT = "report", _("Lägesrapport att verifiera")
    DEVIATION = "deviation", _("Avvikelse från ett åtagande")
    ACCOUNTS = "accounts", _("Årets redovisning att godkänna")
    CLOSING = "closing", _("Styrelsens avslutning")


class Outcome(models.TextChoices):
    """What the board decided in an item."""

    DECIDED = "decided", _("Beslutat")
    NOTED = "noted", _("Antecknat")
    VERIFIED = "verified", _("Verifierat")
    SENT_BACK = "sent_back", _("Återsänt")
    APPROVED = "approved", _("Godkänt")
    POSTPONED = "postponed", _("Bordlagt")


class AccountsState(models.TextChoices):
    """Where a year's accounts stand."""

    REQUESTED = "requested", _("Begärd från parterna")
    COMPILED = "compiled", _("Sammanställd")
    APPROVED = "approved", _("Godkänd av styrelsen")
    SENT = "sent", _("Skickad")


ACCOUNTS_OPEN = (AccountsState.REQUESTED, AccountsState.COMPILED, AccountsState.APPROVED)
ACCOUNTS_SITUATIONS: dict[str, Situation] = {
    AccountsState.REQUESTED: Situation(PARTIES, _("ska var och en lämna sin redovisning"), Tone.WORK),
    AccountsState.COMPILED: Situation(BOARD, _("ska godkänna sammanställningen vid ett sammanträde"), Tone.WORK),
    AccountsState.APPROVED: Situation(SECRETARIAT, _("ska skicka den till regeringen och parterna"), Tone.WORK),
    AccountsState.SENT: Situation(NOBODY, _("Redovisningen är skickad"), Tone.DONE),
}


class PartyAccountsState(models.TextChoices):
    """Where one party's part of a year's accounts stands."""

    REQUESTED = "requested", _("Begärd")
    RECEIVED = "received", _("Inkommen")


PARTY_ACCOUNTS_SITUATIONS: dict[str, Situation] = {
    PartyAccountsState.REQUESTED: Situation(_("parten"), _("ska lämna årets redovisning"), Tone.TODO),
    PartyAccountsState.RECEIVED: Situation(SECRETARIAT, _("sammanställer när alla har lämnat"), Tone.DONE),
}
