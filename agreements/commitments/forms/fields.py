"""Figures as people type them: a quantity, kronor or percent, each in its own measure."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.texts.forms.drafts import ShareField
from governance.ui.forms import KronorField

from ..clearing import Measure
from ..words import plain_number

_QUANTITY = re.compile(r"([0-9]{1,14})(?:[.,]([0-9]{1,3}))?")
WIDE = {"class": "wide"}
LONG = {"rows": 4, "class": "wide"}
MOST_TEXT = 4000


class QuantityField(forms.CharField):
    """A quantity typed with blanks and a comma, held exactly."""

    default_error_messages = {"bad": _("Skriv ett tal, till exempel 28 550 eller 12,5.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Till exempel 28 550 eller 12,5"))
        super().__init__(max_length=30, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        """Text to a number, exactly."""
        bare = re.sub(r"[\s\u00a0\u202f]", "", str(super().clean(value) or ""))
        if not bare:
            return None
        match = _QUANTITY.fullmatch(bare)
        if match is None:
            raise forms.ValidationError(self.error_messages["bad"], "bad")
        return Decimal(f"{match[1]}.{match[2] or 0}")

    def prepare_value(self, value: Any) -> Any:
        """A number as people write it."""
        return plain_number(value) if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask a phone for its number keys."""
        return {"inputmode": "decimal", "autocomplete": "off"}


def parse_value(text: str, measure: Measure) -> Decimal:
    """What somebody typed, in the measure it is meant in: whole öre, millionths or a plain number."""
    if measure is Measure.AMOUNT:
        return Decimal(KronorField().clean(text).ore)
    if measure is Measure.SHARE:
        return Decimal(ShareField().clean(text) or 0)
    return Decimal(QuantityField().clean(text) or 0)


def value_field(measure: Measure, **kwargs: Any) -> forms.Field:
    """A field for a value in a measure; its cleaned value is passed through `in_measure`."""
    if measure is Measure.AMOUNT:
        return KronorField(**kwargs)
    if measure is Measure.SHARE:
        return ShareField(**{"help_text": _("Procent, till exempel 50 eller 12,5"), **kwargs})
    return QuantityField(**kwargs)


def in_measure(value: Any) -> Decimal | None:
    """A cleaned value as it is held."""
    if value is None:
        return None
    return Decimal(getattr(value, "ore", value))


class RowForm(forms.Form):
    """A form about a row: it carries the version that the reader saw, so that nobody overwrites another."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = getattr(row, "version", None)

    def renew(self) -> None:
        """Let the same form be sent once more by one who has seen what is saved."""
        newest = type(self.row).objects.get(pk=self.row.pk)
        self.data = {**self.data.dict(), self.add_prefix("version"): str(newest.version)}  # type: ignore[attr-defined]
