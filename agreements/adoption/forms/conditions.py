"""What people fill in about the conditions of an agreement. What is right is asked of the guards."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.ui.forms import DayField, KronorField

from ..verdict import PPM

WIDE = {"class": "wide"}
MOST_PERCENT = 1000


class ConditionForm(forms.Form):
    """Carries the version that the reader saw, where there is a row to change."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, today: date, row: Any = None, **kwargs: Any) -> None:
        self.today, self.row = today, row
        if row is not None:
            kwargs["initial"] = {"row_version": row.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def renew(self) -> None:
        """Let the same form be sent once more by one who has seen what is saved."""
        if self.row is not None:
            newest = type(self.row).objects.get(pk=self.row.pk)
            self.data = {**self.data.dict(), "row_version": str(newest.version)}  # type: ignore[attr-defined]


def not_ahead(day: date, today: date) -> date:
    """A day that has been. Raises the sentence to show."""
    if day > today:
        raise forms.ValidationError(_("%s har inte varit än.") % swedish_date(day))
    return day


class OpenForm(ConditionForm):
    """On which day the frozen text was put before the parties, and when they are to have decided."""

    handed_over_on = DayField(label=_("Dag då avtalet lämnas över"))
    decide_by = DayField(
        label=_("Sista dag för beslut"),
        required=False,
        help_text=_("Lämnas fältet tomt gäller villkorens egen sista dag."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"handed_over_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, today=today, **kwargs)

    def clean_handed_over_on(self) -> date:
        """Not in advance."""
        return not_ahead(self.cleaned_data["handed_over_on"], self.today)

    def clean_decide_by(self) -> date | None:
        """A day to come."""
        last: date | None = self.cleaned_data["decide_by"]
        if last is not None and last < self.today:
            raise forms.ValidationError(_("%s har redan varit.") % swedish_date(last))
        return last


class AddForm(ConditionForm):
    """A condition of the text's own (lägga till villkor)."""

    label = forms.CharField(
        label=_("Vad ska vara uppfyllt?"),
        max_length=300,
        help_text=_("Till exempel: Tilläggsavtalet om drift har undertecknats"),
        widget=forms.TextInput(attrs=WIDE),
    )
    last_on = DayField(
        label=_("Sista dag"), required=False, help_text=_("Avtalet förfaller om villkoret inte är uppfyllt då.")
    )


class CapForm(ConditionForm):
    """How far the cost may rise before the parties must try the agreement (kostnadstak)."""

    base = KronorField(label=_("Överenskommen kostnad"))
    percent = forms.DecimalField(
        label=_("Tak över kostnaden, i procent"),
        min_value=0,
        max_value=MOST_PERCENT,
        max_digits=8,
        decimal_places=4,
        localize=True,
        help_text=_("Till exempel 15"),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places"),
            _("Skriv hur många procent kostnaden får stiga, till exempel 15 eller 12,5."),
        ),
    )
    price_level_on = DayField(
        label=_("Prisnivå"), required=False, help_text=_("Den dag vars priser kostnaden är räknad i")
    )

    def clean_base(self) -> Sek:
        """More than nothing."""
        base: Sek = self.cleaned_data["base"]
        if base.ore <= 0:
            raise forms.ValidationError(_("Ange en kostnad som är större än noll."))
        return base

    def cap_ppm(self) -> int:
        """The percentage as millionths."""
        return int(self.cleaned_data["percent"] * PPM / 100)


class ForecastForm(ConditionForm):
    """What the agreed things are now thought to cost (kostnadsprognos)."""

    forecast = KronorField(label=_("Bedömd kostnad"))
    told_on = DayField(label=_("Prognosens dag"))
    source = forms.CharField(
        label=_("Underlag"),
        max_length=300,
        help_text=_("Var prognosen kommer ifrån, till exempel en rapport och dess nummer"),
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"told_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, today=today, **kwargs)

    def clean_forecast(self) -> Sek:
        """Not less than nothing."""
        forecast: Sek = self.cleaned_data["forecast"]
        if forecast.ore < 0:
            raise forms.ValidationError(_("Kostnaden kan inte vara mindre än noll."))
        return forecast

    def clean_told_on(self) -> date:
        """Not in advance."""
        return not_ahead(self.cleaned_data["told_on"], self.today)


class MeetForm(ConditionForm):
    """When and by what a condition was met."""

    met_on = DayField(label=_("Dag då villkoret uppfylldes"))
    evidence = forms.CharField(
        label=_("Underlag"),
        max_length=500,
        help_text=_("Beslut, protokoll eller handling som visar det, så att någon annan kan hitta den"),
        widget=forms.TextInput(attrs=WIDE),
    )

    def clean_met_on(self) -> date:
        """Not in advance, and not after the condition's own last day."""
        met_on = not_ahead(self.cleaned_data["met_on"], self.today)
        last = self.row.last_on if self.row is not None else None
        if last is not None and met_on > last:
            raise forms.ValidationError(_("Sista dagen för villkoret var %s.") % swedish_date(last))
        return met_on


class ReasonForm(ConditionForm):
    """Why something is taken back, cannot be met or was taken to the parties."""

    reason = forms.CharField(
        label=_("Varför?"),
        help_text=_("Alla parter kan läsa det."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class NoteForm(ConditionForm):
    """How the parties were told that the cap is broken."""

    note = forms.CharField(
        label=_("Hur har parterna fått veta det?"),
        help_text=_("Till exempel: styrelsens protokoll 4 november, § 12, sänt till alla parter"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LastDayForm(ConditionForm):
    """The last day of a condition, and how the parties agreed to it once the text is frozen."""

    last_on = DayField(label=_("Sista dag"))
    reason = forms.CharField(
        label=_("Hur har parterna kommit överens om dagen?"),
        help_text=_("Till exempel: protokoll från förhandlingen den 4 november, § 3. Alla parter kan läsa det."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, is_written: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_written:  # the parties agree to it with the text
            self.fields["last_on"].required = False
            self.fields["last_on"].help_text = _("Lämna tomt om villkoret inte har någon sista dag.")
            self.fields["reason"].required = False
            self.fields["reason"].widget = forms.HiddenInput()
        else:
            self.fields["last_on"].help_text = _("Dagen kan bara flyttas framåt.")


class LastDaysForm(LastDayForm):
    """One last day for every condition that remains; carries the version of each that the reader saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        self.rows = rows
        kwargs["initial"] = {"seen": seen_of(rows), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.fields["last_on"].required = True
        if self.fields["reason"].required:
            self.fields["last_on"].help_text = _("Dagen kan bara flyttas framåt. Alla villkor flyttas, eller inget.")
        else:
            self.fields["last_on"].help_text = ""

    def clean_seen(self) -> dict[int, int] | None:
        """The version of each condition by its key."""
        told = self.cleaned_data["seen"]
        pairs = [each.partition(":") for each in told.split()]
        if not all(key.isdecimal() and version.isdecimal() for key, _colon, version in pairs):
            raise forms.ValidationError(_("Ladda om sidan och försök igen."))
        return {int(key): int(version) for key, _colon, version in pairs} or None

    def renew(self) -> None:
        """Let the same form be sent once more by one who has seen what is saved."""
        rows = type(self.rows[0]).objects.filter(pk__in=[each.pk for each in self.rows])
        self.data = {**self.data.dict(), "seen": seen_of(rows)}  # type: ignore[attr-defined]


def seen_of(rows: Iterable[Any]) -> str:
    """Each condition with its version, as a form carries them."""
    return " ".join(f"{each.pk}:{each.version}" for each in rows)


class AgreeForm(ConditionForm):
    """The higher cost that all parties have agreed to, and what shows it."""

    base = KronorField(label=_("Kostnad som alla parter har godtagit"))
    evidence = forms.CharField(
        label=_("Underlag"),
        max_length=300,
        help_text=_("Det tilläggsavtal eller de beslut som visar att varje part har godtagit kostnaden"),
        widget=forms.TextInput(attrs=WIDE),
    )

    def clean_base(self) -> Sek:
        """More than nothing."""
        base: Sek = self.cleaned_data["base"]
        if base.ore <= 0:
            raise forms.ValidationError(_("Ange en kostnad som är större än noll."))
        return base
