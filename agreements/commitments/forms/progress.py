"""Forms for progress, verification and deviations."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Principal
from governance.ui.forms import DayField, KronorField

from ..models import Commitment
from ..states import Answer, DeviationKind, Proposal
from .fields import LONG, MOST_TEXT, WIDE, RowForm, in_measure, value_field


class ReportForm(RowForm):
    """How far the commitment has come, with evidence and what others contributed."""

    as_of = DayField(label=_("Läget den"), help_text=_("Dagen som siffran gäller."))
    text = forms.CharField(label=_("Vad har hänt?"), max_length=MOST_TEXT, widget=forms.Textarea(attrs=LONG))
    evidence = forms.CharField(
        label=_("Underlag"),
        max_length=300,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Det som styrelsen kan kontrollera: en handling med diarienummer, en statistik med källa."),
    )
    evidence_url = forms.URLField(
        label=_("Länk till underlaget"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, row: Commitment, contributors: Sequence[Principal], **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.contributors = list(contributors)
        unit = f" ({row.unit})" if row.unit else ""
        self.fields["value"] = value_field(
            row.measure, label=_("Klart sammanlagt%s") % unit, help_text=_("Allt hittills, inte bara det nya.")
        )
        for each in self.contributors:
            label = _("Varav %s") % each.organisation.short_name
            self.fields[f"part_{each.pk}"] = value_field(row.measure, label=label, required=False, help_text="")
        parts = [f"part_{each.pk}" for each in self.contributors]
        self.order_fields(["version", "as_of", "value", *parts, "text", "evidence", "evidence_url"])

    def clean(self) -> dict[str, Any]:
        """The parts are of the whole."""
        data = super().clean() or {}
        data["value"] = in_measure(data.get("value"))
        parts = {each: in_measure(data.pop(f"part_{each.pk}", None)) for each in self.contributors}
        data["contributions"] = {each: part for each, part in parts.items() if part}
        if data["value"] is not None and sum(data["contributions"].values(), Decimal(0)) > data["value"]:
            self.add_error("value", _("De andras bidrag är större än det sammanlagda."))
        return data


class MinutedForm(RowForm):
    """What the board decided, in the minutes."""

    on = DayField(label=_("Styrelsens möte"))
    paragraph = forms.CharField(
        label=_("Paragraf"), max_length=40, help_text=_("Paragrafen i protokollet, till exempel § 18.")
    )


class VerifyForm(MinutedForm):
    """The board agrees with a report."""

    note = forms.CharField(
        label=_("Kommentar"), max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs={**LONG, "rows": 2})
    )


class DecidedForm(MinutedForm):
    """What the board decided, and why."""

    reason = forms.CharField(label=_("Skäl"), max_length=MOST_TEXT, widget=forms.Textarea(attrs=LONG))


class AskForm(DecidedForm):
    """What the board asks the parties."""

    proposal = forms.ChoiceField(
        label=_("Styrelsen föreslår parterna att"), choices=Proposal.choices, widget=forms.RadioSelect
    )
    answer_by = DayField(label=_("Parterna ska svara senast"), required=False)


class AnswerForm(forms.Form):
    """What a party answers."""

    answer = forms.ChoiceField(label=_("Ert svar"), choices=Answer.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Krävs när ni svarar nej."),
    )
    reference = forms.CharField(
        label=_("Ert beslut"), max_length=120, required=False, help_text=_("Till exempel KS 2027-03-04 § 52.")
    )

    def clean(self) -> dict[str, Any]:
        """A no is explained."""
        data = super().clean() or {}
        if data.get("answer") == Answer.NO and not data.get("reason", "").strip():
            self.add_error("reason", _("Skriv varför ni svarar nej."))
        return data


class DeviationForm(RowForm):
    """What does not go as promised."""

    kind = forms.ChoiceField(
        label=_("Vad gäller avvikelsen?"),
        choices=[each for each in DeviationKind.choices if each[0] != DeviationKind.DISPUTE],
        widget=forms.RadioSelect,
    )
    description = forms.CharField(label=_("Vad har hänt?"), max_length=MOST_TEXT, widget=forms.Textarea(attrs=LONG))
    expected_on = DayField(label=_("Ny bedömd dag"), required=False)
    forecast = KronorField(
        label=_("Ny bedömd kostnad för hela avtalet"),
        required=False,
        help_text=_("Kronor. Prövas mot avtalets kostnadstak, om det har ett."),
    )

    def __init__(self, *args: Any, row: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        unit = f" ({row.unit})" if row.unit else ""
        self.fields["expected_value"] = value_field(
            row.measure, label=_("Ny bedömd mängd%s") % unit, required=False, help_text=""
        )
        self.order_fields(["version", "kind", "description", "expected_on", "expected_value", "forecast"])

    def clean(self) -> dict[str, Any]:
        """Figures as they are held."""
        data = super().clean() or {}
        data["expected_value"] = in_measure(data.get("expected_value"))
        return data


class DisputeForm(RowForm):
    """How the parties read the commitment differently."""

    reason = forms.CharField(
        label=_("Hur läser ni åtagandet, och vad är ni oense om?"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=LONG),
    )
