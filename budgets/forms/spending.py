"""Forms for a year's money: allocations, moves, outcome, deviations."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lib.dates import MONTHS
from governance.lib.money import Sek
from governance.ui.forms import DayField, KronorField, UploadField

from ..models import BudgetLine, YearFrame
from ..states import DeviationKind
from .drafts import WIDE
from .steps import LONG

REPAYMENT = _("Pengarna kom tillbaka (minskar utfallet)")


class LineChoice(forms.ModelChoiceField):
    """A choice among the lines of the year's budget."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Välj rad"))
        super().__init__(BudgetLine.objects.none(), **kwargs)


class FrameForm(forms.Form):
    """A form about one year's money: its lines are those of the budget that the frame rests on."""

    def __init__(self, *args: Any, frame: YearFrame, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frame = frame
        lines = BudgetLine.objects.filter(budget_id=frame.budget_id).select_related("service")
        for each in self.fields.values():
            if isinstance(each, LineChoice):
                each.queryset = lines


class AllocationForm(FrameForm):
    """Money set aside for a purpose within a line."""

    line = LineChoice(label=_("Rad"))
    amount = KronorField(label=_("Belopp"))
    purpose = forms.CharField(label=_("Ändamål"), max_length=300, widget=forms.TextInput(attrs=WIDE))
    on = DayField(label=_("Beslutad"))
    paragraph = forms.CharField(
        label=_("Paragraf"), max_length=40, required=False, help_text=_("Paragrafen i protokollet, till exempel § 18.")
    )


class CorrectionForm(forms.Form):
    """What should have been written, and why; the first row stays."""

    right_amount = KronorField(
        label=_("Rätt belopp"), help_text=_("Hela det rätta beloppet. Noll tar tillbaka raden helt.")
    )
    reason = forms.CharField(label=_("Varför rättas uppgiften?"), max_length=250, widget=forms.TextInput(attrs=WIDE))

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, standing: Sek, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        self.initial.update({"right_amount": abs(standing), "seen": standing.ore})

    def renew(self) -> None:
        """Stand for the amount as it is saved now, so that sending again is a choice made with open eyes."""
        self.data = {**self.data.dict(), "seen": str(self.standing.ore)}  # type: ignore[attr-defined]  # a QueryDict

    @property
    def signed(self) -> Sek:
        """The right amount with its sign."""
        amount: Sek = self.cleaned_data["right_amount"]
        return amount

    @property
    def seen_standing(self) -> Sek | None:
        """What the page said that the row stands at."""
        ore = self.cleaned_data["seen"]
        return None if ore is None else Sek(ore)


class OutcomeCorrectionForm(CorrectionForm):
    """The same of an outcome, which may turn out to be money that came back."""

    is_repayment = forms.BooleanField(label=REPAYMENT, required=False)
    field_order = ("right_amount", "is_repayment", "reason")

    def __init__(self, *args: Any, standing: Sek, **kwargs: Any) -> None:
        super().__init__(*args, standing=standing, **kwargs)
        self.initial["is_repayment"] = standing < Sek(0)

    @property
    def signed(self) -> Sek:
        """Below zero when the money came back."""
        amount = super().signed
        return -amount if self.cleaned_data["is_repayment"] else amount


class ReallocationForm(FrameForm):
    """Money moved between two lines of the same budget."""

    from_line = LineChoice(label=_("Från rad"))
    to_line = LineChoice(label=_("Till rad"))
    amount = KronorField(label=_("Belopp"))
    reason = forms.CharField(label=_("Skäl"), max_length=300, widget=forms.TextInput(attrs=WIDE))
    on = DayField(label=_("Beslutad"))
    paragraph = forms.CharField(label=_("Paragraf"), max_length=40, required=False)


class OutcomeForm(FrameForm):
    """What was used on a line in a month; money that came back is a repayment."""

    line = LineChoice(label=_("Rad"))
    month = forms.TypedChoiceField(label=_("Månad"), coerce=int)
    amount = KronorField(label=_("Belopp"))
    is_repayment = forms.BooleanField(label=REPAYMENT, required=False)
    text = forms.CharField(label=_("Text"), max_length=200, required=False, widget=forms.TextInput(attrs=WIDE))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [(number, f"{name} {self.frame.year}") for number, name in enumerate(MONTHS, start=1)]
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    @property
    def period(self) -> date:
        """The first day of the month."""
        return date(self.frame.year, self.cleaned_data["month"], 1)

    @property
    def signed(self) -> Sek:
        """The amount with its sign."""
        amount: Sek = self.cleaned_data["amount"]
        return -amount if self.cleaned_data["is_repayment"] else amount


class AllocationFileForm(forms.Form):
    """A file of allocations."""

    file = UploadField(label=_("Fil med fördelningar"), endings=(".xlsx",), most_mb=5)


class OutcomeFileForm(forms.Form):
    """A file of outcome."""

    file = UploadField(label=_("Fil med utfall"), endings=(".xlsx",), most_mb=5)


class DeviationForm(FrameForm):
    """Something that does not go by the budget."""

    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=[
            (each.value, each.label)
            for each in (DeviationKind.OVERRUN, DeviationKind.REALLOCATION, DeviationKind.OTHER)
        ],
        widget=forms.RadioSelect,
    )
    title = forms.CharField(label=_("Vad gäller avvikelsen?"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    line = LineChoice(label=_("Rad"), required=False, help_text=_("Raden som behöver mer pengar."))
    from_line = LineChoice(label=_("Från rad"), required=False, help_text=_("Bara vid omfördelning."))
    amount = KronorField(label=_("Belopp"), required=False)
    description = forms.CharField(label=_("Beskrivning"), max_length=4000, required=False, widget=LONG)
