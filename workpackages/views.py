"""The pages of the register: every shared service, one of them, and what those who keep it may do."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.audit.models import Event
from governance.lib.dates import swedish_date
from governance.lib.text import count
from governance.organisations.happenings import happenings
from governance.organisations.models import Partnership
from governance.organisations.pages import answer_form, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Fact
from governance.workflow.refusals import NotAllowed

from .citations import BENEFIT_FIRST, OPERATED_BY_A_PRINCIPAL
from .forms import EndServiceForm, ServiceEditForm, ServiceForm
from .models import Service
from .permissions import WHO_KEEPS, may_keep_services
from .services import create_service, edit_service, end_service

FORM = "organisations/form.html"
METHODS = ["GET", "HEAD", "POST"]


def service_url(service: Service) -> str:
    """The service's page."""
    return reverse("workpackages:service", args=[service.partnership.slug, service.pk])


def crumbs_to(partnership: Partnership, *last: tuple[str, str]) -> list[tuple[str, str]]:
    """The crumbs of a page below the list."""
    return [
        *way_to(partnership),
        (_("Gemensamma tjänster"), reverse("workpackages:list", args=[partnership.slug])),
        *last,
    ]


def service_or_404(request: SamverkRequest, slug: str, pk: int) -> Service:
    """A service that the actor may know of."""
    known = Service.objects.visible_to(request.actor).select_related("partnership", "operator__organisation")
    found = known.filter(partnership__slug=slug, pk=pk).first()
    if found is None:
        raise Http404
    return found


def require_keeper(service: Service, request: SamverkRequest) -> None:
    """Show a form only to those who may send it; others read who may."""
    if not may_keep_services(service, request.actor):
        raise NotAllowed(WHO_KEEPS)


@signed_in
@require_safe
def services(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every shared service of a partnership, those in use first."""
    partnership = partnership_or_404(request, slug)
    found = list(Service.objects.filter(partnership=partnership).select_related("operator__organisation"))
    over = [each for each in found if each.until_on and each.until_on < request.today]
    used = [each for each in found if each not in over]
    context = {
        "partnership": partnership,
        "lead": lead_of(len(used)),
        "used": used,
        "over": over,
        "may_keep": may_keep_services(Service(partnership=partnership), request.actor),
        "who": WHO_KEEPS,
        "rules": (BENEFIT_FIRST, OPERATED_BY_A_PRINCIPAL),
        "crumbs": [*way_to(partnership), (_("Gemensamma tjänster"), "")],
    }
    return render(request, "workpackages/services.html", context)


def lead_of(used: int) -> str:
    """How many services there are, in a sentence."""
    if not used:
        return _("Det finns ingen tjänst i bruk.")
    return _("%s är i bruk. Varje rad i en budget hör till en av dem.") % count(used, _("tjänst"), _("tjänster"))


@signed_in
@require_safe
def service(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """One service: what it gives, who runs it, and all that has happened to it."""
    found = service_or_404(request, slug, pk)
    context = {
        "partnership": found.partnership,
        "service": found,
        "facts": facts_of(found),
        "may_keep": may_keep_services(found, request.actor),
        "events": happenings(Event.objects.about(found)),
        "crumbs": crumbs_to(found.partnership, (found.name, "")),
    }
    return render(request, "workpackages/service.html", context)


def facts_of(found: Service) -> list[Fact]:
    """What is said of a service, in rows."""
    last = swedish_date(found.until_on) if found.until_on else _("Tills vidare")
    return [
        Fact(label=_("Nytta för den enskilde"), value=found.benefit_for_individual),
        Fact(label=_("Kort namn"), value=found.short_name),
        Fact(label=_("Huvudman som sköter driften"), value=found.operator or _("Ingen än")),
        Fact(label=_("Från och med"), value=swedish_date(found.from_on)),
        Fact(label=_("Till och med"), value=last),
    ]


@signed_in
@require_safe
def find(request: SamverkRequest, pk: int) -> HttpResponse:
    """From an event's subject to its page: the trail knows what something is, not where its page stands."""
    found = Service.objects.visible_to(request.actor).select_related("partnership").filter(pk=pk).first()
    if found is None:
        raise Http404
    return HttpResponseRedirect(service_url(found))


@signed_in
@require_http_methods(METHODS)
def new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Register a shared service."""
    partnership = partnership_or_404(request, slug)
    blank = Service(partnership=partnership)
    require_keeper(blank, request)
    form = ServiceForm(request.POST or None, instance=blank, initial={"from_on": request.today})

    def act(said: dict[str, Any]) -> str:
        return service_url(create_service(partnership=partnership, by=request.actor, today=request.today, **said))

    context = {
        "title": _("Registrera en tjänst"),
        "lead": _("Varje rad i en budget hör till en tjänst. Skriv vad den ger den enskilda människan."),
        "button": _("Registrera tjänsten"),
        "crumbs": crumbs_to(partnership, (_("Ny tjänst"), "")),
    }
    return answer_form(
        request, form, act, FORM, context, done=_("Tjänsten är registrerad och kan få rader i en budget.")
    )


@signed_in
@require_http_methods(METHODS)
def edit(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change what is said of a service."""
    found = service_or_404(request, slug, pk)
    require_keeper(found, request)
    form = ServiceEditForm(request.POST or None, instance=found)

    def act(said: dict[str, Any]) -> str:
        if form.changes:
            edit_service(found, changes=form.changes, by=request.actor, today=request.today, version=said["version"])
        return service_url(found)

    context = {
        "title": _("Ändra %s") % found.name,
        "button": _("Spara ändringen"),
        "crumbs": crumbs_to(found.partnership, (found.name, service_url(found)), (_("Ändra"), "")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Ändringen är sparad."))


@signed_in
@require_http_methods(METHODS)
def end(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take a service out of use after a day, or back into use."""
    found = service_or_404(request, slug, pk)
    require_keeper(found, request)
    form = EndServiceForm(request.POST or None, instance=found)

    def act(said: dict[str, Any]) -> str:
        if form.changes:
            end_service(
                found, until_on=said["until_on"], by=request.actor, today=request.today, version=said["version"]
            )
        return service_url(found)

    context = {
        "title": _("Ta %s ur bruk") % found.name,
        "lead": _(
            "Tjänsten tas inte bort. Det den har kostat står kvar, men den får inga rader för år efter sista dagen."
        ),
        "button": _("Spara sista dagen"),
        "crumbs": crumbs_to(found.partnership, (found.name, service_url(found)), (_("Ta ur bruk"), "")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Sista dagen är sparad."))
