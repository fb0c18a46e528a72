"""The states of a negotiation, with whose turn it is, and the words that its parts are sorted by."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone

NEGOTIATORS = _("förhandlingspersonerna")
PARTIES = _("parterna")
NOBODY = _("ingen")


class NegotiationState(models.TextChoices):
    """Where a negotiation stands (N-02)."""

    PROPOSED = "proposed", _("Föreslagen")
    INITIATING = "initiating", _("Initieras")
    NEGOTIATING = "negotiating", _("Förhandlas")
    AGREEING = "agreeing", _("Avtalas")
    IMPLEMENTING = "implementing", _("Genomförs")
    CONCLUDED = "concluded", _("Avslutad")
    PAUSED = "paused", _("Pausad")
    ABORTED = "aborted", _("Avbruten")


PHASES = (
    NegotiationState.INITIATING,
    NegotiationState.NEGOTIATING,
    NegotiationState.AGREEING,
    NegotiationState.IMPLEMENTING,
)
"""The four phases in order; before them a negotiation is proposed, after them concluded."""

BEFORE_AGREEMENT = (
    NegotiationState.PROPOSED,
    NegotiationState.INITIATING,
    NegotiationState.NEGOTIATING,
    NegotiationState.AGREEING,
)
OVER = (NegotiationState.CONCLUDED, NegotiationState.ABORTED)
GOING_ON = tuple(each for each in NegotiationState if each not in OVER)

NEGOTIATION_SITUATIONS: dict[str, Situation] = {
    NegotiationState.PROPOSED: Situation(NEGOTIATORS, _("ska skriva klart direktivet och samla parterna"), Tone.TODO),
    NegotiationState.INITIATING: Situation(PARTIES, _("ska var och en bekräfta de fem grindarna"), Tone.WORK),
    NegotiationState.NEGOTIATING: Situation(PARTIES, _("förhandlar om vad som ger störst nytta"), Tone.WORK),
    NegotiationState.AGREEING: Situation(PARTIES, _("skriver avtal och fattar sina beslut"), Tone.WORK),
    NegotiationState.IMPLEMENTING: Situation(
        _("avtalets styrelse"), _("följer åtagandena tills alla är uppfyllda"), Tone.WORK
    ),
    NegotiationState.CONCLUDED: Situation(NOBODY, _("Alla åtaganden är uppfyllda"), Tone.DONE),
    NegotiationState.PAUSED: Situation(NEGOTIATORS, _("ska återuppta eller avbryta förhandlingen"), Tone.WARN),
    NegotiationState.ABORTED: Situation(NOBODY, _("Förhandlingen är avbruten"), Tone.NO),
}


class Gate(models.IntegerChoices):
    """What every party confirms before the negotiation begins (grind, N-03 to N-07)."""

    INFORMATION = 1, _("Samma information")
    PURPOSE = 2, _("Syfte och upplägg")
    DELIMITATIONS = 3, _("Avgränsningar")
    DIRECTIVE = 4, _("Direktiv")
    TYPE = 5, _("Typ av förhandling")


GATE_SENTENCES: dict[int, object] = {
    Gate.INFORMATION: _("Alla har fått samma information"),
    Gate.PURPOSE: _("Samsyn om syfte, innehåll och upplägg"),
    Gate.DELIMITATIONS: _("Avgränsningar och möjliga utfall är nedskrivna"),
    Gate.DIRECTIVE: _("Förhandlingsdirektivet är tydligt"),
    Gate.TYPE: _("Samsyn om typen av förhandling"),
}


class Level(models.TextChoices):
    """On which level a party acts or a decision is taken (P-05, N-19)."""

    NATIONAL = "national", _("nationell nivå")
    REGIONAL = "regional", _("regional nivå")
    LOCAL = "local", _("lokal nivå")


class DecisionLevel(models.TextChoices):
    """Who took a decision during the negotiation (N-19)."""

    NEGOTIATORS = "negotiators", _("förhandlingspersonerna")
    PARTIES = "parties", _("alla parter tillsammans")
    NATIONAL = "national", _("nationell nivå")
    REGIONAL = "regional", _("regional nivå")
    LOCAL = "local", _("lokal nivå")


class IssueKind(models.TextChoices):
    """What an issue is about: the least catalogue of N-17, the State's own issues of N-18, and others."""

    INFRASTRUCTURE = "infrastructure", _("gemensam infrastruktur")
    STANDARDS = "standards", _("standarder")
    METHOD = "method", _("gemensam metodik")
    MANAGEMENT = "management", _("förvaltning")
    FINANCING = "financing", _("finansiering")
    LEGAL = "legal", _("rättsliga och integritetsskyddande förutsättningar")
    INTEROPERABILITY = "interoperability", _("interoperabilitet")
    BASIC_SERVICES = "basic_services", _("vissa grundläggande tjänster")
    OTHER = "other", _("annan fråga")


CATALOGUE = (
    IssueKind.INFRASTRUCTURE,
    IssueKind.STANDARDS,
    IssueKind.METHOD,
    IssueKind.MANAGEMENT,
    IssueKind.FINANCING,
)
OF_THE_STATE = (IssueKind.LEGAL, IssueKind.INTEROPERABILITY, IssueKind.BASIC_SERVICES)


class Channel(models.TextChoices):
    """How somebody was told (N-20)."""

    SAMVERK = "samverk", _("i Samverk")
    MEETING = "meeting", _("vid möte")
    MAIL = "mail", _("med e-post")
    LETTER = "letter", _("med brev")
    PHONE = "phone", _("per telefon")
