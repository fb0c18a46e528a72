"""What people fill in about boards. What is right is asked of the guards; a form only reads and names fields."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from agreements.commitments.clearing import Measure
from agreements.commitments.forms.fields import in_measure, value_field
from agreements.commitments.words import promise_words
from governance.accounts.models import User
from governance.decisions.forms import VersionedForm
from governance.lib.money import Sek
from governance.ui.forms import DayField, KronorField

from ..models import AgendaItem, Meeting, PartyAccounts
from ..services import OUTCOMES
from ..states import Outcome, Place

LONG = {"rows": 4}
WIDE = {"class": "wide"}
AMOUNTS = ("budget_ore", "cost_ore", "financing_due_ore", "financing_paid_ore")


class BoardForm(forms.Form):
    """What a new board is called."""

    name = forms.CharField(label=_("Styrelsens namn"), max_length=200, widget=forms.TextInput(attrs=WIDE))


class AppointForm(forms.Form):
    """Who is appointed, and by which decision."""

    email = forms.EmailField(
        label=_("Personens e-postadress"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", **WIDE}),
    )
    name = forms.CharField(
        label=_("Personens namn"),
        max_length=200,
        required=False,
        help_text=_("Behövs bara om personen är ny i Samverk. Då skickas en inbjudan med e-post."),
        widget=forms.TextInput(attrs={"autocomplete": "off", **WIDE}),
    )
    reference = forms.CharField(
        label=_("Beslut"),
        max_length=200,
        help_text=_("Till exempel KS 2026-05-04 § 112, eller regeringsbeslut"),
        widget=forms.TextInput(attrs=WIDE),
    )
    from_on = DayField(label=_("Från och med"), required=False, help_text=_("Lämna tomt för i dag"))

    def clean_email(self) -> str:
        """Somebody who may no longer sign in gets no place."""
        email = str(self.cleaned_data["email"]).lower()
        self.user: User | None = User.objects.filter(email=email).first()
        if self.user is not None and not self.user.is_active:
            raise forms.ValidationError(_("Personen med den adressen får inte logga in."))
        return email

    def clean(self) -> dict[str, Any]:
        """A person who is new is named, so that a misspelt address is not taken for one."""
        data = super().clean() or {}
        if "email" in data and self.user is None and not data.get("name", "").strip():
            words = _("Ingen i Samverk har den adressen. Kontrollera den, eller skriv namnet så bjuds personen in.")
            self.add_error("name", words)
        return data


class StepForm(VersionedForm):
    """A step that needs nothing but the version it was shown for."""


class ReasonForm(StepForm):
    """A step that is explained."""

    reason = forms.CharField(label=_("Skäl"), max_length=4000, widget=forms.Textarea(attrs=LONG))


class MeetingForm(forms.Form):
    """When and where the board is to meet."""

    held_on = DayField(label=_("Dag"))
    place = forms.CharField(label=_("Plats"), max_length=200, required=False, widget=forms.TextInput(attrs=WIDE))


ITEMS = (("matter", _("Ett annat ärende")), ("closing", _("Styrelsens avslutning")))


class ItemForm(forms.Form):
    """A matter for the agenda: one that waits for the board, or another that is named here."""

    kind = forms.ChoiceField(label=_("Vad gäller ärendet?"), widget=forms.RadioSelect)
    title = forms.CharField(label=_("Rubrik"), max_length=300, required=False, widget=forms.TextInput(attrs=WIDE))
    text = forms.CharField(
        label=_("Beskrivning"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, waiting: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = {f"waiting_{place}": given for place, given in enumerate(waiting)}
        choices = [(name, given["title"]) for name, given in self.waiting.items()]
        self.fields["kind"].choices = [*choices, *ITEMS]  # type: ignore[attr-defined]
        self.fields["kind"].initial = choices[0][0] if choices else "matter"
        self.fields["title"].help_text = _("Behövs bara för ett annat ärende.")

    def clean(self) -> dict[str, Any]:
        """What waits is told already; another matter has a heading of its own."""
        data = super().clean() or {}
        if (given := self.waiting.get(data.get("kind", ""))) is not None:
            return given
        if data.get("kind") == "closing" and not data.get("title", "").strip():
            return {**data, "title": str(dict(ITEMS)["closing"])}
        if "kind" in data and not data.get("title", "").strip():
            self.add_error("title", _("Skriv vad ärendet gäller."))
        return data


class ItemEditForm(VersionedForm):
    """What an item of the board's own says."""

    title = forms.CharField(label=_("Rubrik"), max_length=300, widget=forms.TextInput(attrs=WIDE))
    text = forms.CharField(
        label=_("Beskrivning"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )

    def __init__(self, *args: Any, subject: AgendaItem, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": subject.title, "text": subject.text})
        super().__init__(*args, subject=subject, **kwargs)


class HoldForm(StepForm):
    """Who was there: those who were noted, or before that those who are expected.

    A deputy comes when a member does not, and is ticked by whoever saw it.
    """

    present = forms.MultipleChoiceField(
        label=_("Närvarande"),
        help_text=_("Ta bort dem som inte var där. Kryssa för de ersättare som var där."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Ange vem som var där.")},
    )

    def __init__(self, *args: Any, subject: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        people = list(subject.board.appointments.on(subject.held_on).told())
        noted = {row.seat_id for row in subject.attendance.all() if row.present}
        expected = {each.seat_id for each in people if each.place != Place.DEPUTY}
        self.fields["present"].choices = [(str(each.seat_id), seated(each)) for each in people]  # type: ignore[attr-defined]
        self.fields["present"].initial = [str(each.seat_id) for each in people if each.seat_id in (noted or expected)]


def seated(appointment: Any) -> str:
    """A person with place and party."""
    party = f", {appointment.principal.organisation.short_name}" if appointment.principal else ""
    return f"{appointment.seat.user.name}, {appointment.get_place_display()}{party}"


class AttestForm(StepForm):
    """Who adjusts beside the chair."""

    adjuster = forms.ChoiceField(label=_("Justerare"))

    def __init__(self, *args: Any, subject: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject, **kwargs)
        served = subject.attendance.filter(serving=True).exclude(seat_id=subject.chaired_by_id or 0)
        choices = [(str(row.seat_id), f"{row.name}, {row.role}, {row.party}".rstrip(", ")) for row in served]
        self.fields["adjuster"].choices = choices  # type: ignore[attr-defined]


class DecideForm(VersionedForm):
    """What the board decided."""

    outcome = forms.ChoiceField(label=_("Vad blev det?"), widget=forms.RadioSelect)
    decision = forms.CharField(
        label=_("Beslut"),
        max_length=10000,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Som det ska stå i protokollet."),
    )

    def __init__(self, *args: Any, subject: AgendaItem, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"outcome": subject.outcome, "decision": subject.decision})
        super().__init__(*args, subject=subject, **kwargs)
        words = dict(Outcome.choices)
        self.fields["outcome"].choices = [(each, words[each]) for each in OUTCOMES[subject.kind]]  # type: ignore[attr-defined]
        if Outcome.SENT_BACK in OUTCOMES[subject.kind]:
            self.fields["decision"].help_text = _("Som det ska stå i protokollet. Återsänds något är det här skälet.")


class RequestForm(forms.Form):
    """Which year, and by when."""

    year = forms.IntegerField(label=_("År"), min_value=1900, max_value=2999)
    due_on = DayField(label=_("Sista dag för parterna"))


class CompileForm(StepForm):
    """What the board's secretariat says of the year."""

    summary = forms.CharField(
        label=_("Sammanfattning"), max_length=10000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


IN_MEASURE = {
    Measure.QUANTITY: _("Av utlovade %s."),
    Measure.AMOUNT: _("Kronor, av utlovade %s."),
    Measure.SHARE: _("Procent, av utlovade %s."),
}


def typed(value: Decimal | None, measure: Measure) -> Any:
    """A value as its field shows it: kronor, percent or a quantity."""
    if value is None or measure is Measure.QUANTITY:
        return value
    return Sek(int(value)) if measure is Measure.AMOUNT else int(value)


class AccountsForm(VersionedForm):
    """A party's year: four amounts, what is done of each commitment, and a comment."""

    budget_ore = KronorField(label=_("Årets budget"))
    cost_ore = KronorField(label=_("Årets kostnad"))
    financing_due_ore = KronorField(label=_("Finansiering enligt plan"))
    financing_paid_ore = KronorField(label=_("Betald finansiering"))
    comment = forms.CharField(label=_("Kommentar"), max_length=4000, required=False, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *args: Any, subject: PartyAccounts, commitments: list[Any], **kwargs: Any) -> None:
        amounts = {name: getattr(subject, name) for name in AMOUNTS}
        told = {name: None if value is None else Sek(value) for name, value in amounts.items()}
        kwargs.setdefault("initial", {**told, "comment": subject.comment})
        super().__init__(*args, subject=subject, **kwargs)
        self.commitments = {f"unit_{each.pk}": each for each in commitments}
        known = {unit.commitment_id: unit.value for unit in subject.units.all()}
        for name, each in self.commitments.items():
            self.fields[name] = value_field(
                each.measure,
                label=_("Klart under året: %s") % each.title,
                help_text=IN_MEASURE[each.measure] % promise_words(each),
                required=False,
                initial=typed(known.get(each.pk), each.measure),
            )
        self.order_fields([*AMOUNTS, *self.commitments, "comment"])

    @property
    def figures(self) -> dict[str, Any]:
        """What the service asks for."""
        data = self.cleaned_data
        units = {each: in_measure(data[name]) for name, each in self.commitments.items() if data.get(name) is not None}
        return {**{name: data[name].ore for name in AMOUNTS}, "comment": data["comment"], "units": units}
