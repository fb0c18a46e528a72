"""Setting up a partnership: its principals, bodies, seats and who is given insight."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from governance.accounts.models import User

from .. import queries, services
from ..forms import (
    BodyEditForm,
    BodyForm,
    EditForm,
    InsightForm,
    PartnershipEditForm,
    PrincipalEditForm,
    PrincipalForm,
    SeatEditForm,
    SeatForm,
)
from ..invitations import invite_again, invite_person
from ..kinds import BUDGETING
from ..models import Body, Partnership, Principal, Seat
from ..pages import answer_form, answer_step
from ..policy import SamverkRequest, signed_in
from .lookups import (
    body_or_404,
    body_to_set_up,
    partnership_known,
    partnership_to_set_up,
    require_set_up,
    way_for,
)
from .partnerships import crumbs_of

FORM = "organisations/form.html"
METHODS = ["GET", "HEAD", "POST"]


def set_up_address(partnership: Partnership) -> str:
    """Where a partnership is set up."""
    return reverse("organisations:set_up", args=[partnership.slug])


def way_to_set_up(request: SamverkRequest, partnership: Partnership, last: str) -> list[tuple[str, str]]:
    """The crumbs of a page below the set-up of a partnership."""
    return [*way_for(request, partnership), (_("Uppsättning"), set_up_address(partnership)), (last, "")]


def body_address(body: Body) -> str:
    """Where a body is shown."""
    return reverse("organisations:body", args=[body.pk])


def saved(request: SamverkRequest, subject: Any, form: EditForm, url: str) -> Callable[[dict[str, Any]], str]:
    """The act of an edit form: save what was changed, if anything was, and go to the address."""

    def act(said: dict[str, Any]) -> str:
        if form.changes:
            services.change(
                subject, changes=form.changes, by=request.actor, today=request.today, version=said["version"]
            )
        return url

    return act


@signed_in
@require_safe
def set_up(request: SamverkRequest, slug: str) -> HttpResponse:
    """All that is set up in a partnership, with a way to change each."""
    found = partnership_to_set_up(request, slug)
    context = {
        "partnership": found,
        "groups": queries.principals_by_group(found, request.today),
        "bodies": queries.body_rows(found.bodies.all(), request.today),
        "insights": queries.insight_rows(found, request.today),
        "takes_part": request.actor.may_see(found.pk) and found.kind in BUDGETING,
        "crumbs": [*way_for(request, found), (_("Uppsättning"), "")],
    }
    return render(request, "organisations/set_up.html", context)


@signed_in
@require_http_methods(METHODS)
def edit_partnership(request: SamverkRequest, slug: str) -> HttpResponse:
    """Change the name or purpose of a partnership."""
    found = partnership_to_set_up(request, slug)
    form = PartnershipEditForm(request.POST or None, instance=found)
    context = {
        "title": _("Ändra uppgifterna om partnerskapet"),
        "button": _("Spara ändringen"),
        "crumbs": way_to_set_up(request, found, _("Uppgifter")),
    }
    act = saved(request, found, form, set_up_address(found))
    return answer_form(request, form, act, FORM, context, done=_("Ändringen är sparad."))


@signed_in
@require_http_methods(METHODS)
def add_principal(request: SamverkRequest, slug: str) -> HttpResponse:
    """Let an organisation become a principal."""
    found = partnership_to_set_up(request, slug)
    form = PrincipalForm(request.POST or None, partnership=found, initial={"from_on": request.today})

    def act(said: dict[str, Any]) -> str:
        services.add_principal(partnership=found, by=request.actor, today=request.today, **said)
        return set_up_address(found)

    context = {
        "title": _("Lägg till en huvudman"),
        "lead": _("Huvudmannen ser partnerskapets beslut och kostnader, och tar del i dem från den första dagen."),
        "button": _("Lägg till huvudmannen"),
        "crumbs": way_to_set_up(request, found, _("Ny huvudman")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Huvudmannen är tillagd."))


@signed_in
@require_http_methods(METHODS)
def edit_principal(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change a principal's group or time, or end it."""
    found = partnership_known(request, slug)
    principal = get_object_or_404(Principal.objects.select_related("organisation"), pk=pk, partnership=found)
    require_set_up(request, found)
    name = principal.organisation.name
    form = PrincipalEditForm(request.POST or None, instance=principal)
    context = {
        "title": _("Ändra %s") % name,
        "lead": _("En huvudman tas inte bort. Ange en sista dag, så står det som har varit kvar."),
        "button": _("Spara ändringen"),
        "crumbs": way_to_set_up(request, found, name),
    }
    act = saved(request, principal, form, set_up_address(found))
    return answer_form(request, form, act, FORM, context, done=_("Ändringen är sparad."))


