"""The documents of a partnership: the list, and one document with where it is and what happened to it."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.lib.text import count
from governance.organisations.happenings import happenings
from governance.organisations.models import Partnership
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in

from .. import listing, presentation, queries
from ..models import Dispatch, Document
from ..queries import Choice, Mark
from ..signed import signatures_of
from .finding import address, crumbs_to, find_document

EVENTS = 20
MODELS: dict[str, Any] = {"document": Document, "dispatch": Dispatch}


@signed_in
@require_safe
def start(request: SamverkRequest) -> HttpResponse:
    """The menu's way in: straight to the only partnership one knows of, otherwise a choice."""
    found = list(Partnership.objects.visible_to(request.actor))
    if len(found) == 1:
        return HttpResponseRedirect(reverse("documents:list", args=[found[0].slug]))
    return render(request, "documents/start.html", {"partnerships": found, "crumbs": [(_("Dokument"), "")]})


@signed_in
@require_safe
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """Lead from the number of a document or a dispatch, as the trail has it, to the page of the document."""
    model = MODELS.get(kind)
    found = model and model.objects.visible_to(request.actor).filter(pk=pk).first()
    if not found:
        raise Http404
    document: Document = found if isinstance(found, Document) else found.document
    url = address("document", document, document.partnership.slug, newest=document.current)
    return HttpResponseRedirect(url)


def choice_of(request: SamverkRequest, mine: int) -> Choice:
    """Which documents the reader asks for; what is not understood lets everything through."""
    kind, year = request.GET.get("slag", ""), request.GET.get("ar", "")
    return Choice(
        kind=kind if kind in presentation.PLURALS else "",
        year=int(year) if year.isdecimal() and len(year) == len("2026") else 0,
        principal=mine if request.GET.get("huvudman") == "min" else 0,
    )


@signed_in
@require_safe
def documents(request: SamverkRequest, slug: str) -> HttpResponse:
    """The documents that hold, one's own principal's first."""
    partnership = partnership_or_404(request, slug)
    own = request.actor.principal_in(partnership.pk)
    mine = own.pk if own else 0
    choice = choice_of(request, mine)
    try:
        after = Mark.read(request.GET["efter"]) if "efter" in request.GET else None
    except ValueError:
        raise Http404 from None
    page = queries.page_of_documents(partnership, choice, mine=mine, after=after)
    url = reverse("documents:list", args=[slug])
    context = {
        "crumbs": crumbs_to(partnership),
        "partnership": partnership,
        "lead": lead_of(sum(page.census.values())),
        "filters": presentation.filters(page.census, choice, mine=mine, url=url),
        "body": listing.body_of(page.rows, slug, mine=mine, today=request.today),
        "is_filtered": choice != Choice(),
        "is_continued": after is not None,
        "url": url,
        "more_url": presentation.with_choice(url, choice, efter=page.mark) if page.mark else "",
    }
    return render(request, "documents/list.html", context)


def lead_of(number: int) -> str:
    """How many there are, in words."""
    if not number:
        return _("Här samlas årsrapporter och missiv när de är beställda.")
    words = count(number, _("dokument"), _("dokument"))
    return _("%s gäller. Alla i partnerskapet ser allas.") % words


@signed_in
@require_safe
def document(request: SamverkRequest, slug: str, doc_id: str, edition: int | None = None) -> HttpResponse:
    """What a document is, how one fetches and checks it, and whether it has arrived."""
    found = find_document(request, slug, doc_id, edition)
    shown, partnership = found.document, found.partnership
    is_newest = shown is found.newest
    sent = queries.dispatches_of(shown)
    for each in sent:
        each.document = shown
    own = request.actor.principal_in(partnership.pk)
    rows = [presentation.dispatch_row(each, own.pk if own else 0) for each in sent]
    job = None if shown.is_sealed else queries.sealing_job(shown)
    editions = [
        presentation.edition_row(each, shown, address("document", each, slug, newest=each is found.newest))
        for each in found.editions
        if each is not shown
    ]
    events = queries.events_about(shown, sent, most=EVENTS)
    context = {
        "crumbs": crumbs_to(partnership, (shown.title, "")),
        "partnership": partnership,
        "document": shown,
        "eyebrow": " · ".join(presentation.named(shown)),
        "lead": presentation.lead_of(shown, found.newest, found.newest_sealed),
        "strip": presentation.strip_of(shown, found.newest, rows),
        "facts": presentation.facts_of(shown),
        "sending": job and presentation.sealing_of(job),
        "batch_url": reverse("documents:batch", args=[slug, job.batch]) if job and job.batch else "",
        "signatures": signatures_of(shown) if shown.is_sealed else (),
        "url": request.path,
        "file_url": address("file", shown, slug, newest=is_newest) if shown.is_sealed else "",
        "data_url": address("data", shown, slug, newest=is_newest),
        "verify_url": reverse("documents:genuine_copy", args=[doc_id]) if found.newest_sealed else "",
        "subject_url": presentation.subject_url(shown),
        "receipt_url": next((row.receipt_url for row in rows if row.receipt_url), ""),
        "rows": rows,
        "editions": editions,
        "events": happenings(events),
        "trail_url": reverse("decisions:trail", args=[slug, "documents.document", shown.pk])
        if len(events) == EVENTS
        else "",
    }
    return render(request, "documents/document.html", context)
