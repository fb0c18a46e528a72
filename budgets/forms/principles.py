"""Forms for a deviating cost principle."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lib.sharing import WHOLE, Principle
from governance.organisations.models import Partnership
from workpackages.models import Service

from ..states import Phase
from .steps import LONG

HUNDRED = Decimal(100)


class PercentField(forms.DecimalField):
    """A part in per cent, typed with a comma or a point, with at most four decimals."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=Decimal(0), max_value=HUNDRED, decimal_places=4, max_digits=7, **kwargs)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        """Read a Swedish comma."""
        return super().to_python(str(value).replace(",", ".").replace("%", "").strip() if value else value)


def in_millionths(part: Decimal) -> int:
    """Per cent as whole millionths."""
    return int(part * WHOLE / HUNDRED)


class PrincipleForm(forms.Form):
    """Another way to share a service's cost: the region's part, or a fixed part for each who pays."""

    service = forms.ModelChoiceField(Service.objects.none(), label=_("Tjänst"), empty_label=_("Välj tjänst"))
    phase = forms.ChoiceField(label=_("Fas"), choices=Phase.choices, widget=forms.RadioSelect)
    from_year = forms.IntegerField(label=_("Från och med budgetår"), min_value=2000, max_value=2200)
    region_part = PercentField(
        label=_("Regionens del, procent"),
        required=False,
        help_text=_("Kommunerna delar resten efter invånartal. Lämna tomt om var och en har sin egen del."),
    )
    parts = forms.CharField(
        label=_("Egna delar"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "class": "wide"}),
        help_text=_("En rad för var och en som betalar: kod och procent, till exempel 1280 40,5. Delarna ska bli 100."),
    )
    reason = forms.CharField(
        label=_("Skäl"),
        max_length=4000,
        widget=LONG,
        help_text=_("Varför tjänsten inte används jämnt mellan region och kommuner."),
    )

    def __init__(self, *args: Any, partnership: Partnership, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Service.objects.filter(partnership=partnership)
        self.fields["service"].queryset = services  # type: ignore[attr-defined]
        self.principle: Principle | None = None

    def clean(self) -> dict[str, Any]:
        """One way of sharing, and one that sums to a whole."""
        data = super().clean() or {}
        region, parts = data.get("region_part"), data.get("parts", "").strip()
        if self.errors:
            return data
        if (region is None) == (not parts):
            self.add_error("region_part", _("Ange antingen regionens del eller en del för var och en som betalar."))
            return data
        try:
            if parts:
                self.principle = Principle.by_parts(read_parts(parts))
            elif region is not None:
                self.principle = Principle.by_region(in_millionths(region))
        except ValueError as error:
            self.add_error("parts" if parts else "region_part", str(error))
        return data


def read_parts(text: str) -> dict[str, int]:
    """Codes and per cents, one payer a line. Raises ValueError with a sentence that names the line."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        code, _space, part = line.replace(";", " ").replace("\t", " ").strip().partition(" ")
        bare = part.strip().rstrip("%").strip().replace(",", ".")
        try:
            value = Decimal(bare)
        except ArithmeticError:
            raise ValueError(f"Rad {number}: skriv kod och procent, till exempel 1280 40,5.") from None
        if not (value.is_finite() and 0 <= value <= HUNDRED):
            raise ValueError(f"Rad {number}: procenten ska vara ett tal från 0 till 100.")
        if value != value.quantize(Decimal("0.0001")):
            raise ValueError(f"Rad {number}: procenten får ha högst fyra decimaler.")
        if code in found:
            raise ValueError(f"Rad {number}: koden {code} står två gånger.")
        found[code] = in_millionths(value)
    return found
