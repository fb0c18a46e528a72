"""Handing out what was sealed: the file as it is, if it still is, and the data that it was made from."""

import io
import logging

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.organisations.policy import SamverkRequest, signed_in

from ..canonical import sha256
from ..services import DocumentDamaged, open_document
from .finding import Found, crumbs_to, find_document

log = logging.getLogger(__name__)


def handed_out(content: bytes, name: str, kind: str) -> FileResponse:
    """A file to keep, which no browser may take for a page of ours."""
    answer = FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox"
    answer["Cache-Control"] = "private, no-cache"
    return answer


def cannot_be_handed_out(request: SamverkRequest, found: Found, title: str, sentence: str, status: int) -> HttpResponse:
    """Say why there is no file to fetch."""
    context = {
        "crumbs": crumbs_to(found.partnership, (found.document.title, "")),
        "partnership": found.partnership,
        "document": found.document,
        "title": title,
        "sentence": sentence,
        "is_damaged": status == GONE,
    }
    return render(request, "documents/no_file.html", context, status=status)


GONE, NOT_YET = 410, 404


@signed_in
@require_safe
def sealed_file(request: SamverkRequest, slug: str, doc_id: str, edition: int | None = None) -> HttpResponseBase:
    """The sealed PDF itself, checked against its fingerprint first; without a number the newest that is sealed."""
    found = find_document(request, slug, doc_id, edition)
    document = found.document if edition is not None else found.newest_sealed or found.document
    if not document.is_sealed:
        sentence = _("Dokumentet är beställt och förseglas så snart som möjligt. Filen finns när det är klart.")
        return cannot_be_handed_out(request, found, _("Filen är inte klar än"), sentence, NOT_YET)
    try:
        content = open_document(document)
    except DocumentDamaged as damaged:
        log.error("Dokument %s, version %s kan inte lämnas ut: %s", document.doc_id, document.edition, damaged)
        return cannot_be_handed_out(request, found, _("Filen kan inte lämnas ut"), str(damaged), GONE)
    return handed_out(content, document.file_name, "application/pdf")


@signed_in
@require_safe
def frozen_data(request: SamverkRequest, slug: str, doc_id: str, edition: int | None = None) -> HttpResponseBase:
    """The data that a document was made from, as they were frozen; the same bytes are attached to the file."""
    found = find_document(request, slug, doc_id, edition)
    document = found.document
    content = document.data.encode()
    if sha256(content) != document.data_sha256:
        log.error("Underlaget till %s, version %s är ändrat.", document.doc_id, document.edition)
        sentence = _("Underlaget till %s är inte det som frystes.") % document.doc_id
        return cannot_be_handed_out(request, found, _("Underlaget kan inte lämnas ut"), sentence, GONE)
    name = document.file_name.removesuffix(".pdf")
    return handed_out(content, f"{name}-underlag.json", "application/json")
