"""Figures of an index, and the template that new agreements begin with."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.pages import answer_step, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms import steps as forms
from ..models import IndexFigure, TemplateSection
from ..outline import Field, outline_of
from ..services import indexing, templates
from .common import answer, frame, post_only, require_writer


@signed_in
def figures(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every figure with its source."""
    partnership = partnership_or_404(request, slug)
    context = {
        **frame(partnership, (_("Indextal"), "")),
        "figures": list(IndexFigure.objects.filter(partnership=partnership)),
        "may_write": permissions.may_write(IndexFigure(partnership=partnership), request.actor),
    }
    return render(request, "agreements/texts/figures.html", context)


@signed_in
def figure_new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Enter the value of an index in a month."""
    partnership = partnership_or_404(request, slug)
    require_writer(IndexFigure(partnership=partnership), request)
    form = forms.IndexFigureForm(request.POST or None)
    home = reverse("agreements:figures", args=[slug])
    context = {
        **frame(partnership, (_("Indextal"), home), (_("Nytt indextal"), "")),
        "title": _("Lägg in ett indextal"),
        "eyebrow": partnership.name,
        "lead": _("Belopp räknas om som belopp gånger indextal genom basens indextal, och avrundas till hela ören."),
        "button": _("Spara indextalet"),
        "back_url": home,
        "back_label": _("Tillbaka till indextalen"),
    }

    def act(data: dict[str, Any]) -> str:
        services.register_index_figure(partnership=partnership, **data, by=request.actor, today=request.today)
        return home

    return answer(request, form, act, context, done=_("Indextalet är sparat."))


@signed_in
def figure(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Correct a figure that was entered wrong."""
    found = IndexFigure.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    held = found.select_related("partnership").first()
    if held is None:
        raise Http404
    require_writer(held, request)
    initial = {"value": held.value, "source": held.source}
    form = forms.CorrectFigureForm(request.POST or None, subject=held, initial=initial)
    home = reverse("agreements:figures", args=[slug])
    context = {
        **frame(held.partnership, (_("Indextal"), home), (str(held), "")),
        "title": _("Rätta indextalet %s") % held,
        "eyebrow": held.partnership.name,
        "button": _("Spara rättelsen"),
        "back_url": home,
        "back_label": _("Tillbaka till indextalen"),
    }

    def act(data: dict[str, Any]) -> str:
        indexing.correct_index_figure(
            held,
            value=data["value"],
            source=data["source"],
            by=request.actor,
            today=request.today,
            version=data["version"],
        )
        return home

    return answer(request, form, act, context, done=_("Indextalet är rättat."))


@signed_in
def template(request: SamverkRequest, slug: str) -> HttpResponse:
    """The sections that new agreements begin with: the partnership's own, or those that come with Samverk."""
    partnership = partnership_or_404(request, slug)
    own = list(TemplateSection.objects.filter(partnership=partnership))
    context = {
        **frame(partnership, (_("Avtalsmall"), "")),
        "own": own,
        "shipped": [] if own else list(enumerate(outline_of(Field.HEALTH), start=1)),
        "may_write": permissions.may_write(TemplateSection(partnership=partnership), request.actor),
    }
    return render(request, "agreements/texts/template.html", context)


@signed_in
def template_own(request: SamverkRequest, slug: str) -> HttpResponse:
    """Give the partnership a template of its own."""
    partnership = partnership_or_404(request, slug)
    post_only(request)
    require_writer(TemplateSection(partnership=partnership), request)

    def act() -> str:
        templates.ensure_template(partnership, by=request.actor, today=request.today)
        return reverse("agreements:template", args=[slug])

    return answer_step(request, act, done=_("Partnerskapet har en egen mall. Ändra den som ni vill."))


def template_frame(partnership: Any, here: str) -> dict[str, Any]:
    """The frame of a page below the template's."""
    home = reverse("agreements:template", args=[partnership.slug])
    return {
        **frame(partnership, (_("Avtalsmall"), home), (here, "")),
        "eyebrow": partnership.name,
        "back_url": home,
        "back_label": _("Tillbaka till mallen"),
    }


@signed_in
def template_new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Add a section to the template."""
    partnership = partnership_or_404(request, slug)
    require_writer(TemplateSection(partnership=partnership), request)
    form = forms.NewTemplateSectionForm(request.POST or None)
    context = {
        **template_frame(partnership, _("Nytt avsnitt")),
        "title": _("Lägg till ett avsnitt i mallen"),
        "button": _("Lägg till"),
    }

    def act(data: dict[str, Any]) -> str:
        templates.add_template_section(partnership, **data, by=request.actor, today=request.today)
        return reverse("agreements:template", args=[slug])

    return answer(request, form, act, context, done=_("Avsnittet är tillagt i mallen."))


def find_template_section(request: SamverkRequest, slug: str, pk: int) -> TemplateSection:
    """A section of a template that the actor may know of."""
    found = TemplateSection.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    section = found.select_related("partnership").first()
    if section is None:
        raise Http404
    return section


@signed_in
def template_section(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change a section of the template."""
    held = find_template_section(request, slug, pk)
    require_writer(held, request)
    form = forms.TemplateSectionForm(request.POST or None, subject=held)
    context = {
        **template_frame(held.partnership, str(held)),
        "title": str(held),
        "button": _("Spara avsnittet"),
        "remove_url": reverse("agreements:template_remove", args=[slug, pk]),
        "remove_label": _("Ta bort avsnittet ur mallen"),
    }

    def act(data: dict[str, Any]) -> str:
        changes = {name: data[name].strip() for name in ("title", "part", "guidance")}
        services.edit_template_section(
            held, changes=changes, by=request.actor, today=request.today, version=data["version"]
        )
        return reverse("agreements:template", args=[slug])

    return answer(request, form, act, context, done=_("Mallen är sparad."))


@signed_in
def template_remove(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take a section out of the template."""
    held = find_template_section(request, slug, pk)
    post_only(request)
    require_writer(held, request)

    def act() -> str:
        templates.remove_template_section(held, by=request.actor, today=request.today)
        return reverse("agreements:template", args=[slug])

    return answer_step(request, act, done=_("Avsnittet är borttaget ur mallen."))
