"""From frozen data to the bytes of a PDF that is both PDF/A-3a and PDF/UA-1; the same data always give the same bytes.

Nothing is fetched while a document is made, neither from the network nor from the disk: the fonts are read beforehand
and handed over by a fetcher that knows nothing else.
"""

import atexit
import gc
import json
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from governance.lib.dates import MONTHS
from governance.lib.money import NO_BREAK_SPACE

from . import charts, fonts
from .canonical import sha256
from .finisher import finisher, identify_as_ua, link_texts, resave
from .layouts import LAYOUTS, Layout, columns

VARIANT = "pdf/a-3a"
ATTACHMENT = "underlag.json"
CSS_DIR = Path(__file__).parent / "css"
COLLECT_EVERY = 4
FEW_COLUMNS = 3
one_at_a_time = threading.RLock()  # Pango and the collector belong to the whole process


class ReportBlocked(Exception):
    """The document asked for something outside itself; nothing was made."""


@dataclass(frozen=True)
class Rendered:
    """An unsealed document: its bytes, its number of pages, and the hash of the data it was made from."""

    pdf: bytes
    pages: int
    data_sha256: str


@dataclass(frozen=True)
class Kit:
    """What all documents of one look share: parsed style sheets and known fonts."""

    sheets: tuple[Any, ...]
    fonts: Any


def render_pdf(frozen: str) -> Rendered:
    """Make the unsealed document of canonical JSON as `shapes` writes it."""
    data = json.loads(frozen)
    html = page_html(frozen)
    with one_at_a_time, collector_resting():
        return print_html(html, frozen, data)


def page_html(frozen: str) -> str:
    """Write the document as HTML, without its style sheets."""
    data = printable(json.loads(frozen))
    layout = layout_of(data)
    pictures = {**layout.pictures(data), "qr": charts.qr(data["head"]["verify_url"], 98)}
    shown = {
        "d": data,
        "chart": {name: mark_safe(picture) for name, picture in pictures.items()},  # noqa: S308 -- charts escape
        "has": columns(data),
        "numbers": {},
        "digest": sha256(frozen),
    }
    return calm_headings(engine().get_template(layout.template).render(Context(shown)))


TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
ROW_HEADING = re.compile(r'<th scope="row"(.*?)</th>', re.DOTALL)


def calm_headings(html: str) -> str:
    """Let the first cell of a row be an ordinary cell where headings would outnumber what they head.

    A table of three columns does so as soon as a page breaks it to two rows, so there too; a table with headings for
    its rows alone (no `thead`) is left as it is.
    """
    return TABLE.sub(lambda found: calm_table(found[0]), html)


def calm_table(table: str) -> str:
    """The same for one table."""
    columns = table.count('scope="col"')
    headings, cells = columns + table.count('scope="row"'), table.count("<td")
    if columns and (columns <= FEW_COLUMNS or headings > cells):
        return ROW_HEADING.sub(r"<td\1</td>", table)
    return table


def layout_of(data: dict[str, Any]) -> Layout:
    """Look up the layout by the kind that the data themselves name."""
    return LAYOUTS[data["head"]["kind"]]


@cache
def engine() -> Engine:
    """A template engine for print alone: no request, no site, and only our filters."""
    return Engine(
        dirs=[str(settings.BASE_DIR / "templates" / "pdf")],
        builtins=["governance.documents.templatetags.pdf"],
        loaders=[("django.template.loaders.cached.Loader", ["django.template.loaders.filesystem.Loader"])],
    )


LOOSE = re.compile(r"(?<=\d) (?=\d{3}(?!\d))|(?<=§) (?=\d)|(?<=\d) (?=(?:kr|procent|mnkr|%)(?!\w))")


DATES = re.compile(rf"(?<!\d)(\d{{1,2}}) ({'|'.join(MONTHS)})\b(?: (?=\d{{4}}(?!\d)))?")


def whole_date(found: re.Match[str]) -> str:
    """A day that a sentence names, with its month and year on the same line."""
    return f"{found[1]}{NO_BREAK_SPACE}{found[2]}{NO_BREAK_SPACE if found[0].endswith(' ') else ''}"


def printable(value: Any) -> Any:
    """Keep figures and days on one line, and replace what the typeface lacks; the attached data stay as they are."""
    if isinstance(value, str):
        return fonts.printable(DATES.sub(whole_date, LOOSE.sub(NO_BREAK_SPACE, value)))
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return value


