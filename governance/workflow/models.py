from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from .days import Beginning


class Versioned(models.Model):
    """A row that people edit: every change counts up, and an edit made on an older count is refused."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    stated_day: ClassVar[Any] = ""
    """What the field is called where a person states on which day a step was taken."""

    class Meta:
        abstract = True

    def began(self, step: str) -> "Beginning | None":
        """The first day that may be stated for a step; nothing where the model cannot tell."""
        return None

    def who_may(self, step: str, who: str) -> str:
        """Who takes a step, named where the row knows it; `who` is how the step says it of any row."""
        return who

    def whose_turn(self, turn: str) -> str:
        """Whose turn it is, named where the row knows it; `turn` is how its state says it of any row."""
        return turn


class SpentToken(models.Model):
    """A one-time token that has been used (förbrukad engångskod)."""

    token = models.CharField(_("kod"), max_length=40, primary_key=True)
    spent_at = models.DateTimeField(_("använd"), auto_now_add=True)

    class Meta:
        verbose_name = _("förbrukad engångskod")
        verbose_name_plural = _("förbrukade engångskoder")
        indexes: ClassVar = [models.Index(fields=["spent_at"], name="spent_token_by_time")]

    def __str__(self) -> str:
        return self.token
