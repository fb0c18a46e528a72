"""Annexes: each with its issues, its text, and who may change it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..content import paragraphs_of
from ..forms import drafts
from ..kinds import AnnexLife
from ..models import Agreement, Annex
from .common import answer, below, draft_of, find_agreement, require_writer


def find_annex(request: SamverkRequest, slug: str, pk: int) -> Annex:
    """An annex that the actor may know of."""
    found = Annex.objects.visible_to(request.actor).filter(agreement__partnership__slug=slug, pk=pk)
    annex = found.select_related("agreement__partnership", "agreement__parent").first()
    if annex is None:
        raise Http404
    return annex


def may_change(annex: Annex, agreement: Agreement) -> bool:
    """Whether the annex's text may be changed where the agreement stands."""
    if agreement.is_binding:
        return annex.life == AnnexLife.BOARD
    newest = agreement.newest_version
    return agreement.is_written and newest is not None and newest.is_drafting


def annex_url(annex: Annex) -> str:
    """The annex's page."""
    return reverse("agreements:annex", args=[annex.agreement.partnership.slug, annex.pk])


@signed_in
def annex(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """An annex: its newest issue and the earlier ones."""
    held = find_annex(request, slug, pk)
    issues = list(held.issues.all())
    wanted = request.GET.get("utgava", "")
    shown = next((each for each in issues if str(each.number) == wanted), issues[0] if issues else None)
    writes = permissions.may_write(held, request.actor) and may_change(held, held.agreement)
    draft = next((each for each in issues if each.adopted_on is None), None)
    context = {
        **below(held.agreement, str(held), back="text"),
        "annex": held,
        "issues": issues,
        "shown": shown,
        "paragraphs": paragraphs_of(shown.text) if shown else (),
        "may_write": writes,
        "may_adopt": writes and held.agreement.is_binding and draft is not None,
        "draft": draft,
    }
    return render(request, "agreements/texts/annex.html", context)


@signed_in
def annex_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add an annex."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft_of(held)
    form = drafts.NewAnnexForm(request.POST or None)
    context = {**below(held, _("Ny bilaga"), back="text"), "title": _("Lägg till en bilaga"), "button": _("Lägg till")}

    def act(data: dict[str, Any]) -> str:
        made = services.add_annex(
            held, title=data["title"], text=data["text"], life=data["life"], by=request.actor, today=request.today
        )
        return reverse("agreements:annex", args=[slug, made.pk])

    return answer(request, form, act, context, done=_("Bilagan finns."))


@signed_in
def annex_write(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Write the issue that is a draft, or the next one."""
    held = find_annex(request, slug, pk)
    require_writer(held, request)
    newest = held.issues.first()
    if newest is None or not may_change(held, held.agreement):
        raise Http404
    is_draft = newest.adopted_on is None
    initial = {"text": newest.text, "change_note": newest.change_note if is_draft else ""}
    form = drafts.AnnexTextForm(request.POST or None, subject=newest, initial=initial)
    number = newest.number if is_draft else newest.number + 1
    context = {
        **below(held.agreement, str(held)),
        "title": _("Skriv utgåva %(number)s av %(annex)s") % {"number": number, "annex": held},
        "button": _("Spara texten"),
        "back_url": annex_url(held),
        "back_label": _("Tillbaka till bilagan"),
    }

    def act(data: dict[str, Any]) -> str:
        services.write_annex(
            held,
            text=data["text"],
            change_note=data["change_note"],
            by=request.actor,
            today=request.today,
            version=data["version"] if is_draft else None,
        )
        return annex_url(held)

    return answer(request, form, act, context, done=_("Texten är sparad."))


@signed_in
def annex_edit(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change an annex's heading, or how it may be changed."""
    held = find_annex(request, slug, pk)
    require_writer(held, request)
    form = drafts.AnnexForm(request.POST or None, annex=held)
    context = {
        **below(held.agreement, str(held)),
        "title": _("Ändra bilagans uppgifter"),
        "button": _("Spara uppgifterna"),
        "back_url": annex_url(held),
        "back_label": _("Tillbaka till bilagan"),
    }

    def act(data: dict[str, Any]) -> str:
        changes = {"title": data["title"].strip(), "life": data["life"]}
        services.edit_annex(held, changes=changes, by=request.actor, today=request.today, version=data["version"])
        return annex_url(held)

    return answer(request, form, act, context, done=_("Uppgifterna är sparade."))


@signed_in
def annex_adopt(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The board has decided on a new issue."""
    held = find_annex(request, slug, pk)
    require_writer(held, request)
    draft = held.issues.filter(adopted_on__isnull=True).first()
    if draft is None or not held.agreement.is_binding:
        raise Http404
    form = drafts.AdoptIssueForm(request.POST or None)
    label = _("Anta utgåva %s") % draft.number
    context = {
        **below(held.agreement, str(held)),
        "title": label,
        "lead": _("Bilagan får styrelsen ändra medan avtalet gäller. Utgåvan som gällde bevaras."),
        "button": _("Anta utgåvan"),
        "back_url": annex_url(held),
        "back_label": _("Tillbaka till bilagan"),
    }

    def act(data: dict[str, Any]) -> str:
        services.adopt_issue(
            draft, decision_reference=data["decision_reference"], by=request.actor, today=request.today
        )
        return annex_url(held)

    return answer(request, form, act, context, done=_("Utgåvan är antagen."))
