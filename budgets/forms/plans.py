"""Forms for the action plan and its activities."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.organisations.models import Partnership, Principal
from governance.ui.forms import DayField
from workpackages.models import Service

from ..goals import CHOICES
from ..models import ActionPlan, Activity
from .drafts import WIDE, VersionedForm
from .steps import LONG


class NewPlanForm(forms.Form):
    """A year's version of the action plan."""

    year = forms.IntegerField(label=_("Första året"), min_value=2000, max_value=2200)
    until_year = forms.IntegerField(label=_("Sista året"), min_value=2000, max_value=2200)
    title = forms.CharField(
        label=_("Namn"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Lämna tomt för ”Handlingsplan” och åren."),
    )
    summary = forms.CharField(label=_("Sammanfattning"), max_length=4000, required=False, widget=LONG)

    def clean(self) -> dict[str, Any]:
        """The years go forward."""
        data = super().clean() or {}
        first, last = data.get("year"), data.get("until_year")
        if first and last and last < first:
            self.add_error("until_year", _("Sista året kan inte vara före det första."))
        return data


class PlanForm(VersionedForm):
    """What may change in a plan that is not submitted."""

    title = forms.CharField(label=_("Namn"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    summary = forms.CharField(label=_("Sammanfattning"), max_length=4000, required=False, widget=LONG)

    def __init__(self, *args: Any, plan: ActionPlan, **kwargs: Any) -> None:
        self.row = plan
        kwargs.setdefault("initial", {"title": plan.title, "summary": plan.summary, "row_version": plan.version})
        super().__init__(*args, **kwargs)


class ActivityForm(VersionedForm):
    """One thing that the parties will do together."""

    title = forms.CharField(label=_("Aktivitet"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    goals = forms.MultipleChoiceField(
        label=_("Strategiska mål"),
        choices=CHOICES,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Minst ett av strategins fem mål."),
    )
    responsible = forms.CharField(label=_("Ansvarig"), max_length=120, widget=forms.TextInput(attrs=WIDE))
    responsible_principal = forms.ModelChoiceField(
        Principal.objects.none(), label=_("Ansvarig huvudman"), required=False, empty_label=_("Ingen enskild huvudman")
    )
    service = forms.ModelChoiceField(
        Service.objects.none(), label=_("Tjänst"), required=False, empty_label=_("Ingen särskild tjänst")
    )
    due_on = DayField(label=_("Senast"), required=False)
    note = forms.CharField(label=_("Kommentar"), max_length=300, required=False, widget=forms.TextInput(attrs=WIDE))

    def __init__(self, *args: Any, partnership: Partnership, activity: Activity | None = None, **kwargs: Any) -> None:
        self.row = activity
        if activity is not None:
            initial = {name: getattr(activity, name) for name in ("title", "goals", "responsible", "due_on", "note")}
            initial |= {
                "responsible_principal": activity.responsible_principal_id,
                "service": activity.service_id,
                "row_version": activity.version,
            }
            kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        principals = Principal.objects.filter(partnership=partnership).by_name()
        self.fields["responsible_principal"].queryset = principals  # type: ignore[attr-defined]
        self.fields["service"].queryset = Service.objects.filter(partnership=partnership)  # type: ignore[attr-defined]

    def changes(self) -> dict[str, Any]:
        """The fields of the row, as they were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
