"""Forms for an agreement that is being written."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.decisions.forms import VersionedForm
from governance.lib.money import Sek
from governance.organisations.models import Principal
from governance.ui.forms import DayField, KronorField

from ..financing import WHOLE
from ..kinds import AgreementKind, AnnexLife, DetailLevel, LegalBasis, Part, SignOrder
from ..models import Agreement, AgreementParty, Annex, FinancingLine, Section, TimetableItem
from ..outline import Field
from ..redline import share_words

WIDE = {"class": "wide"}
LONG = {"rows": 4, "class": "wide"}
MOST_TEXT = 200_000
PARTS = [("", _("Ingen särskild del")), *Part.choices]


class ShareField(forms.CharField):
    """A share typed in percent, with a comma or a point, held as whole millionths."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Procent av den samlade kostnaden, till exempel 50 eller 12,5"))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> int | None:
        """Text to millionths, exactly; more than four decimals cannot be held."""
        bare = str(super().clean(value) or "").replace("\u00a0", "").replace("%", "").replace(" ", "").replace(",", ".")
        if not bare:
            return None
        whole, _dot, part = bare.partition(".")
        if (
            not (whole.isascii() and whole.isdigit())
            or (part and not (part.isascii() and part.isdigit()))
            or len(whole) > 3
        ):
            raise forms.ValidationError(_("Skriv andelen i procent, till exempel 50 eller 12,5."))
        if len(part) > 4:
            raise forms.ValidationError(_("Andelen får ha högst fyra decimaler."))
        ppm = int(whole) * 10_000 + int(part.ljust(4, "0"))
        if not 1 <= ppm <= WHOLE:
            raise forms.ValidationError(_("Andelen ska vara större än 0 och högst 100 procent."))
        return ppm

    def prepare_value(self, value: Any) -> Any:
        """Millionths to percent."""
        return share_words(value).replace("\u00a0%", "") if isinstance(value, int) else value


