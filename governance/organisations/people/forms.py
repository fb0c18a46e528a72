from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from governance.accounts.models import User

LEAST = 15


class SignInForm(forms.Form):
    """E-mail and password; whether they belong together is asked in the view, with one answer for every mistake."""

    email = forms.EmailField(
        label=_("E-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "class": "wide"}),
    )
    password = forms.CharField(
        label=_("Lösenord"),
        max_length=512,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "wide"}),
    )


class NewPasswordForm(forms.Form):
    """A password of one's own, typed once more to be sure."""

    password = forms.CharField(
        label=_("Nytt lösenord"),
        max_length=512,
        strip=False,
        help_text=_("Minst 15 tecken. En mening som du minns är bra; den får ha mellanslag."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "wide"}),
    )
    again = forms.CharField(
        label=_("Samma lösenord en gång till"),
        max_length=512,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "class": "wide"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Ask the rules for passwords, which speak Swedish."""
        password = str(self.cleaned_data["password"])
        validate_password(password, self.user)
        return password

    def clean_again(self) -> str:
        """Both must be the same."""
        again = str(self.cleaned_data["again"])
        if "password" in self.cleaned_data and again != self.cleaned_data["password"]:
            raise ValidationError(_("Lösenorden är inte lika."))
        return again


class ChangePasswordForm(NewPasswordForm):
    """The old password and a new one."""

    field_order = ("old", "password", "again")
    old = forms.CharField(
        label=_("Nuvarande lösenord"),
        max_length=512,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "wide"}),
    )

    def clean_old(self) -> str:
        """Whoever finds an open screen does not know it."""
        old = str(self.cleaned_data["old"])
        if not self.user.check_password(old):
            raise ValidationError(_("Lösenordet stämmer inte."))
        return old
