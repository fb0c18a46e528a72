"""The list of a partnership's agreements, an agreement's page, and the beginning of one."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.benefits.services.packaging import agreed_package
from governance.lib.text import key_in
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms.drafts import NewAgreementForm
from ..models import Agreement, AgreementVersion, Annex, IndexFigure, TemplateSection
from ..pages.agreement import page_of
from ..pages.listing import rows_of
from .common import agreement_url, answer, find_agreement, frame

PARTICULARS = ("detail_level", "sign_order", "legal_basis", "period_from", "period_until", "last_on")


@signed_in
def agreements(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every agreement of a partnership: those under way first, then those that hold, then the others."""
    partnership = partnership_or_404(request, slug)
    blank = Agreement(partnership=partnership)
    context = {
        **frame(partnership),
        **rows_of(partnership),
        "may_write": permissions.may_write(blank, request.actor),
    }
    return render(request, "agreements/texts/list.html", context)


@signed_in
def agreement(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """An agreement: where it stands, what is missing, what changed, and its versions."""
    held = find_agreement(request, slug, pk)
    context = {**frame(held.partnership, (held.title, "")), **page_of(held, request.actor, request.today)}
    return render(request, "agreements/texts/agreement.html", context)


@signed_in
def new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Begin an agreement, from a negotiation's agreed package when there is one."""
    partnership = partnership_or_404(request, slug)
    if not permissions.may_write(Agreement(partnership=partnership), request.actor):
        raise permissions.not_allowed()
    wanted = key_in(request.GET.get("forhandling", ""))
    form = NewAgreementForm(request.POST or None, partnership=partnership, wanted=wanted)
    context = {
        **frame(partnership, (_("Nytt avtal"), "")),
        "title": _("Börja på ett avtal"),
        "eyebrow": partnership.name,
        "lead": _(
            "Avtalet börjar med mallens avsnitt. Väljer du en förhandling följer parterna med, och det paket som de "
            "har kommit överens om."
        ),
        "button": _("Skapa avtalet"),
        "back_url": reverse("agreements:list", args=[slug]),
        "back_label": _("Tillbaka till avtalen"),
    }

    def act(data: dict[str, Any]) -> str:
        negotiation = data["negotiation"]
        made = services.draft_agreement(
            partnership=partnership,
            negotiation=negotiation,
            package=agreed_package(negotiation) if negotiation else None,
            kind=data["kind"],
            number=data["number"],
            title=data["title"],
            field=data["field"],
            parent=data["parent"],
            supersedes=data["supersedes"],
            **{name: data[name] for name in PARTICULARS},
            by=request.actor,
            today=request.today,
        )
        return agreement_url(made)

    return answer(
        request, form, act, context, done=_("Avtalet finns. Skriv avsnitten, och se efter att alla parter är med.")
    )


@signed_in
def find(request: SamverkRequest, kind: str, pk: int) -> HttpResponse:
    """From a row in the trail to the page that shows it."""
    url = address_of(request, kind, pk)
    if not url:
        raise Http404
    return HttpResponseRedirect(url)


def address_of(request: SamverkRequest, kind: str, pk: int) -> str:
    """Where a row of ours is shown, if the actor may know of it."""
    actor = request.actor
    if kind == "agreement":
        found: Any = Agreement.objects.visible_to(actor).select_related("partnership").filter(pk=pk).first()
        return agreement_url(found) if found else ""
    if kind == "agreementversion":
        found = AgreementVersion.objects.visible_to(actor).select_related("agreement__partnership").filter(pk=pk)
        row = found.first()
        return reverse("agreements:version", args=[row.agreement.partnership.slug, pk]) if row else ""
    if kind == "annex":
        row = Annex.objects.visible_to(actor).select_related("agreement__partnership").filter(pk=pk).first()
        return reverse("agreements:annex", args=[row.agreement.partnership.slug, pk]) if row else ""
    if kind == "indexfigure":
        row = IndexFigure.objects.visible_to(actor).select_related("partnership").filter(pk=pk).first()
        return reverse("agreements:figures", args=[row.partnership.slug]) if row else ""
    if kind == "templatesection":
        row = TemplateSection.objects.visible_to(actor).select_related("partnership").filter(pk=pk).first()
        return reverse("agreements:template", args=[row.partnership.slug]) if row else ""
    return ""