class ParticularsFields(forms.Form):
    """What an agreement says of itself."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    number = forms.CharField(
        label=_("Nummer"), max_length=40, required=False, help_text=_("Lämna tomt för årets nästa nummer.")
    )
    detail_level = forms.ChoiceField(
        label=_("Detaljeringsgrad"),
        choices=DetailLevel.choices,
        widget=forms.RadioSelect,
        initial=DetailLevel.FRAMEWORK,
        help_text=_("Ett tidigt avtal behöver utrymme, så att det inte låser den fortsatta planeringen."),
    )
    sign_order = forms.ChoiceField(
        label=_("Parternas beslut och underskrifter"),
        choices=SignOrder.choices,
        widget=forms.RadioSelect,
        initial=SignOrder.DECIDE_FIRST,
        help_text=_("Regeringen beslutar alltid sist, när parterna har undertecknat."),
    )
    legal_basis = forms.ChoiceField(
        label=_("Rättslig grund för gemensamma verktyg"),
        choices=LegalBasis.choices,
        required=False,
        widget=forms.RadioSelect,
        initial=LegalBasis.NONE,
    )
    period_from = DayField(
        label=_("Gäller från"), required=False, help_text=_("Lämna tomt om det är dagen då det träder i kraft.")
    )
    period_until = DayField(label=_("Gäller till och med"), required=False)
    last_on = DayField(
        label=_("Ska ha trätt i kraft senast"),
        required=False,
        help_text=_("Därefter förfaller det om ett villkor saknas."),
    )

    def clean(self) -> dict[str, Any]:
        """The period goes forward."""
        data = super().clean() or {}
        first, last = data.get("period_from"), data.get("period_until")
        if first and last and last < first:
            self.add_error("period_until", _("Avtalet kan inte upphöra innan det börjar gälla."))
        return data


class NewAgreementForm(ParticularsFields):
    """The first particulars of an agreement."""

    field_order = ("negotiation", "kind", "title", "number", "field")
    kind = forms.ChoiceField(
        label=_("Slag"),
        choices=[each for each in AgreementKind.choices if each[0] != AgreementKind.AMENDMENT],
        widget=forms.RadioSelect,
        initial=AgreementKind.FRAMEWORK,
    )
    field = forms.ChoiceField(
        label=_("Område"),
        choices=Field.choices,
        widget=forms.RadioSelect,
        initial=Field.HEALTH,
        help_text=_("Bestämmer avsnitt 10 och 11, om partnerskapet inte har en egen mall."),
    )
    negotiation = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=_("Förhandling"),
        required=False,
        empty_label=_("Ingen förhandling"),
        help_text=_("Utan förhandling lägger du själv till parterna."),
    )
    parent = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=_("Hör till avtalet"),
        required=False,
        empty_label=_("Inget avtal"),
        help_text=_("Till exempel det ramavtal som ett objektavtal sluts under."),
    )
    supersedes = forms.ModelChoiceField(
        Agreement.objects.none(),
        label=_("Efterträder avtalet"),
        required=False,
        empty_label=_("Inget avtal"),
        help_text=_("Det gamla avtalet gäller tills det nya träder i kraft."),
    )

    def __init__(self, *args: Any, partnership: Any, wanted: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = Agreement.objects.filter(partnership=partnership).exclude(kind=AgreementKind.AMENDMENT)
        talks = partnership.negotiations.order_by("-number")
        self.fields["negotiation"].queryset = talks  # type: ignore[attr-defined]
        self.fields["parent"].queryset = own  # type: ignore[attr-defined]
        self.fields["supersedes"].queryset = own.binding()  # type: ignore[attr-defined]
        known = [each.pk for each in talks]
        only = known[0] if len(known) == 1 else None
        self.fields["negotiation"].initial = wanted if wanted in known else only
        for name in ("parent", "supersedes"):
            if not self.fields[name].queryset.exists():  # type: ignore[attr-defined]
                self.fields[name].widget = forms.HiddenInput()


class ParticularsForm(ParticularsFields, VersionedForm):
    """What may change while the text is written."""

    names = ("title", "number", "detail_level", "sign_order", "legal_basis", "period_from", "period_until", "last_on")

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {name: getattr(agreement, name) for name in self.names})
        super().__init__(*args, subject=agreement, **kwargs)
        self.fields["number"].required = True
        self.fields["number"].help_text = ""

    def changes(self) -> dict[str, Any]:
        """The fields as they were typed."""
        return {name: self.cleaned_data[name] for name in self.names}


class PartyForm(forms.Form):
    """A party to add."""

    principal = forms.ModelChoiceField(Principal.objects.none(), label=_("Part"), empty_label=_("Välj part"))
    role = forms.CharField(
        label=_("Roll i avtalet"), max_length=300, required=False, widget=forms.TextInput(attrs=WIDE)
    )

    def __init__(self, *args: Any, agreement: Agreement, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        principals = Principal.objects.filter(partnership_id=agreement.partnership_id).on(today).by_name()
        already = agreement.parties.values("principal_id")
        self.fields["principal"].queryset = principals.exclude(pk__in=already)  # type: ignore[attr-defined]


class SectionForm(VersionedForm):
    """A section that is written."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    part = forms.ChoiceField(label=_("Del av avtalet"), choices=PARTS, required=False)
    clauses = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_TEXT,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 18, "class": "wide"}),
    )

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        names = ("title", "part", "clauses")
        kwargs.setdefault("initial", {name: getattr(section, name) for name in names})
        super().__init__(*args, subject=section, **kwargs)
        self.fields["clauses"].help_text = _(
            "En tom rad börjar ett nytt stycke. Styckena numreras: § %(number)s.1, § %(number)s.2."
        ) % {"number": section.number}

    def changes(self) -> dict[str, Any]:
        """The fields as they were typed, with line ends written one way."""
        data = self.cleaned_data
        text = data["clauses"].replace("\r\n", "\n").replace("\r", "\n")
        return {"title": data["title"].strip(), "part": data["part"], "clauses": text}


