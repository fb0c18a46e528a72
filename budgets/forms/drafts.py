"""Forms for a budget that is being written: the version, its lines, its calculation and a file of lines."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.ui.forms import DayField, KronorField, UploadField
from governance.workflow.models import Versioned
from workpackages.models import Service

from ..models import ActionPlan, Budget, BudgetLine, MultiYearLine
from ..services.drafting import mark_of
from ..states import Phase

WIDE = {"class": "wide"}
MOST_YEARS_AHEAD = 10


class VersionedForm(forms.Form):
    """A form that knows which version of a row it was shown for, so that nobody overwrites another."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    row: Versioned | None = None

    def newest_version(self) -> int | None:
        """The version that is saved now, to be shown when somebody was before."""
        row = self.row
        return None if row is None else type(row)._default_manager.values_list("version", flat=True).get(pk=row.pk)


class NewBudgetForm(forms.Form):
    """The first particulars of a year's budget."""

    year = forms.IntegerField(label=_("Budgetår"), min_value=2000, max_value=2200)
    plan = forms.ModelChoiceField(
        ActionPlan.objects.none(),
        label=_("Handlingsplan"),
        required=False,
        empty_label=_("Ingen än"),
        help_text=_("Planen ska finnas innan budgeten lämnas in."),
    )
    diary_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = ActionPlan.objects.filter(partnership=partnership)  # type: ignore[attr-defined]


class ParticularsForm(VersionedForm):
    """What may change in a draft besides its lines."""

    plan = forms.ModelChoiceField(
        ActionPlan.objects.none(), label=_("Handlingsplan"), required=False, empty_label=_("Ingen än")
    )
    reference_date = DayField(
        label=_("Invånartal per"),
        help_text=_("Regeln är 31 december två år före budgetåret. Finns de inte än används de senaste."),
    )
    diary_number = forms.CharField(label=_("Diarienummer"), max_length=60, required=False)

    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        self.row = budget
        kwargs.setdefault(
            "initial",
            {
                "plan": budget.plan_id,
                "reference_date": budget.reference_date,
                "diary_number": budget.diary_number,
                "row_version": budget.version,
            },
        )
        super().__init__(*args, **kwargs)
        plans = ActionPlan.objects.filter(partnership_id=budget.partnership_id)
        self.fields["plan"].queryset = plans  # type: ignore[attr-defined]


class LineForm(VersionedForm):
    """What is set aside for a service in a phase."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("Tjänst"), empty_label=_("Välj tjänst"))
    phase = forms.ChoiceField(label=_("Fas"), choices=Phase.choices, widget=forms.RadioSelect)
    amount = KronorField(label=_("Belopp"))
    title = forms.CharField(label=_("Beskrivning"), max_length=200, required=False, widget=forms.TextInput(attrs=WIDE))

    def __init__(self, *args: Any, budget: Budget, line: BudgetLine | None = None, **kwargs: Any) -> None:
        self.row = line
        if line is not None:
            kwargs.setdefault(
                "initial",
                {
                    "service": line.service_id,
                    "phase": line.phase,
                    "amount": line.amount,
                    "title": line.title,
                    "row_version": line.version,
                },
            )
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(partnership_id=budget.partnership_id)
        usable = services.usable_in(budget.year)
        if line is not None:
            usable |= services.filter(pk=line.service_id)
        self.fields["service"].queryset = usable  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """The fields of the row, as they were typed."""
        data = self.cleaned_data
        amount: Sek = data["amount"]
        return {
            "service": data["service"],
            "phase": data["phase"],
            "amount_ore": amount.ore,
            "title": data["title"].strip(),
        }


def place_of(year: int, service: int | None, phase: str) -> str:
    """Where a row of the calculation stands, as the beginning of a word."""
    return f"{year}:{service or ''}:{phase}:"


class CalculationForm(forms.Form):
    """A row of the multi-year calculation: a service and phase, or the sum of a year."""

    year = forms.TypedChoiceField(label=_("År"), coerce=int)
    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Tjänst"), required=False, empty_label=_("Årets summa, utan tjänst")
    )
    phase = forms.ChoiceField(
        label=_("Fas"), choices=[("", _("Ingen fas: årets summa")), *Phase.choices], required=False
    )
    amount = KronorField(label=_("Belopp"))
    note = forms.CharField(label=_("Kommentar"), max_length=200, required=False, widget=forms.TextInput(attrs=WIDE))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, budget: Budget, rows: Iterable[MultiYearLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        self.initial.setdefault("seen", self.shown_rows())
        years = range(budget.year + 1, budget.year + 1 + MOST_YEARS_AHEAD)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        services = Service.objects.filter(partnership_id=budget.partnership_id)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A row is for a service in a phase, or for the whole year."""
        data = super().clean() or {}
        if bool(data.get("service")) != bool(data.get("phase")):
            self.add_error("phase", _("Ange både tjänst och fas, eller ingetdera för årets summa."))
        return data

    def shown_rows(self) -> str:
        """Every row of the page with its place and mark, as the form carries them."""
        return " ".join(f"{place_of(each.year, each.service_id, each.phase)}{mark_of(each)}" for each in self.rows)

    @property
    def seen_row(self) -> str:
        """The mark of the row that the page showed for what was typed; nothing where it showed none."""
        data = self.cleaned_data
        place = place_of(data["year"], data["service"].pk if data["service"] else None, data["phase"])
        return next((each.removeprefix(place) for each in data["seen"].split() if each.startswith(place)), "")

    def renew(self) -> None:
        """Stand for the rows as they are saved now, so that sending again is a choice made with open eyes."""
        self.data = {**self.data.dict(), "seen": self.shown_rows()}  # type: ignore[attr-defined]  # a QueryDict

    @classmethod
    def initial_of(cls, row: MultiYearLine) -> dict[str, Any]:
        """What a row that exists holds."""
        return {
            "year": row.year,
            "service": row.service_id,
            "phase": row.phase,
            "amount": Sek(row.amount_ore),
            "note": row.note,
        }


class FileForm(forms.Form):
    """A file of budget lines."""

    file = UploadField(label=_("Fil med rader"), endings=(".xlsx",), most_mb=5)


class ConfirmForm(forms.Form):
    """A file that has been looked at and is to be read in."""

    content = forms.CharField(widget=forms.HiddenInput, max_length=4_000_000)
    file_name = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=4_000_000)

    def __init__(self, *args: Any, newest: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.newest = newest

    def renew(self) -> None:
        """Stand for what is saved now beside the rows, so that sending again is a choice made with open eyes."""
        self.data = {**self.data.dict(), "seen": self.newest}  # type: ignore[attr-defined]  # a QueryDict
