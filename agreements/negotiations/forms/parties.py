"""Forms for parties, gates, mandates and negotiators."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.accounts.models import User
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Principal, Seat
from governance.ui.forms import KronorField

from ..models import Negotiation, Party
from ..states import Level
from .base import RowForm, day, has_been, is_to_come, line, refuse_backwards, text


class NewPartyForm(RowForm):
    """Which organisation of the partnership becomes a party."""

    principal = forms.ModelChoiceField(
        Principal.objects.none(),
        label=_("Organisation"),
        empty_label=_("Välj"),
        help_text=_("Organisationen ska först vara med i partnerskapet."),
    )
    level = forms.ChoiceField(label=_("Nivå"), choices=Level.choices, required=False)
    role = line(_("Roll"), most=300, required=False)
    undertakings = text(_("Vad parten kan åta sig"))

    def __init__(self, *args: Any, negotiation: Negotiation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = negotiation.parties.values("principal_id")
        free = negotiation.partnership.principals.on(today).exclude(pk__in=known)
        self.fields["principal"].queryset = free.by_name()  # type: ignore[attr-defined]
        self.fields["level"].choices = [("", _("Efter organisationens slag")), *Level.choices]  # type: ignore[attr-defined]


class PartyForm(RowForm):
    """What a party is and can do, and its situation."""

    role = line(_("Roll"), most=300, required=False)
    undertakings = text(_("Vad parten kan åta sig"))
    situation = text(
        _("Situation och svårigheter"), help_text=_("Det som de andra parterna behöver känna till för att förstå er.")
    )
    level = forms.ChoiceField(label=_("Nivå"), choices=Level.choices)


class LeaveForm(RowForm):
    """Why a party leaves."""

    because = text(_("Skäl"), required=True)


class FinanceForm(RowForm):
    """What changed in a party's finances."""

    what = text(_("Vad som har ändrats"), required=True)
    new_frame = KronorField(
        label=_("Ny ram"),
        required=False,
        help_text=_("Det belopp som parten nu kan åta sig, i kronor. Lämna tomt om det inte är känt."),
    )


class GateForm(RowForm):
    """A confirmation, perhaps with a differing view on the subject itself."""

    edition = forms.IntegerField(widget=forms.HiddenInput)
    differing_view = text(
        _("Avvikande syn i sak"),
        help_text=_("Ni kan bekräfta och samtidigt ha en annan syn på vad som ska förhandlas. Alla parter ser texten."),
    )


class WaitForm(RowForm):
    """Why a party has not confirmed yet."""

    text = text(_("Vad ni väntar på"), required=True)
    expected_on = day(_("När ni räknar med att kunna bekräfta"), is_to_come, required=False)


class WithdrawForm(RowForm):
    """Why a confirmation is taken back."""

    because = text(_("Skäl"), required=True)


class MandateForm(RowForm):
    """What a party lets a person do for it."""

    holder = forms.ModelChoiceField(User.objects.none(), label=_("Vem som får mandatet"), empty_label=_("Välj"))
    role = line(_("Roll"), most=120)
    subject = text(_("Vad mandatet gäller"), required=True)
    frame = KronorField(
        label=_("Ram"), required=False, help_text=_("Högsta belopp i kronor. Lämna tomt om beslutet inte anger något.")
    )
    conditions = text(_("Villkor"), rows=3)
    may_negotiate = forms.BooleanField(label=_("Får förhandla"), required=False, initial=True)
    may_sign = forms.BooleanField(label=_("Får skriva under"), required=False)
    valid_from = day(_("Gäller från och med"))
    valid_until = day(_("Gäller till och med"), required=False, help_text=_("Lämna tomt för tills vidare."))
    decision_reference = line(_("Beslut"), help_text=_("Till exempel KF 2026-05-04 § 112"))
    decided_on = day(_("Beslutat"), has_been)

    def __init__(self, *args: Any, party: Party, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"valid_from": today})
        super().__init__(*args, **kwargs)
        self.fields["may_negotiate"].initial = True
        seats = Seat.objects.on(today).filter(
            body__organisation_id=party.principal.organisation_id, body__partnership__isnull=True
        )
        people = User.objects.filter(pk__in=seats.values("user_id"), is_active=True)
        self.fields["holder"].queryset = people.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A mandate lets its holder do something, and ends no earlier than it begins."""
        data = super().clean() or {}
        refuse_backwards(self, data, "valid_from", "valid_until")
        if not data.get("may_negotiate") and not data.get("may_sign"):
            self.add_error("may_negotiate", _("Välj om personen får förhandla, skriva under eller båda."))
        return data


class RevokeForm(RowForm):
    """Why a mandate is taken back."""

    because = text(_("Skäl"), required=True)


class NegotiatorForm(RowForm):
    """Who is appointed, by which decision, and beside which other roles."""

    user = forms.ModelChoiceField(User.objects.none(), label=_("Person"), empty_label=_("Välj"))
    appointment = line(_("Beslut om förordnande"), help_text=_("Till exempel Regeringsbeslut 2026-06-11 nr 4"))
    appointed_on = day(_("Förordnad"))
    until_on = day(_("Till och med"), required=False)
    background = text(_("Erfarenhet"), rows=3)
    other_roles = text(_("Andra uppdrag"), rows=3, help_text=_("Skriv Inga om det inte finns några."))

    def __init__(self, *args: Any, negotiation: Negotiation, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = Seat.objects.on(today).filter(
            body__partnership_id=negotiation.partnership_id, body__kind=BodyKind.NEGOTIATORS
        )
        people = User.objects.filter(pk__in=seats.values("user_id"))
        self.fields["user"].queryset = people.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """An appointment ends no earlier than it begins."""
        data = super().clean() or {}
        refuse_backwards(self, data, "appointed_on", "until_on")
        return data


class EndAppointmentForm(RowForm):
    """The last day of an appointment."""

    until_on = day(_("Till och med"))


class ConflictForm(RowForm):
    """A declaration of conflicts of interest."""

    has_conflict = forms.TypedChoiceField(
        label=_("Finns det något att anmäla?"),
        choices=[("yes", _("Ja")), ("no", _("Nej, inget att anmäla"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    what = text(_("Vad som anmäls"))

    def clean(self) -> dict[str, Any]:
        """Something to declare is said."""
        data = super().clean() or {}
        if data.get("has_conflict") and not (data.get("what") or "").strip():
            self.add_error("what", _("Skriv vad som anmäls."))
        return data


class AssessForm(RowForm):
    """How a declaration is assessed."""

    assessment = text(_("Bedömning"), required=True)
    must_abstain = forms.BooleanField(label=_("Personen ska avstå från att leda förhandlingen"), required=False)
