"""The states of a document and of its dispatch, with their Swedish labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DocumentState(models.TextChoices):
    """Where a document stands."""

    ORDERED = "ordered", _("beställt")
    SEALED = "sealed", _("förseglat")


class DispatchState(models.TextChoices):
    """Whether the receiver has confirmed that a document arrived."""

    SENT = "sent", _("skickat")
    RECEIPTED = "receipted", _("kvitterat")
