import hashlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest

from governance.documents import render
from governance.documents.render import ReportBlocked, page_html, print_html, render_pdf
from governance.documents.shapes import Shape
from governance.ui.strict import STRICT

from . import samples
from .conftest import rendered

SHAPES: dict[str, Callable[[], Shape]] = {
    "annual": samples.annual_report,
    "bare": samples.bare_annual_report,
    "letter": samples.share_letter,
    "plain": samples.plain_report,
}


@pytest.mark.parametrize("name", SHAPES)
def test_templates_name_nothing_that_the_data_lack(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render.engine(), "string_if_invalid", STRICT)

    html = page_html(SHAPES[name]().to_canonical_json())

    assert "</html>" in html


def test_annual_report_answers_the_readers_question_on_its_second_page() -> None:
    html = page_html(samples.annual_report().to_canonical_json())

    second = html.split('<section class="full">')[1].split("</section>")[0]
    assert "Malmö stad betalade 3\u00a0545\u00a0477\u00a0kr" in second
    assert "tillbaka till er" in second


def test_empty_report_says_so_in_words() -> None:
    html = page_html(samples.bare_annual_report().to_canonical_json())

    for sentence in (
        "Inget utfall är bokfört.",
        "Det finns ingen andel för 2024 att jämföra med.",
        "Centralt samverkansorgan fattade inga beslut",
        "Inga avvikelser registrerades 2025.",
        "Handlingsplanen hade inga registrerade aktiviteter 2025.",
        "Inga frågor väntade på svar",
        "Budgeten 2026 är inte fastställd.",
    ):
        assert sentence in html


def test_demonstration_is_said_in_the_text_and_on_every_page() -> None:
    shown = page_html(samples.annual_report().to_canonical_json())
    real = page_html(samples.bare_annual_report().to_canonical_json())

    assert shown.count("Demonstration") >= 2
    assert "Demonstration" not in real
    assert "DEMONSTRATION" in render.style_sheet("annual_report", demo=True)
    assert "DEMONSTRATION" not in render.style_sheet("annual_report", demo=False)


def test_report_that_is_not_established_says_so_on_the_cover_and_on_every_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen = samples.annual_report(provisional=True, decided=None).to_canonical_json()
    kits: list[bool] = []
    kit_of = render.kit_of

    def seen(*kind: Any, **how: Any) -> Any:
        kits.append(how["provisional"])
        return kit_of(*kind, **how)

    monkeypatch.setattr(render, "kit_of", seen)

    shown = page_html(frozen).replace("\u00a0", " ")
    established = page_html(samples.annual_report().to_canonical_json())
    for each in (frozen, samples.annual_report().to_canonical_json()):
        render_pdf(each)

    assert 'data-state="EJ FASTSTÄLLD – läget den 2 mars 2026"' in shown
    assert '<p class="state"><strong>EJ FASTSTÄLLD – läget den 2 mars 2026</strong></p>' in shown
    assert "Nej, inte än. Rapporten ersätts när den är fastställd." in shown
    assert "EJ FASTSTÄLLD" not in established
    assert kits == [True, False]
    assert "string(state)" in render.style_sheet("annual_report", demo=True, provisional=True)
    assert "string(state)" not in render.style_sheet("annual_report", demo=True)


def test_column_without_anything_to_tell_is_left_out() -> None:
    shown = page_html(samples.annual_report().to_canonical_json())
    bare = page_html(samples.bare_annual_report().to_canonical_json())

    assert '<th scope="col" class="n">Avvikande princip</th>' in shown
    assert '<th scope="col" class="n">Avvikande princip</th>' not in bare


def test_text_of_people_is_never_markup() -> None:
    hostile = '<img src="http://127.0.0.1:1/x"><b>{{ d.head.title }}</b>'

    html = page_html(samples.annual_report(lead=hostile, goals_text=hostile).to_canonical_json())

    assert html.count("&lt;img src=") == 2
    assert "<img" not in html


def test_attached_data_are_the_frozen_data() -> None:
    frozen = samples.plain_report().to_canonical_json()

    with pikepdf.open(io.BytesIO(rendered("plain").pdf)) as pdf:
        attached = pdf.attachments["underlag.json"].get_file().read_bytes()
        relationship = pdf.Root.AF[0].AFRelationship

    assert attached.decode() == frozen
    assert str(relationship) == "/Data"
    assert rendered("plain").data_sha256 == hashlib.sha256(frozen.encode()).hexdigest()