@signed_in
@require_http_methods(METHODS)
def add_body(request: SamverkRequest, slug: str) -> HttpResponse:
    """Set up a body of the partnership."""
    found = partnership_to_set_up(request, slug)
    form = BodyForm(request.POST or None, instance=Body(partnership=found))

    def act(said: dict[str, Any]) -> str:
        made = services.add_body(partnership=found, by=request.actor, today=request.today, **said)
        return body_address(made)

    context = {
        "title": _("Lägg till ett organ"),
        "lead": _("Kryssa för det som organet får göra. Bara den som är suverän beslutar suveränt."),
        "button": _("Lägg till organet"),
        "crumbs": way_to_set_up(request, found, _("Nytt organ")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Organet är tillagt. Ge nu någon en plats i det."))


@signed_in
@require_http_methods(METHODS)
def edit_body(request: SamverkRequest, pk: int) -> HttpResponse:
    """Change a body's name or powers."""
    body = body_to_set_up(request, pk)
    crumbs = [*crumbs_of(request, body), (body.name, body_address(body)), (_("Ändra"), "")]
    form = BodyEditForm(request.POST or None, instance=body)
    context = {"title": _("Ändra organet"), "button": _("Spara ändringen"), "crumbs": crumbs}
    act = saved(request, body, form, body_address(body))
    return answer_form(request, form, act, FORM, context, done=_("Ändringen är sparad."))


@signed_in
@require_http_methods(METHODS)
def add_seat(request: SamverkRequest, pk: int) -> HttpResponse:
    """Invite a person to a seat in a body."""
    body = body_to_set_up(request, pk)
    form = SeatForm(request.POST or None, initial={"from_on": request.today})

    def act(said: dict[str, Any]) -> str:
        address = request.build_absolute_uri("/")
        invite_person(body=body, by=request.actor, today=request.today, address=address, **said)
        return body_address(body)

    context = {
        "title": _("Ge en person en plats"),
        "lead": _("Platsen är i %s.") % body.full_name,
        "button": _("Ge personen platsen"),
        "crumbs": [*crumbs_of(request, body), (body.name, body_address(body)), (_("Ny plats"), "")],
    }
    done = _("Platsen är given. Den som saknar konto får en inbjudan med e-post.")
    return answer_form(request, form, act, FORM, context, done=done)


@signed_in
@require_http_methods(METHODS)
def edit_seat(request: SamverkRequest, pk: int) -> HttpResponse:
    """Change when a seat is held, or end it."""
    seat = get_object_or_404(Seat.objects.select_related("user"), pk=pk)
    body = body_or_404(request, seat.body_id)
    seat.body = body
    services.require(*services.may_change(seat, request.actor))
    form = SeatEditForm(request.POST or None, instance=seat)
    context = {
        "title": _("Ändra platsen"),
        "lead": _("%(person)s, %(seat)s. En plats tas inte bort: ange en sista dag.")
        % {"person": seat.user.name, "seat": seat.label},
        "button": _("Spara ändringen"),
        "crumbs": [*crumbs_of(request, body), (body.name, body_address(body)), (seat.user.name, "")],
    }
    act = saved(request, seat, form, body_address(body))
    return answer_form(request, form, act, FORM, context, done=_("Ändringen är sparad."))


@signed_in
@require_POST
def send_invitation_again(request: SamverkRequest, pk: int, user: int) -> HttpResponse:
    """Send a new link to somebody with a seat in the body who has not yet chosen a password."""
    body = body_to_set_up(request, pk)
    person = get_object_or_404(User.objects.distinct(), pk=user, seats__in=body.seats.on(request.today))

    def act() -> str:
        invite_again(person, by=request.actor, today=request.today, address=request.build_absolute_uri("/"))
        return body_address(body)

    return answer_step(request, act, done=_("En ny inbjudan skickas till %s.") % person.email)


@signed_in
@require_http_methods(METHODS)
def add_insight(request: SamverkRequest, slug: str) -> HttpResponse:
    """Give a body outside the partnership insight until a day."""
    found = partnership_to_set_up(request, slug)
    next_year = date(request.today.year + 1, 12, 31)
    form = InsightForm(request.POST or None, partnership=found, initial={"until_on": next_year})

    def act(said: dict[str, Any]) -> str:
        services.grant_insight(partnership=found, by=request.actor, today=request.today, **said)
        return set_up_address(found)

    context = {
        "title": _("Ge insyn"),
        "lead": _("De som sitter i organet får läsa allt i partnerskapet men inte ändra något."),
        "button": _("Ge organet insyn"),
        "crumbs": way_to_set_up(request, found, _("Insyn")),
    }
    return answer_form(request, form, act, FORM, context, done=_("Organet har fått insyn."))


@signed_in
@require_POST
def end_insight(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take back insight."""
    found = partnership_known(request, slug)
    body = next((body for body, _until in queries.insight_rows(found, request.today) if body.pk == pk), None)
    if body is None:
        raise Http404
    require_set_up(request, found)

    def act() -> str:
        services.end_insight(partnership=found, body=body, by=request.actor, today=request.today)
        return set_up_address(found)

    return answer_step(request, act, done=_("Insynen är borttagen."))
