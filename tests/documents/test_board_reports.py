"""The reports of boards and of negotiations: whole, readable aloud, the same bytes for the same data."""

import os
import subprocess
import sys
from hashlib import sha256

import pytest

from governance.documents import render
from governance.documents.render import page_html, render_pdf
from governance.documents.seal import seal_pdf
from governance.ui.strict import STRICT

from . import board_samples
from .conformance import judge_all

SAMPLES = board_samples.SAMPLES
SCRIPT = """
import hashlib, django; django.setup()
from tests.documents.board_samples import SAMPLES
from governance.documents.render import render_pdf
for name in ("minutes", "commitments", "accounts", "status"):
    print(hashlib.sha256(render_pdf(SAMPLES[name]().to_canonical_json()).pdf).hexdigest())
"""


@pytest.mark.parametrize("name", SAMPLES)
def test_templates_name_nothing_that_the_data_lack(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render.engine(), "string_if_invalid", STRICT)

    assert "</html>" in page_html(SAMPLES[name]().to_canonical_json())


@pytest.mark.once
@pytest.mark.xdist_group("java")
def test_sealed_reports_pass_both_profiles_and_the_second_checker() -> None:
    def sealed(name: str) -> bytes:
        unsealed = render_pdf(SAMPLES[name]().to_canonical_json()).pdf
        return seal_pdf(unsealed, issuer=board_samples.BOARD.name, reason="Dokument X, version 1").pdf

    files = {name: sealed(name) for name in SAMPLES}

    assert judge_all(files) == {}


@pytest.mark.once
def test_same_data_give_the_same_bytes_in_another_process() -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "7", "DJANGO_SETTINGS_MODULE": "governance.config.settings.test"}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=True)

    here = [
        sha256(render_pdf(SAMPLES[name]().to_canonical_json()).pdf).hexdigest()
        for name in ("minutes", "commitments", "accounts", "status")
    ]
    assert done.stdout.split() == here


def test_what_is_empty_is_said_in_words() -> None:
    told = "".join(page_html(SAMPLES[name]().to_canonical_json()) for name in SAMPLES if name.startswith("bare"))

    for sentence in (
        "Avtalet har inga åtaganden.",
        "Ingen lägesrapport väntade på styrelsen",
        "Inga avvikelser är anmälda.",
        "Avtalet har inga åtaganden som räknas.",
        "Inga sakfrågor är upptagna.",
        "Ingen tidplan är satt.",
        "Inga beslut är antecknade.",
    ):
        assert sentence in told


def test_minutes_put_every_decision_under_its_paragraph() -> None:
    html = page_html(board_samples.minutes().to_canonical_json())

    part = html.split("§\u00a032</span>")[1].split("§\u00a033</span>")[0]
    assert "Beslut: beslutat" in part
    assert "omförhandlas i ett tilläggsavtal" in part


def test_text_of_people_is_never_markup() -> None:
    hostile = "<b>{{ d.head.title }}</b>"

    html = page_html(board_samples.commitment_report(lead=hostile).to_canonical_json())

    assert "&lt;b&gt;" in html
    assert hostile not in html
