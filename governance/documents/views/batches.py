"""A batch of documents while it is being sealed, and what gave up on the way."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from governance.audit.services import record
from governance.jobs.services import revive
from governance.jobs.states import JobState
from governance.lib.text import capitalise
from governance.organisations.models import Partnership
from governance.organisations.pages import answer_step, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Count
from governance.workflow.refusals import NotAllowed

from .. import permissions, queries
from ..queries import Batch
from .finding import crumbs_to

COUNTS = (
    ("done", JobState.DONE, gettext_lazy("Klara")),
    ("work", JobState.RUNNING, gettext_lazy("Pågår")),
    ("wait", JobState.QUEUED, gettext_lazy("I kö")),
    ("late", JobState.FAILED, gettext_lazy("Försöks igen")),
    ("stop", JobState.DEAD, gettext_lazy("Gav upp")),
)
SIGNS = {state: sign for sign, state, _label in COUNTS}


def batch_or_404(partnership: Partnership, name: str) -> Batch:
    """The batch, if all its documents are the partnership's."""
    found = queries.find_batch(partnership, name)
    if found is None:
        raise Http404
    return found


@signed_in
@require_safe
def batch(request: SamverkRequest, slug: str, batch: str) -> HttpResponse:
    """How far a batch has come; a page at a time, what is not finished first."""
    partnership = partnership_or_404(request, slug)
    found = batch_or_404(partnership, batch)
    may_retry = permissions.may_retry(partnership.pk, request.actor)
    rest = sorted(found.jobs, key=found.order_of)
    begin = request.GET.get("fran", "0")
    if not begin.isdecimal() or len(begin) > len("100000"):
        raise Http404
    shown = rest[int(begin) : int(begin) + queries.BATCH_PAGE]
    more = int(begin) + queries.BATCH_PAGE
    mine = request.actor.principal_in(partnership.pk)
    context = {
        "crumbs": crumbs_to(partnership, (_("Försegling av %s") % found.what, "")),
        "partnership": partnership,
        "batch": found,
        "title": _("Försegling av %s") % found.what,
        "lead": lead_of(found),
        "url": request.path,
        "counts": [
            Count(status=sign, label=str(label), count=number)
            for sign, state, label in COUNTS
            if (number := len(found.in_state(state)))
        ],
        "dead": [(job, found.document_of(job)) for job in rest if job.state == JobState.DEAD],
        "may_retry": may_retry,
        "rows": [
            (found.document_of(job), SIGNS[JobState(job.state)], capitalise(job.get_state_display())) for job in shown
        ],
        "mine": mine.pk if mine else 0,
        "more_url": f"?fran={more}" if len(rest) > more else "",
    }
    return render(request, "documents/batch.html", context)


def lead_of(found: Batch) -> str:
    """Where the batch stands, in words."""
    told = found.progress
    words = {"done": told.done, "all": told.total, "what": found.what, "dead": told.dead}
    if told.done == told.total:
        return _("Alla %(all)s %(what)s är klara.") % words
    if not told.open:
        return _("%(done)s av %(all)s %(what)s är klara. %(dead)s gick inte att göra.") % words
    return _("%(done)s av %(all)s %(what)s är klara. Samverk gör resten medan du gör annat.") % words


@signed_in
@require_POST
def retry(request: SamverkRequest, slug: str, batch: str, pk: int) -> HttpResponse:
    """Let a dead job be tried again; told in the trail of its document."""
    partnership = partnership_or_404(request, slug)
    found = batch_or_404(partnership, batch)
    job = next((each for each in found.jobs if each.pk == pk), None)
    if job is None:
        raise Http404
    if not permissions.may_retry(partnership.pk, request.actor):
        raise NotAllowed(str(permissions.WHO_RETRIES))
    document = found.document_of(job)

    def act() -> str:
        if revive(job.pk):
            record(
                chain=document.chain,
                kind="documents.document.retry",
                subject=document,
                by=request.actor,
                occurred_on=request.today,
                details={"doc_id": document.doc_id},
            )
        return reverse("documents:batch", args=[slug, batch])

    return answer_step(request, act, done=_("%s försöks igen.") % document.doc_id)
