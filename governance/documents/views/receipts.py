"""The receiver confirms that a document has arrived; for documents that no other app has a page of its own for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.dates import swedish_date
from governance.organisations.pages import answer_form, require_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed

from .. import permissions
from ..forms import ReceiptForm
from ..models import Dispatch
from ..services import confirm_receipt
from .finding import crumbs_to


@signed_in
def receipt(request: SamverkRequest, slug: str, doc_id: str, pk: int) -> HttpResponse:
    """Confirm, with one's own diary number if there is one."""
    sent = (
        Dispatch.objects.visible_to(request.actor)
        .filter(document__partnership__slug=slug, document__doc_id=doc_id, pk=pk)
        .select_related("document__partnership", "principal__organisation")
        .defer("document__data")
        .first()
    )
    if sent is None:
        raise Http404
    if not permissions.may_receipt(sent, request.actor):
        raise NotAllowed(_("den som sitter för %s") % sent.principal.organisation.name)
    require_step(request, sent, "receipt")
    document, back = sent.document, reverse("documents:document", args=[slug, doc_id])
    context = {
        "crumbs": crumbs_to(document.partnership, (document.title, back), (_("Kvittera"), "")),
        "document": document,
        "eyebrow": sent.principal.organisation.name,
        "sent_on": swedish_date(sent.sent_on),
        "back_url": back,
    }

    def act(data: dict[str, Any]) -> str:
        confirm_receipt(
            sent,
            by=request.actor,
            today=request.today,
            version=sent.version,
            diary_number=data["diary_number"].strip(),
            occurred_on=data["received_on"],
        )
        return back

    form = ReceiptForm(request.POST or None, initial={"received_on": request.today})
    done = _("Dokumentet är kvitterat.")
    return answer_form(request, form, act, "documents/receipt.html", context, done=done)
