"""Forms for offers: what a party does, how it is counted, at which levels and on which conditions."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from agreements.texts.forms.drafts import ShareField
from governance.lib.money import Sek
from governance.organisations.models import Principal
from governance.ui.forms import DayField, KronorField, ManyChoices

from ..clearing import Kind, Measure, Sense
from ..models import Commitment
from ..states import DRAFTS
from ..words import promise_words
from .fields import LONG, MOST_TEXT, WIDE, QuantityField, RowForm, parse_value

ONE_OF_THEM = _("Ange en mängd, ett belopp eller en andel.")


class PartyChoices(ManyChoices):
    """A choice among parties, by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The organisation's own name."""
        return str(obj.organisation.name)


class OfferChoice(forms.ModelChoiceField):
    """A choice among offers, by number, party and title."""

    def label_from_instance(self, obj: Any) -> str:
        """What is offered and by whom."""
        return f"{obj.number}. {obj.title} ({obj.principal.organisation.short_name}, {promise_words(obj)})"


class OfferChoices(ManyChoices):
    """A choice of several offers."""

    def label_from_instance(self, obj: Any) -> str:
        """What is offered and by whom."""
        return f"{obj.number}. {obj.title} ({obj.principal.organisation.short_name}, {promise_words(obj)})"


class FiguresFields(forms.Form):
    """How much: a quantity, an amount or a share."""

    quantity = QuantityField(
        label=_("Mängd"),
        required=False,
        help_text=_("Till exempel 28 550 eller 12,5. Det räcker med en mängd, ett belopp eller en andel."),
    )
    unit = forms.CharField(
        label=_("Enhet"), max_length=60, required=False, help_text=_("Det som räknas, till exempel bostäder.")
    )
    amount = KronorField(label=_("Belopp"), required=False)
    price_level_on = DayField(label=_("Prisnivå"), required=False, help_text=_("Dagen som beloppets värde avser."))
    index_series = forms.CharField(
        label=_("Indexserie"), max_length=60, required=False, help_text=_("Serien som beloppet räknas om med.")
    )
    share_ppm = ShareField(label=_("Andel"), required=False, help_text=_("Procent, till exempel 50 eller 12,5"))
    share_of = forms.CharField(
        label=_("Andel av"), max_length=200, required=False, help_text=_("Till exempel kostnaden för objekten.")
    )

    def clean(self) -> dict[str, Any]:
        """Something is measured, and each figure says in what."""
        data = super().clean() or {}
        amount: Sek | None = data.pop("amount", None)
        data["amount_ore"] = None if amount is None else amount.ore
        named = {"quantity", "amount", "share_ppm"} & set(self.errors)
        if not named and not any(data.get(name) for name in ("quantity", "amount_ore", "share_ppm")):
            self.add_error("quantity", ONE_OF_THEM)
        if data.get("quantity") and not data.get("unit"):
            self.add_error("unit", _("Ange enheten som mängden räknas i."))
        if data.get("amount_ore") and not data.get("price_level_on"):
            self.add_error("price_level_on", _("Ange prisnivån för beloppet."))
        return data


RARE = (
    *("description", "index_series", "counting_area", "counts_from", "contributors", "counter_performance_of"),
    *("value_elsewhere", "beneficiary"),
)
"""What most offers leave empty: asked for below the rest, folded in until it holds something or is wrong."""


