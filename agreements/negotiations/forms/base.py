"""What the forms of a negotiation have in common: they know which version of a row they were shown for."""

from typing import Any

from django import forms

from governance.lib.money import Sek
from governance.workflow.models import Versioned

WIDE = {"class": "wide"}
MOST_TEXT = 6000


def line(label: Any, *, most: int = 200, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A line of text."""
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=forms.TextInput(attrs=WIDE)
    )


def text(label: Any, *, required: bool = False, help_text: Any = "", rows: int = 4) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        max_length=MOST_TEXT,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, **WIDE}),
    )


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
