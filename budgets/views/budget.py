"""The page of a budget: what we pay, and why more; and the same figures to take along."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from governance.lib.sharing import ROUNDING_NOTE
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.steps import Step

from ..citations import BY_RESIDENTS, HALF_EACH
from ..exports import KINDS, download
from ..pages.bodies import options
from ..pages.budget import BudgetPage
from ..pages.sheets import lines_sheet, shares_sheet
from ..states import OUT, BudgetState
from .common import frame, link_to, open_steps

MAIN_STEPS = ("submit", "hand_over")


@signed_in
def budget(request: SamverkRequest, slug: str, year: int, number: int) -> HttpResponse:
    """A budget: state, lines, why one's share changed, and what each principal pays.

    The choice of principal swaps its own part alone when htmx asks for it; the address is the same.
    """
    page = BudgetPage.find(request.actor, slug, year, number, today=request.today)
    chosen = page.chosen(request.GET.get("huvudman", ""))
    context = {
        "page": page,
        "options": options(page.shares_by_name, chosen=chosen),
        "change": page.change(chosen),
        "rules": (HALF_EACH, BY_RESIDENTS),
    }
    if request.htmx and request.htmx.target == "varfor":
        return render(request, "budgets/_why.html", context)
    steps = open_steps(page.budget, request.actor)
    main = (*MAIN_STEPS, "close") if request.today.year > year else MAIN_STEPS
    context |= {
        **frame(page.partnership, "budgets:overview", (page.title, "")),
        "main_step": next((step for step in steps if step.name in main), None),
        "other_steps": [step for step in steps if step.name not in main],
        "may_edit": may_edit(page, steps),
        "decide_url": decide_url(page),
        "matter_url": page.matter.url() if page.matter else "",
        "documents_url": link_to("documents:list", slug),
        "trail_url": link_to("decisions:trail", slug, "budgets.budget", str(page.budget.pk)),
        "with_letters": page.budget.handed_over_on is not None,
        "rounding_note": ROUNDING_NOTE,
    }
    return render(request, "budgets/budget.html", context)


def may_edit(page: BudgetPage, steps: list[Step]) -> bool:
    """Whether the reader may change lines: a draft, and the right seat."""
    return page.budget.state == BudgetState.DRAFT and any(step.name == "submit" for step in steps)


def decide_url(page: BudgetPage) -> str:
    """Where one's own principal registers its decision, while it is to be made."""
    ruling = page.own_ruling
    if page.budget.state not in OUT or ruling is None or not ruling.is_open:
        return ""
    return link_to("decisions:register", page.partnership.slug, ruling.matter_id, ruling.pk)


@signed_in
def lines(request: SamverkRequest, slug: str, year: int, number: int, kind: str) -> HttpResponse:
    """The budget's lines as a file."""
    page = BudgetPage.find(request.actor, slug, year, number, today=request.today)
    if kind not in KINDS:
        raise Http404
    return download(lines_sheet(page), kind, f"budget-{year}-v{number}-rader")


@signed_in
def shares(request: SamverkRequest, slug: str, year: int, number: int, kind: str) -> HttpResponse:
    """What each principal pays, as a file."""
    page = BudgetPage.find(request.actor, slug, year, number, today=request.today)
    if kind not in KINDS:
        raise Http404
    return download(shares_sheet(page), kind, f"budget-{year}-v{number}-andelar")