class OfferForm(FiguresFields, RowForm):
    """What a party offers to do."""

    template_name = "agreements/commitments/_offer_fields.html"
    field_order = ("title",)
    title = forms.CharField(
        label=_("Vad åtar ni er?"),
        max_length=200,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Ett åtagande i en rad, till exempel: Bostäder färdigställda i influensområdet."),
    )
    description = forms.CharField(
        label=_("Beskrivning"), max_length=MOST_TEXT, required=False, widget=forms.Textarea(attrs=LONG)
    )
    counting_rule = forms.CharField(
        label=_("Räkneregel"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Vad räknas, och när? Till exempel: en bostad räknas när den har slutbesked."),
    )
    counting_area = forms.CharField(
        label=_("Område som räknas"), max_length=200, required=False, widget=forms.TextInput(attrs=WIDE)
    )
    counts_from = DayField(label=_("Räknas från och med"), required=False)
    due_on = DayField(label=_("Uppfyllt senast"))
    owner_role = forms.CharField(
        label=_("Ansvarig roll hos er"),
        max_length=200,
        widget=forms.TextInput(attrs=WIDE),
        help_text=_("Rollen, inte personen. Åtagandet består när någon ny får uppdraget."),
    )
    contributors = PartyChoices(
        Principal.objects.none(),
        label=_("Andra som bidrar"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Det som de gör räknas med. Ansvaret är ert."),
    )
    counter_performance_of = OfferChoice(
        Commitment.objects.none(), label=_("Motprestation för"), required=False, empty_label=_("Ingen motprestation")
    )
    value_elsewhere = forms.BooleanField(
        label=_("Nyttan uppstår helt eller delvis hos någon annan än den som betalar"), required=False
    )
    beneficiary = forms.CharField(
        label=_("Vem får nyttan?"),
        max_length=MOST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={**LONG, "rows": 2}),
        help_text=_("Krävs när nyttan uppstår hos någon annan."),
    )

    def __init__(self, *args: Any, agreement: Any, principal: Principal, row: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        others = agreement.partnership.principals.filter(until_on__isnull=True).exclude(pk=principal.pk)
        self.fields["contributors"].queryset = others.by_name()  # type: ignore[attr-defined]
        offers = Commitment.objects.filter(agreement=agreement, state__in=DRAFTS).exclude(pk=getattr(row, "pk", 0))
        self.fields["counter_performance_of"].queryset = offers.select_related(  # type: ignore[attr-defined]
            "principal__organisation"
        )

    def usual(self) -> list[forms.BoundField]:
        """The fields that every offer is asked for."""
        return [field for field in self.visible_fields() if field.name not in RARE]

    def rare(self) -> list[forms.BoundField]:
        """The fields that most offers leave empty."""
        return [self[name] for name in RARE]

    def shows_rare(self) -> bool:
        """Whether one of them holds something, or is wrong."""
        return any(field.errors or field.value() for field in self.rare())

    def clean(self) -> dict[str, Any]:
        """Who gets the value is said when it is somebody else (C-08)."""
        data = super().clean() or {}
        if data.get("value_elsewhere") and not data.get("beneficiary", "").strip():
            self.add_error("beneficiary", _("Skriv vem som får nyttan."))
        return data


class LevelForm(forms.Form):
    """More of the same, for those who meet harder conditions."""

    quantity = QuantityField(label=_("Mängd"), required=False)
    amount = KronorField(label=_("Belopp"), required=False)
    share_ppm = ShareField(label=_("Andel"), required=False, help_text=_("Procent, till exempel 50 eller 12,5"))

    def __init__(self, *args: Any, offer: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stated = {"quantity": offer.quantity, "amount": offer.amount_ore, "share_ppm": offer.share_ppm}
        for name, value in stated.items():
            if value is None:
                del self.fields[name]
            else:
                self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        """Kronor to öre."""
        data = super().clean() or {}
        amount: Sek | None = data.pop("amount", None)
        if amount is not None:
            data["amount_ore"] = amount.ore
        return data


KINDS = (
    (Kind.LEVEL.value, _("Ett annat bud når en nivå")),
    (Kind.COUNT.value, _("Tillräckligt många av flera bud blir bindande")),
    (Kind.SUM.value, _("Summan av flera bud når en nivå")),
)
SENSES = (
    (Sense.AT_LEAST.value, _("minst så mycket")),
    (Sense.AT_MOST.value, _("högst så mycket")),
    (Sense.NOT.value, _("om de inte gör det")),
)
MEASURES = (
    (Measure.QUANTITY.value, _("mängd eller antal")),
    (Measure.AMOUNT.value, _("kronor")),
    (Measure.SHARE.value, _("procent")),
)


class ConditionForm(forms.Form):
    """What a level of an offer asks of other offers."""

    level = forms.TypedChoiceField(label=_("Gäller nivån"), coerce=int)
    kind = forms.ChoiceField(label=_("Vad ska hända?"), choices=KINDS, widget=forms.RadioSelect, initial="level")
    others = OfferChoices(
        Commitment.objects.none(), label=_("Vilka bud gäller det?"), widget=forms.CheckboxSelectMultiple
    )
    sense = forms.ChoiceField(
        label=_("Hur mycket?"),
        choices=SENSES,
        widget=forms.RadioSelect,
        initial=Sense.AT_LEAST.value,
        help_text=_("Bud kan bara bli bindande tillsammans om mer från den ena aldrig fäller den andra."),
    )
    measure = forms.ChoiceField(
        label=_("Räknat i"), choices=MEASURES, widget=forms.RadioSelect, initial=Measure.QUANTITY.value
    )
    threshold = forms.CharField(
        label=_("Gräns"), max_length=30, help_text=_("Till exempel 28 550, 50 eller 1 990 000 000.")
    )

    def __init__(self, *args: Any, offer: Commitment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        levels = list(offer.levels.order_by("number"))
        self.fields["level"].choices = [  # type: ignore[attr-defined]
            (each.number, _("Nivå %s") % each.number) for each in levels
        ]
        self.fields["level"].initial = len(levels)
        if len(levels) == 1:
            self.fields["level"].widget = forms.HiddenInput()
        offers = Commitment.objects.filter(agreement_id=offer.agreement_id, state__in=DRAFTS).exclude(pk=offer.pk)
        self.fields["others"].queryset = offers.select_related(  # type: ignore[attr-defined]
            "principal__organisation"
        )
        self.known = list(offers)
        measures = {each.measure for each in self.known}
        if len(measures) == 1:
            self.fields["measure"].initial = measures.pop().value

    def clean(self) -> dict[str, Any]:
        """Read the limit in the measure it is meant in."""
        data = super().clean() or {}
        text, kind = data.get("threshold", ""), data.get("kind")
        measure = Measure.QUANTITY if kind == Kind.COUNT.value else Measure(data.get("measure") or "quantity")
        data["measure"] = measure.value
        if text:
            try:
                data["threshold"] = parse_value(text, measure)
            except ValidationError as error:
                self.add_error("threshold", error)
        return data


class ClearForm(forms.Form):
    """The preview that was seen."""

    fingerprint = forms.CharField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    """An act that is explained."""

    reason = forms.CharField(label=_("Varför?"), max_length=MOST_TEXT, widget=forms.Textarea(attrs=LONG))


class WithdrawForm(RowForm):
    """Taking an offer back; others read why."""

    reason = forms.CharField(
        label=_("Varför tar ni tillbaka budet?"), max_length=MOST_TEXT, widget=forms.Textarea(attrs=LONG)
    )
