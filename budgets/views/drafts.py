"""Writing a budget: a new year, its particulars, its lines and its multi-year calculation."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.dates import reference_date
from governance.lib.text import capitalise
from governance.organisations.body_names import in_own_names
from governance.organisations.pages import answer_step, partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.acts import require
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed

from .. import guards, permissions
from ..forms.drafts import CalculationForm, LineForm, NewBudgetForm, ParticularsForm
from ..models import ActionPlan, Budget, BudgetLine, MultiYearLine
from ..pages.budget import BudgetPage
from ..pages.lines import find_budget
from ..services import drafting
from .common import answer, frame, needs_services, post_only

FORM = "budgets/form.html"


def require_writer(budget: Budget, request: SamverkRequest) -> None:
    """Show a form only to those who may send it, and only for a draft; others read who may, or why not."""
    if not permissions.may_prepare(budget, request.actor):
        raise NotAllowed(permissions.WHO_PREPARES)
    if request.method != "POST":
        require(budget, [guards.budget_is_a_draft], Act(request.actor, request.today))


def in_budget(budget: Budget, here: str) -> dict[str, Any]:
    """The frame of a page below a budget's."""
    name = _("Budget %s") % budget.year
    return {
        **frame(budget.partnership, "budgets:overview", (name, budget_url(budget)), (here, "")),
        "budget": budget,
        "eyebrow": _("%(name)s, version %(number)s") % {"name": name, "number": budget.version_number},
        "back_url": budget_url(budget),
        "back_label": _("Tillbaka till budgeten"),
    }


def budget_url(budget: Budget) -> str:
    """The budget's page."""
    return reverse("budgets:budget", args=[budget.partnership.slug, budget.year, budget.version_number])


@signed_in
def new(request: SamverkRequest, slug: str) -> HttpResponse:
    """Begin a year's budget."""
    partnership = partnership_or_404(request, slug)
    require_writer(Budget(partnership=partnership), request)
    newest = Budget.objects.filter(partnership=partnership).order_by("-year").first()
    year = max(newest.year + 1, request.today.year) if newest else request.today.year + 1
    plan = ActionPlan.objects.filter(partnership=partnership, year=year).first()
    form = NewBudgetForm(request.POST or None, partnership=partnership, initial={"year": year, "plan": plan})
    context = {
        **frame(partnership, "budgets:overview", (_("Ny budget"), "")),
        "title": _("Börja på en budget"),
        "eyebrow": partnership.name,
        "lead": in_own_names(
            _(
                "Budgeten börjar som ett utkast som styrgruppen fyller med rader. Sista dagen att lämna över den till "
                "huvudmännen är nio månader före årets början."
            ),
            partnership,
        ),
        "button": _("Skapa utkastet"),
        "back_url": reverse("budgets:overview", args=[slug]),
        "back_label": _("Tillbaka till budgetarna"),
    }

    def act(data: dict[str, Any]) -> str:
        budget = drafting.create_budget(
            partnership=partnership,
            year=data["year"],
            plan=data["plan"],
            diary_number=data["diary_number"],
            by=request.actor,
            today=request.today,
        )
        return budget_url(budget)

    return answer(request, form, act, FORM, context, done=_("Utkastet finns nu. Lägg till rader."))


