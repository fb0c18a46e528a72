"""Organisations, and what those who run the installation set up."""

from typing import Any

from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.lib.text import join_swedish

from .. import queries, services
from ..forms import BodyForm, OrganisationEditForm, OrganisationForm, PartnershipForm
from ..models import Body, Organisation, Partnership
from ..pages import answer_form
from ..permissions import WHO_SEATS, may_run_installation, may_set_up_organisation
from ..policy import SamverkRequest, signed_in, staff
from ..populations import WrongFile
from ..shipped import SOURCE, load_shipped, missing_here
from .lookups import organisation_or_404
from .populations import refused
from .set_up import FORM, METHODS, body_address, saved, set_up_address

ROWS_A_PAGE = 100


def way_in(*last: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumbs of a page below the installation's."""
    return [(_("Uppsättning"), reverse("organisations:installation")), *last]


@staff
@require_safe
def installation(request: SamverkRequest) -> HttpResponse:
    """Every partnership and organisation of the installation."""
    words = request.GET.get("sok", "").strip()[:100]
    page = Paginator(queries.organisation_list(words), ROWS_A_PAGE).get_page(request.GET.get("sida"))
    context = {
        "words": words,
        "page": page,
        "may_add_shipped": not missing_here().is_nothing,
        "partnerships": queries.partnership_list(Partnership.objects.all(), request.today),
    }
    return render(request, "organisations/installation.html", context)


@staff
@require_http_methods(METHODS)
def add_organisation(request: SamverkRequest) -> HttpResponse:
    """Register an organisation."""
    form = OrganisationForm(request.POST or None)

    def act(said: dict[str, Any]) -> str:
        made = services.register_organisation(by=request.actor, today=request.today, **said)
        return reverse("organisations:organisation", args=[made.pk])

    context = {
        "title": _("Registrera en organisation"),
        "button": _("Registrera organisationen"),
        "crumbs": way_in((_("Ny organisation"), "")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Organisationen är registrerad."))


@staff
@require_http_methods(METHODS)
def add_shipped(request: SamverkRequest) -> HttpResponse:
    """Show what comes with Samverk and is not here yet, and add it."""

    def act(_said: dict[str, Any]) -> str:
        try:
            load_shipped(by=request.actor, today=request.today)
        except WrongFile as wrong:
            raise refused(" ".join(str(each) for each in wrong.errors)) from wrong
        return reverse("organisations:installation")

    missing = missing_here()
    context = {
        "missing": missing,
        "names": join_swedish(list(missing.organisations)),
        "source": SOURCE,
        "crumbs": way_in((_("Det som medföljer"), "")),
    }
    done = _("Organisationerna och siffrorna som medföljer Samverk finns nu här.")
    return answer_form(request, Form(request.POST or None), act, "organisations/shipped.html", context, done=done)


@staff
@require_http_methods(METHODS)
def edit_organisation(request: SamverkRequest, pk: int) -> HttpResponse:
    """Change what is said of an organisation."""
    organisation = get_object_or_404(Organisation, pk=pk)
    url = reverse("organisations:organisation", args=[pk])
    form = OrganisationEditForm(request.POST or None, instance=organisation)
    crumbs = way_in((organisation.name, url), (_("Ändra"), ""))
    context = {"title": _("Ändra organisationen"), "button": _("Spara ändringen"), "crumbs": crumbs}
    act = saved(request, organisation, form, url)
    return answer_form(request, form, act, FORM, context, done=_("Ändringen är sparad."))


@staff
@require_http_methods(METHODS)
def add_partnership(request: SamverkRequest) -> HttpResponse:
    """Set up a partnership."""
    form = PartnershipForm(request.POST or None, initial={"started_on": request.today})

    def act(said: dict[str, Any]) -> str:
        return set_up_address(services.register_partnership(by=request.actor, today=request.today, **said))

    context = {
        "title": _("Sätt upp ett partnerskap"),
        "lead": _("Därefter lägger du till huvudmän och organ, och ger människor platser."),
        "button": _("Sätt upp partnerskapet"),
        "crumbs": way_in((_("Nytt partnerskap"), "")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Partnerskapet är uppsatt."))


@signed_in
@require_safe
def organisation(request: SamverkRequest, pk: int) -> HttpResponse:
    """An organisation: its bodies, the partnerships one shares with it, its population."""
    found = organisation_or_404(request, pk)
    shared = found.principalships.visible_to(request.actor).select_related("partnership").order_by("-from_on")
    context = {
        "organisation": found,
        "bodies": queries.body_rows(found.bodies.filter(partnership=None), request.today),
        "principalships": shared,
        "figures": found.populations.current().order_by("-reference_date"),
        "may_set_up": may_set_up_organisation(found, request.actor),
        "may_run": may_run_installation(request.actor),
        "crumbs": [(_("Partnerskap"), reverse("organisations:partnerships")), (found.name, "")],
    }
    return render(request, "organisations/organisation.html", context)


@signed_in
@require_http_methods(METHODS)
def add_organisation_body(request: SamverkRequest, pk: int) -> HttpResponse:
    """Set up a body of an organisation, such as its council."""
    found = organisation_or_404(request, pk)
    services.require(may_set_up_organisation(found, request.actor), WHO_SEATS)
    form = BodyForm(request.POST or None, instance=Body(organisation=found))

    def act(said: dict[str, Any]) -> str:
        return body_address(services.add_body(organisation=found, by=request.actor, today=request.today, **said))

    context = {
        "title": _("Lägg till ett organ i %s") % found.name,
        "button": _("Lägg till organet"),
        "crumbs": [(found.name, reverse("organisations:organisation", args=[pk])), (_("Nytt organ"), "")],
    }
    return answer_form(request, form, act, FORM, context, done=_("Organet är tillagt. Ge nu någon en plats i det."))
