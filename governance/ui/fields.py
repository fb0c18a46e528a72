"""What is wrong with a field, said so that it can be read alone, away from the field."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField, CheckboxInput, ChoiceField, FileField, IntegerField
from django.forms import fields as stock
from django.forms import models as stock_of_rows
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.lib.money import thousands

FEW = 10_000
"""Below this a bound is written without spaces: it may be a year."""


def missing(field: BoundField) -> str:
    """What to do about a field that was left empty."""
    if isinstance(field.field.widget, CheckboxInput):
        return _("Kryssa i ”%s”.") % field.label
    if isinstance(field.field, FileField):
        return _("Välj en fil under ”%s”.") % field.label
    if isinstance(field.field, ChoiceField):
        return _("Välj ett svar under ”%s”.") % field.label
    return _("Fyll i fältet ”%s”.") % field.label


def stock_sentences() -> set[int]:
    """Django's own sentences, by identity: a sentence of ours is another object, even with the same code."""
    found: list[Any] = []
    for module in (stock, stock_of_rows, validators):
        for each in vars(module).values():
            told = vars(each) if isinstance(each, type) else {}
            found += [*told.get("default_error_messages", {}).values(), told.get("message"), told.get("messages")]
    many = [message for each in found if isinstance(each, dict) for message in each.values()]
    return {id(each) for each in (*found, *many) if isinstance(each, Promise)}


STOCK = stock_sentences()


def bound(value: Any) -> str:
    """A limit in words."""
    value = value() if callable(value) else value
    if isinstance(value, date):
        return swedish_date(value)
    if isinstance(value, int) and abs(value) >= FEW:
        return thousands(value)
    return str(value).replace(".", ",")


def too_far(field: BoundField, params: dict[str, Any]) -> str:
    """A number beyond its bounds: both of them, where there are two."""
    least, most = getattr(field.field, "min_value", None), getattr(field.field, "max_value", None)
    if least is not None and most is not None:
        words = {"field": field.label, "least": bound(least), "most": bound(most)}
        return _("”%(field)s” ska vara mellan %(least)s och %(most)s.") % words
    if least is not None:
        return _("”%(field)s” får vara lägst %(least)s.") % {"field": field.label, "least": bound(least)}
    words = {"field": field.label, "most": bound(params.get("limit_value"))}
    return _("”%(field)s” får vara högst %(most)s.") % words


def too_long(field: BoundField, params: dict[str, Any]) -> str:
    """A text above its length, with how long it is."""
    words = {"field": field.label, "most": bound(params["limit_value"]), "now": bound(params["show_value"])}
    return _("”%(field)s” får vara högst %(most)s tecken. Nu är det %(now)s.") % words


def too_short(field: BoundField, params: dict[str, Any]) -> str:
    """A text below its length."""
    words = {"field": field.label, "least": bound(params["limit_value"])}
    return _("”%(field)s” ska vara minst %(least)s tecken.") % words


def too_many_digits(field: BoundField, params: dict[str, Any]) -> str:
    """A number with more digits than are kept."""
    words = {"field": field.label, "most": params["max"]}
    return _("”%(field)s” är ett för stort tal. Det får ha högst %(most)s siffror.") % words


def too_exact(field: BoundField, params: dict[str, Any]) -> str:
    """A number with more decimals than are kept."""
    return _("”%(field)s” får ha högst %(most)s decimaler.") % {"field": field.label, "most": params["max"]}


def not_offered(field: BoundField, params: dict[str, Any]) -> str:
    """A choice that is not one of those shown."""
    return _("Välj ett av svaren under ”%s”. Det du skickade finns inte bland dem.") % field.label


def not_readable(field: BoundField, params: dict[str, Any]) -> str:
    """Something of another kind than the field asks for."""
    if isinstance(field.field, stock.FloatField | stock.DecimalField):
        words = {"field": field.label, "example": "12,5" if field.field.localize else "12.5"}
        return _("Skriv ”%(field)s” som ett tal, till exempel %(example)s.") % words
    if isinstance(field.field, IntegerField):
        return _("Skriv ”%s” som ett heltal, med bara siffror.") % field.label
    if isinstance(field.field, stock.EmailField):
        return _("Skriv en e-postadress i ”%s”, till exempel namn@exempel.se.") % field.label
    return _("Det går inte att läsa det som står i ”%s”. Kontrollera hur det är skrivet.") % field.label


PLAIN: dict[str, Callable[[BoundField, dict[str, Any]], str]] = {
    "required": lambda field, _params: missing(field),
    "min_value": too_far,
    "max_value": too_far,
    "max_length": too_long,
    "min_length": too_short,
    "max_digits": too_many_digits,
    "max_whole_digits": too_many_digits,
    "max_decimal_places": too_exact,
    "invalid_choice": not_offered,
    "invalid_list": not_offered,
    "invalid_pk_value": not_offered,
    "invalid": not_readable,
}


def in_plain_words(error: ValidationError, field: BoundField) -> list[str]:
    """An error in a sentence that names the field and the bound, in place of Django's own; ours stand as they are."""
    if id(error.message) in STOCK and error.code in PLAIN:
        return [PLAIN[error.code](field, error.params or {})]
    return [str(sentence) for sentence in error.messages]


def sentences(field: BoundField) -> list[str]:
    """Every error of a field in a sentence of its own."""
    return [sentence for error in field.errors.as_data() for sentence in in_plain_words(error, field)]
