"""What the forms of a negotiation have in common: they know which version of a row they were shown for."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.ui.forms import DayField
from governance.workflow.models import Versioned

WIDE = {"class": "wide"}
MOST_TEXT = 6000


def too_long(label: Any) -> dict[str, Any]:
    """What is said of a text that is too long: which field it is, since the list of errors stands above them all."""
    said = _lazy("skriv högst %(limit_value)d tecken. Nu är det %(show_value)d.")
    return {"max_length": format_lazy("{}: {}", label, said)}


def line(label: Any, *, most: int = 200, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=required,
        help_text=help_text,
        widget=forms.TextInput(attrs=WIDE),
        error_messages=too_long(label),
    )


def text(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        max_length=MOST_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, **WIDE}),
        error_messages=too_long(label),
    )


def has_been(value: date) -> None:
    """Refuse a day to come for what has happened."""
    if value > timezone.localdate():
        raise ValidationError(_("Dagen kan inte vara efter i dag."))


def is_to_come(value: date) -> None:
    """Refuse a day that has been for what is to happen."""
    if value < timezone.localdate():
        raise ValidationError(_("Dagen har redan varit. Välj i dag eller en senare dag."))


def day(label: Any, *checks: Callable[[date], None], required: bool = True, help_text: Any = "") -> DayField:
    """A calendar day, refused at the field by what else it must be."""
    return DayField(label=label, required=required, help_text=help_text, validators=checks)


def refuse_backwards(form: forms.Form, data: dict[str, Any], first: str, last: str) -> None:
    """Say at the last day of a period that it comes before the first."""
    begins, ends = data.get(first), data.get(last)
    if begins and ends and ends < begins:
        form.add_error(last, _("Sista dagen är före den första, %s.") % swedish_date(begins))


class RowForm(forms.Form):
    """A form on a row, filled with what is saved; `names` are the fields of the row that it shows."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    amounts: dict[str, str] = {}  # a field in kronor -> its column in öre

    def __init__(self, *args: Any, row: Versioned | None = None, **kwargs: Any) -> None:
        self.row = row
        if row is not None:
            given = {
                name: getattr(row, name)
                for name in self.base_fields
                if name not in ("row_version", *self.amounts) and hasattr(row, name)
            }
            for name, column in self.amounts.items():
                ore = getattr(row, column)
                given[name] = None if ore is None else Sek(ore)
            kwargs["initial"] = {**given, "row_version": row.version, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def renew(self) -> None:
        """Stand for the row as it is saved now, so that sending again is a choice made with open eyes."""
        if self.row is None:
            return
        now = type(self.row)._default_manager.values_list("version", flat=True).get(pk=self.row.pk)
        data: Any = self.data
        data = data.copy()
        data["row_version"] = str(now)
        self.data = data

    def facts(self) -> dict[str, Any]:
        """What was typed, without the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "row_version"}
