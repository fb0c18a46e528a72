"""The states of packages and of the parties' consents, with whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from agreements.negotiations.states import NegotiationState
from governance.workflow.situations import Situation, Tone

NEGOTIATORS = _("förhandlingspersonerna")
PARTIES = _("parterna")
NOBODY = _("ingen")


class Unit(models.TextChoices):
    """What a party counts its benefit in; its own choice."""

    ORE = "ore", _("kronor per år")
    POINTS = "points", _("poäng")


class InterestKind(models.TextChoices):
    """What a party brings and what it seeks (N-08)."""

    GIVES = "gives", _("kan bidra med")
    WANTS = "wants", _("vill uppnå")


class PackageState(models.TextChoices):
    """Where a package stands."""

    DRAFT = "draft", _("Skiss")
    LAID = "laid", _("Framlagt för parterna")
    AGREED = "agreed", _("Överenskommet")
    OUTDATED = "outdated", _("Gäller inte längre")
    WITHDRAWN = "withdrawn", _("Tillbakadraget")


LIVE = (PackageState.LAID, PackageState.AGREED)
AGREED_IN = (NegotiationState.NEGOTIATING, NegotiationState.AGREEING)
"""Where a negotiation stands while its parties may still agree to a package."""

PACKAGE_SITUATIONS: dict[str, Situation] = {
    PackageState.DRAFT: Situation(NEGOTIATORS, _("ska skriva klart paketet och lägga fram det"), Tone.TODO),
    PackageState.LAID: Situation(PARTIES, _("ska var och en svara på paketet"), Tone.WORK),
    PackageState.AGREED: Situation(NEGOTIATORS, _("ska låta skriva avtalet"), Tone.DONE),
    PackageState.OUTDATED: Situation(NEGOTIATORS, _("ska lägga fram ett nytt paket"), Tone.WARN),
    PackageState.WITHDRAWN: Situation(NOBODY, _("Paketet är draget tillbaka"), Tone.NO),
}


class ConsentState(models.TextChoices):
    """What a party has answered to a package."""

    ASKED = "asked", _("Har inte svarat")
    ACCEPTED = "accepted", _("Samtycker")
    DECLINED = "declined", _("Samtycker inte")
    OUTDATED = "outdated", _("Gäller inte längre")
    NOTED = "noted", _("Har tagit del av ändringen")


OPEN_CONSENT = (ConsentState.ASKED, ConsentState.ACCEPTED, ConsentState.DECLINED)

CONSENT_SITUATIONS: dict[str, Situation] = {
    ConsentState.ASKED: Situation(_("parten"), _("ska svara på paketet"), Tone.TODO),
    ConsentState.ACCEPTED: Situation(_("övriga parter"), _("ska svara på paketet"), Tone.DONE),
    ConsentState.DECLINED: Situation(NEGOTIATORS, _("ska möta partens skäl"), Tone.NO),
    ConsentState.OUTDATED: Situation(_("parten"), _("ska ta del av vad som har ändrats"), Tone.WARN),
    ConsentState.NOTED: Situation(NOBODY, _("Parten har tagit del av ändringen"), Tone.LOCK),
}
