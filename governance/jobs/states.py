from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a piece of later work stands."""

    QUEUED = "queued", _("i kö")
    RUNNING = "running", _("pågår")
    FAILED = "failed", _("försöks igen")
    DONE = "done", _("klart")
    DEAD = "dead", _("gav upp")


OPEN = (JobState.QUEUED, JobState.RUNNING, JobState.FAILED)
