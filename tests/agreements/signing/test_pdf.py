"""The agreement as a printed form: judged by others, and with a field for everybody who signs."""

import io
import re
from dataclasses import replace

import pikepdf
import pytest

from governance.documents.render import page_html, render_pdf
from governance.documents.seal import seal_pdf
from tests.documents.conformance import judge_all

from . import samples

SAMPLES = {"whole": samples.agreement, "bare": samples.bare, "crowded": samples.crowded}


def sealed(name: str) -> bytes:
    unsealed = render_pdf(SAMPLES[name]().to_canonical_json()).pdf
    return seal_pdf(unsealed, issuer="Förhandlingen", reason="Avtal NF-AV-2026-01, version 1").pdf


def fields_of(pdf: bytes) -> dict[str, str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        fields = opened.Root.AcroForm.Fields
        return {str(each.T): str(each.TU) for each in fields}


@pytest.mark.once
@pytest.mark.xdist_group("java")
def test_sealed_agreements_pass_both_profiles_and_the_second_checker() -> None:
    files = {name: sealed(name) for name in SAMPLES}

    assert judge_all(files) == {}


def test_agreement_has_a_field_for_the_seal_and_one_for_each_signatory() -> None:
    pdf = render_pdf(samples.agreement().to_canonical_json()).pdf

    assert fields_of(pdf) == {
        "seal": "Elektronisk försegling",
        "sign_1": "Underskrift Karin Åkerlind, Staten",
        "sign_2": "Underskrift Mats Öberg, Region Norrsund",
        "sign_3": "Underskrift Åsa Lindqvist, Norrsunds kommun",
        "sign_4": "Underskrift Erik Söderhäll, Vårdgivarna i Norrsund",
    }


def test_agreement_names_who_signs_with_role_and_mandate() -> None:
    html = page_html(samples.agreement().to_canonical_json())

    signing = html[html.index('id="sign"') :]
    assert "Åsa Lindqvist, kommunstyrelsens ordförande<br>KF 2026-04-20 §\xa071" in signing
    assert signing.index("Försegling") < signing.index("Karin Åkerlind") < signing.index("Erik Söderhäll")


def test_agreement_prints_its_fifteen_sections_and_their_tables_once() -> None:
    html = page_html(samples.agreement().to_canonical_json())

    assert len(re.findall(r'<h2 id="s\d+"', html)) == 15
    assert "Informationskälla: ett system hos en part." in html[html.index('<h2 id="b1"') :]
    captions = ("Parter och företrädare", "Bilagor", "Åtaganden", "Finansieringsplan", "Tidplan")
    assert [html.count(f". {caption}") for caption in captions] == [1, 1, 1, 1, 1]


def test_same_agreement_gives_same_bytes() -> None:
    frozen = samples.agreement().to_canonical_json()

    assert render_pdf(frozen).pdf == render_pdf(frozen).pdf


def test_text_of_a_clause_is_text_and_nothing_else() -> None:
    clause = samples.ClauseRow(number="1.1", text='<b>fet</b> & "citat"\nny rad')
    section = samples.SectionRow(number=1, title="<i>Titel</i>", clauses=(clause,))

    html = page_html(samples.agreement(sections=(section,)).to_canonical_json())

    assert "&lt;b&gt;fet&lt;/b&gt; &amp; &quot;citat&quot;<br>ny rad" in html
    assert "&lt;i&gt;Titel&lt;/i&gt;" in html


def test_column_without_anything_in_it_is_left_out() -> None:
    without, party = samples.agreement(), samples.agreement().parties[0]
    numbered = samples.agreement(parties=(replace(party, organisation_number="212000-0001"), *without.parties[1:]))

    shown = [page_html(each.to_canonical_json()) for each in (without, numbered)]

    assert ["Org.nr" in each for each in shown] == [False, True]
