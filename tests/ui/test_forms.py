from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile

from governance.lib.money import Sek
from governance.ui.fields import sentences
from governance.ui.forms import DayField, KronorField, UploadField


class Example(forms.Form):
    amount = KronorField(label="Belopp")
    on = DayField(label="Datum", help_text="Den dag då det beslutades")
    choice = forms.ChoiceField(
        label="Beslut", choices=[("ja", "Antar"), ("nej", "<b>Avslår</b>")], widget=forms.RadioSelect
    )
    read = forms.BooleanField(label="Jag har läst")
    note = forms.CharField(label="Skäl", required=False)


@pytest.mark.parametrize(
    ("typed", "ore"), [("1 252 213,29", 125_221_329), ("1252213.29", 125_221_329), ("1\u00a0000", 100_000), ("0", 0)]
)
def test_kronor_are_read_as_people_write_them(typed: str, ore: int) -> None:
    assert KronorField().clean(typed) == Sek(ore)


@pytest.mark.parametrize("typed", ["0026-05-04", "1926-05-04", "2206-05-04"])
def test_day_of_an_unlikely_year_is_a_slip_of_the_finger(typed: str) -> None:
    with pytest.raises(forms.ValidationError, match=r"Kontrollera året\. Det ska vara mellan 1970 och 2150\."):
        DayField().clean(typed)
    assert DayField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["-1", "tusen", "1,234"])
def test_kronor_refuse_with_the_sentence_of_the_parser(typed: str) -> None:
    with pytest.raises(ValueError) as told:  # noqa: PT011 -- the sentence is compared below
        Sek.parse(typed)

    with pytest.raises(forms.ValidationError) as refused:
        KronorField().clean(typed)

    assert refused.value.messages == [str(told.value)]


def test_kronor_above_the_limit_name_their_field() -> None:
    with pytest.raises(forms.ValidationError) as refused:
        KronorField(label="Årets budget").clean("92 233 720 368 547 758,07")

    said = "Beloppet under ”Årets budget” är för stort. Det får vara högst 100\u00a0000\u00a0000\u00a0000 kronor."
    assert refused.value.messages == [said]


def test_kronor_are_shown_again_without_needless_decimals() -> None:
    field = KronorField()

    assert field.prepare_value(Sek(100_000)) == "1\u00a0000"
    assert field.prepare_value(Sek(100_050)) == "1\u00a0000,50"
    assert field.prepare_value("skräp") == "skräp"
    assert not field.has_changed(Sek(100_000), "1000")
    assert field.has_changed(Sek(100_000), "1001")


def test_field_joins_label_hint_and_error_to_its_input() -> None:
    shown = Example({"on": "29/10"})["on"].as_field_group()

    assert '<label for="id_on">Datum</label>' in shown
    assert 'aria-describedby="id_on_helptext id_on_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'class="ds-input"' in shown
    assert "Skriv datumet som år-månad-dag" in shown


def test_choices_stand_in_a_fieldset_and_are_escaped() -> None:
    shown = Example()["choice"].as_field_group()

    assert shown.startswith('<fieldset class="radios"')
    assert "<legend>Beslut</legend>" in shown
    assert "&lt;b&gt;Avslår" in shown


def test_summary_names_every_field_and_links_to_it() -> None:
    shown = str(Example({}))

    assert "Fyra uppgifter behöver rättas" in shown
    assert '<a href="#id_amount">Fyll i fältet ”Belopp”.</a>' in shown
    assert '<a href="#id_choice_0">Välj ett svar under ”Beslut”.</a>' in shown
    assert '<a href="#id_read">Kryssa i ”Jag har läst”.</a>' in shown


def test_summary_takes_the_focus_unless_the_form_is_one_of_several() -> None:
    assert " autofocus>" in str(Example({}))
    assert "autofocus" not in str(Example({}, prefix="andra"))


def test_summary_is_silent_until_something_is_sent() -> None:
    assert "errsum" not in str(Example())


def test_optional_field_says_so() -> None:
    assert "(valfritt)" in Example()["note"].as_field_group()


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("data.exe", b"x", "Filen har fel format. Välj en fil som slutar på .csv eller .xlsx."),
        ("data.csv", b"x" * 1_000_001, "Filen är för stor. Den får vara högst 1 MB."),
        ("data.csv", b"", "Filen är tom."),
    ],
)
def test_upload_refuses_wrong_kind_and_size(name: str, content: bytes, sentence: str) -> None:
    field = UploadField(endings=(".csv", ".xlsx"), most_mb=1)

    with pytest.raises(forms.ValidationError) as refused:
        field.clean(SimpleUploadedFile(name, content))

    assert refused.value.messages == [sentence]


def test_upload_tells_the_browser_what_to_offer() -> None:
    class Upload(forms.Form):
        file: Any = UploadField(endings=(".csv", ".xlsx"))

    shown = Upload()["file"].as_field_group()

    assert 'accept=".csv,.xlsx"' in shown
    assert ".csv eller .xlsx, högst 25 MB" in shown


class Bounded(forms.Form):
    year = forms.IntegerField(label="Budgetår", min_value=2000, max_value=2200)
    residents = forms.IntegerField(label="Invånare", max_value=50_000)
    part = forms.DecimalField(label="Andel", max_digits=7, decimal_places=2, min_value=0)
    phase = forms.ChoiceField(label="Fas", choices=[("a", "Etablering")])
    title = forms.CharField(label="Rubrik", max_length=5)
    own = forms.IntegerField(label="Eget", min_value=1, error_messages={"min_value": "Minst en, sade vi."})


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("year", "1999", "”Budgetår” ska vara mellan 2000 och 2200."),
        ("year", "i år", "Skriv ”Budgetår” som ett heltal, med bara siffror."),
        ("year", "", "Fyll i fältet ”Budgetår”."),
        ("residents", "50001", "”Invånare” får vara högst 50\u00a0000."),
        ("part", "123456789", "”Andel” är ett för stort tal. Det får ha högst 7 siffror."),
        ("part", "tio", "Skriv ”Andel” som ett tal, till exempel 12.5."),
        ("part", "1.234", "”Andel” får ha högst 2 decimaler."),
        ("part", "-1", "”Andel” får vara lägst 0."),
        ("phase", "2026-12", "Välj ett av svaren under ”Fas”. Det du skickade finns inte bland dem."),
        ("title", "sexton", "”Rubrik” får vara högst 5 tecken. Nu är det 6."),
        ("own", "0", "Minst en, sade vi."),
    ],
)
def test_stock_sentences_become_plain_ones_that_name_the_field(field: str, typed: str, said: str) -> None:
    shown = sentences(Bounded({field: typed})[field])

    assert said in shown
    assert not any("Kontrollera att" in each or "Säkerställ" in each for each in shown)
