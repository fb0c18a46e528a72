"""The action plan: what the parties will do, tagged with the strategy's five goals, and how far each thing has come."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words
from governance.organisations.pages import answer_step, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import perform

from .. import permissions
from ..forms.plans import ActivityForm, NewPlanForm, PlanForm
from ..forms.steps import DelayForm, NoteForm
from ..goals import GOALS
from ..models import ActionPlan, Activity
from ..pages.plans import strip_of, when_followed
from ..services import plans as acts
from ..states import ActivityState
from .common import answer, begun_by, frame, open_steps, post_only
from .spending import FORM
from .steps import StepPage, answer_step_page

PEOPLES_STEPS = ("begin", "delay", "finish")


@signed_in
def plans(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every plan of a partnership, the newest first."""
    partnership = partnership_or_404(request, slug)
    context = {
        **frame(partnership, "budgets:plans"),
        "plans": list(ActionPlan.objects.filter(partnership=partnership)),
        "may_write": permissions.may_prepare(ActionPlan(partnership=partnership), request.actor),
        "begins_with": begun_by(
            partnership,
            _("Den första planen skrivs av styrgruppen innan en budget lämnas in."),
            what=_("en handlingsplan"),
        ),
    }
    return render(request, "budgets/plans.html", context)


def find_plan(request: SamverkRequest, slug: str, pk: int) -> ActionPlan:
    """A plan that the actor may know of."""
    found = ActionPlan.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    plan = found.select_related("partnership").first()
    if plan is None:
        raise Http404
    return plan


def require_planner(plan: ActionPlan, request: SamverkRequest) -> None:
    """Show a form only to those who may send it, and only while what the plan promises may change."""
    if not permissions.may_prepare(plan, request.actor):
        raise NotAllowed(permissions.WHO_PREPARES)
    if plan.pk and request.method != "POST":
        acts.require_changeable(plan)


def plan_url(plan: ActionPlan) -> str:
    """Its page."""
    return reverse("budgets:plan", args=[plan.partnership.slug, plan.pk])


def in_plan(plan: ActionPlan, here: str) -> dict[str, Any]:
    """The frame of a page below a plan's."""
    return {
        **frame(plan.partnership, "budgets:plans", (plan.title, plan_url(plan)), (here, "")),
        "plan": plan,
        "eyebrow": plan.title,
        "back_url": plan_url(plan),
        "back_label": _("Tillbaka till handlingsplanen"),
    }


