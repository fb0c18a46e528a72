"""What a step asks for besides its button."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.ui.forms import DayField

from .drafts import VersionedForm

LONG = forms.Textarea(attrs={"rows": 4, "class": "wide"})


class StepForm(VersionedForm):
    """A step that needs nothing but the version it was shown for."""

    def __init__(self, *args: Any, row: Any, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        self.fields["row_version"].initial = row.version


class ReasonForm(StepForm):
    """A step that is explained."""

    reason = forms.CharField(label=_("Skäl"), max_length=2000, widget=LONG)


class NoteForm(StepForm):
    """A step that may be commented on."""

    note = forms.CharField(
        label=_("Kommentar"), max_length=300, required=False, widget=forms.TextInput({"class": "wide"})
    )


class DelayForm(NoteForm):
    """A delay says until when."""

    due_on = DayField(label=_("Ny dag"), required=False)


class DispatchForm(StepForm):
    """The day on which the reports were sent."""

    on = DayField(label=_("Skickad"), required=False, help_text=_("I dag, om fältet lämnas tomt."))

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = today


class HandOverForm(StepForm):
    """The day on which the budget was put before the principals."""

    on = DayField(
        label=_("Överlämnad"), help_text=_("Dagen då budgeten läggs fram för huvudmännen. Inte en dag framåt i tiden.")
    )

    def __init__(self, *args: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["on"].initial = today

    def clean_on(self) -> Any:
        """What is done is done today or was done before."""
        on = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("Dagen ligger framåt i tiden. Ange i dag eller en tidigare dag."))
        return on


class TrialForm(StepForm):
    """How the joint political body tried a deviation."""

    on = DayField(label=_("Prövad"))
    paragraph = forms.CharField(
        label=_("Paragraf"), max_length=40, help_text=_("Paragrafen i protokollet, till exempel § 18.")
    )
    reason = forms.CharField(label=_("Skäl för ställningstagandet"), max_length=2000, widget=LONG)


class AskForm(TrialForm):
    """A request to the principals also has a last day."""

    decide_by = DayField(label=_("Huvudmännen ska svara senast"), required=False)


class EstablishForm(StepForm):
    """The decision by which a report is established."""

    decided_on = DayField(label=_("Beslutsdag"))
    paragraph = forms.CharField(
        label=_("Paragraf"), max_length=40, help_text=_("Paragrafen i protokollet, till exempel § 18.")
    )


class PutForwardForm(StepForm):
    """When the councils are to have decided on a principle."""

    decide_by = DayField(label=_("Fullmäktige ska besluta senast"))
