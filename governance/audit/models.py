from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventQuerySet(models.QuerySet["Event"]):
    """Reads of the trail; there is nothing else to do with it."""

    def about(self, subject: models.Model) -> Self:
        """Everything that happened to one object, newest first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_key=str(subject.pk)).order_by("-id")

    def in_chain(self, chain: str) -> Self:
        """One partnership's events, newest first."""
        return self.filter(chain=chain).order_by("-id")


class Event(models.Model):
    """One act, recorded for ever (händelse).

    The subject is named as text, so that no hash depends on the numbering of tables. `recorded_at` is the system's
    clock; `occurred_on` is the day on which it happened, as stated. `details` is canonical JSON, kept as text.
    Rows come from `audit.services.record` alone; triggers refuse change and deletion.
    """

    id = models.BigIntegerField(_("nummer"), primary_key=True)
    chain = models.CharField(_("kedja"), max_length=60)
    recorded_at = models.DateTimeField(_("registrerad"))
    occurred_on = models.DateField(_("skedde"), null=True)
    kind = models.CharField(_("slag"), max_length=120)
    subject_type = models.CharField(_("sak"), max_length=80)
    subject_key = models.CharField(_("sakens nyckel"), max_length=60)
    subject_label = models.CharField(_("sakens namn"), max_length=300)
    source = models.CharField(_("från"), max_length=60, blank=True)
    target = models.CharField(_("till"), max_length=60, blank=True)
    actor_key = models.CharField(_("persons nyckel"), max_length=60, blank=True)
    actor_name = models.CharField(_("person"), max_length=200)
    seat_key = models.CharField(_("plats nyckel"), max_length=60, blank=True)
    seat_label = models.CharField(_("plats"), max_length=300, blank=True)
    details = models.TextField(_("uppgifter"), default="{}")
    corrects = models.BigIntegerField(_("rättar händelse"), null=True)
    previous_hash = models.CharField(_("föregående kontrollsumma"), max_length=64)
    hash = models.CharField(_("kontrollsumma"), max_length=64)

    subject: Any = None  # the object as it stood after the act; filled by workflow, not stored

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("händelse")
        verbose_name_plural = _("händelser")
        ordering = ("id",)
        indexes: ClassVar = [
            models.Index(fields=["subject_type", "subject_key", "-id"], name="event_by_subject"),
            models.Index(fields=["chain", "-id"], name="event_by_chain"),
            models.Index(fields=["actor_key", "-id"], name="event_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.kind}"


class Head(models.Model):
    """The last link of a chain, kept after every event (kedjans huvud): what a deleted last event is missed by."""

    chain = models.CharField(_("kedja"), max_length=60, primary_key=True)
    event_id = models.BigIntegerField(_("sista händelsen"), default=0)
    length = models.BigIntegerField(_("antal"), default=0)
    hash = models.CharField(_("kontrollsumma"), max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("kedjans huvud")
        verbose_name_plural = _("kedjors huvuden")

    def __str__(self) -> str:
        return f"{self.chain} {self.event_id}"
