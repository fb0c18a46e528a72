"""Forms for setting up; an edit carries the version that its reader saw."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from governance.accounts.models import User
from governance.lib.text import in_ascii
from governance.ui.forms import DayField, UploadField

from .kinds import PrincipalGroup, SeatRole, groups_in
from .models import Body, Organisation, Partnership, Principal, Seat
from .numbers import clean_organisation_number
from .population_file import MOST_RESIDENTS
from .services import NAME_IS_TAKEN, is_called_alike

WIDE = {"class": "wide"}


class EditForm(forms.ModelForm):
    """A form on something that others may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = getattr(self.instance, "version", 1)
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.widget.format = "%Y-%m-%d"

    def renew(self) -> None:
        """Take the version that is saved now, so that the reader may save her own values after seeing both."""
        now = type(self.instance)._default_manager.values_list("version", flat=True).get(pk=self.instance.pk)
        self.data = {**self.data, self.add_prefix("version"): str(now)}

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that were changed, as they were typed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name != "version"}


class SetUpForm(forms.ModelForm):
    """A form on what is set up, whose choices begin with a word instead of a dash."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.TypedChoiceField):
                choices: Any = field.choices
                field.choices = [(value, label if value else _("Välj")) for value, label in choices]


class OrganisationForm(SetUpForm):
    """A legal person that may take part."""

    class Meta:
        model = Organisation
        fields = ("kind", "name", "short_name", "organisation_number", "code")
        help_texts = {
            "short_name": _("Det som står i listor, till exempel Malmö"),
            "organisation_number": _("Tio siffror: 212000-1124"),
            "code": _("SCB:s kod: två siffror för en region, fyra för en kommun"),
        }
        widgets = {"name": forms.TextInput(attrs=WIDE)}

    def clean_organisation_number(self) -> str:
        """Write the number one way."""
        number = str(self.cleaned_data["organisation_number"])
        return clean_organisation_number(number) if number else ""


class OrganisationEditForm(EditForm, OrganisationForm):
    """Change what is said of an organisation."""


class NamedApart(forms.ModelForm):
    """A form on a partnership, whose short name no other has."""

    def clean_short_name(self) -> str:
        """Refuse a name that would give two partnerships' documents the same numbers."""
        name = str(self.cleaned_data["short_name"])
        if is_called_alike(name, besides=self.instance if self.instance.pk else None):
            raise ValidationError(NAME_IS_TAKEN % in_ascii(name))
        return name


class PartnershipForm(NamedApart, SetUpForm):
    """The frame for what parties do together."""

    started_on = DayField(label=_("Började"))

    class Meta:
        model = Partnership
        fields = ("kind", "name", "short_name", "slug", "purpose", "started_on")
        help_texts = {
            "short_name": _("Förkortningen som används i listor, till exempel SGD"),
            "slug": _("Den del av webbadressen som är partnerskapets egen: små bokstäver, siffror och bindestreck"),
        }
        widgets = {"name": forms.TextInput(attrs=WIDE), "purpose": forms.Textarea(attrs={"rows": 4, **WIDE})}


class PartnershipEditForm(NamedApart, EditForm):
    """Change what is said of a partnership; its address stays."""

    class Meta:
        model = Partnership
        fields = ("name", "short_name", "purpose")
        widgets = PartnershipForm.Meta.widgets


def group_choices(partnership: Partnership) -> list[tuple[str, Any]]:
    """The groups that a principal of the partnership may be of."""
    return [(each.value, each.label) for each in groups_in(partnership.kind)]


SIGHT = _("Huvudmannen läser partnerskapet till och med den 31 december året efter. Sedan krävs insyn.")


