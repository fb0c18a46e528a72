"""Forms of packages: what they contain, what is asked before they are laid, and how a party answers."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.negotiations.forms.base import day, is_to_come
from agreements.negotiations.models import Party
from governance.lib.money import Sek
from governance.ui.forms import KronorField

from ..board import Board, chosen_in
from ..guards import WHOLE, difference_in_words, in_percent
from ..models import Package
from .numbers import read_percent

LONG = {"rows": 3, "class": "wide"}


class RowForm(forms.Form):
    """A form that knows which version of a row it was shown for."""

    row_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, row: Any = None, **kwargs: Any) -> None:
        self.row = row
        super().__init__(*args, **kwargs)
        if row is not None:
            self.fields["row_version"].initial = row.version

    def renew(self) -> None:
        """Stand for the row as it is saved now."""
        if self.row is None:
            return
        now = type(self.row)._default_manager.values_list("version", flat=True).get(pk=self.row.pk)
        self.data = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        self.data["row_version"] = str(now)  # type: ignore[index]  # as above


class PackageForm(RowForm):
    """One option in every issue, and if one wishes a cost with its split."""

    title = forms.CharField(
        label=gettext_lazy("Namn"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "wide"}),
        error_messages={"required": gettext_lazy("Ge paketet ett namn.")},
    )
    description = forms.CharField(
        label=gettext_lazy("Beskrivning"), max_length=4000, required=False, widget=forms.Textarea(attrs=LONG)
    )

    def __init__(
        self, *args: Any, board: Board, row: Package | None = None, model: Package | None = None, **kwargs: Any
    ) -> None:
        self.board = board
        super().__init__(*args, row=row, **kwargs)
        like = row or model
        chosen = set(chosen_in(like)) if like else set()
        split = {each.party_id: each.share_ppm for each in like.shares.all()} if like else {}
        if row is not None:
            self.fields["title"].initial, self.fields["description"].initial = row.title, row.description
        for issue in board.issues:
            titles = [(each.pk, each.title) for each in issue.options if each.pk in issue.open_options]
            self.fields[f"i{issue.pk}"] = forms.TypedChoiceField(
                label=str(issue),
                choices=titles,
                coerce=int,
                widget=forms.RadioSelect,
                initial=next((key for key, _title in titles if key in chosen), only_one(titles)),
                error_messages={"required": _("Paketet saknar alternativ i fråga %s.") % issue},
            )
        self.fields["cost"] = KronorField(
            label=_("Kostnad"),
            required=False,
            initial=like.cost if like else None,
            help_text=_("Lämna tomt om kostnaden inte är känd. Nyttan visas ändå, och före kostnaden."),
        )
        for party in board.parties:
            ppm = split.get(party.pk, 0)
            self.fields[f"p{party.pk}"] = forms.CharField(
                label=party.name,
                required=False,
                max_length=20,
                initial=in_percent(ppm) if ppm else "",
                widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": "8"}),
            )

    def issue_fields(self) -> Iterator[BoundField]:
        """The issues, each with its options."""
        return (self[f"i{issue.pk}"] for issue in self.board.issues)

    def share_fields(self) -> Iterator[BoundField]:
        """The parties' shares."""
        return (self[f"p{party.pk}"] for party in self.board.parties)

    def clean(self) -> dict[str, Any]:
        """Read the shares, and refuse those that are no whole with how far they are from it."""
        data = super().clean() or {}
        shares: dict[Party, int] = {}
        for party in self.board.parties:
            try:
                shares[party] = read_percent(data.get(f"p{party.pk}", ""))
            except ValueError as error:
                self.add_error(f"p{party.pk}", f"{party.name}: {error}")
        cost = data.get("cost")
        is_read = len(shares) == len(self.board.parties)
        if is_read and (any(shares.values()) or cost) and (said := difference_in_words(sum(shares.values()))):
            self.add_error(None, said)
        data["shares"] = {party: ppm for party, ppm in shares.items() if 0 < ppm <= WHOLE}
        data["chosen"] = [data[f"i{each.pk}"] for each in self.board.issues if f"i{each.pk}" in data]
        return data

    @property
    def cost(self) -> Sek | None:
        """The cost that was typed."""
        return self.cleaned_data.get("cost")


def only_one(titles: list[tuple[int, str]]) -> int | None:
    """The option of an issue that has no other: where the State has chosen there is nothing to choose."""
    return titles[0][0] if len(titles) == 1 else None


class LayForm(RowForm):
    """What is asked before a package is laid before the parties."""

    answer_by = day(
        gettext_lazy("Svar senast"),
        is_to_come,
        required=False,
        help_text=gettext_lazy("En tid som varnar. Den som svarar senare svarar ändå."),
    )


class ReasonForm(RowForm):
    """A step that is explained."""

    reason = forms.CharField(
        label=gettext_lazy("Skäl"),
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": gettext_lazy("Ange skälet.")},
    )


class AcceptForm(RowForm):
    """A consent, with words to it if one wishes."""

    comment = forms.CharField(
        label=gettext_lazy("Kommentar till alla parter"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=LONG),
    )


class DeclineForm(RowForm):
    """A no, with its reason."""

    comment = forms.CharField(
        label=gettext_lazy("Varför samtycker ni inte?"),
        help_text=gettext_lazy("Alla parter läser svaret."),
        max_length=2000,
        widget=forms.Textarea(attrs=LONG),
        error_messages={"required": gettext_lazy("Skriv varför parten inte samtycker.")},
    )


class AskForm(forms.Form):
    """What the trade finder is asked."""

    start = forms.TypedChoiceField(
        label=gettext_lazy("Bättre än"), required=False, coerce=int, empty_value=None, choices=()
    )
    within_mandates = forms.BooleanField(
        label=gettext_lazy("Bara alternativ inom alla kända mandat"), required=False, initial=True
    )

    def __init__(self, *args: Any, board: Board, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        packages = [(each.number, _("Paket %s") % each.full_title) for each in board.packages]
        self.fields["start"].choices = [("", _("I dag, utan överenskommelse")), *packages]  # type: ignore[attr-defined]
