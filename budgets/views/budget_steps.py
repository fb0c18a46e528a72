"""The steps of a budget: handed in, handed over, replaced, withdrawn, closed; and the letters that follow."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.documents.models import Dispatch, Document
from governance.documents.shapes import ShareLetterData
from governance.jobs.services import batch_progress
from governance.lib.dates import swedish_date
from governance.lib.text import count
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Answer
from governance.ui.templatetags.swedish import kr

from ..forms.steps import HandOverForm, ReasonForm, StepForm
from ..models import Budget
from ..pages.budget import BudgetPage
from ..pages.letters import letter_rows
from ..pages.lines import find_budget
from ..queries import ceiling_for
from ..services import drafting, handover, settlements
from ..services.handover import letter_batch
from ..states import BudgetState
from .common import link_to
from .drafts import budget_url, in_budget
from .steps import StepPage, answer_step_page

TAKEN_BY_PEOPLE = ("submit", "hand_over", "replace", "withdraw", "close")
DONE = {
    "submit": gettext_lazy("Budgeten är inlämnad till beredning. Summa och invånartal är frysta."),
    "hand_over": gettext_lazy("Budgeten är överlämnad. Ett förseglat missiv görs till varje huvudman."),
    "replace": gettext_lazy("En ny version finns som utkast. Den tidigare är ersatt."),
    "withdraw": gettext_lazy("Budgeten är tillbakadragen."),
    "close": gettext_lazy("Budgetåret är stängt."),
}
LEADS = {
    "submit": gettext_lazy("Från och med nu ändras inte belopp, principer eller invånartal i den här versionen."),
    "hand_over": gettext_lazy(
        "Varje huvudman får budgeten för eget beslut, med ett förseglat missiv och sin kostnadsandel."
    ),
    "replace": _(
        "En ny version får samma rader och kan sedan ändras. Beslut om den gamla versionen gäller inte den nya."
    ),
    "withdraw": gettext_lazy("Förslaget och dess ärende avslutas. Det som har hänt finns kvar i spåret."),
    "close": gettext_lazy("När året är slut och avräknat stängs det. Därefter kan inget ändras."),
}


@signed_in
def step(request: SamverkRequest, slug: str, year: int, number: int, name: str) -> HttpResponse:
    """One step of a budget, with its conditions."""
    if name not in TAKEN_BY_PEOPLE:
        raise Http404
    page = BudgetPage.find(request.actor, slug, year, number, today=request.today)
    budget = page.budget
    base = in_budget(budget, _("Steg"))
    shown = StepPage(
        subject=budget,
        name=name,
        form=form_of(name, request),
        act=lambda data: take(budget, name, data, request),
        back_url=base["back_url"],
        back_label=base["back_label"],
        context=base,
        eyebrow=base["eyebrow"],
        lead=str(LEADS[name]),
        meanwhile=meanwhile(budget),
        answers=answers(page, name),
        done=str(DONE[name]),
    )
    return answer_step_page(request, shown)


def form_of(name: str, request: SamverkRequest) -> Any:
    """What a step asks for."""
    if name == "hand_over":
        return partial(HandOverForm, today=request.today)
    return ReasonForm if name in ("replace", "withdraw") else StepForm


def take(budget: Budget, name: str, data: dict[str, Any], request: SamverkRequest) -> str:
    """Take the step, and say where to go."""
    given: dict[str, Any] = {"by": request.actor, "today": request.today, "version": data["row_version"]}
    match name:
        case "submit":
            drafting.submit_budget(budget, **given)
        case "hand_over":
            handover.hand_over_budget(budget, on=data["on"], **given)
            return reverse("budgets:letters", args=[budget.partnership.slug, budget.year, budget.version_number])
        case "replace":
            return budget_url(drafting.revise_budget(budget, reason=data["reason"], **given))
        case "withdraw":
            drafting.withdraw_budget(budget, reason=data["reason"], **given)
        case "close":
            settlements.close_budget(budget, **given)
    return budget_url(budget)


def meanwhile(budget: Budget) -> str:
    """What holds until the budget is adopted."""
    if budget.is_adopted:
        return ""
    ceiling = ceiling_for(budget.partnership, budget.year)
    hold = _("De beslut som redan är fattade står fast om beloppen inte ändras.")
    if ceiling is None:
        return _("Ingen tidigare budget är fastställd. Inga medel kan användas.")
    told = _("Budget %(year)s är taket: %(amount)s.") % {"year": ceiling.budget.year, "amount": kr(ceiling.amount)}
    return f"{told} {hold}" if budget.handed_over_on else told


def answers(page: BudgetPage, name: str) -> list[Answer]:
    """What to look over before a step that binds."""
    if name not in ("submit", "hand_over"):
        return []
    budget = page.budget
    draft = budget.state == BudgetState.DRAFT
    particulars = reverse("budgets:particulars", args=page.address) if draft else ""
    late = page.today > budget.handover_deadline
    deadline = swedish_date(budget.handover_deadline)
    return [
        Answer(label=_("Summa"), value=kr(page.total), change_url=f"{page.url}#h-rad" if draft else ""),
        Answer(label=_("Rader"), value=count(len(page.own_lines), _("rad"), _("rader"))),
        Answer(label=_("Delas av"), value=count(len(page.shares), _("huvudman"), _("huvudmän"))),
        Answer(label=_("Invånartal"), value=swedish_date(page.figures_on), change_url=particulars),
        Answer(label=_("Handlingsplan"), value=str(budget.plan or _("saknas")), change_url=particulars),
        Answer(
            label=_("Flerårig kalkyl"),
            value=page.calculation_words or _("saknas"),
            change_url=reverse("budgets:calculation", args=page.address) if draft else "",
        ),
        Answer(label=_("Diarienummer"), value=budget.diary_number or "–", change_url=particulars),
        Answer(
            label=_("Sista dag hos huvudmännen"),
            value=_("%s. Överlämningen antecknas som sen.") % deadline if late else deadline,
        ),
    ]


@signed_in
def letters(request: SamverkRequest, slug: str, year: int, number: int) -> HttpResponse:
    """The letters of a handover: how many are sealed, sent and confirmed."""
    budget = find_budget(request.actor, slug, year, number)
    if budget.handed_over_on is None:
        raise Http404
    found = list(Document.objects.about(budget).current().filter(kind=ShareLetterData.KIND).listed())
    sent = {each.document_id: each for each in Dispatch.objects.filter(document__in=[each.pk for each in found])}
    rows = letter_rows(found, sent, request.actor, slug)
    context = {
        **in_budget(budget, _("Missiv")),
        "progress_of_letters": batch_progress(letter_batch(budget)),
        "url": request.path,
        "rows": rows,
        "sealed": sum(row.is_sealed for row in rows),
        "confirmed": sum(row.received_on is not None for row in rows),
        "documents_url": link_to("documents:list", slug),
    }
    return render(request, "budgets/letters.html", context)
