from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .states import OPEN, JobState


class Job(models.Model):
    """A piece of work done later, exactly once (jobb). This row is the truth; the broker is only a doorbell.

    `key` is unique: asking twice gives one job. `lease_until` is when another worker may take over; `attempts` counts
    the claims and is the fence: a worker that comes back late with an old count changes nothing.
    """

    kind = models.CharField(_("slag"), max_length=80)
    key = models.CharField(_("nyckel"), max_length=200, unique=True)
    batch = models.CharField(_("omgång"), max_length=120, blank=True, db_index=True)
    arguments = models.JSONField(_("uppgifter"), default=dict)
    state = models.CharField(_("läge"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    attempts = models.PositiveIntegerField(_("försök"), default=0)
    queued_at = models.DateTimeField(_("begärt"), auto_now_add=True)
    rung_at = models.DateTimeField(_("senast ringt"), null=True)
    lease_until = models.DateTimeField(_("lånad till"), null=True)
    finished_at = models.DateTimeField(_("klart"), null=True)
    result = models.JSONField(_("resultat"), default=dict)
    error = models.TextField(_("fel"), blank=True)

    class Meta:
        verbose_name = _("jobb")
        verbose_name_plural = _("jobb")
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=["queued_at"], condition=Q(state__in=OPEN), name="job_open")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=JobState.values), name="job_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state=JobState.DONE) | Q(finished_at__isnull=False), name="job_done_has_finished_at"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
