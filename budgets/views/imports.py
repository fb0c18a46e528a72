"""Files that are read in: looked at first, row by row, then all or nothing."""

import base64
import binascii
from collections.abc import Callable
from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import count
from governance.organisations.pages import require_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.acts import refuse
from governance.workflow.citations import CHANGED_MEANWHILE
from governance.workflow.refusals import Refused
from governance.workflow.tokens import GOOD_FOR

from ..forms.drafts import ConfirmForm, FileForm
from ..forms.spending import AllocationFileForm, OutcomeFileForm
from ..pages.frames import FramePage, find_frame
from ..pages.lines import find_budget
from ..services import allocating, importing
from ..services.importing import Preview, Seen
from ..sheets import SheetError
from .common import answer
from .drafts import budget_url, in_budget, require_writer
from .spending import frame_url, in_frame

PAGE = "budgets/import.html"
SALT = "budgets.import_preview"
ReadIn = Callable[[bytes, str, list[Seen]], str]


def answer_import(
    request: SamverkRequest,
    form_class: type[FileForm] | type[OutcomeFileForm] | type[AllocationFileForm],
    look: Callable[[bytes], Preview],
    read_in: ReadIn,
    context: dict[str, Any],
) -> HttpResponse:
    """Ask for a file, show what it would do, and read it in when that is confirmed."""
    if "content" in request.POST:
        return confirm(request, look, read_in, context)
    form = form_class(request.POST or None, request.FILES or None)
    context = {**context, "form": form, "preview": None, "confirm": None, "refusals": ()}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return render(request, PAGE, context, status=422)
    sent: UploadedFile = form.cleaned_data["file"]
    data = sent.read()
    try:
        preview = look(data)
    except SheetError as error:
        form.add_error("file", str(error))
        return render(request, PAGE, context, status=422)
    again = {
        "content": base64.b64encode(data).decode(),
        "file_name": (sent.name or "")[:200],
        "seen": sign_seen(preview),
    }
    shown = {**context, "preview": preview, "confirm": ConfirmForm(initial=again) if preview.is_ready else None}
    return render(request, PAGE, {**shown, **words_of(preview)}, status=200 if preview.is_ready else 422)


def confirm(
    request: SamverkRequest,
    look: Callable[[bytes], Preview],
    read_in: ReadIn,
    context: dict[str, Any],
) -> HttpResponse:
    """Read in the file that was looked at; it is looked at again, since things may have changed."""
    try:
        data = base64.b64decode(request.POST.get("content", ""), validate=True)
        preview = look(data)
    except (binascii.Error, SheetError):
        return render(
            request, PAGE, {**context, "form": FileForm(), "preview": None, "confirm": None, "refusals": ()}, status=422
        )
    form = ConfirmForm(request.POST, newest=sign_seen(preview))
    shown = {**context, "preview": preview, "confirm": form, **words_of(preview)}
    seen = seen_in(request.POST.get("seen", ""), preview)
    if seen is None:
        form.renew()
        return render(request, PAGE, {**shown, "refusals": looked_at_too_long_ago().refusals}, status=409)
    return answer(
        request, form, lambda given: read_in(data, given["file_name"], seen), PAGE, shown, done=_("Filen är inläst.")
    )


def sign_seen(preview: Preview) -> str:
    """The file and what is saved beside its rows, as the page that shows them carries them."""
    return signing.dumps([preview.sha256, preview.seen], salt=SALT, compress=True)


def seen_in(signed: str, preview: Preview) -> list[Seen] | None:
    """What was saved beside the rows of this very file when it was looked at; nothing when that is not known."""
    try:
        sha256, seen = signing.loads(signed, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return None
    return [(ore, text) for ore, text in seen] if sha256 == preview.sha256 else None


def looked_at_too_long_ago() -> Refused:
    """The refusal of a file that nobody has looked at lately."""
    return refuse(
        _("Förhandsgranskningen är för gammal. Raderna visas på nytt som de är nu."),
        CHANGED_MEANWHILE,
        mended_by=_("du själv: granska raderna och bekräfta igen"),
    )


def words_of(preview: Preview) -> dict[str, Any]:
    """What the file would do, in words."""
    return {
        "row_words": count(len(preview.rows), _("rad"), _("rader")),
        "error_words": count(len(preview.errors), _("fel"), _("fel")),
        "with_month": any(row.month for row in preview.rows),
        "repeated_words": count(len(preview.repeated), _("rad"), _("rader")),
    }


@signed_in
def lines(request: SamverkRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Read budget lines from a spreadsheet into a draft."""
    budget = find_budget(request.actor, slug, year, number)
    require_writer(budget, request)
    context = {
        **in_budget(budget, _("Läs in rader")),
        "title": _("Läs in rader från Excel"),
        "lead": _("Först visas vad filen skulle ändra. Inget sparas förrän du har bekräftat."),
        "columns": _(
            "Kolumner: tjänst, fas, belopp och, om ni vill, beskrivning. En rad för varje tjänst och fas. "
            "Budgetens egen Excelfil går att läsa in igen; där heter beloppet ”%s, kr”."
        )
        % year,
        "template_url": reverse("budgets:lines", args=[slug, year, number, "xlsx"]),
        "button": _("Läs in raderna"),
    }

    def read_in(data: bytes, file_name: str, seen: list[Seen]) -> str:
        importing.import_lines(budget, data, file_name=file_name, by=request.actor, today=request.today, seen=seen)
        return f"{budget_url(budget)}#h-rad"

    return answer_import(request, FileForm, lambda data: importing.preview_lines(budget, data), read_in, context)


@signed_in
def allocations(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Read a year's allocations from a file, such as the list of what the body decided."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "allocate")
    context = {
        **in_frame(held, _("Läs in fördelningar")),
        "warning": FramePage(held).allocation_warning,
        "title": _("Läs in fördelningar från Excel"),
        "lead": _(
            "Först visas vad filen innehåller. Inget sparas förrän du har bekräftat. "
            "Ryms inte allt i ramen sparas inget. Samma fil läses in en gång."
        ),
        "columns": _("Kolumner: tjänst, fas, belopp, ändamål och, om ni vill, beslutad (2026-03-18) och paragraf."),
        "button": _("Läs in fördelningarna"),
    }

    def read_in(data: bytes, file_name: str, _seen: list[Seen]) -> str:
        allocating.import_allocations(held, data, file_name=file_name, by=request.actor, today=request.today)
        return f"{frame_url(held)}#h-fordelat"

    def look(data: bytes) -> Preview:
        return allocating.preview_allocations(held, data, today=request.today)

    return answer_import(request, AllocationFileForm, look, read_in, context)


@signed_in
def outcome(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Read a year's outcome from the accounts' file."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "import_outcome")
    context = {
        **in_frame(held, _("Läs in utfall")),
        "title": _("Läs in utfall från Excel"),
        "lead": _(
            "Först visas vad filen innehåller. Inget sparas förrän du har bekräftat. Samma fil läses in en gång."
        ),
        "columns": _("Kolumner: tjänst, fas, månad (2026-03), belopp och, om ni vill, text. Minus om pengar kom åter."),
        "button": _("Läs in utfallet"),
    }

    def read_in(data: bytes, file_name: str, _seen: list[Seen]) -> str:
        importing.import_outcome(held, data, file_name=file_name, by=request.actor, today=request.today)
        return reverse("budgets:outcome", args=[slug, year])

    return answer_import(request, OutcomeFileForm, lambda data: importing.preview_outcome(held, data), read_in, context)