def print_html(html: str, frozen: str, data: dict[str, Any]) -> Rendered:
    """Lay out, tag, attach the data, finish and pack; a forbidden fetch becomes an ordinary exception here.

    WeasyPrint raises it as a BaseException, which would pass every `except Exception` on its way out.
    """
    from weasyprint import HTML, Attachment  # noqa: PLC0415 -- slow, and needs libraries that the site can do without
    from weasyprint.urls import FatalURLFetchingError  # noqa: PLC0415 -- as above

    head, layout = data["head"], layout_of(data)
    kit = kit_of(layout.kind, demo=head["demo"], provisional=bool(data.get("provisional")))
    frozen_at = datetime.fromisoformat(head["frozen_at"])
    attachment = Attachment(
        string=frozen,
        name=ATTACHMENT,
        description=_("Underlaget som dokumentet är gjort av"),
        created=frozen_at,
        modified=frozen_at,
        relationship="Data",
        url_fetcher=static_fetcher(),
    )
    digest = sha256(frozen)
    identifier = bytes.fromhex(sha256(digest + layout.template_version))[:16]
    try:
        document = HTML(string=html, url_fetcher=static_fetcher(), base_url="static:").render(
            pdf_variant=VARIANT, font_config=kit.fonts, stylesheets=kit.sheets
        )
        identify_as_ua(document)
        raw = document.write_pdf(
            attachments=[attachment],
            pdf_identifier=identifier,
            pdf_variant=VARIANT,
            finisher=finisher(link_texts(html)),
        )
    except FatalURLFetchingError as blocked:
        raise ReportBlocked(_("Dokumentet försökte hämta något utifrån och stoppades: %s") % blocked) from blocked
    return Rendered(resave(raw), len(document.pages), digest)


def kit_of(kind: str, *, demo: bool, provisional: bool = False) -> Kit:
    """Share fonts and parsed style sheets between the documents of one process."""
    return _kit(kind, demo, provisional, os.getpid())


@cache
def _kit(kind: str, demo: bool, provisional: bool, process: int) -> Kit:
    from weasyprint import CSS  # noqa: PLC0415 -- as in print_html

    known = _known_fonts(process)
    text = style_sheet(kind, demo=demo, provisional=provisional)
    sheet = CSS(string=text, font_config=known, url_fetcher=static_fetcher(), base_url="static:")
    return Kit((sheet,), known)


@cache
def _known_fonts(process: int) -> Any:
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415 -- as in print_html

    atexit.register(_forget)
    return FontConfiguration()


def _forget() -> None:
    """Let the fonts go while there still is a Python to take them down."""
    _kit.cache_clear()
    _known_fonts.cache_clear()


def style_sheet(kind: str, *, demo: bool, provisional: bool = False) -> str:
    """The whole style of a kind of document: faces, the common page, its own rules, the labels it is to carry."""
    names = ["base", kind, *(["provisional"] if provisional else []), *(["demo"] if demo else [])]
    return fonts.font_faces() + "".join((CSS_DIR / f"{name}.css").read_text(encoding="utf-8") for name in names)


@cache
def static_fetcher() -> Any:
    """A fetcher that gives our fonts, by name, and refuses everything else there is."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 -- as in print_html

    class StaticOnly(URLFetcher):
        """Knows `static:<name>` for the packaged fonts."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            """Answer with a font, or refuse."""
            scheme, _colon, name = url.partition(":")
            body = fonts.font_bytes().get(name) if scheme == "static" else None
            if body is None:
                raise ValueError(_("Bara egna typsnitt får läsas, inte %s") % url)
            return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})

    return StaticOnly(timeout=1, allowed_protocols={"static"}, allow_redirects=False, fail_on_errors=True)


rendered_here = 0


@contextmanager
def collector_resting() -> Iterator[None]:
    """Let Python's collector rest while a document is laid out, which is a fifth of the time, and sweep now and then.

    A document is a great tree that lives until it is written: looking it through while it grows finds nothing.
    """
    global rendered_here  # noqa: PLW0603 -- counts this process's documents
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        rendered_here += 1
        if was_on:
            gc.enable()
        if rendered_here == 1:
            gc.freeze()
        elif rendered_here % COLLECT_EVERY == 0:
            gc.collect()
