from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Principal
from governance.workflow.models import Versioned

from ..states import (
    NoticeKind,
)
from .matters import Matter

if TYPE_CHECKING:
    from governance.organisations.actors import Actor


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Reads of notices."""

    def visible_to(self, actor: "Actor") -> Self:
        """Those of the actor's partnerships."""
        return self.filter(matter__partnership_id__in=actor.partnership_ids)

    def with_names(self) -> Self:
        """With the principal's name, for showing."""
        return self.select_related("principal__organisation")

    def informed(self) -> Self:
        """Who got the matter for information alone."""
        return self.filter(kind=NoticeKind.INFORMED)

    def reminders(self) -> Self:
        """Who was reminded."""
        return self.filter(kind=NoticeKind.REMINDER)


class Notice(Versioned):
    """That a principal was told of a matter (meddelande): for information, or as a reminder."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="notices")
    principal = models.ForeignKey(Principal, models.PROTECT, related_name="notices")
    kind = models.CharField(_("slag"), max_length=20, choices=NoticeKind.choices)
    text = models.TextField(_("text"))
    sent_on = models.DateField(_("sänt"))
    sent_by = models.CharField(_("sänt av"), max_length=300)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("meddelande")
        verbose_name_plural = _("meddelanden")
        ordering = ("-id",)
        indexes: ClassVar = [models.Index(fields=["principal", "kind", "-sent_on"], name="notice_by_principal")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.principal}, {self.matter}"[:300]

    @property
    def chain(self) -> str:
        """The partnership's chain."""
        return self.matter.chain
