"""What the pages of signing ask for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.decisions.forms import VersionedForm
from governance.organisations.models import Mandate
from governance.ui.forms import DayField, UploadField

from .. import again
from ..models import Signatory, SigningRound
from ..words import choice_words

LONG = {"rows": 4, "class": "wide"}
MOST_MB = 25
HOURS = ((4, _("Fyra timmar")), (24, _("Ett dygn")), (72, _("Tre dygn")), (168, _("Sju dygn")))


class PlanForm(forms.Form):
    """Until when everybody is to have signed."""

    last_on = DayField(label=_("Underteckna senast"), help_text=_("Visas för alla som ska underteckna."))

    def __init__(self, *args: Any, today: date, suggested: date | None = None, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        ahead = suggested if suggested and suggested >= today else None
        self.fields["last_on"].initial = ahead or today + timedelta(days=30)

    def clean_last_on(self) -> date:
        """There must be time left."""
        chosen: date = self.cleaned_data["last_on"]
        if chosen < self.today:
            raise forms.ValidationError(_("Dagen har redan varit. Ange i dag eller en senare dag."))
        return chosen


class LastDayForm(VersionedForm, PlanForm):
    """Another last day."""


class StepForm(VersionedForm):
    """A step that needs nothing but the version it was shown for."""


class ReasonForm(StepForm):
    """A step that is explained to everybody."""

    reason = forms.CharField(
        label=_("Skäl"), max_length=4000, widget=forms.Textarea(attrs=LONG), help_text=_("Visas för alla parter.")
    )


class TakeBackForm(forms.Form):
    """Why an agreement is taken back to be written."""

    reason = ReasonForm.base_fields["reason"]


class MandateField(forms.ModelChoiceField):
    """A choice among mandates to sign, each told so that two of one person can be kept apart."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Mandate.objects.none(), empty_label=_("Välj"), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Party, person and role; then the paragraph, the frame and the last day."""
        return choice_words(obj)


class SignatoryForm(forms.Form):
    """Somebody more who signs, on a mandate that holds."""

    mandate = MandateField(label=_("Mandat"))
    group = forms.IntegerField(
        label=_("Undertecknar i steg"),
        min_value=1,
        max_value=99,
        initial=1,
        help_text=_("De som har samma steg kan underteckna samtidigt. Steg 2 får sin tur när alla i steg 1 är klara."),
    )

    def __init__(self, *args: Any, round_: SigningRound, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisations = round_.agreement.parties.values("principal__organisation_id")
        live = Mandate.objects.filter(partnership_id=round_.partnership_id).live(today).for_signing()
        named = live.filter(organisation_id__in=organisations).exclude(pk__in=round_.signatories.values("mandate_id"))
        self.fields["mandate"].queryset = named.select_related("organisation", "holder")  # type: ignore[attr-defined]
        self.has_choice = named.exists()


class ReplaceForm(VersionedForm):
    """Who signs for the party instead, and why."""

    mandate = MandateField(label=_("Ny undertecknare"))
    reason = forms.CharField(
        label=_("Skäl"), max_length=4000, widget=forms.Textarea(attrs=LONG), help_text=_("Visas för alla parter.")
    )

    def __init__(self, *args: Any, mandates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mandate"].queryset = mandates  # type: ignore[attr-defined]


class GroupForm(VersionedForm):
    """When somebody signs."""

    group = SignatoryForm.base_fields["group"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"group": kwargs["subject"].group}
        super().__init__(*args, **kwargs)


class ConfirmForm(VersionedForm):
    """The reader signs in again and says yes; what was shown is `proof`."""

    has_read = forms.BooleanField(
        label=_("Jag har läst avtalet och undertecknar det"),
        error_messages={"required": _("Kryssa i att du har läst avtalet.")},
    )
    password = forms.CharField(
        label=_("Ditt lösenord"),
        max_length=512,
        strip=False,
        help_text=_("Du loggar in en gång till, så att ingen annan kan underteckna från din skärm."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "wide"}),
    )

    def __init__(self, *args: Any, subject: Signatory, user: Any, origin: str, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        self.user, self.origin, self.proof = user, origin, ""
        if not again.asks_for_password(user):
            del self.fields["password"]

    def clean(self) -> dict[str, Any]:
        """Ask whether she is who she says, when everything else is in order."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors:
            try:
                self.proof = again.show(self.user, self.subject, password=given.get("password", ""), origin=self.origin)
            except again.NotShown as told:
                self.add_error("password", told.sentence)
        return given


class LendForm(VersionedForm):
    """For how long the file is lent."""

    hours = forms.TypedChoiceField(
        label=_("Hur länge behöver du filen?"), choices=HOURS, coerce=int, initial=24, widget=forms.RadioSelect
    )


class HandInForm(VersionedForm):
    """The file with one's signature in it."""

    file = UploadField(endings=(".pdf",), most_mb=MOST_MB, label=_("Den undertecknade filen"))
