"""What is wrong with a field, said so that it can be read alone, away from the field."""

from django.core.exceptions import ValidationError
from django.forms import BoundField, CheckboxInput, ChoiceField, Field, FileField
from django.utils.translation import gettext as _


def missing(field: BoundField) -> str:
    """What to do about a field that was left empty."""
    if isinstance(field.field.widget, CheckboxInput):
        return _("Kryssa i ”%s”.") % field.label
    if isinstance(field.field, FileField):
        return _("Välj en fil under ”%s”.") % field.label
    if isinstance(field.field, ChoiceField):
        return _("Välj ett svar under ”%s”.") % field.label
    return _("Fyll i fältet ”%s”.") % field.label


def is_plain(error: ValidationError, field: BoundField) -> bool:
    """Whether the form left Django's own sentence for an empty field, which does not say which field."""
    return error.code == "required" and str(error.message) == str(Field.default_error_messages["required"])


def sentences(field: BoundField) -> list[str]:
    """Every error of a field in a sentence of its own."""
    return [
        missing(field) if is_plain(error, field) else str(sentence)
        for error in field.errors.as_data()
        for sentence in error.messages
    ]
