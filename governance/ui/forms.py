"""Forms that look and explain themselves the same everywhere: renderer, fields for kronor, days and files."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates, TemplatesSetting
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from governance.lib.money import Sek, TooLarge

OWN_WIDGETS = {
    "django/forms/widgets/radio.html": "ui/widgets/choices.html",
    "django/forms/widgets/checkbox_select.html": "ui/widgets/choices.html",
}


class SamverkRenderer(TemplatesSetting):
    """Shows forms with our own templates (label, hint, error, field) and Django's own widgets, in our classes."""

    form_template_name = "ui/form.html"
    field_template_name = "ui/field.html"

    @cached_property
    def plain(self) -> DjangoTemplates:
        """Django's own templates for widgets and formsets."""
        return DjangoTemplates()

    def get_template(self, template_name: str) -> Any:
        """Our template for our names, Django's for Django's."""
        name = OWN_WIDGETS.get(template_name, template_name)
        return self.plain.get_template(name) if name.startswith("django/") else super().get_template(name)

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> SafeString:
        """Give a widget its class before it is shown."""
        if "widget" in context:
            classed(context["widget"])
        return SafeString(self.get_template(template_name).render(context, request=request).strip())


def classed(widget: dict[str, Any]) -> None:
    """Name the classes of the design system on a widget and on the widgets inside it."""
    names = [*str(widget["attrs"].get("class", "")).split(), "ds-input"]
    if widget.get("type") == "file":
        names.append("file")
    widget["attrs"] = {**widget["attrs"], "class": " ".join(dict.fromkeys(names))}
    for inner in widget.get("subwidgets", []):
        classed(inner)


class KronorField(forms.Field):
    """An amount in kronor, typed as people write it and held as whole öre (`Sek`)."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Kronor, till exempel 1 250 000 eller 1 252 213,29"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Sek | None:
        """Text to öre; the sentence of a refusal comes from the parser."""
        if value is None or isinstance(value, Sek):
            return value
        if not str(value).strip():
            return None
        try:
            return Sek.parse(str(value))
        except TooLarge as error:
            raise ValidationError(self.too_large(error), code="too_large") from error
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def too_large(self, error: TooLarge) -> str:
        """The refusal of an amount above the limit, naming the field where it has a name."""
        if not self.label:
            return str(error)
        words = {"field": self.label, "most": error.most.kronor()}
        return _("Beloppet under ”%(field)s” är för stort. Det får vara högst %(most)s kronor.") % words

    def prepare_value(self, value: Any) -> Any:
        """Öre to text, without decimals where there are none."""
        if isinstance(value, Sek):
            return value.swedish().removesuffix(",00")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another amount was typed, however it was written."""
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask a phone for its number keys, and keep the browser from suggesting amounts."""
        return {"inputmode": "decimal", "autocomplete": "off"}


FIRST_YEAR, LAST_YEAR = 1970, 2150


def year_is_likely(value: date) -> None:
    """Refuse a slip of the finger in a year, such as 0026, before it stands in a timetable or the trail."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        said = _("Kontrollera året. Det ska vara mellan %(first)s och %(last)s.")
        raise ValidationError(said, params={"first": FIRST_YEAR, "last": LAST_YEAR})


class DayField(forms.DateField):
    """A calendar day of a likely year, chosen or typed as year-month-day."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {"invalid": _("Skriv datumet som år-månad-dag, till exempel 2026-10-29.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)
        self.validators.insert(0, year_is_likely)


class ManyChoices(forms.ModelMultipleChoiceField):
    """A choice of several rows; a key larger than any database holds is no row of ours, and no breakdown."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)  # type: ignore[misc]  # of Django's own, which the stubs leave out
        except OverflowError:
            shown = ", ".join(str(each)[:20] for each in value)
            raise ValidationError(
                self.error_messages["invalid_choice"], code="invalid_choice", params={"value": shown}
            ) from None


class UploadField(forms.FileField):
    """A file of one of the named kinds, no larger than allowed."""

    default_error_messages = {
        "missing": _("Välj en fil."),
        "empty": _("Filen är tom."),
        "too_large": _("Filen är för stor. Den får vara högst %(most)s MB."),
        "wrong_kind": _("Filen har fel format. Välj en fil som slutar på %(kinds)s."),
    }

    def __init__(self, *, endings: tuple[str, ...], most_mb: int = 25, **kwargs: Any) -> None:
        self.endings, self.most_mb = endings, most_mb
        kwargs.setdefault("help_text", _("%(kinds)s, högst %(most)s MB") % {"kinds": self.kinds, "most": most_mb})
        super().__init__(**kwargs)

    @property
    def kinds(self) -> str:
        """The endings as words: ".csv eller .xlsx"."""
        return " eller ".join(self.endings)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Let the browser offer only files of the right kind."""
        return {"accept": ",".join(self.endings)}

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse another kind or size before anybody opens the file."""
        file = super().clean(data, initial)
        if file and not file.name.lower().endswith(self.endings):
            raise ValidationError(self.error_messages["wrong_kind"], "wrong_kind", {"kinds": self.kinds})
        if file and file.size > self.most_mb * 1_000_000:
            raise ValidationError(self.error_messages["too_large"], "too_large", {"most": self.most_mb})
        return file
