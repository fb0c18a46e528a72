"""What people fill in about decisions. What is right is asked of the guards; a form only reads and names fields."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lib.dates import swedish_date
from governance.ui.forms import DayField

from .corrections import last_day_to_appeal
from .guards import while_it_may_be_appealed
from .models import Ruling
from .states import EXPLAINED, RulingKind, RulingState

PRINCIPAL_OUTCOMES = [
    (RulingState.ADOPTED, _("Antaget")),
    (RulingState.REMITTED, _("Återremitterat: mer beredning i den egna organisationen")),
    (RulingState.SENT_BACK, _("Sänt tillbaka till förslagsställaren med skäl")),
    (RulingState.REJECTED, _("Avslaget")),
]
ADOPTED_WORDS = {
    RulingKind.PREPARE: _("Berett: ärendet går vidare"),
    RulingKind.RECOMMEND: _("Rekommenderat"),
    RulingKind.DELEGATED: _("Beslutat inom fastställd ram"),
    RulingKind.DECIDE: _("Antaget"),
}


def outcomes_of(ruling: Ruling) -> list[tuple[str, Any]]:
    """The outcomes in words that fit what the body does."""
    return [(str(RulingState.ADOPTED), ADOPTED_WORDS[RulingKind(ruling.kind)]), *PRINCIPAL_OUTCOMES[1:]]


class VersionedForm(forms.Form):
    """Carries the version that the reader saw, so that nobody overwrites what another has just changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, subject: Any, **kwargs: Any) -> None:
        self.subject = subject
        kwargs["initial"] = {"version": subject.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def renew(self) -> None:
        """Let the same form be sent once more by one who has seen what is saved."""
        newest = type(self.subject).objects.get(pk=self.subject.pk)
        self.data = {**self.data.dict(), self.add_prefix("version"): str(newest.version)}  # type: ignore[attr-defined]


class DecisionForm(VersionedForm):
    """What a body or a principal decided (registrera beslut)."""

    outcome = forms.ChoiceField(label=_("Vad blev beslutet?"), widget=forms.RadioSelect)
    decided_on = DayField(label=_("Beslutsdag"))
    paragraph = forms.CharField(
        label=_("Paragraf i protokollet"), max_length=20, help_text=_("Till exempel 94"), strip=True
    )
    minutes = forms.CharField(
        label=_("Protokoll"),
        max_length=200,
        required=False,
        help_text=_("Var protokollet finns, till exempel en adress eller en beteckning"),
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    reasons = forms.CharField(
        label=_("Skäl"),
        required=False,
        help_text=_("Behövs vid avslag, återremiss och när ärendet sänds tillbaka. Skriv skälen som i protokollet."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    diary_number = forms.CharField(
        label=_("Eget diarienummer"), max_length=60, required=False, help_text=_("Som ni själva skriver det")
    )
    announced_on = DayField(
        label=_("Anslaget på anslagstavlan"),
        required=False,
        help_text=_("Dagen då protokollets justering tillkännagavs"),
    )
    appeal_until = DayField(
        label=_("Kan överklagas till och med"),
        required=False,
        help_text=_("Den dag som står på anslaget. Lämnas fältet tomt räknas tre veckor från anslaget."),
    )
    legal_force_on = DayField(
        label=_("Laga kraft sedan"),
        required=False,
        help_text=_("Fylls i när ni vet att beslutet har vunnit laga kraft. Det går att ange senare."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = outcomes_of(self.subject)  # type: ignore[attr-defined]
        if not self.subject.principal_id:
            for name in ("announced_on", "appeal_until", "legal_force_on"):
                del self.fields[name]

    def clean_decided_on(self) -> date:
        """A decision is not registered in advance."""
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            words = _("%s har inte varit än. Ange sammanträdet i stället, och registrera beslutet efteråt.")
            raise forms.ValidationError(words % swedish_date(decided_on))
        return decided_on

    def clean(self) -> dict[str, Any]:
        """Reasons where they are needed, and the days in their order."""
        given = super().clean() or {}
        if given.get("outcome") in EXPLAINED and not given.get("reasons"):
            self.add_error("reasons", _("Skriv skälen som de står i protokollet."))
        decided_on, announced_on = given.get("decided_on"), given.get("announced_on")
        if decided_on and announced_on and announced_on < decided_on:
            self.add_error("announced_on", _("Beslutet kan inte anslås före beslutsdagen."))
        appeal_until, legal_force_on = given.get("appeal_until"), given.get("legal_force_on")
        first = announced_on or decided_on
        if first and appeal_until and appeal_until < first:
            self.add_error("appeal_until", _("Överklagandetiden kan inte sluta innan beslutet är anslaget."))
        if decided_on and legal_force_on and legal_force_on < decided_on:
            self.add_error("legal_force_on", _("Beslutet kan inte få laga kraft före beslutsdagen."))
        if legal_force_on and legal_force_on > self.today:
            self.add_error("legal_force_on", _("Laga kraft antecknas när den har inträtt, inte i förväg."))
        if too_early := while_it_may_be_appealed(legal_force_on, announced_on=announced_on, appeal_until=appeal_until):
            self.add_error("legal_force_on", too_early)
        return given


class CorrectionForm(DecisionForm):
    """Put right what was registered wrongly; what was there stays in the trail (rätta)."""

    reason = forms.CharField(
        label=_("Varför rättas uppgiften?"),
        help_text=_("Läses av alla som följer ärendet, i dess spår"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        """The last day to appeal that was filled in from a former announcement follows the announcement."""
        given = self.cleaned_data
        if {"announced_on", "appeal_until"} <= given.keys():
            days = given["announced_on"], given["appeal_until"]
            given["appeal_until"] = last_day_to_appeal(self.subject, *days)
        return super().clean()

    def changes(self) -> dict[str, Any]:
        """The fields that the correction is about."""
        names = set(self.fields) - {"reason", "version"}
        return {name: self.cleaned_data[name] for name in names}


class MeetingForm(VersionedForm):
    """Which meeting will treat the matter (ange sammanträde)."""

    next_meeting_on = DayField(label=_("Dag då ärendet behandlas"))
    preparation = forms.CharField(
        label=_("Egen beredning före beslutet"),
        max_length=200,
        required=False,
        help_text=_("Till exempel Kommunstyrelsen 4 november"),
        widget=forms.TextInput(attrs={"class": "wide"}),
    )
    diary_number = forms.CharField(
        label=_("Eget diarienummer"), max_length=60, required=False, help_text=_("Som ni själva skriver det")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_next_meeting_on(self) -> date:
        """A meeting lies ahead."""
        planned: date = self.cleaned_data["next_meeting_on"]
        if planned < self.today:
            words = _("%s har redan varit. Välj en dag framåt, eller registrera beslutet.")
            raise forms.ValidationError(words % swedish_date(planned))
        return planned


class LegalForceForm(VersionedForm):
    """That a decision has gained legal force, after a question to the court (laga kraft)."""

    legal_force_on = DayField(label=_("Laga kraft sedan"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_legal_force_on(self) -> date:
        """Neither before the time to appeal has ended nor in advance."""
        legal_force_on: date = self.cleaned_data["legal_force_on"]
        decided_on = self.subject.decided_on
        if decided_on and legal_force_on < decided_on:
            raise forms.ValidationError(_("Beslutet kan inte få laga kraft före beslutsdagen."))
        if legal_force_on > self.today:
            raise forms.ValidationError(_("Laga kraft antecknas när den har inträtt, inte i förväg."))
        days = {"announced_on": self.subject.announced_on, "appeal_until": self.subject.appeal_until}
        if too_early := while_it_may_be_appealed(legal_force_on, **days):
            raise forms.ValidationError(too_early)
        return legal_force_on


class AnswerForm(VersionedForm):
    """The proposer's answer to the reasons of one that rejected or sent back (svara på skälen)."""

    answer = forms.CharField(
        label=_("Svar på skälen"),
        help_text=_("Läses av alla som beslutar. Därefter lämnas ärendet på nytt till den som svaret gäller."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    decided_on = DayField(label=_("Dag då svaret beslutades"))
    paragraph = forms.CharField(
        label=_("Paragraf i protokollet"), max_length=20, help_text=_("Till exempel 94"), strip=True
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        kwargs["initial"] = {"decided_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        if answering := self.subject.matter.answering_body(self.subject):
            self.fields["decided_on"].help_text = _("När %s beslutade om svaret") % answering.name
        self.fields["paragraph"].required = self.subject.is_answered_in_minutes

    def clean_decided_on(self) -> date:
        """Neither in advance nor before what is answered."""
        decided_on: date = self.cleaned_data["decided_on"]
        if decided_on > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än."))
        if self.subject.decided_on and decided_on < self.subject.decided_on:
            words = _("Svaret kan inte vara beslutat före %s, då beslutet med skälen fattades.")
            raise forms.ValidationError(words % swedish_date(self.subject.decided_on))
        return decided_on


class HandOverForm(VersionedForm):
    """On which day the matter was put before the principals (lämna över)."""

    handed_over_on = DayField(label=_("Dag då ärendet lämnas över"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        kwargs["initial"] = {"handed_over_on": today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_handed_over_on(self) -> date:
        """Not in advance."""
        handed_over_on: date = self.cleaned_data["handed_over_on"]
        if handed_over_on > self.today:
            raise forms.ValidationError(_("Dagen har inte varit än."))
        return handed_over_on


class WithdrawForm(VersionedForm):
    """Why a matter is taken back (dra tillbaka)."""

    reason = forms.CharField(
        label=_("Varför dras ärendet tillbaka?"),
        help_text=_("Läses av alla som beslutar. Beslut som redan är fattade står kvar i spåret."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
