"""Where an agreement's text is written: particulars, parties, sections, cost, financing, timetable."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.pages import answer_step
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms import drafts
from ..forms.steps import StepForm
from ..models import AgreementParty, FinancingLine, Section, TimetableItem
from ..pages.writing import writing_of
from .common import (
    agreement_url,
    answer,
    below,
    draft_of,
    find_agreement,
    find_row,
    post_only,
    require_writer,
    text_url,
)


@signed_in
def text(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The text that is written: every section with what is missing, the money and the days."""
    held = find_agreement(request, slug, pk)
    context = {
        **below(held, _("Texten")),
        **writing_of(held),
        "may_write": permissions.may_write(held, request.actor) and held.is_written,
    }
    return render(request, "agreements/texts/text.html", context)


@signed_in
def particulars(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change what the agreement says of itself."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    form = drafts.ParticularsForm(request.POST or None, agreement=held)
    context = {**below(held, _("Uppgifter")), "title": _("Ändra avtalets uppgifter"), "button": _("Spara uppgifterna")}

    def act(data: dict[str, Any]) -> str:
        services.edit_particulars(
            held, changes=form.changes(), by=request.actor, today=request.today, version=data["version"]
        )
        return agreement_url(held)

    return answer(request, form, act, context, done=_("Uppgifterna är sparade."))


@signed_in
def parties(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The parties, and one more."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    form = drafts.PartyForm(request.POST or None, agreement=held, today=request.today)
    context = {
        **below(held, _("Parter")),
        "title": _("Parter i avtalet"),
        "button": _("Lägg till parten"),
        "parties": list(held.parties.select_related("principal__organisation")),
    }

    def act(data: dict[str, Any]) -> str:
        services.add_party(held, data["principal"], role=data["role"], by=request.actor, today=request.today)
        return reverse("agreements:parties", args=[slug, pk])

    page = "agreements/texts/parties.html"
    return answer(request, form, act, context, template=page, done=_("Parten är tillagd."))


@signed_in
def party_remove(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take a party out of an agreement that is written, when one has been asked whether one means it."""
    found = AgreementParty.objects.visible_to(request.actor).filter(agreement__partnership__slug=slug, pk=pk)
    party = found.select_related("agreement__partnership", "principal__organisation").first()
    if party is None:
        raise Http404
    held = party.agreement
    require_writer(held, request)
    back = reverse("agreements:parties", args=[slug, held.pk])
    context = {
        **below(held, _("Ta bort en part")),
        "title": _("Ta bort %s ur avtalet?") % party,
        "lead": _(
            "Parten står då inte längre i avtalets text, och frågas varken om texten eller om en underskrift. Den kan "
            "läggas till igen så länge avtalet skrivs."
        ),
        "button": _("Ta bort parten"),
        "back_url": back,
        "back_label": _("Tillbaka till parterna"),
    }

    def act(data: dict[str, Any]) -> str:
        services.remove_party(party, by=request.actor, today=request.today, version=data["version"])
        return back

    form = StepForm(request.POST or None, subject=party)
    return answer(request, form, act, context, done=_("Parten är borttagen ur avtalet."))


# Sections --------------------------------------------------------------------------------------------------------


@signed_in
def section(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Write a section."""
    row: Section = find_row(request, Section, slug, pk)
    agreement = row.version_of.agreement
    require_writer(agreement, request)
    form = drafts.SectionForm(request.POST or None, section=row)
    following = row.version_of.sections.filter(number__gt=row.number).order_by("number").first()
    label = f"§\u00a0{row.number} {row.title}"
    context = {
        **below(agreement, label, back="text"),
        "title": label,
        "button": _("Spara avsnittet"),
        "guidance": row.guidance,
        "following": following,
        "remove_url": reverse("agreements:section_remove", args=[slug, pk]),
        "remove_label": _("Ta bort avsnittet"),
    }

    def act(data: dict[str, Any]) -> str:
        services.edit_section(
            row, changes=form.changes(), by=request.actor, today=request.today, version=data["version"]
        )
        if "next" in request.POST and following is not None:
            return reverse("agreements:section", args=[slug, following.pk])
        return text_url(agreement)

    page = "agreements/texts/section.html"
    return answer(request, form, act, context, template=page, done=_("Avsnittet är sparat."))


@signed_in
def section_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add a section."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft = draft_of(held)
    form = drafts.NewSectionForm(request.POST or None)
    context = {
        **below(held, _("Nytt avsnitt"), back="text"),
        "title": _("Lägg till ett avsnitt"),
        "button": _("Lägg till"),
    }

    def act(data: dict[str, Any]) -> str:
        made = services.add_section(
            draft, title=data["title"], part=data["part"], number=data["number"], by=request.actor, today=request.today
        )
        return reverse("agreements:section", args=[slug, made.pk])

    return answer(request, form, act, context, done=_("Avsnittet finns. Skriv dess text."))


@signed_in
def section_remove(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take a section out of a draft."""
    return remove_page(request, Section, slug, pk, services.remove_section, _("Avsnittet är borttaget."))


def remove_page(
    request: SamverkRequest, model: Any, slug: str, pk: int, act: Callable[..., None], done: str
) -> HttpResponse:
    """Take a row out of a draft, once."""
    post_only(request)
    row = find_row(request, model, slug, pk)
    require_writer(row.version_of.agreement, request)

    def go() -> str:
        act(row, by=request.actor, today=request.today)
        return text_url(row.version_of.agreement)

    return answer_step(request, go, done=done)


@signed_in
def updating(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Say why the agreement does not say how it is updated (AG-2)."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft = draft_of(held)
    form = drafts.UpdatingForm(request.POST or None, held=draft)
    context = {
        **below(held, _("Hur avtalet uppdateras"), back="text"),
        "title": _("Varför avtalet inte säger hur det uppdateras"),
        "lead": _(
            "Ett avtal bör säga hur det uppdateras, justeras och underhålls. Gör det inte det ska skälet stå här."
        ),
        "button": _("Spara skälet"),
    }

    def act(data: dict[str, Any]) -> str:
        changes = {"updating_reason": data["updating_reason"].strip()}
        services.edit_version(draft, changes=changes, by=request.actor, today=request.today, version=data["version"])
        return text_url(held)

    return answer(request, form, act, context, done=_("Skälet är sparat."))


# Money and days --------------------------------------------------------------------------------------------------


@signed_in
def cost(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """State the whole cost that shares are parts of."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft = draft_of(held)
    form = drafts.CostForm(request.POST or None, held=draft)
    context = {
        **below(held, _("Samlad kostnad"), back="text"),
        "title": _("Avtalets samlade kostnad"),
        "lead": _("Andelar räknas av den. Delarna summerar till sista öret, med de största resterna först."),
        "button": _("Spara kostnaden"),
    }

    def act(data: dict[str, Any]) -> str:
        changes = {"cost_ore": data["cost"].ore if data["cost"] is not None else None}
        services.edit_version(draft, changes=changes, by=request.actor, today=request.today, version=data["version"])
        return text_url(held)

    return answer(request, form, act, context, done=_("Kostnaden är sparad."))


@signed_in
def financing_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add what a party pays."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft = draft_of(held)
    form = drafts.NewFinancingForm(request.POST or None, agreement=held)
    context = {
        **below(held, _("Ny rad"), back="text"),
        "title": _("Lägg till vad en part betalar"),
        "button": _("Lägg till raden"),
    }

    def act(data: dict[str, Any]) -> str:
        services.add_financing_line(draft, **form.fields_of_row(), by=request.actor, today=request.today)
        return text_url(held)

    return answer(request, form, act, context, done=_("Raden är tillagd."))


@signed_in
def financing(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a party pays."""
    row: FinancingLine = find_row(request, FinancingLine, slug, pk)
    agreement = row.version_of.agreement
    require_writer(agreement, request)
    form = drafts.FinancingForm(request.POST or None, line=row)
    context = {
        **below(agreement, row.what, back="text"),
        "title": _("Ändra vad en part betalar"),
        "button": _("Spara raden"),
        "remove_url": reverse("agreements:financing_remove", args=[slug, pk]),
        "remove_label": _("Ta bort raden"),
    }

    def act(data: dict[str, Any]) -> str:
        services.edit_financing_line(
            row, changes=form.fields_of_row(), by=request.actor, today=request.today, version=data["version"]
        )
        return text_url(agreement)

    return answer(request, form, act, context, done=_("Raden är sparad."))


@signed_in
def financing_remove(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take a line out of the plan."""
    return remove_page(request, FinancingLine, slug, pk, services.remove_row, _("Raden är borttagen."))


@signed_in
def timetable_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add a day to keep."""
    held = find_agreement(request, slug, pk)
    require_writer(held, request)
    draft = draft_of(held)
    form = drafts.NewTimetableForm(request.POST or None, agreement=held)
    context = {
        **below(held, _("Ny hålltid"), back="text"),
        "title": _("Lägg till en hålltid"),
        "button": _("Lägg till"),
    }

    def act(data: dict[str, Any]) -> str:
        services.add_timetable_item(draft, **form.fields_of_row(), by=request.actor, today=request.today)
        return text_url(held)

    return answer(request, form, act, context, done=_("Hålltiden är tillagd."))


@signed_in
def timetable(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change a day to keep."""
    row: TimetableItem = find_row(request, TimetableItem, slug, pk)
    agreement = row.version_of.agreement
    require_writer(agreement, request)
    form = drafts.TimetableForm(request.POST or None, item=row)
    context = {
        **below(agreement, row.what, back="text"),
        "title": _("Ändra hålltiden"),
        "button": _("Spara hålltiden"),
        "remove_url": reverse("agreements:timetable_remove", args=[slug, pk]),
        "remove_label": _("Ta bort hålltiden"),
    }

    def act(data: dict[str, Any]) -> str:
        services.edit_timetable_item(
            row, changes=form.fields_of_row(), by=request.actor, today=request.today, version=data["version"]
        )
        return text_url(agreement)

    return answer(request, form, act, context, done=_("Hålltiden är sparad."))


@signed_in
def timetable_remove(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take a day out of the timetable."""
    return remove_page(request, TimetableItem, slug, pk, services.remove_row, _("Hålltiden är borttagen."))
