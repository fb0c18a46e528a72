"""Forms for issues, sessions, information, the timetable, the checklists and the precedents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.ui.forms import ManyChoices

from ..models import Issue, Negotiation, Option, Party
from ..models.process import PHASE_CHOICES
from ..states import Channel, DecisionLevel, IssueKind
from .base import RowForm, day, has_been, line, text


class IssueForm(RowForm):
    """What is to be settled."""

    title = line(_("Fråga"))
    kind = forms.ChoiceField(label=_("Slag"), choices=IssueKind.choices)
    state_only = forms.BooleanField(
        label=_("Staten bestämmer ensam"),
        required=False,
        help_text=_("Gäller alltid rättsliga förutsättningar, interoperabilitet och vissa grundläggande tjänster."),
    )
    description = text(_("Beskrivning"))


class OptionForm(RowForm):
    """A way to settle an issue."""

    title = line(_("Alternativ"))
    description = text(_("Beskrivning"))


class ChoiceForm(RowForm):
    """What the State chooses in an issue of its own."""

    option = forms.ModelChoiceField(
        Option.objects.none(), label=_("Statens val"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, issue: Issue, **kwargs: Any) -> None:
        super().__init__(*args, row=issue, **kwargs)
        self.fields["option"].queryset = issue.options.all()  # type: ignore[attr-defined]
        self.fields["option"].initial = issue.decided_option_id


class LimitForm(RowForm):
    """Why an option lies outside the mandate."""

    reason = text(_("Skäl"), required=True)


class PartiesForm(RowForm):
    """A form that names parties of a negotiation."""

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = negotiation.parties.present().with_organisation()
        for field in self.fields.values():
            if isinstance(field, forms.ModelMultipleChoiceField):
                field.queryset = named


class SessionForm(PartiesForm):
    """When parties met, who were there and what was said."""

    held_on = day(_("Hölls"), has_been)
    title = line(_("Rubrik"))
    attended = ManyChoices(
        Party.objects.none(), label=_("Närvarande parter"), required=False, widget=forms.CheckboxSelectMultiple
    )
    notes = text(_("Anteckningar"), rows=8)


class DecisionForm(RowForm):
    """A decision on the way, with its level."""

    level = forms.ChoiceField(label=_("Vem som beslutade"), choices=DecisionLevel.choices)
    text = text(_("Beslut"), required=True)
    issue = forms.ModelChoiceField(
        Issue.objects.none(), label=_("Fråga"), required=False, empty_label=_("Ingen särskild fråga")
    )

    def __init__(self, *args: Any, negotiation: Negotiation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issue"].queryset = negotiation.issues.all()  # type: ignore[attr-defined]


class NoticeForm(PartiesForm):
    """Who was told what, when and how."""

    what = text(_("Vad som berättades"), required=True)
    parties = ManyChoices(
        Party.objects.none(),
        label=_("Vilka parter"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Välj ingen för att informera alla."),
    )
    channel = forms.ChoiceField(label=_("På vilket sätt"), choices=Channel.choices)
    told_on = day(_("När"), has_been)


class MilestoneForm(RowForm):
    """A day in the timetable."""

    title = line(_("Milstolpe"))
    phase = forms.ChoiceField(label=_("Fas"), choices=PHASE_CHOICES)
    planned_on = day(_("Planerad"))


class DoneForm(RowForm):
    """The day on which a milestone was reached."""

    done_on = day(_("Klar"), has_been)


class ChecklistForm(RowForm):
    """Whether a success factor is seen to, and how."""

    answered = forms.BooleanField(label=_("Uppfylld"), required=False)
    answer = text(_("Hur"))


class PrecedentForm(RowForm):
    """Something to learn from."""

    title = line(_("Förebild"))
    reference = line(_("Var den finns"), most=300)
    finance_model = text(_("Modell för finansiering"), rows=3)
    lessons = text(_("Lärdomar"))
