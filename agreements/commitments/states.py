"""The states of commitments, progress reports and deviations, with whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone

PARTY = _("den ansvariga parten")
PARTIES = _("parterna")
BOARD = _("styrelsen")
NEGOTIATORS = _("förhandlingspersonerna")
NOBODY = _("ingen")


class CommitmentState(models.TextChoices):
    """Where a commitment stands, from offer to realised; reported is not realised."""

    OFFERED = "offered", _("Erbjudet")
    CONDITIONAL = "conditional", _("Erbjudet med villkor")
    AGREED = "agreed", _("Överenskommet")
    UNDER_WAY = "under_way", _("Pågår")
    REPORTED = "reported", _("Rapporterat")
    VERIFIED = "verified", _("Verifierat av styrelsen")
    REALISED = "realised", _("Realiserat")
    DEVIATING = "deviating", _("Avviker")
    DISPUTED = "disputed", _("Tvistigt")
    RENEGOTIATED = "renegotiated", _("Omförhandlat")
    RELEASED = "released", _("Frånträtt")
    WITHDRAWN = "withdrawn", _("Återtaget bud")
    LAPSED = "lapsed", _("Förfallet")


OFFERS = (CommitmentState.OFFERED, CommitmentState.CONDITIONAL)
DRAFTS = (*OFFERS, CommitmentState.AGREED)
RUNNING = (CommitmentState.UNDER_WAY, CommitmentState.REPORTED, CommitmentState.VERIFIED)
BINDING = (*RUNNING, CommitmentState.DEVIATING, CommitmentState.DISPUTED)
OPEN = (CommitmentState.AGREED, *BINDING)
CLOSED = (CommitmentState.REALISED, CommitmentState.RENEGOTIATED, CommitmentState.RELEASED)
AGREED_ONCE = (*OPEN, *CLOSED)
TAKEN_UP = (CommitmentState.REPORTED, CommitmentState.DEVIATING, CommitmentState.DISPUTED)
"""What a board takes up, unless it lies with the parties meanwhile."""

COMMITMENT_SITUATIONS: dict[str, Situation] = {
    CommitmentState.OFFERED: Situation(NEGOTIATORS, _("prövar vilka bud som håller tillsammans"), Tone.TODO),
    CommitmentState.CONDITIONAL: Situation(NEGOTIATORS, _("prövar vilka bud som håller tillsammans"), Tone.TODO),
    CommitmentState.AGREED: Situation(PARTIES, _("ska sluta avtalet så att åtagandet börjar gälla"), Tone.WORK),
    CommitmentState.UNDER_WAY: Situation(PARTY, _("genomför åtagandet och rapporterar"), Tone.WORK),
    CommitmentState.REPORTED: Situation(BOARD, _("ska verifiera det som är rapporterat"), Tone.WORK),
    CommitmentState.VERIFIED: Situation(PARTY, _("fortsätter tills hela åtagandet är uppfyllt"), Tone.WORK),
    CommitmentState.REALISED: Situation(NOBODY, _("Åtagandet är uppfyllt"), Tone.DONE),
    CommitmentState.DEVIATING: Situation(BOARD, _("leder arbetet med avvikelsen"), Tone.WARN),
    CommitmentState.DISPUTED: Situation(BOARD, _("ska föra parterna till en lösning"), Tone.STOP),
    CommitmentState.RENEGOTIATED: Situation(NOBODY, _("Ett nytt åtagande gäller i stället"), Tone.LOCK),
    CommitmentState.RELEASED: Situation(NOBODY, _("Parterna har enats om att åtagandet upphör"), Tone.LOCK),
    CommitmentState.WITHDRAWN: Situation(NOBODY, _("Parten har tagit tillbaka sitt bud"), Tone.NO),
    CommitmentState.LAPSED: Situation(NOBODY, _("Avtalet gäller inte"), Tone.NO),
}


class ReportState(models.TextChoices):
    """Where a progress report stands."""

    WAITING = "waiting", _("Väntar på styrelsen")
    VERIFIED = "verified", _("Verifierad")
    SENT_BACK = "sent_back", _("Återsänd")


REPORT_SITUATIONS: dict[str, Situation] = {
    ReportState.WAITING: Situation(BOARD, _("ska verifiera rapporten eller sända tillbaka den"), Tone.WORK),
    ReportState.VERIFIED: Situation(NOBODY, _("Styrelsen har verifierat rapporten"), Tone.DONE),
    ReportState.SENT_BACK: Situation(PARTY, _("ska rapportera på nytt"), Tone.BACK),
}


class DeviationState(models.TextChoices):
    """Where a deviation stands on its way: report, board, parties, renegotiation, supplementary agreement."""

    REPORTED = "reported", _("Anmäld till styrelsen")
    WITH_PARTIES = "with_parties", _("Hos parterna")
    RENEGOTIATING = "renegotiating", _("Omförhandlas")
    CONTINUED = "continued", _("Fortsätter som avtalat")
    SUPERSEDED = "superseded", _("Ersatt genom tilläggsavtal")
    RELEASED = "released", _("Åtagandet frånträtt")


OPEN_DEVIATION = (DeviationState.REPORTED, DeviationState.WITH_PARTIES, DeviationState.RENEGOTIATING)

DEVIATION_SITUATIONS: dict[str, Situation] = {
    DeviationState.REPORTED: Situation(BOARD, _("ska ta ställning till avvikelsen"), Tone.WARN),
    DeviationState.WITH_PARTIES: Situation(PARTIES, _("ska var och en svara styrelsen"), Tone.WORK),
    DeviationState.RENEGOTIATING: Situation(PARTIES, _("ska sluta ett tilläggsavtal"), Tone.WORK),
    DeviationState.CONTINUED: Situation(NOBODY, _("Åtagandet gäller som det är avtalat"), Tone.DONE),
    DeviationState.SUPERSEDED: Situation(NOBODY, _("Ett nytt åtagande gäller i stället"), Tone.LOCK),
    DeviationState.RELEASED: Situation(NOBODY, _("Parterna har enats om att åtagandet upphör"), Tone.LOCK),
}


class DeviationKind(models.TextChoices):
    """What a deviation is about."""

    LATE = "late", _("Åtagandet blir sent")
    LESS = "less", _("Åtagandet blir mindre än avtalat")
    COST = "cost", _("Kostnaden blir högre än avtalat")
    COUNTER = "counter", _("Motprestationen uteblir")
    DISPUTE = "dispute", _("Parterna läser åtagandet olika")
    OTHER = "other", _("Annat")


class Proposal(models.TextChoices):
    """What the board asks the parties about a deviation."""

    RENEGOTIATE = "renegotiate", _("omförhandla åtagandet i ett tilläggsavtal")
    RELEASE = "release", _("låta åtagandet upphöra")


class Answer(models.TextChoices):
    """What a party answers the board."""

    YES = "yes", _("Ja")
    NO = "no", _("Nej")
