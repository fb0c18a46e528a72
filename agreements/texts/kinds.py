from django.db import models
from django.utils.translation import gettext_lazy as _


class AgreementKind(models.TextChoices):
    """What sort of agreement it is (avtalsslag)."""

    FRAMEWORK = "framework", _("Ramavtal")
    OBJECT = "object", _("Objektavtal")
    SUBJECT = "subject", _("Sakområdesavtal")
    AMENDMENT = "amendment", _("Tilläggsavtal")


class DetailLevel(models.TextChoices):
    """How much the agreement settles (detaljeringsgrad, AG-3)."""

    DIRECTION = "direction", _("Inriktning")
    FRAMEWORK = "framework", _("Ram")
    DETAIL = "detail", _("Detalj")


class SignOrder(models.TextChoices):
    """Whether the parties decide before or after they sign (ordning)."""

    DECIDE_FIRST = "decide_first", _("Besluta först, underteckna sedan")
    SIGN_FIRST = "sign_first", _("Underteckna först, besluta sedan")


class LegalBasis(models.TextChoices):
    """On what the parties may share a tool; there is no third way (rättslig grund, AG-10)."""

    NONE = "", _("Avtalet anskaffar inget gemensamt")
    HAMBURG = "hamburg", _("Hamburgundantaget i LOU")
    JOINT_PROCUREMENT = "joint_procurement", _("Gemensam upphandling")


class Part(models.TextChoices):
    """The parts that an agreement is to have: five that must be there and one that should (AG-1, AG-2)."""

    FUNCTION = "function", _("Principer för funktion")
    COST = "cost", _("Kostnad och prisnivå")
    TIMETABLE = "timetable", _("Tidplan")
    RESPONSIBILITY = "responsibility", _("Ansvarsfördelning")
    FOLLOW_UP = "followup", _("Uppföljning")
    UPDATING = "updating", _("Hur avtalet uppdateras")


MANDATORY = (Part.FUNCTION, Part.COST, Part.TIMETABLE, Part.RESPONSIBILITY, Part.FOLLOW_UP)
"""The five without which nobody signs."""


class AnnexLife(models.TextChoices):
    """Who changes an annex once the agreement holds (hur en bilaga ändras)."""

    PARTIES = "parties", _("Ändras som avtalet, genom tilläggsavtal")
    BOARD = "board", _("Ändras av styrelsen medan avtalet gäller")
