"""Pages for anybody: what is negotiated and what has been agreed, where the parties have made it public."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from governance.organisations.policy import SamverkRequest, public

from . import pages


@public
@require_safe
def everything(request: SamverkRequest) -> HttpResponse:
    """The public negotiations and agreements."""
    negotiations, agreements = pages.public_rows()
    context = {
        "negotiations": negotiations,
        "agreements": agreements,
        "lead": pages.list_lead(negotiations, agreements),
    }
    return render(request, "agreements/overview/list.html", context)


@public
@require_safe
def negotiation(request: SamverkRequest, pk: int) -> HttpResponse:
    """One public negotiation."""
    shown = pages.negotiation_page(pages.find_negotiation(pk), request.today)
    crumbs = [(_("Öppet för alla"), reverse("public:list")), (shown["negotiation"].title, "")]
    return render(request, "agreements/overview/negotiation.html", {**shown, "crumbs": crumbs})


@public
@require_safe
def agreement(request: SamverkRequest, pk: int) -> HttpResponse:
    """One public agreement with its commitments."""
    shown = pages.agreement_page(pages.find_agreement(pk), request.today)
    crumbs = [(_("Öppet för alla"), reverse("public:list")), (shown["agreement"].title, "")]
    return render(request, "agreements/overview/agreement.html", {**shown, "crumbs": crumbs})
