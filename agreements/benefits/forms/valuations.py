"""A party's own valuations: a row for each option, with errors that name issue and option."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..board import Board, IssueRow
from ..models import ValuationSheet
from ..services import Given
from ..states import InterestKind, Unit
from .numbers import read_value, written

MOST_TYPED = 60


@dataclass(frozen=True, slots=True)
class OptionFields:
    """One option in the form."""

    title: str
    value: BoundField
    shared: BoundField


class ValuationForm(forms.Form):
    """What every option is worth to one's own party against today, and what of it is shared."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Vi räknar i"),
        choices=Unit.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Kronor kan läggas ihop med andras. Poäng kan bara jämföras med era egna."),
    )

    def __init__(self, *args: Any, board: Board, sheet: ValuationSheet | None, **kwargs: Any) -> None:
        self.board, self.sheet = board, sheet
        unit = sheet.unit if sheet else Unit.ORE
        kwargs["initial"] = {"unit": unit, "row_version": sheet.version if sheet else 0}
        super().__init__(*args, **kwargs)
        for issue in board.issues:
            for option in issue.options:
                self.add(issue, option.pk, option.title, unit)

    def add(self, issue: IssueRow, key: int, title: str, unit: str) -> None:
        """The two fields of an option."""
        mine = self.board.mine
        known = self.board.values.get((mine.pk, key)) if mine else None
        about = _("”%(option)s” i fråga %(issue)s") % {"option": title, "issue": issue}
        self.fields[f"v{key}"] = forms.CharField(
            label=_("Värde av %s") % about,
            required=False,
            max_length=MOST_TYPED,
            initial=written(known.amount, unit) if known else "",
            widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"}),
            error_messages={"max_length": _("Värdet av %s är för långt.") % about},
        )
        self.fields[f"s{key}"] = forms.BooleanField(
            label=_("Dela värdet av %s") % about, required=False, initial=bool(known and known.shared)
        )

    def rows(self) -> Iterator[tuple[IssueRow, list[OptionFields]]]:
        """Issue by issue, for the table."""
        for issue in self.board.issues:
            yield issue, [OptionFields(each.title, self[f"v{each.pk}"], self[f"s{each.pk}"]) for each in issue.options]

    def clean(self) -> dict[str, Any]:
        """Read every value; an error says in which issue and for which option."""
        data = super().clean() or {}
        unit = data.get("unit", Unit.ORE)
        data["values"] = {}
        for issue in self.board.issues:
            for option in issue.options:
                name = f"v{option.pk}"
                try:
                    value = read_value(data.get(name, ""), unit)
                except ValueError as error:
                    self.add_error(name, f"Fråga {issue.number}, {option.title}: {error}")
                    continue
                if value is not None:
                    data["values"][option.pk] = Given(value, bool(data.get(f"s{option.pk}")))
        return data

    def renew(self) -> None:
        """Stand for the sheet as it is saved now, so that sending again is a choice made with open eyes."""
        mine = self.board.mine
        now = ValuationSheet.objects.filter(party=mine).values_list("version", flat=True).first()
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["row_version"] = str(now or 0)  # type: ignore[index]  # as above


class InterestForm(forms.Form):
    """What a party can bring or seeks, in words."""

    kind = forms.ChoiceField(label=gettext_lazy("Vi"), choices=InterestKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Intresset med egna ord"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "wide"}),
        error_messages={"required": gettext_lazy("Skriv intresset.")},
    )
    issue = forms.TypedChoiceField(label=gettext_lazy("Fråga"), required=False, coerce=int, empty_value=None)
    valued_by = forms.TypedChoiceField(
        label=gettext_lazy("Värdefullt för"), required=False, coerce=int, empty_value=None
    )
    shared = forms.BooleanField(label=gettext_lazy("Dela med alla parter"), required=False)

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [each for each in board.parties if board.mine is None or each.pk != board.mine.pk]
        issues = [("", _("Ingen särskild")), *((each.pk, str(each)) for each in board.issues)]
        self.fields["issue"].choices = issues  # type: ignore[attr-defined]
        named = [("", _("Ingen särskild")), *((each.pk, each.name) for each in others)]
        self.fields["valued_by"].choices = named  # type: ignore[attr-defined]
