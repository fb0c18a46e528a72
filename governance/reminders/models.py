from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Partnership, Seat

if TYPE_CHECKING:
    from governance.organisations.actors import Actor

DIGEST = 64


class MessageQuerySet(models.QuerySet["Message"]):
    """Reads of messages; one's own alone, and for seats that one still holds."""

    def visible_to(self, actor: "Actor") -> Self:
        """A person's own, for any of the seats held today: who has left a party reads no more of what it was told."""
        return self.filter(user_id=actor.user.pk or 0, seat_id__in=[seat.pk for seat in actor.seats])

    def live(self) -> Self:
        """Those whose turn it still is."""
        return self.filter(settled_at__isnull=True)

    def with_seats(self) -> Self:
        """With the seat that it concerns, for showing."""
        return self.select_related("seat__body__organisation")

    def unread(self) -> Self:
        """Those that nobody has read and that still matter."""
        return self.live().filter(read_at__isnull=True)


class Message(models.Model):
    """That it has become somebody's turn (meddelande): told once, read by its reader, settled when the turn is over.

    It says no more than my desk says; `digest` is the turn that it is about, so that the same one is not told twice.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="messages")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+", verbose_name=_("plats"))
    digest = models.CharField(_("vad det gäller"), max_length=DIGEST, editable=False)
    title = models.CharField(_("rubrik"), max_length=300)
    text = models.CharField(_("text"), max_length=500, blank=True)
    context = models.CharField(_("sammanhang"), max_length=200, blank=True)
    url = models.CharField(_("adress"), max_length=300)
    due_on = models.DateField(_("senast"), null=True, blank=True)
    told_at = models.DateTimeField(_("lämnat"), auto_now_add=True)
    read_at = models.DateTimeField(_("läst"), null=True, blank=True)
    settled_at = models.DateTimeField(_("inte längre aktuellt"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("sänt med e-post"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("meddelande")
        verbose_name_plural = _("meddelanden")
        ordering = ("-pk",)
        indexes: ClassVar = [models.Index(fields=["user", "-id"], name="message_by_user")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "digest"],
                condition=Q(settled_at__isnull=True),
                name="message_is_told_once_a_turn",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_unread(self) -> bool:
        """Whether it still matters and has not been read."""
        return self.read_at is None and self.settled_at is None


class MailChoice(models.Model):
    """Whether a person wants her messages by e-mail too (e-postval); without a row, she does."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="mail_choice")
    wants_mail = models.BooleanField(_("vill ha meddelanden med e-post"), default=True)

    class Meta:
        verbose_name = _("e-postval")
        verbose_name_plural = _("e-postval")

    def __str__(self) -> str:
        return f"{self.user}: {'ja' if self.wants_mail else 'nej'}"


class Lookout(models.Model):
    """How far a partnership's trail had come when it was last asked whose turn it is (utkik)."""

    partnership = models.OneToOneField(Partnership, models.CASCADE, related_name="lookout")
    event_id = models.BigIntegerField(_("senaste händelsen"), default=0)
    looked_on = models.DateField(_("sedd"))

    class Meta:
        verbose_name = _("utkik")
        verbose_name_plural = _("utkikar")

    def __str__(self) -> str:
        return f"{self.partnership}: {self.event_id}"
