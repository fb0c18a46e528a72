"""The states of a document and of its dispatch, with their Swedish labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone


class DocumentState(models.TextChoices):
    """Where a document stands."""

    ORDERED = "ordered", _("beställt")
    SEALED = "sealed", _("förseglat")


class DispatchState(models.TextChoices):
    """Whether the receiver has confirmed that a document arrived."""

    SENT = "sent", _("skickat")
    RECEIPTED = "receipted", _("kvitterat")


class RevisionKind(models.TextChoices):
    """What was added to a document's file."""

    SEAL = "seal", _("försegling")
    SIGNATURE = "signature", _("underskrift i Samverk")
    UPLOAD = "upload", _("underskrift i uppladdad fil")
    ARCHIVE = "archive", _("arkivtidsstämpel")


DOCUMENT_SITUATIONS: dict[str, Situation] = {
    DocumentState.ORDERED: Situation(_("Samverk"), _("ska framställa och försegla dokumentet"), Tone.WORK),
    DocumentState.SEALED: Situation(_("ingen"), _("Dokumentet är klart och kan kontrolleras av var och en"), Tone.DONE),
}
DISPATCH_SITUATIONS: dict[str, Situation] = {
    DispatchState.SENT: Situation(
        _("mottagarens registrator"), _("ska kvittera att dokumentet har kommit fram"), Tone.TODO
    ),
    DispatchState.RECEIPTED: Situation(_("ingen"), _("Dokumentet har kommit fram"), Tone.DONE),
}