@signed_in
def plan(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """A plan: its activities under the goal that each is listed under."""
    held = find_plan(request, slug, pk)
    rows = list(held.activities.select_related("service", "responsible_principal__organisation"))
    done = sum(each.state == ActivityState.DONE for each in rows)
    late = sum(each.state == ActivityState.LATE for each in rows)
    lead = _("%(done)s av %(all)s aktiviteter är klara.") % {"done": done, "all": len(rows)}
    if late:
        lead += f" {capitalise(count_in_words(late, _('är försenad'), _('är försenade')))}."
    budgets = list(held.budgets.all())
    is_followed = any(each.is_adopted for each in budgets)
    if rows and not is_followed:
        lead += " " + when_followed(budgets)
    shown = [(each, open_steps(each, request.actor) if is_followed else []) for each in rows]
    by_goal = [(goal, [row for row in shown if row[0].goals[:1] == [goal.ref]]) for goal in GOALS]
    context = {
        **frame(held.partnership, "budgets:plans", (held.title, "")),
        "plan": held,
        "lead": lead if rows else _("Planen har inga aktiviteter än."),
        "by_goal": by_goal,
        "may_write": permissions.may_prepare(held, request.actor) and acts.may_change(held),
        "budgets": budgets,
        "strip": strip_of(budgets, held.partnership, today=request.today),
    }
    return render(request, "budgets/plan.html", context)


@signed_in
def plan_new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Begin a year's version of the plan."""
    partnership = partnership_or_404(request, slug)
    require_planner(ActionPlan(partnership=partnership), request)
    year = request.today.year + 1
    form = NewPlanForm(request.POST or None, initial={"year": year, "until_year": year + 2})
    context = {
        **frame(partnership, "budgets:plans", (_("Ny plan"), "")),
        "title": _("Börja på en handlingsplan"),
        "eyebrow": partnership.name,
        "lead": _("Planen är flerårig och ses över varje år. Den lämnas över tillsammans med budgeten."),
        "button": _("Skapa planen"),
        "back_url": reverse("budgets:plans", args=[slug]),
        "back_label": _("Tillbaka till handlingsplanerna"),
    }

    def act(data: dict[str, Any]) -> str:
        made = acts.create_plan(partnership=partnership, **data, by=request.actor, today=request.today)
        return reverse("budgets:plan", args=[slug, made.pk])

    return answer(request, form, act, FORM, context, done=_("Planen finns. Lägg till aktiviteter."))


@signed_in
def plan_edit(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change the plan's name and summary."""
    held = find_plan(request, slug, pk)
    require_planner(held, request)
    form = PlanForm(request.POST or None, plan=held)
    context = {**in_plan(held, _("Ändra")), "title": _("Ändra handlingsplanen"), "button": _("Spara planen")}

    def act(data: dict[str, Any]) -> str:
        changes = {"title": data["title"].strip(), "summary": data["summary"].strip()}
        acts.edit_plan(held, changes=changes, by=request.actor, today=request.today, version=data["row_version"])
        return plan_url(held)

    return answer(request, form, act, FORM, context, done=_("Planen är sparad."))


@signed_in
def activity_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Add an activity to a plan."""
    held = find_plan(request, slug, pk)
    require_planner(held, request)
    form = ActivityForm(request.POST or None, partnership=held.partnership)
    context = {**in_plan(held, _("Ny aktivitet")), "title": _("Lägg till en aktivitet"), "button": _("Lägg till")}

    def act(data: dict[str, Any]) -> str:
        acts.add_activity(held, **form.changes(), by=request.actor, today=request.today)
        return plan_url(held)

    return answer(request, form, act, FORM, context, done=_("Aktiviteten är tillagd."))


def find_activity(request: SamverkRequest, slug: str, pk: int) -> Activity:
    """An activity that the actor may know of."""
    found = Activity.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    activity = found.select_related("plan__partnership", "service", "responsible_principal__organisation").first()
    if activity is None:
        raise Http404
    activity.partnership = activity.plan.partnership
    return activity


@signed_in
def activity(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change an activity, while the plan may change."""
    held = find_activity(request, slug, pk)
    require_planner(held.plan, request)
    form = ActivityForm(request.POST or None, partnership=held.plan.partnership, activity=held)
    context = {
        **in_plan(held.plan, held.number),
        "title": str(held),
        "button": _("Spara aktiviteten"),
        "remove_url": reverse("budgets:activity_remove", args=[slug, pk]),
        "remove_label": _("Ta bort aktiviteten"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.edit_activity(
            held, changes=form.changes(), by=request.actor, today=request.today, version=data["row_version"]
        )
        return plan_url(held.plan)

    return answer(request, form, act, FORM, context, done=_("Aktiviteten är sparad."))


@signed_in
def activity_remove(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take an activity out of a plan that is not submitted."""
    held = find_activity(request, slug, pk)
    post_only(request)

    def act() -> str:
        acts.remove_activity(held, by=request.actor, today=request.today)
        return plan_url(held.plan)

    return answer_step(request, act, done=_("Aktiviteten är borttagen ur planen."))


@signed_in
def activity_step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Begin an activity, tell that it is late, or finish it."""
    if name not in PEOPLES_STEPS:
        raise Http404
    held = find_activity(request, slug, pk)
    base = in_plan(held.plan, held.number)

    def act(data: dict[str, Any]) -> str:
        version = data.pop("row_version")
        perform(held, name, by=request.actor, today=request.today, version=version, **data)
        return plan_url(held.plan)

    page = StepPage(
        subject=held,
        name=name,
        form=DelayForm if name == "delay" else NoteForm,
        act=act,
        back_url=base["back_url"],
        back_label=base["back_label"],
        context=base,
        eyebrow=str(held),
        done=_("Aktivitetens läge är ändrat."),
    )
    return answer_step_page(request, page)
