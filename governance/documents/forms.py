"""Forms: a file that anybody may send to be verified, and the receiver's word that a document has arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.ui.forms import DayField

from .verify import LARGEST


class FileToVerify(forms.Form):
    """A PDF to look at; it is read, answered on and forgotten."""

    file = forms.FileField(
        label=_("Välj en PDF från Samverk"),
        help_text=_("Högst 25 MB. Filen sparas inte."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        error_messages={"required": _("Välj den fil som du vill kontrollera.")},
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than we read."""
        sent = self.cleaned_data["file"]
        if sent.size > LARGEST:
            raise forms.ValidationError(_("Filen är större än 25 MB. Förseglade dokument från Samverk är mindre."))
        return sent


class ReceiptForm(forms.Form):
    """That a document has arrived, on which day, and with one's own diary number."""

    received_on = DayField(
        label=_("Dagen då dokumentet kom"), required=False, help_text=_("I dag, om fältet lämnas tomt.")
    )
    diary_number = forms.CharField(
        label=_("Ert diarienummer"), max_length=60, required=False, help_text=_("Till exempel KS 2026/412.")
    )
