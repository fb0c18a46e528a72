"""What a step of an agreement asks for besides its button."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.decisions.forms import VersionedForm

from .drafts import LONG, PARTS, WIDE


class StepForm(VersionedForm):
    """A step that needs nothing but the version it was shown for."""


class ReasonForm(StepForm):
    """A step that is explained."""

    reason = forms.CharField(label=_("Skäl"), max_length=4000, widget=forms.Textarea(attrs=LONG))


class RemarkForm(StepForm):
    """A step that may be explained."""

    reason = forms.CharField(label=_("Kommentar"), max_length=4000, required=False, widget=forms.Textarea(attrs=LONG))


class FreezeForm(StepForm):
    """What changed in the version that is frozen."""

    change_note = forms.CharField(
        label=_("Vad som har ändrats"),
        max_length=300,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Visas för parterna bland versionerna, till exempel: Statens andel, tidplan."),
    )


class AcknowledgeForm(forms.Form):
    """What a party says when it agrees to a text."""

    remark = forms.CharField(
        label=_("Anmärkning"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Visas för alla parter. Lämna tomt om ni inte har någon."),
    )


class ObjectForm(forms.Form):
    """Why a party does not agree to a text."""

    reasons = forms.CharField(
        label=_("Skäl"),
        max_length=4000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Visas för alla parter. Skriv vad som behöver ändras, och i vilken paragraf."),
    )


class AmendmentForm(ReasonForm):
    """What a new amendment is called, and why it is needed."""

    field_order = ("title", "reason")
    title = forms.CharField(
        label=_("Rubrik"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Lämna tomt för ”Tilläggsavtal till” och avtalets rubrik."),
    )


class IndexFigureForm(forms.Form):
    """The value of an index in a month."""

    series = forms.CharField(label=_("Indexserie"), max_length=80, help_text=_("Till exempel KPIF"))
    month = forms.DateField(
        label=_("Månad"),
        input_formats=["%Y-%m"],
        widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"),
        help_text=_("År och månad, till exempel 2026-01"),
        error_messages={"invalid": _("Skriv månaden som år-månad, till exempel 2026-01.")},
    )
    value = forms.DecimalField(
        label=_("Indextal"),
        max_digits=12,
        decimal_places=4,
        localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    source = forms.CharField(
        label=_("Källa"), max_length=300, widget=forms.TextInput(attrs=WIDE), help_text=_("Var talet är läst, och när")
    )


class CorrectFigureForm(VersionedForm):
    """A figure that was entered wrong."""

    value = IndexFigureForm.base_fields["value"]
    source = IndexFigureForm.base_fields["source"]


class TemplateSectionForm(VersionedForm):
    """A section of the template."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    part = forms.ChoiceField(label=_("Del av avtalet"), choices=PARTS, required=False)
    guidance = forms.CharField(
        label=_("Vägledning"), max_length=2000, required=False, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        section = kwargs["subject"]
        names = ("title", "part", "guidance")
        kwargs.setdefault("initial", {name: getattr(section, name) for name in names})
        super().__init__(*args, **kwargs)


class NewTemplateSectionForm(forms.Form):
    """A section to add to the template."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    part = forms.ChoiceField(label=_("Del av avtalet"), choices=PARTS, required=False)
    guidance = forms.CharField(
        label=_("Vägledning"), max_length=2000, required=False, widget=forms.Textarea(attrs=LONG)
    )
