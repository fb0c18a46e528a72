"""Deviating cost principles: proposed, whose share rises and by how much, and what those councils decide."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.decisions.queries import matter_for
from governance.lib.dates import nine_months_before, swedish_date
from governance.lib.text import count
from governance.organisations.happenings import happenings_about
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed

from .. import permissions
from ..citations import DEVIATING, RISING_DECIDES
from ..forms.principles import PrincipleForm
from ..forms.steps import PutForwardForm, ReasonForm, StepForm
from ..models import CostPrinciple
from ..pages.principles import PrinciplePage
from ..queries import first_open_year
from ..services import principles as acts
from ..states import PrincipleState
from .common import answer, frame, needs_services, open_steps
from .spending import FORM
from .steps import StepPage, answer_step_page

PEOPLES_STEPS = ("compute", "put_forward", "fall", "end")
OVER = (PrincipleState.FALLEN, PrincipleState.ENDED)


@signed_in
def principles(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every deviating principle of a partnership."""
    partnership = partnership_or_404(request, slug)
    found = list(CostPrinciple.objects.filter(partnership=partnership).select_related("service").with_next())
    context = {
        **frame(partnership, "budgets:principles"),
        "live": [each for each in found if each.state not in OVER],
        "over": [each for each in found if each.state in OVER],
        "in_effect": sum(each.state == PrincipleState.IN_EFFECT for each in found),
        "may_propose": permissions.may_prepare(CostPrinciple(partnership=partnership), request.actor),
        "rules": (DEVIATING, RISING_DECIDES),
    }
    return render(request, "budgets/principles.html", context)


def find_principle(request: SamverkRequest, slug: str, pk: int) -> CostPrinciple:
    """A principle that the actor may know of."""
    found = CostPrinciple.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    principle = found.select_related("partnership", "service", "snapshot").with_next().first()
    if principle is None:
        raise Http404
    return principle


def principle_url(principle: CostPrinciple) -> str:
    """Its page."""
    return reverse("budgets:principle", args=[principle.partnership.slug, principle.pk])


@signed_in
def new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Propose another way to share a service's cost; whose share rises is computed at once."""
    partnership = partnership_or_404(request, slug)
    if not permissions.may_prepare(CostPrinciple(partnership=partnership), request.actor):
        raise NotAllowed(permissions.WHO_PREPARES)
    initial = {
        "from_year": first_open_year(partnership.pk, ahead=request.today.year + 1),
        "service": request.GET.get("tjanst"),
        "phase": request.GET.get("fas"),
    }
    form = PrincipleForm(request.POST or None, partnership=partnership, initial=initial)
    context = {
        **frame(partnership, "budgets:principles", (_("Nytt förslag"), "")),
        **needs_services(partnership, year=request.today.year),
        "title": _("Föreslå en avvikande kostnadsprincip"),
        "eyebrow": partnership.name,
        "lead": _("Bara de vars andel ökar mot grundprincipen ska besluta. Samverk räknar fram vilka det är."),
        "button": _("Räkna fram vilka som ska besluta"),
        "back_url": reverse("budgets:principles", args=[slug]),
        "back_label": _("Tillbaka till principerna"),
    }

    def act(data: dict[str, Any]) -> str:
        if form.principle is None:
            raise Http404
        proposed = acts.propose_principle(
            service=data["service"],
            phase=data["phase"],
            principle=form.principle,
            from_year=data["from_year"],
            reason=data["reason"],
            by=request.actor,
            today=request.today,
        )
        acts.compute_consent(proposed, by=request.actor, today=request.today)
        return principle_url(proposed)

    return answer(request, form, act, FORM, context, done=_("Förslaget finns. Se vilka som ska besluta nedan."))


@signed_in
def principle(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """One principle: who rises and by how much, who is told, and how far the councils have come."""
    held = find_principle(request, slug, pk)
    matter = matter_for(held)
    page = PrinciplePage(held, matter, actor=request.actor, today=request.today)
    context = {
        **frame(held.partnership, "budgets:principles", (held.service.name, "")),
        "held": held,
        "page": page,
        "steps": sorted(
            (step for step in open_steps(held, request.actor) if step.name in PEOPLES_STEPS),
            key=lambda step: step.name != "put_forward",
        ),
        "matter_url": matter.url() if matter else "",
        "events": happenings_about(held),
        "rules": (DEVIATING, RISING_DECIDES),
    }
    return render(request, "budgets/principle.html", context)


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """One step of a principle, with its conditions."""
    if name not in PEOPLES_STEPS:
        raise Http404
    held = find_principle(request, slug, pk)
    forms: dict[str, Any] = {"compute": StepForm, "put_forward": PutForwardForm}
    page = StepPage(
        subject=held,
        name=name,
        form=with_day(held, request.today) if name == "put_forward" else forms.get(name, ReasonForm),
        act=lambda data: take(held, name, data, request),
        back_url=principle_url(held),
        back_label=_("Tillbaka till principen"),
        context=frame(
            held.partnership, "budgets:principles", (held.service.name, principle_url(held)), (_("Steg"), "")
        ),
        eyebrow=str(held),
        lead=lead_of(held, name),
        meanwhile=_("Grundprincipen gäller tills alla vars andel ökar har beslutat.") if name != "end" else "",
        done=_("Principens läge är ändrat."),
    )
    return answer_step_page(request, page)


def with_day(held: CostPrinciple, today: date) -> Any:
    """The form whose day is suggested: one that has not passed."""

    def make(data: Any, *, row: CostPrinciple) -> PutForwardForm:
        form = PutForwardForm(data, row=row)
        form.fields["decide_by"].initial = acts.day_to_propose(held.from_year, today)
        return form

    return make


def lead_of(held: CostPrinciple, name: str) -> str:
    """What the step means."""
    if name == "put_forward":
        asked = held.shares.filter(must_consent=True).count()
        return _(
            "Ärendet går till %(asked)s. Budget %(year)s ska vara hos huvudmännen senast %(day)s. En princip som "
            "beslutas sedan budgeten har lämnats över gäller först för nästa års budget."
        ) % {
            "asked": count(asked, _("fullmäktige"), _("fullmäktige")),
            "year": held.from_year,
            "day": swedish_date(nine_months_before(held.from_year)),
        }
    if name == "compute":
        return _("Andelarna räknas om på de frysta invånartalen.")
    if name == "end":
        return _("Budgetar som lämnas över därefter delas som om principen inte fanns.")
    return _("Grundprincipen gäller sedan för budgetar som lämnas över.")


def take(held: CostPrinciple, name: str, data: dict[str, Any], request: SamverkRequest) -> str:
    """Take the step, and go back to the principle."""
    given: dict[str, Any] = {"by": request.actor, "today": request.today, "version": data["row_version"]}
    match name:
        case "compute":
            acts.compute_consent(held, **given)
        case "put_forward":
            acts.put_principle_forward(held, decide_by=data["decide_by"], **given)
        case "fall":
            acts.drop_principle(held, reason=data["reason"], **given)
        case "end":
            acts.end_principle(held, reason=data["reason"], **given)
    return principle_url(held)