class PrincipalForm(forms.Form):
    """An organisation becomes a principal."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.all(),
        label=_("Organisation"),
        empty_label=_("Välj"),
        help_text=_("De som är eller ska bli huvudmän tills vidare står inte i listan."),
        error_messages={"invalid_choice": _("Välj en organisation ur listan. Den du valde är redan huvudman.")},
    )
    group = forms.ChoiceField(choices=PrincipalGroup.choices, label=_("Grupp"), widget=forms.RadioSelect)
    from_on = DayField(label=_("Från och med"))
    until_on = DayField(label=_("Till och med"), required=False, help_text=SIGHT)

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taking_part = partnership.principals.filter(until_on__isnull=True).values("organisation")
        chosen: Any = self.fields["organisation"]
        chosen.queryset = Organisation.objects.exclude(pk__in=taking_part)
        self.fields["group"].choices = group_choices(partnership)  # type: ignore[attr-defined]


class PrincipalEditForm(EditForm):
    """Change a principal's group or time."""

    from_on = DayField(label=_("Från och med"))
    until_on = DayField(label=_("Till och med"), required=False, help_text=SIGHT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = group_choices(self.instance.partnership)  # type: ignore[attr-defined]

    class Meta:
        model = Principal
        fields = ("group", "from_on", "until_on")
        widgets = {"group": forms.RadioSelect}


class BodyForm(SetUpForm):
    """A body and its powers."""

    class Meta:
        model = Body
        fields = (
            "kind",
            "name",
            "abbreviation",
            "prepares",
            "recommends",
            "decides_within_frame",
            "decides_as_sovereign",
        )
        help_texts = {"abbreviation": _("Till exempel CS; skrivs efter namnet")}
        widgets = {"name": forms.TextInput(attrs=WIDE)}


class BodyEditForm(EditForm, BodyForm):
    """Change a body."""


class SeatForm(forms.Form):
    """A person is invited to a seat; one who is known already gets the seat alone."""

    name = forms.CharField(
        label=_("Personens namn"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", **WIDE})
    )
    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        help_text=_("Den som inte har ett konto får en länk för att välja lösenord."),
        widget=forms.EmailInput(attrs={"autocomplete": "off", **WIDE}),
    )
    role = forms.ChoiceField(choices=SeatRole.choices, label=_("Roll"))
    from_on = DayField(label=_("Från och med"))

    def clean_email(self) -> str:
        """Somebody who may no longer sign in gets no seat."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email=email, is_active=False).exists():
            raise ValidationError(_("Personen med den adressen får inte logga in."))
        return email


class SeatEditForm(EditForm):
    """Change when a seat is held."""

    from_on = DayField(label=_("Från och med"))
    until_on = DayField(label=_("Till och med"), required=False)

    class Meta:
        model = Seat
        fields = ("from_on", "until_on")


class InsightForm(forms.Form):
    """A body outside the partnership, or of a principal whose last day is set, is given insight until a day."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("Organ"), empty_label=_("Välj"))
    until_on = DayField(label=_("Till och med"))

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = partnership.principals.filter(until_on__isnull=True).values("organisation")
        outside = Body.objects.filter(partnership=None).exclude(organisation__in=inside)
        self.fields["body"].queryset = outside.select_related("organisation")  # type: ignore[attr-defined]


class PopulationFileForm(forms.Form):
    """A file of figures and who made them."""

    file = UploadField(endings=(".csv",), most_mb=5, label=_("Fil"))
    source = forms.CharField(
        label=_("Källa"),
        max_length=300,
        help_text=_("Vem som har tagit fram siffrorna och när, till exempel: SCB, publicerat 22 februari 2027"),
        widget=forms.TextInput(attrs=WIDE),
    )


class PopulationConfirmForm(forms.Form):
    """The file that was looked at, sent back as it was."""

    content = forms.CharField(widget=forms.HiddenInput)
    source = forms.CharField(max_length=300, widget=forms.HiddenInput)
    accept_difference = forms.BooleanField(
        label=_("Jag har kontrollerat att siffrorna är rätt, fast regionens skiljer sig från kommunernas summa"),
        required=False,
    )


class PopulationCorrectionForm(forms.Form):
    """The right figure, from where it is and why the first was wrong."""

    population = forms.IntegerField(
        label=_("Rätt antal invånare"),
        min_value=1,
        max_value=MOST_RESIDENTS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    source = forms.CharField(label=_("Källa"), max_length=300, widget=forms.TextInput(attrs=WIDE))
    reason = forms.CharField(
        label=_("Varför rättas siffran?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, **WIDE})
    )