@signed_in
def particulars(request: SamverkRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Plan, reference date and diary number of a draft."""
    budget = find_budget(request.actor, slug, year, number)
    require_writer(budget, request)
    form = ParticularsForm(request.POST or None, budget=budget)
    context = {
        **in_budget(budget, _("Uppgifter")),
        "title": _("Ändra budgetens uppgifter"),
        "button": _("Spara uppgifterna"),
    }

    def act(data: dict[str, Any]) -> str:
        changes = {
            "plan": data["plan"],
            "reference_date": data["reference_date"] or reference_date(budget.year),
            "diary_number": data["diary_number"].strip(),
        }
        drafting.edit_budget(
            budget, changes=changes, by=request.actor, today=request.today, version=data["row_version"]
        )
        return budget_url(budget)

    return answer(request, form, act, FORM, context, done=_("Uppgifterna är sparade."))


@signed_in
def line_new(request: SamverkRequest, slug: str, year: int, number: int) -> HttpResponse:
    """Add a line to a draft."""
    budget = find_budget(request.actor, slug, year, number)
    require_writer(budget, request)
    form = LineForm(request.POST or None, budget=budget)
    context = {
        **in_budget(budget, _("Ny rad")),
        **needs_services(budget.partnership, year=budget.year),
        "title": _("Lägg till en rad"),
        "lead": _("En rad är vad en tjänst får kosta i en fas."),
        "button": _("Lägg till raden"),
    }

    def act(data: dict[str, Any]) -> str:
        drafting.add_line(
            budget,
            service=data["service"],
            phase=data["phase"],
            amount=data["amount"],
            title=data["title"],
            by=request.actor,
            today=request.today,
        )
        return f"{budget_url(budget)}#h-rad"

    return answer(request, form, act, FORM, context, done=_("Raden är tillagd."))


def line_or_404(budget: Budget, pk: int) -> BudgetLine:
    """A line of the budget."""
    found = BudgetLine.objects.filter(budget=budget, pk=pk).select_related("service").first()
    if found is None:
        raise Http404
    found.budget = budget
    return found


@signed_in
def line(request: SamverkRequest, slug: str, year: int, number: int, pk: int) -> HttpResponse:
    """Change a line of a draft; somebody who was before is told with both values."""
    budget = find_budget(request.actor, slug, year, number)
    require_writer(budget, request)
    held = line_or_404(budget, pk)
    form = LineForm(request.POST or None, budget=budget, line=held)
    context = {
        **in_budget(budget, _("Ändra rad")),
        "title": capitalise(str(held)),
        "button": _("Spara raden"),
        "remove_url": reverse("budgets:line_remove", args=[slug, year, number, pk]),
        "remove_label": _("Ta bort raden"),
    }

    def act(data: dict[str, Any]) -> str:
        drafting.edit_line(
            held, changes=form.changes(), by=request.actor, today=request.today, version=data["row_version"]
        )
        return f"{budget_url(budget)}#h-rad"

    return answer(request, form, act, FORM, context, done=_("Raden är sparad."))


@signed_in
def line_remove(request: SamverkRequest, slug: str, year: int, number: int, pk: int) -> HttpResponse:
    """Take a line out of a draft."""
    budget = find_budget(request.actor, slug, year, number)
    require_writer(budget, request)
    held = line_or_404(budget, pk)
    post_only(request)

    def act() -> str:
        drafting.remove_line(held, by=request.actor, today=request.today)
        return f"{budget_url(budget)}#h-rad"

    return answer_step(request, act, done=_("Raden är borttagen. Händelsen finns kvar i spåret."))


@signed_in
def calculation(request: SamverkRequest, slug: str, year: int, number: int) -> HttpResponse:
    """The multi-year calculation, and in a draft the form to write it."""
    page = BudgetPage.find(request.actor, slug, year, number, today=request.today)
    budget = page.budget
    may_write = budget.is_draft and permissions.may_prepare(budget, request.actor)
    if request.method == "POST":
        require_writer(budget, request)
    row = next((each for each in page.calculation_rows if str(each.pk) == request.GET.get("rad", "")), None)
    form = CalculationForm(
        request.POST or None,
        budget=budget,
        rows=page.calculation_rows,
        initial=CalculationForm.initial_of(row) if row else None,
    )
    context = {
        **in_budget(budget, _("Flerårig kalkyl")),
        "page": page,
        "may_write": may_write,
        "chosen": row,
        "own_rows": page.calculation_rows,
    }

    def act(data: dict[str, Any]) -> str:
        drafting.set_calculation(
            budget,
            year=data["year"],
            service=data["service"],
            phase=data["phase"],
            amount=data["amount"],
            note=data["note"],
            seen=form.seen_row,
            by=request.actor,
            today=request.today,
        )
        return reverse("budgets:calculation", args=[slug, year, number])

    return answer(request, form, act, "budgets/calculation.html", context, done=_("Kalkylen är sparad."))


@signed_in
def calculation_remove(request: SamverkRequest, slug: str, year: int, number: int, pk: int) -> HttpResponse:
    """Take a row out of a draft's calculation."""
    budget = find_budget(request.actor, slug, year, number)
    require_writer(budget, request)
    row = MultiYearLine.objects.filter(budget=budget, pk=pk).select_related("service").first()
    if row is None:
        raise Http404
    post_only(request)

    def act() -> str:
        drafting.remove_calculation(row, by=request.actor, today=request.today)
        return reverse("budgets:calculation", args=[slug, year, number])

    return answer_step(request, act, done=_("Raden är borttagen ur kalkylen."))
