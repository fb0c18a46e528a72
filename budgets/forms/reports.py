"""Forms for the annual report: its own texts, and the receipt."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import AnnualReport
from .drafts import VersionedForm

TALL = {"rows": 6, "class": "wide"}
TEXTS = ("outcome_text", "cooperation_text", "sources_text", "diary_number")


class ReportForm(VersionedForm):
    """What the report says besides its figures."""

    outcome_text = forms.CharField(
        label=_("Vad som förklarar utfallet"), max_length=4000, required=False, widget=forms.Textarea(attrs=TALL)
    )
    cooperation_text = forms.CharField(
        label=_("Hur samverkan fungerar"), max_length=4000, required=False, widget=forms.Textarea(attrs=TALL)
    )
    sources_text = forms.CharField(
        label=_("Underlag"), max_length=2000, required=False, widget=forms.Textarea(attrs={**TALL, "rows": 3})
    )
    diary_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)

    def __init__(self, *args: Any, report: AnnualReport, subjects: list[str], **kwargs: Any) -> None:
        self.row = report
        self.subjects = {f"subject_{number}": subject for number, subject in enumerate(subjects)}
        written = {str(subject): str(text) for subject, text in report.explanations}
        kwargs.setdefault(
            "initial",
            {
                **{name: getattr(report, name) for name in TEXTS},
                "row_version": report.version,
                **{name: written.get(subject, "") for name, subject in self.subjects.items()},
            },
        )
        super().__init__(*args, **kwargs)
        for name, subject in self.subjects.items():
            self.fields[name] = forms.CharField(
                label=_("Förklaring: %s") % subject,
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={**TALL, "rows": 2}),
            )

    def changes(self) -> dict[str, Any]:
        """The fields of the report, as they were typed."""
        data = self.cleaned_data
        told = [[subject, data[name].strip()] for name, subject in self.subjects.items() if data[name].strip()]
        return {**{name: data[name].strip() for name in TEXTS}, "explanations": told}