def test_fonts_are_embedded_and_ours() -> None:
    with pikepdf.open(io.BytesIO(rendered("annual").pdf)) as pdf:
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts)
        assert all("Rapport" in str(font.FontName) or "IBM" in str(font.FontName) for font in fonts)


SCRIPT = """
import sys, hashlib, django; django.setup()
from tests.documents import samples
from governance.documents.render import render_pdf
if sys.argv[1] == "warm":
    render_pdf(samples.share_letter().to_canonical_json())
print(hashlib.sha256(render_pdf(samples.annual_report().to_canonical_json()).pdf).hexdigest())
"""


@pytest.mark.once
def test_same_data_give_the_same_bytes_in_any_process() -> None:
    def from_process(seed: str, how: str) -> str:
        environment = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "DJANGO_SETTINGS_MODULE": "governance.config.settings.test",
        }
        command = [sys.executable, "-c", SCRIPT, how]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.strip()

    found = {
        from_process("0", "cold"),
        from_process("4711", "warm"),
        hashlib.sha256(rendered("annual").pdf).hexdigest(),
    }

    assert len(found) == 1


def test_other_data_give_other_bytes() -> None:
    plain = samples.plain_report()
    other = replace(plain, lead="Tre av tre aktiviteter följer planen.")

    assert render_pdf(other.to_canonical_json()).pdf != rendered("plain").pdf


class Probe(ThreadingHTTPServer):
    """Counts whoever comes."""

    hits: list[str]


@pytest.fixture
def probe() -> Iterator[Probe]:
    class Count(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            server.hits.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"SECRET")

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = Probe(("127.0.0.1", 0), Count)
    server.hits = []
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


SVG = "http://www.w3.org/2000/svg"
INNER, INNER_END = f"<svg xmlns='{SVG}'><image width='9' height='9' href='", "'/></svg>"
VECTORS = {
    "image": '<img src="{url}">',
    "stylesheet": '<link rel="stylesheet" href="{url}">',
    "import": '<style>@import url("{url}");</style>',
    "background": '<p style="background-image:url({url})">x</p>',
    "font": '<style>@font-face{{font-family:y;src:url({url})}} p{{font-family:y}}</style><p>x</p>',
    "attachment": '<link rel="attachment" href="{url}">',
    "file attachment": '<link rel="attachment" href="file://{file}">',
    "anchor attachment": '<a rel="attachment" href="file://{file}">x</a>',
    "inline svg image": f'<svg xmlns="{SVG}" width="9" height="9"><image href="{{url}}" width="9" height="9"/></svg>',
    "svg use": f'<svg xmlns="{SVG}" width="9" height="9"><use href="{{url}}#a"/></svg>',
    "svg in data": f'<img src="data:image/svg+xml,{quote(INNER)}{{url}}{quote(INNER_END)}">',
    "redirect": '<img src="{url}/redirect">',
    "content": '<style>p::before{{content:url({url})}}</style><p>x</p>',
    "object": '<object data="{url}"></object>',
    "embed": '<embed src="{url}">',
    "base": '<base href="{url}/"><img src="x.png">',
    "list style": '<ul style="list-style-image:url({url})"><li>x</li></ul>',
    "file image": '<img src="file://{file}">',
    "border image": '<p style="border:9px solid;border-image-source:url({url})">x</p>',
}  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_nothing_is_fetched_while_rendering(name: str, probe: Probe, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET OF THE DISK")
    frozen = samples.plain_report().to_canonical_json()
    inside = VECTORS[name].format(url=f"http://127.0.0.1:{probe.server_port}/x", file=secret)
    html = f'<!DOCTYPE html><html lang="sv"><head><title>x</title></head><body><h1>x</h1>{inside}</body></html>'

    try:
        made = print_html(html, frozen, json.loads(frozen)).pdf
    except ReportBlocked:
        made = b""

    assert probe.hits == []
    assert b"SECRET" not in unpacked(made)


def unpacked(pdf: bytes) -> bytes:
    if not pdf:
        return b""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return b"".join(item.read_bytes() for item in opened.objects if isinstance(item, pikepdf.Stream))


def test_forbidden_fetch_is_an_ordinary_exception() -> None:
    frozen = samples.plain_report().to_canonical_json()
    html = '<html lang="sv"><head><title>x</title></head><body><img src="file:///etc/hostname"></body></html>'

    with pytest.raises(ReportBlocked, match="hämta något utifrån") as blocked:
        print_html(html, frozen, json.loads(frozen))

    assert isinstance(blocked.value, Exception)
