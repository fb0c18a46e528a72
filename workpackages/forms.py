"""Forms for the register of services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.organisations.forms import EditForm, SetUpForm
from governance.organisations.models import Principal
from governance.ui.forms import DayField

from .models import Service

WIDE = {"class": "wide"}


class ServiceForm(SetUpForm):
    """What a service is called, what it gives the individual and who runs it."""

    from_on = DayField(label=_("Från och med"))

    class Meta:
        model = Service
        fields = ("name", "short_name", "benefit_for_individual", "operator", "from_on")
        widgets = {
            "name": forms.TextInput(attrs=WIDE),
            "benefit_for_individual": forms.Textarea(attrs={"rows": 4, **WIDE}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        principals = Principal.objects.filter(partnership_id=self.instance.partnership_id)
        operator: Any = self.fields["operator"]
        operator.queryset, operator.empty_label = principals.select_related("organisation"), _("Ingen än")
        self.fields["short_name"].required = False


class ServiceEditForm(EditForm, ServiceForm):
    """Change what is said of a service."""

    def clean_short_name(self) -> str:
        """Without a short name the beginning of the name will do."""
        return str(self.cleaned_data["short_name"]) or str(self.cleaned_data.get("name", "")).strip()[:20]


class EndServiceForm(EditForm):
    """The last day of a service, or none where it goes on being used."""

    until_on = DayField(
        label=_("Sista dag i bruk"), required=False, help_text=_("Lämna tomt om tjänsten används tills vidare.")
    )

    class Meta:
        model = Service
        fields = ("until_on",)
