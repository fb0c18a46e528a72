"""Mandates to sign, in words."""

from typing import Any

from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.ui.templatetags.swedish import day, kr


def frame_words(mandate: Any) -> str:
    """How far a mandate reaches."""
    return _("ram %s") % kr(Sek(mandate.frame_ore)) if mandate.frame_ore is not None else _("ingen beloppsgräns")


def until_words(mandate: Any) -> str:
    """Until when it holds."""
    return _("till och med %s") % day(mandate.valid_until) if mandate.valid_until else _("tills vidare")


def choice_words(mandate: Any) -> str:
    """A mandate as one chooses it: whose it is, the paragraph that it rests on, its frame and its last day."""
    return f"{mandate}. {mandate.decision_reference}, {frame_words(mandate)}, {until_words(mandate)}"