class NewSectionForm(forms.Form):
    """A section to add."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    part = forms.ChoiceField(label=_("Del av avtalet"), choices=PARTS, required=False)
    number = forms.IntegerField(
        label=_("Nummer"), required=False, min_value=1, max_value=999, help_text=_("Lämna tomt för sist.")
    )


class CostForm(VersionedForm):
    """The whole cost that shares are parts of."""

    cost = KronorField(label=_("Samlad kostnad"), required=False)

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        cost = None if held.cost_ore is None else Sek(held.cost_ore)
        kwargs.setdefault("initial", {"cost": cost})
        super().__init__(*args, subject=held, **kwargs)


class UpdatingForm(VersionedForm):
    """Why the agreement does not say how it is updated."""

    updating_reason = forms.CharField(
        label=_("Skäl"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("Lämna tomt om avtalet har ett avsnitt om hur det uppdateras."),
    )

    def __init__(self, *args: Any, held: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"updating_reason": held.updating_reason})
        super().__init__(*args, subject=held, **kwargs)


class FinancingFields(forms.Form):
    """What a party pays."""

    party = forms.ModelChoiceField(
        AgreementParty.objects.none(), label=_("Part som betalar"), empty_label=_("Välj part")
    )
    what = forms.CharField(label=_("Vad"), max_length=300, widget=forms.TextInput(attrs=WIDE))
    share = ShareField(label=_("Andel"), required=False)
    amount = KronorField(label=_("Eller ett belopp"), required=False)
    price_level_on = DayField(
        label=_("Prisnivå"), required=False, help_text=_("En dag i den månad vars priser beloppet är räknat i.")
    )
    index_series = forms.CharField(
        label=_("Indexserie"),
        max_length=80,
        required=False,
        help_text=_("Till exempel KPIF. Indextalen läggs in för sig."),
    )

    def clean(self) -> dict[str, Any]:
        """An amount or a share, not both; an index needs a price level."""
        data = super().clean() or {}
        if not self.errors and (data.get("share") is None) == (data.get("amount") is None):
            self.add_error("amount", _("Ange en andel eller ett belopp, inte båda."))
        if data.get("index_series") and not data.get("price_level_on"):
            self.add_error("price_level_on", _("Ett belopp som räknas om med index har en prisnivå."))
        return data

    def fields_of_row(self) -> dict[str, Any]:
        """The fields as they were typed."""
        data = self.cleaned_data
        return {
            "party": data["party"],
            "what": data["what"].strip(),
            "share_ppm": data["share"],
            "amount_ore": data["amount"].ore if data["amount"] is not None else None,
            "price_level_on": data["price_level_on"],
            "index_series": data["index_series"].strip(),
        }

    def choose_among(self, agreement: Agreement) -> None:
        """Offer the agreement's parties."""
        self.fields["party"].queryset = agreement.parties.select_related("principal__organisation")  # type: ignore[attr-defined]


class NewFinancingForm(FinancingFields):
    """A line to add."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_among(agreement)


class FinancingForm(FinancingFields, VersionedForm):
    """A line to change."""

    def __init__(self, *args: Any, line: FinancingLine, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "party": line.party_id,
                "what": line.what,
                "share": line.share_ppm,
                "amount": None if line.amount_ore is None else Sek(line.amount_ore),
                "price_level_on": line.price_level_on,
                "index_series": line.index_series,
            },
        )
        super().__init__(*args, subject=line, **kwargs)
        self.choose_among(line.version_of.agreement)


class TimetableFields(forms.Form):
    """A day to keep."""

    what = forms.CharField(label=_("Vad som ska vara klart"), max_length=300, widget=forms.TextInput(attrs=WIDE))
    due_on = DayField(label=_("Senast"))
    party = forms.ModelChoiceField(
        AgreementParty.objects.none(), label=_("Ansvarig part"), required=False, empty_label=_("Parterna tillsammans")
    )

    def choose_among(self, agreement: Agreement) -> None:
        """Offer the agreement's parties."""
        self.fields["party"].queryset = agreement.parties.select_related("principal__organisation")  # type: ignore[attr-defined]

    def fields_of_row(self) -> dict[str, Any]:
        """The fields as they were typed."""
        data = self.cleaned_data
        return {"what": data["what"].strip(), "due_on": data["due_on"], "party": data["party"]}


class NewTimetableForm(TimetableFields):
    """A day to add."""

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose_among(agreement)


class TimetableForm(TimetableFields, VersionedForm):
    """A day to change."""

    def __init__(self, *args: Any, item: TimetableItem, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"what": item.what, "due_on": item.due_on, "party": item.party_id})
        super().__init__(*args, subject=item, **kwargs)
        self.choose_among(item.version_of.agreement)


class NewAnnexForm(forms.Form):
    """An annex to add."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    life = forms.ChoiceField(
        label=_("Hur bilagan ändras"), choices=AnnexLife.choices, widget=forms.RadioSelect, initial=AnnexLife.PARTIES
    )
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 14, "class": "wide"}),
        help_text=_("En tom rad börjar ett nytt stycke."),
    )


class AnnexTextForm(VersionedForm):
    """The text of an annex's newest issue, or of the next one."""

    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 18, "class": "wide"}),
    )
    change_note = forms.CharField(
        label=_("Vad som ändras"), max_length=300, required=False, widget=forms.TextInput(attrs=WIDE)
    )


class AdoptIssueForm(forms.Form):
    """The board's decision on a new issue."""

    decision_reference = forms.CharField(
        label=_("Styrelsens beslut"), max_length=200, help_text=_("Till exempel Styrelsen 2027-03-12, § 14")
    )


class AnnexForm(VersionedForm):
    """An annex's heading, and how it may be changed."""

    title = forms.CharField(label=_("Rubrik"), max_length=200, widget=forms.TextInput(attrs=WIDE))
    life = forms.ChoiceField(label=_("Hur bilagan ändras"), choices=AnnexLife.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, annex: Annex, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": annex.title, "life": annex.life})
        super().__init__(*args, subject=annex, **kwargs)
