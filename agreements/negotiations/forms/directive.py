"""Forms for the negotiation itself, its directive, its frame and its steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.ui.forms import KronorField

from ..models.negotiations import VALUE_CREATING
from .base import RowForm, day, has_been, line, text


class DirectiveForm(RowForm):
    """What the Government asks for: purpose, scope, delimitations and what may come of it."""

    title = line(_("Förhandlingen gäller"))
    purpose = text(_("Syfte"), help_text=_("Vad som ska uppnås, och för vem"))
    scope = text(_("Omfattning"))
    delimitations = text(_("Avgränsningar"), help_text=_("Vad som inte ingår"))
    possible_outcomes = text(_("Möjliga utfall"), help_text=_("Vad förhandlingen kan leda till"))
    approach = line(_("Typ av förhandling"))
    directive_reference = line(_("Direktivets beteckning"), most=80, required=False)
    directive_decided_on = day(_("Direktivet beslutat"), has_been, required=False)
    own_cost = KronorField(
        label=_("Förhandlingens egen kostnad"),
        required=False,
        help_text=_("Vad förhandlingspersoner och styrelser kostar staten, i kronor"),
    )
    amounts = {"own_cost": "own_cost_ore"}


class ProposeForm(DirectiveForm):
    """A negotiation is proposed with what is known; the rest is written later."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["approach"].initial = VALUE_CREATING


class FrameForm(RowForm):
    """The financial frame."""

    frame = KronorField(label=_("Ekonomisk ram"))
    frame_note = text(_("Vad ramen bygger på"), help_text=_("Till exempel budgetpropositionen och vilka år som avses"))
    amounts = {"frame": "frame_ore"}


class PublicForm(RowForm):
    """Whether anybody may read of it."""

    is_public = forms.BooleanField(
        label=_("Visa för alla"),
        required=False,
        help_text=_("Namn, direktiv, parter och läge visas för alla. Nytta, mandat och anteckningar visas inte."),
    )


class StepForm(RowForm):
    """A step that needs nothing but the version that it was shown for."""


class ReasonForm(StepForm):
    """A step that is explained."""

    reason = text(_("Skäl"), required=True)
